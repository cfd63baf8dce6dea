"""What goes into one mail: one thing, or all that one person is to be told of at one moment.

What a mail tells of follows from rows that stay as they are until it was sent, so that a repetition is the same mail.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final, NamedTuple, Self

from sqlalchemy import ColumnElement, Connection, delete, select, update

from ivr.message import leases, tables
from ivr.message.accounts.mails import Recipient
from ivr.message.happenings import story_of
from ivr.message.told import people
from ivr.message.told.letters import Letter, New
from ivr.message.told.planning import (
    message_in,
    needs_somebody,
    queue_of_message,
    queue_of_request,
    request_in,
)
from ivr.message.tools import Tools

NEVER: Final = datetime.fromisoformat("9000-01-01T00:00:00+00:00")
"""When those are told whose address was refused for a day."""
_notices, _messages, _requests = tables.notice, tables.message, tables.request
_TOGETHER: Final = ("message", "request")


class Key(NamedTuple):
    """What tells one row of `ivr_notice` from all others."""

    call_sid: str
    kind: str
    step: int
    officer_id: str

    @property
    def conditions(self) -> tuple[ColumnElement[bool], ...]:
        """What holds of that row only."""
        return tuple(_notices.c[name] == value for name, value in self._asdict().items())


class Batch(NamedTuple):
    """One mail, by what is always true of it: `one` thing, or all `kinds` that one person is told of at one moment."""

    officer_id: str
    kinds: tuple[str, ...]
    due_at: datetime | None = None
    one: Key | None = None

    @classmethod
    def of(cls, row: Any, *, together: bool) -> Self:
        """Return the mail that a row goes into. Of what nobody has listened to there is always one for all."""
        if row.kind == "unheard":
            return cls(row.officer_id, ("unheard",), row.due_at)
        if together:
            return cls(row.officer_id, _TOGETHER, row.due_at)
        return cls(row.officer_id, (row.kind,), one=Key(row.call_sid, row.kind, row.step, row.officer_id))

    @property
    def identity(self) -> str:
        """What the mail is called, however often it is sent: 32 hexadecimal digits that say nothing."""
        when = self.due_at.isoformat() if self.due_at else ""
        what = (*self.one,) if self.one else (self.officer_id, *self.kinds, when)
        return sha256("/".join(map(str, what)).encode()).hexdigest()[:32]

    @property
    def conditions(self) -> tuple[ColumnElement[bool], ...]:
        """What holds of its rows only."""
        if self.one:
            return self.one.conditions
        of_person = _notices.c.officer_id == self.officer_id
        return (of_person, _notices.c.kind.in_(self.kinds), _notices.c.due_at == self.due_at)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A mail that this process, and no other for a while, is to hand over; its rows, and the messages it names."""

    batch: Batch
    letter: Letter
    keys: tuple[Key, ...]
    messages: frozenset[tuple[str, int]]

    @property
    def lease(self) -> str:
        """What lets nobody else send it."""
        return _lease(self.batch)


@dataclass(frozen=True, slots=True)
class _Thing:
    """What one row tells of: whose queue it is in, and what the mail says of it. A request has no reference to say."""

    queue: str
    new: New | None = None
    unheard: str = ""


def claim(connection: Connection, tools: Tools, batch: Batch, now: datetime) -> Claimed | None:
    """Return the mail, if it is for us to send it now.

    Rows of what somebody has come upon meanwhile, and of people who do not answer for it any more, are dropped.
    """
    found = select(_notices).where(*batch.conditions, _notices.c.sent_at.is_(None))
    rows = connection.execute(found.order_by(*_notices.primary_key.columns).with_for_update()).all()
    if not rows or not leases.take(connection, _lease(batch), now, tools.limits.notice_lease):
        return None
    if batch.due_at and _was_sent(connection, batch):
        # Something was added when the mail was gone already: it needs one of its own, under another name.
        later = max(now, batch.due_at + timedelta(microseconds=1))
        rest = update(_notices).where(*batch.conditions, _notices.c.sent_at.is_(None))
        connection.execute(rest.values(due_at=later))
        leases.give_back(connection, _lease(batch))
        return None
    claimed = _claimed(
        connection, tools, batch, [Key(*(row._mapping[name] for name in Key._fields)) for row in rows]
    )
    if claimed is None:
        leases.give_back(connection, _lease(batch))
    return claimed


def _claimed(connection: Connection, tools: Tools, batch: Batch, keys: list[Key]) -> Claimed | None:
    things: dict[Key, _Thing] = {}
    address, of_queue = "", dict[str, Recipient | None]()
    for key in keys:
        thing = _thing(connection, key)
        if thing is not None and thing.queue not in of_queue:
            whom = people.alarmed if thing.unheard else people.told
            those = whom(connection, tools, thing.queue)
            of_queue[thing.queue] = next((one for one in those if one.officer_id == key.officer_id), None)
        person = of_queue[thing.queue] if thing else None
        if thing is None or person is None:
            connection.execute(delete(_notices).where(*key.conditions))
        else:
            things[key], address = thing, person.mail
    if not things:
        return None
    letter = Letter(
        batch.identity,
        address,
        tuple(thing.new for thing in things.values() if thing.new),
        sum(1 for key in things if key.kind == "request"),
        tuple(thing.unheard for thing in things.values() if thing.unheard),
        tools.limits.unheard_hours,
    )
    messages = frozenset((key.call_sid, key.step) for key in things if key.kind != "request")
    return Claimed(batch, letter, tuple(things), messages)


def _lease(batch: Batch) -> str:
    return f"notice/{batch.identity}"


def _was_sent(connection: Connection, batch: Batch) -> bool:
    sent = select(_notices.c.step).where(*batch.conditions, _notices.c.sent_at.is_not(None)).limit(1)
    return connection.execute(sent).first() is not None


def _thing(connection: Connection, key: Key) -> _Thing | None:
    """Return what a row tells of; None where that needs nobody any more."""
    if key.kind == "request":
        this = (_requests.c.call_sid == key.call_sid) & (_requests.c.step == key.step)
        request = request_in(story_of(connection, key.call_sid), key.step)
        row = connection.execute(select(_requests).where(this, _requests.c.handled_at.is_(None))).first()
        return _Thing(queue_of_request(request)) if row is not None and request else None
    this = (_messages.c.call_sid == key.call_sid) & (_messages.c.opened_step == key.step)
    row = connection.execute(select(_messages).where(this)).first()
    message = message_in(story_of(connection, key.call_sid), key.step)
    if row is None or message is None or row.reference is None:
        return None
    if key.kind == "unheard":
        waits = row.heard_at is None and row.closed_at is None
        return _Thing(queue_of_message(message), unheard=row.reference) if waits else None
    if not needs_somebody(row):
        return None
    return _Thing(queue_of_message(message), New(row.reference, unfinished=not message.sent))
