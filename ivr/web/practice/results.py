"""What came of a scenario, as a value and for programs."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ivr.call.journal import Entry
from ivr.phone.scenario.running import Failure, Outcome
from ivr.phone.scenario.values import Scenario

if TYPE_CHECKING:
    from ivr.web.practice.faults import FaultResult


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a scenario on a line.

    `outcome` is that of the plain call; `journal` what the line told of it, step by step; `milliseconds` how long it
    took on this computer; `faults` what came of each fault, where it went well without.
    """

    scenario: Scenario
    outcome: Outcome
    journal: tuple[Entry, ...] = ()
    milliseconds: float = 0.0
    faults: "tuple[FaultResult, ...]" = ()

    @property
    def passed(self) -> bool:
        """Whether everything was so, also with each fault."""
        return self.outcome.passed and all(fault.held for fault in self.faults)


def as_json(result: Result) -> dict[str, Any]:
    """Return a result as a JSON object: the scenario, how it went, and what was heard where it failed."""
    scenario, outcome = result.scenario, result.outcome
    return {
        "file": scenario.file,
        "title": scenario.title,
        "passed": result.passed,
        "failure": failure_as_json(outcome.failure) if outcome.failure else None,
        "presses": outcome.presses,
        "seconds": round(outcome.seconds, 1),
        "milliseconds": round(result.milliseconds, 1),
        "faults": [
            {
                "fault": fault.fault,
                "held": fault.held,
                "outcome": fault.outcome,
                "milliseconds": round(fault.milliseconds, 1),
            }
            for fault in result.faults
        ],
    }


def failure_as_json(failure: Failure) -> dict[str, Any]:
    """Return a failure as a JSON object."""
    return {
        "line": failure.line,
        "column": failure.column,
        "message": failure.message,
        "hint": failure.hint,
        "heard": list(failure.heard),
        "node": failure.node,
    }
