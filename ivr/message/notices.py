"""Telling officers by mail that there is something to listen to, in words that say nothing about anybody.

A mail goes through many hands. It has the reference and nothing else of a message: not what it is about, nor where it
is from, nor who left it. Whoever wants to know more opens the inbox.
"""

import logging
import smtplib
import ssl
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, getaddresses, parseaddr
from hashlib import sha256
from ipaddress import ip_address
from typing import Final, Protocol
from urllib.parse import unquote, urlsplit

log = logging.getLogger(__name__)

TIMEOUT_SECONDS: Final = 10.0
"""How long one answer of the mail server is waited for."""
_PORTS: Final = {"smtp": 25, "smtps": 465}
_SUBMISSION: Final = 587
"""The port of servers that ask who is sending."""


class MailUnavailable(Exception):
    """Raised when the mail server did not say that it took a mail. It may have taken it all the same.

    Sending the same again does no harm. The text says what kind of trouble it is: no address, no password and
    nothing of the mail.
    """


class Notifier(Protocol):
    """Whatever tells officers. Telling the same twice must be recognisable as the same. Raises MailUnavailable."""

    def new_message(self, reference: str, *, unfinished: bool, at: datetime) -> None:
        """Tell the officers of a new message; `unfinished` if its caller did not send it."""

    def unheard(self, references: Sequence[str], hours: int, at: datetime) -> None:
        """Tell the supervisor of messages that nobody has listened to for so many hours."""


@dataclass(frozen=True, slots=True)
class _Server:
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


class Mail:
    """A mail server, and whose mail goes where.

    Args:
        url: `smtp://` or `smtps://`, perhaps with `user:password@` and a port. By `smtp` the server must offer
            STARTTLS and have a good certificate, unless it is on this machine.
        sender: the address that mail is from, with or without a name.
        to: who is told of new messages; several with commas.
        supervisor: who is told that nobody has listened; if empty, those of `to`.
        timeout: seconds that one answer of the server is waited for.

    Raises ValueError, without quoting any of it, where one of them cannot be used.
    """

    def __init__(
        self, url: str, sender: str, to: str, supervisor: str = "", *, timeout: float = TIMEOUT_SECONDS
    ) -> None:
        self._server = _server(url)
        self._sender = _addresses(sender, "the mail's sender", at_most=1)
        self._to = _addresses(to, "who is told of new messages")
        self._supervisor = _addresses(supervisor or to, "who is told that nobody has listened")
        self._domain = parseaddr(self._sender)[1].rpartition("@")[2]
        self._timeout = timeout

    def __repr__(self) -> str:
        """Show no address and no password."""
        return f"<Mail by {self._server.host}:{self._server.port}>"

    def new_message(self, reference: str, *, unfinished: bool, at: datetime) -> None:
        """Tell the officers of a new message. Raises MailUnavailable.

        However often it is told of the same message, the Message-ID is the same.
        """
        words = ["There is 1 new message in the inbox.", "", f"Reference: {reference}"]
        if unfinished:
            words += ["", "It is unfinished: the call ended before it was sent."]
        words += ["", "Before anything else, read how it is safe to reply.", ""]
        about = f"1 new message, reference {reference}" + (" (unfinished)" if unfinished else "")
        self._send(self._to, about, "\n".join(words), f"new.{reference}", at)

    def unheard(self, references: Sequence[str], hours: int, at: datetime) -> None:
        """Tell the supervisor of messages that nobody has listened to. Raises MailUnavailable.

        Told again of the same messages on the same day (of UTC), the Message-ID is the same.
        """
        several = len(references) > 1
        about = f"{len(references)} message{'s' if several else ''} not listened to for {hours} hours"
        words = [
            f"Nobody has listened to {'these messages' if several else 'this message'} for {hours} hours or more.",
            "",
            *(f"Reference: {reference}" for reference in references),
            "",
        ]
        which = sha256(" ".join(sorted(references)).encode()).hexdigest()[:16]
        self._send(self._supervisor, about, "\n".join(words), f"unheard.{at:%Y%m%d}.{which}", at)

    def _send(self, to: str, about: str, words: str, identity: str, at: datetime) -> None:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self._sender, to, about
        mail["Date"], mail["Message-ID"] = format_datetime(at), f"<{identity}@{self._domain}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(words)
        trouble = self._hand_over(mail)
        if trouble:  # raised here, outside `except`: what the server said could quote addresses
            raise MailUnavailable(trouble)

    def _hand_over(self, mail: EmailMessage) -> str:
        """Hand a mail over. Return what went wrong, in words without addresses; "" if it was taken."""
        here = self._server.is_here
        try:
            link = self._link()
        except (OSError, smtplib.SMTPException) as error:
            return f"the mail server cannot be reached ({_kind(error)})"
        try:
            link.ehlo()
            if not self._server.tls and link.has_extn("starttls"):
                # On this machine the certificate need not name anybody.
                link.starttls(context=_anybody() if here else ssl.create_default_context())
                link.ehlo()
            elif not self._server.tls and not here:
                return "the mail server does not offer encryption (STARTTLS)"
            if self._server.user:
                link.login(self._server.user, self._server.password)
            refused = link.send_message(mail)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            return f"the mail server did not take a mail ({_kind(error)})"
        else:
            if refused:
                log.warning(
                    "the mail server refused %s of those who are told; it took the mail", len(refused)
                )
            with suppress(OSError, smtplib.SMTPException):
                link.quit()  # it was taken: however they part, it must not be sent again
            return ""
        finally:
            link.close()

    def _link(self) -> smtplib.SMTP:
        server, name = self._server, self._domain
        if server.tls:
            context = _anybody() if server.is_here else ssl.create_default_context()
            return smtplib.SMTP_SSL(server.host, server.port, name, timeout=self._timeout, context=context)
        return smtplib.SMTP(server.host, server.port, name, timeout=self._timeout)


def _anybody() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def _kind(error: Exception) -> str:
    code = getattr(error, "smtp_code", None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__


def _server(url: str) -> _Server:
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme, parts.hostname, parts.port
    except ValueError:
        scheme, host, port = "", None, None
    if scheme not in _PORTS or not host or port == 0 or parts.path.strip("/") or parts.query:
        raise ValueError("write the mail server as smtp://user:password@host:port or smtps://…")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    usual = _SUBMISSION if scheme == "smtp" and user else _PORTS[scheme]
    return _Server(host, port or usual, scheme == "smtps", user, password)


def _addresses(text: str, what: str, at_most: int | None = None) -> str:
    found = [address for _, address in getaddresses([text])] if text.isprintable() else []
    good = [address for address in found if all(address.rpartition("@")[::2]) and " " not in address]
    if not good or len(good) != len(found) or (at_most and len(good) > at_most):
        raise ValueError(f"{what}: write an address such as line@line.example")
    return text
