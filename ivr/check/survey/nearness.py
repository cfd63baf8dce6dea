"""How far every node is from the start of a call: in presses, in menus."""

import heapq
from collections.abc import Iterator, Mapping
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
    flow: Flow, opens: Mapping[NodeId, None], edges: Mapping[NodeId, Mapping[Edge, None]]
) -> dict[NodeId, Near]:
    """Return how near every node is. Ways back are left out: what is behind has been come to before."""
    choosing = {
        name
        for name, ways in edges.items()
        if flow.nodes[name].role is None and any(edge.option for edge in ways)
    }
    presses = _nearest(opens, edges, {})
    menus = _nearest(opens, edges, dict.fromkeys(choosing, 1))
    return {name: Near(silences, pressed, menus[name][1]) for name, (silences, pressed) in presses.items()}


def _nearest(
    opens: Mapping[NodeId, None],
    edges: Mapping[NodeId, Mapping[Edge, None]],
    menus: Mapping[NodeId, int],
) -> dict[NodeId, tuple[int, int]]:
    """Return the least silences to every node, and then the least presses, or menus if those are given."""
    found: dict[NodeId, tuple[int, int]] = {}
    waiting: list[tuple[tuple[int, int], NodeId]] = [((0, 0), name) for name in opens]
    while waiting:
        so_far, here = heapq.heappop(waiting)
        if here in found:
            continue
        found[here] = so_far
        for edge in forwards(edges[here]):
            if edge.to is not None and edge.to not in found:
                cost = menus.get(here, 0) if menus else int(edge.means in _PRESS)
                silent = int(edge.means in _SILENT)
                heapq.heappush(waiting, ((so_far[0] + silent, so_far[1] + cost), edge.to))
    return found


def forwards(edges: Mapping[Edge, None]) -> Iterator[Edge]:
    """Yield the edges that lead to another node and not back."""
    return (edge for edge in edges if not edge.back and not edge.stays)
