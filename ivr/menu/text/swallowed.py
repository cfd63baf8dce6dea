"""Words that YAML takes for a comment and drops without a word, which on a telephone line is the hash key.

`#: {to: finish}` is not an option but a comment; `prompt: Press # to finish` says only "Press".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

_NAME: Final = r"[ ]*(?:- +)?(?P<name>#) ?:(?=\s|$)"
_TEXT: Final = r"(?i:\b(?:press|push|hit|dial)(?:ing|ling|ting)?|\bor|\bthen)[ \t]+(?P<text>#)"
_SUSPECT: Final = re.compile(f"(?:^|[\r\n]){_NAME}|{_TEXT}")
_IN_LINE: Final = re.compile(f"^{_NAME}|{_TEXT}")
_COMMENT: Final = re.compile(r"[ \t]+#")


class Lost(NamedTuple):
    """A hash sign, with what stood behind it, that YAML has dropped. Line and column count from 0."""

    line: int
    column: int
    message: str
    remedy: str


class Swallowed:
    """The hash signs of a text that look as if they were meant; scalars passing by clear or convict them."""

    def __init__(self, text: str, lines: Sequence[str]) -> None:
        self.names: dict[int, int] = {}
        self.texts: dict[int, set[int]] = {}
        self._convicted: list[tuple[int, int]] = []
        if "#" not in text or not _SUSPECT.search(text):
            return
        self._lines = lines
        for number, line in enumerate(lines):
            if "#" not in line:
                continue
            for found in _IN_LINE.finditer(line):
                if found["name"]:
                    self.names[number] = found.start("name")
                else:
                    self.texts.setdefault(number, set()).add(found.start("text"))

    def passed(self, scalar: Any) -> None:
        """Take account of a scalar event: what is inside is text, what follows plain text may be lost."""
        start, end = scalar.start_mark, scalar.end_mark
        for number in range(start.line + 1, end.line):
            self.names.pop(number, None)
        if end.line in self.texts and scalar.value:
            comment = _COMMENT.match(self._lines[end.line], end.column)
            if comment and comment.end() - 1 in self.texts[end.line]:
                self._convicted.append((end.line, comment.end() - 1))

    def found(self) -> Iterator[Lost]:
        """Yield what was lost, once all scalars have passed."""
        for line, column in self.names.items():
            yield Lost(
                line,
                column,
                "YAML takes this line for a comment, because it begins with a hash sign.",
                "For the telephone key write the word hash. If it is a comment, remove the colon.",
            )
        for line, column in self._convicted:
            yield Lost(
                line,
                column,
                "YAML takes the words from the hash sign on for a comment, so no caller would hear them.",
                "Write the word hash, or put the text in quotes. Put a comment on a line of its own.",
            )
