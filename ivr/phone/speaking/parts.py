"""The prompts that a caller heard of a document, with how each is to be spoken.

What is spoken comes from the TwiML, not from the words on a screen: pauses, speed, language and "digit by digit" are
written there. There is one part for each prompt of `Document.heard`, in the same order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from ivr.phone.document import LOOPS_FOR_EVER, Document, number
from ivr.phone.markup import Element, NotMarkup, parse
from ivr.phone.speaking.markup import Pause, Run, pieces_of, start_and_rest

TONE_SECONDS: Final = 0.5
"""How long Twilio plays one digit of `<Play digits>`."""
NAMED: Final = "[plays "
"""How a Play begins among the prompts of `Document.heard`."""


@dataclass(frozen=True, slots=True)
class Part:
    """One prompt.

    `words`: as in `Document.heard`. `language`: as in TwiML. `pause_before`: seconds of silence that come before it.
    `play_url`: where its sound is if it is no speech, relative to the line's own address; else None. `pieces`: what
    is spoken, with the pauses inside it and after it.
    """

    words: str
    language: str
    pause_before: float = 0.0
    play_url: str | None = None
    pieces: tuple[Run | Pause, ...] = ()


def parts_of(document: Document) -> tuple[Part, ...]:
    """Return one part for each prompt that was heard of a document, in order."""
    heard = list(document.heard)
    parts: list[Part] = []
    silence = 0.0
    for verb in _sounding(_elements(document)):
        if len(parts) == len(heard):
            break
        words = heard[len(parts)]
        if verb.name == "Pause":
            silence += number(verb, "length", 1)
        elif verb.name == "Say":
            loop = number(verb, "loop", 1) or LOOPS_FOR_EVER
            pause, pieces = start_and_rest(pieces_of(verb))
            # A prompt that is repeated for ever is listed once among what is heard.
            for _ in range(min(loop if loop < LOOPS_FOR_EVER else 1, len(heard) - len(parts))):
                words = heard[len(parts)]
                parts.append(Part(words, _language(pieces, verb), silence + pause, None, pieces))
                silence = 0.0
        elif not verb.words:
            silence += TONE_SECONDS * len(verb.attributes.get("digits", ""))
        elif words.startswith(NAMED):  # a Play whose sound could not be fetched is not among what is heard
            parts.append(Part(words, "", silence, urljoin(document.url, verb.words)))
            silence = 0.0
    return (*parts, *(_plain(document, words) for words in heard[len(parts) :]))


def _elements(document: Document) -> tuple[Element, ...]:
    try:
        return parse(document.twiml.encode()).elements
    except NotMarkup:  # plain text, which is spoken as it is, or a sound
        return ()


def _sounding(verbs: tuple[Element, ...]) -> Iterator[Element]:
    """Yield what makes a sound or a pause, in the order in which it is heard."""
    for verb in verbs:
        if verb.name == "Gather":
            yield from _sounding(verb.elements)
        elif verb.name in ("Say", "Play", "Pause"):
            yield verb


def _language(pieces: tuple[Run | Pause, ...], verb: Element) -> str:
    return next((piece.language for piece in pieces if isinstance(piece, Run)), "") or verb.attributes.get(
        "language", ""
    )


def _plain(document: Document, words: str) -> Part:
    if words.startswith(NAMED):
        return Part(words, "", play_url=document.url)
    return Part(words, "en-US", pieces=(Run(words, "en-US"),))
