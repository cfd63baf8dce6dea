"""What can be wrong with a menu file, as values: problems, the two errors that carry them, the rules by name.

A problem names a place in the file (line and column from 1), says what is wrong in the designer's words, and
says what to do about it. Everything that looks at a file makes problems; only the edge prints them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal

from ivr.menu.structural import STRUCTURAL as STRUCTURAL
from ivr.menu.text.rules import StructuralRule as StructuralRule

Level = Literal["error", "warning", "advice"]
"""How much a problem matters: an error stops the line, a warning shuts somebody out, advice would help."""

MOST_PROBLEMS: Final = 1_000
"""After so many problems of one file nobody is helped by more."""

_LEVELS: Final = {"error": 0, "warning": 1, "advice": 2}
_NOT_ON_ONE_LINE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong or unwise at one place of a menu file.

    `line` and `column` count from 1, columns in characters. `rule` is its name for `ivr explain RULE`.
    `message` and `remedy` are whole sentences. `node` is the name of a node and `language` the code of a
    language, where the problem belongs to one. `who` lists the people who are shut out, `source` cites where
    the rule comes from.
    """

    file: str
    line: int
    column: int
    rule: str
    level: Level
    message: str
    remedy: str = ""
    node: str | None = None
    language: str | None = None
    who: tuple[str, ...] = ()
    source: str = ""

    def __post_init__(self) -> None:
        """Raise ValueError if the place or the level cannot be one."""
        if self.line < 1 or self.column < 1:
            raise ValueError(f"lines and columns count from 1, not {self.line}:{self.column}")
        if self.level not in _LEVELS:
            raise ValueError(f"a level is one of {', '.join(_LEVELS)}, not {self.level!r}")


def as_text(problem: Problem) -> str:
    """Return the problem as one line, whatever its words hold.

    >>> as_text(Problem("menus.yaml", 14, 7, "repeated-key", "error", "Key 1 is here twice.", "Remove one."))
    'menus.yaml:14:7: error: Key 1 is here twice. Remove one. [repeated-key]'
    """
    p = problem
    words = f"{p.message} {p.remedy}".strip()
    return _NOT_ON_ONE_LINE.sub(" ", f"{p.file}:{p.line}:{p.column}: {p.level}: {words} [{p.rule}]")


def as_json(problem: Problem) -> dict[str, Any]:
    """Return the problem as a JSON object, with every key that `ivr lint --format json` promises."""
    p = problem
    rule = STRUCTURAL.get(p.rule)
    return {
        "file": p.file,
        "line": p.line,
        "column": p.column,
        "rule": p.rule,
        "level": p.level,
        "node": p.node,
        "language": p.language,
        "message": p.message,
        "who": list(p.who),
        "source": p.source,
        "remedy": p.remedy or (rule.remedy if rule else ""),
    }


def in_file_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems as a reader of the file meets them, at one place errors first; each only once."""
    return tuple(
        sorted(
            dict.fromkeys(problems),
            key=lambda p: (p.file, p.line, p.column, _LEVELS[p.level], p.rule, p.message),
        )
    )


class MenuError(Exception):
    """A menu file cannot be used: catch this for either reason. `str()` gives all problems, one a line."""

    problems: tuple[Problem, ...]

    def __str__(self) -> str:
        """Return all problems, one a line."""
        return "\n".join(map(as_text, self.problems))


class Unreadable(MenuError):
    """The file cannot be read at all, so nothing is known about what is in it. Commands end with exit code 2.

    Raised for a file that is missing, a directory or no regular file, not permitted, over 5 MB, not UTF-8,
    binary, not YAML, or nested too deep. `problem` is the one reason.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem
        self.problems = (problem,)


class Refused(MenuError):
    """The file is YAML and says something that cannot be built. Commands end with exit code 1.

    `problems` holds everything that was found, in file order; there is always at least one.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        ordered = in_file_order(problems)
        if not ordered:
            raise ValueError("a file is refused for at least one problem")
        super().__init__(ordered)
        self.problems = ordered
