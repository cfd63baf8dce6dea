"""Scenarios on a practice line: each as if it were the only call that there ever was.

The clock of a scenario counts from a day of its own, and nobody can be rung but whom it names, so that what comes of
it depends on the scenario and the menu alone: not on today, and not on the settings of this computer.
"""

from collections.abc import Callable, Collection, Iterable
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final, Self

from ivr.menu.clock_words import NotATime, read_clock
from ivr.menu.collector import collector_off
from ivr.menu.flow import Flow
from ivr.menu.opening import LONDON
from ivr.menu.suggest import did_you_mean
from ivr.message.forgetting import forget_calls
from ivr.phone.document import Document
from ivr.phone.faults import FAULTS
from ivr.phone.scenario.running import Failure, Outcome, run
from ivr.phone.scenario.values import At, Scenario
from ivr.web.app import STORE
from ivr.web.flows import FlowSource
from ivr.web.practice.line import PracticeLine, practice_line
from ivr.web.practice.place import place_of
from ivr.web.practice.results import Result
from ivr.web.practice.spelling import spoken_in
from ivr.web.settings import Settings

if TYPE_CHECKING:
    from ivr.web.practice.faults import FaultResult

USUAL_CLOCK: Final = datetime(2026, 11, 25, 10, tzinfo=LONDON)
"""When scenarios happen that do not say, and what the words of the others count from: ten o'clock on a Wednesday in
November that is no holiday."""

_FEW: Final = 15
"""So many names are listed where none is like the one that was written."""


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
    faults: Collection[str] = (),
    watch: Callable[[Result], None] | None = None,
) -> list[Result]:
    """Run scenarios one after the other on a practice line, and return what came of each, in their order.

    `source` gives the menu; what it raises comes through. `settings` are as for `practice_line`, except that nobody
    can be rung but whom a scenario names. `faults`: names of what is tried with each scenario, besides its own.
    `watch` is told of each result at once.
    """
    results: list[Result] = []
    with Rehearsal(source(), settings) as rehearsal:
        for scenario in scenarios:
            results.append(rehearsal.run(scenario, faults))
            if watch is not None:
                watch(results[-1])
    return results


class Rehearsal:
    """A practice line of one menu, for any number of scenarios, one at a time; a context manager.

    `settings` are as for `practice_line`, except that nobody can be rung but whom a scenario names.
    """

    def __init__(self, flow: Flow, settings: Settings) -> None:
        self.flow = flow
        self._numbers: dict[str, str] = {}
        self._settings = settings.model_copy(update={"numbers": self._numbers})
        self._line: PracticeLine | None = None
        self._open = ExitStack()

    @property
    def line(self) -> PracticeLine:
        """The line that scenarios are rung on, set up when it is first asked for."""
        if self._line is None:
            self._line = self._open.enter_context(practice_line(lambda: self.flow, self._settings))
        return self._line

    def run(self, scenario: Scenario, faults: Collection[str] = ()) -> Result:
        """Run a scenario as if it were the only call there ever was, and then with each fault if it went well."""
        began = perf_counter()
        if failure := unfit(scenario, self.flow):
            return Result(scenario, Outcome(failure))
        with collector_off():  # a call leaves little behind, and the collector would take a tenth of the time
            forget(self.line)
            self._numbers.clear()
            self._numbers.update(scenario.numbers)
            outcome = ring(scenario, self.line, self.flow)
        took = (perf_counter() - began) * 1000
        journal = self.line.journal(outcome.call_sid)
        tried: tuple[FaultResult, ...] = ()
        if outcome.passed:
            names = tuple(dict.fromkeys((*scenario.faults, *faults)))
            tried = self._with_faults(scenario, names) if names else ()
        return Result(scenario, outcome, journal, took, tried)

    def close(self) -> None:
        """Take the line down."""
        self._line = None
        self._open.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _with_faults(self, scenario: Scenario, names: tuple[str, ...]) -> "tuple[FaultResult, ...]":
        from ivr.web.practice.faults import run_with_faults

        tried: list[FaultResult] = []
        began = perf_counter()
        for result in run_with_faults(scenario, names, lambda: self.flow, self._settings):
            tried.append(replace(result, milliseconds=(perf_counter() - began) * 1000))
            began = perf_counter()
        return tuple(tried)


def ring(scenario: Scenario, line: PracticeLine, flow: Flow, **habits: Any) -> Outcome:
    """Run one scenario on a line whose calls begin on `flow`. `habits` are arguments of the `Caller`.

    What the line has kept of earlier calls stays: see `forget`. Raises NotATime where its clock cannot be read;
    `unfit` says so before.
    """
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


def unfit(scenario: Scenario, flow: Flow) -> Failure | None:
    """Return what shows without ringing that a scenario cannot go well on a menu: its clock, a name of nothing."""
    try:
        clock_of(scenario)
    except NotATime as wrong:
        return Failure(*scenario.place("clock"), str(wrong))
    if scenario.language and scenario.language not in flow.editions:
        return _no_such("language", scenario.language, flow.editions, scenario.place("language"))
    for name in scenario.faults:
        if name not in FAULTS:
            return _no_such("fault", name, FAULTS, scenario.place("faults"), of="There is")
    for step in scenario.steps:
        if isinstance(step, At) and step.node not in flow.nodes:
            return _no_such("node", step.node, flow.nodes, (step.line, step.column))
    return None


def _no_such(
    what: str, name: str, known: Iterable[str], place: tuple[int, int], *, of: str = "The menu has"
) -> Failure:
    known = tuple(known)
    near = did_you_mean(name, known)
    hint = (
        f"Did you mean “{near}”?" if near else f"There are: {', '.join(known)}." if len(known) <= _FEW else ""
    )
    return Failure(*place, f"{of} no {what} “{name}”.", hint)
