"""How a mail server and whom mail goes to are written."""

from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import getaddresses
from ipaddress import ip_address
from typing import Final
from urllib.parse import unquote, urlsplit

_PORTS: Final = {"smtp": 25, "smtps": 465}
_SUBMISSION: Final = 587
"""The port of servers that ask who is sending."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed over: `host` and `port`, whether by TLS from the start, and who we are there."""

    host: str
    port: int
    tls: bool
    user: str = field(repr=False)
    password: str = field(repr=False)

    @property
    def is_here(self) -> bool:
        """Whether it is this very machine, so that nobody can listen in on the way."""
        with suppress(ValueError):
            return ip_address(self.host).is_loopback
        return self.host == "localhost"


def server(url: str) -> Server:
    """Read the address of a mail server. Raises ValueError, without quoting any of it."""
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme, parts.hostname, parts.port
    except ValueError:
        scheme, host, port = "", None, None
    if scheme not in _PORTS or not host or port == 0 or parts.path.strip("/") or parts.query:
        raise ValueError("write the mail server as smtp://user:password@host:port or smtps://…")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    usual = _SUBMISSION if scheme == "smtp" and user else _PORTS[scheme]
    return Server(host, port or usual, scheme == "smtps", user, password)


def addresses(text: str, what: str, at_most: int | None = None) -> str:
    """Give mail addresses back as they were written, with commas between. Raises ValueError, naming only `what`."""
    found = [address for _, address in getaddresses([text])] if text.isprintable() else []
    good = [address for address in found if all(address.rpartition("@")[::2]) and " " not in address]
    if not good or len(good) != len(found) or (at_most and len(good) > at_most):
        raise ValueError(f"{what}: write an address such as line@line.example")
    return text
