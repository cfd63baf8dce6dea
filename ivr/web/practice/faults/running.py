"""A scenario without a fault, and then with it: what is otherwise?"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from ivr.menu import Flow
from ivr.phone.caller import Caller
from ivr.phone.faults import FAULTS, Fault
from ivr.phone.scenario.running import Outcome
from ivr.phone.scenario.values import Scenario
from ivr.phone.wsgi import WsgiLine
from ivr.web.flows import FlowSource
from ivr.web.practice.faults.comparing import differences
from ivr.web.practice.faults.hosts import Line, ground, host, keys_made, one_host
from ivr.web.practice.faults.killing import HostFailed, Killing, in_a_process
from ivr.web.practice.faults.menus import Changing, File, other_menu
from ivr.web.practice.faults.outages import Watched, outages
from ivr.web.practice.faults.results import FaultResult, as_before, broke_off, failed_without, of_outages
from ivr.web.practice.faults.ringing import Call, Ran, ring
from ivr.web.practice.faults.switch import switch_of
from ivr.web.practice.line import PUBLIC_URL
from ivr.web.practice.scenarios import clock_of, settings_for, unfit
from ivr.web.settings import Settings

_LATER: Final = timedelta(hours=6)
"""How long after a step it is asked what a call would leave if nothing more came: it is over by then."""
_STORE_DOWN: Final = "store-down"
_NO_FAULT: Final = Fault("", "", "")


@dataclass(frozen=True, slots=True)
class _Plain:
    """A scenario as it goes without any fault, and all that is needed to make its call again."""

    call: Call
    flow: Flow
    settings: Settings
    ran: Ran
    watched: Watched


def run_with_fault(scenario: Scenario, name: str, source: FlowSource, settings: Settings) -> FaultResult:
    """Run a scenario without any fault, then with the one of this name, and say what came of it.

    `source` gives the menu; what it raises comes through. `settings` are as for `run_scenarios`. Raises KeyError for
    a name that is not in `FAULTS`.
    """
    return next(run_with_faults(scenario, (name,), source, settings))


def run_with_faults(
    scenario: Scenario, names: Iterable[str], source: FlowSource, settings: Settings
) -> Iterator[FaultResult]:
    """Give what came of each fault, as `run_with_fault` does; without a fault the scenario is run only once."""
    faults = [FAULTS[name] for name in names]
    flow = source()
    if failure := unfit(scenario, flow):
        yield from (failed_without(fault, Outcome(failure)) for fault in faults)
        return
    looks = any(fault.name == _STORE_DOWN for fault in faults)
    plain = _plain(Call(scenario, clock_of(scenario), flow), settings_for(scenario, settings), looks=looks)
    for fault in faults:
        if plain.ran.outcome.passed and not plain.ran.found.wrong:
            yield _with(fault, plain)
        else:
            yield failed_without(fault, plain.ran.outcome, plain.ran.found.wrong)


def _plain(call: Call, settings: Settings, *, looks: bool) -> _Plain:
    """Run it without a fault; `looks`: and see at each step what the call would leave if it ended there."""
    with one_host(settings, lambda: call.flow, call.at) as line:
        watched = Watched(
            line.post, lambda call_sid: line.store.messages(call_sid, call.at + _LATER) if looks else ()
        )
        ran = ring(line, call, _NO_FAULT, trunk=watched)
        watched.look(ran.outcome.call_sid)
        return _Plain(call, call.flow, settings, ran, watched)


def _with(fault: Fault, plain: _Plain) -> FaultResult:
    if fault.name == _STORE_DOWN:
        with (
            one_host(plain.settings, lambda: plain.flow, plain.call.at) as line,
            switch_of(line.store) as switch,
        ):
            came = outages(line, switch, plain.call, plain.watched, plain.ran)
        return of_outages(fault, plain.ran, came)
    try:
        ran = _RUNS.get(fault.name, _on_one_host)(fault, plain)
    except HostFailed as failed:
        return broke_off(fault, plain.ran, str(failed))
    return as_before(fault, ran, list(differences(plain.ran, ran)))


def _on_one_host(fault: Fault, plain: _Plain) -> Ran:
    # Threads that post at the same instant are to meet in a database that lets them.
    on_disk = fault.name == "same-instant"
    with one_host(plain.settings, lambda: plain.flow, plain.call.at, on_disk=on_disk) as line:
        return ring(line, plain.call, fault)


def _killed(fault: Fault, plain: _Plain) -> Ran:
    with in_a_process(plain.settings, plain.flow, plain.call.at) as (line, process):
        return ring(line, plain.call, fault, trunk=Killing(process))


def _with_another_menu(fault: Fault, plain: _Plain) -> Ran:
    """Run it on two hosts with one database. The second one has never served the menu that the call begins on."""
    at, file = plain.call.at, File(lambda: plain.flow)
    with ExitStack() as after:
        on = after.enter_context(ground(plain.settings, on_disk=True))
        store = after.enter_context(keys_made(on))
        first, second = (
            WsgiLine(after.enter_context(host(on, source, lambda: at))) for source in (file, other_menu)
        )
        line = Line(first.post, first.get, on, store)
        token = on.settings.twilio_auth_token
        trunk = Changing(
            first.post, second.post, file, lambda: Caller(first.post, base_url=PUBLIC_URL, token=token)
        )
        return ring(line, plain.call, fault, trunk=trunk)


_RUNS: Final = {"killed": _killed, "menu-changed": _with_another_menu}
