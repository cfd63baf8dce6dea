"""What the page of one message shows, in words: rules first, then what was left, then how things stand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from ivr.call.turn import NodeId
from ivr.menu.flow import Flow
from ivr.message.contact import ContactRules, ScriptStep, next_safe, rules, safe_now, script
from ivr.message.desk import Opened, Recording
from ivr.web.inbox import words

_FIRST: Final = ("reason", "area", "mode", "contact", "safe_number", "safe_time", "safe_days", "rules")
"""The answers that are told first, in this order."""
_MASK: Final = "•"
"""What stands for every digit of a number but the last ones."""
_STATES: Final = {
    "expected": "It has not come from the telephone company yet. Look again in a few minutes.",
    "absent": "There is no sound: the telephone company has none of it.",
    "failed": "It could not be fetched from the telephone company. Tell whoever runs this line.",
}


@dataclass(frozen=True, slots=True)
class Track:
    """A recording as the page shows it. `trouble` says in words why it cannot be heard; "" where it can."""

    number: int
    label: str
    seconds: int | None
    is_name: bool
    trouble: str
    doubtful: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the page says of a message besides what can be done with it.

    `safe` is `yes`, `no`, `unknown`, or "" where nobody is to ring; `next_safe` the next moment that is or may be safe,
    None where it is now or nobody can say. `answers` are questions and answers in words.
    """

    rules: ContactRules
    safe: str
    next_safe: datetime | None
    next_is_sure: bool
    name: tuple[Track, ...]
    tracks: tuple[Track, ...]
    answers: tuple[tuple[str, str], ...] = field(repr=False)
    script: tuple[ScriptStep, ...]


def sheet(opened: Opened, flow: Flow | None, now: datetime) -> Sheet:
    """Return what to show of a message. `flow` is the version of the menu that its caller heard, None if it is gone."""
    tracks = tuple(_track(recording, flow) for recording in opened.recordings)
    named = tuple(track for track in tracks if track.is_name)
    name_given = any(not track.trouble for track in named)
    chosen = rules(opened.answers, unfinished=opened.listed.needs_assessment, name_given=name_given)
    safe = safe_now(opened.answers, now) if chosen.ring else ""
    then = next_safe(opened.answers, now) if safe == "no" else None
    return Sheet(
        rules=chosen,
        safe=safe,
        next_safe=then,
        next_is_sure=then is not None and safe_now(opened.answers, then) == "yes",
        name=named,
        tracks=tuple(track for track in tracks if not track.is_name),
        answers=tuple(told(opened.answers, flow)),
        script=script(opened.answers, name_given=name_given),
    )


def told(answers: Mapping[str, str], flow: Flow | None) -> list[tuple[str, str]]:
    """Return answers as pairs of what was asked and what was said, the reason first.

    Of telephone numbers the desk gives no more than the last digits.
    """
    first = [name for name in _FIRST if name in answers]
    names = [*first, *(name for name in answers if name not in first)]
    return [(words.question(name), _answer(flow, name, answers[name])) for name in names]


def length_of(seconds: int) -> str:
    """Return the length of a recording in words.

    >>> length_of(12), length_of(60), length_of(121)
    ('12 seconds', '1 minute', '2 minutes 1 second')
    """
    minutes, rest = divmod(seconds, 60)
    parts = ((minutes, "minute"), (rest, "second"))
    return " ".join(words.counted(count, unit) for count, unit in parts if count)


def _answer(flow: Flow | None, name: str, value: str) -> str:
    if value.startswith(_MASK):
        return f"hidden, ends with {value.strip(_MASK)}"
    return words.answer_words(flow, name, value)


def _track(recording: Recording, flow: Flow | None) -> Track:
    is_name = _asks_for_name(recording.node, flow)
    length = f", {length_of(recording.seconds)}" if recording.seconds else ""
    about = "the name" if is_name else "the message"
    return Track(
        number=recording.number,
        label=f"Recording {recording.number}: {about}{length}",
        seconds=recording.seconds,
        is_name=is_name,
        trouble=_STATES.get(recording.state, ""),
        doubtful=recording.doubtful,
    )


def _asks_for_name(node: str, flow: Flow | None) -> bool:
    known = flow.nodes.get(NodeId(node)) if flow else None
    return node == "name" or (known is not None and "name" in known.collects)
