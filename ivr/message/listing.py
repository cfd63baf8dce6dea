"""What operators see of messages: how far each is, never what it holds."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, select

from ivr.message import tables
from ivr.message.calls import was_over
from ivr.message.happenings import story_of
from ivr.message.retention import erased_on
from ivr.message.spans import Message
from ivr.message.tools import Tools, nth
from ivr.message.values import State

_recordings, _messages = tables.recording, tables.message


@dataclass(frozen=True, slots=True)
class RecordingListed:
    """How far a recording is.

    `sid` is the provider's name of it. `attempts` were made, in this round of them; `due_at` is when the next is due,
    None if none is. `trouble` is why the last did not succeed, in one word, "" if it did; `doubtful` is one that is
    stored and not whole. `at_provider`: the provider may still have it.
    """

    sid: str
    state: Literal["expected", "stored", "absent", "failed"]
    seconds: int | None
    attempts: int
    due_at: datetime | None
    trouble: str
    at_provider: bool


@dataclass(frozen=True, slots=True)
class MessageListed:
    """How far a message is, without anything that was said.

    `language` and `area` are "" where they are not known. `erased_on` is when its time is up, None while nobody can
    say; `days_left` the whole days until then.
    """

    reference: str
    state: State
    opened_at: datetime
    language: str
    area: str
    recordings: tuple[RecordingListed, ...]
    notified_at: datetime | None
    heard_at: datetime | None
    closed_at: datetime | None
    held: bool
    erased_on: datetime | None
    days_left: int | None = field(default=None)


def listing(tools: Tools) -> list[MessageListed]:
    """Return all messages, oldest first. Raises StoreUnavailable."""
    now = tools.clock()
    listed = tools.database.read(lambda connection: _listing(connection, tools, now))
    return sorted(listed, key=lambda one: (one.opened_at, one.reference))


def _listing(connection: Connection, tools: Tools, now: datetime) -> list[MessageListed]:
    rows: dict[str, dict[int, Any]] = {}
    row: Any
    for row in connection.execute(select(_messages).where(_messages.c.reference.is_not(None))):
        rows.setdefault(row.call_sid, {})[row.opened_step] = row
    recordings = {row.recording_sid: row for row in connection.execute(select(_recordings))}
    listed = []
    for call in connection.execute(select(tables.call).where(tables.call.c.empty.is_(False))).all():
        if call.call_sid not in rows:
            continue
        over = was_over(call, now)
        for message in story_of(connection, call.call_sid).messages:
            row = rows[call.call_sid].get(message.opened)
            if row is not None and not message.discarded and (message.kept() or not over):
                state: State = "sent" if message.sent else "unfinished" if over else "draft"
                listed.append(_message(row, message, state, recordings, tools, now))
    return listed


def _message(
    row: Any, message: Message, state: State, rows: dict[str, Any], tools: Tools, now: datetime
) -> MessageListed:
    gone = erased_on(row, tools.limits.periods, sent=message.sent)
    return MessageListed(
        reference=row.reference,
        state=state,
        opened_at=row.opened_at,
        language=row.language or "",
        area=message.answers.newest().get("area", ""),
        recordings=tuple(_recording(rows[one.name]) for one in message.recordings if one.name in rows),
        notified_at=row.notified_at,
        heard_at=row.heard_at,
        closed_at=row.closed_at,
        held=row.held_at is not None,
        erased_on=gone,
        days_left=max((gone - now).days, 0) if gone is not None else None,
    )


def _recording(row: Any) -> RecordingListed:
    return RecordingListed(
        sid=row.recording_sid,
        state=row.state,
        seconds=row.seconds,
        # While it is expected, the row names the attempt that comes next.
        attempts=nth(row.attempt) - (row.state == "expected"),
        due_at=row.due_at if row.state == "expected" else None,
        trouble=row.trouble or "",
        at_provider=row.deleted_at is None,
    )
