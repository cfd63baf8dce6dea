"""Hiding small counts, so that nobody can work out what is hidden.

A count of one or two can be somebody. So counts from 1 up to below a limit are hidden; and since what is missing
from a total is its difference to the rest, the smallest of the other counts is hidden, too: *primary* and *secondary
suppression* (Hundepool and others, *Handbook on Statistical Disclosure Control*,
https://sdctools.github.io/HandbookSDC/). All that is hidden looks the same.

Why that is enough, even for somebody who knows this rule and the total: those hidden have at least two different
values, and were they dealt out among the hidden cells in another way, the very same would be published. Where there
is no larger count that could stand beside the small ones, everything is hidden, zeros too; then any other way to make
up the total of small counts would be published alike. This holds for one list of counts with one total. Two lists
may have the same total, but a count must not be in two of them, nor be told beside them.

>>> hidden({"north": 2, "south": 30, "west": 7, "east": 0}, 5)
{'north': None, 'south': 30, 'west': None, 'east': 0}
>>> hidden({"north": 2, "south": 1, "west": 0}, 5)
{'north': None, 'south': None, 'west': None}
"""

from collections.abc import Mapping
from typing import Final, TypeVar

Cell = TypeVar("Cell")

LEAST: Final = 3
"""The lowest limit there can be: not none and fewer than two is one."""


def limit_of(small_count: int) -> int:
    """Return below which count is hidden: 0 where nothing is."""
    return 0 if small_count < LEAST - 1 else max(small_count, LEAST)


def hidden_one(count: int, small_count: int) -> int | None:
    """Return a count or a total that stands by itself; None where it is hidden."""
    return None if 0 < count < limit_of(small_count) else count


def hidden(counts: Mapping[Cell, int], small_count: int) -> dict[Cell, int | None]:
    """Return counts, in their order, with None for those that are hidden.

    Which cells there are must not follow from what was counted. Counts below `small_count` are hidden; 0 and 1 hide
    nothing, and 2 is taken for 3.
    """
    limit = limit_of(small_count)
    if not any(0 < count < limit for count in counts.values()):
        return dict(counts)
    larger = [count for count in counts.values() if count >= limit]
    if not larger:
        return dict.fromkeys(counts)
    # All that are as small as the smallest: which of them stands in for the others must not tell anything.
    beside = min(larger)
    return {cell: None if 0 < count <= beside else count for cell, count in counts.items()}
