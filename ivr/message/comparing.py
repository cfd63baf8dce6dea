"""What the provider has, compared with what is known here. Nothing is written in this module."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final

from sqlalchemy import Connection, Row, Table, func, select

from ivr.message import tables
from ivr.message.calls import was_over
from ivr.message.fetching import DOUBTFUL
from ivr.message.provider import AtProvider

MISSING: Final = "missing"
"""The trouble of a recording that the provider does not have, a day after we were told of it."""

_MISSED_AFTER: Final = timedelta(days=1)
_EMPTY_FOR_SURE: Final = timedelta(hours=1)
_AT_ONCE: Final = 400
"""How many names one statement may hold; old SQLite takes 999."""

_calls, _recordings, _unwanted = tables.call, tables.recording, tables.unwanted_recording


def is_to_regain(row: Row[Any] | None, unwanted: Row[Any] | None, found: AtProvider) -> bool:
    """Say whether a recording was taken for missing or empty, and is there after all."""
    if row is not None:
        was_missing = row.state == "failed" and row.trouble == MISSING
        return was_missing or (row.state == "absent" and bool(found.seconds))
    return unwanted is not None and unwanted.why == "empty" and bool(found.seconds)


def overdue(connection: Connection, now: datetime) -> list[str]:
    """Return what has been expected for a day and nothing of it is stored."""
    late = (_recordings.c.state == "expected") & (_recordings.c.at <= now - _MISSED_AFTER)
    found = select(_recordings.c.recording_sid).where(late, _recordings.c.stored_at.is_(None))
    return list(connection.execute(found).scalars())


def leftover(
    connection: Connection, now: datetime, there: Mapping[str, AtProvider], only: str | None = None
) -> list[str]:
    """Return what is to be deleted at the provider: seen there, or not known to be gone."""
    stored = select(_recordings.c.recording_sid, _recordings.c.deleted_at, _calls).join(_calls)
    stored = stored.where(_recordings.c.state == "stored", _recordings.c.trouble.is_distinct_from(DOUBTFUL))
    unwanted = select(_unwanted)
    if only is not None:
        stored = stored.where(_recordings.c.recording_sid == only)
        unwanted = unwanted.where(_unwanted.c.recording_sid == only)
    found = [row for row in connection.execute(stored) if was_over(row, now)]
    found += [row for row in connection.execute(unwanted) if _is_unwanted(row, there, now)]
    return [row.recording_sid for row in found if row.recording_sid in there or row.deleted_at is None]


def _is_unwanted(row: Row[Any], there: Mapping[str, AtProvider], now: datetime) -> bool:
    if row.why != "empty":
        return True
    # That it is empty is what the provider said at first. It may come to think otherwise.
    found = there.get(row.recording_sid)
    return row.since <= now - _EMPTY_FOR_SURE and not (found and found.seconds)


def missing(connection: Connection) -> int:
    """Return how many recordings are known to be missing."""
    lost = (_recordings.c.state == "failed") & (_recordings.c.trouble == MISSING)
    return connection.execute(select(func.count()).select_from(_recordings).where(lost)).scalar_one()


_STEPS = [
    tables.message.c.opened_step,
    *(table.c.step for table in (tables.step, tables.mark, tables.answer, _recordings, tables.request)),
]
"""Where it stands at which step of a call something happened."""


def known(connection: Connection, sid: str) -> bool:
    """Say whether anything is known of a recording."""
    return any(of(connection, table, sid) is not None for table in (_recordings, _unwanted))


def of(connection: Connection, table: Table, sid: str) -> Row[Any] | None:
    """Return the row of a recording in one of the two tables."""
    return connection.execute(select(table).where(table.c.recording_sid == sid)).first()


def last_step(connection: Connection, call_sid: str) -> int:
    """Return the last step at which anything of a call happened, 0 if nothing did."""
    last = [
        connection.execute(select(func.max(step)).where(step.table.c.call_sid == call_sid)) for step in _STEPS
    ]
    return max((found.scalar() or 0 for found in last), default=0)


def rows(connection: Connection, column: Any, of: Iterable[str]) -> dict[str, Row[Any]]:
    """Return the rows in which a column has one of these values, by that value, however many they are."""
    return {
        getattr(row, column.key): row
        for some in _batches(of)
        for row in connection.execute(select(column.table).where(column.in_(some)))
    }


def _batches(values: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(values)
    while some := list(islice(rest, _AT_ONCE)):
        yield some
