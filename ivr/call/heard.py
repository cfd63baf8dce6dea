"""What the caller did: the one thing that a webhook tells."""

from dataclasses import dataclass, field
from typing import Literal

Outcome = Literal["completed", "busy", "no-answer", "failed", "canceled"]
"""How a transfer ended; `DialCallStatus` in Twilio's words."""


NOTHING_RECORDED_QUERY = "heard=nothing"
"""The query of the Redirect after a Record: where a recording was empty, Twilio may fall through to it."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """Keys, in order, as DTMF characters `0-9*#`; one at a menu, several at an ask."""

    digits: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing was pressed for as long as the step waits; also a hash with nothing before it."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recording has stopped.

    `sid` and `url` are the provider's names for it, `seconds` its length. `key` is the DTMF character
    that ended it, if one did; `hung_up` says that hanging up did.
    """

    sid: str
    url: str = field(repr=False)
    seconds: int
    key: str | None = None
    hung_up: bool = False


@dataclass(frozen=True, slots=True)
class NothingRecorded:
    """The step wanted speech and there was none."""


@dataclass(frozen=True, slots=True)
class Dialled:
    """A transfer has ended."""

    outcome: Outcome


Heard = Pressed | Silence | Recorded | NothingRecorded | Dialled
