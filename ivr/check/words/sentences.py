"""A text in sentences and words, as somebody hears them."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from ivr.check.once import MOST_TEXTS
from ivr.check.words import words_in
from ivr.menu.placeholders import split

_GO_ON: Final = words_in(
    "e.g. i.e. approx. nos. tel. ext. mr. mrs. ms. mx. dr. st. vs. dept. np. tj. ul. godz. nr. m.in. h.y."
)
"""What ends with a stop, and no sentence with it."""

_MAY_END: Final = words_in("etc. a.m. p.m. inc. ltd. rd. ave. itd. itp.")
"""What ends with a stop, and a sentence with it where a capital letter follows."""

_END: Final = re.compile(r"[.?!…]+[\"'”’)]*(?=\s|$)")
_TOKEN: Final = re.compile(r"[^\s–—/…,.;:?!()“”\"]+(?:[./:'’@-][^\s–—/…,.;:?!()“”\"]+)*")
_NUMBER: Final = re.compile(r"\+?\d+")


def sentences(text: str) -> list[str]:
    """Return the sentences of a text. A stop after a short form such as “e.g.” or in “www.police.uk” ends none.

    >>> sentences("Ask for Dr. Lee. Is that right? Go to www.police.uk.")
    ['Ask for Dr. Lee.', 'Is that right?', 'Go to www.police.uk.']
    """
    return list(_sentences(text))


@lru_cache(maxsize=MOST_TEXTS)  # many rules ask about the same texts
def _sentences(text: str) -> tuple[str, ...]:
    found, start = [], 0
    for end in _END.finditer(text):
        last = text[start : end.end()].split()[-1].lstrip("(“\"'").casefold()
        following = text[end.end() :].lstrip()[:1]
        if last in _GO_ON or (last in _MAY_END and not following.isupper() and following):
            continue
        found.append(text[start : end.end()].strip())
        start = end.end()
    return tuple(sentence for sentence in (*found, text[start:].strip()) if sentence)


def beginning(text: str, most: int = 80) -> str:
    """Return a text on one line, cut after a whole word where it has more than `most` characters.

    >>> beginning("If you are in danger, ring 999.", 20)
    'If you are in …'
    """
    short = " ".join(text.split())
    return short if len(short) <= most else f"{short[: most - 2].rsplit(' ', 1)[0]} …"


def count_heard(text: str, fills: Mapping[str, int]) -> int:
    """Return the words of a text as a listener counts them.

    A short form or a web address is one word. Of a number of three figures or more each figure is one. A placeholder
    counts as many as `fills` says, one if it says nothing.

    >>> count_heard("Ring 999, or 0300 790 6772. Quote {reference}.", {"reference": 8})
    25
    """
    words = 0
    for part, name in split(text):
        for token in _TOKEN.findall(part):
            words += len(token.lstrip("+")) if _NUMBER.fullmatch(token) and len(token) > 2 else 1
        words += fills.get(name, 1) if name is not None else 0
    return words
