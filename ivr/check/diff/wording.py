"""Two texts, compared word by word."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

from ivr.check.diff.values import Piece

_ALIKE: Final = 0.35
"""Texts that have less in common than this are told whole."""
_FEW: Final = 1
"""So few words that stayed between two changes are told as changed: a patchwork is hard to read."""


def pieces(was: str, now: str) -> tuple[Piece, ...]:
    """Return what of two texts is in both, only in the old one, or only in the new one.

    >>> [(piece.kind, piece.words) for piece in pieces("Ring us at nine.", "Ring us at ten.")]
    [('same', 'Ring us at'), ('old', 'nine.'), ('new', 'ten.')]
    """
    one, other = was.split(), now.split()
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return tuple(
            piece for piece in (Piece("old", " ".join(one)), Piece("new", " ".join(other))) if piece.words
        )
    return tuple(_pieces(matcher, one, other))


def _pieces(matcher: "SequenceMatcher[str]", one: list[str], other: list[str]) -> Iterator[Piece]:
    gone: list[str] = []
    new: list[str] = []
    operations = matcher.get_opcodes()
    for number, (how, i, j, k, m) in enumerate(operations):
        inside = 0 < number < len(operations) - 1
        if how == "equal" and not (inside and j - i <= _FEW):
            yield from _changed(gone, new)
            gone, new = [], []
            yield Piece("same", " ".join(one[i:j]))
        else:
            gone += one[i:j]
            new += other[k:m]
    yield from _changed(gone, new)


def _changed(gone: list[str], new: list[str]) -> Iterator[Piece]:
    if gone:
        yield Piece("old", " ".join(gone))
    if new:
        yield Piece("new", " ".join(new))
