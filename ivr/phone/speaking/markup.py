"""The inside of a Say as runs of plain words and pauses: what Twilio's SSML says, for a voice that knows none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from ivr.phone.markup import Element
from ivr.phone.speech import STOP_SECONDS, break_seconds, rate_of
from ivr.phone.voices import language_of

ONE_BY_ONE: Final = frozenset({"characters", "spell-out", "digits", "telephone", "verbatim"})
"""The ways of `<say-as>` in which every character is said by itself."""
_SOMETHING: Final = re.compile(r"\w")
_BLANKS: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Run:
    """Plain words in one language. `rate`: a share of the voice's own speed."""

    text: str
    language: str
    rate: float = 1.0


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence of so many seconds."""

    seconds: float


def pieces_of(say: Element) -> tuple[Run | Pause, ...]:
    """Return what a Say speaks: runs as long as possible, and pauses between them."""
    language = say.attributes.get("language") or language_of(say.attributes.get("voice", ""))
    joined: list[Run | Pause] = []
    for piece in _inside(say, Run("", language)):
        last = joined[-1] if joined else None
        match piece, last:
            case Pause(), Pause():
                joined[-1] = Pause(last.seconds + piece.seconds)
            case Run(), Run() if (piece.language, piece.rate) == (last.language, last.rate):
                joined[-1] = replace(last, text=last.text + piece.text)
            case _:
                joined.append(piece)
    tidy = (
        replace(piece, text=" ".join(_BLANKS.split(piece.text)).strip()) if isinstance(piece, Run) else piece
        for piece in joined
    )
    return tuple(
        piece for piece in tidy if not isinstance(piece, Run) or _SOMETHING.search(piece.text) is not None
    )


def start_and_rest(pieces: tuple[Run | Pause, ...]) -> tuple[float, tuple[Run | Pause, ...]]:
    """Take the pause that pieces begin with off them: its seconds, and what follows."""
    first = pieces[0] if pieces else None
    return (first.seconds, pieces[1:]) if isinstance(first, Pause) else (0.0, pieces)


def _inside(element: Element, like: Run) -> Iterator[Run | Pause]:
    for child in element.children:
        if isinstance(child, str):
            yield replace(like, text=child)
            continue
        match child.name:
            case "break":
                yield Pause(break_seconds(child))
            case "sub":
                yield replace(like, text=child.attributes.get("alias", ""))
            case "say-as" if child.attributes.get("interpret-as") in ONE_BY_ONE:
                yield replace(like, text=f" {_one_by_one(child.words)} ")
            case "prosody":
                yield from _inside(
                    child, replace(like, rate=like.rate * rate_of(child.attributes.get("rate", "")))
                )
            case "lang":
                yield from _inside(
                    child, replace(like, language=child.attributes.get("xml:lang", like.language))
                )
            case "p" | "s":
                yield from _inside(child, like)
                yield Pause(STOP_SECONDS)
            case _:
                yield from _inside(child, like)


def _one_by_one(text: str) -> str:
    """Return `07700 900-123` as `0 7 7 0 0, 9 0 0, 1 2 3`."""
    groups = re.findall(r"\w+", text)
    return ", ".join(" ".join(group) for group in groups)
