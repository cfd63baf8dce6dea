"""The ways through a flow as they are written in the file, before anybody rings."""

from collections.abc import Iterable, Iterator, Mapping, Set

from ivr.call.turn import NodeId
from ivr.menu.line import Line
from ivr.menu.node import Node
from ivr.menu.placeholders import NEXT_OPEN_DAY, REFERENCE
from ivr.menu.step import Exit
from ivr.menu.types import BACK_WORD

Nodes = Mapping[NodeId, Node]


def exits(name: NodeId, nodes: Nodes, line: Line) -> Iterator[Exit]:
    """Yield the ways out of a node that are written there, `back` left out."""
    return (way for way in nodes[name].exits(line) if way.to != BACK_WORD)


def everywhere(line: Line) -> tuple[NodeId, ...]:
    """Return the nodes that a key leads to from every step: the person and the emergency help."""
    return tuple(NodeId(name) for name in (line.person, line.emergency) if name)


def surely_known(line: Line, nodes: Nodes) -> dict[NodeId, Set[str]]:
    """Return, for each node that can be reached, the names known there on *every* way to it.

    The keys that work everywhere lead to the person and the emergency help from the very first step, so nothing
    is surely known there. Going back never makes less known. Answers belong to the message they were given in:
    they go with it when it is deleted, and a new one begins without those of the one sent before.
    """
    bits: dict[str, int] = {}
    ways = {
        name: [
            (way.to, _mask(way.gains, bits), way.message)
            for way in exits(name, nodes, line)
            if way.to in nodes
        ]
        for name in nodes
    }
    known: dict[_Stage, _Known] = dict.fromkeys(((line.start, _NO_MESSAGE),), (0, 0))
    known |= dict.fromkeys(((name, _NO_MESSAGE) for name in everywhere(line)), (0, 0))
    waiting = [stage for stage in known if stage[0] in nodes]
    while waiting:
        here, state = waiting.pop()
        loose, own = known[here, state]
        for to, gained, message in ways[NodeId(here)]:
            stage, there = _after(to, state, loose, own, gained, message)
            before = known.get(stage)
            merged = there if before is None else (before[0] & there[0], before[1] & there[1])
            if merged != before:
                known[stage] = merged
                waiting.append(stage)
    return _on_every_way(known, nodes, bits)


_NO_MESSAGE, _UNSENT, _SENT = range(3)
_Stage = tuple[str, int]
_Known = tuple[int, int]
"""Answers as bits: those that belong to no message, and those that belong to the newest one."""


def _after(to: str, state: int, loose: int, own: int, gained: int, message: str) -> tuple[_Stage, _Known]:
    """Return what is known after a way out is taken, and how the message stands then."""
    match message:
        case "opens" if state != _UNSENT:
            state, own = _UNSENT, 0
        case "keeps" if state == _NO_MESSAGE:
            state = _UNSENT
        case "sends" if state == _UNSENT:
            state = _SENT
        case "deletes" if state == _UNSENT:
            state, own = _NO_MESSAGE, 0
    if state == _NO_MESSAGE:
        return (to, state), (loose | gained, own)
    return (to, state), (loose, own | gained)


def _on_every_way(
    known: Mapping[_Stage, _Known], nodes: Nodes, bits: Mapping[str, int]
) -> dict[NodeId, Set[str]]:
    everything = (1 << len(bits)) - 1
    answers: dict[str, int] = {}
    without_message: set[str] = set()
    for (name, state), (loose, own) in known.items():
        answers[name] = answers.get(name, everything) & (loose | own)
        if state == _NO_MESSAGE:
            without_message.add(name)
    return {
        NodeId(name): {word for word, bit in bits.items() if mask & bit}
        | (set() if name in without_message else {REFERENCE})
        for name, mask in answers.items()
        if name in nodes
    }


def _mask(words: Iterable[str], bits: dict[str, int]) -> int:
    mask = 0
    for word in words:
        mask |= bits.setdefault(word, 1 << len(bits))
    return mask


def loop_without_caller(line: Line, nodes: Nodes) -> list[NodeId] | None:
    """Return nodes that lead round to each other without anybody doing anything, or None."""
    ahead = {
        name: [
            NodeId(way.to)
            for way in exits(name, nodes, line)
            if way.means in ("words", "junction") and way.to in nodes
        ]
        for name in nodes
    }
    done: set[NodeId] = set()
    for start in nodes:
        trail: dict[NodeId, None] = {}
        stack: list[tuple[NodeId, Iterator[NodeId]]] = []
        if start not in done:
            stack, trail = [(start, iter(ahead[start]))], {start: None}
        while stack:
            here, ways = stack[-1]
            for to in ways:
                if to in trail:
                    round_trip = list(trail)
                    return round_trip[round_trip.index(to) :]
                if to not in done:
                    trail[to] = None
                    stack.append((to, iter(ahead[to])))
                    break
            else:
                done.add(here)
                trail.pop(here)
                stack.pop()
    return None


def hours_before(line: Line, nodes: Nodes) -> dict[NodeId, NodeId]:
    """Return, for each node, the opening hours that were passed last, if that is the same on every way to it."""
    last: dict[NodeId, NodeId | None] = {
        NodeId(name): None for name in (line.start, *everywhere(line)) if name in nodes
    }
    waiting = list(last)
    while waiting:
        here = waiting.pop()
        for way in exits(here, nodes, line):
            to = NodeId(way.to)
            if to not in nodes:
                continue
            passed = here if NEXT_OPEN_DAY in way.gains else last[here]
            if to not in last or (last[to] is not None and last[to] != passed):
                last[to] = passed if to not in last else None
                waiting.append(to)
    return {name: passed for name, passed in last.items() if passed is not None}
