"""Ways as they are set in a card: keys and words one after the other, line by line, and where they lead."""

from collections.abc import Sequence
from typing import Final

from ivr.call.turn import NodeId
from ivr.show.branches import way_name
from ivr.show.marks import Marks
from ivr.show.plan import Way
from ivr.show.svg.text import cut, width, xml

LINE: Final = 17
"""From one line of ways to the next."""
SIZE: Final = 11
"""Size of words."""
_CAP: Final = 10.5
"""Size of what stands on a key."""
_GAP: Final = 5
_SHORT: Final = {"keys without meaning": "other keys"}


class Flowing:
    """Sets things side by side until a line is full. `x` and `y` are where the next one goes, in the card."""

    def __init__(self, left: float, top: float, room: float) -> None:
        self.left, self.room = left, room
        self.x, self.y = left, top
        self.parts: list[str] = []

    def line(self) -> None:
        """Go on at the left of the next line, unless this one is still empty."""
        if self.x > self.left:
            self.x, self.y = self.left, self.y + LINE

    def bottom(self) -> float:
        """Return where what has been set ends."""
        return self.y + (LINE if self.x > self.left else 0)

    def ways(self, ways: Sequence[Way], marks: Marks, *, words: bool = True) -> None:
        """Set ways: each a key, or what is done instead of one, and an option's words."""
        for way in ways:
            untried = marks.has_not_tried(way)
            kind = f"way {way.means}{' untried' if untried else ''}"
            self.parts.append(f'<g class="{kind}" data-way="{xml(way_name(way))}">')
            if untried or (way.words and not words):
                note = "; no scenario has tried it" if untried else ""
                self.parts.append(f"<title>{xml(f'{way.how} {way.words}'.strip())}{note}</title>")
            self._cap(_SHORT.get(way.how, way.how), key=way.means == "key")
            if way.words and words:
                self._words(way.words.partition(" ")[2])
            self.parts.append("</g>")

    def to(self, to: NodeId | None, sheet: int | None, *, links: bool) -> None:
        """Set where ways lead; `sheet` if that is another one. With `links` it can be followed."""
        name = f"→ {to or 'one step back'}"
        where = f"sheet {sheet}" if sheet else ""
        name = cut(name, SIZE, self.room)
        start = self._place(width(name, SIZE))
        text = f'<text class="name" x="{start:.0f}" y="{self.y + 12:.0f}">{xml(name)}</text>'
        if where:
            start = self._place(width(where, _CAP))
            text += f'<text class="small" x="{start:.0f}" y="{self.y + 12:.0f}">{where}</text>'
        if to is None:
            self.parts.append(text)
        elif links:
            self.parts.append(f'<a class="to" href="#node-{xml(to)}">{text}</a>')
        else:
            self.parts.append(f'<g class="to" data-to="{xml(to)}">{text}</g>')
        self.x += 4

    def _cap(self, words: str, *, key: bool) -> None:
        wide = 15.0 if key else min(width(words, _CAP) + 10, self.room)
        start = self._place(wide)
        round_ = 3 if key else 7.5
        self.parts.append(
            f'<rect class="cap" x="{start:.0f}" y="{self.y + 0.5:.1f}" width="{wide:.0f}" height="15" rx="{round_}"/>'
            f'<text class="on" x="{start + wide / 2:.1f}" y="{self.y + 12:.0f}">'
            f"{xml(cut(words, _CAP, self.room - 10))}</text>"
        )

    def _words(self, words: str) -> None:
        run: list[str] = []
        begun = self.x
        for word in words.split():
            wide = width(f"{word} ", SIZE)
            if self.x + wide - 3 > self.left + self.room and self.x > self.left:
                self._set(run, begun)
                self.line()
                run, begun = [], self.x
            run.append(word)
            self.x += wide
        self._set(run, begun)
        self.x += _GAP

    def _set(self, run: list[str], begun: float) -> None:
        if run:
            words = cut(" ".join(run), SIZE, self.room)
            self.parts.append(f'<text x="{begun:.0f}" y="{self.y + 12:.0f}">{xml(words)}</text>')

    def _place(self, wide: float) -> float:
        """Return where something so wide begins; on the next line, if this one has no room for it."""
        if self.x + wide > self.left + self.room:
            self.line()
        start = self.x
        self.x += wide + _GAP
        return start
