"""Lists of messages, how many there are, and whether a list has changed: from columns only, however many there are."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, case, func, or_, select

from ivr.message import tables
from ivr.message.accounts.roles import May
from ivr.message.accounts.values import CENTRAL, Officer
from ivr.message.desk.contents import recording_rows
from ivr.message.desk.rows import sees, theirs
from ivr.message.desk.tools import Tools
from ivr.message.desk.values import Counts, Listed, Listing, Stage, Wanted
from ivr.message.reading import REPEATEDLY
from ivr.message.retention import erased_on
from ivr.message.vault import in_lots

PAGE: Final = 25
"""Messages on one page of a list."""
_messages, _recordings = tables.message.c, tables.recording.c
_open = _messages.closed_at.is_(None)
_unassessed = _open & (_messages.state == "unfinished") & _messages.assessment.is_(None)
_spoken = or_(_recordings.seconds.is_(None), _recordings.seconds != 0) & (_recordings.state != "absent")

# What does not depend on who asks is put together once: that takes SQLAlchemy longer than the database its answer.
_number = select(func.count()).select_from(tables.message)
_rows = select(tables.message).order_by(_messages.opened_at, _messages.opened_step, _messages.reference)
_closed_first = select(tables.message).order_by(
    _messages.closed_at.desc(), _messages.opened_at, _messages.opened_step, _messages.reference
)
_to_assess = func.sum(case((_unassessed, 1), else_=0))
_seen = (_messages.claimed_at, _messages.claimed_by, _messages.heard_at, _messages.contacted_at)
_kept = (_messages.held_at, _messages.erase_at, _messages.assessment, _messages.opened_at)
_of_open = (
    select(
        _messages.queue,
        *(told(column) for column in (*_seen, *_kept) for told in (func.count, func.min, func.max)),
        func.sum(_messages.attempts),
        func.sum(_messages.emergencies),
        func.count(),
        func.sum(case((_messages.state == "sent", 1), else_=0)),
    )
    .where(_open)
    .group_by(_messages.queue)
)
_of_closed = select(func.count(), func.max(_messages.closed_at), func.count(_messages.erase_at)).where(
    _messages.closed_at.is_not(None)
)
_of_heard = select(func.count(), func.sum(_recordings.seconds)).where(_spoken)
_calls_with_open = select(_messages.call_sid).where(_open)
_of_calls = (
    select(_recordings.call_sid, func.count(), func.coalesce(func.sum(_recordings.seconds), 0))
    .where(_spoken)
    .group_by(_recordings.call_sid)
)
_with_several = select(_messages.call_sid).group_by(_messages.call_sid).having(func.count() > 1)


def listing(connection: Connection, tools: Tools, officer: Officer, wanted: Wanted, now: datetime) -> Listing:
    """Return one page of a list; the last there is, where it has fewer. See `Desk.list`."""
    which = _which(officer, wanted)
    total = connection.execute(_number.where(which)).scalar_one()
    pages = max(1, -(-total // PAGE))
    page = min(max(1, wanted.page), pages)
    ordered = _closed_first if wanted.show == "closed" and not wanted.reference else _rows
    rows = connection.execute(ordered.where(which).limit(PAGE).offset((page - 1) * PAGE)).all()
    shown = listed(connection, tools, rows, now)
    return Listing(tuple(shown), total, page, pages, stamp(connection, tools, officer))


def listed(connection: Connection, tools: Tools, rows: Sequence[Any], now: datetime) -> list[Listed]:
    """Return messages as lists show them, from their rows."""
    spoken = _spoken_of(connection, rows)
    asked = tools.requests.open(connection).counted()
    return [
        _listed(row, tools, now, spoken[row.call_sid, row.opened_step], asked.get(row.reference, 0))
        for row in rows
    ]


def counts(connection: Connection, tools: Tools, officer: Officer) -> Counts:
    """Return how much there is to do. See `Desk.counts`."""
    mine = case((_messages.claimed_by == officer.officer_id, 1), else_=0)
    numbers = (func.count(), func.sum(mine), _to_assess)
    found = select(_messages.queue, *numbers).where(theirs(officer), _open).group_by(_messages.queue)
    by_queue = {queue: (number, *more) for queue, number, *more in connection.execute(found)}
    return Counts(
        queues={queue: numbers[0] for queue, numbers in sorted(by_queue.items())},
        mine=sum(numbers[1] for numbers in by_queue.values()),
        unassessed=sum(numbers[2] for numbers in by_queue.values()),
        requests=len(requests_of(connection, tools, officer)),
    )


def requests_of(connection: Connection, tools: Tools, officer: Officer) -> list[Any]:
    """Return the open requests that this officer may see, oldest first.

    Those about a message that is theirs to see; those about none that there is, with those of the central queue.
    """
    if not officer.may(May.READ):
        return []
    asked = tools.requests.open(connection).all
    about: dict[str, Any] = {}
    for some in in_lots(one.reference for one in asked if one.reference):
        rows = connection.execute(select(tables.message).where(_messages.reference.in_(some)))
        about |= {row.reference: row for row in rows if row.state is not None}
    return [
        one
        for one in asked
        if (sees(officer, about[one.reference]) if one.reference in about else officer.sees(CENTRAL))
    ]


def stamp(connection: Connection, tools: Tools, officer: Officer) -> str:
    """Return 16 digits that change when a list of this officer's would look different. See `Desk.stamp`."""
    here = theirs(officer)
    heard = _of_heard.where(_recordings.call_sid.in_(_calls_with_open.where(here)))
    told = [
        sorted(map(repr, connection.execute(_of_open.where(here)).all())),
        connection.execute(_of_closed.where(here)).one(),
        connection.execute(heard).one(),
        [(one.at, one.step) for one in requests_of(connection, tools, officer)],
    ]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


