"""What follows at a node, as values; `ivr.walk` carries them out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from ivr.call.effects import Effect
from ivr.call.turn import Event, Pace, Turn

if TYPE_CHECKING:
    from ivr.menu.line import Line

Missing = Literal["no_input", "no_match", "not_accepted"]
"""Why an attempt was used up: nothing pressed, a key without meaning, an entry that cannot be used."""


@dataclass(frozen=True, slots=True)
class Go:
    """Go on to another node (or `back`), with what that does to the message.

    `event` says how the call comes there, `language` changes the language of the call. *Back* will lead here
    again, or to `behind` if that is given; `forget` leaves nothing to go back to.
    """

    to: str
    effects: tuple[Effect, ...] = ()
    event: Event = ""
    forget: bool = False
    behind: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Stay:
    """Stay at the node without using up an attempt, and go on at a pace, if that changes."""

    event: Event
    pace: Pace | None = None


@dataclass(frozen=True, slots=True)
class Missed:
    """Nothing that has a meaning here was pressed: uses up an attempt."""

    how: Missing


Step = Go | Stay | Missed


class Moment(NamedTuple):
    """What a node may look at when it decides: where the call is, the time, and what is known.

    `now` is an aware time. `known` maps names to text: `caller_number` (`usable`, `withheld`), `caller` (the
    number itself), `ready` (`yes`, `no`), `message` (`none`, `draft`, `kept`, `sent`), `setting:NAME`,
    `listen:NODES` (`yes`, `no`), and the caller's own answers; what is not known is an empty text.
    """

    turn: Turn
    line: "Line"
    now: datetime
    known: Mapping[str, str]


Means = Literal[
    "key", "entry", "silence", "wrong-keys", "recording", "no-recording", "call", "junction", "words"
]
"""By what an exit is taken: `words` when a spoken step has ended, `call` when a transfer has."""


@dataclass(frozen=True, slots=True)
class Exit:
    """A way out of a node, as it can be read from the file.

    `how` says when it is taken: a key, `open`, `recorded`. `gains`: the answers that are known beyond it.
    `path`: where in the node it is written. `message`: what taking it does to the caller's message.
    """

    to: str
    means: Means
    how: str
    path: tuple[str | int, ...]
    gains: tuple[str, ...] = ()
    words: str = ""
    message: Literal["", "opens", "keeps", "sends", "deletes"] = ""
