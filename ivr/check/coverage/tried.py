"""What a call has tried, read from its journal."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from ivr.call.journal import Did, Entry
from ivr.call.keys import AGAIN, BACK, EMERGENCY, PACE, PERSON, Key
from ivr.call.turn import Turn
from ivr.call.verbs import Hangup
from ivr.check.coverage.item import HANG_UP, LONGEST, ONCE, WHILE_RECORDING, Kind, What
from ivr.menu.flow import Flow
from ivr.menu.scene import Scene
from ivr.menu.step import Exit, Means
from ivr.menu.types import BACK_WORD
from ivr.walk.doings import passing

_EVERYWHERE: Final[Mapping[Did, Key]] = {
    "person": PERSON,
    "emergency": EMERGENCY,
    "pace": PACE,
    "again": AGAIN,
    "back": BACK,
}
_LEADS: Final[Mapping[Did, tuple[Kind, tuple[Means, ...]]]] = {
    "option": ("option", ("key",)),
    "entry": ("entry", ("entry",)),
    "silence": ("silence", ("silence", "words")),
    "wrong-key": ("wrong-key", ("wrong-keys",)),
    "not-accepted": ("not-accepted", ("wrong-keys",)),
    "recording": ("recording", ("recording",)),
    "no-recording": ("no-recording", ("no-recording",)),
    "dial:completed": ("dial", ("call",)),
}
"""What each doing tries, and by what exits it leaves a node."""


def tried_in(flow: Flow, entries: Sequence[Entry]) -> Iterator[What]:
    """Yield what one call has tried, each thing as often as it was done. Steps on another version are left out."""
    own = [entry for entry in entries if _version(entry) in (None, flow.version)]
    for entry in own:
        yield from tried_by(flow, entry)
    if not any(entry.did == "over" for entry in own):
        return
    steps = [entry for entry in own if entry.after is not None and entry.step is not None]
    last = max(steps, key=lambda entry: entry.step or 0, default=None)
    if last is None or last.after is None or last.did == "recording-hung-up":
        return  # who hangs up while recording does not hang up at what would have followed
    if last.did == "dial:canceled" and last.before is not None:  # nor does who hangs up while it rings
        yield What(last.before.node, "hang-up", HANG_UP)
    elif waits(flow, last.after):
        yield What(last.after.node, "hang-up", HANG_UP)


def tried_by(flow: Flow, entry: Entry) -> Iterator[What]:
    """Yield what one step of a call has tried.

    Where several ways of a junction, or a step, lead to the same node, a journal does not tell them apart, and all
    of them count as tried.
    """
    before, after = entry.before, entry.after
    if after is None:
        return
    yield What(None, "language", after.language)
    passed = (*entry.through, after.node)
    for junction, to in pairwise(passed):
        for way in flow.nodes[junction].exits(flow.line):
            if way.to == to and way.means == "junction":
                yield What(junction, "way", way.how)
    if before is None:
        return
    if entry.did in _EVERYWHERE:
        yield What(None, "key", _EVERYWHERE[entry.did])
    elif entry.did == "recording-hung-up":
        yield What(before.node, "hang-up", WHILE_RECORDING)
    elif entry.key and entry.did == "option":
        yield What(before.node, "option", entry.key)
    elif entry.did in ONCE and _asked_again(before, after):
        yield What(before.node, _LEADS[entry.did][0], ONCE[entry.did])
    else:
        yield from _led_on(flow, entry, before, after)


def waits(flow: Flow, turn: Turn) -> bool:
    """Say whether the line waits for the caller at a turn, so that hanging up there is the caller's doing."""
    verbs = flow.nodes[turn.node].plays(Scene(turn, flow.editions[turn.language], "/voice"))
    return not passing(verbs) and not any(isinstance(verb, Hangup) for verb in verbs)


def _version(entry: Entry) -> str | None:
    turn = entry.after or entry.before
    return turn.version if turn else None


def _asked_again(before: Turn, after: Turn) -> bool:
    return after.node == before.node and after.attempt == before.attempt + 1


def _led_on(flow: Flow, entry: Entry, before: Turn, after: Turn) -> Iterator[What]:
    """Yield by which exit a step has left its node; of a ringing, also how it ended."""
    if entry.did.startswith("dial:"):
        yield What(before.node, "dial", entry.did.removeprefix("dial:"))
    if entry.did == "recording" and after.event == "time_limit":
        yield What(before.node, "recording", LONGEST)
    kind, means = _LEADS.get(entry.did, (None, ()))
    if kind is None:
        return
    first = entry.through[0] if entry.through else after.node
    exits = [way for way in flow.nodes[before.node].exits(flow.line) if way.means in means]
    taken = _taken(exits, first)
    if entry.did == "option" and len(taken) > 1:  # without its key, nobody can tell which it was
        return
    for way in taken:
        yield What(before.node, "words" if way.means == "words" else kind, way.how)
    if exits and not taken and kind in ("entry", "recording"):  # a way that is the line's, not the node's own
        yield What(before.node, kind, f"to {first}")


def _taken(exits: Collection[Exit], to: str) -> list[Exit]:
    """Return the exits that lead to a node; where none does, those that lead back, wherever that was."""
    return [way for way in exits if way.to == to] or [way for way in exits if way.to == BACK_WORD]
