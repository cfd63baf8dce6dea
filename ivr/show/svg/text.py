"""Words in a picture: how wide they are, how they break into lines, how they are written as XML.

Nobody knows with which font a picture will be shown, so words are measured as the widest of those that the style sheet
asks for would set them: DejaVu Sans, which many Linux machines have alone.
"""

import re
from functools import lru_cache
from html import escape
from math import ceil
from typing import Final
from unicodedata import east_asian_width

_WIDTHS: Final = {
    "'ijl|": 0.30,
    " ,.’·IJ/:;\\": 0.34,
    "-f!()[]t": 0.40,
    'r"': 0.45,
    "sz“”*_`": 0.52,
    "?Lckv": 0.58,
    "FPxyTYaeo": 0.63,
    "0123456789$ESbdghnpqu{}": 0.64,
    "KABVXZCR": 0.69,
    "NUDH": 0.76,
    "&GOQ": 0.79,
    "w#+<=>^~→M": 0.85,
    "%Wm@…—": 1.0,
}
_OF: Final = {char: width for chars, width in _WIDTHS.items() for char in chars}
_NOT_XML: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BOLD: Final = 1.13


@lru_cache(maxsize=20_000)
def width(words: str, size: float, bold: bool = False) -> int:
    """Return how wide words are at a size in pixels, rounded up."""
    return ceil(sum(_OF.get(char) or _other(char) for char in words) * size * (_BOLD if bold else 1))


def _other(char: str) -> float:
    return 1.05 if east_asian_width(char) in "WF" else 0.66


def lines(words: str, size: float, room: int, most: int) -> list[str]:
    """Break words into at most so many lines; the last ends with … where not all fits."""
    made: list[str] = []
    here = ""
    for word in words.split():
        longer = f"{here} {word}" if here else word
        if width(longer, size) <= room:
            here = longer
            continue
        if len(made) == most - 1:
            return [*made, cut(longer, size, room)]
        if here:
            made.append(here)
        here = word if width(word, size) <= room else cut(word, size, room)
    return [*made, here] if here else made


def cut(words: str, size: float, room: int, bold: bool = False) -> str:
    """Return as much of some words as has room, with … in place of the rest."""
    if width(words, size, bold) <= room:
        return words
    kept = words
    while kept and width(f"{kept}…", size, bold) > room:
        kept = kept[:-1]
    return f"{kept.rstrip(' ,.;:-')}…"


@lru_cache(maxsize=20_000)
def xml(text: str) -> str:
    """Return a text as it is written in XML, in an element or an attribute; what XML cannot hold is left out.

    >>> xml('“a” & <b>')
    '“a” &amp; &lt;b&gt;'
    """
    return escape(_NOT_XML.sub(" ", text))
