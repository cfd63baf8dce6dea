"""What waits for the end of a call: telling the officers, and deleting at the provider what is stored here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from ivr.message import tables
from ivr.message.calls import was_over
from ivr.message.fetching import DOUBTFUL
from ivr.message.happenings import story_of
from ivr.message.patience import FAILURES, Patience
from ivr.message.provider import ProviderTrouble
from ivr.message.spans import is_wanted
from ivr.message.told import planning, sending
from ivr.message.tools import Tools, locked_call

_recordings, _unwanted = tables.recording, tables.unwanted_recording


@dataclass(frozen=True, slots=True)
class _Left:
    """What is left to do of a call that is over: recordings to delete, something to tell of, and what has to wait.

    `may_wait`: what is to be told may wait for recordings that are on their way.
    """

    delete: tuple[str, ...]
    tell: bool
    waits: bool
    may_wait: bool

    @property
    def nothing(self) -> bool:
        return not (self.delete or self.tell or self.waits)


def finish(tools: Tools, call_sid: str, patience: Patience | None = None) -> bool:
    """Do what can be done of a call that is over, and say whether nothing is left. See `Tasks.finish`."""
    patience = patience or Patience()
    left = tools.database.read(lambda connection: _left(connection, tools, call_sid, tools.clock()))
    if left is None:
        return False
    now = tools.clock()
    if left.tell:
        tools.database.write(
            lambda connection: planning.plan(connection, tools, call_sid, now, may_wait=left.may_wait)
        )
    # First: a number that is safe to ring matters more than a copy to delete.
    sending.send(tools, patience, call_sid=call_sid)
    for sid in left.delete:
        if patience.provider > 0:
            delete_at_provider(tools, sid, patience)
    return tools.database.write(lambda connection: _finished(connection, tools, call_sid, tools.clock()))


def ends(call: Any) -> datetime:
    """Return when a call, as its row tells, ended or is taken to have ended."""
    ended: datetime = min(call.over_by, call.ended_at) if call.ended_at is not None else call.over_by
    return ended


def delete_at_provider(tools: Tools, sid: str, patience: Patience) -> bool:
    """Delete one recording there and write that down, wherever its row is. Say whether it is gone."""
    if tools.provider is None:
        return False
    try:
        tools.provider.delete(sid)
    except ProviderTrouble as error:
        patience.provider -= 1
        trouble = error.word
        tools.database.write(lambda connection: _not_deleted(connection, sid, trouble))
        return False
    patience.provider = FAILURES
    now = tools.clock()
    tools.database.write(lambda connection: _deleted(connection, sid, now))
    return True


def _deleted(connection: Connection, sid: str, now: datetime) -> None:
    for table in (_recordings, _unwanted):  # it may have moved from one to the other meanwhile
        this = update(table).where(table.c.recording_sid == sid, table.c.deleted_at.is_(None))
        connection.execute(this.values(deleted_at=now, trouble=None))


def _not_deleted(connection: Connection, sid: str, trouble: str) -> None:
    for table in (_recordings, _unwanted):
        this = update(table).where(table.c.recording_sid == sid, table.c.deleted_at.is_(None))
        connection.execute(this.values(trouble=trouble))


def _left(connection: Connection, tools: Tools, call_sid: str, now: datetime) -> _Left | None:
    """Return what is left to do, None while the call lasts or where there is no such call."""
    calls = tables.call
    call = connection.execute(select(calls).where(calls.c.call_sid == call_sid)).first()
    if call is None or not was_over(call, now):
        return None
    rows = connection.execute(select(_recordings).where(_recordings.c.call_sid == call_sid)).all()
    story = story_of(connection, call_sid)
    may_wait = now < ends(call) + tools.limits.notice_waits
    untold = planning.untold(connection, tools, call_sid)
    tell = [one for one in untold if not (one.waits and may_wait)]
    delete = [row.recording_sid for row in rows if is_safe(row)]
    # What is neither stored nor given up: its audio is on the way, or the sweep has yet to take it.
    open_still = any(row.state in ("expected", "absent") or not is_wanted(story, row) for row in rows)
    waits = open_still or len(tell) < len(untold)
    return _Left(tuple(delete), bool(tell), waits=waits, may_wait=may_wait)


def is_safe(row: Any) -> bool:
    """Say whether the provider's copy of a recording is not needed any more, and still there."""
    return row.state == "stored" and row.deleted_at is None and row.trouble != DOUBTFUL


def _finished(connection: Connection, tools: Tools, call_sid: str, now: datetime) -> bool:
    call = locked_call(connection, call_sid)  # or what came meanwhile would be taken for done
    left = _left(connection, tools, call_sid, now)
    if call is None or left is None or not left.nothing:
        return False
    if call.finished_at is None:
        this = update(tables.call).where(tables.call.c.call_sid == call_sid)
        connection.execute(this.values(finished_at=now))
    return True
