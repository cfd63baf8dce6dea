"""What a line does for its callers: the nodes where a task is done, or something is told."""

from collections.abc import Set

from ivr.call.effects import Sent
from ivr.call.turn import NodeId
from ivr.check.survey import Survey


def tasks(survey: Survey) -> tuple[NodeId, ...]:
    """Return the nodes where something is done: the call is put through, or ends, or a message has just been sent.

    What only silence or wrong keys lead to is nobody's task.
    """
    found: dict[NodeId, None] = {}
    for name, visit in survey.visits().items():
        if visit.silences:
            continue
        if visit.rings or visit.to("hung-up"):
            found[name] = None
        for edge in visit.edges:
            if edge.to and any(isinstance(effect, Sent) for effect in edge.effects):
                found[edge.to] = None
    return tuple(name for name in survey.visits() if name in found)


def information(survey: Survey) -> tuple[NodeId, ...]:
    """Return the nodes that tell something, after which the call goes back to where it came from."""
    visits = survey.visits()
    return tuple(
        name
        for name, visit in visits.items()
        if visit.node.role is None
        and visit.node.returns  # not where callers hear their own words
        and not visit.silences
        and not visit.rings
        and any(
            edge.to and (edge.back or visits[edge.to].presses < visit.presses) for edge in visit.to("words")
        )
    )


def without(survey: Survey, passed: Set[NodeId]) -> frozenset[NodeId]:
    """Return the nodes that a call can come to without passing any of some nodes, junctions among them."""
    reached: set[NodeId] = set()
    waiting = [name for name in survey.opens if name not in passed]
    while waiting:
        name = waiting.pop()
        if name in reached:
            continue
        reached.add(name)
        waiting += [
            edge.to
            for edge in survey.edges[name]
            if edge.to
            and not edge.back
            and not edge.stays
            and edge.to not in passed
            and passed.isdisjoint(edge.through)
        ]
    return frozenset(reached)
