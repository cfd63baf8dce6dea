"""Where the key for a person leads: to a person, to a message that somebody hears later, or to something else."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ivr.call.keys import PERSON
from ivr.call.known import SETTING
from ivr.call.turn import NodeId
from ivr.check.finding import Path
from ivr.check.survey import Edge, Survey, Visit
from ivr.menu.step import Exit

Ends = Literal["person", "message", "choice", "entry", "words"]
"""What a way comes to: somebody's telephone rings; speech is taken; a key or digits are asked for; words only."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way that the key for a person can lead. `junction`: the last junction on it, with the way out of it.

    `excused`: this is so only while a number is not set in this installation.
    """

    to: NodeId
    ends: Ends
    junction: tuple[NodeId, Exit] | None = None
    excused: bool = False

    @property
    def path(self) -> Path:
        """Where in the file that is decided."""
        if self.junction is None:
            return ("line", "person")
        name, way = self.junction
        return ("nodes", name, *way.path)


def asking(survey: Survey) -> tuple[NodeId, ...]:
    """Return the nodes that ask for a key or for digits, reviews and confirmations left out."""
    return tuple(name for name, visit in survey.visits().items() if visit.asks and visit.node.role is None)


def ways_to_a_person(survey: Survey) -> tuple[Way, ...]:
    """Return every way that key 0 can lead, from any node that asks for something.

    Words that go on by themselves are followed to what comes after them.
    """
    found: dict[Way, None] = {}
    for name in asking(survey):
        for edge in survey.visits()[name].to("key", PERSON):
            found.update(dict.fromkeys(_ways(survey, edge, None, ())))
    return tuple(found)


def _ways(
    survey: Survey, edge: Edge, junction: tuple[NodeId, Exit] | None, seen: tuple[NodeId, ...]
) -> Iterator[Way]:
    to, flow = edge.to, survey.flow
    if to is None or to in seen:
        return
    if edge.through:
        last = edge.through[-1]
        exits = list(flow.nodes[last].exits(flow.line))
        junction = last, next((way for way in exits if way.to == to), exits[-1])
    visit = survey.visits()[to]
    ends = _kind(visit)
    onwards = [way for way in visit.to("words") if way.to and not way.back] if ends == "words" else []
    for way in onwards:
        yield from _ways(survey, way, junction, (*seen, to))
    if not onwards:
        unset = junction is not None and any(
            name.startswith(SETTING) for name in flow.nodes[junction[0]].goes_by()
        )
        yield Way(to, ends, junction, excused=unset and ends == "words")


def where_it_ends(survey: Survey, name: NodeId) -> Ends:
    """Return what a call comes to by itself from a node on: the best of it, where junctions follow."""
    found: set[Ends] = set()
    seen: set[NodeId] = set()
    waiting = [name]
    while waiting:
        here = waiting.pop()
        if here in seen:
            continue
        seen.add(here)
        visit = survey.visits()[here]
        found.add(_kind(visit))
        waiting += [edge.to for edge in visit.to("words") if edge.to and not edge.back]
    return next((best for best in _BEST if best in found), "words")


_BEST: tuple[Ends, ...] = ("person", "message", "choice", "entry")


def _kind(visit: Visit) -> Ends:
    if visit.rings:
        return "person"
    if visit.records:
        return "message"
    if visit.asks:
        return "choice" if visit.options else "entry"
    return "words"


def offers_a_person(survey: Survey, visit: Visit) -> Iterator[Edge]:
    """Yield the choices of a node, and its way on, that put the caller through; the key for a person left out."""
    for edge in (*visit.options, *visit.to("words")):
        if edge.to and not edge.back and where_it_ends(survey, edge.to) == "person":
            yield edge
