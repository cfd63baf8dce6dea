"""Names in braces: `{reference}`, `{safe_number}`, `{idva.number}`."""

import re
from collections.abc import Iterator

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")

CONTROLLER, NEXT_OPEN_DAY, REFERENCE = "controller", "next_open_day", "reference"

OF_THE_LINE = (CONTROLLER, NEXT_OPEN_DAY, REFERENCE)
"""Placeholders that need no question. `reference` needs a message, `next_open_day` opening hours."""


def names(text: str) -> Iterator[str]:
    """Yield the placeholders of a text, in order."""
    for match in _PLACEHOLDER.finditer(text):
        yield match[1]


def split(text: str) -> Iterator[tuple[str, str | None]]:
    """Yield the text in pairs: words, and the placeholder that follows them (None at the end)."""
    start = 0
    for match in _PLACEHOLDER.finditer(text):
        yield text[start : match.start()], match[1]
        start = match.end()
    yield text[start:], None
