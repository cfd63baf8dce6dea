"""Which nodes a call comes to only by way of certain others."""

from collections.abc import Collection

from ivr.call.turn import NodeId
from ivr.check.survey import Survey


def behind(survey: Survey, marked: Collection[NodeId]) -> frozenset[NodeId]:
    """Return the nodes that no call comes to without having been at a marked one before.

    Ways back are left out: whoever goes back to a node has come there before. A marked node counts only if another
    marked one lies on every way to it.
    """
    bare: dict[NodeId, None] = dict.fromkeys(survey.opens)
    waiting = list(bare)
    while waiting:
        here = waiting.pop()
        if here in marked:
            continue
        for edge in survey.edges[here]:
            if not (edge.back or edge.stays) and edge.to is not None and edge.to not in bare:
                bare[edge.to] = None
                waiting.append(edge.to)
    return frozenset(name for name in survey.edges if name not in bare)
