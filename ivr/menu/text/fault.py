"""A syntax error as a value, and what is said about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Quoted(NamedTuple):
    """The last quoted text before the fault: its quotation mark and the places of its two ends, from 0."""

    mark: str
    line: int
    column: int
    end_line: int
    end_column: int


class Diagnosis(NamedTuple):
    """Where (line and column from 1) the writer should look, what is wrong there and what to do."""

    line: int
    column: int
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is known about a syntax error. Places are (line, column) from 0.

    `what` are YAML's own words, `at` the place where it gave up, and `began` where it began what it could not
    finish. `quoted` is the last quoted text before it, `bracket` the place of the innermost one that is open.
    """

    what: str
    at: tuple[int, int]
    began: tuple[int, int]
    lines: Sequence[str]
    quoted: Quoted | None
    bracket: tuple[int, int] | None

    def line(self, number: int) -> str:
        """Return a line, counted from 0, or "" if there is none."""
        return self.lines[number] if 0 <= number < len(self.lines) else ""

    def character(self, place: tuple[int, int]) -> str:
        """Return the character at a place, or "" if there is none."""
        return self.line(place[0])[place[1] : place[1] + 1]


def say(place: tuple[int, int], message: str, remedy: str) -> Diagnosis:
    """Return the diagnosis for a place that counts from 0."""
    return Diagnosis(place[0] + 1, place[1] + 1, message, remedy)
