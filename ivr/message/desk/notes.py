"""What officers write about a message: sealed, each an item of its own."""

import secrets
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, insert, select

from ivr.message import items, tables
from ivr.message.accounts.values import Officer
from ivr.message.desk.opened import Note
from ivr.message.desk.values import LONGEST_TEXT, NotNow
from ivr.message.vault import Vault

TWICE: Final = timedelta(minutes=1)
"""Within this time, the same done twice by the same officer is taken for a form that was sent twice."""
_notes = tables.note


def write(
    connection: Connection,
    vault: Vault,
    row: Any,
    officer: Officer,
    now: datetime,
    about: str,
    text: str,
    *,
    needed: str = "",
) -> bool:
    """Write a note about the message of this row, which is locked. See `Acting.note`."""
    text = text.strip()
    if not text and needed:
        raise NotNow(needed)
    if len(text) > LONGEST_TEXT:
        raise NotNow(f"That is too long: {LONGEST_TEXT:,} characters at most.")
    if not text or _is_there(connection, vault, row, officer, now, about, text):
        return False
    note_id = secrets.token_hex(16)
    vault.put(connection, items.of_note(note_id), text.encode(), now)
    place = {"call_sid": row.call_sid, "opened_step": row.opened_step}
    by = {"officer_id": officer.officer_id, "at": now, "about": about}
    connection.execute(insert(_notes).values(note_id=note_id, **place, **by))
    return True


def read(connection: Connection, vault: Vault, row: Any) -> tuple[Note, ...]:
    """Return the notes about the message of this row, oldest first."""
    rows = connection.execute(_of(row).order_by(_notes.c.at, _notes.c.note_id)).all()
    texts = vault.get_many(connection, [items.of_note(one.note_id) for one in rows]) if rows else {}
    return tuple(
        Note(one.at, one.officer_id, one.about, texts.get(items.of_note(one.note_id), b"").decode())
        for one in rows
    )


def _of(row: Any) -> Any:
    return select(_notes).where(_notes.c.call_sid == row.call_sid, _notes.c.opened_step == row.opened_step)


def _is_there(
    connection: Connection, vault: Vault, row: Any, officer: Officer, now: datetime, about: str, text: str
) -> bool:
    lately = _notes.c.at > now - TWICE
    same = _of(row).where(lately, _notes.c.officer_id == officer.officer_id, _notes.c.about == about)
    names = [items.of_note(one.note_id) for one in connection.execute(same)]
    return text.encode() in vault.get_many(connection, names).values()
