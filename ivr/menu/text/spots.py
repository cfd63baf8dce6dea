"""Where everything in a file stands: a tree beside the data, with one number for each place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

_BITS: Final = 24  # of a column: a file of 5 MB has no longer line


@dataclass(slots=True, eq=False)
class Spots:
    """Where a mapping or a list begins, its names, and its parts; each place is one number, see `place`."""

    at: int
    names: dict[str | int, int] = field(default_factory=dict)
    parts: dict[str | int, int | Spots] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Open:
    """A mapping or a list that has begun and not ended.

    `key` is what the next part belongs to: a name, None where a name comes next, in a list a number. `name` is
    the last name as it is written, also one that was refused.
    """

    data: Any
    spots: Spots
    is_mapping: bool
    in_braces: bool
    key: str | int | None
    name: str | None = None


def spot(line: int, column: int) -> int:
    """Return the number for a line and a column that count from 0."""
    return (line << _BITS) + column


def beginning(event: Any) -> int:
    """Return the number for the place where a YAML event begins."""
    mark = event.start_mark
    return int((mark.line << _BITS) + mark.column)


def place(spot: int | Spots) -> tuple[int, int]:
    """Return the line and column, both from 1, that a number stands for, or where a group begins."""
    at = spot.at if isinstance(spot, Spots) else spot
    return (at >> _BITS) + 1, (at & ((1 << _BITS) - 1)) + 1
