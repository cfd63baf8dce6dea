"""Whether some words were heard: capitals, blanks and punctuation do not count, and digits may stand in any groups.

What counts are whole words, so that `press 5` is not heard in "press 55".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

Spoken = Callable[[str], Iterable[str]]
"""Gives the other ways in which words may be spoken, as `L G B T plus` for `LGBT+`."""

_JOINED: Final = re.compile("['’`´]")
_WORDS: Final = re.compile(r"\w+")
_DIGITS_APART: Final = re.compile(r"(?<=\d) (?=\d)")
_SENTENCES: Final = re.compile(r"(?<=[.!?]) +")
_ALIKE: Final = 0.6
"""From here on two texts are so much alike that one may have been meant for the other."""


def as_written(words: str) -> tuple[str, ...]:
    """Return that words are spoken as they are written, and in no other way."""
    return ()


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return a text's words alone, in small letters, with one blank before, between and behind them.

    >>> plain("To leave a message, press 1.")
    ' to leave a message press 1 '
    """
    return f" {' '.join(_WORDS.findall(_JOINED.sub('', text).casefold()))} "


def together(text: str) -> str:
    """Return plain words with digits that stand side by side joined.

    >>> together(plain("Ring 0 1 6 3 2, 9 6 0 0 0 0 now."))
    ' ring 01632960000 now '
    """
    return _DIGITS_APART.sub("", text)


def heard_in(words: str, prompts: Iterable[str], spoken: Spoken = as_written) -> bool:
    """Say whether words were heard in prompts that came one after the other.

    >>> heard_in("leave a message", ["Hello.", "To leave a message, press 1."])
    True
    >>> heard_in("press 1", ["For a landline, press 11."])
    False
    """
    said = plain(" ".join(prompts))
    whole = together(said)
    for form in (words, *spoken(words)):
        wanted = plain(form)
        if wanted in said or together(wanted) in whole:
            return True
    return False


def nearest(words: str, prompts: Iterable[str], spoken: Spoken = as_written) -> str | None:
    """Return the sentence that has something in it which is most like the words; None where nothing is like them.

    >>> nearest("leave a massage", ["Hello. This is a line.", "To leave a message, press 1. Or hang up."])
    'To leave a message, press 1.'
    """
    best, most = None, _ALIKE
    sentences = [sentence for prompt in prompts for sentence in _SENTENCES.split(prompt)]
    for form in (words, *spoken(words)):
        wanted = plain(form).split()
        matcher = SequenceMatcher(b=" ".join(wanted), autojunk=False)
        for sentence in sentences:
            there = plain(sentence).split()
            for start in range(max(1, len(there) - len(wanted) + 1)):
                matcher.set_seq1(" ".join(there[start : start + len(wanted)]))
                if matcher.real_quick_ratio() > most and matcher.quick_ratio() > most:
                    alike = matcher.ratio()
                    if alike > most:
                        best, most = sentence, alike
    return best
