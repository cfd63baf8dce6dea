"""A store that is down for ten seconds of a call, once at each of its moments. What was kept must not be lost."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from ivr.message.forgetting import forget_calls
from ivr.message.values import MessageView
from ivr.phone.exchange import Answer, Post
from ivr.phone.faults import FAULTS, OUTAGE, Trunk
from ivr.phone.faults.trunks import is_callback
from ivr.web.practice.faults.comparing import first_difference, messages, other_messages
from ivr.web.practice.faults.finding import Found, Message
from ivr.web.practice.faults.hosts import Line
from ivr.web.practice.faults.ringing import Call, Ran, ring
from ivr.web.practice.faults.switch import Switch

_RANK: Final = ("draft", "unfinished", "sent")
"""How far a message is: later ones are further."""


class Watched(Trunk):
    """Forwards everything, and looks before each step what the call would leave if it ended there.

    `moments` are what was seen; `webhooks` how many there were, callbacks too.
    """

    def __init__(self, line: Post, messages_of: Callable[[str], Sequence[MessageView]]) -> None:
        super().__init__(line)
        self.moments: list[tuple[MessageView, ...]] = []
        self.webhooks = 0
        self._messages = messages_of

    def post(self, url: str, form: dict[str, str], headers: dict[str, str]) -> Answer:
        """Look, if the call waits for the answer, and post it."""
        if not is_callback(form):
            self.look(form["CallSid"])
        self.webhooks += 1
        return self._line(url, form, headers)

    def look(self, call_sid: str) -> None:
        """Look now. To be called once more when the call is over."""
        self.moments.append(tuple(self._messages(call_sid)))


class Outage(Trunk):
    """The store is down from one webhook of a call on, until the call has gone on for ten seconds."""

    def __init__(self, line: Post, switch: Switch, begins: int) -> None:
        super().__init__(line)
        self._switch, self._begins = switch, begins
        self._webhooks = 0
        self._until: float | None = None

    def post(self, url: str, form: dict[str, str], headers: dict[str, str]) -> Answer:
        """Post it, with the store as it is at this moment."""
        if self._webhooks == self._begins:
            self._until = self.clock() + OUTAGE
        self._webhooks += 1
        self._switch.down = self._until is not None and self.clock() < self._until
        self.times += self._switch.down
        try:
            return self._line(url, form, headers)
        finally:
            self._switch.down = False


@dataclass(frozen=True, slots=True)
class Outages:
    """What came of it: at how many moments, how often callers noticed, and what was wrong.

    `heard` is what they heard then, each once. `unmarked`: how often it could not be noted that somebody pressed 5.
    """

    moments: int
    noticed: int
    heard: tuple[str, ...] = field(repr=False)
    unmarked: int
    wrong: tuple[str, ...]


def outages(line: Line, switch: Switch, call: Call, watched: Watched, plain: Ran) -> Outages:
    """Make the call once for each of its webhooks, with the store down at that one, and say what came of it.

    `watched` has seen the same call without a fault, and `plain` is what came of that.
    """
    wrong: list[str] = []
    heard: list[str] = []
    unmarked = 0
    for begins in range(watched.webhooks):
        forget_calls(line.store)  # as if nobody had ever rung
        line.ground.local.recordings.clear()
        ran = ring(
            line,
            call,
            FAULTS["store-down"],
            trunk=Outage(line.post, switch, begins),
            reconciled=plain.said > 0,
        )
        other = first_difference(plain.documents, ran.documents)
        if other is None:
            # Who presses 5 may be in danger: help is told of whatever could or could not be written down.
            marked = _marked_as(plain.found, ran.found)
            unmarked += marked != ran.found
            found = [*other_messages(plain.found, marked)]
        else:
            heard.append(" ".join(ran.documents[other].heard) if other < len(ran.documents) else "")
            found = [*_lost(watched.moments[other:], ran, other), *_more(ran, plain)]
        found += [*ran.troubles, *(f"In the end, {each}." for each in ran.found.wrong)]
        if other is not None and not heard[-1]:
            found.append("The caller heard nothing instead.")
        wrong += [f"Where it began at webhook {begins + 1}: {each}" for each in found]
    return Outages(watched.webhooks, len(heard), tuple(dict.fromkeys(heard)), unmarked, tuple(wrong))


def _lost(moments: Sequence[tuple[MessageView, ...]], ran: Ran, other: int) -> list[str]:
    """Return what was kept just before the store went down and is not there in the end, in plain English.

    `moments` begin there, at the page `other`. Where the call went on all the same, the caller may have changed since
    what was kept, as they did without the fault.
    """
    went_on = len(ran.documents) > other + 1
    each = [[*_less_than(before, ran.found.messages)] for before in (moments if went_on else moments[:1])]
    return [] if [] in each else each[0] if each else []


def _more(ran: Ran, plain: Ran) -> Iterator[str]:
    """Give what is there and should not be, and recordings that nobody can hear."""
    after = len(ran.found.messages)
    if after > max(1, len(plain.found.messages)):
        yield f"The call left {messages(after)}."
    if _heard(plain.found) == plain.said and _heard(ran.found) < ran.said:
        yield f"{ran.said} recordings were made, and {_heard(ran.found)} can be heard."


def _less_than(before: tuple[MessageView, ...], after: tuple[Message, ...]) -> Iterator[str]:
    if len(after) < len(before):
        yield f"{messages(len(before))} had been kept, and there is {messages(len(after))}.".capitalize()
    for kept, there in zip(before, after, strict=False):
        yield from _less(kept, there)


def _less(kept: MessageView, there: Message) -> Iterator[str]:
    if _RANK.index(there.state) < _RANK.index(kept.state):
        yield f"The message had been {kept.state}, and is {there.state}."
    gone = [name for name, value in kept.answers.items() if there.answers.get(name) != value]
    if gone:
        yield f"Not in the message any more: {', '.join(gone)}."
    if len(there.recordings) < len(kept.recordings):
        yield f"The message had {len(kept.recordings)} recordings, and has {len(there.recordings)}."


def _marked_as(plain: Found, ran: Found) -> Found:
    """Return what was found, with marks that the same message has without a fault where it has fewer."""
    marked = [
        replace(there, flags=before.flags) if set(there.flags) < set(before.flags) else there
        for before, there in zip(plain.messages, ran.messages, strict=False)
    ]
    return replace(ran, messages=(*marked, *ran.messages[len(marked) :]))


def _heard(found: Found) -> int:
    return sum(message.heard for message in found.messages)
