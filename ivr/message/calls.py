"""A call's own row: it says when the call is over, and whoever writes anything of the call holds it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from ivr.message import rows, tables
from ivr.message.jobs import Jobs
from ivr.message.references import Below
from ivr.message.vault import Vault

OVERTIME = timedelta(minutes=5)
"""How long after its longest length, or its last step after that, a call is taken to be over, if nobody says so."""


@dataclass(frozen=True, slots=True)
class Means:
    """What writing needs besides a database: what seals, what starts work, and chance."""

    vault: Vault
    jobs: Jobs
    below: Below


@dataclass(frozen=True, slots=True)
class Occasion:
    """Where, when and with what something is written: the transaction, the call, its step, the time.

    `caller` is the number the call came from, for the limit on requests only; None where it is not known.
    """

    connection: Connection
    means: Means
    call_sid: str
    step: int
    at: datetime
    caller: str | None = field(default=None, repr=False)


def hold(connection: Connection, call_sid: str, *, over_by: datetime, guess: bool = False) -> None:
    """Add the call's row if need be and lock it, so that its writers go one by one.

    What was done because the call was over has to be looked at again: it will be swept and finished once more.
    `over_by` is when the call is over at the latest; as a guess it does not replace what is known.
    """
    of_call = {"call_sid": call_sid}
    known = rows.find(connection, tables.call, of_call, lock=True).first()
    if known is None:
        rows.add(connection, tables.call, {**of_call, "over_by": over_by})
        return
    by = known.over_by if guess else over_by
    if _was_looked_at(known) or by != known.over_by:
        anew = dict.fromkeys(("swept_at", "finished_at", "listed_at"))
        rows.change(connection, tables.call, of_call, {"over_by": by, **anew, "empty": False})


def _was_looked_at(call: Any) -> bool:
    return any(at is not None for at in (call.swept_at, call.finished_at, call.listed_at))


def end(connection: Connection, call_sid: str, at: datetime) -> None:
    """Write that the call ended. The earliest time told stays."""
    hold(connection, call_sid, over_by=at, guess=True)
    of_call = {"call_sid": call_sid}
    known = rows.find(connection, tables.call, of_call).one().ended_at
    if known is None or at < known:
        rows.change(connection, tables.call, of_call, {"ended_at": at})


def is_over(connection: Connection, call_sid: str, now: datetime) -> bool:
    """Say whether a call is over at `now`. One that nothing is known of is."""
    row = rows.find(connection, tables.call, {"call_sid": call_sid}).first()
    return row is None or was_over(row, now)


def was_over(call: Any, now: datetime) -> bool:
    """Say whether a call, as its row tells, is over at `now`."""
    return bool(call.over_by <= now or (call.ended_at is not None and call.ended_at <= now))
