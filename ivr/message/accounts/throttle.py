"""Trying again and again gets slower, and never becomes impossible.

What is counted: an account's failures from devices that nobody knows, those of each device that has been in before, and
those of an address. A known device is slowed by its own failures only, so nobody elsewhere can keep its officer out
(OWASP's device cookies). An attempt is counted before anything is looked at, and taken back if it was right: a thousand
at the same instant are a thousand, and not one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from ivr.message import tables
from ivr.message.accounts.refusals import TooOften

FIRST_WAIT: Final = timedelta(seconds=30)
LONGEST_WAIT: Final = timedelta(minutes=15)
FORGOTTEN_AFTER: Final = timedelta(hours=24)
"""A count starts again when nothing failed for so long."""

_failure = tables.login_failure


@dataclass(frozen=True, slots=True)
class Counted:
    """Something whose failures are counted: `of` is a keyed hash, `free` how many may fail before there is a wait."""

    of: str
    free: int = 4
    forgotten_after: timedelta = FORGOTTEN_AFTER


class Taken(NamedTuple):
    """An attempt that was counted: of what, and as which failure in a row."""

    of: str
    failures: int


def of_address(of: str) -> Counted:
    """Return the count of an address. A whole organisation may come from one, so it has more failures for nothing."""
    return Counted(of, free=49, forgotten_after=timedelta(hours=1))


def wait_after(failures: int, free: int = 4) -> timedelta:
    """Return how long to wait after so many failures in a row.

    >>> [str(wait_after(failures)) for failures in (4, 5, 6, 9, 10, 1000)]
    ['0:00:00', '0:00:30', '0:01:00', '0:08:00', '0:15:00', '0:15:00']
    """
    if failures <= free:
        return timedelta(0)
    doubled: timedelta = FIRST_WAIT * 2 ** min(failures - free - 1, 10)
    return min(LONGEST_WAIT, doubled)


def take(connection: Connection, counted: Sequence[Counted], at: datetime) -> list[Taken]:
    """Count an attempt as failed, beforehand. Raises TooOften, and then nothing is counted.

    Needs a write transaction.
    """
    found = {}
    names = sorted(one.of for one in counted)  # in one order, so that no two wait for each other
    for name in names:
        found[name] = connection.execute(
            select(_failure).where(_failure.c.of == name).with_for_update()
        ).first()
    waits = [row.wait_until - at for row in found.values() if row is not None and row.wait_until is not None]
    # A clock that was set back must not make anybody wait for longer than the longest wait.
    if (longest := max(waits, default=timedelta(0))) > timedelta(0):
        raise TooOften(min(longest, LONGEST_WAIT))
    return [_count(connection, one, found[one.of], at) for one in sorted(counted, key=lambda one: one.of)]


def give_back(connection: Connection, taken: Iterable[Taken]) -> None:
    """Take back what was counted beforehand: the attempt was right."""
    for of, failures in taken:
        this = _failure.c.of == of
        # What others have failed at meanwhile stays, with its wait.
        alone = update(_failure).where(this, _failure.c.failures == failures)
        if not connection.execute(alone.values(failures=failures - 1, wait_until=None)).rowcount:
            rest = update(_failure).where(this, _failure.c.failures > 0)
            connection.execute(rest.values(failures=_failure.c.failures - 1))


def clear(connection: Connection, names: Iterable[str]) -> None:
    """Begin these counts again."""
    connection.execute(delete(_failure).where(_failure.c.of.in_(list(names))))


def forget_old(connection: Connection, at: datetime) -> None:
    """Erase counts of which nothing failed for a day."""
    over = or_(_failure.c.wait_until.is_(None), _failure.c.wait_until < at)
    connection.execute(delete(_failure).where(_failure.c.last_at < at - FORGOTTEN_AFTER, over))


def _count(connection: Connection, one: Counted, row: Row[Any] | None, at: datetime) -> Taken:
    before = 0
    if row is not None and row.last_at > at - one.forgotten_after:
        before = row.failures
    failures = before + 1
    wait = wait_after(failures, one.free)
    values = {"failures": failures, "last_at": at, "wait_until": at + wait if wait else None}
    if row is None:
        connection.execute(insert(_failure).values(of=one.of, **values))
    else:
        connection.execute(update(_failure).where(_failure.c.of == one.of).values(**values))
    return Taken(one.of, failures)
