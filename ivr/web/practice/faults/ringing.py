"""One call to a line that something is done to: what was heard, where it went, and what it has left."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from ivr.menu import Flow
from ivr.message.values import as_json
from ivr.phone.caller import Caller
from ivr.phone.document import Document
from ivr.phone.faults import Fault, Trunk
from ivr.phone.scenario.running import Outcome, run
from ivr.phone.scenario.values import Scenario
from ivr.web.practice.faults.finding import Found, Tape, found
from ivr.web.practice.faults.hosts import Line
from ivr.web.practice.line import PUBLIC_URL
from ivr.web.practice.scenarios import node_of
from ivr.web.practice.spelling import spoken_in

_AFTERWARDS: Final = timedelta(hours=6)
"""How long after a call it is asked what it has left: by then it is over, whatever was told of its end."""


@dataclass(frozen=True, slots=True)
class Call:
    """A scenario at a moment: `at` is the aware time at which its clock stands still. It begins on `flow`."""

    scenario: Scenario
    at: datetime
    flow: Flow


@dataclass(frozen=True, slots=True)
class Ran:
    """A call that was made.

    `documents` are what was heard, oldest first. `troubles` are what should not have been answered, in plain English,
    `times` how often the fault happened, and `said` how many recordings were made.
    """

    outcome: Outcome
    documents: tuple[Document, ...] = field(repr=False)
    found: Found
    troubles: tuple[str, ...]
    times: int
    said: int


def ring(
    line: Line, call: Call, fault: Fault, *, trunk: Trunk | None = None, reconciled: bool = False
) -> Ran:
    """Make a call with a fault, let the work that follows it be done, and say what came of it.

    `trunk` is what lies between the telephone and the line, if that is not the fault's own. `reconciled`: see `found`.
    """
    local = line.ground.local
    local.recordings.clock = lambda: (
        call.at
    )  # or a night's comparison would not know them for those of a call then
    local.faults.set(*fault.provider)
    trunk = trunk or fault.on(line.post)
    tape = Tape(local)
    caller = telephone(line, call, trunk, tape)
    trunk.clock = lambda: caller.seconds

    def left() -> list[dict[str, Any]]:
        """What the call has left by now. What is still under way when it has ended comes first."""
        if caller.ended:
            trunk.close()
        asked_at = call.at + (_AFTERWARDS if caller.ended else timedelta(0))
        return [as_json(message) for message in line.store.messages(caller.call_sid, asked_at)]

    outcome = run(call.scenario, caller, messages=left, where=node_of, spoken=spoken_in(call.flow))
    if caller.ended is None and caller.documents:
        caller.hang_up()
    trunk.close()
    documents = tuple(caller.documents)
    after = found(line, caller.call_sid, tape, call.at, reconciled=reconciled)
    troubles = (*caller.problems, *trunk.complaints)
    happened = trunk.times + sum(local.faults.happened.values())
    return Ran(outcome, documents, after, troubles, happened, len(tape.said))


def telephone(line: Line, call: Call, trunk: Trunk, tape: Tape) -> Caller:
    """Return the telephone that a scenario's call is made with."""
    return Caller(
        trunk.post,
        get=line.get,
        base_url=PUBLIC_URL,
        token=line.ground.settings.twilio_auth_token,
        from_number=call.scenario.rings_from,
        account_sid=line.ground.local.account_sid,
        recordings=tape,
        passing_words="wait",
        status_path="/voice/status",
        **trunk.habits,
    )
