"""What this room takes and gives, as values. Importing them costs no database."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

State = Literal["draft", "unfinished", "sent"]
"""`draft`: the call goes on. `unfinished`: it ended unsent, with something worth keeping. `sent`: they sent it."""

USUAL_MINUTES = 20
"""After how long a call is taken to be over where nothing is known of its line."""

PRESSED_5_REPEATEDLY = "pressed 5 repeatedly"


class StoreUnavailable(Exception):
    """Raised when the store cannot do what was asked, and nothing of it was done.

    It cannot be reached or written, is busy for longer than a caller can be kept waiting, is full, or was
    set up wrongly. The caller of this room can tell the person on the line what still works, and try again:
    every write may be repeated. The text says what kind of trouble it is and never holds a value.
    """


@dataclass(frozen=True, slots=True)
class CallRef:
    """A call, as far as the store has to know it.

    `sid` is the provider's name of the call; `began_minutes` the minute it began, in minutes since 1970 in
    UTC; `caller` the number it came from, used only to limit requests and never stored, None where it is
    withheld; `longest_minutes` after how long it is taken to be over, if nobody says so and nothing more comes.
    """

    sid: str
    began_minutes: int
    caller: str | None = field(default=None, repr=False)
    longest_minutes: int = USUAL_MINUTES


@dataclass(frozen=True, slots=True)
class Proof:
    """Proof of consent: what the caller agreed to, when and how.

    `version` is that of the menu file, `language` the one it was spoken in, `node` and `key` where and how.
    """

    at: datetime
    version: str
    language: str
    node: str
    key: str


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message as it stands at some moment.

    `answers` are the newest value of each name, as far as they can be opened here; `recordings` are seconds,
    oldest first, 0 where the length is not known yet. `opened_at` is in UTC. `language` is empty, and `proof`
    None, where no consent is known (a recording came without one). `flags` are what an officer should know, in
    words.
    """

    state: State
    reference: str = field(repr=False)
    answers: dict[str, str] = field(repr=False)
    recordings: tuple[int, ...]
    opened_at: datetime
    language: str = ""
    flags: tuple[str, ...] = ()
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class RequestView:
    """A caller's wish that an earlier message be cancelled or changed, with what they answered about it.

    `reference` is what the caller keyed in; nobody has checked that there is such a message. It is empty where it
    cannot be opened.
    """

    kind: str
    reference: str = field(repr=False)
    answers: dict[str, str] = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True)
class SaidSoFar:
    """What the page of one step may say and go by.

    `answers` are those of the message the step belongs to, over those given outside any message. `reference`
    and `state` are that message's; None where there is no message, or the caller had it deleted. `kept` is a
    draft that hanging up does not lose.
    """

    answers: dict[str, str] = field(repr=False)
    reference: str | None = field(repr=False)
    state: Literal["draft", "kept", "sent"] | None


@dataclass(frozen=True, slots=True)
class PlayableRecording:
    """A recording that the provider holds and the caller may hear again while the call lasts.

    `sid` is the provider's name of it, `url` where the provider said it is; `seconds` its length, None where it is
    not known yet.
    """

    sid: str
    url: str = field(repr=False)
    seconds: int | None


@dataclass(frozen=True, slots=True)
class Health:
    """Whether a message could be taken now: the store can be written, there are right keys to seal to, and room."""

    store: bool
    keys: bool
    room: bool

    @property
    def well(self) -> bool:
        """All of it."""
        return self.store and self.keys and self.room


def as_json(message: MessageView) -> dict[str, Any]:
    """Return a message as the JSON of `ivr call` tells it: flags only where there are any."""
    told: dict[str, Any] = {
        "state": message.state,
        "reference": message.reference,
        "answers": dict(message.answers),
        "recordings": list(message.recordings),
    }
    return told | {"flags": list(message.flags)} if message.flags else told
