"""Everything a caller can do at a page, read from the page itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from ivr.call.heard import Dialled, Heard, NothingRecorded, Pressed, Recorded, Silence
from ivr.call.keys import EVERYWHERE, KEYS, dtmf_of
from ivr.call.verbs import PASSING, Dial, Gather, Hangup, Record, Verb
from ivr.menu.node import Node


@dataclass(frozen=True, slots=True)
class Doing:
    """One thing a caller can do. `keys`: how `ivr call --keys` writes it. `heard`: None where it ends the call.

    `passive`: it is what happens to a caller who presses nothing, or nothing with a meaning. `chooses`: it is a
    key that can be an option.
    """

    keys: str
    heard: Heard | None
    passive: bool = False
    chooses: bool = False


_KEYS = tuple(
    Doing(key, Pressed(dtmf_of(key)), passive=key == "hash", chooses=key not in EVERYWHERE and key != "hash")
    for key in KEYS
)
_SILENCE = Doing("wait", Silence(), passive=True)
_PASSED = Doing("", Silence(), passive=True)
_HANG_UP = Doing("hangup", None)
_OVER = Doing("", None, passive=True)
_OUTCOMES = (
    Doing("dial:completed", Dialled("completed")),
    *(
        Doing(f"dial:{outcome}", Dialled(outcome), passive=True)
        for outcome in ("busy", "no-answer", "failed")
    ),
)


def passing(verbs: tuple[Verb, ...]) -> bool:
    """Say whether a page goes on by itself, its words having been spoken."""
    return not any(
        isinstance(verb, Record | Dial) or (isinstance(verb, Gather) and verb.timeout > PASSING)
        for verb in verbs
    )


def doings(verbs: tuple[Verb, ...], node: Node) -> Iterator[Doing]:
    """Yield everything a caller can do at a page of a node, what a silent caller does first."""
    goes_on = passing(verbs)
    for verb in verbs:
        match verb:
            case Gather(answer_silence=True):
                yield _PASSED if goes_on else _SILENCE
            case Record(longest=longest):
                yield Doing("wait", NothingRecorded(), passive=True)
                yield Doing("record:12", Recorded("RE0", "", 12, "#"))
                yield Doing("record:12+5", Recorded("RE0", "", 12, "5"))
                yield Doing(f"record:{longest}", Recorded("RE0", "", longest, None))
            case Dial():
                yield from _OUTCOMES
            case Hangup():
                yield _OVER
    gathers = [verb for verb in verbs if isinstance(verb, Gather)]
    if gathers and not goes_on:
        yield from _KEYS if gathers[0].digits == 1 else _entries(node)
    yield _HANG_UP


def _entries(node: Node) -> Iterator[Doing]:
    for digits in node.entries():
        yield Doing(f"{digits} hash", Pressed(digits), chooses=True)
    yield Doing("12 hash", Pressed("12"), passive=True)
    for entry in ("0", "5", "55", "7", "9"):
        yield Doing(f"{entry} hash", Pressed(entry))
    yield Doing("star hash", Pressed("*"))
