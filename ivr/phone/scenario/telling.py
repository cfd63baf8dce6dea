"""How a call stands, in the words of whoever writes scenarios."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ivr.phone.awaited import awaited
from ivr.phone.call import Ended
from ivr.phone.caller import Caller
from ivr.phone.steps import DialOutcome, Press, Speak, Step, StepDoesNotFit

_WAITS: Final[Mapping[str, str]] = {
    "record": "the line records what the caller says",
    "dial": "somebody is being rung",
}
_ENDED: Final[Mapping[Ended, str]] = {
    "hangup": "the line has hung up",
    "caller-hung-up": "the caller has hung up",
    "rejected": "the line did not take the call",
    "application-error": "the line has failed, and the caller has heard “an application error has occurred”",
    "endless": "the line goes on and on without the caller",
}


def ended(how: Ended) -> str:
    """Return how a call ended, as part of a sentence."""
    return _ENDED[how]


def waits(caller: Caller) -> str:
    """Return what a call waits for, or how it ended, as part of a sentence."""
    if caller.ended is not None:
        return _ENDED[caller.ended]
    return _WAITS.get(caller.waiting or "", f"the line waits for {awaited(caller.verb)}")


def offered(keys: Mapping[str, str]) -> str:
    """Return the keys that are offered, as a sentence."""
    if not keys:
        return "No key is offered here."
    return f"These are offered: {'; '.join(f'{key}: {words}' for key, words in keys.items())}."


def unfit(step: Step, caller: Caller, why: StepDoesNotFit) -> tuple[str, str]:
    """Return why the caller cannot do something where the call is, and what may be meant."""
    here = waits(caller)
    if caller.ended is not None:
        return f"The call is over: {here}.", ""
    match step:
        case Speak():
            return f"Nothing is recorded here: {here}.", ""
        case DialOutcome():
            return f"Nobody is being rung here: {here}.", "`dials` says how a call put through ends."
        case Press() if caller.waiting == "dial":
            hint = "Say how that ends: “dials: answered”, “busy”, “no answer” or “failed”."
            return f"No key can be pressed here: {here}.", hint
    return f"This cannot be done here: {why.why}.", ""
