"""Telling supervisors of messages that nobody has listened to: once, and then every day until somebody has."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection, insert, or_, select, update

from ivr.message import tables
from ivr.message.calls import was_over
from ivr.message.happenings import story_of
from ivr.message.patience import Patience
from ivr.message.told import people, sending
from ivr.message.told.batches import Key
from ivr.message.told.planning import message_in, queue_of_message
from ivr.message.tools import Tools

AGAIN_AFTER: Final = timedelta(days=1)
_messages, _notices = tables.message, tables.notice


def alarm(tools: Tools) -> int:
    """Tell the supervisors of each queue, in one mail each, of what nobody has listened to. Return of how many.

    However many hosts do this at once, one of them tells. What could not be sent now is sent by a later round. In quiet
    hours nobody is told. Raises StoreUnavailable.
    """
    now, quiet = tools.clock(), tools.limits.quiet
    if tools.notifier is None or (quiet and quiet.hold(now)):
        return 0
    tools.database.write(partial(_plan, tools=tools, now=now))
    return len(sending.send(tools, Patience(), kind="unheard"))


def _plan(connection: Connection, tools: Tools, now: datetime) -> None:
    """Write down who is to be told of what now. What is still to be told from the last time stays as it is."""
    since = now - timedelta(hours=tools.limits.unheard_hours)
    before = now - AGAIN_AFTER
    found = select(_messages).where(
        _messages.c.reference.is_not(None),
        _messages.c.heard_at.is_(None),
        _messages.c.closed_at.is_(None),
        _messages.c.opened_at <= since,
        or_(_messages.c.alarmed_at.is_(None), _messages.c.alarmed_at <= before),
    )
    for row in connection.execute(found.order_by(_messages.c.opened_at, _messages.c.reference)).all():
        for person in _whom(connection, tools, row, now):
            _tell(connection, Key(row.call_sid, "unheard", row.opened_step, person), now, before)


def _whom(connection: Connection, tools: Tools, row: Any, now: datetime) -> list[str]:
    calls = tables.call
    call = connection.execute(select(calls).where(calls.c.call_sid == row.call_sid)).first()
    message = message_in(story_of(connection, row.call_sid), row.opened_step)
    if call is None or message is None or not was_over(call, now):
        return []
    return [one.officer_id for one in people.alarmed(connection, tools, queue_of_message(message))]


def _tell(connection: Connection, key: Key, now: datetime, before: datetime) -> None:
    known = connection.execute(select(_notices).where(*key.conditions)).first()
    if known is None:
        connection.execute(insert(_notices).values(**key._asdict(), due_at=now))
    elif known.sent_at is not None and known.sent_at <= before:
        this = update(_notices).where(*key.conditions)
        connection.execute(this.values(due_at=now, sent_at=None))
