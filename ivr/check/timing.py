"""How long it takes to get something done by telephone: from answering to each person, message and end.

Three callers are timed: one who rings for the first time and presses each key as soon as it has been said; one who
knows the keys and presses them at once; and a first one who reads the call through a relay service, typed at 40 words
a minute (`ivr.check.seconds`).
"""

import heapq
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Final, Literal, NamedTuple

from ivr.call.turn import NodeId
from ivr.call.verbs import Play, Say
from ivr.check.soundings import Measure, Measured, Typed, sounding_as
from ivr.check.survey import Edge, Survey, Visit
from ivr.check.survey.sounding import spoken

Kind = Literal["person", "message", "end"]
"""What is done at a node: somebody is rung, a message is recorded, the call ends."""

A_PRESS: Final = 1.0
"""Seconds from deciding on a key to having pressed it. Ours."""
A_DIGIT: Final = 0.5
"""Seconds for each digit of an entry. Ours."""
_ENTRY: Final = 12
"""Keys of an entry: a telephone number, and hash."""


class Way(NamedTuple):
    """A way to a node: its seconds, the keys pressed, the nodes heard on it, that node last.

    An entry of digits and a recording count as one press. `silent`: steps where nothing but silence, or wrong keys,
    leads on.
    """

    seconds: float
    presses: int
    silent: int
    nodes: tuple[NodeId, ...]


@dataclass(frozen=True)
class Task:
    """Something that is done at a node, with how long it takes to get there.

    `first`: for a caller who has never rung before. `known`: for one who knows the keys. `relay`: as the first, through
    a relay service.
    """

    kind: Kind
    node: NodeId
    first: Way
    known: Way
    relay: Way


class Longest(NamedTuple):
    """The node where something lasts longest, and how many seconds; for a prompt also its words."""

    node: NodeId
    seconds: float
    words: str = ""


@dataclass(frozen=True)
class Timing:
    """How long things take in one language. `opening`: the seconds from answering to the end of the words that name
    the first key; None where none is named. `unmeasured`: words that had to be estimated though a measure was at hand,
    in the order of the call."""

    language: str
    tasks: tuple[Task, ...]
    opening: float | None
    menu: Longest | None
    prompt: Longest | None
    unmeasured: tuple[str, ...] = ()


def timing_of(survey: Survey, language: str, measured: Measure | None = None) -> Timing:
    """Return how long things take in a language: estimated, or as measured where `measured` knows."""
    visits = survey.visits(language)
    unmeasured: dict[str, None] = {}
    if measured:
        visits = sounding_as(
            visits, lambda own: Measured(own.edition, own.samples, own.recorded, measured, unmeasured)
        )
    typed = sounding_as(visits, lambda own: Typed(own.edition, own.samples, own.recorded))
    first, known, relay = (
        _ways(survey, visits, _first_time),
        _ways(survey, visits, _knowing),
        _ways(survey, typed, _first_time),
    )
    tasks = tuple(
        Task(kind, name, first[name], known[name], relay[name])
        for name, visit in visits.items()
        if (kind := _kind(visit)) and name in first and name in known and name in relay
    )
    named = [
        first[name].seconds + min(v.keys_said.values())
        for name, v in visits.items()
        if v.keys_said and name in first
    ]
    parts = [
        Longest(name, visit.sounding.seconds_of(part), visit.sounding.of(part))
        for name, visit in visits.items()
        for part, _ in spoken(visit.first)
        if isinstance(part, Say | Play)
    ]
    menus = [Longest(name, visit.seconds()) for name, visit in visits.items() if visit.options]
    return Timing(
        language,
        tasks,
        min(named, default=None),
        max(menus, key=lambda each: each.seconds, default=None),
        max(parts, key=lambda each: each.seconds, default=None),
        tuple(unmeasured),
    )


def _kind(visit: Visit) -> Kind | None:
    means = {edge.means for edge in visit.edges}
    if any(each.startswith("dialled") for each in means):
        return "person"
    if "recorded" in means:
        return "message"
    return "end" if "hung-up" in means else None


Pace = Callable[[Visit, Edge], float | None]
"""The seconds that a caller spends at a node before leaving it by an edge; None for one they do not know of."""


def _ways(survey: Survey, visits: Mapping[NodeId, Visit], pace: Pace) -> dict[NodeId, Way]:
    """Return the quickest way to each node (Dijkstra), ways with less silence first."""
    found: dict[NodeId, Way] = {}
    order = count()  # so that equally quick ways are taken in the order they were found in
    waiting = [(0, 0.0, next(order), name, Way(0.0, 0, 0, (name,))) for name in survey.opens]
    while waiting:
        _, _, _, here, way = heapq.heappop(waiting)
        if here in found:
            continue
        found[here] = way
        for edge in visits[here].edges:
            lasts = None if edge.back or edge.to is None or edge.to in found else pace(visits[here], edge)
            if lasts is None or edge.to is None:
                continue
            presses = way.presses + (edge.means in ("key", "entered", "recorded"))
            silent = way.silent + (edge.means in ("silence", "wrong", "empty"))
            then = Way(way.seconds + lasts, presses, silent, (*way.nodes, edge.to))
            heapq.heappush(waiting, (silent, then.seconds, next(order), edge.to, then))
    return found


def _first_time(visit: Visit, edge: Edge) -> float | None:
    """Spend the time of a caller who knows nothing and presses each key as soon as it has been named."""
    match edge.means:
        case "key":
            if edge.key in visit.keys_said and edge.key is not None:
                return visit.keys_said[edge.key]
            return visit.seconds() if edge.key in visit.said_before else None
        case "silence":
            return sum(visit.seconds(turn) + visit.wait(turn) for turn in visit.silent)
        case "wrong":
            return sum(visit.seconds(turn) for turn in visit.wrong)
        case "entered":
            return visit.seconds() + _ENTRY * A_DIGIT
    return visit.seconds()


def _knowing(visit: Visit, edge: Edge) -> float | None:
    """Spend the time of a caller who knows every key, and presses it as soon as one works."""
    match edge.means:
        case "key":
            return visit.uninterrupted(visit.start) + A_PRESS
        case "entered":
            return visit.uninterrupted(visit.start) + _ENTRY * A_DIGIT
    return _first_time(visit, edge)
