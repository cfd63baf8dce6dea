"""Scenarios on a practice line: each as if it were the only call that there ever was.

The clock of a scenario counts from a day of its own, and nobody can be rung but whom it names, so that what comes of
it depends on the scenario and the menu alone: not on today, and not on the settings of this computer.
"""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from ivr.call.journal import Entry
from ivr.menu.clock_words import NotATime, read_clock
from ivr.menu.flow import Flow
from ivr.menu.opening import LONDON
from ivr.menu.suggest import did_you_mean
from ivr.message.forgetting import forget_calls
from ivr.phone.document import Document
from ivr.phone.scenario.hearing import Spoken
from ivr.phone.scenario.running import Failure, Outcome, run
from ivr.phone.scenario.values import At, Scenario
from ivr.web.app import STORE
from ivr.web.flows import FlowSource
from ivr.web.practice.line import PracticeLine, practice_line
from ivr.web.practice.place import place_of
from ivr.web.settings import Settings

if TYPE_CHECKING:
    from ivr.web.practice.faults import FaultResult

USUAL_CLOCK: Final = datetime(2026, 11, 25, 10, tzinfo=LONDON)
"""When scenarios happen that do not say, and what the words of the others count from: ten o'clock on a Wednesday in
November that is no holiday."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a scenario on a line: the outcome, what the line told its journal of the call, how long it took on
    this computer, and what came of each fault of the scenario, where it went well without."""

    scenario: Scenario
    outcome: Outcome
    journal: tuple[Entry, ...] = ()
    milliseconds: float = 0.0
    faults: "tuple[FaultResult, ...]" = ()

    @property
    def passed(self) -> bool:
        """Whether everything was so, also with each fault."""
        return self.outcome.passed and all(fault.held for fault in self.faults)


def clock_of(scenario: Scenario) -> datetime:
    """Return the time at which a scenario happens, aware. Raises `ivr.menu.clock_words.NotATime`."""
    return read_clock(scenario.clock, USUAL_CLOCK) if scenario.clock else USUAL_CLOCK


def settings_for(scenario: Scenario, settings: Settings) -> Settings:
    """Return the settings of the line that a scenario is rung on: nobody can be rung but whom it names."""
    return settings.model_copy(update={"numbers": dict(scenario.numbers)})


def run_scenarios(
    scenarios: Iterable[Scenario],
    source: FlowSource,
    settings: Settings,
    *,
    watch: Callable[[Result], None] | None = None,
) -> list[Result]:
    """Run scenarios one after the other on a practice line, and return what came of each, in their order.

    `source` gives the menu; what it raises comes through. `settings` are as for `practice_line`, except that nobody
    can be rung but whom a scenario names. `watch` is told of each result at once.
    """
    flow = source()
    results: list[Result] = []
    lines: dict[Any, PracticeLine] = {}
    with ExitStack() as stack:
        for scenario in scenarios:
            known = tuple(sorted(scenario.numbers.items()))
            if known not in lines:
                own = settings_for(scenario, settings)
                lines[known] = stack.enter_context(practice_line(lambda: flow, own))
            result = _result(scenario, lines[known], flow)
            if result.passed and scenario.faults:
                result = _with_faults(result, lambda: flow, settings)
            results.append(result)
            if watch is not None:
                watch(result)
    return results


def ring(scenario: Scenario, line: PracticeLine, flow: Flow, **habits: Any) -> Outcome:
    """Run one scenario on a line whose calls begin on `flow`. `habits` are arguments of the `Caller`.

    What the line has kept of earlier calls stays: see `forget`.
    """
    if failure := unfit(scenario, flow):
        return Outcome(failure)
    at = clock_of(scenario)
    caller = line.caller(scenario.rings_from, at=at, **{"passing_words": "wait", **habits})
    return run(
        scenario,
        caller,
        messages=lambda: line.messages(caller.call_sid, at),
        where=node_of,
        spoken=spoken_in(flow),
    )


def forget(line: PracticeLine) -> None:
    """Let a practice line be as if nobody had ever rung it."""
    forget_calls(line.app.extensions[STORE])
    line.local.recordings.clear()


def node_of(document: Document) -> str | None:
    """Return the node that a document is the page of; None where it does not say."""
    place = place_of(document)
    return place.turn.node if place else None


def spoken_in(flow: Flow) -> Spoken:
    """Return what knows how a menu's voices say words: `L G B T plus` for `LGBT+`, by its `say_as` tables."""

    @lru_cache(maxsize=4096)
    def spoken(words: str) -> tuple[str, ...]:
        return tuple({edition.spoken(words) for edition in flow.editions.values()} - {words})

    return spoken


def unfit(scenario: Scenario, flow: Flow) -> Failure | None:
    """Return what shows without ringing that a scenario cannot go well on a menu: its clock, a name that is none."""
    try:
        clock_of(scenario)
    except NotATime as wrong:
        return Failure(*scenario.place("clock"), str(wrong))
    if scenario.language and scenario.language not in flow.editions:
        return _no_such("language", scenario.language, flow.editions, scenario.place("language"))
    for step in scenario.steps:
        if isinstance(step, At) and step.node not in flow.nodes:
            return _no_such("node", step.node, flow.nodes, (step.line, step.column))
    return None


def _no_such(what: str, name: str, known: Iterable[str], place: tuple[int, int]) -> Failure:
    near = did_you_mean(name, known)
    return Failure(*place, f"The menu has no {what} “{name}”.", f"Did you mean “{near}”?" if near else "")


def _result(scenario: Scenario, line: PracticeLine, flow: Flow) -> Result:
    began = perf_counter()
    forget(line)
    outcome = ring(scenario, line, flow)
    journal = line.journal(outcome.call_sid)
    return Result(scenario, outcome, journal, (perf_counter() - began) * 1000)


def _with_faults(result: Result, source: FlowSource, settings: Settings) -> Result:
    from dataclasses import replace

    from ivr.web.practice.faults import run_with_fault

    faults = tuple(run_with_fault(result.scenario, name, source, settings) for name in result.scenario.faults)
    return replace(result, faults=faults)
