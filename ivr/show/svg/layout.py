"""Where the cards of a sheet stand: from left to right as a call goes, from top to bottom as keys do.

A tidy tree: what follows a card stands right of it, its first child level with it. Lines never cross, for a card
that has children stands below everything that follows the cards above it. Where that would grow taller than a page, the
branches of the first card that has several stand in blocks side by side, and a line above them leads to each block.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ivr.call.turn import NodeId
from ivr.show.sheets import Place, Sheet
from ivr.show.svg.cards import NARROW, WIDE, Card

ACROSS: Final = 46
"""Between two columns."""
DOWN: Final = 16
"""Between two cards, one above the other."""
BROAD, HIGH = 1040, 660
"""Size of a sheet on A4 paper, in pixels: what fits is printed as large as it is on the screen."""
ENTRY: Final = 12
"""How far below its upper edge lines come to a card."""
_ABOVE: Final = 12
"""How far above its cards the line to blocks is."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A card and where its upper left corner is."""

    place: Place
    card: Card
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Picture:
    """The cards of a sheet, the lines between them (from, to, SVG path), and its size."""

    cards: tuple[Placed, ...]
    edges: tuple[tuple[Place, Place, str], ...]
    width: int
    height: int


def picture(sheet: Sheet, draw: Callable[[Place], Card]) -> Picture:
    """Return the cards of a sheet, each at its place."""
    cards = {(place.name, place.repeated): draw(place) for tree in sheet.places for place in _all(tree)}
    trees = [_best(tree, cards) for tree in sheet.places]
    while sum(tree.lowest + DOWN for tree in trees) > HIGH:
        flatter = [_flatter(tree) for tree in trees]
        gains = [tree.lowest - flat.lowest for tree, flat in zip(trees, flatter, strict=True)]
        if max(gains) <= 0:
            break
        place = gains.index(max(gains))
        trees[place] = flatter[place]
    y = 0
    for tree in trees:
        y += _ABOVE if tree.blocks > 1 else 0
        tree.set(y)
        y = tree.lowest + DOWN
    return Picture(
        tuple(placed for tree in trees for placed in tree.placed),
        tuple(edge for tree in trees for edge in tree.edges),
        max(tree.right for tree in trees),
        y - DOWN,
    )


def _all(place: Place) -> Iterator[Place]:
    yield place
    for child in place.children:
        yield from _all(child)


def _best(tree: Place, cards: "_Cards") -> "_Tree":
    """Return a tree in as many blocks as make it legible at the largest size on paper."""
    best = _Tree(tree, cards, 1)
    while best.size() < 1:
        flatter = _flatter(best)
        if flatter.size() <= best.size():
            break
        best = flatter
    return best


def _flatter(tree: "_Tree") -> "_Tree":
    """Return a tree in more blocks, if it then is as broad as paper at most and flatter; else itself."""
    for blocks in range(tree.blocks + 1, tree.branches + 1):
        flatter = _Tree(tree.first, tree.cards, blocks)
        if flatter.right > BROAD:
            break
        if flatter.lowest < tree.lowest:
            return flatter
    return tree


_Cards = dict[tuple[NodeId, bool], Card]


class _Tree:
    """A tree that is set in so many blocks. `right` and `lowest` are its outer edges; `branches` are those of the first
    card that has several."""

    def __init__(self, first: Place, cards: _Cards, blocks: int) -> None:
        self.first, self.cards, self.blocks = first, cards, blocks
        fork = first
        while len(fork.children) == 1:
            fork = fork.children[0]
        self.branches = len(fork.children)
        self.set(0)

    def set(self, top: int) -> None:
        """Set the whole tree below `top`."""
        self.top = top
        self.placed: list[Placed] = []
        self.edges: list[tuple[Place, Place, str]] = []
        self.right = self.lowest = 0
        self._stem(self.first, 0)

    def size(self) -> float:
        """Return how large it would be on a sheet of paper: 1 as it is, less if it would have to shrink."""
        return min(BROAD / self.right, HIGH / self.lowest, 1.0)

    def _stem(self, place: Place, x: int) -> Placed:
        """Set a place of the stem, and all that follows it."""
        card = self.cards[place.name, place.repeated]
        behind = x + (NARROW if place.repeated else WIDE) + ACROSS
        here = self._put(Placed(place, card, x, self.top))
        if len(place.children) == 1:
            self._join(here, [self._stem(place.children[0], behind)], None)
            return here
        bus = None
        for group in self._groups(place.children):
            bottom: list[int] = []
            first = [self._branch(child, behind, 0, self.top, bottom) for child in group]
            self._join(here, first, bus)
            bus = self.right + 14
            behind = self.right + ACROSS
        return here

    def _branch(self, place: Place, left: int, column: int, top: int, bottom: list[int]) -> Placed:
        """Set a place and all that follows it, not above `top`, and below what `bottom` says its column is full to."""
        if column == len(bottom):
            bottom.append(self.top)
        top = max(top, bottom[column])
        at = len(self.placed)
        children = [self._branch(child, left, column + 1, top, bottom) for child in place.children]
        y = children[0].y if children else top
        card = self.cards[place.name, place.repeated]
        here = self._put(Placed(place, card, left + column * (WIDE + ACROSS), y), at)
        bottom[column] = y + card.height + DOWN
        self._join(here, children, None)
        return here

    def _groups(self, children: Sequence[Place]) -> Iterator[Sequence[Place]]:
        """Yield the branches of each block: about as tall as each other."""
        if self.blocks == 1:
            yield children
            return
        heights = [self._height(child) for child in children]
        room = sum(heights) / self.blocks
        group: list[Place] = []
        full = made = 0
        for number, (child, height) in enumerate(zip(children, heights, strict=True)):
            left = len(children) - number
            if group and (full + height / 2 > room * (made + 1) or left <= self.blocks - made - 1):
                yield group
                group, made = [], made + 1
            group.append(child)
            full += height
        yield group

    def _height(self, place: Place) -> int:
        own = self.cards[place.name, place.repeated].height + DOWN
        return max(own, sum(map(self._height, place.children)))

    def _put(self, placed: Placed, at: int | None = None) -> Placed:
        self.placed.insert(len(self.placed) if at is None else at, placed)
        self.right = max(self.right, placed.x + placed.card.width)
        self.lowest = max(self.lowest, placed.y + placed.card.height)
        return placed

    def _join(self, start: Placed, ends: Sequence[Placed], bus: int | None) -> None:
        for end in ends:
            self.edges.append((start.place, end.place, self._line(start, end, bus)))

    def _line(self, start: Placed, end: Placed, bus: int | None) -> str:
        """Return the line from one card to another as an SVG path, with round corners. `bus` is where it comes down
        from above, if it leads to a later block."""
        x, y = start.x + start.card.width, start.y + ENTRY
        to_x, to_y = end.x - 6, end.y + ENTRY
        middle = x + 14
        if bus is not None:
            above = self.top - _ABOVE
            up = f"M{x} {y}H{middle - 5}q5 0 5-5V{above + 5}q0-5 5-5"
            return f"{up}H{bus - 5}q5 0 5 5V{to_y - 5}q0 5 5 5H{to_x}"
        if to_y == y:
            return f"M{x} {y}H{to_x}"
        return f"M{x} {y}H{middle - 5}q5 0 5 5V{to_y - 5}q0 5 5 5H{to_x}"
