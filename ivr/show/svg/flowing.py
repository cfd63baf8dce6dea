"""Ways as they are set in a card: keys and words one after the other, line by line, and where they lead."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from ivr.call.turn import NodeId
from ivr.show.branches import way_name
from ivr.show.marks import Marks
from ivr.show.plan import Way
from ivr.show.svg.text import cut, width, xml

LINE: Final = 17
"""From one line of ways to the next."""
SIZE: Final = 11
"""Size of words."""
SMALL: Final = 10.5
"""Size of what stands on a key, and of lesser words."""
KEY: Final = 15
"""Width and height of a key."""
_GAP: Final = 5
_BLANK: Final = 4
_SHORT: Final = {"keys without meaning": "other keys"}


class Target(NamedTuple):
    """Where ways lead: a node, or None for one step back; `sheet` if that stands on another one; how wide its words
    are, and the number of its sheet. With `link` it can be followed."""

    node: NodeId | None
    sheet: int | None
    link: bool
    name: str
    words: int
    badge: int

    @property
    def width(self) -> int:
        """How wide it is, with the number of its sheet."""
        return self.words + (self.badge + 4 if self.badge else 0)


@lru_cache(maxsize=10_000)
def target(node: NodeId | None, sheet: int | None, link: bool, room: int) -> Target:
    """Return where ways lead, as it fits into so many pixels."""
    badge = width(str(sheet), SMALL) + 7 if sheet else 0
    name = cut(f"→ {node or 'one step back'}", SIZE, room - badge - 4)
    return Target(node, sheet, link, name, width(name, SIZE), badge)


class Flowing:
    """Sets things side by side until a line is full. `x` and `y` are where the next one goes, in the card."""

    def __init__(self, left: int, top: int, room: int) -> None:
        self.left, self.room = left, room
        self.x, self.y = left, top
        self.parts: list[str] = []

    def line(self) -> None:
        """Go on at the left of the next line, unless this one is still empty."""
        if self.x > self.left:
            self.x, self.y = self.left, self.y + LINE

    def bottom(self) -> int:
        """Return where what has been set ends."""
        return self.y + (LINE if self.x > self.left else 0)

    def ways(
        self, ways: Sequence[Way], marks: Marks, *, words: bool = True, to: Target | None = None
    ) -> None:
        """Set ways: each a key, or what is done instead of one, and an option's words; then where they lead."""
        last = len(ways) - 1
        for place, way in enumerate(ways):
            untried = marks.has_not_tried(way)
            kind = f"way by-{way.means} untried" if untried else f"way by-{way.means}"
            self.parts.append(f'<g class="{kind}" data-way="{xml(way_name(way))}">')
            if untried:
                self.parts.append("<title>No scenario has tried this</title>")
            said = way.words.partition(" ")[2] if words else ""
            follows = to.width if to and place == last else 0
            if said:
                follows = width(said.partition(" ")[0], SIZE)
            self.cap(_SHORT.get(way.how, way.how), key=way.means == "key", follows=follows)
            if said:
                self.words(said)
            self.parts.append("</g>")
        if to:
            self.to(to)

    def to(self, to: Target) -> None:
        """Set where ways lead."""
        start = self._place(to.width)
        text = f'<text x="{start}" y="{self.y + 12}">{xml(to.name)}</text>'
        if to.sheet:
            text += number(to.sheet, start + to.words + 4, self.y, to.badge)
        if to.node is None:
            self.parts.append(text)
        elif to.link:
            self.parts.append(f'<a class="to" href="#node-{xml(to.node)}">{text}</a>')
        else:
            self.parts.append(f'<g class="to" data-to="{xml(to.node)}">{text}</g>')
        self.x += 4

    def cap(self, words: str, *, key: bool, follows: int = 0) -> None:
        """Set a key, or what is done instead of one; never apart from what `follows`, which is so wide."""
        wide = KEY if key and len(words) == 1 else min(width(words, SMALL) + 10, self.room)
        start = self._place(wide, min(follows + _GAP, self.room - wide))
        round_ = "3" if key else "7.5"
        self.parts.append(
            f'<rect class="cap" x="{start}" y="{self.y}.5" width="{wide}" height="{KEY}" rx="{round_}"/>'
            f'<text class="on" x="{start + wide / 2}" y="{self.y + 12}">'
            f"{xml(cut(words, SMALL, self.room - 10))}</text>"
        )

    def words(self, said: str, kind: str = "") -> None:
        """Set words, in as many lines as they need. `kind` is a class of the style sheet."""
        bold = kind == "label"
        wide = width(said, SIZE, bold)
        if self.x + wide <= self.left + self.room:
            self._set(said, self.x, kind)
            self.x += wide + 6
            return
        run: list[str] = []
        begun = self.x
        for word in said.split():
            wide = width(word, SIZE, bold)
            if self.x + wide > self.left + self.room and self.x > self.left:
                self._set(" ".join(run), begun, kind)
                self.line()
                run, begun = [], self.x
            run.append(word if wide <= self.room else cut(word, SIZE, self.room, bold))
            self.x += wide + _BLANK
        self._set(" ".join(run), begun, kind)
        self.x += 2

    def picture(self, name: str) -> None:
        """Set one of the small pictures."""
        start = self._place(16)
        self.parts.append(f'<use href="#sign-{name}" x="{start}" y="{self.y + 1}"/>')

    def _set(self, words: str, begun: int, kind: str) -> None:
        if words:
            which = f' class="{kind}"' if kind else ""
            self.parts.append(f'<text{which} x="{begun}" y="{self.y + 12}">{xml(words)}</text>')

    def _place(self, wide: int, follows: int = 0) -> int:
        """Return where something so wide begins; on the next line, if this one has no room for it and what follows."""
        if self.x + wide + follows > self.left + self.room:
            self.line()
        start = self.x
        self.x += wide + _GAP
        return start


def number(sheet: int, x: int, y: int, wide: int) -> str:
    """Return the number of a sheet, as it stands behind the name of a node: on a small page."""
    return (
        f'<path class="page" d="M{x} {y + 2.5}h{wide - 4}l4 4v8.5h-{wide}z"/>'
        f'<text class="on" x="{x + wide / 2}" y="{y + 12.5}">{sheet}</text>'
    )
