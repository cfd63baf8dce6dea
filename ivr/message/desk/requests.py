"""What callers ask for after they left a message, and what an officer decides."""

from datetime import datetime
from functools import partial
from typing import Any, Final, get_args

from sqlalchemy import Connection, select, update

from ivr.message import tables
from ivr.message.accounts.roles import May
from ivr.message.accounts.values import CENTRAL, Officer
from ivr.message.audit import Act, entries
from ivr.message.calls import is_over
from ivr.message.desk import doing
from ivr.message.desk.listing import requests_of
from ivr.message.desk.one import AGAIN_AFTER, asked
from ivr.message.desk.opened import Asked
from ivr.message.desk.rows import message_row, sees
from ivr.message.desk.tools import Acting, Tools
from ivr.message.desk.values import Decision, NotNow, UnknownMessage

MOST: Final = 200
"""Requests that were dealt with, on one page: the newest."""
_requests, _messages = tables.request, tables.message


def listed(tools: Tools, officer: Officer, now: datetime, *, handled: bool) -> list[Asked]:
    """Return requests, logged first. See `Desk.requests`."""
    read = partial(_handled if handled else _open, tools=tools, officer=officer)
    found = tools.database.read(read)
    if found:
        tools.database.write(partial(_log, tools=tools, officer=officer, now=now, number=len(found)))
    return found


def _open(connection: Connection, tools: Tools, officer: Officer) -> list[Asked]:
    found = []
    for one in requests_of(connection, tools, officer):
        row = _row(connection, one.call_sid, one.step)
        about = _about(connection, officer, one.reference)
        found.append(asked(connection, tools, row, one.reference, about))
    return found


def _handled(connection: Connection, tools: Tools, officer: Officer) -> list[Asked]:
    newest = select(_requests).where(_requests.c.handled_at.is_not(None))
    rows = connection.execute(newest.order_by(_requests.c.handled_at.desc()).limit(MOST)).all()
    found = []
    for row in rows:
        about = _about(connection, officer, row.about)
        if about is not None or (row.about is None and officer.sees(CENTRAL)):
            keyed_in = row.about or tools.requests.keyed_in(connection, row)
            found.append(asked(connection, tools, row, keyed_in, about))
    return found


def _log(connection: Connection, tools: Tools, officer: Officer, now: datetime, number: int) -> None:
    since, who = now - AGAIN_AFTER, officer.officer_id
    if not entries(connection, who=who, acts=(Act.REQUEST_OPENED,), since=since, limit=1):
        tools.audit.write(connection, Act.REQUEST_OPENED, who=who, at=now, requests=number)


def handle(
    tools: Tools, officer: Officer, request_id: str, decision: Decision, note: str, now: datetime
) -> None:
    """Carry out what an officer decided. See `Desk.handle`."""
    if decision not in get_args(Decision):
        raise ValueError("a request is done or refused")
    if not officer.may(May.WORK):
        raise NotNow("Your account is not for that.")

    def write(connection: Connection) -> None:
        request = _locked(connection, tools, request_id)
        reference = request.about or tools.requests.keyed_in(connection, request)
        row = _message(connection, officer, reference)
        if request.handled_at is not None:
            if request.decision != decision:
                raise NotNow("Somebody has dealt with it already.")
            return
        if not is_over(connection, request.call_sid, now):
            raise NotNow("Its caller may still be on the line. Try again in some minutes.")
        detail: dict[str, str | int] = {"request": request_id, "kind": request.kind, "decision": decision}
        about = row.reference if row is not None else None
        change = {"handled_at": now, "decision": decision, "about": about}
        connection.execute(update(_requests).where(_this(request)).values(**change))
        if row is not None:
            _carry_out(Acting(tools, connection, officer, now, row), request.kind, decision, note, detail)
        elif note.strip():
            raise NotNow("There is no message with this reference to keep a note with. Leave the note empty.")
        who = officer.officer_id
        tools.audit.write(connection, Act.REQUEST_HANDLED, who=who, at=now, reference=about, **detail)

    tools.database.write(write)


def _carry_out(this: Acting, kind: str, decision: Decision, note: str, detail: dict[str, str | int]) -> None:
    theirs = this.row.claimed_by in (None, this.officer.officer_id) or this.officer.may(May.SUPERVISE)
    if not theirs and this.row.closed_at is None:
        raise NotNow("Somebody else has claimed the message that it is about. It is theirs to decide.")
    this.note("request", note)
    if kind == "cancel" and decision == "done" and this.row.closed_at is None:
        doing.closed(this, "withdrawn")
        detail["outcome"] = "withdrawn"


def _locked(connection: Connection, tools: Tools, request_id: str) -> Any:
    rows = connection.execute(select(_requests.c.call_sid, _requests.c.step)).all()
    place = next((row for row in rows if tools.requests.id_of(row) == request_id), None)
    row = _row(connection, place.call_sid, place.step, lock=True) if place is not None else None
    if row is None:
        raise UnknownMessage("there is no such request")
    return row


def _message(connection: Connection, officer: Officer, reference: str) -> Any:
    """Return the row of the message, locked; None if there is none. Raises UnknownMessage where it is not theirs."""
    there = select(_messages.c.state).where(_messages.c.reference == reference)
    if not reference or connection.execute(there).scalar() is None:
        if officer.sees(CENTRAL):
            return None
        raise UnknownMessage("there is no such request")
    return message_row(connection, officer, reference, lock=True)


def _about(connection: Connection, officer: Officer, reference: str | None) -> str | None:
    row = connection.execute(select(_messages).where(_messages.c.reference == reference)).first()
    return reference if row is not None and sees(officer, row) else None


def _row(connection: Connection, call_sid: str, step: int, *, lock: bool = False) -> Any:
    this = select(_requests).where(_requests.c.call_sid == call_sid, _requests.c.step == step)
    return connection.execute(this.with_for_update() if lock else this).first()


def _this(request: Any) -> Any:
    return (_requests.c.call_sid == request.call_sid) & (_requests.c.step == request.step)
