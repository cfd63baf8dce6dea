"""The network address of whoever asks, for limits on coming in. Telephones need none, so only the inbox looks at it."""

from typing import Final

from flask import request
from werkzeug.middleware.proxy_fix import ProxyFix

from ivr.web.here import is_here, is_here_by_name
from ivr.web.settings import Settings

FORWARDED: Final = "forwarded"
"""Stands for whoever comes through a proxy that the settings do not know: nobody knows from where."""
_SIGNS: Final = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "X-Forwarded-Host", "X-Forwarded-Proto", "Via")
"""What proxies add, each of them some of it."""


def address_here(settings: Settings) -> str:
    """Return the address of whoever asks: digits as the network has them, `FORWARDED`, or "" where there is none.

    A proxy writes down whom it asks for, and so can anybody. What is written down counts only as far as the settings
    say that there are proxies. Where they say there are none, and there is a proxy or a tunnel on this machine,
    everybody seems to come from this machine: then the address is not that of this machine, for to be here is a
    privilege. A browser that is here asks for this machine by name; one that asks for another came from elsewhere.
    Behind proxies nobody is here: whoever gets around them could write down any address.
    """
    own = request.environ.get("REMOTE_ADDR") or ""
    if settings.trusted_proxies:
        address = _behind(settings.trusted_proxies) or own
        return FORWARDED if is_here(address) else address
    forwarded = any(sign in request.headers for sign in _SIGNS) or not is_here_by_name(
        f"http://{request.host}"
    )
    return FORWARDED if forwarded and is_here(own) else own


def _behind(proxies: int) -> str:
    """Ask Werkzeug, on a copy: nothing else that a proxy says is believed, such as which host was asked."""
    environ = dict(request.environ)
    ProxyFix(lambda *_: (), x_for=proxies, x_proto=0)(environ, lambda *_: lambda _: None)
    return str(environ.get("REMOTE_ADDR") or "")
