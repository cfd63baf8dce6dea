"""A failure as lines to read: where, what, the steps around it, and what was heard instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Final

from ivr.phone.scenario.running import Failure
from ivr.phone.scenario.values import At, Hears, Offers, Scenario

WIDTH: Final = 100
_BEFORE, _AFTER = 3, 1
"""Lines of the file shown around the one that failed."""
_MOST_HEARD: Final = 12
_IN: Final = "    "
_INSTEAD: Final = (Hears, At, Offers)
"""Steps that expect something to be heard or offered."""


def report(scenario: Scenario, failure: Failure, lines: Sequence[str] = ()) -> Iterator[str]:
    """Yield why a scenario failed, line by line. `lines` are those of its file, where they are at hand."""
    said = f"{failure.message} {failure.hint}".strip()
    yield from wrap(f"{scenario.file}:{failure.line}:{failure.column}: {said}", WIDTH, break_on_hyphens=False)
    yield from _marked(lines, failure.line)
    yield from _heard(scenario, failure)


def _marked(lines: Sequence[str], line: int) -> Iterator[str]:
    """Yield the lines around one, which has a mark."""
    if not 1 <= line <= len(lines):
        return
    first, last = max(1, line - _BEFORE), min(len(lines), line + _AFTER)
    width = len(str(last))
    for number in range(first, last + 1):
        mark = ">" if number == line else " "
        text = "".join(char if char.isprintable() else " " for char in lines[number - 1])
        yield f"  {mark} {number:{width}} | {text}".rstrip()


def _heard(scenario: Scenario, failure: Failure) -> Iterator[str]:
    where = f", at “{failure.node}”" if failure.node else ""
    place = (failure.line, failure.column)
    expects = any((s.line, s.column) == place and isinstance(s, _INSTEAD) for s in scenario.steps)
    if not failure.heard:
        if failure.node:
            yield f"  Nothing was heard since the caller last did something{where}."
        return
    yield f"  {'Heard instead' if expects else 'Heard last'}{where}:"
    for prompt in failure.heard[:_MOST_HEARD]:
        yield from wrap(
            f"“{prompt}”", WIDTH, initial_indent=_IN, subsequent_indent=f"{_IN} ", break_on_hyphens=False
        )
    if len(failure.heard) > _MOST_HEARD:
        yield f"    … and {len(failure.heard) - _MOST_HEARD} more"
