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
    spread = [_best(tree, cards) for tree in sheet.places]
    placed: list[Placed] = []
    edges: list[tuple[Place, Place, str]] = []
    y = wide = 0
    for tree, blocks in zip(sheet.places, spread, strict=True):
        y += _ABOVE if blocks > 1 else 0
        one = _Tree(cards, y, blocks)
        one.set(tree)
        placed += one.placed
        edges += one.edges
        wide, y = max(wide, one.right), one.lowest + DOWN
    return Picture(tuple(placed), tuple(edges), wide, y - DOWN)


def _all(place: Place) -> Iterator[Place]:
    yield place
    for child in place.children:
        yield from _all(child)


def _best(tree: Place, cards: dict[tuple[NodeId, bool], Card]) -> int:
    """Return in how many blocks a tree is legible at the largest size on paper."""
    fork = tree
    while len(fork.children) == 1:
        fork = fork.children[0]
    best, blocks = 0.0, 1
    for count in range(1, len(fork.children) + 1):
        one = _Tree(cards, 0, count)
        one.set(tree)
        size = min(BROAD / one.right, HIGH / one.lowest, 1.0)
        if size > best * 1.02:
            best, blocks = size, count
        if size == 1 or one.right > BROAD / best:
            break
    return blocks


class _Tree:
    """Sets one tree. `right` and `lowest` are the outer edges of what has been set."""

    def __init__(self, cards: dict[tuple[NodeId, bool], Card], top: int, blocks: int) -> None:
        self.cards, self.top, self.blocks = cards, top, blocks
        self.placed: list[Placed] = []
        self.edges: list[tuple[Place, Place, str]] = []
        self.right = self.lowest = 0

    def set(self, place: Place, x: int = 0) -> Placed:
        """Set a place of the stem, and all that follows it."""
        card = self.cards[place.name, place.repeated]
        behind = x + (NARROW if place.repeated else WIDE) + ACROSS
        here = self._put(Placed(place, card, x, self.top))
        if len(place.children) == 1:
            self._join(here, [self.set(place.children[0], behind)], None)
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
