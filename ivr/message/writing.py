"""Effects to rows, within one transaction. Doing it twice is doing it once."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import singledispatch
from typing import Any

from sqlalchemy import Connection, Table

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
from ivr.message import items, limits, recordings, rows, tables
from ivr.message.calls import OVERTIME, Occasion, hold
from ivr.message.happenings import story_of
from ivr.message.references import unused
from ivr.message.values import USUAL_MINUTES, CallRef

CLEAR_ANSWERS = frozenset({"area"})
"""The names of answers that are stored in clear, because a message is routed by them. All others are sealed."""

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
    if effect.name in CLEAR_ANSWERS:
        _add(occasion.connection, tables.answer, key, {"value": effect.value})
        return
    seal = occasion.means.vault.call_seal(occasion.call_sid)
    hidden = seal.hide(items.in_call(occasion.step, effect.name), effect.value)
    if _add(occasion.connection, tables.answer, key, {"in_call": hidden}):
        _seal(occasion, items.of_answer(occasion.call_sid, occasion.step, effect.name), effect.value)


@write.register
def _(effect: RecordingKept, occasion: Occasion) -> None:
    # Nobody counted as many as 0 seconds of a recording that was kept: its length is not known yet.
    recordings.keep(occasion, effect.node, effect.sid, effect.url, effect.seconds or None)


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
    key = {"call_sid": occasion.call_sid, "step": occasion.step}
    if limits.may_ask(occasion) and _add(
        occasion.connection, tables.request, key, {"kind": effect.kind, "at": occasion.at}
    ):
        _seal(occasion, items.of_request(occasion.call_sid, occasion.step), effect.reference)


def told(
    occasion: Occasion, node: str, sid: str, url: str, seconds: int | None, *, there_is_none: bool
) -> None:
    """Write what a recording's status callback tells."""
    guess = occasion.at + timedelta(minutes=USUAL_MINUTES) + OVERTIME
    hold(occasion.connection, occasion.call_sid, over_by=guess, guess=True)
    if there_is_none:
        recordings.is_absent(occasion, node, sid, url)
    else:
        recordings.keep(occasion, node, sid, url, seconds)
    # Also where there is none: what it would have opened is then opened by the next one.
    open_for_recordings(occasion)


def open_for_recordings(occasion: Occasion) -> None:
    """Give a reference to each message that a recording opened, having come without a known consent."""
    story = story_of(occasion.connection, occasion.call_sid)
    for message in story.messages:
        if message.opened not in story.references:
            open_message(occasion, message.opened, {"opened_at": occasion.at})


def open_message(occasion: Occasion, opened: int, proof: dict[str, Any]) -> None:
    """Add the row of a message that may open at this step, or the proof to one that lacks it."""
    connection, messages = occasion.connection, tables.message
    key = {"call_sid": occasion.call_sid, "opened_step": opened}
    known = rows.find(connection, messages, key).first()
    if known is None:
        reference = unused(connection, occasion.means.below)
        rows.add(connection, messages, {**key, **proof, "reference": reference})
    elif known.version is None and "version" in proof:
        rows.change(connection, messages, key, proof)


def _seal(occasion: Occasion, item_id: str, text: str) -> None:
    occasion.means.vault.put(occasion.connection, item_id, text.encode(), occasion.at)


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
    if rows.find(connection, table, key).first() is not None:
        return False
    rows.add(connection, table, {**key, **(rest or {})})
    return True


def last_answers(effects: Iterable[Effect]) -> tuple[Effect, ...]:
    """Return the effects with only the last answer of each name: a step has one value for each."""
    last = {effect.name: effect for effect in effects if isinstance(effect, Answered)}
    return tuple(
        effect for effect in effects if not isinstance(effect, Answered) or last[effect.name] is effect
    )
