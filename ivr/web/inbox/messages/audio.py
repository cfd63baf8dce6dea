"""The recordings of a message, opened in memory and told to the one who may hear them; never written anywhere."""

from typing import Final

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from ivr.message.accounts.roles import May
from ivr.message.desk import NoRecording
from ivr.web.inbox.guard import needs, officer_here
from ivr.web.inbox.means import Means
from ivr.web.inbox.messages.message import MESSAGE

WAV: Final = "audio/wav"


def routes(pages: Blueprint, means: Means) -> None:
    """Add the address of recordings."""

    @pages.get(f"{MESSAGE}/recordings/<int:number>")
    @needs(May.READ)
    def recording(reference: str, number: int) -> ResponseReturnValue:
        try:
            sound = means.desk.audio(officer_here(), reference, number, means.clock())
        except NoRecording:
            abort(404)
        return _answer(sound, f"recording-{number}.wav")


def _answer(sound: bytes, name: str) -> Response:
    """Return the whole of it, or the one part that a player asks for so as to begin anywhere.

    Several parts at once are answered with the whole, as the standard allows (RFC 9110, section 14.2); so is a part
    of what the player had before, since nothing here may be kept.
    """
    headers = {"Accept-Ranges": "bytes", "Content-Disposition": f'inline; filename="{name}"'}
    asked = request.range if request.method == "GET" and "If-Range" not in request.headers else None
    if asked is None or asked.units != "bytes" or len(asked.ranges) != 1:
        return Response(sound, 200, headers, mimetype=WAV)
    begin, end = _part(asked.ranges[0], len(sound))
    if begin >= end:
        headers["Content-Range"] = f"bytes */{len(sound)}"
        return Response(status=416, headers=headers, mimetype=WAV)
    headers["Content-Range"] = f"bytes {begin}-{end - 1}/{len(sound)}"
    return Response(sound[begin:end], 206, headers, mimetype=WAV)


def _part(asked: tuple[int, int | None], length: int) -> tuple[int, int]:
    """Return where a part begins, and before which byte it ends: the last ones, or those that were named."""
    begin, end = asked
    if begin < 0:  # more last ones than there are is all of them
        return max(length + begin, 0), length
    return begin, min(end or length, length)
