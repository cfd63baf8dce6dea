"""Colour for a terminal, and lines that fit one."""

import os
import sys
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import click

WIDTH: Final = 100
"""Characters of a line."""

_COLOURS: Final[Mapping[str, str]] = {"error": "red", "warning": "yellow", "advice": "cyan"}


@dataclass(frozen=True, slots=True)
class Paint:
    """Marks text by colour and weight, or, where `coloured` is not, leaves it as it is. Words carry the meaning
    everywhere; colour only helps to find them."""

    coloured: bool

    def strong(self, text: str) -> str:
        """Return a heading."""
        return click.style(text, bold=True) if self.coloured else text

    def faint(self, text: str) -> str:
        """Return what matters less."""
        return click.style(text, dim=True) if self.coloured else text

    def level(self, level: str, text: str) -> str:
        """Return a text in the colour of a level."""
        return click.style(text, fg=_COLOURS[level], bold=True) if self.coloured else text


def paint_for_output() -> Paint:
    """Return the paint for standard output: colour on a terminal only, and none where NO_COLOR is set, to anything
    (https://no-color.org), or the terminal is dumb."""
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Paint(wanted and sys.stdout.isatty())


def wrapped(text: str, indent: str, then: str | None = None) -> list[str]:
    """Return a text in lines that fit, behind an indent; the lines after the first behind another if one is given."""
    return list(_wrapped(text, indent, indent if then is None else then))


@lru_cache(maxsize=1024)  # whom a rule is for, and its source, come again and again
def _wrapped(text: str, indent: str, then: str) -> tuple[str, ...]:
    return tuple(
        textwrap.wrap(
            text,
            WIDTH,
            initial_indent=indent,
            subsequent_indent=then,
            break_on_hyphens=False,
            break_long_words=False,
        )
    )
