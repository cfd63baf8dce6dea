"""Numbers for managers: how many messages there are, what became of them, how long they waited.

They come from columns alone, never from anything that a caller said. Small counts are hidden (`small_counts`). Each
list here counts all its messages once, and no number is in two of them: otherwise one would give away what another
hides. That is why there are no totals of a month, and no weeks beside months; nor should a page let anybody choose how
many months they are of, and so subtract one choice from another. Whoever notes them every day can still tell something
of what one day brought.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from statistics import median
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, case, func, or_, select

from ivr.message import tables
from ivr.message.accounts.roles import May
from ivr.message.accounts.values import CENTRAL, Officer
from ivr.message.connecting import Database
from ivr.message.desk.refresh import refresh
from ivr.message.desk.values import OUTCOMES
from ivr.message.small_counts import hidden, hidden_one, limit_of

LONDON: Final = ZoneInfo("Europe/London")
OPEN: Final = "open"
"""What stands for an outcome while there is none."""

OTHER: Final = "other"
"""The outcome of what was closed without a word that is known here."""

ELSEWHERE: Final = "elsewhere"
"""All queues that are neither central nor one of the areas asked for."""

KINDS: Final = ("cancel", "change")
DECISIONS: Final = (OPEN, "done", "refused")
MOST_MONTHS: Final = 24
_STATES: Final = ("sent", "unfinished")
_messages, _requests, _deletions = tables.message, tables.request, tables.deletion


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
    by_month = _by_month(connection, begins)
    erased = _erased(connection, begins)
    shown, gone = hide(by_month), hide(erased)
    queues = [*dict.fromkeys([*(_answered(connection) if areas is None else areas), CENTRAL]), ELSEWHERE]
    return Numbers(
        fewer_than=limit_of(small_count),
        months=tuple(
            Month(day, shown[day, "sent"], shown[day, "unfinished"], erased) for day, erased in gone.items()
        ),
        kept=hidden_one(sum(by_month.values()), small_count),
        older_open=hidden_one(_older_open(connection, since), small_count),
        erased=hidden_one(sum(erased.values()), small_count),
        areas=hide(_by(connection, _messages.c.queue, since, queues, ELSEWHERE)),
        outcomes=hide(_by(connection, _outcome, since, [OPEN, *OUTCOMES, OTHER], OTHER)),
        requests=hide(_asked(connection, since)),
        heard=_waited(connection, since, _messages.c.heard_at, small_count),
        contacted=_waited(connection, since, _messages.c.contacted_at, small_count),
    )


_listed: Final = _messages.c.state.is_not(None) & _messages.c.reference.is_not(None)
_outcome: Final = case((_messages.c.closed_at.is_(None), OPEN), else_=_messages.c.outcome)


def _counted(since: datetime) -> Any:
    """Return the condition for the messages that count: those officers see, left since then."""
    return _listed & (_messages.c.opened_at >= since)


def _older_open(connection: Connection, since: datetime) -> int:
    older = _listed & (_messages.c.opened_at < since) & _messages.c.closed_at.is_(None)
    return connection.execute(select(func.count()).select_from(_messages).where(older)).scalar_one()


def _by_month(connection: Connection, begins: list[datetime]) -> dict[tuple[date, str], int]:
    newest_first = list(enumerate(begins))[::-1]
    month = case(*((_messages.c.opened_at >= begin, number) for number, begin in newest_first))
    found = select(month, _messages.c.state, func.count()).where(_counted(begins[0]))
    counts = dict.fromkeys(((begin.date(), state) for begin in begins for state in _STATES), 0)
    for number, state, count in connection.execute(found.group_by(month, _messages.c.state)):
        counts[begins[number].date(), state] += count
    return counts


def _erased(connection: Connection, begins: list[datetime]) -> dict[date, int]:
    month = func.substr(_deletions.c.opened_on, 1, 7)
    found = connection.execute(select(month, func.count()).group_by(month))
    by_month = {row[0]: row[1] for row in found}
    return {begin.date(): by_month.get(f"{begin:%Y-%m}", 0) for begin in begins}


def _by(
    connection: Connection, what: Any, since: datetime, cells: Iterable[str], other: str
) -> dict[str, int]:
    """Count by a column. What is none of the cells counts as `other`: which there are must not say what there is."""
    counts = dict.fromkeys(cells, 0)
    found = select(what, func.count()).where(_counted(since)).group_by(what)
    for cell, count in connection.execute(found):
        counts[cell if cell in counts else other] += count
    return counts


def _answered(connection: Connection) -> list[str]:
    area = tables.officer_area.c.area
    return list(connection.scalars(select(area).where(area != CENTRAL).distinct().order_by(area)))


def _asked(connection: Connection, since: datetime) -> dict[tuple[str, str], int]:
    columns = _requests.c
    decision = case((columns.handled_at.is_(None), OPEN), else_=columns.decision)
    counts = dict.fromkeys(((kind, decided) for kind in KINDS for decided in DECISIONS), 0)
    found = (
        select(columns.kind, decision, func.count())
        .where(or_(columns.at >= since, columns.handled_at.is_(None)))
        .group_by(columns.kind, decision)
    )
    for kind, decided, count in connection.execute(found):
        if (kind, decided) in counts:
            counts[kind, decided] += count
    return counts


def _waited(connection: Connection, since: datetime, until: Any, small_count: int) -> Waited:
    found = connection.execute(
        select(_messages.c.opened_at, until).where(_counted(since), until.is_not(None))
    )
    minutes = [max(0, int((then - opened) / timedelta(minutes=1))) for opened, then in found]
    if not minutes or len(minutes) < limit_of(small_count):
        return Waited(None, None)
    return Waited(timedelta(minutes=int(median(minutes))), timedelta(minutes=max(minutes)))
