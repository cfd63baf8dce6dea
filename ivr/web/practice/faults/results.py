"""What came of a scenario with a fault, as a value and in one sentence."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from ivr.phone.faults import Fault
from ivr.phone.scenario.running import Outcome
from ivr.web.practice.faults.comparing import messages
from ivr.web.practice.faults.finding import Found
from ivr.web.practice.faults.outages import Outages
from ivr.web.practice.faults.ringing import Ran

_ALSO: Final = {
    "forged": "each was refused, and",
    "unsigned": "each was refused, and",
    "stale": "each was refused, and",
    "menu-changed": "whoever rang then heard the new menu, and",
}
_NOTHING_RECORDED: Final = "Nothing is recorded in this call, so nothing could go wrong with that."


@dataclass(frozen=True, slots=True)
class FaultResult:
    """What came of one fault.

    `fault` is its name. `held`: the line did what it must, whatever the fault was. `outcome` says so in one sentence,
    or what was otherwise. `scenario` is what came of the scenario's own steps; where the store is down they need not
    hold. `wrong` is everything that was otherwise, in plain English. `milliseconds`: how long it took on this computer;
    of the first fault of a scenario, with the call without any that the others are compared with, too.
    """

    fault: str
    held: bool
    outcome: str
    scenario: Outcome
    wrong: tuple[str, ...] = field(default=())
    milliseconds: float = 0.0


def failed_without(fault: Fault, outcome: Outcome, wrong: Sequence[str] = ()) -> FaultResult:
    """Return that a scenario is not so to begin with: then nothing can be said of the fault.

    `wrong` is what is not right in the end, where every step of it was.
    """
    why = outcome.failure.message if outcome.failure else f"in the end, {' and '.join(wrong)}."
    return FaultResult(fault.name, False, f"Without any fault the scenario already fails: {why}", outcome)


def broke_off(fault: Fault, plain: Ran, why: str) -> FaultResult:
    """Return that the line's process ended by itself in a call; `why` is the last that it said."""
    told = "The line's process was started again, and ended by itself."
    return FaultResult(fault.name, False, told, plain.outcome, (told, *why.strip().splitlines()[-1:]))


def as_before(fault: Fault, ran: Ran, wrong: Sequence[str]) -> FaultResult:
    """Return what came of a fault that nobody may notice."""
    wrong = list(wrong)
    if ran.outcome.failure:
        wrong.append(f"Line {ran.outcome.failure.line} of the scenario: {ran.outcome.failure.message}")
    did = fault.did.format(times=ran.times)
    if wrong:
        return FaultResult(fault.name, False, f"{did}: {_first(wrong)}", ran.outcome, tuple(wrong))
    if fault.provider and not ran.times:
        return FaultResult(fault.name, True, _NOTHING_RECORDED, ran.outcome)
    also = f"{_ALSO[fault.name]} " if fault.name in _ALSO else ""
    told = f"{did}: {also}the call went the same way and left {_left(ran.found)}."
    return FaultResult(fault.name, True, told, ran.outcome)


def of_outages(fault: Fault, plain: Ran, came: Outages) -> FaultResult:
    """Return what came of a store that was down, once at each moment of a call."""
    did = fault.did.format(times=came.moments)
    if came.wrong:
        return FaultResult(fault.name, False, f"{did}: {_first(came.wrong)}", plain.outcome, came.wrong)
    if came.noticed:
        told = (
            f"{came.noticed} times the caller heard that something is wrong and who else helps, "
            "and nothing that was kept is lost."
        )
    else:
        told = f"nobody noticed, and the call left {_left(plain.found)}."
    if came.unmarked:
        told = f"{told[:-1]}; {came.unmarked} times it could not be noted that the caller pressed 5."
    return FaultResult(fault.name, True, f"{did}: {told}", plain.outcome)


def _first(wrong: Sequence[str]) -> str:
    first = wrong[0]
    more = f" (And {len(wrong) - 1} more.)" if len(wrong) > 1 else ""
    return first[0].lower() + first[1:] + more


def _left(found: Found) -> str:
    """Say what a call has left.

    >>> _left(Found((), (), ()))
    'nothing'
    """
    heard = sum(message.heard for message in found.messages)
    parts = []
    if found.messages:
        sound = f" with {heard} recording{'' if heard == 1 else 's'}" if heard else ""
        parts.append(f"{messages(len(found.messages))}{sound}")
    if found.requests:
        number = len(found.requests)
        parts.append(f"{'one request' if number == 1 else f'{number} requests'} about an earlier message")
    return " and ".join(parts) or "nothing"
