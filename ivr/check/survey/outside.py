"""A second pass over the compiled TwiML: what is said where no key works."""

from collections.abc import Iterator
from typing import NamedTuple

from ivr.call.turn import Event, NodeId
from ivr.check.survey.sounding import spoken
from ivr.check.survey.stepping import At
from ivr.check.survey.survey import Survey
from ivr.check.survey.visit import Visit


class Outside(NamedTuple):
    """Words outside a Gather: at which node and turn, what they are, and how long all such words of the page last."""

    node: NodeId
    turn: At
    text: str
    seconds: float


def said_outside(survey: Survey, language: str | None = None) -> Iterator[Outside]:
    """Yield everything that is said outside a Gather, page by page.

    Attempts differ in words, never in what stands outside, so one page is looked at for each thing that can have
    happened last.
    """
    for name, visit in survey.visits(language).items():
        turns: dict[Event, At] = {}
        for turn in visit.pages:
            if turn[1] in visit.inside.outside:
                turns.setdefault(turn[1], turn)
        for turn in turns.values():
            found = _outside(name, turn, visit)
            if found.text:
                yield found


def _outside(name: NodeId, turn: At, visit: Visit) -> Outside:
    parts = [part for part, takes_keys in spoken(visit.pages[turn]) if not takes_keys]
    text = " ".join(filter(None, map(visit.sounding.of, parts)))
    return Outside(name, turn, text, sum(map(visit.sounding.seconds_of, parts)))
