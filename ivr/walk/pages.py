"""Everything any caller can be told: one page for each turn, compiled once, at first use, and held as bytes."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.sax.saxutils import escape

from ivr.call.speech import SLOT_CLOSE, SLOT_OPEN, Words
from ivr.call.turn import NodeId, Track, Turn, track_path
from ivr.call.twiml import document
from ivr.call.verbs import Hangup, Say, Verb
from ivr.menu.flow import Flow
from ivr.menu.graph import hours_before
from ivr.menu.node import NotHeard
from ivr.menu.opening import LONDON
from ivr.menu.scene import STEP, TRACK, Scene
from ivr.menu.step import Moment
from ivr.walk.engine import UnknownPlace

_SLOT = re.compile(f"{SLOT_OPEN}([^{SLOT_CLOSE}]*){SLOT_CLOSE}")


@dataclass(frozen=True, slots=True)
class Page:
    """A TwiML document, in bytes, cut where something differs by caller.

    `slots` names what stands between the parts, so there is one part more than there are slots.
    """

    parts: tuple[bytes, ...]
    slots: tuple[str, ...]

    def fill(self, track: Track, value: Callable[[str], str]) -> bytes:
        """Return the document for one call. `value` gives each slot's text, which is escaped here."""
        filled = [self.parts[0]]
        for slot, part in zip(self.slots, self.parts[1:], strict=True):
            if slot == TRACK:
                filled.append(track_path(track).encode())
            elif slot == STEP:
                filled.append(b"%d" % track.step)
            else:
                filled.append(escape(value(slot)).encode())
            filled.append(part)
        return b"".join(filled)


class Pages:
    """The pages of a flow, each compiled at first use.

    `base` is the path of the line's webhook. Compiling the same page twice at the same instant is harmless: the
    two are equal.
    """

    def __init__(self, flow: Flow, base: str = "/voice") -> None:
        self.flow, self.base = flow, base
        self._compiled: dict[Turn, Page] = {}
        self._hours = hours_before(flow.line, flow.nodes)

    def __getitem__(self, turn: Turn) -> Page:
        """Return the page of a turn. Raises UnknownPlace where the flow has no such turn."""
        page = self._compiled.get(turn)
        if page is None:
            page = self._compiled[turn] = self._compile(turn)
        return page

    def verbs(self, turn: Turn) -> tuple[Verb, ...]:
        """Return the page as verbs, before it is made into bytes. Raises UnknownPlace, as getting the page does."""
        edition = self.flow.editions.get(turn.language)
        node = edition.nodes.get(turn.node) if edition else None
        if edition is None or node is None or turn.version != self.flow.version:
            raise UnknownPlace("the flow has no such turn")
        try:
            return node.plays(Scene(turn, edition, self.base))
        except NotHeard:
            raise UnknownPlace(f"nobody waits at {turn.node!r}") from None

    def apology(self, language: str, phrase: str = "error") -> bytes:
        """Return a whole document that says one of the system's phrases, then ends the call."""
        edition = self.flow.editions.get(language) or self.flow.editions[self.flow.source_language]
        scene = Scene(
            Turn(self.flow.version, edition.language, "normal", NodeId("apology")), edition, self.base
        )
        said = scene.speak(getattr(edition.own_phrases, phrase))
        return document((*said, Hangup()))

    def next_open_day(self, turn: Turn, moment: Moment) -> str:
        """Return how the next opening day is said at a turn: `today`, `tomorrow` or the name of a day."""
        phrases = self.flow.editions[turn.language].own_phrases
        opening = self.flow.nodes[self._hours[turn.node]].opening
        day = opening.next_open(moment.now) if opening else None
        if day is None:
            return phrases.tomorrow.words
        ahead = (day - moment.now.astimezone(LONDON).date()).days
        word = {0: phrases.today, 1: phrases.tomorrow}.get(ahead) or phrases.day(day.weekday())
        return word.words

    def _compile(self, turn: Turn) -> Page:
        text = document(self.verbs(turn)).decode()
        cut = _SLOT.split(text)
        return Page(tuple(part.encode() for part in cut[::2]), tuple(cut[1::2]))


_LAST_WORDS = "Sorry, something went wrong with this line. Please ring 1 0 1. In danger, ring 9 9 9. Goodbye."

STATIC_APOLOGY: bytes = document((Say((Words(_LAST_WORDS),), "Polly.Amy-Neural", "en-GB"), Hangup()))
"""What a caller hears when there is not even a flow to speak from."""
