"""What every answer of the inbox carries, and every form: so that no page is kept, framed, or acted on by others."""

import hashlib
import logging
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any, Final

from flask import Flask, Response, abort, request
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import validate_csrf
from wtforms.validators import ValidationError

logger = logging.getLogger(__name__)

_CSP: Final = (
    "default-src 'none'; object-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "media-src 'self' blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": _CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex",
}
_YEAR: Final = "max-age=31536000; includeSubDomains"
_READING: Final = ("GET", "HEAD")
LONGEST_FORM: Final = 64 * 2**10
"""Bytes. The longest thing that anybody writes here is a note."""
_MOST_FIELDS: Final = 200

_Raised = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]


def configure(app: Flask, secret: bytes, *, https: bool) -> None:
    """Set up the cookie. `https`: officers come over an encrypted line, not from this machine."""
    app.config.update(
        SECRET_KEY=secret,
        # With this beginning a browser takes the cookie over https only, for this host only.
        SESSION_COOKIE_NAME="__Host-ivr" if https else "ivr",
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,  # it lasts as long as the session
    )
    if isinstance(app.session_interface, SecureCookieSessionInterface):
        app.session_interface.digest_method = staticmethod(hashlib.sha256)  # Flask's own choice is SHA-1
    app.log_exception = _in_few_words(app.log_exception)  # type: ignore[assignment]  # Flask calls it itself


def check_form() -> None:
    """Answer 400 to a form that no page of this inbox has made for whoever sends it, 403 to one from another site."""
    if request.method in _READING:
        return
    if comes_from_elsewhere():
        abort(403)
    request.max_content_length = LONGEST_FORM
    request.max_form_parts = _MOST_FIELDS
    try:
        validate_csrf(request.form.get("csrf_token") or request.headers.get("X-CSRF-Token"))
    except ValidationError:
        abort(400)


def comes_from_elsewhere() -> bool:
    """Say whether a browser asks because of another site. Browsers too old to say so are believed."""
    return request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none")


def carry(response: Response, *, https: bool) -> Response:
    """Add the headers to an answer."""
    headers: dict[str, Any] = dict(HEADERS)
    if https:
        headers["Strict-Transport-Security"] = _YEAR
    for name, value in headers.items():
        response.headers[name] = value
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _in_few_words(log: Callable[[_Raised], None]) -> Callable[[_Raised], None]:
    """Return what logs an exception: of one inside the inbox, which kind, at which page and line, and nothing more.

    What an exception says, and what stands in its traceback, can be a name, a number, or what somebody typed.
    """

    def logged(raised: _Raised) -> None:
        if (request.endpoint or "").partition(".")[0] != "inbox" or raised[0] is None:
            log(raised)
            return
        last = traceback.extract_tb(raised[2])[-1:]
        where = ", ".join(f"{frame.filename}:{frame.lineno}" for frame in last)
        logger.error("A page of the inbox failed: %s at %s, %s", raised[0].__name__, request.endpoint, where)

    return logged
