"""What is drawn on a map besides the flow itself: where a call is, what is unwise, what nobody has tried."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ivr.call.turn import NodeId
from ivr.menu.problems import Level, Problem
from ivr.show.plan import Plan, Way

if TYPE_CHECKING:
    from ivr.check.coverage import Item

LINE: Final = NodeId("")
"""Stands in `Marks.untried` for the whole line, in place of a node."""
_WORST: Final[tuple[Level, ...]] = ("error", "warning", "advice")


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks on a map.

    `here` is the node that a call is at; `over`: or has ended at. `problems` are those of the linter, by node.
    `untried` are ways out of a node that no scenario has gone, as (node, how): `how` is that of the way (a key,
    `silence`, `open`, `recorded`), or its means (`wrong-keys`). What is untried and is no way on the map (`hang up`)
    is named at its node; a key that works everywhere, under `LINE`.
    """

    here: NodeId | None = None
    problems: Mapping[NodeId, Sequence[Problem]] = field(default_factory=dict)
    untried: Collection[tuple[NodeId, str]] = frozenset()
    over: bool = False

    def has_not_tried(self, way: Way) -> bool:
        """Whether no scenario has gone this way."""
        if not self.untried:
            return False
        return (way.start, way.how) in self.untried or (way.start, way.means) in self.untried

    def rules(self, name: NodeId) -> list[tuple[Level, str, int]]:
        """Return the rules that a node breaks, each with its level and how often, worst first."""
        said = Counter((problem.level, problem.rule) for problem in self.problems.get(name, ()))
        return sorted(
            ((level, rule, count) for (level, rule), count in said.items()),
            key=lambda each: (_WORST.index(each[0]), each[1]),
        )


NO_MARKS = Marks()
"""A map of the flow alone."""


def marks_of(
    problems: Iterable[Problem] = (), untried: Iterable["Item"] = (), here: NodeId | None = None
) -> Marks:
    """Return what the linter and the coverage of scenarios have found, as marks. What belongs to no node is left out,
    except keys that work everywhere."""
    of: dict[NodeId, list[Problem]] = {}
    for problem in problems:
        if problem.node is not None:
            of.setdefault(NodeId(problem.node), []).append(problem)
    return Marks(here, of, frozenset((item.node or LINE, item.how) for item in untried))


def untried_besides(plan: Plan, marks: Marks) -> dict[NodeId, tuple[str, ...]]:
    """Return, by node, what nobody has tried there and is no way out of it."""
    found: dict[NodeId, list[str]] = {}
    for name, how in sorted(marks.untried):
        if name and all(how not in (way.how, way.means) for way in plan.ways.get(name, ())):
            found.setdefault(name, []).append(how)
    return {name: tuple(all_of_it) for name, all_of_it in found.items()}
