"""What is done with a message, each at an address of its own. What cannot be done is told with why; no text is lost."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any, Final

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ivr.message.accounts.roles import May
from ivr.message.accounts.values import Officer
from ivr.message.desk import NotNow
from ivr.web.inbox import words
from ivr.web.inbox.guard import needs, officer_here
from ivr.web.inbox.lists import cards
from ivr.web.inbox.means import Means
from ivr.web.inbox.messages.doubts import doubts
from ivr.web.inbox.messages.message import MESSAGE, open_here, page

_FIELDS: Final = ("note", "reason", "result", "outcome", "decision", "to")
"""All that a form of the page may hold, besides its token."""


class _NotFilled(Exception):
    """Raised when a form lacks something. Its text says what to do."""


def routes(pages: Blueprint, means: Means) -> None:
    """Add everything that can be done."""
    desk = means.desk

    def doing(verb: str, may: May, *, stays: bool = True) -> Callable[[_Do], _View]:
        return _doing(pages, means, verb, may, stays=stays)

    @doing("claim", May.WORK)
    def claim(officer: Officer, reference: str, now: datetime) -> str:
        desk.claim(officer, reference, now)
        return "You have claimed this message."

    @doing("release", May.WORK, stays=False)
    def release(officer: Officer, reference: str, now: datetime) -> str:
        desk.release(officer, reference, now, reason=_typed("note"))
        return f"Message {cards.grouped(reference)} is released. Another officer can claim it."

    @doing("hand-over", May.WORK, stays=False)
    def hand_over(officer: Officer, reference: str, now: datetime) -> str:
        to = _chosen("to", means.accounts.names(), "Choose who is to have it.")
        desk.hand_over(officer, reference, now, to=to, note=_typed("note"))
        return f"Message {cards.grouped(reference)} is handed over."

    @doing("attempt", May.WORK)
    def attempt(officer: Officer, reference: str, now: datetime) -> str:
        result = _chosen("result", words.RESULTS, "Choose what came of the attempt.")
        desk.attempt(officer, reference, now, result=result, note=_typed("note"))
        return "The attempt is written down."

    @doing("contacted", May.WORK)
    def contacted(officer: Officer, reference: str, now: datetime) -> str:
        desk.contacted(officer, reference, now, note=_typed("note"))
        return "It is marked as contacted."

    @doing("reopen", May.SUPERVISE)
    def reopen(officer: Officer, reference: str, now: datetime) -> str:
        desk.reopen(officer, reference, now, note=_typed("note"))
        return "It is open again."

    @doing("note", May.WORK)
    def note(officer: Officer, reference: str, now: datetime) -> str:
        desk.note(officer, reference, now, text=_typed("note"))
        return "The note is kept."

    @doing("assess", May.SUPERVISE)
    def assess(officer: Officer, reference: str, now: datetime) -> str:
        decision = _chosen("decision", words.ASSESSMENTS, "Choose whether they may be contacted.")
        desk.assess(officer, reference, now, decision=decision, note=_typed("note"))
        return "The assessment is written down."

    @doing("hold", May.SUPERVISE)
    def hold(officer: Officer, reference: str, now: datetime) -> str:
        desk.hold(officer, reference, now, why=_typed("reason"))
        return "It is on hold: it is not erased until the hold ends."

    @doing("unhold", May.SUPERVISE)
    def unhold(officer: Officer, reference: str, now: datetime) -> str:
        desk.end_hold(officer, reference, now)
        return "The hold has ended."

    @doing("undo-erase", May.SUPERVISE)
    def undo_erase(officer: Officer, reference: str, now: datetime) -> str:
        desk.undo_erase(officer, reference, now, why=_typed("reason"))
        return "It is not erased. It is on hold from now on."

    @doing("close", May.WORK)
    def close(officer: Officer, reference: str, now: datetime) -> str | ResponseReturnValue:
        outcome = _chosen("outcome", words.OUTCOMES, "Choose how it ends.")
        opened = open_here(means, reference, officer, now)
        if "close" in opened.can and (why := doubts(opened)) and not _sure():
            return _ask(reference, "close", "Close this message?", why, "Yes, close it")
        desk.close(officer, reference, now, outcome=outcome, note=_typed("note"))
        return "It is closed."

    @doing("erase", May.SUPERVISE)
    def erase(officer: Officer, reference: str, now: datetime) -> str | ResponseReturnValue:
        if not _typed("reason"):
            raise _NotFilled("Write why it is to be erased.")
        if "erase" in open_here(means, reference, officer, now).can and not _sure():
            why = _what_erasing_does(means.settings.undo_days)
            return _ask(reference, "erase", "Erase this message?", why, "Yes, erase it")
        desk.erase(officer, reference, now, why=_typed("reason"))
        return "It is going to be erased. The page says when, and until then it can be undone."

    @doing("number", May.WORK)
    def show_number(officer: Officer, reference: str, now: datetime) -> ResponseReturnValue:
        # Shown in the answer itself and nowhere else: neither in an address nor in a cookie.
        return page(means, reference, number=desk.number(officer, reference, now, reason=_typed("reason")))


_Do = Callable[[Officer, str, datetime], str | ResponseReturnValue]
_View = Callable[[str], ResponseReturnValue]


def _doing(pages: Blueprint, means: Means, verb: str, may: May, *, stays: bool) -> Callable[[_Do], _View]:
    """Make a view of something that can be done: it returns what to say once it is done, or an answer of its own."""

    def made(do: _Do) -> _View:
        @pages.post(f"{MESSAGE}/{verb}")
        @needs(may)
        @wraps(do)
        def view(reference: str) -> ResponseReturnValue:
            if _thought_better():
                return page(means, reference, verb=verb, typed=_all_typed())
            try:
                done = do(officer_here(), reference, means.clock())
            except NotNow as why:
                return page(means, reference, verb=verb, typed=_all_typed(), trouble=str(why), code=409)
            except _NotFilled as why:
                return page(means, reference, verb=verb, typed=_all_typed(), trouble=str(why), code=400)
            if not isinstance(done, str):
                return done
            flash(done, "done")
            back = (
                url_for("inbox.one_message", reference=reference) if stays else url_for("inbox.list_messages")
            )
            return redirect(back, 303)

        return view

    return made


def _typed(field: str) -> str:
    return request.form.get(field, "").strip()


def _all_typed() -> Mapping[str, str]:
    return {field: request.form[field] for field in _FIELDS if field in request.form}


def _chosen(field: str, known: Mapping[str, str], needed: str) -> Any:
    """Return one of what is known, which is what the desk takes."""
    if (choice := _typed(field)) not in known:
        raise _NotFilled(needed)
    return choice


def _sure() -> bool:
    return request.form.get("sure") == "yes"


def _thought_better() -> bool:
    return request.form.get("sure") == "no"


def _what_erasing_does(undo_days: int) -> tuple[str, ...]:
    if not undo_days:
        return ("Recordings, answers and notes go at once. This cannot be undone.",)
    return (
        f"Recordings, answers and notes go in {words.counted(undo_days, 'day')}. Until then it can be undone.",
        "A proof that it was erased is kept. It holds nothing that was said.",
    )


def _ask(reference: str, verb: str, heading: str, why: tuple[str, ...], yes: str) -> ResponseReturnValue:
    return make_response(
        render_template(
            "inbox/confirm.html",
            reference=reference,
            in_groups=cards.grouped(reference),
            address=url_for(f"inbox.{verb}", reference=reference),
            heading=heading,
            why=why,
            yes=yes,
            typed=_all_typed(),
        )
    )
