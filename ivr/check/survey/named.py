"""Which keys a caller has been told of: those that have been named on every way to a node."""

from collections.abc import Mapping, Set

from ivr.call.keys import Key
from ivr.call.turn import NodeId
from ivr.check.survey.edge import Edge


def named_before(
    opens: Mapping[NodeId, None],
    ahead: Mapping[NodeId, tuple[Edge, ...]],
    named_at: Mapping[NodeId, Set[Key]],
) -> dict[NodeId, frozenset[Key]]:
    """Return, for each node, the keys that some node before it has named, whichever way the call came.

    `ahead`: the edges on which nodes are come to for the first time. `named_at`: the keys that each node names.
    """
    before: dict[NodeId, frozenset[Key]] = {name: frozenset() for name in opens}
    waiting = list(before)
    while waiting:
        here = waiting.pop()
        told = before[here] | named_at[here]
        for to in {edge.to for edge in ahead[here] if edge.to is not None}:
            merged = before[to] & told if to in before else frozenset(told)
            if merged != before.get(to):
                before[to] = merged
                waiting.append(to)
    return before
