"""Erasing messages when their time is up: not at once, so that it can be undone, and with a proof that it was done.

A message that was closed is kept for some days, and so is an unfinished one that somebody has listened to. Nothing that
nobody has listened to is ever erased for its age, and nothing that is held.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Literal

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from ivr.message import old_requests, sweeping, tables
from ivr.message.audit import LINE, Act, Audit
from ivr.message.calls import was_over
from ivr.message.connecting import Database
from ivr.message.happenings import story_of
from ivr.message.one_by_one import OneByOne
from ivr.message.spans import Message
from ivr.message.vault import Vault

_calls, _messages, _deletions = tables.call, tables.message, tables.deletion
_unwanted = tables.unwanted_recording

Why = Literal["closed", "unfinished", "asked"]
"""Why a message was erased: it was closed, or unfinished and heard, so many days ago; or somebody asked for it."""


@dataclass(frozen=True, slots=True)
class Periods:
    """For how many days what is kept. See the settings IVR_KEEP_CLOSED_DAYS and its neighbours."""

    closed_days: int = 30
    unfinished_days: int = 7
    undo_days: int = 3
    proof_days: int = 365
    requests_days: int = 365


@dataclass(frozen=True, slots=True)
class Retained:
    """What a round did: messages that are to be erased, messages that were, proofs and requests whose time was up."""

    due: int
    erased: int
    proofs_dropped: int
    requests_dropped: int


def retain(database: Database, vault: Vault, now: datetime, periods: Periods) -> Retained:
    """Do what is due by `now`. However often and in how many processes at once, each message is erased once.

    Each erasure is in the log, in the same transaction. What the provider may still have of it is left to be deleted
    there; the proof says when that was done. One that fails stops no other. Raises StoreUnavailable; what was done by
    then stays done.
    """
    each = OneByOne(database, "retain a message")
    old = database.read(lambda connection: _old(connection, now, periods))
    due = sum(each.write(partial(_set_due, key=key, now=now, periods=periods), False) for key in old)
    ripe = database.read(lambda connection: _ripe(connection, now))
    erase = partial(_erase, vault=vault, now=now, periods=periods)
    erased = sum(each.write(partial(erase, key=key), False) for key in ripe)
    database.write(_complete_proofs)
    dropped = database.write(partial(_drop_proofs, now=now, periods=periods))
    if erased:
        database.scrub()
    requests = old_requests.erase(database, vault, now, periods.requests_days)
    each.end()
    return Retained(due, erased, dropped, requests)


def erased_on(row: Any, periods: Periods, *, sent: bool) -> datetime | None:
    """Return when a message, as its row tells, is erased; None if nobody can say yet, or never."""
    if row.held_at is not None:
        return None
    if row.erase_at is not None:
        at: datetime = row.erase_at
        return at
    since = _since(row, periods, sent=sent)
    return since + timedelta(days=periods.undo_days) if since is not None else None


def _since(row: Any, periods: Periods, *, sent: bool) -> datetime | None:
    """Return when the time of a message is up, without the days in which that can be undone."""
    if row.heard_at is None or row.held_at is not None:
        return None
    times = []
    if row.closed_at is not None:
        times.append(row.closed_at + timedelta(days=periods.closed_days))
    if not sent:
        times.append(row.heard_at + timedelta(days=periods.unfinished_days))
    return min(times, default=None)


_Key = tuple[str, int]


def _old(connection: Connection, now: datetime, periods: Periods) -> list[_Key]:
    """Return messages whose time may be up: whether one is unfinished, its row alone does not say."""
    of_age = or_(
        _messages.c.closed_at <= now - timedelta(days=periods.closed_days),
        _messages.c.heard_at <= now - timedelta(days=periods.unfinished_days),
    )
    free = _messages.c.held_at.is_(None) & _messages.c.erase_at.is_(None) & _messages.c.heard_at.is_not(None)
    return _keys(connection, of_age & free)


def _ripe(connection: Connection, now: datetime) -> list[_Key]:
    return _keys(connection, _messages.c.held_at.is_(None) & (_messages.c.erase_at <= now))


def _keys(connection: Connection, which: Any) -> list[_Key]:
    found = select(_messages.c.call_sid, _messages.c.opened_step)
    rows = connection.execute(found.where(_messages.c.reference.is_not(None), which))
    return [(row.call_sid, row.opened_step) for row in rows]


def _found(connection: Connection, key: _Key, now: datetime) -> tuple[Any, Message] | None:
    """Return a message's row and the message, both locked; None if it is not kept, or its call lasts."""
    call = connection.execute(select(_calls).where(_calls.c.call_sid == key[0]).with_for_update()).first()
    this = (_messages.c.call_sid == key[0]) & (_messages.c.opened_step == key[1])
    row = connection.execute(select(_messages).where(this).with_for_update()).first()
    kept = [one for one in story_of(connection, key[0]).messages if one.opened == key[1] and one.kept()]
    late = call is not None and was_over(call, now - sweeping.GRACE)
    return (row, kept[0]) if row is not None and kept and late else None


