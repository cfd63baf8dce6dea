"""A node as a card: how one comes here, what it is, what it says, what is wrong with it, and where else it leads."""

from dataclasses import dataclass
from typing import Final

from ivr.call.turn import NodeId
from ivr.show.marks import Marks
from ivr.show.plan import Plan, Spot
from ivr.show.sheets import MANY, Place, Sheets, worded
from ivr.show.svg.flowing import SIZE, SMALL, Flowing, number, target
from ivr.show.svg.text import cut, lines, width, xml
from ivr.show.tree import PASSIVE

WIDE: Final = 240
"""Width of a card."""
NARROW: Final = 156
"""Width of a card that only names a node."""
_PAD: Final = 10
_ROOM: Final = WIDE - 2 * _PAD
_NAME: Final = 13
_RULES: Final = 3
"""Rules named in a card, at most."""
_ROUND: Final = {"ends": 14, "divides": 0}


@dataclass(frozen=True, slots=True)
class Card:
    """A drawn card: its size, and the XML of it, from its own corner on."""

    width: int
    height: int
    xml: str


@dataclass(frozen=True, slots=True)
class Deck:
    """What every card of a map is drawn from. With `links` the names in it can be followed."""

    plan: Plan
    marks: Marks
    sheets: Sheets
    besides: dict[NodeId, tuple[str, ...]]
    links: bool

    def card(self, place: Place) -> Card:
        """Draw a place."""
        return self._named(place) if place.repeated else self._full(place)

    def _named(self, place: Place) -> Card:
        sheet = self.sheets.of[place.name]
        badge = width(str(sheet), SMALL) + 7
        name = cut(place.name, SIZE, NARROW - 2 * _PAD - badge, bold=True)
        inner = (
            f'<rect class="card" width="{NARROW}" height="24" rx="6"/>'
            f'<text class="label" x="{_PAD}" y="16">{xml(name)}</text>{number(sheet, NARROW - badge - 6, 4, badge)}'
        )
        if self.links:
            inner = f'<a href="#node-{xml(place.name)}">{inner}</a>'
        return Card(NARROW, 24, f'<g class="again" data-to="{xml(place.name)}">{inner}</g>')

    def _full(self, place: Place) -> Card:
        spot = self.plan.spots[place.name]
        round_ = _ROUND.get(spot.does, 6)
        parts: list[str] = []
        y = 0
        if place.by:
            flowing = Flowing(_PAD, 4, _ROOM)
            flowing.ways(place.by, self.marks)
            y = flowing.bottom() + 4
            parts += [_band(y, round_), *flowing.parts]
        y = self._head(spot, y, parts)
        y = self._marks(spot.name, y, parts)
        y = self._links(place, y, parts)
        height = y + 6
        classes = f"node kind-{spot.kind} {spot.does}"
        here = self.marks.here == spot.name
        flag = "sign-flag-over" if here and self.marks.over else "sign-flag"
        classes += (" here over" if self.marks.over else " here") if here else ""
        classes += "" if spot.reached else " lost"
        says = f": “{spot.says}”" if spot.says else ""
        return Card(
            WIDE,
            height,
            f'<g id="node-{xml(spot.name)}" class="{classes}" data-node="{xml(spot.name)}">'
            f"<title>{xml(f'{spot.name} ({spot.kind}){says}')}</title>"
            f'<rect class="card" width="{WIDE}" height="{height}" rx="{round_}"/>'
            f'{"".join(parts)}<use class="flag" href="#{flag}" x="{WIDE - 106}" y="-12"/></g>',
        )

    def _head(self, spot: Spot, y: int, parts: list[str]) -> int:
        parts.append(f'<use class="sign" href="#sign-{spot.does}" x="{_PAD}" y="{y + 5}"/>')
        room = _ROOM - 21
        name = cut(spot.name, _NAME, room, bold=True)
        parts.append(f'<text class="label big" x="{_PAD + 21}" y="{y + 17}">{xml(name)}</text>')
        y += 23
        if width(name, _NAME, bold=True) + width(spot.kind, SMALL) + 8 > room:
            y += 13
        parts.append(f'<text class="kind" x="{WIDE - _PAD}" y="{y - 6}">{xml(spot.kind)}</text>')
        if spot.says:
            most = 1 if len(self.plan.spots) >= MANY else 2
            for line in lines(f"“{spot.says}”", SIZE, _ROOM, most):
                parts.append(f'<text class="says" x="{_PAD}" y="{y + 10}">{xml(line)}</text>')
                y += 14
        return y + 3

    def _marks(self, name: NodeId, y: int, parts: list[str]) -> int:
        """Draw the rules that a node breaks, and what nobody has tried there."""
        rules = self.marks.rules(name)
        if rules:
            title = " ".join(f"Line {p.line}: {p.message}" for p in self.marks.problems[name])
            parts.append(f'<g class="problems"><title>{xml(title)}</title>')
            named = rules if len(rules) <= _RULES else rules[: _RULES - 1]
            for level, rule, count in named:
                y = _remark(level, [f"{level}: {rule}" + (f" ×{count}" if count > 1 else "")], y, parts)
            if len(named) < len(rules):
                y = _remark(rules[len(named)][0], [f"and {len(rules) - len(named)} more rules"], y, parts)
            parts.append("</g>")
        besides = self.besides.get(name, ())
        if besides:
            said = lines(f"not tried: {', '.join(besides)}", SIZE, _ROOM - 18, 3)
            y = _remark("untried", said, y, parts)
        return y

    def _links(self, place: Place, y: int, parts: list[str]) -> int:
        if not place.links:
            return y
        parts.append(f'<path class="rule" d="M{_PAD} {y + 2.5}H{WIDE - _PAD}"/>')
        flowing = Flowing(_PAD, y + 6, _ROOM)
        of, sheet = self.sheets.of, self.sheets.of[place.name]
        passive = False
        for ways in place.links:
            drifts = all(way.means in PASSIVE for way in ways)
            if not (drifts and passive):
                flowing.line()
            passive = drifts
            to = ways[0].to
            away = of[to] if to and of[to] != sheet else None
            words = worded(self.plan, ways)
            flowing.ways(ways, self.marks, words=words, to=target(to, away, self.links, _ROOM))
        parts += flowing.parts
        return flowing.bottom()


def _band(height: int, r: int) -> str:
    """Return the upper part of a card, in which stands how one comes there. `r` is the radius of its corners."""
    return f'<path class="band" d="M0 {height}V{r}a{r} {r} 0 0 1 {r}-{r}H{WIDE - r}a{r} {r} 0 0 1 {r} {r}V{height}z"/>'


def _remark(sign: str, said: list[str], y: int, parts: list[str]) -> int:
    """Draw a remark with its sign. Return where it ends."""
    text = "".join(
        f'<text x="{_PAD + 18}" y="{y + 11 + 14 * place}">{xml(cut(line, SIZE, _ROOM - 18))}</text>'
        for place, line in enumerate(said)
    )
    parts.append(f'<g class="{sign}"><use href="#sign-{sign}" x="{_PAD}" y="{y + 1}"/>{text}</g>')
    return y + 14 * len(said) + 2
