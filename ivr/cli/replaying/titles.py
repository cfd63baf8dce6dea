"""What a call of a set is called, and what it says it tries."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ivr.check.coverage import Item
    from ivr.check.coverage.covering import Tour


def name_of(tour: "Tour", number: int) -> str:
    """Return the name of its file, without `.yaml`."""
    return f"covers-{number:02}-{next(iter(_nodes(tour)), 'line')}"


def title_of(tour: "Tour") -> str:
    """Return what callers do in it, in a few words."""
    return f"What callers can do at {_listed(_nodes(tour)) or 'any step'}"


def tried_in(tour: "Tour") -> str:
    """Return what no other call of the set tries, a line for each."""
    return "\n".join(["What no other file of this set tries:", *map(_line, tour.tries)])


def _nodes(tour: "Tour") -> list[str]:
    return list(dict.fromkeys(item.node for item in tour.tries if item.node))


def _line(item: "Item") -> str:
    return f"- {item.node}: {item.words}" if item.node else f"- {item.words}"


def _listed(names: Sequence[str]) -> str:
    shown = names if len(names) <= 3 else [*names[:2], "other nodes"]
    return " and ".join(part for part in (", ".join(shown[:-1]), shown[-1]) if part) if shown else ""
