"""Reading where a call is out of a URL: at every key press, and so without reading the same words twice."""

from dataclasses import dataclass, field
from typing import Final

from ivr.call.turn import (
    MINUTE_DIGITS,
    STEP_DIGITS,
    NodeId,
    NotAPlace,
    Place,
    Track,
    Turn,
    is_count,
    parse_path,
)

_MOST_KEPT: Final = 20_000


@dataclass(slots=True)
class Places:
    """Turns and trails that were read before. They are few; steps and minutes differ by call."""

    _turns: dict[str, Turn] = field(default_factory=dict)
    _trails: dict[str, tuple[NodeId, ...]] = field(default_factory=dict)

    def read(self, path: str) -> Place:
        """Return the place that a path names. Raises NotAPlace."""
        try:
            turn_text, step, began, trail_text = path.rsplit("/", 3)
        except ValueError:
            raise NotAPlace("a place has nine parts") from None
        turn, trail = self._turns.get(turn_text), self._trails.get(trail_text)
        if (
            turn is None
            or trail is None
            or not is_count(step, STEP_DIGITS)
            or not is_count(began, MINUTE_DIGITS)
        ):
            place = parse_path(path)
            if max(len(self._turns), len(self._trails)) >= _MOST_KEPT:
                self._turns.clear()
                self._trails.clear()
            self._turns[turn_text], self._trails[trail_text] = place.turn, place.track.trail
            return place
        return Place(turn, Track(trail, int(step), int(began)))
