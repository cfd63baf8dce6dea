"""Where a call goes when nobody presses anything."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ivr.call.effects import Discarded
from ivr.call.turn import NodeId
from ivr.check.survey.edge import Edge
from ivr.check.survey.survey import Survey
from ivr.walk.loops import loops

Reached = Literal["person", "recording", "question", "end", "itself"]
"""What silence leads to: a person is rung; something is recorded; something else is asked; the line hangs up; the
same words come for ever."""


@dataclass(frozen=True, slots=True)
class Silent:
    """One way that silence leads from a step that asks something.

    `way`: the nodes heard on it, the one it ends at last; `through`: the junctions passed. `discards`: what was
    unsent is deleted on the way. `back`: it leads one step back.
    """

    reached: Reached
    way: tuple[NodeId, ...]
    through: tuple[NodeId, ...]
    discards: bool
    back: bool


def asking(survey: Survey) -> Iterator[NodeId]:
    """Return the nodes that wait for a key, in file order."""
    return (name for name, visit in survey.visits().items() if visit.asks)


def silent_ways(survey: Survey, name: NodeId) -> Iterator[Silent]:
    """Yield each way that silence leads from a node that asks something, up to what comes of it."""
    for edge in survey.visits()[name].to("silence"):
        yield from _on(survey, edge, (name,), (), discards=False, back=False)


def silent_loops(survey: Survey) -> list[list[NodeId]]:
    """Return the ways round that a caller who presses nothing goes: the questions on each, in file order.

    Going back is no way round, since there is less behind each time.
    """
    askers = list(asking(survey))
    ahead = {
        name: tuple(
            dict.fromkeys(
                silent.way[-1]
                for silent in silent_ways(survey, name)
                if silent.reached == "question" and not silent.back
            )
        )
        for name in askers
    }
    order = {name: place for place, name in enumerate(askers)}
    return sorted(
        (sorted(loop, key=order.__getitem__) for loop in loops(ahead)), key=lambda loop: order[loop[0]]
    )


def _on(
    survey: Survey,
    edge: Edge,
    way: tuple[NodeId, ...],
    through: tuple[NodeId, ...],
    *,
    discards: bool,
    back: bool,
) -> Iterator[Silent]:
    """Follow an edge of silence, and what is only spoken after it."""
    through += edge.through
    discards = discards or any(isinstance(effect, Discarded) for effect in edge.effects)
    back = back or edge.back
    if edge.to is None:
        yield Silent("end", way, through, discards, back)
        return
    if edge.stays or (edge.to in way[1:]):
        yield Silent("itself", way, through, discards, back)
        return
    way += (edge.to,)
    there = survey.visits()[edge.to]
    if there.rings:
        yield Silent("person", way, through, discards, back)
    elif there.records:
        yield Silent("recording", way, through, discards, back)
    elif there.asks:
        yield Silent("question", way, through, discards, back)
    else:
        for each in (*there.to("words"), *there.to("hung-up")):
            yield from _on(survey, each, way, through, discards=discards, back=back)
