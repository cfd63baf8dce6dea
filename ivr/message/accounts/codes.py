"""The second step: codes of an authenticator app, and recovery codes for the day its telephone is gone."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from typing import Final

import pyotp

from ivr.message.accounts.keyed import as_written, grouped

STEP_SECONDS: Final = 30
DRIFT: Final = 1
"""So many steps a telephone's clock may be early or late: RFC 6238 section 5.2 recommends at most one."""
RECOVERY_CODES: Final = 10
RECOVERY_SIGNS: Final = 24
"""Of 5 bits each, 120 in all: ASVS 5.0 6.5.2 asks for 112 where a code is kept under a plain hash."""
_DIGITS: Final = 6


def step_of(secret: str, code: str, at: datetime, last: int | None) -> int | None:
    """Return the time step that a code is of; None where it is of none that is good now.

    `last` is the step of the code used last: neither it nor an older one is good again.
    """
    typed = code.replace(" ", "").replace("-", "")
    if not secret or len(typed) != _DIGITS or not typed.isascii() or not typed.isdigit():
        return None
    totp, now = pyotp.TOTP(secret, interval=STEP_SECONDS), int(at.timestamp()) // STEP_SECONDS
    steps = range(now - DRIFT, now + DRIFT + 1)
    right = [step for step in steps if hmac.compare_digest(totp.generate_otp(step), typed)]
    return next((step for step in right if last is None or step > last), None)


def secret_for(key: bytes, token: str) -> str:
    """Return the secret that is offered to whoever has this token: as random as the token, and kept nowhere."""
    return base64.b32encode(hmac.digest(key, token.encode("utf-8", "surrogatepass"), "sha256")[:20]).decode()


def uri_for(secret: str, login: str, issuer: str) -> str:
    """Return what an authenticator app reads from a picture."""
    return pyotp.TOTP(secret, interval=STEP_SECONDS).provisioning_uri(name=login, issuer_name=issuer)


def new_recovery_codes() -> tuple[str, ...]:
    """Return ten new codes, as they are written down."""
    return tuple(grouped(RECOVERY_SIGNS) for _ in range(RECOVERY_CODES))


def new_key() -> str:
    """Return a key to hash an account's recovery codes with."""
    return secrets.token_hex(32)


def recovery_hash(key: str, code: str) -> str | None:
    """Return what is kept of a recovery code; None of what can be none."""
    typed = as_written(code)
    if not key or len(typed) != RECOVERY_SIGNS:
        return None
    return hmac.digest(bytes.fromhex(key), typed.encode("utf-8", "surrogatepass"), hashlib.sha256).hex()
