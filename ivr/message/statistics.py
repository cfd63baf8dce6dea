"""Numbers for managers: how many messages there are, what became of them, how long they waited.

They come from columns alone, never from anything that a caller said. Small counts are hidden (`small_counts`). Each
list here counts all its messages once, and no number is in two of them: otherwise one would give away what another
hides. That is why there are no totals of a month, and no weeks beside months; nor should a page let anybody choose how
many months they are of, and so subtract one choice from another. Whoever notes them every day can still tell something
of what one day brought.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from statistics import median
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from ivr.message import counting
from ivr.message.accounts.roles import May
from ivr.message.accounts.values import CENTRAL, Officer
from ivr.message.connecting import Database
from ivr.message.counting import DECISIONS, ELSEWHERE, KINDS, OPEN, OTHER
from ivr.message.desk.refresh import refresh
from ivr.message.small_counts import hidden, hidden_one, limit_of

__all__ = ["DECISIONS", "ELSEWHERE", "KINDS", "OPEN", "OTHER", "Month", "Numbers", "Waited", "numbers"]

LONDON: Final = ZoneInfo("Europe/London")
MOST_MONTHS: Final = 24


@dataclass(frozen=True, slots=True)
class Month:
    """How many messages of one month there are; None is hidden.

    `begins` is its first day in London. `erased`: they were sent or unfinished, and are not kept any more; of these a
    month begins and ends at midnight UTC.
    """

    begins: date
    sent: int | None
    unfinished: int | None
    erased: int | None


@dataclass(frozen=True, slots=True)
class Waited:
    """How long messages waited, to the minute; both None where too few have."""

    median: timedelta | None
    longest: timedelta | None


@dataclass(frozen=True, slots=True)
class Numbers:
    """What managers see. A count is None where it is hidden: because it is small, or because it stands in for one.

    The two look the same on purpose: a page must not call a hidden one small. `fewer_than` is below which counts are
    hidden, 0 where none is. The `kept` messages of these months are in `months` by when they were left, in `areas` by
    queue and in `outcomes` by how they were closed, or `open`; `older_open` ones are from before. `requests` are by
    what callers asked for and what was decided, or `open`. `heard` and `contacted` are how long it took until then.
    """

    fewer_than: int
    months: tuple[Month, ...]
    kept: int | None
    older_open: int | None
    erased: int | None
    areas: Mapping[str, int | None]
    outcomes: Mapping[str, int | None]
    requests: Mapping[tuple[str, str], int | None]
    heard: Waited
    contacted: Waited


def numbers(
    database: Database,
    officer: Officer,
    now: datetime,
    *,
    months: int = 6,
    small_count: int,
    areas: Collection[str] | None = None,
) -> Numbers:
    """Return the numbers of so many months, 1 to 24, the last of which is this one.

    `areas` are those of the menu, in their order; without them, those that officers answer. Raises PermissionError
    for an officer who may not see numbers, ValueError, StoreUnavailable.
    """
    if not officer.may(May.NUMBERS):
        raise PermissionError("this role sees no numbers")
    if not 1 <= months <= MOST_MONTHS:
        raise ValueError(f"numbers are of 1 to {MOST_MONTHS} months")
    refresh(database, now)
    return database.read(partial(_numbers, begins=_begins(now, months), small_count=small_count, areas=areas))


def _begins(now: datetime, months: int) -> list[datetime]:
    """Return when each month begins in London, the oldest first."""
    local = now.astimezone(LONDON)
    whole = [local.year * 12 + local.month - 1 - ago for ago in reversed(range(months))]
    return [datetime(month // 12, month % 12 + 1, 1, tzinfo=LONDON) for month in whole]


def _numbers(
    connection: Connection, begins: list[datetime], small_count: int, areas: Collection[str] | None
) -> Numbers:
    hide = partial(hidden, small_count=small_count)
    since = begins[0]
    by_month, erased = counting.by_month(connection, begins), counting.erased(connection, begins)
    shown = hide(by_month)
    queues = [*(counting.answered(connection) if areas is None else areas), CENTRAL]
    heard = counting.minutes_until(connection, since, "heard_at")
    contacted = counting.minutes_until(connection, since, "contacted_at")
    return Numbers(
        fewer_than=limit_of(small_count),
        months=tuple(
            Month(day, shown[day, "sent"], shown[day, "unfinished"], count)
            for day, count in hide(erased).items()
        ),
        kept=hidden_one(sum(by_month.values()), small_count),
        older_open=hidden_one(counting.older_open(connection, since), small_count),
        erased=hidden_one(sum(erased.values()), small_count),
        areas=hide(counting.by_queue(connection, since, queues)),
        outcomes=hide(counting.by_outcome(connection, since)),
        requests=hide(counting.asked(connection, since)),
        heard=_waited(heard, small_count),
        contacted=_waited(contacted, small_count),
    )


def _waited(minutes: list[int], small_count: int) -> Waited:
    if not minutes or len(minutes) < limit_of(small_count):
        return Waited(None, None)
    return Waited(timedelta(minutes=int(median(minutes))), timedelta(minutes=max(minutes)))
