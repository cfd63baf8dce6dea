"""The word somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable

_LONGEST = 60  # no name is longer; longer words are not mistyped names


def did_you_mean(word: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate that `word` is most like, or None if none is close enough.

    Capitals, and whether words are joined by `_`, `-` or a blank, do not count; otherwise one slip (a letter
    more, less, changed, or two swapped) is allowed in three letters, and at most three in all.

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
    letters = set(meant)
    for candidate in candidates:
        other = _plain(candidate)
        if candidate == word or abs(len(other) - len(meant)) > allowed or len(other) <= allowed:
            continue
        if other == meant:
            return candidate
        if len(letters.symmetric_difference(other)) > 2 * allowed:
            continue
        slips = _slips(meant, other, allowed)
        if slips < allowed or (slips == allowed and best is None):
            # From now on only fewer slips are better, so the first of two equals stays.
            best, allowed = candidate, slips
    return best


def _plain(word: str) -> str:
    return word.strip().casefold().replace("_", "-").replace(" ", "-")


def _slips(one: str, other: str, most: int) -> int:
    """Return the slips (Damerau, Levenshtein) from one word to the other, or a number over `most`."""
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
