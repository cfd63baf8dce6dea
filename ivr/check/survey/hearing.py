"""How long somebody listens who hears the line for the first time: from answering to each key that is named."""

import heapq
from collections.abc import Mapping
from typing import NamedTuple

from ivr.call.keys import Key
from ivr.call.turn import NodeId
from ivr.check.survey.edge import Edge
from ivr.check.survey.survey import Survey
from ivr.check.survey.visit import Visit


class Told(NamedTuple):
    """A choice of a node: which key, where it leads, the seconds from answering until its key has been named, and the
    nodes heard on the way, in order, this one last."""

    node: NodeId
    key: Key
    to: NodeId | None
    seconds: float
    way: tuple[NodeId, ...]


def seconds_to_nodes(survey: Survey, language: str | None = None) -> Mapping[NodeId, float]:
    """Return the fewest seconds from answering until each node begins to speak.

    The caller presses a key as soon as it has been named, and hears to the end what names none. Where only silence or
    wrong keys lead, all attempts are heard and waited out. A node that is come to only by a key that nobody names is
    left out.
    """
    return {name: seconds for name, (seconds, _) in _nearest(survey, language).items()}


def seconds_to_keys(survey: Survey, language: str | None = None) -> tuple[Told, ...]:
    """Return every option that is named, with the fewest seconds from answering until it has been."""
    near = _nearest(survey, language)
    told: dict[tuple[NodeId, Key], Told] = {}
    for name, visit in survey.visits(language).items():
        for edge in visit.options if name in near else ():
            key = edge.key
            if key in visit.keys_said and key is not None and (name, key) not in told:
                seconds = near[name][0] + visit.keys_said[key]
                told[name, key] = Told(name, key, edge.to, seconds, _way(name, near))
    return tuple(told.values())


def _nearest(survey: Survey, language: str | None) -> dict[NodeId, tuple[float, NodeId | None]]:
    """Return the seconds to each node, and the node before it (Dijkstra); ways with less silence first."""
    visits = survey.visits(language)
    found: dict[NodeId, tuple[float, NodeId | None]] = {}
    waiting: list[tuple[int, float, NodeId, NodeId | None]] = [(0, 0.0, name, None) for name in survey.opens]
    heapq.heapify(waiting)
    while waiting:
        missed, seconds, here, before = heapq.heappop(waiting)
        if here in found:
            continue
        found[here] = seconds, before
        visit = visits[here]
        for edge in survey.ahead[here]:
            lasts = None if edge.to is None or edge.to in found else _lasts(visit, edge)
            if lasts is not None and edge.to is not None:
                silent = missed + (edge.means in ("silence", "wrong"))
                heapq.heappush(waiting, (silent, seconds + lasts, edge.to, here))
    return found


def _lasts(visit: Visit, edge: Edge) -> float | None:
    """Return how long somebody is at a node who leaves it by an edge; None where nobody tells them of it."""
    match edge.means:
        case "key":
            assert edge.key is not None  # noqa: S101 - a key edge has a key
            if edge.key in visit.keys_said:
                return visit.keys_said[edge.key]
            return visit.seconds() if edge.key in visit.said_before else None
        case "silence":
            return sum(visit.seconds(turn) + visit.wait(turn) for turn in visit.silent)
        case "wrong":
            return sum(visit.seconds(turn) for turn in visit.wrong)
    return visit.seconds()


def _way(name: NodeId, near: Mapping[NodeId, tuple[float, NodeId | None]]) -> tuple[NodeId, ...]:
    way: list[NodeId] = []
    here: NodeId | None = name
    while here is not None:
        way.append(here)
        here = near[here][1]
    return tuple(reversed(way))
