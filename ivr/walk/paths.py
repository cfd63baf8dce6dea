"""Every call there is, walked, and what goes wrong in any of them."""

from collections.abc import Callable
from dataclasses import dataclass

from ivr.menu.collector import collector_off
from ivr.menu.flow import Flow
from ivr.walk.findings import PathProblem, findings
from ivr.walk.pages import Pages
from ivr.walk.states import Scripts
from ivr.walk.walking import walk_all

__all__ = ["PathProblem", "Report", "walk"]


@dataclass(frozen=True, slots=True)
class Report:
    """What a walk found: how many states and ways between them there are, and what is wrong."""

    states: int
    transitions: int
    problems: tuple[PathProblem, ...]


def walk(flow: Flow, check_page: Callable[[bytes], list[str]]) -> Report:
    """Walk every call of a flow. `check_page` says what is wrong with a TwiML document, in sentences."""
    with collector_off():
        pages = Pages(flow)
        walked = walk_all(flow, Scripts(flow, pages))
        problems = findings(walked, pages, check_page)
    reached = list(walked.reached)
    return Report(len(reached), sum(len(state.ways or ()) for state in reached), problems)
