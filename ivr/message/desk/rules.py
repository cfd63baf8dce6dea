"""What an officer may do with a message as things stand, and why not: decided here and nowhere else."""

from collections.abc import Callable, Mapping
from typing import Final, get_args

from ivr.message.accounts.roles import May
from ivr.message.accounts.values import Officer
from ivr.message.desk.opened import Can
from ivr.message.desk.standing import Standing
from ivr.message.desk.values import OUTCOMES, Outcome, Verb

VERBS: Final[tuple[Verb, ...]] = get_args(Verb)

_NOT_YOURS: Final = "Your account is not for that."
_SUPERVISOR: Final = "Only a supervisor can do that."
_CLOSED: Final = "It is closed."
_NOT_CLAIMED: Final = "Claim it first."
_SOMEBODY: Final = "Somebody else has claimed it."
_ASSESS: Final = "A supervisor has to assess it first."
_NOBODY_RINGS: Final = "A supervisor decided that nobody is to contact them."
_TRIED: Final = "Nobody was reached in three attempts. Close it as no contact, or ask a supervisor."
_ASKED: Final = "Its caller has asked for something since. Deal with that request first."
_RING_BACK: Final = "They ring back themselves: there is no number."
_NO_NUMBER: Final = "They confirmed no safe number."
_HELD: Final = "It is on hold. End that first."


def can(now: Standing, officer: Officer) -> Can:
    """Return everything that an officer who sees the message may do with it, and why not the rest."""
    why = {verb: why_not(verb, now, officer) for verb in VERBS}
    outcomes = tuple(one for one in OUTCOMES if not why["close"] and not why_not_as(one, now, officer))
    return Can(
        frozenset(verb for verb in VERBS if not why[verb]),
        {verb: words for verb, words in why.items() if words},
        outcomes,
    )


def why_not(verb: Verb, now: Standing, officer: Officer) -> str:
    """Return in plain words why an officer who sees the message may not do that now; "" if they may."""
    return not_allowed(verb, officer) or _WHY_NOT[verb](now, officer)


def not_allowed(verb: Verb, officer: Officer) -> str:
    """Return why an officer's role does not let them do that, however things stand; "" if it does."""
    if officer.may(_NEEDS.get(verb, May.WORK)):
        return ""
    return _SUPERVISOR if officer.may(May.WORK) else _NOT_YOURS


def why_not_as(outcome: Outcome, now: Standing, officer: Officer) -> str:
    """Return why a message that may be closed may not be closed with this outcome; "" if it may."""
    if now.given_up and outcome != "no-contact" and not officer.may(May.SUPERVISE):
        return _TRIED
    if outcome == "contacted" and now.unfinished and now.assessment == "no-contact":
        return _NOBODY_RINGS
    return ""


def _claim(now: Standing, officer: Officer) -> str:
    if now.closed:
        return _CLOSED
    if now.claimed_by == officer.officer_id:
        return "You have claimed it already."
    return _SOMEBODY if now.claimed_by else ""


def _claimed(now: Standing, officer: Officer) -> str:
    """Return why somebody does not have it who is to work with it."""
    if now.closed:
        return _CLOSED
    if not now.claimed_by:
        return _NOT_CLAIMED
    return "" if now.claimed_by == officer.officer_id else _SOMEBODY


def _charge(now: Standing, officer: Officer) -> str:
    """Return why somebody is not in charge of it: neither do they have it, nor are they a supervisor."""
    return (_CLOSED if now.closed else "") if officer.may(May.SUPERVISE) else _claimed(now, officer)


def _release(now: Standing, officer: Officer) -> str:
    return _charge(now, officer) or ("" if now.claimed_by else "Nobody has claimed it.")


def _ring(now: Standing, officer: Officer) -> str:
    """Return why they are not to be contacted, by whoever has it."""
    if why := _claimed(now, officer):
        return why
    if now.unassessed:
        return _ASSESS
    if now.unfinished and now.assessment == "no-contact":
        return _NOBODY_RINGS
    return _TRIED if now.given_up and not officer.may(May.SUPERVISE) else ""


def _show_number(now: Standing, officer: Officer) -> str:
    if why := _ring(now, officer):
        return why
    if now.asked:
        return _ASKED
    if now.rings_back:
        return _RING_BACK
    return "" if now.has_number else _NO_NUMBER


def _contacted(now: Standing, officer: Officer) -> str:
    return _ring(now, officer) or ("It is marked as contacted already." if now.contacted else "")


def _close(now: Standing, officer: Officer) -> str:
    return _charge(now, officer) or (_ASSESS if now.unassessed else "")


def _reopen(now: Standing, _: Officer) -> str:
    if not now.closed:
        return "It is not closed."
    return "It is to be erased. Undo that first." if now.to_be_erased else ""


def _assess(now: Standing, _: Officer) -> str:
    if now.closed:
        return _CLOSED
    return "" if now.unfinished else "Its caller sent it, so it needs no assessment."


def _hold(now: Standing, _: Officer) -> str:
    return "It is on hold already." if now.held else ""


def _unhold(now: Standing, _: Officer) -> str:
    return "" if now.held else "It is not on hold."


def _erase(now: Standing, _: Officer) -> str:
    if now.held:
        return _HELD
    return "It is to be erased already." if now.to_be_erased else ""


def _undo_erase(now: Standing, _: Officer) -> str:
    return "" if now.to_be_erased else "It is not about to be erased."


def _always(_: Standing, __: Officer) -> str:
    return ""


_NEEDS: Final[Mapping[Verb, May]] = {
    "reopen": May.SUPERVISE,
    "assess": May.SUPERVISE,
    "hold": May.SUPERVISE,
    "unhold": May.SUPERVISE,
    "erase": May.SUPERVISE,
    "undo-erase": May.SUPERVISE,
    "export": May.EXPORT,
}
_WHY_NOT: Final[Mapping[Verb, Callable[[Standing, Officer], str]]] = {
    "claim": _claim,
    "release": _release,
    "hand-over": _charge,
    "show-number": _show_number,
    "attempt": _ring,
    "contacted": _contacted,
    "close": _close,
    "reopen": _reopen,
    "note": _always,
    "assess": _assess,
    "hold": _hold,
    "unhold": _unhold,
    "erase": _erase,
    "undo-erase": _undo_erase,
    "export": _always,
}
