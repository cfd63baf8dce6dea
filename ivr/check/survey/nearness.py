"""How far every node is from the start of a call: in presses, in menus."""

import heapq
from collections.abc import Callable, Mapping
from typing import NamedTuple

from ivr.call.turn import NodeId
from ivr.check.survey.edge import Edge
from ivr.menu.flow import Flow

_PRESS = frozenset({"key", "entered", "recorded"})
_SILENT = frozenset({"silence", "wrong", "empty"})


class Near(NamedTuple):
    """The fewest silences on any way to a node, and the fewest presses and menus on ways with so many."""

    silences: int
    presses: int
    menus: int


def nearness(
    flow: Flow, opens: Mapping[NodeId, None], ahead: Mapping[NodeId, tuple[Edge, ...]]
) -> dict[NodeId, Near]:
    """Return how near every node is. `ahead`: what `onwards` returns."""
    choosing = {
        name
        for name, ways in ahead.items()
        if flow.nodes[name].role is None and any(edge.option for edge in ways)
    }
    presses = _nearest(opens, ahead, lambda name, edge: int(edge.means in _PRESS))
    menus = _nearest(opens, ahead, lambda name, edge: int(name in choosing))
    return {name: Near(silences, pressed, menus[name][1]) for name, (silences, pressed) in presses.items()}


def _nearest(
    opens: Mapping[NodeId, None],
    ahead: Mapping[NodeId, tuple[Edge, ...]],
    cost: Callable[[NodeId, Edge], int],
) -> dict[NodeId, tuple[int, int]]:
    """Return the least silences to every node, and the least cost with so many."""
    found: dict[NodeId, tuple[int, int]] = {}
    waiting: list[tuple[tuple[int, int], NodeId]] = [((0, 0), name) for name in opens]
    while waiting:
        (silences, spent), here = heapq.heappop(waiting)
        if here in found:
            continue
        found[here] = silences, spent
        for edge in ahead[here]:
            if edge.to is not None and edge.to not in found:
                silent = int(edge.means in _SILENT)
                heapq.heappush(waiting, ((silences + silent, spent + cost(here, edge)), edge.to))
    return found


def onwards(
    opens: Mapping[NodeId, None], edges: Mapping[NodeId, Mapping[Edge, None]]
) -> dict[NodeId, tuple[Edge, ...]]:
    """Return the edges on which nodes are come to for the first time, by where they start.

    Ways back are left out, since what is behind has been come to before; but for those to a node that is come to in
    no other way, such as the review of a recording that the emergency key has ended.
    """
    ahead: dict[NodeId, list[Edge]] = {name: [] for name in edges}
    found: set[NodeId] = set()
    fresh = set(opens)
    while fresh:
        waiting = list(fresh)
        while waiting:
            here = waiting.pop()
            if here not in found:
                found.add(here)
                ways = [edge for edge in edges[here] if not (edge.back or edge.stays)]
                ahead[here] += ways
                waiting += [edge.to for edge in ways if edge.to is not None]
        last = {
            name: [edge for edge in edges[name] if edge.back and edge.to is not None and edge.to not in found]
            for name in found
        }
        for name, ways in last.items():
            ahead[name] += ways
        fresh = {edge.to for ways in last.values() for edge in ways if edge.to is not None}
    return {name: tuple(ways) for name, ways in ahead.items()}
