"""Doing a scenario on a telephone: step by step, up to the first thing that is not so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from ivr.phone.caller import Caller
from ivr.phone.scenario.course import Course, Messages, Where
from ivr.phone.scenario.hearing import Spoken, as_written
from ivr.phone.scenario.left import Wrong
from ivr.phone.scenario.values import Placed, Scenario


@dataclass(frozen=True, slots=True)
class Failure:
    """The first thing of a scenario that is not so.

    `line` and `column` (from 1) are of the step in its file. `message` says what is wrong, and `hint` what may be
    meant; both are whole sentences, the hint may be "". `heard`: the prompts since the caller last did something.
    `node`: where the call is, if that is known.
    """

    line: int
    column: int
    message: str
    hint: str = ""
    heard: tuple[str, ...] = ()
    node: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a scenario. `presses`: how often the caller did something; `seconds` are of the virtual clock."""

    failure: Failure | None
    presses: int = 0
    seconds: float = 0.0
    call_sid: str = ""

    @property
    def passed(self) -> bool:
        """Whether everything was so."""
        return self.failure is None


def run(
    scenario: Scenario,
    caller: Caller,
    *,
    messages: Messages,
    where: Where,
    path: str = "/voice",
    spoken: Spoken = as_written,
    watch: Callable[[Placed], None] | None = None,
) -> Outcome:
    """Ring and do what the scenario says, until its end or the first thing that is not so.

    `messages` gives what the call has left by now, as `ivr call --format json` shows it; `where` the node that a
    document belongs to, or None; `path` is dialled, with the scenario's language. `spoken` knows in what other ways
    words may be said. For words that are interrupted the caller's `passing_words` has to be "wait". `watch` is told
    of each step before it is done. The scenario's clock and faults are for whoever made the caller.
    """
    course = Course(caller, where, messages, spoken)
    # A line number of the file is where a failure of the first request belongs.
    step: Placed = Placed(line=scenario.place("call")[0], column=scenario.place("call")[1])
    try:
        query = urlencode({"language": scenario.language}) if scenario.language else ""
        caller.dial(path + (("&" if "?" in path else "?") + query if query else ""))
        course.complain_of_twiml(0)
        for step in scenario.steps:
            if watch is not None:
                watch(step)
            before = len(caller.problems)
            course.take(step)
            course.complain_of_twiml(before)
    except Wrong as wrong:
        heard = tuple(course.since())
        node = course.node()
        failure = Failure(step.line, step.column, wrong.message, wrong.hint, heard, node)
        return Outcome(failure, course.presses, caller.seconds, caller.call_sid)
    return Outcome(None, course.presses, caller.seconds, caller.call_sid)
