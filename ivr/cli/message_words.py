"""How far a message is, in words that say nothing of what is in it, and whether it needs a person."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from ivr.menu.opening import LONDON

if TYPE_CHECKING:
    from ivr.message.listing import MessageListed, RecordingListed

DOUBTFUL = "doubtful"
_STATES = {
    "stored": "stored",
    "expected": "still to be fetched",
    "absent": "empty",
    "failed": "given up",
    DOUBTFUL: "not whole",
}


def needs(message: "MessageListed", now: datetime, unheard_hours: int) -> list[str]:
    """Return why a message needs a person, each reason one sentence; nothing where it does not."""
    reasons = [sentence for one in message.recordings for sentence in _needed_by(one)]
    waits = message.heard_at is None and message.closed_at is None and message.state != "draft"
    if waits and now - message.opened_at > timedelta(hours=unheard_hours):
        reasons.append(f"Nobody has listened to it for more than {unheard_hours} hours.")
    return reasons


def _needed_by(recording: "RecordingListed") -> Iterator[str]:
    why = f": {recording.trouble}" if recording.trouble else ""
    if recording.state == "failed":
        yield (
            f"Recording {recording.sid} was given up after {_attempts(recording.attempts)}{why}. "
            "`ivr messages retry` tries again."
        )
    elif condition(recording) == DOUBTFUL:
        yield (
            f"Recording {recording.sid} is not whole. Listen to it; `ivr messages accept` takes it as it is, "
            "`ivr messages retry` fetches it once more."
        )


def condition(recording: "RecordingListed") -> str:
    """Return a recording's state, or that it is doubtful: stored, and not whole."""
    if recording.state == "stored" and recording.trouble == DOUBTFUL:
        return DOUBTFUL
    return recording.state


def as_line(message: "MessageListed", *, mail: bool) -> str:
    """Return a message as one line that can be read aloud. `mail`: whether officers are told by mail at all."""
    return ", ".join(_parts(message, mail)) + "."


def _parts(message: "MessageListed", mail: bool) -> Iterator[str]:
    yield message.reference
    yield message.state
    yield f"opened {moment(message.opened_at)}"
    if message.language:
        yield f"language {message.language}"
    if message.area:
        yield f"area {message.area}"
    if not message.recordings:
        yield "no recording"
    for recording in message.recordings:
        length = f" of {recording.seconds} s" if recording.seconds is not None else ""
        state = condition(recording)
        so_far = f"{_attempts(recording.attempts)} so far" if recording.attempts else "not tried yet"
        again = f" ({so_far})" if state == "expected" else ""
        yield f"recording{length} {_STATES[state]}{again}"
    if message.notified_at:
        yield "officers were told"
    else:
        yield "officers not told yet" if mail else "nobody is told because no mail is set"
    if message.closed_at:
        yield f"closed {moment(message.closed_at)}"
    else:
        yield f"heard {moment(message.heard_at)}" if message.heard_at else "not heard yet"
    if message.held:
        yield "held"
    elif message.erased_on:
        yield f"erased on {moment(message.erased_on)}"


def as_object(message: "MessageListed", reasons: list[str]) -> dict[str, Any]:
    """Return a message as JSON has it; times are in UTC."""
    return {
        "reference": message.reference,
        "state": message.state,
        "opened_at": _iso(message.opened_at),
        "language": message.language,
        "area": message.area,
        "recordings": [
            {
                "sid": one.sid,
                "state": condition(one),
                "seconds": one.seconds,
                "attempts": one.attempts,
                "due_at": _iso(one.due_at),
                "trouble": one.trouble,
                "at_provider": one.at_provider,
            }
            for one in message.recordings
        ],
        "notified_at": _iso(message.notified_at),
        "heard_at": _iso(message.heard_at),
        "closed_at": _iso(message.closed_at),
        "held": message.held,
        "erased_on": _iso(message.erased_on),
        "needs_a_person": reasons,
    }


def moment(at: datetime) -> str:
    """Return a moment as the clock in London shows it."""
    return f"{at.astimezone(LONDON):%d %B %Y %H:%M}".lstrip("0")


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None


def _attempts(count: int) -> str:
    return "1 attempt" if count == 1 else f"{count} attempts"
