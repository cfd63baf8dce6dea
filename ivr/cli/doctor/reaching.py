"""Asking another server something over HTTP, for a few seconds and no longer."""

import http.client
import ipaddress
import urllib.error
import urllib.request
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

SECONDS: Final = 6.0
_LARGEST: Final = 10_000


class Answer(NamedTuple):
    """What came back: the status, the beginning of the body, and what the server took the time to be, if it said so."""

    status: int
    body: bytes
    date: datetime | None


class NoAnswer(Exception):
    """Raised when nothing came back. The text says why, in few words."""


def ask(url: str) -> Answer:
    """GET a URL; redirects are not followed. Raises NoAnswer."""
    handlers: list[Any] = [_NoRedirect()]
    if is_here(urlsplit(url).hostname or ""):
        handlers.append(urllib.request.ProxyHandler({}))
    opener = urllib.request.build_opener(*handlers)
    try:
        with opener.open(url, timeout=SECONDS) as answer:
            return _answer(answer.status, answer)
    except urllib.error.HTTPError as refused:
        with refused:
            return _answer(refused.code, refused)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NoAnswer(_why(error)) from None


def is_here(host: str) -> bool:
    """Say whether a host is this computer."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _answer(status: int, answer: Any) -> Answer:
    try:
        date = parsedate_to_datetime(answer.headers["Date"])
    except (TypeError, ValueError):
        date = None
    return Answer(status, answer.read(_LARGEST), date if date and date.tzinfo else None)


def _why(error: Exception) -> str:
    reason = getattr(error, "reason", error)
    certificate = getattr(reason, "verify_message", "")
    if certificate:
        return f"its certificate is not right: {certificate}"
    if isinstance(reason, TimeoutError):
        return f"no answer within {SECONDS:.0f} seconds"
    return (isinstance(reason, OSError) and reason.strerror) or type(reason).__name__


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Hands redirects back: the answer counts that came."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None
