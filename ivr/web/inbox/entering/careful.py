"""Asking the organisation's sign-in: never led elsewhere, never for long, never more than an answer can be.

Loaded only where somebody signs in, for it needs Authlib.
"""

import io
from time import monotonic
from typing import Any, Final

from authlib.integrations.requests_client import OAuth2Session
from requests import PreparedRequest, RequestException, Response
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from ivr.message.chatter import hush

_MOST_BYTES: Final = 512 * 2**10
_AT_ONCE: Final = 64 * 2**10
_TOTAL_SECONDS: Final = 10


def session_with(timeout: float, **more: Any) -> OAuth2Session:
    """Return a session of Authlib's that asks carefully. `timeout` is seconds for each wait, `more` is for Authlib.

    Its requests raise RequestException for whatever goes wrong.
    """
    hush()
    session = OAuth2Session(**more)
    session.max_redirects = 0  # the first one raises, before anybody is asked
    for scheme in ("https://", "http://"):
        session.mount(scheme, _Careful(timeout))
    return session


class _Careful(HTTPAdapter):
    """Sends a request, and reads all of its answer within bounds."""

    def __init__(self, timeout: float) -> None:
        super().__init__()
        self._timeout = timeout

    def send(self, request: PreparedRequest, *args: Any, **more: Any) -> Response:
        """Send it. Raises RequestException, also where the answer is too large or too slow."""
        more |= {"timeout": (self._timeout, self._timeout), "stream": True}
        until = monotonic() + _TOTAL_SECONDS
        response = super().send(request, **more)
        with response:
            body = bytearray()
            try:
                while piece := response.raw.read1(_AT_ONCE, decode_content=True):
                    body += piece
                    if len(body) > _MOST_BYTES or monotonic() > until:
                        raise RequestException("too large, or too slow")
            except (HTTPError, OSError) as error:
                raise RequestException(type(error).__name__) from None
        response.raw = io.BytesIO(bytes(body))
        return response
