"""Times that a clock wrote which was far ahead: they would put off what is to be done until they come, for years."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import BindParameter, Connection, bindparam, update

from ivr.message import tables
from ivr.message.calls import OVERTIME
from ivr.message.values import USUAL_MINUTES

TOO_FAR: Final = timedelta(days=1, hours=1)
"""No call lasts for longer than a day at the provider, and no attempt is put off for as long."""

_calls, _recordings = tables.call, tables.recording
_FAR: Final[BindParameter[datetime]] = bindparam("far")
_CHANGES: Final = (
    update(_calls).where(_calls.c.ended_at > _FAR).values(ended_at=bindparam("then")),
    update(_calls).where(_calls.c.over_by > _FAR).values(over_by=bindparam("lasting")),
    update(_recordings).where(_recordings.c.due_at > _FAR).values(due_at=bindparam("then")),
)


def put_right(connection: Connection, now: datetime) -> int:
    """Let what is further ahead than anything can be happen now, and return how many times those were.

    A call of which it is not known that it ended may go on: it gets as long as any call of which nothing is known.
    """
    lasting = now + timedelta(minutes=USUAL_MINUTES) + OVERTIME
    times = {"far": now + TOO_FAR, "then": now, "lasting": lasting}
    return sum(connection.execute(change, times).rowcount for change in _CHANGES)
