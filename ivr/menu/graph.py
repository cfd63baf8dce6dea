"""The ways through a flow as they are written in the file, before anybody rings."""

from collections.abc import Iterable, Iterator, Mapping, Set

from ivr.call.turn import NodeId
from ivr.menu.line import Line
from ivr.menu.node import Node
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
    is surely known there. Going back never makes less known.
    """
    bits: dict[str, int] = {}
    ways = {
        name: [(way.to, _mask(way.gains, bits)) for way in exits(name, nodes, line) if way.to in nodes]
        for name in nodes
    }
    known: dict[str, int] = {line.start: 0} | dict.fromkeys(everywhere(line), 0)
    waiting = [name for name in known if name in nodes]
    while waiting:
        here = waiting.pop()
        for to, gained in ways[NodeId(here)]:
            there = known[here] | gained
            before = known.get(to)
            merged = there if before is None else before & there
            if merged != before:
                known[to] = merged
                waiting.append(to)
    return {
        NodeId(name): {word for word, bit in bits.items() if mask & bit}
        for name, mask in known.items()
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
    """Return, for each node that opening hours lead to, the hours that do (one of them, where several do)."""
    before: dict[NodeId, NodeId] = {}
    for name in nodes:
        for way in exits(name, nodes, line):
            if "next_open_day" in way.gains:
                before.setdefault(NodeId(way.to), name)
    return before
