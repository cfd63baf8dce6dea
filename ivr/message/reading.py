"""Rows to what a page may say, and to messages as they stand at some moment."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Table

from ivr.message import rows, tables
from ivr.message.calls import was_over
from ivr.message.happenings import stories, story_of, story_so_far
from ivr.message.sealing import CallSeal
from ivr.message.spans import Message, is_wanted
from ivr.message.values import (
    PRESSED_5_REPEATEDLY,
    MessageView,
    PlayableRecording,
    Proof,
    RequestView,
    SaidSoFar,
    State,
)
from ivr.message.vault import Vault

REPEATEDLY = 3


def said_so_far(connection: Connection, call_sid: str, step: int, seal: CallSeal) -> SaidSoFar:
    """Return what the page of this step may say: all up to it, itself included. Raises CannotOpen."""
    told = story_so_far(connection, call_sid, step, seal)
    answers, held = told.scratch.newest(), told.message
    if held is not None:
        answers |= held.answers.newest()
    if told.request is not None:
        answers |= told.request.answers.newest()
    if held is None:
        return SaidSoFar(answers, None, None)
    state: Literal["draft", "kept", "sent"] = "sent" if held.sent else "kept" if held.kept() else "draft"
    return SaidSoFar(answers, told.references.get(held.opened), state)


def recordings_to_play(
    connection: Connection, call_sid: str, step: int, nodes: Collection[str], seal: CallSeal
) -> list[PlayableRecording]:
    """Return what was said at these nodes in the message this step belongs to. Raises CannotOpen.

    Nothing that was deleted since: a page that was made before it may be asked for once more.
    """
    held = story_so_far(connection, call_sid, step, seal).message
    said = [row.name for row in held.recordings if row.seconds != 0] if held is not None else []
    by_now = story_of(connection, call_sid)
    rows = _rows(connection, tables.recording, call_sid)
    found = {row.recording_sid: row for row in rows if is_wanted(by_now, row)}
    return [
        PlayableRecording(sid, found[sid].url, found[sid].seconds)
        for sid in said
        if sid in found and (not nodes or found[sid].node in nodes)
    ]


def messages(
    connection: Connection, now: datetime, vault: Vault, call_sid: str | None = None
) -> list[MessageView]:
    """Return the messages of one call or of all, oldest first, as they stand at `now`.

    Of their answers, those that can be opened here.
    """
    opened = {(row.call_sid, row.opened_step): row for row in _rows(connection, tables.message, call_sid)}
    over = {row.call_sid: was_over(row, now) for row in _rows(connection, tables.call, call_sid)}
    views = [
        _view(message, state, opened[sid, message.opened])
        for sid, told in stories(connection, call_sid, vault).items()
        for message in told.messages
        if (state := _state(message, over=over[sid])) is not None
    ]
    return sorted(views, key=lambda view: view.opened_at)


def requests(connection: Connection, vault: Vault, call_sid: str | None = None) -> list[RequestView]:
    """Return the requests of one call or of all, oldest first, opened as far as they can be here."""
    made = {(row.call_sid, row.step): row.at for row in _rows(connection, tables.request, call_sid)}
    views = [
        RequestView(request.kind, request.reference, request.answers.newest(), made[sid, request.step])
        for sid, told in stories(connection, call_sid, vault).items()
        for request in told.requests
    ]
    return sorted(views, key=lambda view: view.at)


def _rows(connection: Connection, table: Table, call_sid: str | None) -> Iterable[Any]:
    return rows.find(connection, table, {} if call_sid is None else {"call_sid": call_sid})


def _state(message: Message, *, over: bool) -> State | None:
    if message.discarded or message.erased:
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
