"""What effects change of what is known, so that a junction sees what was chosen a moment before it."""

from collections.abc import Iterator, Mapping

from ivr.call.effects import Answered, Confirmed, Consented, Discarded, Effect, RecordingKept, Sent
from ivr.call.known import MESSAGE


class Since(Mapping[str, str]):
    """What is known once effects are done: answers, and the state of the message.

    What was known before is looked up only when it is asked for: it may be in a store that cannot be reached.
    """

    __slots__ = ("_before", "_effects")

    def __init__(self, before: Mapping[str, str], effects: tuple[Effect, ...]) -> None:
        self._before, self._effects = before, effects

    def __getitem__(self, name: str) -> str:
        """Return a value; nothing that is not known is an error."""
        if name == MESSAGE:
            return _message(self._before.get(MESSAGE, ""), self._effects)
        for effect in reversed(self._effects):
            if isinstance(effect, Answered) and effect.name == name:
                return effect.value
        return self._before.get(name, "")

    def __iter__(self) -> Iterator[str]:
        """Iterate over what was known by name before."""
        return iter(self._before)

    def __len__(self) -> int:
        """Return how much was known by name before."""
        return len(self._before)

    def __repr__(self) -> str:
        """Show nothing of the caller."""
        return "<Since>"


def _message(state: str, effects: tuple[Effect, ...]) -> str:
    for effect in effects:
        match effect:
            case Consented() if state not in ("draft", "kept"):
                state = "draft"
            case Confirmed() if state == "draft":
                state = "kept"
            case RecordingKept() if state != "sent":  # what somebody said needs no consent to be kept
                state = "kept"
            case Sent() if state in ("draft", "kept"):
                state = "sent"
            case Discarded() if state in ("draft", "kept"):
                state = "none"
    return state
