"""A map as nested lists: what an outline in a web page is made of, and what screen readers read best."""

from dataclasses import dataclass

from ivr.call.turn import NodeId
from ivr.menu.problems import Problem
from ivr.show.marks import NO_MARKS, Marks, untried_besides
from ivr.show.plan import Does, GlobalKey, Plan, Way
from ivr.show.sheets import Place, sheets


@dataclass(frozen=True, slots=True)
class Link:
    """A way to a node that stands elsewhere. `key` is the key, or what is done instead (`silence`); `words` are an
    option's, else "". `to` is None for one step back. `way` is the name of its drawing: `main 1`."""

    key: str
    words: str
    to: NodeId | None
    sheet: int | None
    way: str
    untried: bool


@dataclass(frozen=True, slots=True)
class Branch:
    """A node of the outline, with what stands under it.

    `by` are the ways that lead here from the node it stands under, `key` and `words` those of the first. `says` are the
    node's first words. A `repeated` branch stands in full on an earlier sheet and is named again for what follows it.
    `untried` are things no scenario has done here that are no way out of it.
    """

    name: NodeId
    kind: str
    does: Does
    says: str
    line: int
    key: str
    words: str
    by: tuple[Link, ...]
    children: tuple["Branch", ...]
    links: tuple[Link, ...]
    problems: tuple[Problem, ...]
    untried: tuple[str, ...]
    here: bool
    repeated: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A sheet of the map as lists: its number from 1, its heading, and the first branches on it."""

    number: int
    heading: str
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A map as lists: the keys that work everywhere, and its parts, which are the sheets of the picture."""

    keys: tuple[GlobalKey, ...]
    parts: tuple[Part, ...]


def html_outline(plan: Plan, marks: Marks = NO_MARKS) -> Outline:
    """Return a map as nested lists, for a template to write as `<ul>` and `<li>`."""
    cut = sheets(plan)
    besides = untried_besides(plan, marks)

    def link(way: Way) -> Link:
        sheet = cut.of[way.to] if way.to else None
        return Link(way.how, way.words, way.to, sheet, way_name(way), marks.has_not_tried(way))

    def branch(place: Place) -> Branch:
        spot = plan.spots[place.name]
        by = tuple(map(link, place.by))
        return Branch(
            place.name,
            spot.kind,
            spot.does,
            spot.says,
            spot.line,
            by[0].key if by else "",
            by[0].words if by else "",
            by,
            tuple(map(branch, place.children)),
            tuple(link(way) for same in place.links for way in same),
            tuple(marks.problems.get(place.name, ())),
            besides.get(place.name, ()),
            place.name == marks.here and not place.repeated,
            place.repeated,
        )

    return Outline(
        plan.keys,
        tuple(Part(s.number, s.heading, tuple(map(branch, s.places))) for s in cut.sheets),
    )


def way_name(way: Way) -> str:
    """Return the name by which a way is found in a picture: its node, a blank, and how it is gone."""
    return f"{way.start} {way.how}"
