"""The practice lines that scenarios are played on, and who can be rung from them."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from ivr.call.known import SETTING
from ivr.phone.scenario.values import Scenario
from ivr.web.practice.line import practice_line
from ivr.web.practice.scenarios import settings_for

if TYPE_CHECKING:
    from ivr.menu import Flow
    from ivr.web.practice.line import PracticeLine
    from ivr.web.settings import Settings


class Lines:
    """Practice lines of one flow, one for each choice of who can be rung."""

    def __init__(self, flow: "Flow", settings: "Settings", stack: ExitStack) -> None:
        self.flow, self._settings, self._stack = flow, settings, stack
        self._lines: dict[Any, PracticeLine] = {}

    def of(self, scenario: Scenario) -> "PracticeLine":
        """Return the line that a scenario is rung on."""
        known = tuple(sorted(scenario.numbers.items()))
        if known not in self._lines:
            line = practice_line(lambda: self.flow, settings_for(scenario, self._settings))
            self._lines[known] = self._stack.enter_context(line)
        return self._lines[known]


def transfers_of(flow: "Flow") -> Iterator[str]:
    """Yield the names of the numbers that a flow can ring."""
    for node in flow.nodes.values():
        for name in node.goes_by():
            if name.startswith(SETTING):
                yield name.removeprefix(SETTING)


def rung_in(known: Mapping[str, str]) -> dict[str, str]:
    """Return whom a line can ring, from what is known there: transfers' names to numbers that belong to nobody."""
    return {
        name.removeprefix(SETTING): value
        for name, value in known.items()
        if name.startswith(SETTING) and value
    }
