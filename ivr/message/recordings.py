"""What is known of a recording before its audio is here: that it exists, how long it is, whether it is wanted."""

from typing import Any

from sqlalchemy import Connection, delete

from ivr.message import rows, tables
from ivr.message.calls import Occasion

_recordings, _unwanted = tables.recording, tables.unwanted_recording


def keep(occasion: Occasion, node: str, sid: str, url: str, seconds: int | None) -> None:
    """Add a recording and have it fetched, or add the length of one that is there.

    A length only ever grows; None is not known. The same recording is told of twice, by the step that heard it
    end and by its status callback, in either order. Should their steps differ, the later counts: a deletion in
    between must not take it. One that the caller had deleted stays deleted; one that was taken for empty, and
    turns out not to be, is taken back.
    """
    sid = sid or url or f"{occasion.call_sid}/{occasion.step}"  # without a name, it must still not be lost
    connection, known = occasion.connection, _known(occasion.connection, sid)
    why = _why_unwanted(connection, sid)
    if why is not None and (why != "empty" or not seconds):
        return
    if known is None:
        # Of one that is taken back, the first attempt may have been made already, and is not made again.
        attempt = 1
        if why is not None:
            attempt = 2
            connection.execute(delete(_unwanted).where(_unwanted.c.recording_sid == sid))
        row = {"recording_sid": sid, "call_sid": occasion.call_sid, "step": occasion.step, "node": node}
        row |= {"url": url, "seconds": seconds, "at": occasion.at}
        rows.add(connection, _recordings, row | _to_do(occasion, sid, seconds, attempt))
    elif known.call_sid == occasion.call_sid:
        longest = max(known.seconds, seconds, key=lambda told: -1 if told is None else told)
        change: dict[str, Any] = {"step": max(known.step, occasion.step)}
        if longest != known.seconds and not (longest == 0 and known.state == "stored"):
            change["seconds"] = longest
            if known.state == "absent" or longest == 0:
                change |= _to_do(occasion, sid, longest, known.attempt + 1)
        rows.change(connection, _recordings, {"recording_sid": sid}, change)


def is_absent(occasion: Occasion, node: str, sid: str, url: str) -> None:
    """Write that the provider has no audio under this name, unless it told of a length before.

    Whoever tells of the recording only afterwards, without a length, is not believed either. One that nobody told of
    before is an empty one: it is deleted at the provider when the call is over, for the provider may yet change its
    mind, and whoever hears it again would hear nothing.
    """
    connection, known = occasion.connection, _known(occasion.connection, sid)
    if known is None:
        if sid:
            keep(occasion, node, sid, url, 0)
    elif known.call_sid == occasion.call_sid and not known.seconds and known.state != "stored":
        change = {"seconds": 0, **_to_do(occasion, sid, 0, known.attempt)}
        rows.change(connection, _recordings, {"recording_sid": sid}, change)


def _to_do(occasion: Occasion, sid: str, seconds: int | None, attempt: int) -> dict[str, Any]:
    """Start what is to be done about a recording, and return what its row says of that."""
    if seconds == 0:
        return {"state": "absent", "due_at": None, "trouble": None}
    occasion.means.jobs.fetch(occasion.connection, sid, attempt)
    return {"state": "expected", "attempt": attempt, "due_at": occasion.at, "trouble": None}


def _known(connection: Connection, sid: str) -> Any:
    return rows.find(connection, _recordings, {"recording_sid": sid}).first()


def _why_unwanted(connection: Connection, sid: str) -> str | None:
    """Return why a recording is only to be deleted at the provider; None where it is not."""
    row = rows.find(connection, _unwanted, {"recording_sid": sid}).first()
    return None if row is None else row.why
