"""Where the cards of a sheet stand: from left to right as a call goes, from top to bottom as keys do.

A tidy tree: what follows a card stands right of it, its first child level with it. Lines never cross, for a card
that has children stands below everything that follows the cards above it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ivr.show.sheets import Place, Sheet
from ivr.show.svg.cards import NARROW, WIDE, Card

ACROSS: Final = 46
"""Between two columns."""
DOWN: Final = 14
"""Between two cards, one above the other."""
_ENTRY: Final = 12.0
"""How far below its upper edge lines come to a card."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A card and where its upper left corner is."""

    place: Place
    card: Card
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Picture:
    """The cards of a sheet, the lines between them (as SVG paths with the names they connect), and its size."""

    cards: tuple[Placed, ...]
    edges: tuple[tuple[Place, Place, str], ...]
    width: float
    height: float


def picture(sheet: Sheet, draw: Callable[[Place], Card]) -> Picture:
    """Return the cards of a sheet, each at its place."""
    return _Layout(draw, all(place.repeated for place in sheet.places)).all(sheet)


class _Layout:
    def __init__(self, draw: Callable[[Place], Card], narrow: bool) -> None:
        self.draw = draw
        self.first = NARROW if narrow else WIDE
        self.bottom: list[float] = []
        self.cards: list[Placed] = []
        self.edges: list[tuple[Place, Place, str]] = []

    def all(self, sheet: Sheet) -> Picture:
        for place in sheet.places:
            self._set(place, 0, max(self.bottom, default=0.0))
        wide = max(each.x + each.card.width for each in self.cards)
        return Picture(tuple(self.cards), tuple(self.edges), wide, max(self.bottom) - DOWN)

    def _set(self, place: Place, column: int, top: float) -> Placed:
        """Set a place and all that follows it, not above `top`."""
        if column == len(self.bottom):
            self.bottom.append(0.0)
        top = max(top, self.bottom[column])
        card = self.draw(place)
        at = len(self.cards)
        children: list[Placed] = []
        for child in place.children:
            children.append(self._set(child, column + 1, top))
        y = children[0].y if children else top
        x = column and self.first + ACROSS + (column - 1) * (WIDE + ACROSS)
        placed = Placed(place, card, x, y)
        self.cards.insert(at, placed)
        self.bottom[column] = y + card.height + DOWN
        self.edges += ((place, child.place, _line(placed, child)) for child in children)
        return placed


def _line(start: Placed, end: Placed) -> str:
    """Return the line from one card to another as an SVG path, with round corners."""
    x, y = start.x + start.card.width, start.y + _ENTRY
    to_x, to_y = end.x - 5, end.y + _ENTRY
    if abs(to_y - y) < 1:
        return f"M{x:.0f} {y:.0f}H{to_x:.0f}"
    middle = x + 16
    return f"M{x:.0f} {y:.0f}H{middle - 6:.0f}q6 0 6 6V{to_y - 6:.0f}q0 6 6 6H{to_x:.0f}"
