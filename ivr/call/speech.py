"""Spoken words as a value: pieces of text, pauses, and what only the call itself can fill in.

A voice reads `Words` as written. A `Break` is silence in the voice's own track. A `Slot` stands for
something that differs by caller; its value is filled in, escaped, when the page is served.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Text as it is spoken."""

    text: str


@dataclass(frozen=True, slots=True)
class Break:
    """A pause of so many milliseconds."""

    milliseconds: int


@dataclass(frozen=True, slots=True)
class Slot:
    """A value filled in when the page is served, by name: `reference`, an answer's name, …"""

    name: str


Piece = Words | Break | Slot
Speech = tuple[Piece, ...]

SLOT_OPEN, SLOT_CLOSE = "\ue000", "\ue001"
"""Private-use characters that mark a slot inside compiled text. A menu file may not contain them."""


LONGEST_SLOT = 40
"""Characters that a slot's value is taken to have at most, spoken."""


def mark(name: str) -> str:
    """Return the mark of a slot, to be written where its value will stand."""
    return f"{SLOT_OPEN}{name}{SLOT_CLOSE}"


def spoken_length(speech: Speech) -> int:
    """Return the characters a voice is sent, pauses not counted and each slot counted as the longest."""
    return sum(
        len(p.text) if isinstance(p, Words) else LONGEST_SLOT if isinstance(p, Slot) else 0 for p in speech
    )
