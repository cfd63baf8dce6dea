"""A map as SVG: all sheets on a board, one below the other, or each on a page of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from ivr.show.branches import untried_besides
from ivr.show.marks import NO_MARKS, Marks
from ivr.show.plan import Plan
from ivr.show.sheets import Sheet, sheets
from ivr.show.svg.cards import Deck
from ivr.show.svg.layout import Picture, picture
from ivr.show.svg.legend import legend
from ivr.show.svg.signs import SIGNS
from ivr.show.svg.style import MAP_CSS
from ivr.show.svg.text import xml

Shape = Literal["board", "column", "pages"]
"""How sheets lie: beside and below each other; all below each other; each on a page of A4 paper."""

MARGIN: Final = 18
"""Around what is on a sheet."""
_APART: Final = 20
_HEADING: Final = 30
_WIDE_BOARD: Final = 1.6
"""Width of a board by its height."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sheet that is drawn, with its size."""

    sheet: Sheet
    inside: Picture

    @property
    def width(self) -> int:
        """Its width, in pixels."""
        return max(self.inside.width, 220) + 2 * MARGIN

    @property
    def height(self) -> int:
        """Its height, in pixels."""
        return self.inside.height + 2 * MARGIN + _HEADING


def svg(plan: Plan, *, marks: Marks = NO_MARKS, standalone: bool = True, shape: Shape = "board") -> str:
    """Return a map as SVG.

    Every node is `<g id="node-NAME" class="node kind-KIND" data-node="NAME">`, every way `<g data-way="NODE HOW">`.
    One that is standalone has its style sheet inside and names that can be followed; one for a page has neither: its
    style is `MAP_CSS`, and `data-to` says where a name leads. No attribute holds style or script.
    """
    cut = sheets(plan)
    deck = Deck(plan, marks, cut, untried_besides(plan, marks), standalone)
    drawn = [Drawn(sheet, picture(sheet, deck.card)) for sheet in cut.sheets]
    places, width, height = _board(drawn, shape)
    head, above = legend(deck, width - 2 * MARGIN)
    height += above
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="map" lang="{xml(plan.language)}" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'role="graphics-document" aria-labelledby="map-title">',
        f'<title id="map-title">{xml(f"Map of {plan.title}")}</title>',
        f"<style>{MAP_CSS}</style>" if standalone else "",
        f"<defs>{SIGNS}</defs>",
        f'<g id="map-head" transform="translate({MARGIN} {MARGIN})">{head}</g>',
    ]
    for each, (x, y) in zip(drawn, places, strict=True):
        parts += _sheet(each, x, y + above)
    return "".join([*parts, "</svg>\n"])


def _board(drawn: Sequence[Drawn], shape: Shape) -> tuple[list[tuple[int, int]], int, int]:
    """Return where the sheets lie, and the size of the board."""
    room = 0.0
    if shape != "column":
        area = sum((each.width + _APART) * (each.height + _APART) for each in drawn)
        room = max((area * _WIDE_BOARD) ** 0.5, max(each.width for each in drawn))
    x = tallest = widest = 0
    y = MARGIN
    places: list[tuple[int, int]] = []
    for each in drawn:
        if x and x + each.width > room:
            x, y, tallest = 0, y + tallest + _APART, 0
        places.append((x, y))
        x += each.width + _APART
        tallest, widest = max(tallest, each.height), max(widest, x)
    return places, widest - _APART, y + tallest


def _sheet(each: Drawn, x: int, y: int) -> Iterator[str]:
    yield f'<g id="sheet-{each.sheet.number}" transform="translate({x} {y})">'
    yield f'<rect class="sheet" width="{each.width}" height="{each.height}" rx="10"/>'
    yield f'<text class="heading" x="{MARGIN}" y="{MARGIN + 12}">{each.sheet.number}. {xml(each.sheet.heading)}</text>'
    yield f'<g transform="translate({MARGIN} {MARGIN + _HEADING})">'
    for start, end, line in each.inside.edges:
        yield f'<path class="edge" data-edge="{xml(f"{start.name} {end.name}")}" d="{line}"/>'
    for placed in each.inside.cards:
        if placed.place.by:
            yield f'<use href="#map-head" x="{placed.x - 7}" y="{placed.y + 12}"/>'
        yield f'<g transform="translate({placed.x} {placed.y})">{placed.card.xml}</g>'
    yield "</g></g>"
