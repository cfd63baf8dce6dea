"""A map as SVG."""

from collections.abc import Iterator, Sequence

from ivr.show.marks import NO_MARKS, Marks, untried_besides
from ivr.show.plan import Plan
from ivr.show.sheets import sheets
from ivr.show.svg.boards import HEADING, MARGIN, PAGE, PAPER_MARGIN, Board, Drawn, Shape, board, width_of
from ivr.show.svg.cards import Deck
from ivr.show.svg.layout import ENTRY, picture
from ivr.show.svg.legend import legend
from ivr.show.svg.signs import SIGNS
from ivr.show.svg.style import MAP_CSS
from ivr.show.svg.text import xml


def svg(plan: Plan, *, marks: Marks = NO_MARKS, standalone: bool = True, shape: Shape = "board") -> str:
    """Return a map as SVG.

    Every node is `<g id="node-NAME" class="node kind-KIND" data-node="NAME">`, every way `<g data-way="NODE HOW">`.
    One that is standalone has its style sheet inside and names that can be followed; one for a page has neither: its
    style is `MAP_CSS`, and `data-to` says where a name leads. No attribute holds style or script.
    """
    cut = sheets(plan)
    deck = Deck(plan, marks, cut, untried_besides(plan, marks), standalone)
    drawn = [Drawn(sheet, picture(sheet, deck.card)) for sheet in cut.sheets]
    margin = PAPER_MARGIN if shape == "pages" else MARGIN
    head, above = legend(deck, width_of(drawn, shape) - 2 * margin)
    lies = board(drawn, shape, above + (0 if shape == "pages" else MARGIN))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="map" lang="{xml(plan.language)}" '
        f'viewBox="0 0 {lies.width} {lies.height}" {_size(lies, shape)} '
        'role="graphics-document" aria-labelledby="map-title map-about">',
        f'<title id="map-title">{xml(f"Map of {plan.title}")}</title>',
        '<desc id="map-about">Where every key leads. “ivr map” writes the same as an outline to be read aloud.</desc>',
        f"<style>{MAP_CSS}{_paper(lies, shape)}</style>" if standalone else "",
        f"<defs>{SIGNS}</defs>",
        *(_sheets_of_paper(plan.title, len(drawn)) if shape == "pages" else ()),
        f'<g transform="translate({margin} {margin})">{head}</g>',
    ]
    for each, place in zip(drawn, lies.places, strict=True):
        parts += _sheet(each, place)
    return "".join([*parts, "</svg>\n"])


def _size(lies: Board, shape: Shape) -> str:
    """Return how large a map is shown: as pages, as large as those are."""
    if shape == "pages":
        return f'width="{lies.width / 4}mm" height="{lies.height / 4}mm"'
    return f'width="{lies.width}" height="{lies.height}"'


def _paper(lies: Board, shape: Shape) -> str:
    """Return which paper a map is printed on; what is not made for pages, on one as large as itself."""
    size = "297mm 210mm" if shape == "pages" else f"{lies.width}px {lies.height}px"
    return f"@page{{size:{size};margin:0}}"


def _sheets_of_paper(title: str, count: int) -> Iterator[str]:
    wide, high = PAGE
    for number in range(count):
        foot = (number + 1) * high - PAPER_MARGIN
        yield f'<rect class="paper" y="{number * high}" width="{wide}" height="{high}"/>'
        yield f'<text class="small" x="{PAPER_MARGIN}" y="{foot}">{xml(title)}</text>'
        yield f'<text class="kind" x="{wide - PAPER_MARGIN}" y="{foot}">sheet {number + 1} of {count}</text>'


def _sheet(each: Drawn, place: tuple[int, int, float]) -> Sequence[str]:
    x, y, size = place
    sized = "" if size == 1 else f" scale({size:.4f})"
    parts = [
        f'<g id="sheet-{each.sheet.number}" transform="translate({x} {y}){sized}">',
        f'<rect class="sheet" width="{each.width}" height="{each.height}" rx="10"/>',
        f'<text class="heading" x="{MARGIN}" y="{MARGIN + 13}">{each.sheet.number}. {xml(each.sheet.heading)}</text>',
        f'<g transform="translate({MARGIN} {MARGIN + HEADING})">',
    ]
    for start, end, line in each.inside.edges:
        parts.append(f'<path class="edge" data-edge="{xml(start.name)} {xml(end.name)}" d="{line}"/>')
    for placed in each.inside.cards:
        if placed.place.by:
            parts.append(f'<use href="#sign-head" x="{placed.x - 7}" y="{placed.y + ENTRY}"/>')
        parts.append(f'<g transform="translate({placed.x} {placed.y})">{placed.card.xml}</g>')
    parts.append("</g></g>")
    return parts
