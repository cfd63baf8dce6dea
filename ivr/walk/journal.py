"""What a caller did at a step, by its kind: what the journal of a call tells."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from ivr.call.heard import Dialled, Heard, NothingRecorded, Pressed, Recorded
from ivr.call.journal import Did, Entry
from ivr.call.keys import AGAIN, BACK, EMERGENCY, PACE, PERSON, Key, key_of
from ivr.call.turn import Place, Turn
from ivr.menu.flow import Flow
from ivr.menu.node import Node
from ivr.menu.step import Missed, Moment
from ivr.walk.engine import Move, everywhere

_EVERYWHERE: Final[Mapping[Key, Did]] = {
    PERSON: "person",
    EMERGENCY: "emergency",
    PACE: "pace",
    AGAIN: "again",
    BACK: "back",
}
_DIALLED: Final[Mapping[str, Did]] = {
    "completed": "dial:completed",
    "busy": "dial:busy",
    "no-answer": "dial:no-answer",
    "failed": "dial:failed",
    "canceled": "dial:canceled",
}


def entry(
    flow: Flow, place: Place, heard: Heard, now: datetime, known: Mapping[str, str], move: Move
) -> Entry:
    """Return what happened at a place, from what the engine was given there and what it made of it."""
    did, key = _did(flow, place, heard, now, known)
    return Entry(now, place.track.step, place.turn, did, move.through, move.place.turn, key)


def beginning(now: datetime, move: Move) -> Entry:
    """Return that a call has begun."""
    return Entry(now, 0, None, "begins", move.through, move.place.turn)


def _did(
    flow: Flow, place: Place, heard: Heard, now: datetime, known: Mapping[str, str]
) -> tuple[Did, Key | str]:
    match heard:
        case Recorded(hung_up=hung_up):
            return ("recording-hung-up" if hung_up else "recording"), ""
        case NothingRecorded():
            return "no-recording", ""
        case Dialled(outcome):
            return _DIALLED[outcome], ""
        case Pressed(digits):
            return _pressed(digits, flow, place, heard, now, known)
    return "silence", ""


def _pressed(
    digits: str, flow: Flow, place: Place, heard: Heard, now: datetime, known: Mapping[str, str]
) -> tuple[Did, Key | str]:
    node = flow.nodes[place.turn.node]
    key = node.key(heard)
    if key and everywhere(key, flow, node, place.turn) is not None:
        return _EVERYWHERE[key], ""
    if len(digits) == 1 and key_of(digits) in _options(flow, node, place.turn):
        return "option", key_of(digits)
    step = node.follows(heard, Moment(place.turn, flow.line, now, known))
    if not isinstance(step, Missed):
        return "entry", ""
    if step.how == "not_accepted":
        return "not-accepted", ""
    return ("silence", "") if step.how == "no_input" else ("wrong-key", key_of(digits[0]))


_KNOWN: Final[dict[tuple[str, str], frozenset[str]]] = {}
_MOST_KNOWN: Final = 4096


def _options(flow: Flow, node: Node, turn: Turn) -> frozenset[str]:
    """Return the keys that are options of a node: found out once, because every key press asks for them."""
    known = _KNOWN.get((flow.version, turn.node))
    if known is None:
        known = frozenset(way.how for way in node.exits(flow.line) if way.means == "key")
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[flow.version, turn.node] = known
    return known
