"""A call's own row: it says when the call is over, and whoever writes anything of the call holds it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from ivr.message import tables
from ivr.message.references import Below

OVERTIME = timedelta(minutes=5)
"""How long after its longest length, or its last step after that, a call is taken to be over, if nobody says so."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Where and when something is written: the transaction, the call, its step, the time, and chance.

    `caller` is the number the call came from, for the limit on requests only; None where it is not known.
    """

    connection: Connection
    call_sid: str
    step: int
    at: datetime
    below: Below
    caller: str | None = field(default=None, repr=False)


def hold(connection: Connection, call_sid: str, *, over_by: datetime, guess: bool = False) -> None:
    """Add the call's row if need be and lock it, so that its writers go one by one; it will be swept again.

    `over_by` is when the call is over at the latest; as a guess it does not replace what is known.
    """
    calls = tables.call
    known = connection.execute(
        select(calls.c.over_by, calls.c.swept_at).where(calls.c.call_sid == call_sid).with_for_update()
    ).first()
    if known is None:
        connection.execute(insert(calls).values(call_sid=call_sid, over_by=over_by))
    else:
        by = known.over_by if guess else over_by
        if known.swept_at is not None or by != known.over_by:
            change = update(calls).where(calls.c.call_sid == call_sid)
            connection.execute(change.values(over_by=by, swept_at=None, empty=False))


def end(connection: Connection, call_sid: str, at: datetime) -> None:
    """Write that the call ended. The earliest time told stays."""
    hold(connection, call_sid, over_by=at, guess=True)
    calls = tables.call
    of_call = calls.c.call_sid == call_sid
    known = connection.execute(select(calls.c.ended_at).where(of_call)).scalar_one()
    if known is None or at < known:
        connection.execute(update(calls).where(of_call).values(ended_at=at))
