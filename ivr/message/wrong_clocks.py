"""Times that a clock wrote which was far ahead: they would put off what is to be done until they come, for years."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, update

from ivr.message import tables
from ivr.message.calls import OVERTIME
from ivr.message.values import USUAL_MINUTES

TOO_FAR: Final = timedelta(days=1, hours=1)
"""No call lasts for longer than a day at the provider, and no attempt is put off for as long."""


def put_right(connection: Connection, now: datetime) -> int:
    """Let what is further ahead than anything can be happen now, and return how many times those were.

    A call of which it is not known that it ended may go on: it gets as long as any call of which nothing is known.
    """
    calls, recordings, far = tables.call, tables.recording, now + TOO_FAR
    lasting = now + timedelta(minutes=USUAL_MINUTES) + OVERTIME
    changes = (
        update(calls).where(calls.c.ended_at > far).values(ended_at=now),
        update(calls).where(calls.c.over_by > far).values(over_by=lasting),
        update(recordings).where(recordings.c.due_at > far).values(due_at=now),
    )
    return sum(connection.execute(change).rowcount for change in changes)
