"""A scenario as a file that `reading` takes back, and that somebody would have written so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from ivr.phone.scenario.harmless import harmless, harmless_words
from ivr.phone.scenario.text.words import OUTCOMES, written_keys, written_seconds
from ivr.phone.scenario.values import (
    At,
    Does,
    DoesNotHear,
    Hears,
    Leaves,
    LineHangsUp,
    Offers,
    Step,
)
from ivr.phone.steps import DialOutcome, HangUp, Press, Speak, Wait

_BEGINS: Final = "[A-Za-z0-9+(“‘À-ž]"
_NEVER: Final = r"#\\\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff"
_TIME: Final = r"(?<=\d):(?=\d)"
_BARE: Final = re.compile(rf"{_BEGINS}(?:[^:{_NEVER}]|{_TIME})*")
"""Text that YAML takes as it stands, at the end of a line."""
_BARE_INSIDE: Final = re.compile(rf"{_BEGINS}(?:[^:\[\]{{}},&*!|>'\"%@`{_NEVER}]|{_TIME})*")
"""Text that YAML takes as it stands, also in braces and brackets."""
_ESCAPES: Final = {'"': '\\"', "\\": "\\\\"}
_OUTCOMES: Final = {said: written for written, said in OUTCOMES.items()}


def write(
    title: str,
    *,
    clock: str = "",
    language: str = "",
    number: str = "",
    numbers: Mapping[str, str] | None = None,
    faults: Iterable[str] = (),
    steps: Iterable[Step] = (),
    comment: str = "",
) -> str:
    """Return the text of a scenario's file.

    Arguments are as in `Scenario`; `comment` stands above it all, each of its lines behind a hash sign. Whatever
    number a caller keyed in or rang from is replaced as `harmless` does it, and words that were heard end before
    such a number.

    >>> print(write("Quick exit", steps=[At("main"), Does(Press("*")), Does(HangUp())]), end="")
    call: Quick exit
    steps:
    - at: main
    - press: star
    - hangs up
    """
    head = {"call": title, "clock": clock, "language": language, "number": harmless(number)}
    # `# :` would be taken for the hash key, which YAML has swallowed.
    lines = [
        f"# {'. ' if line.lstrip().startswith(':') else ''}{line}".rstrip() for line in comment.splitlines()
    ]
    lines += [f"{name}: {_text(value)}" for name, value in head.items() if value or name == "call"]
    if numbers:
        lines.append(f"numbers: {_group({name: _inside(harmless(rung)) for name, rung in numbers.items()})}")
    faults = list(faults)
    if faults:
        lines.append(f"faults: [{', '.join(map(_inside, faults))}]")
    written = [f"- {step}" for each in steps for step in _step(each)]
    lines += ["steps:", *written] if written else ["steps:", "- waits"]
    return "\n".join(lines) + "\n"


def _step(step: Step) -> Iterator[str]:
    match step:
        case Hears(words):
            if safe := harmless_words(words):
                yield f"hears: {_text(safe)}"
        case DoesNotHear(words):
            yield f"does not hear: {_text(words)}"
        case At(node):
            yield f"at: {_text(node)}"
        case Offers(keys):
            yield f"keys: {_group({key: _inside(words) for key, words in keys.items()})}"
        case LineHangsUp():
            yield "line hangs up"
        case Leaves():
            yield _left(step)
        case Does():
            yield _does(step)


def _does(step: Does) -> str:
    match step.doing:
        case Press(keys):
            keys = written_keys(harmless(keys))
            word = "interrupts" if step.interrupts else "presses" if len(keys) > 4 else "press"
            return f"{word}: {keys}"
        case HangUp():
            return "interrupts: hangs up" if step.interrupts else "hangs up"
        case Wait():
            return "waits"
        case DialOutcome(outcome):
            return f"dials: {_OUTCOMES[outcome]}"
        case Speak(0, "silence"):
            return "says nothing"
        case Speak(seconds, then):
            length = written_seconds(seconds)
            if then == "hash":
                return f"records: {length}"
            return f"records: {_group({'for': length, 'then': 'hangs up' if then == 'hangup' else then})}"
    raise TypeError(f"{step!r} is no step")


def _left(step: Leaves) -> str:
    if step.messages != 1:
        return f"messages: {step.messages}" if step.messages else "message: none"
    said: dict[str, str] = {}
    if step.state is not None:
        said["state"] = step.state
    if step.answers:
        said["answers"] = _group({name: _inside(harmless(value)) for name, value in step.answers.items()})
    if step.recordings is not None:
        lengths = step.recordings
        said["recordings"] = (
            str(lengths) if isinstance(lengths, int) else _list(map(written_seconds, lengths))
        )
    if step.flags:
        said["flags"] = _list(map(_inside, step.flags))
    return f"message: {_group(said)}" if said else "messages: 1"


def _group(parts: Mapping[str, str]) -> str:
    return f"{{{', '.join(f'{_inside(name)}: {value}' for name, value in parts.items())}}}"


def _list(parts: Iterable[str]) -> str:
    return f"[{', '.join(parts)}]"


def _inside(text: str) -> str:
    """Return a text as YAML takes it in braces and brackets."""
    return _text(text, _BARE_INSIDE)


def _text(text: str, bare: re.Pattern[str] = _BARE) -> str:
    """Return a text as YAML takes it: bare where that is certain, else in quotes."""
    text = " ".join(text.split())
    if bare.fullmatch(text):
        return text
    return f'"{"".join(_escaped(character) for character in text)}"'


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    return character if character.isprintable() else f"\\U{ord(character):08x}"
