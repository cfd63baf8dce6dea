"""What the desk shows of one message, as values. What somebody said or wrote is in no `repr`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from ivr.message.desk.values import Listed, Outcome, Verb
from ivr.message.values import Proof

if TYPE_CHECKING:
    from ivr.message.audit.reading import Entry


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording of a message. `number` counts from 1; `seconds` is None where the length is not known yet.

    `stored` is one that can be heard; `doubtful` one that is stored and may not be whole.
    """

    number: int
    node: str
    seconds: int | None
    state: Literal["expected", "stored", "absent", "failed"]
    doubtful: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Note:
    """What an officer wrote. `by` is their identity; `about` is what it was written with, in one word.

    `text` is "" where it cannot be opened here.
    """

    at: datetime
    by: str
    about: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt to reach a caller. `number` counts from 1, `by` is an officer's identity."""

    number: int
    at: datetime
    by: str
    result: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A caller's wish that an earlier message be cancelled or changed. A person decides.

    `request_id` is good for an address. `reference` is what was keyed in, "" where it cannot be opened; `about` the
    message of that reference, None where this officer has none. `decision` is "" until somebody has decided.
    """

    request_id: str
    kind: str
    reference: str = field(repr=False)
    about: str | None
    answers: Mapping[str, str] = field(repr=False)
    at: datetime
    handled_at: datetime | None
    decision: str


@dataclass(frozen=True, slots=True)
class Erased:
    """The proof that a message was erased. `opened_on` is a day, as 2026-11-22.

    `answers` and `recordings` are how many it had; `provider_clear_at` when the provider's last copy was known to be
    gone, None until then.
    """

    reference: str
    why: str
    opened_on: str
    deleted_at: datetime
    answers: int
    recordings: int
    provider_clear_at: datetime | None


@dataclass(frozen=True, slots=True)
class Can:
    """What an officer may do with a message as it stands: `"claim" in can`. `why_not` has words for all the rest.

    `outcomes` are those it may be closed with.
    """

    may: frozenset[Verb]
    why_not: Mapping[Verb, str]
    outcomes: tuple[Outcome, ...] = ()

    def __contains__(self, verb: object) -> bool:
        """Say whether they may do that."""
        return verb in self.may

    def __iter__(self) -> Iterator[Verb]:
        """Give each thing they may do."""
        return iter(self.may)


@dataclass(frozen=True, slots=True)
class Opened:
    """A message with everything in it, for an officer who may see it.

    `answers` are the newest of each name, those of a change that was made among them; of the safe number only the last
    digits are there (`Desk.number` tells it). `version` is that of the menu its caller heard, "" where it is not known.
    `notes`, `attempts` and `requests` are oldest first, `log` newest first.
    """

    listed: Listed
    answers: Mapping[str, str] = field(repr=False)
    recordings: tuple[Recording, ...]
    proof: Proof | None
    version: str
    notes: tuple[Note, ...] = field(repr=False)
    attempts: tuple[Attempt, ...]
    requests: tuple[Asked, ...] = field(repr=False)
    hold_reason: str = field(repr=False)
    erase_at: datetime | None
    closed_at: datetime | None
    log: "tuple[Entry, ...]"
    can: Can
    assessment: str = ""
    heard_at: datetime | None = None
