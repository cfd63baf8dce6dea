"""How hard a text is to read: the Flesch–Kincaid grade, for English."""

import re
from typing import Final

from ivr.check.words.sentences import sentences

FEWEST_WORDS: Final = 40
"""Words, below which a grade says nothing."""

_VOWELS: Final = re.compile(r"[aeiouy]+")
_WORD: Final = re.compile(r"[a-z]+(?:['’][a-z]+)*")


def grade(text: str) -> float | None:
    """Return the school years that a text asks for (0.39 words/sentence + 11.8 syllables/word − 15.59).

    None where the text is too short to tell.

    >>> grade("Hello.") is None
    True
    """
    words = _WORD.findall(text.casefold())
    if len(words) < FEWEST_WORDS:
        return None
    syllables = sum(map(_syllables, words))
    return 0.39 * len(words) / len(sentences(text)) + 11.8 * syllables / len(words) - 15.59


def _syllables(word: str) -> int:
    found = len(_VOWELS.findall(word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and found > 1
    ending = word.endswith("ed") and not word.endswith(("ted", "ded")) and found > 1
    return max(1, found - silent - ending)
