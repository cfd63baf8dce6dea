"""Twilio's request signature, made here so that the telephone is a second opinion on the one that checks it.

The rule (Twilio, "Webhooks security"): take the URL exactly as requested, without its fragment; for a POST add each
parameter's name and value, names in order, and distinct values of one name in order; HMAC-SHA1 with the account's
token; base64.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence

HEADER = "X-Twilio-Signature"


def signature(token: str, url: str, form: Mapping[str, str | Sequence[str]]) -> str:
    """The value of `X-Twilio-Signature` for a request to `url` with these form fields (none for a GET)."""
    signed = url.partition("#")[0]
    for name in sorted(form):
        given = form[name]
        for value in sorted({given} if isinstance(given, str) else set(given)):
            signed += name + value
    return base64.b64encode(hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()).decode()
