"""How the sheets of a map lie: on a board, one below the other, or each on a page of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Final, Literal

from ivr.show.sheets import Sheet
from ivr.show.svg.layout import Picture

Shape = Literal["board", "column", "pages"]
"""How sheets lie: beside and below each other, about as wide as a screen is; all below each other, for a window that
scrolls; each on a page of A4 paper."""

MARGIN: Final = 18
"""Around what is on a sheet."""
HEADING: Final = 32
"""What a sheet's heading takes."""
PAGE: Final = (1188, 840)
"""Width and height of a page of A4 paper, in quarters of a millimetre."""
PAPER_MARGIN: Final = 40
"""Around what is on a page, where few printers print."""
FOOT: Final = 20
"""Below what is on a page: which it is."""
_APART: Final = 20
_BROAD: Final = 1.6
"""Width of a board by its height."""
_WIDTHS: Final = (1.0, 1.1, 1.2, 1.35, 1.5)
"""What widths are tried, by that of a board without gaps."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sheet that is drawn, with its size."""

    sheet: Sheet
    inside: Picture

    @property
    def width(self) -> int:
        """Its width in pixels."""
        return max(self.inside.width, 220) + 2 * MARGIN

    @property
    def height(self) -> int:
        """Its height in pixels."""
        return self.inside.height + 2 * MARGIN + HEADING


@dataclass(frozen=True, slots=True)
class Board:
    """Where each sheet's upper left corner is and how large it is drawn (1: as it is), and the size of it all."""

    places: tuple[tuple[int, int, float], ...]
    width: int
    height: int


def width_of(drawn: Sequence[Drawn], shape: Shape) -> int:
    """Return how wide a board will be, in pixels."""
    if shape == "pages":
        return PAGE[0]
    return _board(drawn, shape, 0).width


def board(drawn: Sequence[Drawn], shape: Shape, above: int) -> Board:
    """Return how sheets lie. `above` is the height of what stands above the first, in pixels."""
    return _pages(drawn, above) if shape == "pages" else _board(drawn, shape, above)


def _board(drawn: Sequence[Drawn], shape: Shape, above: int) -> Board:
    if shape == "column":
        return _shelves(drawn, 0, above)
    area = sum((each.width + _APART) * (each.height + _APART) for each in drawn)
    widest = max(each.width for each in drawn)
    tried = (_shelves(drawn, max(widest, (area * _BROAD) ** 0.5 * more), above) for more in _WIDTHS)
    return min(tried, key=lambda lies: abs(log(lies.width / lies.height / _BROAD)))


def _shelves(drawn: Sequence[Drawn], room: float, above: int) -> Board:
    """Return sheets side by side as far as there is room, and then below."""
    x = tallest = widest = 0
    y = above
    places: list[tuple[int, int, float]] = []
    for each in drawn:
        if x and x + each.width > room:
            x, y, tallest = 0, y + tallest + _APART, 0
        places.append((x, y, 1.0))
        x += each.width + _APART
        tallest, widest = max(tallest, each.height), max(widest, x)
    return Board(tuple(places), widest - _APART, y + tallest)


def _pages(drawn: Sequence[Drawn], above: int) -> Board:
    wide, high = PAGE
    places: list[tuple[int, int, float]] = []
    for number, each in enumerate(drawn):
        top = PAPER_MARGIN + (0 if number else above)
        room = high - top - PAPER_MARGIN - FOOT
        scale = min(1.0, (wide - 2 * PAPER_MARGIN) / each.width, room / each.height)
        places.append((PAPER_MARGIN, number * high + top, scale))
    return Board(tuple(places), wide, high * len(drawn))
