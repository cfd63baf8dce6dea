"""What differs between two versions of a menu, as values: one sentence for each thing that a caller may notice."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from ivr.call.turn import NodeId

Section = Literal["reach", "hours", "words", "time", "languages", "steps", "problems", "names", "unheard"]
"""What a change is about: what leads where; opening hours; what is said; how long it takes; languages; how a step
waits, asks and keeps; problems found; names of nodes; what no caller notices."""

SECTIONS: Final[tuple[Section, ...]] = (
    "reach",
    "hours",
    "time",
    "words",
    "languages",
    "steps",
    "problems",
    "names",
    "unheard",
)  # fmt: skip
"""In the order in which they are told."""

Failing = Literal["reach", "time", "problems"]
"""What a change can break: something that callers reached is reached no more, or otherwise; something takes longer;
there is a problem that was not there."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of two texts compared: those that are in both, in the old one only, or in the new one only."""

    kind: Literal["same", "old", "new"]
    words: str


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs.

    `sentence` says it whole; nodes are in it by name, in “quotes”, by the name in the new file where they are in both.
    `kind` is a name for programs. `was` and `now` are what a caller heard and hears, "" where that is nothing or says
    no more; `pieces` are the two of them compared word by word. `fails`: what it breaks.
    """

    section: Section
    kind: str
    sentence: str
    node: NodeId | None = None
    key: str | None = None
    language: str | None = None
    was: str = ""
    now: str = ""
    pieces: tuple[Piece, ...] = ()
    fails: Failing | None = None


@dataclass(frozen=True, slots=True)
class Diff:
    """Everything that differs between two versions, in the order in which it is told; `identical`: the same bytes."""

    changes: tuple[Change, ...]
    identical: bool = False

    def of(self, section: Section) -> tuple[Change, ...]:
        """Return the changes of a section."""
        return tuple(change for change in self.changes if change.section == section)

    def failing(self, what: Failing) -> tuple[Change, ...]:
        """Return the changes that break something."""
        return tuple(change for change in self.changes if change.fails == what)

    def sections(self) -> Iterator[tuple[Section, tuple[Change, ...]]]:
        """Yield each section that has changes, with them."""
        for section in SECTIONS:
            if changes := self.of(section):
                yield section, changes
