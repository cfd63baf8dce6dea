"""The verbs of TwiML that this line speaks, as small frozen values compared with `==`.

Every attribute is stated, because Twilio's defaults are traps: a Gather or Record without an action
asks for the same document again for ever, a Gather without keys falls through, and any key ends a
recording. Seconds are whole numbers.
"""

from dataclasses import dataclass

from ivr.call.speech import Speech

PASSING = 1
"""A Gather that waits no longer than this many seconds only lets its words be interrupted."""


@dataclass(frozen=True, slots=True)
class Say:
    """Speak. `rate` is the voice's speed in per cent of its own, 100 for unchanged."""

    speech: Speech
    voice: str
    locale: str
    rate: int = 100


@dataclass(frozen=True, slots=True)
class Play:
    """Play a recorded prompt."""

    url: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Be silent for so many seconds."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Gather:
    """Speak, and take keys at any moment of it.

    `digits`: how many keys are taken, None for as many as come. `finish_on_key`: the DTMF character
    that ends an entry, or empty, so that it arrives as a key. `answer_silence`: whether silence is
    posted too; if not, the call falls through to the next verb.
    """

    action: str
    speaks: tuple["Say | Play | Pause", ...]
    timeout: int
    digits: int | None = 1
    finish_on_key: str = ""
    answer_silence: bool = True


@dataclass(frozen=True, slots=True)
class Record:
    """Record speech. `finish_on_keys`: the DTMF characters that end it."""

    action: str
    status_callback: str
    silence: int
    longest: int
    finish_on_keys: str
    beep: bool = True


@dataclass(frozen=True, slots=True)
class Dial:
    """Connect the caller to a number. `ring`: seconds to wait for an answer."""

    action: str
    number: str
    ring: int


@dataclass(frozen=True, slots=True)
class Redirect:
    """Go on to another document."""

    url: str


@dataclass(frozen=True, slots=True)
class Hangup:
    """End the call."""


Verb = Say | Play | Pause | Gather | Record | Dial | Redirect | Hangup
