"""A message as the list shows it: every mark in words, for colour alone tells some people nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ivr.menu.flow import Flow
from ivr.message.accounts.values import Officer
from ivr.message.desk import Listed
from ivr.message.desk.values import MOST_ATTEMPTS
from ivr.web.inbox import words

_FEW_DAYS: Final = 7
_TONES: Final = {"new": "new", "contacted": "good", "closed": "quiet"}


@dataclass(frozen=True, slots=True)
class Tag:
    """A mark on a message: `words` say all there is to know, `tone` is one of those of the macro `tag`."""

    words: str
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Card:
    """One message of the list. `facts` are pairs of what something is about, and what it is."""

    reference: str
    tags: tuple[Tag, ...]
    facts: tuple[tuple[str, str], ...]

    @property
    def in_groups(self) -> str:
        """The reference as it is read aloud: in two groups of four."""
        return grouped(self.reference)


def grouped(reference: str) -> str:
    """Return a reference in two groups of four digits, as callers hear it.

    >>> grouped("40506070")
    '4050 6070'
    """
    return f"{reference[:4]} {reference[4:]}".strip()


@dataclass(frozen=True, slots=True)
class Around:
    """Who looks, and what is to be known for telling them of any message.

    `names` are those of officers, by their identity; `areas` those of the menu file, which is `flow` as a whole.
    """

    officer: Officer
    names: Mapping[str, str]
    areas: Mapping[str, str]
    flow: Flow | None


def card(listed: Listed, around: Around) -> Card:
    """Return how a message is shown."""
    return Card(listed.reference, tuple(_tags(listed, around.officer)), tuple(_facts(listed, around)))


def _tags(listed: Listed, officer: Officer) -> list[Tag]:
    mine = listed.claimed_by == officer.officer_id
    tags = [Tag("Claimed by you", "mine") if mine and listed.stage == "claimed" else _stage(listed.stage)]
    if listed.state == "unfinished":
        tags.append(Tag("Unfinished", "warn"))
    if listed.needs_assessment:
        tags.append(Tag("A supervisor has to assess it first", "stop"))
    if listed.unheard_hours is not None:
        tags.append(Tag(f"Unheard for {words.counted(listed.unheard_hours, 'hour')}", "warn"))
    if listed.pressed_5:
        tags.append(Tag("Pressed 5 repeatedly", "stop"))
    if listed.requests:
        tags.append(Tag("Its caller asks for a change", "warn"))
    if listed.held:
        tags.append(Tag("On hold: not erased", "quiet"))
    elif listed.days_left is not None and listed.days_left <= _FEW_DAYS:
        tags.append(Tag(f"Erased in {words.counted(listed.days_left, 'day')}", "warn"))
    return tags


def _stage(stage: str) -> Tag:
    return Tag(words.stage(stage), _TONES.get(stage, "plain"))


def _facts(listed: Listed, around: Around) -> list[tuple[str, str]]:
    closed = listed.stage == "closed"
    facts = [
        ("Outcome", words.outcome(listed.outcome)) if closed else ("Waiting", words.waiting(listed.waiting)),
        ("Left", words.moment(listed.opened_at)),
        ("Area", words.area(listed.queue, around.areas)),
        ("Language", words.language(listed.language, around.flow)),
        ("Recordings", recordings(listed.recordings, listed.seconds)),
        ("Claimed by", claimed(listed.claimed_by, around)),
    ]
    if listed.attempts:
        facts.append(("Attempts", f"{listed.attempts} of {MOST_ATTEMPTS}"))
    if listed.days_left is not None and not listed.held:
        facts.append(("Kept for", words.counted(listed.days_left, "more day")))
    elif closed and not listed.held:
        facts.append(("Kept", "Until somebody has listened to it"))
    return facts


def claimed(officer_id: str, around: Around) -> str:
    """Return who has claimed a message, to the officer who looks."""
    if not officer_id:
        return "Nobody"
    if officer_id == around.officer.officer_id:
        return "You"
    return around.names.get(officer_id) or words.SOMEBODY.capitalize()


def recordings(number: int, seconds: int) -> str:
    """Return how much was spoken.

    >>> recordings(2, 75), recordings(1, 1), recordings(0, 0)
    ('2, of 1 minute 15 seconds', '1, of 1 second', 'None')
    """
    if not number:
        return "None"
    minutes, rest = divmod(seconds, 60)
    length = " ".join(
        words.counted(count, unit) for count, unit in ((minutes, "minute"), (rest, "second")) if count
    )
    return f"{number}, of {length}" if length else str(number)
