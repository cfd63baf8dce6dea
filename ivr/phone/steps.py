"""What a caller can do, as values, and the line of text they are written in.

| written | what the caller does |
|---|---|
| `1`, `star`, `hash` | presses a key |
| `07700900123 hash` | presses one key after the other; without `hash` the entry ends when no more keys come |
| `wait` | stays silent |
| `record:12` | speaks for 12 seconds, then presses hash (`record:0`: says nothing and waits) |
| `record:12+hangup`, `record:12+5`, `record:12+silence` | … then hangs up, presses 5, or says no more |
| `dial:completed`, `dial:busy`, `dial:no-answer`, `dial:failed`, `dial:canceled` | how a call put through ends |
| `hangup` | hangs up |

Steps are separated by blanks. A Gather takes as many keys as it wants; keys it leaves go on to the next one, so at a
menu `55` is `5 5`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Protocol

OUTCOMES = ("completed", "busy", "no-answer", "failed", "canceled")
LONGEST_SPEECH = 14400
"""Seconds: the longest recording that Twilio makes."""

_KEY_NAMES = {"star": "*", "hash": "#"}
_TO_WORDS = {"*": "star", "#": "hash"}


class UnknownStep(ValueError):
    """Raised when a line of steps holds a word that is no step. The text says what would be right."""

    def __init__(self, word: str) -> None:
        super().__init__(
            f"'{word}' is no step. Steps are: keys (1, star, hash, 07700900123 hash), wait, record:12, "
            "record:12+hangup, record:12+5, record:12+silence, "
            f"dial:{'|'.join(OUTCOMES)}, hangup."
        )
        self.word = word


class StepDoesNotFit(Exception):
    """Raised when the caller cannot do this where the call is: `step` as written, `why` in plain English."""

    def __init__(self, step: str, why: str) -> None:
        super().__init__(f"The step '{step}' does not fit: {why}.")
        self.step = step
        self.why = why


@dataclass(frozen=True, slots=True)
class Press:
    """Presses keys: characters 0 to 9, * and #, at least one."""

    keys: str

    def __str__(self) -> str:
        return " ".join(_TO_WORDS.get(run, run) for run in re.findall(r"[0-9]+|[*#]", self.keys))


@dataclass(frozen=True, slots=True)
class Wait:
    """Stays silent until something happens."""

    def __str__(self) -> str:
        return "wait"


@dataclass(frozen=True, slots=True)
class Speak:
    """Speaks for so many seconds, then: a key's name, "hangup" or "silence".

    `audio`: what is said, as a WAV file of that length; without it, sound like speech is made up.
    """

    seconds: int
    then: str
    audio: bytes | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        right = re.fullmatch(r"[0-9]|star|hash|hangup|silence", self.then)
        if not 0 <= self.seconds <= LONGEST_SPEECH or not right:
            raise UnknownStep(str(self))

    def __str__(self) -> str:
        usual = self.then == ("hash" if self.seconds else "silence")
        return f"record:{self.seconds}" + ("" if usual else f"+{self.then}")


@dataclass(frozen=True, slots=True)
class DialOutcome:
    """How the call put through ends: one of `OUTCOMES`."""

    outcome: str

    def __post_init__(self) -> None:
        if self.outcome not in OUTCOMES:
            raise UnknownStep(str(self))

    def __str__(self) -> str:
        return f"dial:{self.outcome}"


@dataclass(frozen=True, slots=True)
class HangUp:
    """Puts the receiver down."""

    def __str__(self) -> str:
        return "hangup"


Step = Press | Wait | Speak | DialOutcome | HangUp


class Does(Protocol):
    """Whoever can do a step: the `Caller`."""

    def do(self, step: Step) -> object:
        """Do it, or raise `StepDoesNotFit`."""


def parse(text: str) -> tuple[Step, ...]:
    """Read a line of steps; an empty line is none. Raises `UnknownStep` at the first word that is no step."""
    steps: list[Step] = []
    for word in text.split():
        step = _step(word)
        # Hash ends what was keyed in before it. At a menu, which takes one key, it goes on to the next Gather.
        before = steps[-1] if steps else None
        if word in ("hash", "#") and isinstance(before, Press):
            steps[-1] = Press(before.keys + "#")
        else:
            steps.append(step)
    return tuple(steps)


def perform(caller: Does, steps: str | tuple[Step, ...]) -> None:
    """Do the steps one after the other. Raises `StepDoesNotFit` at the first that cannot be done, `UnknownStep`."""
    for step in parse(steps) if isinstance(steps, str) else steps:
        caller.do(step)


def _step(word: str) -> Step:
    if word in _KEY_NAMES:
        return Press(_KEY_NAMES[word])
    if re.fullmatch(r"[0-9*#]+", word):
        return Press(word)
    if word == "wait":
        return Wait()
    if word == "hangup":
        return HangUp()
    if match := re.fullmatch(r"record:([0-9]{1,5})(?:\+(\S+))?", word):
        seconds = int(match[1])
        then = match[2] or ("hash" if seconds else "silence")
        return Speak(seconds, _TO_WORDS.get(then, then))
    if word.startswith("dial:"):
        return DialOutcome(word.removeprefix("dial:"))
    raise UnknownStep(word)