def _set_due(connection: Connection, key: _Key, now: datetime, periods: Periods) -> bool:
    found = _found(connection, key, now)
    if found is None or found[0].erase_at is not None:
        return False
    row, message = found
    since = _since(row, periods, sent=message.sent)
    if since is None or since > now:
        return False
    this = update(_messages).where(_messages.c.reference == row.reference)
    connection.execute(this.values(erase_at=now + timedelta(days=periods.undo_days)))
    return True


def _erase(connection: Connection, key: _Key, vault: Vault, now: datetime, periods: Periods) -> bool:
    found = _found(connection, key, now)
    if found is None or found[0].held_at is not None or found[0].erase_at is None or found[0].erase_at > now:
        return False
    row, message = found
    proof = _proof(row, message, now, periods)
    connection.execute(insert(_deletions).values(**proof))
    gone = update(_messages).where(_messages.c.reference == row.reference)
    connection.execute(gone.values(reference=None))
    # From here on it is like one that its caller discarded: the sweep takes all that belongs to it.
    this = update(_calls).where(_calls.c.call_sid == key[0])
    connection.execute(this.values(swept_at=None, listed_at=None))
    sweeping.sweep(connection, key[0], now, vault)
    Audit(vault).write(
        connection, Act.ERASED, who=LINE, at=now, reference=proof["reference"], why=proof["why"]
    )
    return True


def _proof(row: Any, message: Message, now: datetime, periods: Periods) -> dict[str, Any]:
    since = _since(row, periods, sent=message.sent)
    why: Why = "asked" if since is None or since > now else "unfinished" if not message.sent else "closed"
    return {
        "reference": row.reference,
        "why": why,
        "opened_on": row.opened_at.astimezone(UTC).date().isoformat(),
        "deleted_at": now,
        "answers": len(message.answers.rows),
        "recordings": len(message.spoken()),
    }


def _complete_proofs(connection: Connection) -> None:
    """Write into proofs when the provider's last copy was gone.

    A proof and what was left to delete there have nothing in common but the moment of the erasure.
    """
    waiting = select(_deletions).where(_deletions.c.provider_clear_at.is_(None))
    for proof in connection.execute(waiting).all():
        of_it = (_unwanted.c.why == "erased") & (_unwanted.c.since == proof.deleted_at)
        left = connection.execute(
            select(func.count()).where(of_it, _unwanted.c.deleted_at.is_(None))
        ).scalar_one()
        if left == 0:
            last = connection.execute(select(func.max(_unwanted.c.deleted_at)).where(of_it)).scalar()
            this = update(_deletions).where(_deletions.c.reference == proof.reference)
            clear_at = max(last, proof.deleted_at) if last is not None else proof.deleted_at
            connection.execute(this.values(provider_clear_at=clear_at))


def _drop_proofs(connection: Connection, now: datetime, periods: Periods) -> int:
    """Erase proofs, and names of recordings deleted at the provider, that are older than proofs are kept."""
    before = now - timedelta(days=periods.proof_days)
    old = (_deletions.c.deleted_at <= before) & _deletions.c.provider_clear_at.is_not(None)
    dropped = connection.execute(delete(_deletions).where(old)).rowcount
    connection.execute(delete(_unwanted).where(_unwanted.c.deleted_at <= before))
    return dropped
