"""What becomes of a message as a whole: heard, closed, held back from erasure, erased, or not erased after all.

Each is part of the caller's write transaction, and doing it twice is doing it once. All raise `UnknownMessage` where no
message has the reference.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select, update

from ivr.message import items, tables
from ivr.message.desk.values import UnknownMessage as UnknownMessage
from ivr.message.vault import Vault

_messages = tables.message


def mark_heard(connection: Connection, reference: str, at: datetime) -> None:
    """Write that an officer has listened to it, or read it. The first time stays."""
    if _row(connection, reference).heard_at is None:
        _change(connection, reference, heard_at=at)


def close(connection: Connection, reference: str, at: datetime) -> None:
    """Write that nothing is left to do about it. Its days are counted from the first time it was closed."""
    if _row(connection, reference).closed_at is None:
        _change(connection, reference, closed_at=at)


def hold(connection: Connection, vault: Vault, reference: str, why: str, at: datetime) -> None:
    """Keep it, whatever its age, until it is released; an erasure that is due is called off.

    `why` is sealed. Where it is held already, the first reason and time stay.
    """
    _hold(connection, vault, _row(connection, reference), why, at)


def release(connection: Connection, vault: Vault, reference: str) -> None:
    """Let its age count again. The reason why it was held is erased."""
    _row(connection, reference)
    _change(connection, reference, held_at=None)
    vault.erase(connection, [items.of_hold(reference)])


def erase(connection: Connection, reference: str, at: datetime, undo: timedelta) -> None:
    """Have it erased when it can no longer be undone, heard or not: somebody has decided that.

    One that is held stays. An earlier time stays.
    """
    row = _row(connection, reference)
    if row.held_at is None and (row.erase_at is None or row.erase_at > at + undo):
        _change(connection, reference, erase_at=at + undo)


def undo_erasure(connection: Connection, vault: Vault, reference: str, why: str, at: datetime) -> None:
    """Call an erasure off. It is held from now on: its age would have it erased again at once."""
    row = _row(connection, reference)
    if row.erase_at is not None:
        _hold(connection, vault, row, why, at)


def _row(connection: Connection, reference: str) -> Any:
    this = select(_messages).where(_messages.c.reference == reference).with_for_update()
    row = connection.execute(this).first()
    if row is None:
        raise UnknownMessage("no message has this reference")
    return row


def _hold(connection: Connection, vault: Vault, row: Any, why: str, at: datetime) -> None:
    vault.put(connection, items.of_hold(row.reference), why.encode(), at)
    _change(connection, row.reference, held_at=row.held_at or at, erase_at=None)


def _change(connection: Connection, reference: str, **values: datetime | None) -> None:
    connection.execute(update(_messages).where(_messages.c.reference == reference).values(**values))
