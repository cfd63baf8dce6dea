"""The word somebody probably meant."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import takewhile
from operator import eq

_LONGEST = 60  # no name is longer; longer words are not mistyped names
_FEW = 100  # so many candidates are all compared
_NEAR = 20  # among more, so many neighbours to each side, in order of their beginnings and of their ends


def did_you_mean(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate that `word` is most like, or None if none is close enough.

    Capitals, and whether words are joined by `_`, `-` or a blank, do not count; otherwise one slip (a letter
    more, less, changed, or two swapped) is allowed in three letters, and at most three in all. Among many
    candidates only those that begin or end much alike are compared, so that it takes under a millisecond also
    when a file has ten thousand nodes and as many wrong names.

    >>> did_you_mean("otherwize", ["options", "otherwise"])
    'otherwise'
    >>> did_you_mean("no input", ["no_input", "no_match"])
    'no_input'
    >>> did_you_mean("greeting", ["options", "otherwise"])
    """
    meant = _plain(word)
    if not meant or len(meant) > _LONGEST:
        return None
    best: str | None = None
    allowed = min(3, max(1, len(meant) // 3))
    for other, candidate in _near(meant, tuple(candidates)):
        if candidate == word or abs(len(other) - len(meant)) > allowed or len(other) <= allowed:
            continue
        if other == meant:
            return candidate
        slips = _slips(meant, other, allowed)
        if slips < allowed or (slips == allowed and best is None):
            # From now on only fewer slips are better, so the first of two equals stays.
            best, allowed = candidate, slips
    return best


def _plain(word: str) -> str:
    return word.strip().casefold().replace("_", "-").replace(" ", "-")


Named = tuple[str, str]  # a word to compare, and the candidate as it is written


def _near(meant: str, candidates: tuple[str, ...]) -> Iterable[Named]:
    """Return the candidates that are worth comparing."""
    if len(candidates) <= _FEW:
        return [(_plain(candidate), candidate) for candidate in candidates]
    by_beginning, by_end = _sorted(candidates)
    beginning, end = bisect(by_beginning, (meant, "")), bisect(by_end, (meant[::-1], ""))
    return [
        *by_beginning[max(0, beginning - _NEAR) : beginning + _NEAR],
        *((other[::-1], candidate) for other, candidate in by_end[max(0, end - _NEAR) : end + _NEAR]),
    ]


@lru_cache(maxsize=4)
def _sorted(candidates: tuple[str, ...]) -> tuple[list[Named], list[Named]]:
    """Return the candidates in order of their beginnings, and, read backwards, of their ends."""
    words = [(_plain(candidate), candidate) for candidate in candidates]
    return sorted(words), sorted((word[::-1], candidate) for word, candidate in words)


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many letters two words have in common at their beginnings."""
    return sum(1 for _ in takewhile(bool, map(eq, one, other)))


def _slips(one: str, other: str, most: int) -> int:
    """Return the slips (Damerau, Levenshtein) from one word to the other, or a number over `most`."""
    same = _alike(one, other)
    one, other = one[same:], other[same:]
    if same := _alike(one[::-1], other[::-1]):
        one, other = one[:-same], other[:-same]
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, above, row = row, before, [i]
        for j, there in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != there))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == there:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
        if min(row) > most and min(before) > most:
            return most + 1
    return row[-1]
