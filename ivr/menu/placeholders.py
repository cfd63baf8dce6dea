"""Names in braces: `{reference}`, `{safe_number}`, `{idva.number}`."""

import re
from collections.abc import Iterator
from functools import lru_cache

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")

CONTROLLER, NEXT_OPEN_DAY, REFERENCE = "controller", "next_open_day", "reference"

OF_THE_LINE = (CONTROLLER, NEXT_OPEN_DAY, REFERENCE)
"""Placeholders that need no question. `reference` needs a message, `next_open_day` opening hours."""


def names(text: str) -> Iterator[str]:
    """Yield the placeholders of a text, in order."""
    for match in _PLACEHOLDER.finditer(text):
        yield match[1]


def split(text: str) -> tuple[tuple[str, str | None], ...]:
    """Return the text in pairs: words, and the placeholder that follows them (None at the end)."""
    if "{" not in text:
        return ((text, None),)
    return _split(text)


@lru_cache(maxsize=4096)  # the same texts are asked about again and again
def _split(text: str) -> tuple[tuple[str, str | None], ...]:
    pairs: list[tuple[str, str | None]] = []
    start = 0
    for match in _PLACEHOLDER.finditer(text):
        pairs.append((text[start : match.start()], match[1]))
        start = match.end()
    return (*pairs, (text[start:], None))
