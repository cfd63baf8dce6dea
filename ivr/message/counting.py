"""Counting messages by columns, for `statistics`. Nothing is hidden here."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal

from sqlalchemy import Connection, case, func, or_, select

from ivr.message import tables
from ivr.message.accounts.values import CENTRAL
from ivr.message.desk.values import OUTCOMES

Moment = Literal["heard_at", "contacted_at"]

OPEN: Final = "open"
"""What stands for an outcome, or a decision, while there is none."""

OTHER: Final = "other"
"""The outcome of what was closed without a word that is known here."""

ELSEWHERE: Final = "elsewhere"
"""All queues that are neither central nor one of the areas asked for."""

KINDS: Final = ("cancel", "change")
DECISIONS: Final = (OPEN, "done", "refused")
STATES: Final = ("sent", "unfinished")
_messages, _requests, _deletions = tables.message, tables.request, tables.deletion

_listed: Final = _messages.c.state.is_not(None) & _messages.c.reference.is_not(None)
_outcome: Final = case((_messages.c.closed_at.is_(None), OPEN), else_=_messages.c.outcome)


def _counted(since: datetime) -> Any:
    """Return the condition for the messages that count: those officers see, left since then."""
    return _listed & (_messages.c.opened_at >= since)


def older_open(connection: Connection, since: datetime) -> int:
    """Count the messages from before then that are still open."""
    older = _listed & (_messages.c.opened_at < since) & _messages.c.closed_at.is_(None)
    return connection.execute(select(func.count()).select_from(_messages).where(older)).scalar_one()


def by_month(connection: Connection, begins: list[datetime]) -> dict[tuple[date, str], int]:
    """Count by the month of leaving, by its first day, and by sent and unfinished."""
    newest_first = list(enumerate(begins))[::-1]
    month = case(*((_messages.c.opened_at >= begin, number) for number, begin in newest_first))
    found = select(month, _messages.c.state, func.count()).where(_counted(begins[0]))
    counts = dict.fromkeys(((begin.date(), state) for begin in begins for state in STATES), 0)
    for number, state, count in connection.execute(found.group_by(month, _messages.c.state)):
        counts[begins[number].date(), state] += count
    return counts


def erased(connection: Connection, begins: list[datetime]) -> dict[date, int]:
    """Count what was erased, by the month of leaving (UTC)."""
    month = func.substr(_deletions.c.opened_on, 1, 7)
    found = connection.execute(select(month, func.count()).group_by(month))
    by_month = {row[0]: row[1] for row in found}
    return {begin.date(): by_month.get(f"{begin:%Y-%m}", 0) for begin in begins}


def by_queue(connection: Connection, since: datetime, queues: Iterable[str]) -> dict[str, int]:
    """Count by queue; what is in none of these is elsewhere."""
    return _by(connection, _messages.c.queue, since, [*queues, ELSEWHERE], ELSEWHERE)


def by_outcome(connection: Connection, since: datetime) -> dict[str, int]:
    """Count by outcome, and what is open."""
    return _by(connection, _outcome, since, [OPEN, *OUTCOMES, OTHER], OTHER)


def _by(
    connection: Connection, what: Any, since: datetime, cells: Iterable[str], other: str
) -> dict[str, int]:
    """Count by a column. What is none of the cells counts as `other`: which there are must not say what there is."""
    counts = dict.fromkeys(cells, 0)
    found = select(what, func.count()).where(_counted(since)).group_by(what)
    for cell, count in connection.execute(found):
        counts[cell if cell in counts else other] += count
    return counts


def answered(connection: Connection) -> list[str]:
    """Return the areas that officers answer, by name."""
    area = tables.officer_area.c.area
    return list(connection.scalars(select(area).where(area != CENTRAL).distinct().order_by(area)))


def asked(connection: Connection, since: datetime) -> dict[tuple[str, str], int]:
    """Count requests of callers by kind and decision: those made since then, and all that are open."""
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


def minutes_until(connection: Connection, since: datetime, what: Moment) -> list[int]:
    """Return how many whole minutes each message waited that has waited until then."""
    until = _messages.c[what]
    found = select(_messages.c.opened_at, until).where(_counted(since), until.is_not(None))
    return [max(0, int((then - opened) / timedelta(minutes=1))) for opened, then in connection.execute(found)]
