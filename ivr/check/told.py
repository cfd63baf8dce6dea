"""Whether callers are told of another way in: its words, or its address, in what they hear."""

import re

from ivr.check.survey import Survey
from ivr.menu.edition import Edition
from ivr.menu.line import Alternative
from ivr.menu.types import Prompt, found

_BY_NAME = re.compile(r"\b(?:relay|textphone|minicom)\b")
_RELAY = re.compile(r"\s*1800[01]\b")


def is_told(survey: Survey, way: Alternative, language: str, presses: int) -> bool:
    """Whether a way is told in some text of a node that so many presses lead to."""
    edition = survey.flow.editions[language]
    sentence = _plain(way.spoken, edition)
    relay = _RELAY.match(way.address)  # whoever uses it knows that the line's own number follows
    address = _plain(relay[0] if relay else _short(way.address), edition).split()
    for visit in survey.visits(language).values():
        if visit.presses > presses or visit.silences:
            continue
        for _, prompt in found(visit.node, Prompt):
            words = _plain(prompt.words, edition)
            if way.kind == "relay" and _BY_NAME.search(words):
                return True
            if (sentence and sentence in words) or (address and _holds(words, address)):
                return True
    return False


def _holds(words: str, address: list[str]) -> bool:
    """Whether words have all the parts of an address in their order, with a few others between them."""
    return re.search(r"(?:\s\S+){0,3}\s".join(map(re.escape, address)), words) is not None


def _short(address: str) -> str:
    return re.sub(r"^(?:https?://|mailto:)?(?:www\.)?", "", address.strip(), flags=re.IGNORECASE).rstrip("/")


def _plain(text: str, edition: Edition) -> str:
    """Return a text as it is spoken, small, without stops, so that two ways of writing it are alike."""
    return " ".join(re.findall(r"[\w@]+", edition.spoken(text).casefold()))
