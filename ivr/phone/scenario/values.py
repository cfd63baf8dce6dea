"""A scenario as values: what the caller does, and what has to be so.

Two scenarios are equal if the same happens in them; where it stands in a file does not count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from ivr.phone.steps import Step as Doing

USUAL_NUMBER: Final = "+447700900001"
"""Whom a call comes from unless the scenario says: a number of Ofcom's drama range, which belongs to nobody."""
WITHHELD: Final = "withheld"

State = Literal["draft", "unfinished", "sent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Something that stands in a file: `line` and `column` count from 1; 1:1 for what was not read from one."""

    line: int = field(default=1, compare=False, repr=False)
    column: int = field(default=1, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Does(Placed):
    """The caller does something: presses keys, stays silent, speaks, hangs up; or a call put through ends.

    `interrupts`: they do it while words are said after which the call goes on by itself. Otherwise such words are
    heard to their end first.
    """

    doing: Doing
    interrupts: bool = False


@dataclass(frozen=True, slots=True)
class Hears(Placed):
    """Some of what was heard since the caller last did something has these words in it."""

    words: str


@dataclass(frozen=True, slots=True)
class DoesNotHear(Placed):
    """Nothing of what was heard since the caller last did something has these words in it."""

    words: str


@dataclass(frozen=True, slots=True)
class At(Placed):
    """The call is at this node, or comes to it without the caller doing anything."""

    node: str


@dataclass(frozen=True, slots=True)
class Offers(Placed):
    """These keys are offered now, with these words among the words of each; there may be others, too.

    `keys`: names of keys (`1`, `star`) to words.
    """

    keys: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LineHangsUp(Placed):
    """The line has ended the call."""


@dataclass(frozen=True, slots=True)
class Leaves(Placed):
    """What the call has left by now.

    `messages`: how many; 0 is none. What is said of a message holds for the only one: its `state`; some of its
    `answers`; how many `recordings` it has, or the whole seconds of each, oldest first; some of its `flags`. None,
    and an empty one of the others, say nothing about it.
    """

    messages: int = 1
    state: State | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    recordings: int | tuple[int, ...] | None = None
    flags: tuple[str, ...] = ()


Step = Does | Hears | DoesNotHear | At | Offers | LineHangsUp | Leaves


@dataclass(frozen=True, slots=True)
class Scenario:
    """One call.

    `file` is as it was named, `name` the file's name without its ending, `title` what happens in one line. `clock`
    is a time in words, or "" for the usual one; `language` a code, or "" for the line's first; `number` is whom it
    comes from: `withheld`, a number in E.164 (`+447700900123`), or "" for `USUAL_NUMBER`. `numbers`: whom the line can
    put callers through to, by the name that its menu gives them (`person`) to a number in E.164; nobody else can be
    rung. `faults` are names. `places`: line and column of each of these by its word in the file.
    """

    file: str = field(compare=False)
    name: str = field(compare=False)
    title: str
    clock: str = ""
    language: str = ""
    number: str = ""
    numbers: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def rings_from(self) -> str:
        """The number that the call comes from, or `withheld`."""
        return self.number or USUAL_NUMBER

    def place(self, word: str) -> tuple[int, int]:
        """Return the line and column of `clock`, `language`… in the file; 1:1 where it is not there."""
        return self.places.get(word, (1, 1))
