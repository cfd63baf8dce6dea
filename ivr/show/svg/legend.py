"""What stands above a map: whose it is, the keys that work everywhere, and what the signs mean."""

from typing import Final

from ivr.show.marks import LINE
from ivr.show.svg.cards import Deck
from ivr.show.svg.flowing import Flowing, number, target
from ivr.show.svg.text import xml

_SIGNS: Final = {
    "chooses": "takes a key",
    "enters": "takes several keys",
    "records": "records",
    "rings": "puts through",
    "speaks": "speaks and goes on",
    "divides": "is not heard: decides or does something",
    "ends": "ends the call",
}


def legend(deck: Deck, room: int) -> tuple[str, int]:
    """Return the head of a map as SVG, so many pixels wide, and its height."""
    plan, marks = deck.plan, deck.marks
    count = len(deck.sheets.sheets)
    nodes = len(plan.spots)
    about = f"{nodes} node{'s' * (nodes != 1)} on {count} sheet{'s' * (count != 1)}"
    flowing = Flowing(0, 30, room)
    flowing.parts.append(f'<text class="title" y="18">{xml(plan.title)}</text>')
    flowing.words(about, "small")
    flowing.line()
    flowing.words("Keys that work everywhere:", "label")
    for key in plan.keys:
        untried = " untried" if (LINE, key.key) in marks.untried else ""
        flowing.parts.append(f'<g class="by-key{untried}">')
        flowing.cap(key.key, key=True, follows=60)
        flowing.words(key.meaning)
        flowing.parts.append("</g>")
        if key.to:
            flowing.to(target(key.to, deck.sheets.of[key.to], deck.links, 300))
        flowing.x += 6
    flowing.line()
    flowing.words("A node", "label")
    for does, words in _SIGNS.items():
        flowing.parts.append('<g class="sign">')
        flowing.picture(does)
        flowing.words(words)
        flowing.parts.append("</g>")
        flowing.x += 6
    if count > 1:
        flowing.parts.append(number(1, flowing.x, flowing.y, 13))
        flowing.x += 18
        flowing.words("is on sheet 1")
        flowing.x += 6
    if marks.untried:
        flowing.parts.append('<g class="untried">')
        flowing.cap("dashed", key=False)
        flowing.words("no scenario has tried it")
        flowing.parts.append("</g>")
    flowing.line()
    return "".join(flowing.parts), flowing.bottom() + 8
