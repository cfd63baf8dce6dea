"""A line of the menu file with a caret under the place that a problem is about."""

import os
import stat
import unicodedata
from collections.abc import Sequence

from ivr.menu.text.letters import LARGEST

_WIDEST = 100
"""Characters of a line that are shown; of a longer line, those around the place."""
_BEFORE = 60
_INDENT = "    "


def lines_of(file: str, text: bytes | None = None) -> list[str]:
    """Return the lines of a file, whatever is in it; none of what is no ordinary file of a usual size."""
    return (_bytes_of(file) if text is None else text).decode("utf-8-sig", "replace").splitlines()


def excerpt(lines: Sequence[str], line: int, column: int) -> list[str]:
    """Return a line and a caret under the column, both from 1; nothing where there is no such line.

    >>> excerpt(["goto: persn"], 1, 7)
    ['    goto: persn', '          ^']
    """
    text = lines[line - 1] if line <= len(lines) else ""
    if not text.strip():
        return []
    start = max(0, column - 1 - _BEFORE) if len(text) > _WIDEST else 0
    shown = "".join(char if char.isprintable() else " " for char in text[start : start + _WIDEST])
    before = shown[: column - 1 - start]
    left, right = "…" if start else "", "…" if start + _WIDEST < len(text) else ""
    return [f"{_INDENT}{left}{shown.rstrip()}{right}", f"{_INDENT}{' ' * (len(left) + _width(before))}^"]


def _width(text: str) -> int:
    """Return how many places a text takes in a terminal."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) > 0 for char in text)


def _bytes_of(file: str) -> bytes:
    try:
        handle = os.open(file, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except (OSError, ValueError):
        return b""
    try:
        about = os.fstat(handle)
        usual = stat.S_ISREG(about.st_mode) and about.st_size <= LARGEST
        return os.read(handle, LARGEST) if usual else b""
    except OSError:
        return b""
    finally:
        os.close(handle)
