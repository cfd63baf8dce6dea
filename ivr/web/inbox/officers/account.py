"""Somebody's own account: who they are here, how they are told, their password and codes, and where they are in."""

from collections.abc import Callable, Mapping
from typing import Any, Final, get_args

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ivr.message.accounts import Notices, Refusal, TooOften, WrongCode, WrongPassword
from ivr.message.accounts.roles import May
from ivr.web.inbox import sessions, words
from ivr.web.inbox.entering.login import left, too_often, typed_code
from ivr.web.inbox.entering.steps import Problems
from ivr.web.inbox.guard import needs, officer_here
from ivr.web.inbox.means import Means

NOTICES: Final[dict[Notices, str]] = {
    "at-once": "At once, one mail for each message",
    "hourly": "Once an hour, if there is something new",
    "daily": "Once a day, if there is something new",
    "none": "Not at all",
}
ROLES: Final = {
    "officer": "Liaison officer",
    "supervisor": "Supervisor",
    "manager": "Manager",
    "administrator": "Administrator",
}


def routes(pages: Blueprint, means: Means) -> None:
    """Add the pages."""
    accounts = means.accounts
    pages.add_app_template_filter(as_items)
    pages.add_app_template_filter(in_words)

    @pages.get("/account")
    @needs(May.ENTER)
    def account() -> ResponseReturnValue:
        """Show it."""
        return _page()

    def _page(problems: Problems = ()) -> str:
        officer, now = officer_here(), means.clock()
        return render_template(
            "inbox/account.html",
            problems=problems,
            roles=ROLES,
            notices=NOTICES,
            queues=words.queues(means.areas()),
            sessions=accounts.sessions_of(officer.officer_id, at=now, here=sessions.token_here()),
        )

    @pages.post("/account/notices")
    @needs(May.ENTER)
    def change_notices() -> ResponseReturnValue:
        """Change how they are told of new messages."""
        chosen = next((each for each in get_args(Notices) if each == request.form.get("notices")), None)
        if chosen is None:
            return _page((("notices", "Choose how you are told of new messages"),)), 400
        who = officer_here().officer_id
        accounts.change(who, by=who, at=means.clock(), notices=chosen)
        return _done("From now on you are told as you chose.")

    @pages.post("/account/password")
    @needs(May.ENTER)
    def change_password() -> ResponseReturnValue:
        """Change the password. Whoever does knows the old one."""
        old, new = request.form.get("old_password", ""), request.form.get("password", "")
        if not (old and new):
            field, what = (
                ("password", "Choose a new password") if old else ("old_password", "Enter your password")
            )
            return _page(((field, what),)), 400
        return _careful(
            lambda: accounts.change_password(sessions.token_here(), old, new, at=means.clock()),
            _page,
            wrong=("old_password", "This is not your password. Check it, then try again"),
            refused="password",
        ) or _done("Your password was changed. Everywhere else you were in, you are out.")

    @pages.post("/account/recovery-codes")
    @needs(May.ENTER)
    def new_recovery_codes() -> ResponseReturnValue:
        """Make new recovery codes. Whoever does has the app at hand."""
        typed = typed_code("code")
        if not typed:
            return _page((("code", "Enter the code that the app shows now"),)), 400
        made: list[tuple[str, ...]] = []
        return _careful(
            lambda: made.append(accounts.new_recovery_codes(sessions.token_here(), typed, at=means.clock())),
            _page,
            wrong=("code", "This code is not right. Type the one that the app shows now"),
            refused="code",
        ) or make_response(
            render_template("inbox/recovery_codes.html", codes=made[0], going_on=url_for("inbox.account"))
        )

    @pages.post("/account/others")
    @needs(May.ENTER)
    def end_other_sessions() -> ResponseReturnValue:
        """End every session but this one."""
        who = officer_here().officer_id
        accounts.end_sessions(who, by=who, at=means.clock(), but=sessions.token_here())
        return _done("You are in nowhere else any more.")

    @pages.post("/account/everywhere")
    @needs(May.ENTER)
    def leave_everywhere() -> ResponseReturnValue:
        """End every session, this one too."""
        who = officer_here().officer_id
        accounts.end_sessions(who, by=who, at=means.clock())
        return left("You have left everywhere.")


def as_items(names: Mapping[str, str], hints: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """Return choices as the components of pages take them: each value, its words, and what helps to choose it.

    >>> as_items({"officer": "Liaison officer"}, {"officer": "Answers messages"})
    [{'value': 'officer', 'text': 'Liaison officer', 'hint': {'text': 'Answers messages'}}]
    """
    items: list[dict[str, Any]] = [{"value": value, "text": text} for value, text in names.items()]
    for item in items:
        if hints and item["value"] in hints:
            item["hint"] = {"text": hints[item["value"]]}
    return items


def in_words(key: str, names: Mapping[str, str]) -> str:
    """Return what something is called; what has no name any more is called as it is written."""
    return names.get(key, key)


def _careful(
    change: Callable[[], object], page: Callable[[Problems], str], *, wrong: tuple[str, str], refused: str
) -> ResponseReturnValue | None:
    """Make a change that asks who it is once more. Return what to answer where it was not made, None where it was."""
    try:
        change()
    except (WrongPassword, WrongCode):
        return page((wrong,)), 401
    except Refusal as error:
        return page(((refused, str(error)),)), 400
    except TooOften as error:
        return too_often(error, page, wrong[0])
    return None


def _done(told: str) -> ResponseReturnValue:
    flash(told, "done")
    return redirect(url_for("inbox.account"), 303)
