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
from ivr.message.calls import OVERTIME, Moment, hold
from ivr.message.references import unused
from ivr.message.values import CallRef

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


_MOVES_RECORDINGS = (Consented, RecordingKept, Sent, Discarded)
"""Effects that can change which message a recording belongs to."""


def do(connection: Connection, effects: tuple[Effect, ...], call: CallRef, moment: Moment) -> None:
    """Write the effects of one step, once."""
    # A clock that runs behind, or a nonsensical minute, must not make a call begin in the future.
    began = min(call.began_minutes, int((moment.at - _EPOCH) / timedelta(minutes=1)))
    hold(
        connection,
        call.sid,
        over_by=_EPOCH + timedelta(minutes=began + call.longest_minutes) + OVERTIME,
    )
    if not _add(connection, tables.step, {"call_sid": call.sid, "step": moment.step}):
        # The step is done. Only a recording has a key of its own and is looked at all the same: two under
        # one step would be a surprise, and a lost one a harm.
        effects = tuple(effect for effect in effects if isinstance(effect, RecordingKept))
    for effect in effects:
        write(effect, moment)
    if any(isinstance(effect, _MOVES_RECORDINGS) for effect in effects):
        open_for_recordings(moment)


@singledispatch
def write(effect: Any, moment: Moment) -> None:
    """Write one effect of a step."""
    raise TypeError(f"{type(effect).__name__} is not an effect")


@write.register
def _(effect: Consented, moment: Moment) -> None:
    proof = {
        "opened_at": moment.at,
        "version": effect.version,
        "language": effect.language,
        "node": effect.node,
        "key": effect.key,
    }
    open_message(moment, moment.step, proof)


@write.register
def _(effect: Answered, moment: Moment) -> None:
    key = {"call_sid": moment.call_sid, "step": moment.step, "name": effect.name}
    _add(moment.connection, tables.answer, key, {"value": effect.value})


@write.register
def _(effect: RecordingKept, moment: Moment) -> None:
    # Nobody counted as many as 0 seconds of a recording that was kept: its length is not known yet.
    keep_recording(moment, effect.node, effect.sid, effect.url, effect.seconds or None)


@write.register
def _(effect: Confirmed, moment: Moment) -> None:
    _mark(moment, "confirmed")


@write.register
def _(effect: Sent, moment: Moment) -> None:
    _mark(moment, "sent")


@write.register
def _(effect: Discarded, moment: Moment) -> None:
    _mark(moment, "discarded")


@write.register
def _(effect: Marked, moment: Moment) -> None:
    _mark(moment, "marked", effect.what)


@write.register
def _(effect: Requested, moment: Moment) -> None:
    connection, key = moment.connection, {"call_sid": moment.call_sid, "step": moment.step}
    if limits.may_ask(connection, moment.call_sid, moment.caller, moment.at):
        wish = {"kind": effect.kind, "reference": effect.reference, "at": moment.at}
        _add(connection, tables.request, key, wish)


def keep_recording(moment: Moment, node: str, sid: str, url: str, seconds: int | None) -> None:
    """Add a recording, or the length of one that is there. A length only ever grows; None is not known.

    The same recording is told of twice, by the step that heard it end and by its status callback, in
    either order. Should their steps differ, the later counts: a deletion in between must not take it. One
    that the caller had deleted stays deleted.
    """
    connection, recordings = moment.connection, tables.recording
    sid = sid or url or f"{moment.call_sid}/{moment.step}"  # without a name, it must still not be lost
    if limits.is_unwanted(connection, sid, seconds):
        return
    same = recordings.c.recording_sid == sid
    known = connection.execute(select(recordings).where(same)).first()
    row = {"call_sid": moment.call_sid, "step": moment.step, "node": node, "url": url, "seconds": seconds}
    if known is None:
        connection.execute(insert(recordings).values(recording_sid=sid, at=moment.at, **row))
    elif known.call_sid == moment.call_sid:
        longest = max(known.seconds, seconds, key=lambda told: -1 if told is None else told)
        change = update(recordings).where(same)
        connection.execute(change.values(seconds=longest, step=max(known.step, moment.step)))


def open_for_recordings(moment: Moment) -> None:
    """Give a reference to each message that a recording opened, having come without a known consent."""
    story = reading.story_of(moment.connection, moment.call_sid)
    for message in story.messages:
        if message.opened not in story.references:
            open_message(moment, message.opened, {"opened_at": moment.at})


def open_message(moment: Moment, opened: int, proof: dict[str, Any]) -> None:
    """Add the row of a message that may open at this step, or the proof to one that lacks it."""
    connection, messages = moment.connection, tables.message
    key = {"call_sid": moment.call_sid, "opened_step": opened}
    of_key = and_(*(messages.c[name] == value for name, value in key.items()))
    known = connection.execute(select(messages.c.version).where(of_key)).first()
    if known is None:
        reference = unused(connection, moment.below)
        connection.execute(insert(messages).values(**key, **proof, reference=reference))
    elif known.version is None and "version" in proof:
        connection.execute(update(messages).where(of_key).values(**proof))


def _mark(moment: Moment, what: str, name: str = "") -> None:
    key = {"call_sid": moment.call_sid, "step": moment.step, "what": what, "name": name}
    _add(moment.connection, tables.mark, key)


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
