"""Problems of one scenario's file, collected while it is read."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Final

from ivr.menu.problems import Problem
from ivr.menu.source import Path, Source
from ivr.menu.suggest import did_you_mean

SCENARIO: Final = "scenario"
"""The rule that every problem of a scenario belongs to."""
_LONGEST: Final = 40


class Complaints:
    """What is wrong with a source, so far: `problems`."""

    def __init__(self, text: Source) -> None:
        self.problems: list[Problem] = []
        self._text = text

    def add(self, path: Path, message: str, remedy: str = "", *, name: bool = False) -> None:
        """Note a problem at the value of a path, or at its `name`."""
        line, column = self._text.key_position(path) if name else self._text.position(path)
        self.problems.append(Problem(self._text.file, line, column, SCENARIO, "error", message, remedy))

    def text(self, path: Path) -> str:
        """Return the text at a path; note a problem where there is none, or something else."""
        there = self._text.plain(path)
        if isinstance(there, str) and there.strip():
            return there.strip()
        if there == "":
            remedy = "For the hash key write the word hash: YAML takes what follows a # for a comment."
            self.add(
                path,
                f"Nothing stands here after “{path[-1]}:”.",
                remedy if _is_keys(path) else "Write it behind the colon.",
            )
        else:
            self.add(
                path,
                "Here words are needed, not a list or a group.",
                "If it is text, put all of it in quotes.",
            )
        return ""

    def line_from(self, path: Path) -> str:
        """Return the line of the file that the value of a path begins in, from there on, as it is written."""
        line, column = self._text.position(path)
        return self._lines[line - 1][column - 1 :]

    @cached_property
    def _lines(self) -> list[str]:
        return self._text.raw.decode("utf-8-sig").splitlines()

    def unknown_names(self, path: Path, there: Iterable[str], known: Iterable[str]) -> None:
        """Note a problem for each name that is not known."""
        known = tuple(known)
        for name in there:
            if name not in known:
                self.add((*path, name), f"“{short(name)}” is not known here.", meant(name, known), name=True)


def meant(word: str, known: Iterable[str]) -> str:
    """Return a sentence that says which word may be meant, or which there are."""
    known = tuple(known)
    near = did_you_mean(word, known) or next(
        (one for one in known if word and one.startswith(f"{word} ")), None
    )
    return f"Did you mean “{near}”?" if near else f"What can stand here: {', '.join(known)}."


def short(text: str) -> str:
    """Return a text that fits a sentence."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _is_keys(path: Path) -> bool:
    return path[-1] in ("press", "presses", "interrupts", "then")
