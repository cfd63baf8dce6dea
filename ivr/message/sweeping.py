"""Erasing what must go once a call is over: what was deleted, what was never kept, and scratch."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, delete, insert, or_, select, update

from ivr.message import reading, tables
from ivr.message.spans import Answers, Row

GRACE = timedelta(minutes=5)
"""How long after a call late webhooks and recordings are waited for before anything is erased."""

FORGOTTEN_AFTER = timedelta(days=1)
"""How long a call that left nothing worth keeping is remembered, for callbacks that come very late."""

MOST_AT_ONCE = 200


def due(connection: Connection, now: datetime) -> list[str]:
    """Return calls that are over, the grace too, and have not been swept since they were last written."""
    calls = tables.call
    late = or_(calls.c.over_by <= now - GRACE, calls.c.ended_at <= now - GRACE)
    found = select(calls.c.call_sid).where(calls.c.swept_at.is_(None), late).limit(MOST_AT_ONCE)
    return list(connection.execute(found).scalars())


def forgettable(connection: Connection, now: datetime) -> list[str]:
    """Return calls that left nothing, a day after they were swept."""
    calls = tables.call
    old = and_(calls.c.empty.is_(True), calls.c.swept_at <= now - FORGOTTEN_AFTER)
    return list(connection.execute(select(calls.c.call_sid).where(old).limit(MOST_AT_ONCE)).scalars())


def sweep(connection: Connection, call_sid: str, now: datetime) -> None:
    """Erase what must go of one call. Sent and unfinished messages and requests stay as they are.

    Of an erased message a bare row stays, which says only that there was one, so that what comes late is
    not taken for something new.
    """
    calls, messages = tables.call, tables.message
    of_call = calls.c.call_sid == call_sid
    known = connection.execute(select(calls).where(of_call).with_for_update()).first()
    if known is None or known.swept_at is not None or not reading.is_over(known, now - GRACE):
        return  # another process swept it, or it was written in between
    told = reading.story_of(connection, call_sid)
    _erase_answers(connection, call_sid, told.scratch)
    _give_up(connection, told.loose, "empty", now)
    for message in told.messages:
        if not message.kept():
            _erase_answers(connection, call_sid, message.answers)
            _give_up(connection, message.recordings, "discarded" if message.discarded else "empty", now)
        if message.discarded:
            this = and_(messages.c.call_sid == call_sid, messages.c.opened_step == message.opened)
            connection.execute(update(messages).where(this).values(reference=None))
    done = update(calls).where(of_call)
    connection.execute(done.values(swept_at=now, empty=not told.worth_keeping()))


def forget(connection: Connection, call_sid: str) -> None:
    """Erase all that is known of a call that left nothing."""
    calls = tables.call
    of_call = calls.c.call_sid == call_sid
    known = connection.execute(select(calls).where(of_call).with_for_update()).first()
    if known is None or not known.empty or known.swept_at is None:
        return  # something came in between
    for table in tables.OF_A_CALL:
        connection.execute(delete(table).where(table.c.call_sid == call_sid))
    connection.execute(delete(calls).where(of_call))


def _erase_answers(connection: Connection, call_sid: str, answers: Answers) -> None:
    kept = tables.answer
    for row in answers.rows:
        this = and_(kept.c.call_sid == call_sid, kept.c.step == row.step, kept.c.name == row.name)
        connection.execute(delete(kept).where(this))


def _give_up(connection: Connection, recordings: list[Row], why: str, now: datetime) -> None:
    """Move recordings to those that have to be deleted at the provider as well."""
    kept, unwanted = tables.recording, tables.unwanted_recording
    for row in recordings:
        connection.execute(delete(kept).where(kept.c.recording_sid == row.name))
        connection.execute(insert(unwanted).values(recording_sid=row.name, url=row.value, why=why, since=now))
