"""What every answer of the studio carries, and what everything that is sent to it must have.

Nobody logs in here, so there is no session that another site could ride on. Still no other site may make a browser ring
the line or write a file: it cannot read the token, which is in the page, nor send it without being allowed to.
"""

import hmac
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit

from flask import Response, request

from ivr.web.inbox import protection as inbox
from ivr.web.studio.sorry import Sorry

HEADERS: Final = {
    **inbox.HEADERS,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self), payment=(), usb=()",
}
LONGEST_JSON: Final = 16 * 2**10
"""Bytes. The longest thing that is written here is a text to be spoken."""
LONGEST_SOUND: Final = 4 * 2**20
"""Bytes: over four minutes at telephone quality."""
_MOST_LET_PASS: Final = 16 * 2**20
"""Bytes of what is too long that are read, and thrown away, before the answer."""
SOUNDS: Final = frozenset({"audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave"})
_READING: Final = ("GET", "HEAD")


def token(key: bytes) -> str:
    """Return what a page of this studio sends with everything: others cannot know it. `key` is the line's own."""
    return hmac.new(key, b"studio", sha256).hexdigest()[:32]


def check_request(key: bytes) -> None:
    """Raise Sorry for what another site has a browser ask for, and for what no page of this studio has sent.

    That a link elsewhere leads to the page itself is welcome: a call is shared like that.
    """
    reading = request.method in _READING
    opened = reading and request.headers.get("Sec-Fetch-Mode") == "navigate"
    if inbox.comes_from_elsewhere() and not (opened and request.headers.get("Sec-Fetch-Dest") == "document"):
        raise Sorry(403, "Another site asked for this.")
    if reading:
        return
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        raise Sorry(403, "Another site asked for this.")
    given = request.headers.get("X-CSRF-Token", "")
    if not hmac.compare_digest(given.encode("utf-8", "replace"), token(key).encode()):
        raise Sorry(400, "This page is from before the line was started again. Load it again to go on.")
    sound = request.mimetype in SOUNDS
    if not sound and request.mimetype != "application/json":
        raise Sorry(400, "Only JSON and WAV sound can be sent here.")
    longest = LONGEST_SOUND if sound else LONGEST_JSON
    request.max_content_length = longest
    if (request.content_length or 0) > longest:
        _let_pass(request.content_length or 0)
        raise Sorry(413, "That is too long: a recording has 4 MB at most.")


def _let_pass(length: int) -> None:
    """Let what is too long come in and go: a browser that is cut off while it sends does not hear why."""
    left = min(length, _MOST_LET_PASS)
    while left > 0:
        piece = request.environ["wsgi.input"].read(min(left, 64 * 2**10))
        if not piece:
            return
        left -= len(piece)


def carry(response: Response) -> Response:
    """Add the headers to an answer. What it has set itself stays."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")
    return response
