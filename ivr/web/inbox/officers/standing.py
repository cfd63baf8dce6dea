"""How an officer's account stands: disabled or enabled, reset, in nowhere. What is not easily undone is asked about."""

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ivr.message.accounts import Officer, Refusal, UnknownOfficer
from ivr.message.accounts.roles import May
from ivr.web.inbox.guard import needs, officer_here
from ivr.web.inbox.means import Means


def routes(pages: Blueprint, means: Means) -> None:
    """Add the pages."""
    accounts = means.accounts

    @pages.route("/accounts/<officer_id>/disable", methods=("GET", "POST"))
    @needs(May.ACCOUNTS)
    def disable_account(officer_id: str) -> ResponseReturnValue:
        """Let somebody in no more, after asking whether that is meant."""
        officer = known(means, officer_id)
        if request.method != "POST":
            return render_template("inbox/confirm_account.html", one=officer, what="disable")
        try:
            accounts.disable(officer_id, by=officer_here().officer_id, at=means.clock())
        except Refusal as error:
            return refused(officer_id, error)
        return done(officer_id, "The account is disabled. Whoever was in with it is out.")

    @pages.post("/accounts/<officer_id>/enable")
    @needs(May.ACCOUNTS)
    def enable_account(officer_id: str) -> ResponseReturnValue:
        """Let them in again."""
        known(means, officer_id)
        accounts.enable(officer_id, by=officer_here().officer_id, at=means.clock())
        return done(officer_id, "The account is enabled. They can log in again.")

    @pages.route("/accounts/<officer_id>/reset", methods=("GET", "POST"))
    @needs(May.ACCOUNTS)
    def reset_account(officer_id: str) -> ResponseReturnValue:
        """Let them begin again as on their first day, after asking whether that is meant."""
        officer = known(means, officer_id)
        if request.method != "POST":
            return render_template("inbox/confirm_account.html", one=officer, what="reset")
        try:
            password = accounts.reset(officer_id, by=officer_here().officer_id, at=means.clock())
        except Refusal as error:
            return refused(officer_id, error)
        if not password:
            return done(officer_id, "The account was reset. They can come in by the organisation’s sign-in.")
        return first_password(officer, password)

    @pages.post("/accounts/<officer_id>/sessions")
    @needs(May.ACCOUNTS)
    def end_account_sessions(officer_id: str) -> ResponseReturnValue:
        """Put them out wherever they are in. They can come in again."""
        known(means, officer_id)
        accounts.end_sessions(officer_id, by=officer_here().officer_id, at=means.clock())
        return done(officer_id, "They are out everywhere. They can log in again.")


def known(means: Means, officer_id: str) -> Officer:
    """Return an account; where there is none, nothing is found."""
    try:
        return means.accounts.get(officer_id)
    except UnknownOfficer:
        abort(404)


def first_password(officer: Officer, password: str) -> ResponseReturnValue:
    """Show it on this answer, which nothing keeps, and nowhere else."""
    return make_response(render_template("inbox/first_password.html", one=officer, password=password))


def refused(officer_id: str, error: Refusal) -> ResponseReturnValue:
    """Go back to the account, and say why nothing was done."""
    flash(str(error), "trouble")
    return redirect(url_for("inbox.one_account", officer_id=officer_id), 303)


def done(officer_id: str, told: str) -> ResponseReturnValue:
    """Go back to the account, and say what was done."""
    flash(told, "done")
    return redirect(url_for("inbox.one_account", officer_id=officer_id), 303)
