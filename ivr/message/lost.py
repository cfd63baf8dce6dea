"""Recordings that are due and that nobody fetches: their jobs were lost, or wait in a long queue."""

from functools import partial
from typing import Final

from sqlalchemy import Connection, bindparam, func, select, update

from ivr.message import tables
from ivr.message.tools import Tools, locked_call, next_round, recording_row

_recordings = tables.recording
_due = func.coalesce(_recordings.c.due_at, _recordings.c.at)
_OVERDUE: Final = (
    select(_recordings.c.recording_sid)
    .where(_recordings.c.state == "expected", _due <= bindparam("before"))
    .order_by(_due)
)


def overdue(tools: Tools) -> list[str]:
    """Return recordings that have been due for some time, the oldest first. Raises StoreUnavailable."""
    before = {"before": tools.clock() - tools.limits.lost_after}
    return tools.database.read(lambda connection: list(connection.execute(_OVERDUE, before).scalars()))


def start_again(tools: Tools, sid: str) -> bool:
    """Start the job of such a recording again, if that is still to be done. Raises StoreUnavailable.

    A job ends without having done its work where the database is away for longer than it tries.
    """
    row = tools.database.read(lambda connection: recording_row(connection, sid))
    ended = row.attempt if row is not None and tools.jobs.ended(sid, row.attempt) else None
    return tools.database.write(partial(_start_again, sid=sid, ended=ended, tools=tools))


def _start_again(connection: Connection, sid: str, ended: int | None, tools: Tools) -> bool:
    """Start the job of a recording that is overdue: it may be that it never was, or that it waits in a long queue.

    So it is at first the same job, which is not done twice. If that one is at its end, or some minutes have gone by, it
    is taken for lost, and is a new one. `ended`: the attempt whose job is at its end.
    """
    row = recording_row(connection, sid)
    if row is None:
        return False
    locked_call(connection, row.call_sid)
    row = recording_row(connection, sid)
    now = tools.clock()
    due = (row.due_at or row.at) if row is not None else now
    if row is None or row.state != "expected" or due > now - tools.limits.lost_after:
        return False
    attempt = row.attempt
    lost = attempt == ended or (row.due_at is not None and due <= now - tools.limits.begun_again_after)
    if lost or row.due_at is None:
        if lost:  # in a new round: what was never tried is no attempt that failed
            attempt = next_round(attempt)
        this = update(_recordings).where(_recordings.c.recording_sid == sid)
        connection.execute(this.values(attempt=attempt, due_at=now))
    tools.jobs.fetch(connection, sid, attempt)
    return True
