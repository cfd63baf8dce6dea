"""Proofs of erasure: that a message was erased, when and why, and that the provider has no copy of it any more."""

from datetime import date
from typing import Final

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ivr.message.accounts.roles import May
from ivr.web.inbox.guard import needs, officer_here
from ivr.web.inbox.lists.listing import digits_of, page_in
from ivr.web.inbox.lists.log_words import ERASED_WHY
from ivr.web.inbox.means import Means

PAGE: Final = 50


def routes(pages: Blueprint, means: Means) -> None:
    """Add the page."""

    @pages.get("/erased")
    @needs(May.SUPERVISE)
    def erased() -> ResponseReturnValue:
        typed = request.args.get("reference", "").strip()[:60]
        reference = digits_of(typed)
        proofs = [
            proof
            for proof in means.desk.erased(officer_here(), means.clock())
            if reference in ("", proof.reference)
        ]
        last = max(1, -(-len(proofs) // PAGE))
        page = min(page_in(request.args.get("page", "")), last)
        return render_template(
            "inbox/erased.html",
            proofs=proofs[(page - 1) * PAGE : page * PAGE],
            day=_day,
            total=len(proofs),
            page=page,
            pages=last,
            address=lambda number: url_for("inbox.erased", page=number),
            reference=reference,
            searched=typed,
            misspelt=bool(typed) and not reference,
            why=ERASED_WHY,
            proof_days=means.settings.keep_proof_days,
        )


def _day(told: str) -> str:
    day = date.fromisoformat(told)
    return f"{day.day} {day:%B %Y}"
