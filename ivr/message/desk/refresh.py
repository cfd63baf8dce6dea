"""Taking calls into the officers' lists: what a message is, worked out once and written beside it.

A call is looked at again after each write of it, until it is over. So lists and counts read columns only, and still
show what comes late.
"""

import logging
from datetime import datetime
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection, and_, bindparam, or_, select, update

from ivr.message import tables
from ivr.message.accounts.values import queue_of
from ivr.message.calls import was_over
from ivr.message.connecting import Database
from ivr.message.happenings import story_of
from ivr.message.one_by_one import OneByOne
from ivr.message.spans import Message
from ivr.message.vault import in_lots

log = logging.getLogger(__name__)

_calls, _messages, _marks = tables.call, tables.message, tables.mark
_AT_ONCE: Final = 100
_CHANGES: Final = ("sent", "discarded")
"""What of a call that goes on can change the lists."""
_OVER: Final = or_(_calls.c.over_by <= bindparam("now"), _calls.c.ended_at <= bindparam("now"))
_CHANGED: Final = (
    select(_marks.c.call_sid)
    .where(_marks.c.what.in_(_CHANGES), _marks.c.call_sid == _calls.c.call_sid)
    .exists()
)
_WAITING: Final = (
    select(_calls).where(_calls.c.listed_at.is_(None), or_(_OVER, _CHANGED)).order_by(_calls.c.over_by)
)
"""Put together once: it is asked before every list."""


def refresh(database: Database, now: datetime) -> int:
    """Bring `state`, `queue` and `emergencies` of messages up to date, and return of how many calls.

    Writes only where there is something to write. One call that fails stops no other. Raises StoreUnavailable.
    """
    waiting = database.read(partial(_waiting, now=now))
    if not waiting:
        return 0
    each, taken = OneByOne(database, "take a call into the lists"), 0
    for some in in_lots(waiting, _AT_ONCE):
        try:
            taken += database.write(partial(_take_in, call_sids=some, now=now))
        except Exception as error:  # one of them cannot be told; its text could quote what somebody said
            log.warning("Could not take calls into the lists at once (%s)", type(error).__name__)
            taken += sum(each.write(partial(_take_in, call_sids=(one,), now=now), 0) for one in some)
    each.end()
    return taken


def _waiting(connection: Connection, now: datetime) -> list[str]:
    """Return calls with something to write."""
    return [
        call.call_sid
        for call in connection.execute(_WAITING, {"now": now}).all()
        if was_over(call, now) or _changes(connection, call.call_sid, over=False)
    ]


def _take_in(connection: Connection, call_sids: Any, now: datetime) -> int:
    these = select(_calls).where(_calls.c.call_sid.in_(call_sids), _calls.c.listed_at.is_(None))
    # In one order, so that no two wait for each other; and locked, or what came meanwhile would pass for taken in.
    found = connection.execute(these.order_by(_calls.c.call_sid).with_for_update()).all()
    with_messages = select(_messages.c.call_sid).where(_messages.c.call_sid.in_(call_sids)).distinct()
    something = set(connection.execute(with_messages).scalars())
    for call in found:
        if call.call_sid not in something:
            continue
        for opened, values in _changes(connection, call.call_sid, over=was_over(call, now)).items():
            this = and_(_messages.c.call_sid == call.call_sid, _messages.c.opened_step == opened)
            connection.execute(update(_messages).where(this).values(**values))
    over = [call.call_sid for call in found if was_over(call, now)]
    connection.execute(update(_calls).where(_calls.c.call_sid.in_(over)).values(listed_at=now))
    return len(found)


def _changes(connection: Connection, call_sid: str, *, over: bool) -> dict[int, dict[str, Any]]:
    """Return what the rows of a call's messages lack, by the step that opened each."""
    messages = {one.opened: one for one in story_of(connection, call_sid).messages}
    changes = {}
    for row in connection.execute(select(_messages).where(_messages.c.call_sid == call_sid)).all():
        message = messages.get(row.opened_step)
        shown = message is not None and row.reference is not None
        wanted = _wanted(message, row, over=over) if shown and message is not None else _NOT_SHOWN
        if any(getattr(row, name) != value for name, value in wanted.items()):
            changes[row.opened_step] = wanted
    return changes


_NOT_SHOWN: Final[dict[str, Any]] = {"state": None, "queue": None, "emergencies": None}


def _wanted(message: Message, row: Any, *, over: bool) -> dict[str, Any]:
    if not message.kept():
        return _NOT_SHOWN
    # What officers have seen is not taken from them because something late makes the call go on for a while.
    if not (message.sent or over or row.state == "unfinished"):
        return _NOT_SHOWN
    return {
        "state": "sent" if message.sent else "unfinished",
        "queue": queue_of(message.answers.newest().get("area")),
        "emergencies": message.emergencies,
    }
