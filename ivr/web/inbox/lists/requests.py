"""Requests of callers: to be left alone, or to be contacted at another time. A person looks at each, and decides.

Nobody has checked who rang. Whoever knows eight digits can ask for this, so the pages say it wherever it matters.
"""

from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ivr.message.accounts.roles import May
from ivr.message.accounts.values import Officer
from ivr.message.desk import Asked, NotNow, UnknownMessage
from ivr.message.desk.values import LONGEST_TEXT
from ivr.web.inbox import words
from ivr.web.inbox.guard import needs, officer_here
from ivr.web.inbox.lists.cards import grouped
from ivr.web.inbox.means import Means

_SAFE: Final = ("safe_time", "safe_days")
_TOLD: Final = {
    ("cancel", "done"): "The caller is left alone: their message is closed as withdrawn.",
    ("change", "done"): "The message has the new safe time.",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A request in words. `reference` is as it was keyed in, in groups; `wish` what its caller wants."""

    asked: Asked
    wish: str
    reference: str
    answers: tuple[tuple[str, str], ...]
    decision: str


def routes(pages: Blueprint, means: Means) -> None:
    """Add the list of requests, the page of one, and what is decided there."""

    @pages.get("/requests")
    @needs(May.READ)
    def list_requests() -> ResponseReturnValue:
        handled = request.args.get("show") == "handled"
        asked = means.desk.requests(officer_here(), means.clock(), handled=handled)
        return render_template(
            "inbox/requests.html", handled=handled, requests=[shown(one, means) for one in asked]
        )

    @pages.get("/requests/<request_id>")
    @needs(May.READ)
    def one_request(request_id: str) -> ResponseReturnValue:
        return _page(means, _found(means, officer_here(), request_id))

    @pages.post("/requests/<request_id>")
    @needs(May.WORK)
    def handle_request(request_id: str) -> ResponseReturnValue:
        officer = officer_here()
        asked = _found(means, officer, request_id)
        decision: Any = request.form.get("decision", "")
        note = request.form.get("note", "").strip()
        problems = _problems(asked, decision, note)
        if problems:
            return _page(means, asked, problems=problems, decision=decision, note=note), 422
        try:
            means.desk.handle(officer, request_id, means.clock(), decision, note)
        except NotNow as reason:
            flash(str(reason), "trouble")
            return redirect(url_for("inbox.one_request", request_id=request_id), 303)
        flash(_told(asked, decision), "done")
        return redirect(url_for("inbox.list_requests"), 303)


def shown(asked: Asked, means: Means) -> Shown:
    """Return a request in words."""
    flow = means.flow()
    answers = tuple(
        (words.question(name), words.answer_words(flow, name, asked.answers[name]))
        for name in _SAFE
        if name in asked.answers
    )
    return Shown(
        asked,
        words.REQUESTS.get(asked.kind) or words.plain(asked.kind),
        grouped(asked.reference) or "not known",
        answers,
        words.DECISIONS.get(asked.decision, ""),
    )


def _found(means: Means, officer: Officer, request_id: str) -> Asked:
    both = (means.desk.requests(officer, means.clock(), handled=handled) for handled in (False, True))
    found: Asked | None = next(
        (asked for some in both for asked in some if asked.request_id == request_id), None
    )
    if found is None:
        raise UnknownMessage("they have no such request")
    return found


def _problems(asked: Asked, decision: str, note: str) -> list[tuple[str, str]]:
    problems = []
    if decision not in ("done", "refused"):
        problems.append(("decision-done", "Choose what is to happen."))
    if decision == "refused" and not note and asked.about:
        problems.append(("note", "Say why it is refused."))
    if len(note) > LONGEST_TEXT:
        problems.append(("note", f"Use at most {LONGEST_TEXT} characters. These are {len(note)}."))
    return problems


def _told(asked: Asked, decision: str) -> str:
    if not asked.about:
        return "The request is put away."
    return _TOLD.get((asked.kind, decision), "The request is refused. The message stays as it is.")


def _page(means: Means, asked: Asked, **typed: Any) -> str:
    return render_template("inbox/one_request.html", it=shown(asked, means), longest=LONGEST_TEXT, **typed)
