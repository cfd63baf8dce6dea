"""What effects change of what is known, so that a junction sees what was chosen a moment before it."""

from collections.abc import Iterable, Mapping

from ivr.call.effects import Answered, Confirmed, Consented, Discarded, Effect, RecordingKept, Sent

MESSAGE = "message"
"""The known name that tells of the call's message: `none`, `draft`, `kept` or `sent`."""


def since(known: Mapping[str, str], effects: Iterable[Effect]) -> dict[str, str]:
    """Return what is known anew after effects, answers and the state of the message."""
    changes: dict[str, str] = {}
    for effect in effects:
        match effect:
            case Answered(name, value):
                changes[name] = value
            case Consented():
                if _message(changes, known) in ("none", "sent", ""):
                    changes[MESSAGE] = "draft"
            case Confirmed() if _message(changes, known) == "draft":
                changes[MESSAGE] = "kept"
            case RecordingKept() if _message(changes, known) != "sent":  # also without a consent
                changes[MESSAGE] = "kept"
            case Sent() if _message(changes, known) in ("draft", "kept"):
                changes[MESSAGE] = "sent"
            case Discarded() if _message(changes, known) in ("draft", "kept"):
                changes[MESSAGE] = "none"
    return changes


def _message(changes: Mapping[str, str], known: Mapping[str, str]) -> str:
    return changes.get(MESSAGE) or known.get(MESSAGE, "")
