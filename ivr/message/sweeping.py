"""Erasing what must go once a call is over: what was deleted, what was never kept, and scratch."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection, and_, bindparam, delete, insert, or_, select, update

from ivr.message import items, limits, tables
from ivr.message.calls import was_over
from ivr.message.connecting import Database
from ivr.message.happenings import story_of
from ivr.message.one_by_one import OneByOne
from ivr.message.spans import Answers, Message
from ivr.message.vault import Vault

GRACE = timedelta(minutes=5)
"""How long after a call late webhooks and recordings are waited for before anything is erased."""

FORGOTTEN_AFTER = timedelta(days=1)
"""How long after it was swept a call that left nothing is remembered, for callbacks that come very late."""

REMEMBERED = timedelta(days=7)
"""How long any call is remembered: until the provider's recordings were compared with what is known here, even if that
fails for some nights. What the provider has of a call that is forgotten is never fetched."""

MOST_AT_ONCE = 200

_call = tables.call
_SOME: Final = select(_call.c.call_sid).limit(MOST_AT_ONCE)
_DUE: Final = _SOME.where(
    _call.c.swept_at.is_(None),
    or_(_call.c.over_by <= bindparam("late"), _call.c.ended_at <= bindparam("late")),
)
_FORGETTABLE: Final = _SOME.where(
    _call.c.empty.is_(True),
    _call.c.swept_at <= bindparam("swept"),
    or_(_call.c.over_by <= bindparam("over"), _call.c.ended_at <= bindparam("over")),
)


def sweep_all(database: Database, vault: Vault, now: datetime) -> None:
    """Erase what must go of all calls that are over, each in a transaction of its own.

    One that fails stops no other. Raises StoreUnavailable, if only one failed when all the others are done.
    """
    each = OneByOne(database, "sweep a call")
    over = database.read(lambda connection: due(connection, now))
    for call_sid in over:
        each.write(partial(sweep, call_sid=call_sid, now=now, vault=vault), None)
    empty = database.read(lambda connection: forgettable(connection, now))
    for call_sid in empty:
        each.write(partial(forget, call_sid=call_sid), None)
    database.write(lambda connection: limits.forget_other_days(connection, now))
    if over or empty:
        database.scrub()
    each.end()


def due(connection: Connection, now: datetime) -> list[str]:
    """Return calls that are over, the grace too, and have not been swept since they were last written."""
    return list(connection.execute(_DUE, {"late": now - GRACE}).scalars())


def forgettable(connection: Connection, now: datetime) -> list[str]:
    """Return calls that left nothing, long enough after they were swept and over."""
    old = {"swept": now - FORGOTTEN_AFTER, "over": now - REMEMBERED}
    return list(connection.execute(_FORGETTABLE, old).scalars())


def sweep(connection: Connection, call_sid: str, now: datetime, vault: Vault) -> None:
    """Erase what must go of one call. Sent and unfinished messages and requests stay as they are.

    Of an erased message a bare row stays, which says only that there was one, so that what comes late is
    not taken for something new. What the call itself had to read back goes with the call. What officers did with a
    message that is gone, and wrote about it, goes with the message.
    """
    calls, messages, answers = tables.call, tables.message, tables.answer
    of_call = calls.c.call_sid == call_sid
    known = connection.execute(select(calls).where(of_call).with_for_update()).first()
    if known is None or known.swept_at is not None or not was_over(known, now - GRACE):
        return  # another process swept it, or it was written in between
    told = story_of(connection, call_sid)
    erase_answers(connection, call_sid, told.scratch, vault)
    _give_up(connection, _absent(connection, call_sid), "empty", now, vault)
    for message in told.messages:
        if not message.kept():
            erase_answers(connection, call_sid, message.answers, vault)
            _give_up(connection, [row.name for row in message.recordings], _why(message), now, vault)
            _erase_work(connection, call_sid, message.opened, vault)
        if message.discarded:
            this = and_(messages.c.call_sid == call_sid, messages.c.opened_step == message.opened)
            connection.execute(update(messages).where(this).values(reference=None))
    connection.execute(update(answers).where(answers.c.call_sid == call_sid).values(in_call=None))
    done = update(calls).where(of_call)
    connection.execute(done.values(swept_at=now, empty=not told.worth_keeping()))


def forget(connection: Connection, call_sid: str) -> None:
    """Erase all that is known of a call that left nothing."""
    calls = tables.call
    of_call = calls.c.call_sid == call_sid
    known = connection.execute(select(calls).where(of_call).with_for_update()).first()
    if known is None or not known.empty or known.swept_at is None:
        return  # something came in between
    for table in tables.OF_A_CALL:
        connection.execute(delete(table).where(table.c.call_sid == call_sid))
    connection.execute(delete(calls).where(of_call))


def erase_answers(connection: Connection, call_sid: str, answers: Answers, vault: Vault) -> None:
    """Erase these answers of a call, and what is sealed of them."""
    kept = tables.answer
    for row in answers.rows:
        this = and_(kept.c.call_sid == call_sid, kept.c.step == row.step, kept.c.name == row.name)
        connection.execute(delete(kept).where(this))
    vault.erase(connection, [items.of_answer(call_sid, row.step, row.name) for row in answers.rows])


def _erase_work(connection: Connection, call_sid: str, opened: int, vault: Vault) -> None:
    """Erase what officers did with a message that is not there any more, and wrote about it."""
    messages, notes, attempts, notices = tables.message, tables.note, tables.attempt, tables.notice
    this = and_(messages.c.call_sid == call_sid, messages.c.opened_step == opened)
    reference = connection.execute(select(messages.c.reference).where(this)).scalar()
    written = and_(notes.c.call_sid == call_sid, notes.c.opened_step == opened)
    note_ids = connection.execute(select(notes.c.note_id).where(written)).scalars().all()
    sealed = [items.of_note(note_id) for note_id in note_ids]
    vault.erase(connection, sealed + ([items.of_hold(reference)] if reference else []))
    connection.execute(delete(notes).where(written))
    connection.execute(
        delete(attempts).where(attempts.c.call_sid == call_sid, attempts.c.opened_step == opened)
    )
    told = and_(notices.c.call_sid == call_sid, notices.c.kind == "message", notices.c.step == opened)
    connection.execute(delete(notices).where(told))
    connection.execute(update(messages).where(this).values(**_UNTOUCHED))


_UNTOUCHED: Final[dict[str, Any]] = {
    **dict.fromkeys(("state", "queue", "emergencies", "assessment", "claimed_by", "claimed_at")),
    **dict.fromkeys(("contacted_at", "outcome", "held_at")),
    "attempts": 0,
}
"""The columns of officers' work, as they are where nobody did anything."""


