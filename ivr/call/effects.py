"""What a step does to what a caller leaves, as values. `ivr.message` carries them out, once."""

from dataclasses import dataclass, field
from typing import Literal

from ivr.call.keys import Key
from ivr.call.turn import NodeId


@dataclass(frozen=True, slots=True)
class Consented:
    """The caller agreed that a message is kept: opens a draft. The fields are the proof."""

    version: str
    language: str
    node: NodeId
    key: Key


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer: a menu's value, or digits as they were accepted."""

    name: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A safe way to be contacted is confirmed: from here on, hanging up keeps the message."""


@dataclass(frozen=True, slots=True)
class RecordingKept:
    """A recording stopped and is part of the message. `seconds` may still be 0 for "not known yet"."""

    node: NodeId
    sid: str
    url: str = field(repr=False)
    seconds: int


@dataclass(frozen=True, slots=True)
class Sent:
    """The caller sent the message."""


@dataclass(frozen=True, slots=True)
class Discarded:
    """The caller asked for the unsent message to be deleted, and confirmed it."""


@dataclass(frozen=True, slots=True)
class Requested:
    """The caller asks that an earlier message be cancelled, or changed. A person acts on it."""

    kind: Literal["cancel", "change"]
    reference: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Marked:
    """Something an officer should know of; `emergency`: the emergency key was pressed."""

    what: Literal["emergency"]


Effect = Consented | Answered | Confirmed | RecordingKept | Sent | Discarded | Requested | Marked
