"""Sealing what the first version of this program kept in clear."""

import contextlib
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, select, update

from ivr.message import items, tables
from ivr.message.connecting import Database
from ivr.message.sealing import NoRecipient, NotAKey
from ivr.message.vault import Vault
from ivr.message.writing import CLEAR_ANSWERS

_AT_ONCE = 100


def seal_what_is_in_clear(database: Database, vault: Vault, at: datetime) -> int:
    """Seal answers and references of requests that are not sealed yet, and return how many they were.

    Where there is nobody to seal to, it waits until there is. Raises StoreUnavailable.
    """
    done = 0
    with contextlib.suppress(NoRecipient, NotAKey):
        while found := database.write(lambda connection: _seal_some(connection, vault, at)):
            done += found
    if done:
        database.scrub()
    return done


def _seal_some(connection: Connection, vault: Vault, at: datetime) -> int:
    return _seal_answers(connection, vault, at) or _seal_requests(connection, vault, at)


def _seal_answers(connection: Connection, vault: Vault, at: datetime) -> int:
    answers, calls = tables.answer, tables.call
    clear = select(answers, calls.c.swept_at).join(calls)
    clear = clear.where(answers.c.value.is_not(None), answers.c.name.not_in(CLEAR_ANSWERS)).limit(_AT_ONCE)
    rows = connection.execute(clear).all()
    for row in rows:
        vault.put(connection, items.of_answer(row.call_sid, row.step, row.name), row.value.encode(), at)
        this = and_(
            answers.c.call_sid == row.call_sid, answers.c.step == row.step, answers.c.name == row.name
        )
        connection.execute(update(answers).where(this).values(value=None, in_call=_in_call(row, vault)))
    return len(rows)


def _in_call(row: Any, vault: Vault) -> bytes | None:
    """Return the answer hidden, for a call that may still go on."""
    if row.swept_at is not None:
        return None
    return vault.call_seal(row.call_sid).hide(items.in_call(row.step, row.name), row.value)


def _seal_requests(connection: Connection, vault: Vault, at: datetime) -> int:
    requests = tables.request
    rows = connection.execute(select(requests).where(requests.c.reference.is_not(None)).limit(_AT_ONCE)).all()
    for row in rows:
        vault.put(connection, items.of_request(row.call_sid, row.step), row.reference.encode(), at)
        this = and_(requests.c.call_sid == row.call_sid, requests.c.step == row.step)
        connection.execute(update(requests).where(this).values(reference=None))
    return len(rows)
