"""The officers' desk: which messages there are for whom, what is in one, and everything that is done with it.

Importing this room costs no database; `Desk` brings it in when it is asked for.
"""

from typing import TYPE_CHECKING, Any

from ivr.message.desk.opened import Asked, Attempt, Can, Erased, Note, Opened, Recording
from ivr.message.desk.values import (
    OUTCOMES,
    Counts,
    Listed,
    Listing,
    NeedsReason,
    NoRecording,
    NotNow,
    UnknownMessage,
    Wanted,
)

if TYPE_CHECKING:
    from ivr.message.desk.desk import Desk

__all__ = [
    "OUTCOMES",
    "Asked",
    "Attempt",
    "Can",
    "Counts",
    "Desk",
    "Erased",
    "Listed",
    "Listing",
    "NeedsReason",
    "NoRecording",
    "NotNow",
    "Note",
    "Opened",
    "Recording",
    "UnknownMessage",
    "Wanted",
]


def __getattr__(name: str) -> Any:
    if name == "Desk":
        from ivr.message.desk.desk import Desk

        return Desk
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
