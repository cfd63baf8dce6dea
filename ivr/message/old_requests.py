"""Erasing requests when they are old: what was keyed in as a reference, and all the answers that came with it."""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection, delete, select, update

from ivr.message import items, sweeping, tables
from ivr.message.calls import was_over
from ivr.message.connecting import Database
from ivr.message.happenings import story_of
from ivr.message.one_by_one import OneByOne
from ivr.message.vault import Vault

_calls, _requests = tables.call, tables.request


def erase(database: Database, vault: Vault, now: datetime, days: int) -> int:
    """Erase requests made so many days ago, each whole and once, and return how many they were.

    Nothing tells yet which of them somebody has dealt with, so their age alone counts. What else was left in their
    calls stays. One that fails stops no other. Raises StoreUnavailable; what was done by then stays done.
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
    found = select(_requests.c.call_sid).where(_requests.c.at <= before).distinct()
    return list(connection.execute(found).scalars())


def _erase(connection: Connection, vault: Vault, now: datetime, before: datetime, call_sid: str) -> int:
    of_call = _calls.c.call_sid == call_sid
    call = connection.execute(select(_calls).where(of_call).with_for_update()).first()
    if call is None or not was_over(call, now - sweeping.GRACE):
        return 0
    this = (_requests.c.call_sid == call_sid) & (_requests.c.at <= before)
    steps = set(connection.execute(select(_requests.c.step).where(this)).scalars())
    # By the story as it is with the requests: without them, their answers would belong to something else.
    for request in story_of(connection, call_sid).requests:
        if request.step in steps:
            sweeping.erase_answers(connection, call_sid, request.answers, vault)
    vault.erase(connection, [items.of_request(call_sid, step) for step in steps])
    erased: int = connection.execute(delete(_requests).where(this)).rowcount
    # If nothing else was left in the call, it is to be forgotten.
    connection.execute(update(_calls).where(of_call).values(swept_at=None))
    sweeping.sweep(connection, call_sid, now, vault)
    return erased
