"""Effects to rows, within one transaction. Doing it twice is doing it once."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import singledispatch
from typing import Any

from sqlalchemy import Connection, Table, and_, insert, select, update

from ivr.call.effects import (
    Answered,
    Confirmed,
    Consented,
    Discarded,
    Effect,
    Marked,
    RecordingKept,
    Requested,
    Sent,
)
from ivr.message import limits, reading, tables
from ivr.message.calls import OVERTIME, Occasion, hold
from ivr.message.references import unused
from ivr.message.values import CallRef

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_MOVES_RECORDINGS = (Consented, RecordingKept, Sent, Discarded)
"""Effects that can change which message a recording belongs to."""


def do(effects: tuple[Effect, ...], call: CallRef, occasion: Occasion) -> None:
    """Write the effects of one step of a call, once."""
    connection = occasion.connection
    # A clock that runs behind, or a nonsensical minute, must not make a call begin in the future.
    began = min(call.began_minutes, int((occasion.at - _EPOCH) / timedelta(minutes=1)))
    longest = _EPOCH + timedelta(minutes=began + call.longest_minutes)
    # Nobody is cut off for needing longer, so nothing they said may be taken for left over while they speak.
    hold(connection, call.sid, over_by=max(longest, occasion.at) + OVERTIME)
    if not _add(connection, tables.step, {"call_sid": call.sid, "step": occasion.step}):
        # The step is done. Only a recording has a key of its own and is looked at all the same: two under
        # one step would be a surprise, and a lost one a harm.
        effects = tuple(effect for effect in effects if isinstance(effect, RecordingKept))
    for effect in effects:
        write(effect, occasion)
    if any(isinstance(effect, _MOVES_RECORDINGS) for effect in effects):
        open_for_recordings(occasion)


@singledispatch
def write(effect: Any, occasion: Occasion) -> None:
    """Write one effect of a step."""
    raise TypeError(f"{type(effect).__name__} is not an effect")


@write.register
def _(effect: Consented, occasion: Occasion) -> None:
    proof = {
        "opened_at": occasion.at,
        "version": effect.version,
        "language": effect.language,
        "node": effect.node,
        "key": effect.key,
    }
    open_message(occasion, occasion.step, proof)


@write.register
def _(effect: Answered, occasion: Occasion) -> None:
    key = {"call_sid": occasion.call_sid, "step": occasion.step, "name": effect.name}
    _add(occasion.connection, tables.answer, key, {"value": effect.value})


@write.register
def _(effect: RecordingKept, occasion: Occasion) -> None:
    # Nobody counted as many as 0 seconds of a recording that was kept: its length is not known yet.
    keep_recording(occasion, effect.node, effect.sid, effect.url, effect.seconds or None)


@write.register
def _(effect: Confirmed, occasion: Occasion) -> None:
    _mark(occasion, "confirmed")


@write.register
def _(effect: Sent, occasion: Occasion) -> None:
    _mark(occasion, "sent")


@write.register
def _(effect: Discarded, occasion: Occasion) -> None:
    _mark(occasion, "discarded")


@write.register
def _(effect: Marked, occasion: Occasion) -> None:
    _mark(occasion, "marked", effect.what)


@write.register
def _(effect: Requested, occasion: Occasion) -> None:
    connection, key = occasion.connection, {"call_sid": occasion.call_sid, "step": occasion.step}
    if limits.may_ask(connection, occasion.call_sid, occasion.caller, occasion.at):
        wish = {"kind": effect.kind, "reference": effect.reference, "at": occasion.at}
        _add(connection, tables.request, key, wish)


def keep_recording(occasion: Occasion, node: str, sid: str, url: str, seconds: int | None) -> None:
    """Add a recording, or the length of one that is there. A length only ever grows; None is not known.

    The same recording is told of twice, by the step that heard it end and by its status callback, in
    either order. Should their steps differ, the later counts: a deletion in between must not take it. One
    that the caller had deleted stays deleted.
    """
    connection, recordings = occasion.connection, tables.recording
    sid = sid or url or f"{occasion.call_sid}/{occasion.step}"  # without a name, it must still not be lost
    if limits.is_unwanted(connection, sid, seconds):
        return
    same = recordings.c.recording_sid == sid
    known = connection.execute(select(recordings).where(same)).first()
    row = {"call_sid": occasion.call_sid, "step": occasion.step, "node": node, "url": url, "seconds": seconds}
    if known is None:
        connection.execute(insert(recordings).values(recording_sid=sid, at=occasion.at, **row))
    elif known.call_sid == occasion.call_sid:
        longest = max(known.seconds, seconds, key=lambda told: -1 if told is None else told)
        change = update(recordings).where(same)
        connection.execute(change.values(seconds=longest, step=max(known.step, occasion.step)))


def open_for_recordings(occasion: Occasion) -> None:
    """Give a reference to each message that a recording opened, having come without a known consent."""
    story = reading.story_of(occasion.connection, occasion.call_sid)
    for message in story.messages:
        if message.opened not in story.references:
            open_message(occasion, message.opened, {"opened_at": occasion.at})


def open_message(occasion: Occasion, opened: int, proof: dict[str, Any]) -> None:
    """Add the row of a message that may open at this step, or the proof to one that lacks it."""
    connection, messages = occasion.connection, tables.message
    key = {"call_sid": occasion.call_sid, "opened_step": opened}
    of_key = and_(*(messages.c[name] == value for name, value in key.items()))
    known = connection.execute(select(messages.c.version).where(of_key)).first()
    if known is None:
        reference = unused(connection, occasion.below)
        connection.execute(insert(messages).values(**key, **proof, reference=reference))
    elif known.version is None and "version" in proof:
        connection.execute(update(messages).where(of_key).values(**proof))


def _mark(occasion: Occasion, what: str, name: str = "") -> None:
    key = {"call_sid": occasion.call_sid, "step": occasion.step, "what": what, "name": name}
    _add(occasion.connection, tables.mark, key)


def _add(
    connection: Connection, table: Table, key: dict[str, Any], rest: dict[str, Any] | None = None
) -> bool:
    """Add a row unless its key is there. Says whether it was added.

    The call's row is locked, so looking first is enough; were it not, the key would refuse the second row
    and the whole transaction would be done again.
    """
    there = select(table).where(*(table.c[name] == value for name, value in key.items()))
    if connection.execute(there).first() is not None:
        return False
    connection.execute(insert(table).values(**key, **(rest or {})))
    return True


def last_answers(effects: Iterable[Effect]) -> tuple[Effect, ...]:
    """Return the effects with only the last answer of each name: a step has one value for each."""
    last = {effect.name: effect for effect in effects if isinstance(effect, Answered)}
    return tuple(
        effect for effect in effects if not isinstance(effect, Answered) or last[effect.name] is effect
    )