def _absent(connection: Connection, call_sid: str) -> list[str]:
    kept = tables.recording
    nothing = and_(kept.c.call_sid == call_sid, kept.c.state == "absent")
    return list(connection.execute(select(kept.c.recording_sid).where(nothing)).scalars())


def _why(message: Message) -> str:
    return "discarded" if message.discarded else "erased" if message.erased else "empty"


def _give_up(connection: Connection, sids: list[str], why: str, now: datetime, vault: Vault) -> None:
    """Move recordings to those that have to be deleted at the provider as well."""
    kept, unwanted = tables.recording, tables.unwanted_recording
    for row in connection.execute(select(kept).where(kept.c.recording_sid.in_(sids))).all():
        connection.execute(delete(kept).where(kept.c.recording_sid == row.recording_sid))
        this = unwanted.c.recording_sid == row.recording_sid
        if connection.execute(select(unwanted).where(this)).first() is None:
            gone = {"recording_sid": row.recording_sid, "url": row.url, "deleted_at": row.deleted_at}
            connection.execute(insert(unwanted).values(**gone, why=why, since=now))
        elif row.deleted_at is None:  # two hosts told of it at one instant: what it was there for first stays
            connection.execute(update(unwanted).where(this).values(deleted_at=None))
    vault.erase(connection, map(items.of_recording, sids))
