"""The cookie by which a browser is known again in which somebody has come in before.

Whoever guesses at an account from elsewhere makes its owner wait only elsewhere, so nobody is locked out by others. The
value names no account, and lets nobody in. Like the session's cookie it is for this host only.
"""

import hashlib
from typing import Final

from flask import Response, current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

_SALT: Final = "ivr.web.inbox.entering.device"
_DAYS: Final = 180
_LONGEST: Final = 600


def device_here() -> str:
    """Return what the browser is known by; "" where it is not known, or not any more."""
    cookie = request.cookies.get(_name(), "")
    if not cookie or len(cookie) > _LONGEST:
        return ""
    try:
        device = _signer().loads(cookie, max_age=_DAYS * 86_400)
    except BadData:
        return ""
    return device if isinstance(device, str) else ""


def know(response: Response, device: str) -> Response:
    """Let the browser that gets this answer be known by `device`; "" changes nothing."""
    if device:
        response.set_cookie(
            _name(),
            _signer().dumps(device),
            max_age=_DAYS * 86_400,
            path="/",
            secure=_https(),
            httponly=True,
            samesite="Lax",
        )
    return response


def _signer() -> URLSafeTimedSerializer:
    """Return what signs it, with a key that follows from that of the session's cookie by way of the salt."""
    key = current_app.secret_key or b""
    return URLSafeTimedSerializer(key, salt=_SALT, signer_kwargs={"digest_method": hashlib.sha256})


def _https() -> bool:
    return bool(current_app.config["SESSION_COOKIE_SECURE"])


def _name() -> str:
    return "__Host-ivr-device" if _https() else "ivr-device"
