"""Rows to what a page may say, and to messages as they stand at some moment."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    Table,
    bindparam,
    case,
    cast,
    literal_column,
    null,
    select,
    union_all,
)
from sqlalchemy.sql.expression import CompoundSelect

from ivr.message import tables
from ivr.message.spans import Message, Row, Story, story
from ivr.message.values import PRESSED_5_REPEATEDLY, MessageView, Proof, RequestView, SaidSoFar, State

REPEATEDLY = 3


def _happenings(*, of_call: bool, up_to_step: bool = False) -> CompoundSelect[Any]:
    """Return the statement for all that happened: the call's name, and the columns of `Row`."""
    message, mark, answer = tables.message, tables.mark, tables.answer
    recording, request = tables.recording, tables.request
    nothing: ColumnElement[str] = literal_column("''")
    no_number = cast(null(), Integer)
    opened = case(
        (message.c.version.is_(None), literal_column("'opened'")), else_=literal_column("'consented'")
    )

    def some(table: Any, step: ColumnElement[int], *columns: Any) -> Select[Any]:
        arm = select(table.c.call_sid, step, *columns)
        if of_call:
            arm = arm.where(table.c.call_sid == bindparam("call_sid"))
        else:
            arm = arm.join(tables.call).where(tables.call.c.empty.is_(False))
        return arm.where(step <= bindparam("step")) if up_to_step else arm

    return union_all(
        some(message, message.c.opened_step, opened, nothing, message.c.reference, no_number),
        some(mark, mark.c.step, mark.c.what, mark.c.name, nothing, no_number),
        some(answer, answer.c.step, literal_column("'answer'"), answer.c.name, answer.c.value, no_number),
        some(
            recording,
            recording.c.step,
            literal_column("'recording'"),
            recording.c.recording_sid,
            recording.c.url,
            recording.c.seconds,
        ),
        some(
            request,
            request.c.step,
            literal_column("'requested'"),
            request.c.kind,
            request.c.reference,
            no_number,
        ),
    )


_OF_CALL_SO_FAR = _happenings(of_call=True, up_to_step=True)
_OF_CALL = _happenings(of_call=True)
_OF_ALL = _happenings(of_call=False)


def story_of(connection: Connection, call_sid: str) -> Story:
    """Return what a call's rows amount to."""
    return story(Row(*row[1:]) for row in connection.execute(_OF_CALL, {"call_sid": call_sid}))


def said_so_far(connection: Connection, call_sid: str, step: int) -> SaidSoFar:
    """Return what the page of this step may say: all up to it, itself included, in one statement."""
    rows = connection.execute(_OF_CALL_SO_FAR, {"call_sid": call_sid, "step": step})
    told = story(Row(*row[1:]) for row in rows)
    answers, held = told.scratch.newest(), told.message
    if held is not None:
        answers |= held.answers.newest()
    if told.request is not None:
        answers |= told.request.answers.newest()
    if held is None:
        return SaidSoFar(answers, None, None)
    state: Literal["draft", "kept", "sent"] = "sent" if held.sent else "kept" if held.kept() else "draft"
    return SaidSoFar(answers, told.references.get(held.opened), state)


def messages(connection: Connection, now: datetime, call_sid: str | None = None) -> list[MessageView]:
    """Return the messages of one call or of all, oldest first, as they stand at `now`."""
    opened = {(row.call_sid, row.opened_step): row for row in _rows(connection, tables.message, call_sid)}
    over = {row.call_sid: is_over(row, now) for row in _rows(connection, tables.call, call_sid)}
    views = [
        _view(message, state, opened[sid, message.opened])
        for sid, told in _stories(connection, call_sid).items()
        for message in told.messages
        if (state := _state(message, over=over[sid])) is not None
    ]
    return sorted(views, key=lambda view: view.opened_at)


def requests(connection: Connection, call_sid: str | None = None) -> list[RequestView]:
    """Return the requests of one call or of all, oldest first."""
    made = {(row.call_sid, row.step): row.at for row in _rows(connection, tables.request, call_sid)}
    views = [
        RequestView(request.kind, request.reference, request.answers.newest(), made[sid, request.step])
        for sid, told in _stories(connection, call_sid).items()
        for request in told.requests
    ]
    return sorted(views, key=lambda view: view.at)


def is_over(call: Any, now: datetime) -> bool:
    """Say whether a call, as its row tells, is over at `now`."""
    return bool(call.over_by <= now or (call.ended_at is not None and call.ended_at <= now))


def _rows(connection: Connection, table: Table, call_sid: str | None) -> Iterable[Any]:
    wanted = select(table) if call_sid is None else select(table).where(table.c.call_sid == call_sid)
    return connection.execute(wanted)


def _stories(connection: Connection, call_sid: str | None) -> dict[str, Story]:
    rows: dict[str, list[Row]] = defaultdict(list)
    wanted = _OF_ALL if call_sid is None else _OF_CALL
    for sid, *row in connection.execute(wanted, {} if call_sid is None else {"call_sid": call_sid}):
        rows[sid].append(Row(*row))
    return {sid: story(of_call) for sid, of_call in rows.items()}


def _state(message: Message, *, over: bool) -> State | None:
    if message.discarded:
        return None
    if message.sent:
        return "sent"
    if not over:
        return "draft"
    return "unfinished" if message.kept() else None


def _view(message: Message, state: State, row: Any) -> MessageView:
    proven = row.version is not None
    return MessageView(
        state=state,
        reference=row.reference,
        answers=message.answers.newest(),
        recordings=message.spoken(),
        opened_at=row.opened_at,
        language=row.language if proven else "",
        flags=(PRESSED_5_REPEATEDLY,) if message.emergencies >= REPEATEDLY else (),
        proof=Proof(row.opened_at, row.version, row.language, row.node, row.key) if proven else None,
    )
