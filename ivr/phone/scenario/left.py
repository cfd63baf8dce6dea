"""What a call has left, against what a scenario says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ivr.phone.scenario.values import Leaves


class Wrong(Exception):
    """Raised for the first thing that is not so: `message` says what, `hint` what may be meant, or is ""."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


def left_otherwise(step: Leaves, messages: Sequence[Mapping[str, Any]]) -> None:
    """Raise Wrong where a call has left something else than a step says."""
    if len(messages) != step.messages:
        raise Wrong(
            f"The call has left {_count(len(messages))}, not {_count(step.messages)}.", _kept(messages)
        )
    if step.messages != 1:
        return
    message = messages[0]
    if step.state is not None and message["state"] != step.state:
        raise Wrong(f"The message is {message['state']}, not {step.state}.", _kept(messages))
    answers: Mapping[str, str] = message["answers"]
    for name, value in step.answers.items():
        if name not in answers:
            there = ", ".join(answers) or "none at all"
            raise Wrong(f"The message has no answer “{name}”.", f"Its answers are: {there}.")
        if str(answers[name]) != value:
            raise Wrong(f"The answer “{name}” is “{answers[name]}”, not “{value}”.")
    _recordings(step, tuple(message["recordings"]))
    for flag in step.flags:
        if flag not in message.get("flags", ()):
            there = ", ".join(message.get("flags", ())) or "nothing"
            raise Wrong(f"The message is not marked “{flag}”.", f"It is marked with {there}.")


def _recordings(step: Leaves, there: tuple[int, ...]) -> None:
    if isinstance(step.recordings, int) and len(there) != step.recordings:
        raise Wrong(
            f"The message has {_count(len(there), 'recording')}, not {_count(step.recordings, 'recording')}."
        )
    if isinstance(step.recordings, tuple) and there != step.recordings:
        raise Wrong(f"The message has {_lengths(there)}, not {_lengths(step.recordings)}.")


def _count(number: int, what: str = "message") -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"


def _lengths(seconds: tuple[int, ...]) -> str:
    each = " and ".join(f"{length} seconds" for length in seconds)
    return f"{_count(len(seconds), 'recording')}{' of ' if each else ''}{each}"


def _kept(messages: Sequence[Mapping[str, Any]]) -> str:
    """Return what was left, without anything of it that a caller said."""
    told = (
        f"one {message['state']}, with {_count(len(message['recordings']), 'recording')}"
        for message in messages
    )
    return f"There is {'; and '.join(told)}." if messages else ""
