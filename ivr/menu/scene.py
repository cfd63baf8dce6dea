"""What a node needs to speak: the turn, the words in the caller's language, the voice, the pace.

A page is a pure value of a turn, so a scene knows nothing of the caller: what differs by caller is a slot.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ivr.call.digits import in_groups
from ivr.call.speech import Break, Piece, Slot, Speech, Words, mark
from ivr.call.turn import Turn, turn_path
from ivr.call.verbs import Gather, Play, Say
from ivr.menu.edition import Edition
from ivr.menu.line import Line
from ivr.menu.placeholders import CONTROLLER, split
from ivr.menu.types import Prompt

BEAT, BEFORE_KEY, AFTER_OPTION, BETWEEN_SENTENCES = 500, 300, 750, 400
"""Pauses in milliseconds: after a key; before "press"; after an option; between sentences at the slow pace."""

SLOW_RATE = 92
"""The speed of the slow pace in per cent. Pauses help more than slow speech does, so those are doubled."""

TRACK, STEP = "track", "step"
"""Slots that every page may have: where the call came from, and the number of this webhook."""

NUMBER = "number:"
"""What the name of a slot for a transfer's number begins with: `number:person`."""

LISTENING = "listen"
"""The part of a URL, after the base, under which a caller's own recordings are played."""

_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")

Speaks = tuple[Say | Play, ...]


@dataclass(frozen=True)
class Scene:
    """One turn, about to be spoken. `base` is the path of the line's webhook, such as `/voice`."""

    turn: Turn
    edition: Edition
    base: str

    @property
    def line(self) -> Line:
        """The whole line's settings, in the caller's language."""
        return self.edition.line

    @property
    def here(self) -> str:
        """The URL path of this turn, with a slot for the track."""
        return f"{self.base}/{turn_path(self.turn)}/{mark(TRACK)}"

    @property
    def recording(self) -> str:
        """The URL path of the webhook that tells of this turn's recording."""
        return f"{self.base}/recording/{self.turn.node}/{mark(STEP)}"

    def own(self, recordings: str) -> Play:
        """Return the verb that plays the caller's own recordings, by their name in `Moment.known`."""
        return Play(f"{self.base}/{LISTENING}/{mark(recordings)}.wav")

    def speak(self, *prompts: Prompt | None) -> Speaks:
        """Return the verbs that speak these prompts, one for each; None is nothing."""
        return tuple(self._voiced(prompt, self.pieces(prompt.words)) for prompt in prompts if prompt)

    def option(self, words: Prompt, template: Prompt, key: str) -> Say | Play:
        """Return the verb that offers an option: its words, a pause, its key, a longer pause."""
        if words.audio:
            return Play(words.audio)
        pieces: list[Piece] = []
        for text, name in split(template.words):
            before_key = re.fullmatch(r"(.*,)\s+(\S.*)", text) if name == "key" else None
            if before_key:
                pieces += (Words(before_key[1]), Break(BEFORE_KEY), Words(before_key[2]))
            elif text:
                pieces.append(Words(self.edition.spoken(text)))
            if name == "words":
                pieces += self.pieces(words.words)
            elif name == "key":
                pieces.append(Words(key))
        return self._voiced(words, (*pieces, Break(AFTER_OPTION)))

    def gather(
        self,
        speaks: Iterable[Say | Play],
        *,
        wait: int,
        digits: int | None = 1,
        finish_on_key: str = "",
        answer_silence: bool = True,
    ) -> Gather:
        """Return a Gather that speaks and takes keys, after a beat of rest for whoever has just pressed one."""
        first, *others = speaks
        if isinstance(first, Say):
            first = Say((Break(self._paced(BEAT)), *first.speech), first.voice, first.locale, first.rate)
        return Gather(self.here, (first, *others), wait, digits, finish_on_key, answer_silence)

    def pieces(self, text: str) -> Speech:
        """Return a text as it is spoken: `say_as` applied, constants filled in, the rest as slots."""
        pieces: list[Piece] = []
        for words, name in split(text):
            if words:
                pieces.append(Words(self.edition.spoken(words)))
            if name is not None:
                pieces.append(self._placeholder(name))
        return tuple(pieces)

    def _placeholder(self, name: str) -> Piece:
        service, _, part = name.partition(".")
        if service in self.line.services:
            found = self.line.services[service]
            return Words(in_groups(found.number) if part else self.edition.spoken(found.name))
        if name == CONTROLLER:
            return Words(self.edition.spoken(self.line.controller))
        return Slot(name)

    def _voiced(self, prompt: Prompt, speech: Speech) -> Say | Play:
        if prompt.audio:
            return Play(prompt.audio)
        language = self.line.languages[prompt.language or next(iter(self.line.languages))]
        slow = self.turn.pace == "slow"
        paced = tuple(self._slowed(speech)) if slow else speech
        return Say(paced, language.voice, language.locale, SLOW_RATE if slow else 100)

    def _slowed(self, speech: Speech) -> Iterable[Piece]:
        for piece in speech:
            match piece:
                case Words(text):
                    first, *others = _SENTENCE_END.split(text)
                    yield Words(first)
                    for sentence in others:
                        yield Break(BETWEEN_SENTENCES)
                        if sentence:
                            yield Words(sentence)
                case Break(milliseconds):
                    yield Break(self._paced(milliseconds))
                case _:
                    yield piece

    def _paced(self, milliseconds: int) -> int:
        return milliseconds * 2 if self.turn.pace == "slow" else milliseconds
