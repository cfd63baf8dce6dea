"""What a call is to leave: `message: {state: unfinished, answers: {…}, recordings: 1}`, `message: none`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast, get_args

from ivr.menu.source import Source
from ivr.phone.scenario.text.complaints import Complaints, meant
from ivr.phone.scenario.text.words import NotThis, seconds_of
from ivr.phone.scenario.values import Leaves, State

NAMES: Final = ("state", "answers", "recordings", "flags")
"""What can be said of a message."""
STATES: Final[tuple[str, ...]] = get_args(State)


def read_left(name: str, text: Source, complaints: Complaints, path: Any, at: Any) -> Leaves | None:
    """Return what a call is to leave; None, and a problem, where that cannot be read. Raises NotThis."""
    there = text.plain(path)
    if name == "messages":
        return Leaves(_number(complaints.text(path), "messages"), **at)
    if there == "none":
        return Leaves(0, **at)
    if not isinstance(there, dict):
        raise NotThis("Write what is left as {state: sent, recordings: 1}, or write none.")
    complaints.unknown_names(path, there, NAMES)
    state = complaints.text((*path, "state")) if "state" in there else None
    if state and state not in STATES:
        complaints.add((*path, "state"), f"A message is never “{state}”.", meant(state, STATES))
    return Leaves(
        1,
        cast(State | None, state),
        _answers(there.get("answers", {}), complaints, (*path, "answers")),
        _recordings(there.get("recordings"), complaints, (*path, "recordings")),
        _flags(there.get("flags", []), complaints, (*path, "flags")),
        **at,
    )


def _answers(there: Any, complaints: Complaints, path: Any) -> Mapping[str, str]:
    if not isinstance(there, dict):
        complaints.add(path, "Answers are names with a colon.", "Write them as {safe_time: mornings}.")
        return {}
    return {name: complaints.text((*path, name)) for name in there}


def _recordings(there: Any, complaints: Complaints, path: Any) -> int | tuple[int, ...] | None:
    if there is None:
        return None
    try:
        if isinstance(there, list):
            return tuple(seconds_of(complaints.text((*path, index))) for index in range(len(there)))
        return _number("0" if there == "none" else complaints.text(path), "recordings")
    except NotThis as wrong:
        complaints.add(path, str(wrong))
        return None


def _flags(there: Any, complaints: Complaints, path: Any) -> tuple[str, ...]:
    if not isinstance(there, list):
        return (complaints.text(path),)
    return tuple(complaints.text((*path, index)) for index in range(len(there)))


def _number(text: str, what: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 4):
        raise NotThis(f"“{text[:40]}” is not how many {what} there are. Write a number, such as 1.")
    return int(text)
