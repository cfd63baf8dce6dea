"""A flow cut into sheets, each small enough to be read on one page: the same for the picture and the outline."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from ivr.call.turn import NodeId
from ivr.show.plan import Plan, Way
from ivr.show.tree import children, lost, roots, together

WIDEST: Final = 4
"""Nodes of a sheet that stand behind each other."""
TALLEST: Final = 34
"""Rows of a sheet, as far as one node does not need more."""
MANY: Final = 150
"""Nodes of a map from which on three or more keys that lead to the same node stand without their words."""
_FEW: Final = 3
_EACH: Final = 4
"""Rows of a node besides its ways: its name, its words, a gap."""


@dataclass(frozen=True, slots=True)
class Place:
    """A node on a sheet. `by` are the ways that lead here from the place it stands under; () for the first of a sheet.
    `links` are its ways to what stands elsewhere, those to the same node together. A `repeated` place is only named
    here, for what follows it: it stands on an earlier sheet, with its links."""

    name: NodeId
    by: tuple[Way, ...]
    children: tuple["Place", ...]
    links: tuple[tuple[Way, ...], ...]
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of a map. `number` counts from 1. `places` are the first of each tree on it."""

    number: int
    heading: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Sheets:
    """A whole map: its pages, and the number of the page on which each node stands."""

    sheets: tuple[Sheet, ...]
    of: dict[NodeId, int]


def sheets(plan: Plan) -> Sheets:
    """Cut a flow into sheets.

    The first begins where calls begin. What does not fit on a sheet follows on a later one, under the name of the node
    it follows. Last come what leads there from everywhere, and what nothing leads to.
    """
    rows = _Rows(plan)
    first, *others = roots(plan)
    under = children(plan, [first, *others])
    cut = [
        *(("A call begins", trees) for trees in _cut(rows, under, [first])),
        *(("From everywhere", trees) for trees in _cut(rows, under, others)),
    ]
    away = lost(plan)
    inside = {name for names in away.values() for name in names}
    cut += (("Nothing leads here", trees) for trees in _cut(rows, away, [n for n in away if n not in inside]))
    made = []
    for number, (heading, trees) in enumerate(cut, 1):
        made.append(Sheet(number, _heading(heading, trees), tuple(tree.place(plan) for tree in trees)))
    of = {place.name: sheet.number for sheet in made for place in walk(sheet.places) if not place.repeated}
    return Sheets(tuple(made), of)


def walk(places: Iterable[Place]) -> Iterator[Place]:
    """Yield places and all that stand under them, in the order they are read in."""
    for place in places:
        yield place
        yield from walk(place.children)


class _Tree:
    """A tree that grows until a sheet is full."""

    def __init__(self, top: NodeId, again: bool) -> None:
        self.top, self.again = top, again
        self.shown: dict[NodeId, tuple[NodeId, ...]] = {top: ()}
        self.edge = [top]

    def place(self, plan: Plan, name: NodeId | None = None, by: tuple[Way, ...] = ()) -> Place:
        """Return the tree as a place with all that stands under it."""
        here = name or self.top
        ways = list(together(plan.ways[here]))
        inner = tuple(
            self.place(plan, child, next(same for same in ways if same[0].to == child))
            for child in self.shown[here]
        )
        again = self.again and name is None
        links = () if again else tuple(same for same in ways if same[0].to not in self.shown[here])
        return Place(here, by, inner, links, again)


def _heading(begins: str, trees: list[_Tree]) -> str:
    names = ", ".join(dict.fromkeys(tree.top for tree in trees if tree.again))
    if not names:
        return begins
    return f"What follows {names}" if trees[0].again else f"{begins}; what follows {names}"


def _cut(rows: "_Rows", under: dict[NodeId, list[NodeId]], tops: list[NodeId]) -> Iterator[list[_Tree]]:
    """Yield the trees of each sheet."""
    waiting = [(top, False) for top in reversed(tops)]
    sheet: list[_Tree] = []
    full = 0
    while waiting:
        top, again = waiting.pop()
        tree = _Tree(top, again)
        cuts = _grow(tree, rows, under)
        high = rows.of(tree)
        if sheet and full + high > TALLEST:
            yield sheet
            sheet, full = [], 0
        sheet.append(tree)
        full += high
        waiting += ((name, True) for name in reversed(cuts))
    if sheet:
        yield sheet


def _grow(tree: _Tree, rows: "_Rows", under: dict[NodeId, list[NodeId]]) -> list[NodeId]:
    """Let a tree grow, step by step, as far as it fits on a sheet. Return the nodes whose children do not."""
    cuts: list[NodeId] = []
    level = [tree.top]
    for deep in range(WIDEST):
        behind: list[NodeId] = []
        for name in level:
            if not under[name]:
                continue
            tree.shown[name] = tuple(under[name])
            tree.shown |= dict.fromkeys(under[name], ())
            if name == tree.top or (deep < WIDEST - 1 and rows.of(tree) <= TALLEST):
                behind += under[name]
            else:
                for child in under[name]:
                    del tree.shown[child]
                tree.shown[name] = ()
                cuts.append(name)
        level = behind
    return [name for name in _in_order(tree, tree.top) if name in cuts]


def _in_order(tree: _Tree, name: NodeId) -> Iterator[NodeId]:
    yield name
    for child in tree.shown[name]:
        yield from _in_order(tree, child)


class _Rows:
    """How many rows nodes take, in the trees they stand in."""

    def __init__(self, plan: Plan) -> None:
        # Of each node: where it leads, and the rows that this takes if it is not drawn as a line.
        self.links = {
            name: [(same[0].to, len(same) if worded(plan, same) else 1) for same in together(ways)]
            for name, ways in plan.ways.items()
        }

    def of(self, tree: _Tree) -> int:
        """Return about how many rows a tree takes. Behind the first node that has several branches, they stand in
        blocks side by side, as far as there are columns."""
        here, column = tree.top, 1
        while len(tree.shown[here]) == 1:
            here, column = tree.shown[here][0], column + 1
        branches = tree.shown[here]
        own = self._own(tree, here)
        if not branches:
            return own
        sizes = [self._below(tree, branch) for branch in branches]
        blocks = max(1, (WIDEST - column) // max(columns for columns, _ in sizes))
        rows = [rows for _, rows in sizes]
        return max(*rows, -(-sum(rows) // min(blocks, len(rows))), own)

    def _below(self, tree: _Tree, name: NodeId) -> tuple[int, int]:
        """Return how many columns and rows a node takes, with all that stands under it."""
        columns = rows = 0
        for child in tree.shown[name]:
            deep, high = self._below(tree, child)
            columns, rows = max(columns, deep), rows + high
        return columns + 1, max(rows, self._own(tree, name))

    def _own(self, tree: _Tree, name: NodeId) -> int:
        if tree.again and name == tree.top:
            return 0
        shown = tree.shown[name]
        return _EACH + sum(rows for to, rows in self.links[name] if to not in shown)


def worded(plan: Plan, ways: tuple[Way, ...]) -> bool:
    """Whether ways to the same node stand with their words."""
    return len(ways) < _FEW or len(plan.spots) < MANY