def stage(row: Any) -> Stage:
    """Return how far a message is, as its row tells."""
    if row.closed_at is not None:
        return "closed"
    if row.contacted_at is not None:
        return "contacted"
    return "claimed" if row.claimed_by else "new"


def _which(officer: Officer, wanted: Wanted) -> ColumnElement[bool]:
    which = theirs(officer)
    if wanted.queue:
        which &= _messages.queue == wanted.queue
    if wanted.reference:
        return which & _messages.reference.contains(wanted.reference, autoescape=True)
    if wanted.show == "closed":
        return which & _messages.closed_at.is_not(None)
    if wanted.show == "mine":
        return which & _open & (_messages.claimed_by == officer.officer_id)
    if wanted.show == "unassessed":
        return which & _unassessed
    return which & _open if wanted.show == "open" else which


def _listed(row: Any, tools: Tools, now: datetime, spoken: tuple[int, int], requests: int) -> Listed:
    until = row.closed_at or now
    hours = (now - row.opened_at) // timedelta(hours=1)
    unheard = row.heard_at is None and row.closed_at is None and hours > 0
    gone = erased_on(row, tools.periods, sent=row.state == "sent")
    return Listed(
        reference=row.reference,
        state=row.state,
        stage=stage(row),
        queue=row.queue,
        language=row.language or "",
        opened_at=row.opened_at,
        waiting=max(until - row.opened_at, timedelta()),
        unheard_hours=hours if unheard else None,
        claimed_by=row.claimed_by or "",
        attempts=row.attempts,
        pressed_5=(row.emergencies or 0) >= REPEATEDLY,
        needs_assessment=row.state == "unfinished" and row.assessment is None and row.closed_at is None,
        held=row.held_at is not None,
        days_left=max((gone - now).days, 0) if gone is not None else None,
        outcome=row.outcome or "",
        recordings=spoken[0],
        seconds=spoken[1],
        requests=requests,
    )


def _spoken_of(connection: Connection, rows: Sequence[Any]) -> Mapping[tuple[str, int], tuple[int, int]]:
    """Return how many recordings with something in them each message has, and their seconds."""
    calls = {row.call_sid for row in rows}
    found = connection.execute(_of_calls.where(_recordings.call_sid.in_(calls)))
    spoken = {call_sid: (number, seconds) for call_sid, number, seconds in found}
    mixed = set(connection.execute(_with_several.where(_messages.call_sid.in_(spoken))).scalars())
    of_messages = {}
    for row in rows:
        place = (row.call_sid, row.opened_step)
        of_messages[place] = spoken.get(row.call_sid, (0, 0))
        if row.call_sid in mixed:  # only the call's own story says which belongs to which
            here = recording_rows(connection, row)
            of_messages[place] = (len(here), sum(one.seconds or 0 for one in here))
    return of_messages
