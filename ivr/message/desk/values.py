"""The words of the desk, what it refuses with, and what lists of messages show, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal, get_args

Show = Literal["open", "mine", "unassessed", "closed", "all"]
"""Which messages a list has: those to be dealt with, those of them that the officer has claimed, the unfinished ones
that no supervisor has assessed yet, those that are dealt with, or all."""

Stage = Literal["new", "claimed", "contacted", "closed"]
Outcome = Literal["contacted", "no-contact", "withdrawn", "passed-on", "duplicate", "not-for-us", "test"]
OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)
"""How a message can be closed."""

Result = Literal["reached", "no-answer", "not-safe"]
"""What came of ringing somebody: they were spoken to, nobody answered, or it was not safe to talk."""

Assessment = Literal["contact", "no-contact"]
Decision = Literal["done", "refused"]

Verb = Literal[
    "claim",
    "release",
    "hand-over",
    "show-number",
    "attempt",
    "contacted",
    "close",
    "reopen",
    "note",
    "assess",
    "hold",
    "unhold",
    "erase",
    "undo-erase",
    "export",
]
"""Everything an officer may do with a message, or not."""

MOST_ATTEMPTS: Final = 3
"""How often somebody is rung who is not reached, before it is left alone."""

LONGEST_TEXT: Final = 5_000
"""Characters that a note or a reason may have."""


class UnknownMessage(LookupError):
    """Raised when this officer has no such message: there is none, it was erased, or it is not theirs to see."""


class NoRecording(LookupError):
    """Raised when a message has no recording of this number to hear: none at all, or not here. Its text says which."""


class NotNow(Exception):
    """Raised when something cannot be done as things stand; its text says why, in plain words for the officer.

    Somebody else may have been first. Nothing was done.
    """


class NeedsReason(NotNow):
    """Raised when it can be done if the officer says why."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is to show. `queue` "" is all queues; `page` counts from 1.

    With a `reference` (eight digits, or a part of them) it is every message with it, whatever `show` says.
    """

    show: Show = "open"
    queue: str = ""
    reference: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Listed:
    """A message as lists show it, without anything that was said.

    `waiting` is how long ago it was left; of a closed one, how long it was open. `unheard_hours` are the whole hours
    that nobody has listened to it, None before the first is over and when somebody has, or it is closed. `claimed_by`
    is an officer's identity, "" for nobody; `attempts` are those that reached nobody; `days_left` the whole days until
    it is erased, None while nobody can say; `outcome` "" unless it is closed. `recordings` and their `seconds` are
    those with something in them; `requests` of its caller wait for an officer.
    """

    reference: str
    state: Literal["sent", "unfinished"]
    stage: Stage
    queue: str
    language: str
    opened_at: datetime
    waiting: timedelta
    unheard_hours: int | None
    claimed_by: str
    attempts: int
    pressed_5: bool
    needs_assessment: bool
    held: bool
    days_left: int | None
    outcome: str
    recordings: int
    seconds: int
    requests: int


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list. `total` messages are on all `pages`; `page` counts from 1. For `stamp`, see `Desk.stamp`."""

    rows: tuple[Listed, ...]
    total: int
    page: int
    pages: int
    stamp: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is for an officer to do: open messages by queue, of those theirs and unassessed; open requests."""

    queues: Mapping[str, int]
    mine: int
    unassessed: int
    requests: int

    @property
    def open(self) -> int:
        """How many open messages there are."""
        return sum(self.queues.values())
