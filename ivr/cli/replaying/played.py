"""What a caller does, played on a practice line, becomes a scenario that says what was heard on the way."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from ivr.phone.scenario.values import At, Does, Hears, Leaves, LineHangsUp, Scenario, Step
from ivr.phone.steps import StepDoesNotFit, Wait
from ivr.web.practice.scenarios import clock_of, forget, node_of
from ivr.web.practice.spelling import written_in

if TYPE_CHECKING:
    from ivr.menu import Flow
    from ivr.phone.caller import Caller
    from ivr.phone.document import Document
    from ivr.web.practice.line import PracticeLine

_MOST_WORDS: Final = 12
"""Words of a prompt that a scenario looks for: enough to tell it from others, few enough to be read."""
_SENTENCE: Final = re.compile(r"(?<=[.?!…])\s")


class Otherwise(Exception):
    """Raised where the line does not let a caller do what was planned. `at`: how many steps were done before it."""

    def __init__(self, at: int, why: str) -> None:
        super().__init__(why)
        self.at = at


def played(scenario: Scenario, line: "PracticeLine", flow: "Flow") -> tuple[tuple[Step, ...], str]:
    """Ring a line, whose menu is `flow`, and do what a scenario does. Return its steps with where the call was and
    what was heard between, in the menu's spelling.

    `scenario` has only steps that the caller does. The second is the CallSid, for the journal. Raises Otherwise.
    """
    forget(line)
    written = written_in(flow)
    at = clock_of(scenario)
    caller = line.caller(scenario.rings_from, at=at, passing_words="wait")
    caller.dial("/voice" + (f"?{urlencode({'language': scenario.language})}" if scenario.language else ""))
    steps: list[Step] = list(_noticed(caller, 0, written))
    for number, step in enumerate(scenario.steps):
        assert isinstance(step, Does)  # noqa: S101 - what is heard is what this finds out
        if not step.interrupts:
            steps += _passing(caller, written)
        before = len(caller.documents)
        try:
            caller.do(step.doing)
        except StepDoesNotFit as unfit:
            raise Otherwise(number, str(unfit)) from None
        steps += [step, *_noticed(caller, before, written)]
    steps += _passing(caller, written)
    if caller.ended == "hangup":
        steps.append(LineHangsUp())
    return (*steps, left_by(line.messages(caller.call_sid, at))), caller.call_sid


def as_far_as_it_goes(
    scenario: Scenario, line: "PracticeLine", flow: "Flow"
) -> tuple[tuple[Step, ...], str, bool]:
    """Do the same as far as the line lets a caller do it; the third says whether that was all."""
    try:
        return *played(scenario, line, flow), True
    except Otherwise as otherwise:
        return *played(replace(scenario, steps=scenario.steps[: otherwise.at]), line, flow), False


def _passing(caller: "Caller", written: Callable[[str], str]) -> Iterator[Step]:
    """Let words that go on by themselves pass."""
    while caller.passing:
        before = len(caller.documents)
        caller.do(Wait())
        yield from _noticed(caller, before, written)


def _noticed(caller: "Caller", before: int, written: Callable[[str], str]) -> Iterator[Step]:
    """Yield where the call is now, and what was heard on the way there, from a document on."""
    new = caller.documents[before:]
    for document in new:
        if document is new[-1] and (node := node_of(document)) and caller.ended != "caller-hung-up":
            yield At(node)
        yield from _heard(document, written)


def _heard(document: "Document", written: Callable[[str], str]) -> Iterator[Step]:
    words = next(
        (first_words(prompt, written) for prompt in document.heard if any(map(str.isalpha, prompt))), ""
    )
    if words:
        yield Hears(words)


def first_words(prompt: str, written: Callable[[str], str] = str) -> str:
    """Return the first words of a prompt as they are `written`: its first sentence, or as much of it as is soon read.

    >>> first_words("Please leave your message after the beep. There is no rush.")
    'Please leave your message after the beep.'
    """
    return " ".join(written(_SENTENCE.split(prompt.strip())[0]).split()[:_MOST_WORDS])


def left_by(messages: Sequence[Mapping[str, Any]]) -> Leaves:
    """Return what a call has left as a step that expects it; of several messages only how many."""
    if len(messages) != 1:
        return Leaves(len(messages))
    message = messages[0]
    return Leaves(1, message["state"], dict(message["answers"]), len(message["recordings"]))
