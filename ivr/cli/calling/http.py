"""Posting to a line over real HTTP, as Twilio does: no redirect is followed here, and nobody waits for ever."""

import http.client
import ipaddress
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from ivr.cli.exits import Cannot
from ivr.phone.wsgi import Response

_PATIENCE: Final = 15
"""Seconds that Twilio waits for an answer."""
_LARGEST: Final = 20_000_000
"""Bytes that are read of an answer: more than the longest sound."""
_REFUSED: Final = (
    "The line does not take this telephone's signature. Let IVR_TWILIO_AUTH_TOKEN and IVR_PUBLIC_URL be here what they "
    "are where the line runs."
)


class HttpLine:
    """A line at an origin such as `http://127.0.0.1:5055`. URLs that are asked for may name its public origin; the
    path is what counts."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        handlers: list[Any] = [_NoRedirect()]
        if _is_here(urlsplit(origin).hostname or ""):
            handlers.append(urllib.request.ProxyHandler({}))
        self._opener = urllib.request.build_opener(*handlers)

    def post(self, url: str, form: Mapping[str, str], headers: Mapping[str, str]) -> Response:
        """POST the form, urlencoded. Raises Cannot where nobody answers."""
        return self._ask(url, urlencode(form).encode(), headers)

    def get(self, url: str, headers: Mapping[str, str]) -> Response:
        """GET a URL. Raises Cannot where nobody answers."""
        return self._ask(url, None, headers)

    def _ask(self, url: str, body: bytes | None, headers: Mapping[str, str]) -> Response:
        parts = urlsplit(url)
        there = self._origin + parts.path + (f"?{parts.query}" if parts.query else "")
        request = urllib.request.Request(there, body, {**headers, "Host": parts.netloc})  # noqa: S310  # checked
        try:
            with self._opener.open(request, timeout=_PATIENCE) as answer:
                return Response(answer.status, dict(answer.headers.items()), answer.read(_LARGEST))
        except urllib.error.HTTPError as refused:
            with refused:
                if refused.code == 403:
                    raise Cannot(_REFUSED) from None
                return Response(refused.code, dict(refused.headers.items()), refused.read(_LARGEST))
        except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
            reason = getattr(error, "reason", error)
            why = (
                reason.strerror if isinstance(reason, OSError) and reason.strerror else type(reason).__name__
            )
            raise Cannot(
                f"Nobody answers at {self._origin} ({why}). Is the line running? Try `ivr serve`."
            ) from None


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Hands redirects back: the telephone follows them as Twilio would."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
