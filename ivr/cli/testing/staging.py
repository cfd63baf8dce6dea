"""Where scenarios are rung that pytest runs: on a practice line of a menu, or on any app that speaks TwiML."""

import importlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from ivr.phone.document import Document
from ivr.phone.fixture import AppCaller
from ivr.phone.scenario.reporting import report
from ivr.phone.scenario.running import Failure, Outcome, run
from ivr.phone.scenario.values import Scenario
from ivr.web.practice.results import Result

if TYPE_CHECKING:
    from ivr.phone.wsgi import WsgiApp


class Stage(Protocol):
    """Something that scenarios can be run on, one after the other."""

    def run(self, scenario: Scenario) -> Result:
        """Run one as if it were the only call there ever was."""

    def close(self) -> None:
        """Take it down."""


class Failed(Exception):
    """Raised for a scenario that does not hold, with what came of it."""

    def __init__(self, result: Result) -> None:
        super().__init__(result.scenario.title)
        self.result = result

    def lines(self, source: Sequence[str]) -> Iterator[str]:
        """Yield why, line by line. `source` are the lines of the scenario's file."""
        if failure := self.result.outcome.failure:
            yield from report(self.result.scenario, failure, source)
        for fault in self.result.faults:
            if not fault.held:
                yield f"{self.result.scenario.file}: with the fault {fault.fault}: {fault.outcome}"
                yield from (f"  {each}" for each in fault.wrong[1:])


class NoSuchApp(Exception):
    """Raised where the app to be rung cannot be found. The text says why."""


def stage_of(app: str, menus: Path) -> Stage:
    """Return the stage: an app by its name (`package.module:app`; with `()` it is called), or a menu's practice line.

    Raises MenuError for the menu file, and NoSuchApp.
    """
    if app:
        return AppStage(_app(app))
    from ivr.menu import load
    from ivr.web.practice.scenarios import Rehearsal
    from ivr.web.settings import Settings

    return Rehearsal(load(str(menus)), Settings())


class AppStage:
    """Any WSGI app that answers as a phone line. Nodes are those of a menu's page, or else the paths of URLs."""

    def __init__(self, app: "WsgiApp") -> None:
        self._app = app

    def run(self, scenario: Scenario) -> Result:
        """Ring the app with `/voice`. What only a practice line can do, a scenario cannot ask for."""
        for what, given in (
            ("clock", scenario.clock),
            ("numbers", scenario.numbers),
            ("faults", scenario.faults),
        ):
            if given:
                message = f"This app is rung as it is: it takes no “{what}:”."
                return Result(scenario, Outcome(Failure(*scenario.place(what), message)))
        caller = AppCaller(self._app, passing_words="wait", from_number=scenario.rings_from)
        return Result(scenario, run(scenario, caller, messages=lambda: caller.messages, where=_where))

    def close(self) -> None:
        """Leave the app as it is."""


def _where(document: Document) -> str:
    from ivr.web.practice.scenarios import node_of

    return node_of(document) or urlsplit(document.url).path


def _app(name: str) -> Any:
    module, _, attribute = name.partition(":")
    try:
        found = getattr(importlib.import_module(module), attribute.removesuffix("()") or "app")
    except (ImportError, AttributeError) as error:
        raise NoSuchApp(f"ivr_app: there is no {name} ({error}). Write it as package.module:app.") from None
    return found() if attribute.endswith("()") else found
