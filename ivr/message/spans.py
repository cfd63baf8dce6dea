"""What a call's rows amount to: its messages, its requests, and what belongs to neither.

A message *holds a span of steps*: from the consent that opened it to the next message of the call. Whatever
happened at a step belongs to the message whose span holds that step, in whatever order it arrived. So this
is a fold over rows in the order of their steps, and nothing here remembers the order of arrival.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Row(NamedTuple):
    """One thing that happened at a step.

    `what` is a word of `_ORDER`. `name` and `value` are those of an answer; the kind and reference of a request;
    for a recording its name and address, for an opening the reference (None once the message is erased). The value
    of an answer or a request is None where it is sealed and was not opened.
    """

    step: int
    what: str
    name: str
    value: str | None
    seconds: int | None

    def __repr__(self) -> str:
        """Show nothing of the caller."""
        return f"<Row {self.what} at step {self.step}>"


_ORDER = {
    "opened": 0,  # a message without proof has its reference here; opens nothing by itself
    "consented": 0,
    "recording": 1,
    "requested": 2,
    "answer": 3,
    "confirmed": 3,
    "marked": 3,
    "sent": 4,
    "discarded": 5,
}
"""What comes first of the things that happened at one step: what opens, what is added, what closes."""


@dataclass(slots=True)
class Answers:
    """Answers that belong together; a later step replaces an earlier one."""

    rows: list[Row] = field(default_factory=list, repr=False)

    def newest(self) -> dict[str, str]:
        """Return the value given last for each name, but not those that are sealed."""
        last = {row.name: row.value for row in self.rows}
        return {name: value for name, value in last.items() if value is not None}


@dataclass(slots=True)
class Message:
    """A message as far as the rows tell. `opened` is the step that opened it; an `erased` one is not shown."""

    opened: int
    erased: bool = False
    answers: Answers = field(default_factory=Answers)
    recordings: list[Row] = field(default_factory=list, repr=False)
    confirmed: bool = False
    sent: bool = False
    discarded: bool = False
    emergencies: int = 0

    def spoken(self) -> tuple[int, ...]:
        """Return the lengths in seconds of what was said, oldest first; 0 where not known yet."""
        return tuple(row.seconds or 0 for row in self.recordings if row.seconds != 0)

    def kept(self) -> bool:
        """Say whether hanging up keeps it: a safe contact was confirmed, or something was said, or sent."""
        gone = self.discarded or self.erased
        return not gone and (self.sent or self.confirmed or bool(self.spoken()))


@dataclass(slots=True)
class Request:
    """A wish about an earlier message. `step` is when it was made."""

    step: int
    kind: str
    reference: str = field(repr=False)
    answers: Answers = field(default_factory=Answers)


@dataclass(slots=True)
class Story:
    """A call as far as its rows tell.

    `references` are by the step that opens. `loose` are recordings in which nothing was said and that belong
    to no message; `scratch` are answers that belong to nothing and live as long as the call. `message` and
    `request` are what a further step would belong to.
    """

    messages: list[Message] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    scratch: Answers = field(default_factory=Answers)
    loose: list[Row] = field(default_factory=list, repr=False)
    references: dict[int, str | None] = field(default_factory=dict, repr=False)
    message: Message | None = None
    request: Request | None = None

    def worth_keeping(self) -> bool:
        """Say whether anything is left of the call once it is over."""
        return bool(self.requests) or any(message.kept() for message in self.messages)


def story(rows: Iterable[Row]) -> Story:
    """Return what a call's rows amount to, in whatever order they are given."""
    told = Story()
    for row in sorted(rows, key=lambda row: (row.step, _ORDER[row.what], row.name)):
        _tell(told, row)
    return told


def is_wanted(story: Story, row: Any) -> bool:
    """Say whether a recording belongs to a message that its caller has not discarded, and something was said in it."""
    holds = (one for one in story.messages if any(kept.name == row.recording_sid for kept in one.recordings))
    return row.seconds != 0 and any(not (one.discarded or one.erased) for one in holds)


def _tell(told: Story, row: Row) -> None:
    held = told.message
    if row.what in ("opened", "consented"):
        told.references[row.step] = row.value
    if row.what == "consented":
        if held is None or held.sent:
            _open(told, row.step)
    elif row.what == "recording":
        if held is None and row.seconds == 0:
            told.loose.append(row)
        else:  # what somebody said is never lost for want of a consent: it opens a message without proof
            (held or _open(told, row.step)).recordings.append(row)
    elif row.what == "requested":
        told.request = Request(row.step, row.name, row.value or "")
        told.requests.append(told.request)
    elif row.what == "answer":
        _belongs_to(told).rows.append(row)
    elif held is not None:
        _change(told, held, row.what)


def _open(told: Story, step: int) -> Message:
    told.message = Message(step, erased=told.references.get(step, "none yet") is None)
    told.request = None
    told.messages.append(told.message)
    return told.message


def _belongs_to(told: Story) -> Answers:
    # An unsent message takes every answer. After it is sent, a request takes those that follow it.
    if told.message is not None and not (told.message.sent and told.request):
        return told.message.answers
    return told.request.answers if told.request else told.scratch


def _change(told: Story, held: Message, what: str) -> None:
    if what == "confirmed":
        held.confirmed = True
    elif what == "marked":
        held.emergencies += 1
    elif what == "sent":  # also of one that is erased by now: what follows was never part of it
        held.sent, told.request = True, None
    elif what == "discarded" and (held.erased or not held.sent):  # what was sent is out of the caller's hands
        held.discarded, told.message, told.request = True, None, None
