"""One message, opened for an officer: logged first, then shown."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, select

from ivr.message import items, keeping, tables
from ivr.message.accounts.values import Officer
from ivr.message.audit import Act, entries
from ivr.message.desk import contents, notes, rules
from ivr.message.desk.listing import listed
from ivr.message.desk.opened import Asked, Attempt, Opened
from ivr.message.desk.rows import message_row
from ivr.message.desk.standing import standing
from ivr.message.desk.tools import Tools, acting
from ivr.message.values import Proof

AGAIN_AFTER: Final = timedelta(minutes=10)
"""Whoever looks again within this time is in the log already."""
_MOST_ENTRIES: Final = 500
_attempts, _requests = tables.attempt, tables.request


def look(tools: Tools, officer: Officer, reference: str, now: datetime) -> None:
    """Write into the log that an officer opens a message, and that it was heard if there is nothing to hear."""

    def new(connection: Connection) -> bool:
        row = message_row(connection, officer, reference)
        unheard = row.heard_at is None and not contents.recording_rows(connection, row)
        return unheard or not _lately(connection, officer, reference, now)

    def write(connection: Connection) -> None:
        this = acting(tools, connection, officer, reference, now)
        if this.row.heard_at is None and not contents.recording_rows(connection, this.row):
            keeping.mark_heard(connection, reference, now)
        if not _lately(connection, officer, reference, now):
            this.log(Act.OPENED)

    if tools.database.read(new):
        tools.database.write(write)


def opened(connection: Connection, tools: Tools, officer: Officer, reference: str, now: datetime) -> Opened:
    """Return a message with everything in it. See `Desk.open`."""
    row = message_row(connection, officer, reference)
    answers = contents.answers_of(connection, tools.vault, row)
    asked = _asked(connection, tools, row)
    waiting = sum(one.handled_at is None for one in asked)
    proven = row.version is not None
    hold = items.of_hold(reference)
    log = entries(connection, reference=reference, limit=_MOST_ENTRIES)
    return Opened(
        listed=listed(connection, tools, [row], now)[0],
        answers=contents.masked(answers),
        recordings=contents.recordings(contents.recording_rows(connection, row)),
        proof=Proof(row.opened_at, row.version, row.language, row.node, row.key) if proven else None,
        version=row.version or "",
        notes=notes.read(connection, tools.vault, row),
        attempts=_attempts_of(connection, row),
        requests=asked,
        hold_reason=tools.vault.get_many(connection, [hold]).get(hold, b"").decode() if row.held_at else "",
        erase_at=row.erase_at,
        closed_at=row.closed_at,
        log=tuple(log),
        can=rules.can(standing(row, answers, waiting), officer),
        assessment=row.assessment or "",
        heard_at=row.heard_at,
    )


def _lately(connection: Connection, officer: Officer, reference: str, now: datetime) -> bool:
    since, acts = now - AGAIN_AFTER, (Act.OPENED,)
    who = officer.officer_id
    return bool(entries(connection, reference=reference, who=who, acts=acts, since=since, limit=1))


def _attempts_of(connection: Connection, row: Any) -> tuple[Attempt, ...]:
    of_it = (_attempts.c.call_sid == row.call_sid) & (_attempts.c.opened_step == row.opened_step)
    found = connection.execute(select(_attempts).where(of_it).order_by(_attempts.c.number))
    return tuple(Attempt(one.number, one.at, one.officer_id, one.result) for one in found)


def _asked(connection: Connection, tools: Tools, row: Any) -> tuple[Asked, ...]:
    """Return what its caller asked for since, dealt with or not, oldest first."""
    open_ones = {(one.call_sid, one.step) for one in tools.requests.open(connection).about(row.reference)}
    found = select(_requests).where(_requests.c.handled_at.is_(None) | (_requests.c.about == row.reference))
    return tuple(
        asked(connection, tools, one, row.reference, row.reference)
        for one in connection.execute(found.order_by(_requests.c.at)).all()
        if one.handled_at is not None or (one.call_sid, one.step) in open_ones
    )


def asked(connection: Connection, tools: Tools, request: Any, reference: str, about: str | None) -> Asked:
    """Return a request as officers see it, from its row, what was keyed in, and the message it is about."""
    return Asked(
        request_id=tools.requests.id_of(request),
        kind=request.kind,
        reference=reference,
        about=about,
        answers=contents.masked(contents.request_answers(connection, tools.vault, request)),
        at=request.at,
        handled_at=request.handled_at,
        decision=request.decision or "",
    )
