"""Posting to a WSGI app without a network and without a web framework."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus, unquote_to_bytes, urlencode, urlsplit

WsgiApp = Callable[..., Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Response:
    """What came back: the status (404), the headers (names as sent), the whole body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class WsgiLine:
    """A WSGI app as the other end of a telephone line.

        caller = Caller(WsgiLine(app).post)

    An exception that the app lets through comes out of `post` as it is.
    """

    def __init__(self, app: WsgiApp) -> None:
        self._app = app
        # Most of what a call posts is the same at each of its steps. What is kept goes with the call.
        self._quoted = lru_cache(maxsize=256)(quote_plus)

    def post(self, url: str, form: Mapping[str, str], headers: Mapping[str, str]) -> Response:
        """POST the form, urlencoded, to an absolute URL."""
        body = urlencode(form, encoding="utf-8", quote_via=self._quoted).encode()
        return self._request("POST", url, headers, body)

    def get(self, url: str, headers: Mapping[str, str]) -> Response:
        """GET an absolute URL."""
        return self._request("GET", url, headers, b"")

    def _request(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Response:
        started: list[Any] = []
        written: list[bytes] = []

        def start_response(
            status: str, headers: list[tuple[str, str]], exc_info: object = None
        ) -> Callable[[bytes], None]:
            started[:] = [status, headers]
            return written.append

        answer = self._app(_environ(method, url, headers, body), start_response)
        try:
            written.extend(answer)
        finally:
            close = getattr(answer, "close", None)
            if close is not None:
                close()
        status, answered = started
        return Response(int(status.split(" ", 1)[0]), _joined(answered), b"".join(written))


def _environ(method: str, url: str, headers: Mapping[str, str], body: bytes) -> dict[str, Any]:
    parts = urlsplit(url)
    default = "443" if parts.scheme == "https" else "80"
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        # PEP 3333: bytes as latin-1 text.
        "PATH_INFO": unquote_to_bytes(parts.path or "/").decode("latin-1"),
        "QUERY_STRING": parts.query,
        "REQUEST_URI": (parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
        "SERVER_NAME": parts.hostname or "localhost",
        "SERVER_PORT": str(parts.port or default),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": parts.netloc.rpartition("@")[2],
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": parts.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    if method == "POST":
        environ["CONTENT_TYPE"] = "application/x-www-form-urlencoded; charset=UTF-8"
    for name, value in headers.items():
        if name.lower() in ("content-type", "content-length"):  # said above; CGI has its own names for them
            continue
        environ["HTTP_" + name.upper().replace("-", "_")] = value
    return environ


def _joined(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Headers as a mapping; a repeated one is joined ("; " for cookies, so that http.cookies can read them)."""
    joined: dict[str, str] = {}
    for name, value in headers:
        glue = "; " if name.lower() == "set-cookie" else ", "
        joined[name] = f"{joined[name]}{glue}{value}" if name in joined else value
    return joined
