"""One thing that a call can try, and all of them together."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal, NamedTuple, get_args

from ivr.call.turn import NodeId

Kind = Literal[
    "option",  # a key of a menu
    "silence",  # nothing pressed: once, and until it goes on
    "wrong-key",  # a key without a meaning: once, and until it goes on
    "entry",  # digits that the question takes
    "not-accepted",  # digits that it cannot use: once, and until it goes on
    "recording",  # somebody spoke
    "no-recording",  # was asked to speak, and said nothing
    "dial",  # how a call put through ends
    "words",  # spoken words were heard to their end
    "way",  # a way out of a junction
    "hang-up",  # hung up where the line waits
    "key",  # a key that works everywhere; once for the whole line
    "language",  # a language of the line; once for the whole line
]
"""What is tried."""

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

ONCE: Final[Mapping[str, str]] = {
    "silence": "silence once",
    "wrong-key": "wrong key once",
    "not-accepted": "not accepted once",
}
"""The `how` of what a node answers by asking again."""
HANG_UP: Final = "hang up"
"""The `how` of hanging up at a step that waits."""
WHILE_RECORDING: Final = "hang up while recording"
"""The `how` of hanging up while speaking."""
LONGEST: Final = "longest"
"""The `how` of a recording that reached its longest length."""


class What(NamedTuple):
    """One thing that can be tried, by its name.

    `node`: None for what belongs to the whole line. `how`: for what is a way out in the file, the `how` of its
    `Exit`, such as a key, `open` or `recorded`, so that a map can find it; else words that no other has at the node.
    """

    node: NodeId | None
    kind: Kind
    how: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that can be tried: see `What`. `words` say it to people; `tried` whether some call has done it."""

    node: NodeId | None
    kind: Kind
    how: str
    words: str
    tried: bool = False

    @property
    def what(self) -> What:
        """Its name."""
        return What(self.node, self.kind, self.how)


@dataclass(frozen=True)
class Coverage:
    """Everything that calls can try, in the order of the file, what belongs to the whole line last.

    `version` is that of the flow. `calls`: how many calls were looked at.
    """

    version: str
    items: tuple[Item, ...]
    calls: int = 0

    @property
    def share(self) -> float:
        """How much was tried, from 0 to 1. Where there is nothing to try, all is."""
        return self.tried / len(self.items) if self.items else 1.0

    @property
    def percent(self) -> float:
        """How much was tried, in percent, rounded down to one decimal: 100 only where nothing is left."""
        return 100 * 10 * self.tried // len(self.items) / 10 if self.items else 100.0

    @property
    def tried(self) -> int:
        """How many things were tried."""
        return sum(item.tried for item in self.items)

    @cached_property
    def untried(self) -> tuple[Item, ...]:
        """What nobody has tried."""
        return tuple(item for item in self.items if not item.tried)

    def by_node(self) -> Mapping[NodeId | None, tuple[Item, ...]]:
        """Return the items of each node, in the order of the file; those of the whole line under None, last."""
        nodes: dict[NodeId | None, list[Item]] = {}
        for item in self.items:
            nodes.setdefault(item.node, []).append(item)
        return {name: tuple(items) for name, items in nodes.items()}

    def as_json(self) -> dict[str, Any]:
        """Return it as a JSON object."""
        return {
            "version": self.version,
            "calls": self.calls,
            "items": len(self.items),
            "tried": self.tried,
            "percent": self.percent,
            "untried": [
                {"node": item.node, "kind": item.kind, "how": item.how, "words": item.words}
                for item in self.untried
            ],
        }
