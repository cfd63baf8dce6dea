"""Other ways for a call to sound than estimated speech: measured in files, or typed by a relay service."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from ivr.call.turn import NodeId
from ivr.call.verbs import Play, Say
from ivr.check.seconds import relay_seconds
from ivr.check.survey import Visit
from ivr.check.survey.sounding import Sounding, Spoken

Measure = Callable[[Spoken, str], float | None]
"""Tells how long one verb, which says these words, plays; None where it has not been measured."""


@dataclass(frozen=True)
class Measured(Sounding):
    """As it sounds in files. What is not there is estimated, and noted in `lacking`."""

    measured: Measure
    lacking: dict[str, None]

    def seconds_of(self, part: Spoken) -> float:
        """Return how long one verb plays."""
        if isinstance(part, Say | Play):
            words = self.of(part, filled=True)
            lasts = self.measured(part, words)
            if lasts is not None:
                return lasts
            if words:
                self.lacking[words] = None
        return super().seconds_of(part)


@dataclass(frozen=True)
class Typed(Sounding):
    """As it is typed by a relay service. Pauses take no longer than they do."""

    def seconds_of(self, part: Spoken) -> float:
        """Return how long one verb takes to type."""
        if isinstance(part, Say | Play):
            return relay_seconds(self.of(part, filled=True))
        return super().seconds_of(part)


def sounding_as(visits: Mapping[NodeId, Visit], other: Callable[[Sounding], Sounding]) -> dict[NodeId, Visit]:
    """Return visits that sound otherwise: every length that is asked of them is then of that kind."""
    made: dict[int, Sounding] = {}
    return {
        name: replace(visit, sounding=made.setdefault(id(visit.sounding), other(visit.sounding)))
        for name, visit in visits.items()
    }
