"""One TwiML document as a caller meets it: what is heard, which keys are offered, where the call waits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ivr.phone.markup import Element
from ivr.phone.speech import say_seconds, spoken

Waiting = Literal["gather", "record", "dial"]

_WAITS: Mapping[str, Waiting] = {"Gather": "gather", "Record": "record", "Dial": "dial"}
LOOPS_FOR_EVER = 1000
"""Times that Twilio repeats a Say or Play with loop="0"."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document that the call has been given.

    `url`: path and query. `heard`: whole prompts as spoken, without SSML, up to where the call finally waits if the
    caller does nothing. `keys`: what the prompts say can be pressed, {key: words}. `waiting`: the verb of that wait,
    or None where the call went on or ended. `seconds`: about how long the prompts take.
    """

    url: str
    heard: tuple[str, ...]
    keys: dict[str, str]
    twiml: str
    waiting: Waiting | None
    seconds: float


Plays = Callable[[Element], "tuple[str, float] | None"]
"""What is heard of a Play once, and how many seconds it takes; None where nothing is heard."""


@dataclass(slots=True)
class Sound:
    """Prompts heard one after the other, and about how long they took."""

    heard: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def hear(self, verb: Element, plays: Plays) -> None:
        """Play one verb: Say, Play, Pause, or the prompts inside a Gather."""
        loop = min(_number(verb.attributes.get("loop"), 1) or LOOPS_FOR_EVER, LOOPS_FOR_EVER)
        if verb.name == "Say":
            # A prompt that is repeated for ever is listed once: it is the same prompt.
            self.heard += [spoken(verb)] * (loop if loop < LOOPS_FOR_EVER else 1)
            self.seconds += say_seconds(verb) * loop
        elif verb.name == "Play" and verb.words:
            if played := plays(verb):
                words, seconds = played
                self.heard.append(words)
                self.seconds += seconds * loop
        elif verb.name == "Play":
            self.seconds += 0.5 * len(verb.attributes.get("digits", ""))
        elif verb.name == "Pause":
            self.seconds += _number(verb.attributes.get("length"), 1)
        elif verb.name == "Gather":
            for child in verb.elements:
                self.hear(child, plays)

    def copy(self) -> Sound:
        """The same so far, to be gone on with separately."""
        return Sound(list(self.heard), self.seconds)


def final_wait(verbs: Sequence[Element], at: int, so_far: Sound, plays: Plays) -> tuple[Waiting, Sound]:
    """Where a call that waits at `verbs[at]` finally waits if the caller does nothing, and all that is heard by then.

    A Gather that asks its action also without input waits itself. One that does not falls through: where only
    prompts and such Gathers stand before a Record or a Dial, that is the final wait.
    """
    here = _WAITS[verbs[at].name]
    if here != "gather":
        return here, so_far
    sound = so_far.copy()
    for verb, following in zip(verbs[at:], verbs[at + 1 :], strict=False):
        if verb.name == "Gather" and asks_when_empty(verb):
            break
        if following.name in ("Record", "Dial"):
            return _WAITS[following.name], sound
        if following.name not in ("Say", "Play", "Pause", "Gather"):
            break
        sound.hear(following, plays)
    return "gather", so_far


def only_words(verbs: Sequence[Element], at: int) -> bool:
    """Whether a Gather is there only so that its words can be interrupted: the call goes on when they are spoken.

    It is one that listens no longer than a second after them, and stands before no Record or Dial that the call
    would wait at.
    """
    gather = verbs[at]
    if gather.name != "Gather" or number(gather, "timeout", 5) > 1:
        return False
    return final_wait(verbs, at, Sound(), lambda play: None)[0] == "gather"


def asks_when_empty(gather: Element) -> bool:
    """Whether the Gather asks its action also when nothing was pressed."""
    return gather.attributes.get("actionOnEmptyResult") == "true"


def number(verb: Element, name: str, default: int) -> int:
    """An attribute as a whole number; the default where it is missing, "auto" or not a number."""
    return _number(verb.attributes.get(name), default)


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else default
