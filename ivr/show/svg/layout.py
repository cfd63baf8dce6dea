"""Where the cards of a sheet stand: from left to right as a call goes, from top to bottom as keys do.

A tidy tree: what follows a card stands right of it, its first child level with it. Lines never cross, for a card
that has children stands below everything that follows the cards above it. Where that would grow taller than a page, the
branches of the first card that has several stand in blocks side by side, and a line above them leads to each block.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from ivr.show.sheets import Place, Sheet
from ivr.show.svg.blocks import ACROSS, DOWN, Cards, Groups, spread
from ivr.show.svg.cards import NARROW, WIDE, Card

ENTRY: Final = 12
"""How far below its upper edge lines come to a card."""
_ABOVE: Final = 12
"""How far above its cards the line to blocks is."""
_TRUNK: Final = 14
"""How far right of a card the line that leads from it turns."""


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
    placed: list[Placed] = []
    edges: list[tuple[Place, Place, str]] = []
    y = right = 0
    for place, groups in zip(sheet.places, spread(sheet.places, cards), strict=True):
        y += _ABOVE if len(groups) > 1 else 0
        tree = _Tree(cards, groups, y)
        tree.stem(place, 0)
        placed += tree.placed
        edges += tree.edges
        right, y = max(right, tree.right), tree.lowest + DOWN
    return Picture(tuple(placed), tuple(edges), right, y - DOWN)


def _all(place: Place) -> Iterator[Place]:
    yield place
    for child in place.children:
        yield from _all(child)


class _Tree:
    """Sets a tree below `top`. `right` and `lowest` are the outer edges of what has been set."""

    def __init__(self, cards: Cards, groups: Groups, top: int) -> None:
        self.cards, self.groups, self.top = cards, groups, top
        self.placed: list[Placed] = []
        self.edges: list[tuple[Place, Place, str]] = []
        self.right = self.lowest = 0

    def stem(self, place: Place, x: int) -> Placed:
        """Set a place of the stem, and all that follows it."""
        here = self._put(place, x, self.top, len(self.placed))
        behind = x + (NARROW if place.repeated else WIDE) + ACROSS
        if len(place.children) == 1:
            self._join(here, self.stem(place.children[0], behind), None)
            return here
        bus = None
        for group in self.groups:
            bottom: list[int] = []
            for child in group:
                self._join(here, self._branch(child, behind, 0, self.top, bottom), bus)
            bus = self.right + _TRUNK
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
        here = self._put(place, left + column * (WIDE + ACROSS), y, at)
        bottom[column] = y + here.card.height + DOWN
        for child in children:
            self._join(here, child, None)
        return here

    def _put(self, place: Place, x: int, y: int, at: int) -> Placed:
        card = self.cards[place.name, place.repeated]
        placed = Placed(place, card, x, y)
        self.placed.insert(at, placed)
        self.right = max(self.right, x + card.width)
        self.lowest = max(self.lowest, y + card.height)
        return placed

    def _join(self, start: Placed, end: Placed, bus: int | None) -> None:
        """Draw the line from one card to another as an SVG path, with round corners. `bus` is where it comes down
        from above, if it leads to a later block."""
        x, y = start.x + start.card.width, start.y + ENTRY
        to_x, to_y = end.x - 6, end.y + ENTRY
        turn = x + _TRUNK
        path = f"M{x} {y}H{to_x}"
        if bus is not None:
            above = self.top - _ABOVE
            path = (
                f"M{x} {y}H{turn - 5}q5 0 5-5V{above + 5}q0-5 5-5H{bus - 5}q5 0 5 5V{to_y - 5}q0 5 5 5H{to_x}"
            )
        elif to_y != y:
            path = f"M{x} {y}H{turn - 5}q5 0 5 5V{to_y - 5}q0 5 5 5H{to_x}"
        self.edges.append((start.place, end.place, path))
