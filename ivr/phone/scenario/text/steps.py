"""One step of a scenario: `- press: 1`, `- waits`, `- message: {state: sent}`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from ivr.menu.source import Source
from ivr.phone.scenario.text.complaints import Complaints, meant, short
from ivr.phone.scenario.text.left import read_left
from ivr.phone.scenario.text.words import KEYS, OUTCOMES, SAME, NotThis, keys_of, seconds_of
from ivr.phone.scenario.values import (
    At,
    Does,
    DoesNotHear,
    Hears,
    LineHangsUp,
    Offers,
    Step,
)
from ivr.phone.steps import DialOutcome, HangUp, Press, Speak, Wait

ALONE: Final[Mapping[str, Callable[..., Step]]] = {
    "waits": lambda **at: Does(Wait(), **at),
    "says nothing": lambda **at: Does(Speak(0, "silence"), **at),
    "hangs up": lambda **at: Does(HangUp(), **at),
    "line hangs up": lambda **at: LineHangsUp(**at),
}
"""Steps that are complete without a colon."""
WITH_MORE: Final = (
    "hears", "does not hear", "at", "press", "presses", "interrupts", "records", "dials", "message", "messages", "keys",
)  # fmt: skip
"""Steps that say more behind a colon."""
_THEN: Final[Mapping[str, str]] = {"hangs up": "hangup", "silence": "silence", **{key: key for key in KEYS}}
_BEGINS: Final = re.compile(
    rf"({'|'.join(sorted(WITH_MORE, key=len, reverse=True))})\b(?! up)[:=]?(.*)", re.DOTALL
)


def read_step(text: Source, complaints: Complaints, index: int) -> Step | None:
    """Return the step at an index of the list; None, and a problem, for what is none."""
    path = ("steps", index)
    there = text.plain(path)
    line, column = text.position(path)
    at = {"line": line, "column": column}
    if isinstance(there, str):
        return _alone(there.strip(), complaints, path, at)
    if not isinstance(there, dict) or not there:
        if there != {}:  # of an empty one the reader has complained
            complaints.add(path, "Here one step is needed, not a list.", "Write it as - press: 1.")
        return None
    names = list(there)
    for name in names[1:]:
        remedy = f"Put “{short(name)}” on a line of its own, with a dash of its own."
        complaints.add((*path, name), "Two steps stand behind one dash.", remedy, name=True)
    name = names[0]
    if name in ALONE:
        complaints.add((*path, name), f"“{name}” needs no colon.", f"Write only - {name}.", name=True)
        return None
    if name not in WITH_MORE:
        remedy = meant(name, (*WITH_MORE, *ALONE))
        complaints.add((*path, name), f"“{short(name)}” is no step.", remedy, name=True)
        return None
    try:
        return _with_more(name, text, complaints, (*path, name), at)
    except NotThis as wrong:
        complaints.add((*path, name), str(wrong))
        return None


def _alone(words: str, complaints: Complaints, path: Any, at: Any) -> Step | None:
    if words in ALONE:
        return ALONE[words](**at)
    if begins := _BEGINS.fullmatch(words):
        rest = begins[2].strip() or "…"
        complaints.add(
            path,
            f"After “{begins[1]}” a colon and a blank are missing.",
            f"Write - {begins[1]}: {short(rest)}.",
        )
    elif not words:
        complaints.add(path, "There is nothing behind this dash.", "Remove it, or write a step.")
    else:
        complaints.add(path, f"“{short(words)}” is no step.", meant(words, (*ALONE, *WITH_MORE)))
    return None


def _with_more(name: str, text: Source, complaints: Complaints, path: Any, at: Any) -> Step | None:
    there = text.plain(path)
    if name == "message" or name == "messages":
        return read_left(name, text, complaints, path, at)
    if name == "keys":
        return _offers(there, complaints, path, at)
    if name == "records" and isinstance(there, dict):
        return _records(there, complaints, path, at)
    words = complaints.text(path)
    if not words:
        return None
    match name:
        case "hears":
            return Hears(words, **at)
        case "does not hear":
            return DoesNotHear(words, **at)
        case "at":
            return At(words, **at)
        case "dials":
            return Does(DialOutcome(_outcome(words)), **at)
        case "records" if words == "nothing":
            return Does(Speak(0, "silence"), **at)
        case "records":
            return Does(Speak(seconds_of(words), "hash"), **at)
        case "interrupts" if words == "hangs up":
            return Does(HangUp(), interrupts=True, **at)
    _no_lost_hash(complaints, path)
    return Does(Press(keys_of(words)), interrupts=name == "interrupts", **at)


def _outcome(words: str) -> str:
    words = SAME.get(words.lower(), words.lower())
    if words not in OUTCOMES:
        raise NotThis(f"“{short(words)}” is no end of a call put through. {meant(words, OUTCOMES)}")
    return OUTCOMES[words]


def _records(there: Mapping[str, Any], complaints: Complaints, path: Any, at: Any) -> Step | None:
    complaints.unknown_names(path, there, ("for", "then"))
    if "for" not in there:
        raise NotThis("Say for how long: {for: 12 seconds, then: hangs up}.")
    length, then = complaints.text((*path, "for")), "hash"
    if "then" in there:
        words = complaints.text((*path, "then"))
        then = _THEN.get(words, words)
        if words and not re.fullmatch(r"[0-9]|star|hash|hangup|silence", then):
            complaints.add(
                (*path, "then"),
                f"“{short(words)}” is not what can come then.",
                "Write a key, silence, or hangs up.",
            )
            return None
    return Does(Speak(seconds_of(length), then), **at) if length else None


def _offers(there: Any, complaints: Complaints, path: Any, at: Any) -> Step | None:
    if not isinstance(there, dict) or not there:
        raise NotThis("Write the keys with their words: {1: leave a message, 2: opening hours}.")
    for key in there:
        if not re.fullmatch(r"[0-9]|star|hash", key):
            complaints.add(
                (*path, key), f"“{short(key)}” is no key.", "Keys are 0 to 9, star and hash.", name=True
            )
    return Offers({key: complaints.text((*path, key)) for key in there}, **at)


def _no_lost_hash(complaints: Complaints, path: Any) -> None:
    """Complain of a hash sign that YAML has taken for the beginning of a comment."""
    if re.search(r"[ \t]#[ \t]*$", complaints.line_from(path)):
        complaints.add(
            path, "YAML takes this # for a comment, so it would not be pressed.", "Write the word hash."
        )
