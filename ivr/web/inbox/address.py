"""The network address of whoever asks, for limits on coming in. Telephones need none, so only the inbox looks at it."""

import ipaddress
from typing import Final
from urllib.parse import urlsplit

from flask import request
from werkzeug.middleware.proxy_fix import ProxyFix

from ivr.web.settings import Settings

FORWARDED: Final = "forwarded"
"""Stands for whoever comes through a proxy that the settings do not know: nobody knows from where."""


def address_here(settings: Settings) -> str:
    """Return the address of whoever asks: digits as the network has them, `FORWARDED`, or "" where there is none.

    A proxy writes down whom it asks for, and so can anybody. What is written down counts only as far as the settings
    say that there are proxies. Where they say there are none, and there is one on this machine, everybody
    seems to come from this machine: then the address is not that of this machine, for to be here is a privilege.
    """
    own = request.environ.get("REMOTE_ADDR") or ""
    if settings.trusted_proxies:
        return _behind(settings.trusted_proxies) or own
    forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return FORWARDED if forwarded and is_here(own) else own


def is_here(address: str) -> bool:
    """Say whether an address is one of this machine itself.

    >>> is_here("127.0.0.1"), is_here("::1"), is_here("192.0.2.1"), is_here("forwarded")
    (True, True, False, False)
    """
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def is_here_by_name(url: str) -> bool:
    """Say whether the host of an address on the web is this machine.

    >>> is_here_by_name("http://localhost:5056/x"), is_here_by_name("https://login.force.example")
    (True, False)
    """
    host = urlsplit(url).hostname or ""
    return host == "localhost" or is_here(host)


def _behind(proxies: int) -> str:
    """Ask Werkzeug, on a copy: nothing else that a proxy says is believed, such as which host was asked."""
    environ = dict(request.environ)
    ProxyFix(lambda *_: (), x_for=proxies, x_proto=0)(environ, lambda *_: lambda _: None)
    return str(environ.get("REMOTE_ADDR") or "")
