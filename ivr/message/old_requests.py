"""Erasing requests that were dealt with long ago: what was keyed in, and all the answers that came with it."""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import ColumnElement, Connection, delete, select, update

from ivr.message import items, sweeping, tables
from ivr.message.calls import was_over
from ivr.message.connecting import Database
from ivr.message.happenings import story_of
from ivr.message.one_by_one import OneByOne
from ivr.message.vault import Vault

_calls, _requests = tables.call, tables.request


def erase(database: Database, vault: Vault, now: datetime, days: int) -> int:
    """Erase requests that an officer dealt with so many days ago, each whole and once; return how many they were.

    One that nobody has dealt with stays, whatever its age. So does a change that was carried out, as long as there is
    the message that it changed: without it, somebody would be rung at a time that is not safe any more. What else was
    left in their calls stays. One that fails stops no other. Raises StoreUnavailable; what was done by then stays done.
    """
    before = now - timedelta(days=days)
    each = OneByOne(database, "erase old requests")
    old = database.read(lambda connection: _old(connection, before))
    one = partial(_erase, vault=vault, now=now, before=before)
    erased = sum(each.write(partial(one, call_sid=call_sid), 0) for call_sid in old)
    if erased:
        database.scrub()
    each.end()
    return erased


def _old(connection: Connection, before: datetime) -> list[str]:
    found = select(_requests.c.call_sid).where(_done_with(before)).distinct()
    return list(connection.execute(found).scalars())


def _done_with(before: datetime) -> ColumnElement[bool]:
    messages = select(tables.message.c.reference).where(tables.message.c.reference.is_not(None))
    changed = (_requests.c.kind == "change") & (_requests.c.decision == "done")
    in_force = changed & _requests.c.about.is_not(None) & _requests.c.about.in_(messages)
    return (_requests.c.handled_at <= before) & ~in_force


def _erase(connection: Connection, vault: Vault, now: datetime, before: datetime, call_sid: str) -> int:
    of_call = _calls.c.call_sid == call_sid
    call = connection.execute(select(_calls).where(of_call).with_for_update()).first()
    if call is None or not was_over(call, now - sweeping.GRACE):
        return 0
    this = (_requests.c.call_sid == call_sid) & _done_with(before)
    steps = set(connection.execute(select(_requests.c.step).where(this)).scalars())
    # By the story as it is with the requests: without them, their answers would belong to something else.
    for request in story_of(connection, call_sid).requests:
        if request.step in steps:
            sweeping.erase_answers(connection, call_sid, request.answers, vault)
    vault.erase(connection, [items.of_request(call_sid, step) for step in steps])
    notices = tables.notice
    told = (notices.c.call_sid == call_sid) & (notices.c.kind == "request") & notices.c.step.in_(steps)
    connection.execute(delete(notices).where(told))
    erased: int = connection.execute(delete(_requests).where(this)).rowcount
    # If nothing else was left in the call, it is to be forgotten.
    connection.execute(update(_calls).where(of_call).values(swept_at=None))
    sweeping.sweep(connection, call_sid, now, vault)
    return erased
