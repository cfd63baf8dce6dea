"""What a check has found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Outcome = Literal["well", "advice", "problem"]
"""`problem`: calls, messages or officers suffer, or will. `advice`: worth knowing; it never changes the exit code."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: how it is, what to do about it, and the details by name."""

    outcome: Outcome
    message: str
    remedy: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


class NotLooked(Exception):
    """Raised by a check that cannot look, because of something that another check reports. The text says what."""


class NotYet(NotLooked):
    """Raised by a check that has nothing to look at yet, as it should be before a line first starts."""


def well(message: str, **details: str) -> Finding:
    """Say that something is as it should be."""
    return Finding("well", message, details=details)


def advice(message: str, remedy: str = "", **details: str) -> Finding:
    """Say something worth knowing."""
    return Finding("advice", message, remedy, details)


def problem(message: str, remedy: str, **details: str) -> Finding:
    """Say what is wrong and what to do."""
    return Finding("problem", message, remedy, details)
