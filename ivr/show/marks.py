"""What is drawn on a map besides the flow itself: where a call is, what is unwise, what nobody has tried."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from ivr.call.turn import NodeId
from ivr.menu.problems import Problem
from ivr.show.plan import Way


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks on a map.

    `here` is the node that a call is at. `problems` are those of the linter, by node. `untried` are ways out of a node
    that no scenario has gone, as (node, how): `how` is that of the way (a key, `silence`, `open`, `recorded`), or its
    means (`wrong-keys`). What is untried and is no way on the map (`hangs up`) is named at its node.
    """

    here: NodeId | None = None
    problems: Mapping[NodeId, Sequence[Problem]] = field(default_factory=dict)
    untried: Collection[tuple[NodeId, str]] = frozenset()

    def has_not_tried(self, way: Way) -> bool:
        """Whether no scenario has gone this way."""
        if not self.untried:
            return False
        return (way.start, way.how) in self.untried or (way.start, way.means) in self.untried


NO_MARKS = Marks()
"""A map of the flow alone."""
