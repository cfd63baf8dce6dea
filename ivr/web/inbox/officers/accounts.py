"""Officers' accounts, for who keeps them: making, changing, disabling and resetting them. Each of these is logged.

Who keeps accounts sees no message. A first password is shown once, on the answer to the form that made it.
"""

from typing import Any, Final, get_args

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ivr.message.accounts import LoginTaken, Notices, Officer, Refusal
from ivr.message.accounts.roles import ROLES as EVERY_ROLE
from ivr.message.accounts.roles import May, Role
from ivr.web.addresses import mail_address
from ivr.web.inbox import words
from ivr.web.inbox.entering.steps import Problems
from ivr.web.inbox.guard import needs, officer_here
from ivr.web.inbox.means import Means
from ivr.web.inbox.officers import standing
from ivr.web.inbox.officers.account import NOTICES, ROLES

_LONGEST: Final = 100
WHAT_ROLES_DO: Final[dict[Role, str]] = {
    "officer": "Answers the messages of their areas",
    "supervisor": "Answers messages of every area, assesses unfinished ones, sees the log",
    "manager": "Sees numbers, and no message",
    "administrator": "Keeps the accounts, and sees no message",
}


def routes(pages: Blueprint, means: Means) -> None:
    """Add the pages."""
    accounts = means.accounts
    standing.routes(pages, means)

    @pages.get("/accounts")
    @needs(May.ACCOUNTS)
    def list_accounts() -> ResponseReturnValue:
        """List them all, by name."""
        everybody = sorted(accounts.all(), key=lambda officer: (officer.disabled, officer.name.casefold()))
        return render_template(
            "inbox/accounts.html", everybody=everybody, roles=ROLES, queues=words.queues(means.areas())
        )

    @pages.route("/accounts/new", methods=("GET", "POST"))
    @needs(May.ACCOUNTS)
    def new_account() -> ResponseReturnValue:
        """Make one."""
        if request.method != "POST":
            return _new()
        given, problems = _given(with_login=True)
        by_password = means.settings.local_accounts and request.form.get("way") != "sign-in"
        if problems:
            return _new(problems), 400
        try:
            added = accounts.add(
                **given, password=by_password, by=officer_here().officer_id, at=means.clock()
            )
        except Refusal as error:
            return _new((("login" if isinstance(error, LoginTaken) else "", str(error)),)), 400
        if not added.first_password:
            flash("The account was made. They come in by the organisation’s sign-in.", "done")
            return redirect(url_for("inbox.one_account", officer_id=added.officer.officer_id), 303)
        return standing.first_password(added.officer, added.first_password)

    def _new(problems: Problems = ()) -> str:
        return render_template("inbox/new_account.html", typed=_typed(), problems=problems, **_choices())

    def _choices() -> dict[str, Any]:
        settings = means.settings
        return {
            "roles": ROLES,
            "what_roles_do": WHAT_ROLES_DO,
            "notices": NOTICES,
            "queues": words.queues(means.areas()),
            "local_accounts": settings.local_accounts,
            "sign_in": bool(settings.oidc_issuer),
        }

    def _given(*, with_login: bool = False) -> tuple[dict[str, Any], Problems]:
        """Read the fields of a form. What no page of ours would send gives 400."""
        form, problems = request.form, []
        typed = {field: form.get(field, "").strip() for field in ("name", "login", "mail")}
        needed = {"name": "Enter their name", "login": "Enter their login"}
        for field, missing in needed.items():
            if (field == "name" or with_login) and not typed[field]:
                problems.append((field, missing))
            elif len(typed[field]) > _LONGEST:
                problems.append((field, f"Use {_LONGEST} characters or fewer"))
        try:
            mail_address(typed["mail"])
        except ValueError:
            problems.append(("mail", "Enter one mail address, such as sam@force.example, or none"))
        role = next((role for role in EVERY_ROLE if role == form.get("role")), None)
        if role is None:
            problems.append(("role", "Choose what they are here for"))
        notices = next((each for each in get_args(Notices) if each == form.get("notices", "at-once")), None)
        areas = set(form.getlist("areas"))
        if notices is None or areas - words.queues(means.areas()).keys():
            abort(400)
        given = {
            "name": typed["name"],
            "role": role,
            "areas": areas,
            "mail": typed["mail"],
            "notices": notices,
        }
        return given | ({"login": typed["login"]} if with_login else {}), tuple(problems)

    @pages.route("/accounts/<officer_id>", methods=("GET", "POST"))
    @needs(May.ACCOUNTS)
    def one_account(officer_id: str) -> ResponseReturnValue:
        """Show one, and change it."""
        officer = standing.known(means, officer_id)
        if request.method != "POST":
            return _one(officer)
        given, problems = _given()
        # An area that the menu no longer has is on no form; it must not be lost because somebody changed the mail.
        given["areas"] |= officer.areas - words.queues(means.areas()).keys()
        if problems:
            return _one(officer, problems), 400
        try:
            accounts.change(officer_id, by=officer_here().officer_id, at=means.clock(), **given)
        except Refusal as error:
            return _one(officer, (("role", str(error)),)), 400
        return standing.done(officer_id, "The account was changed.")

    def _one(officer: Officer, problems: Problems = ()) -> str:
        now = means.clock()
        return render_template(
            "inbox/one_account.html",
            one=officer,
            problems=problems,
            typed=_typed() if problems else _as_it_is(officer),
            open_sessions=accounts.sessions_of(officer.officer_id, at=now),
            **_choices(),
        )


def _typed() -> dict[str, Any]:
    """Return what stands in the form."""
    return {"notices": "at-once", **request.form.to_dict(), "areas": request.form.getlist("areas")}


def _as_it_is(officer: Officer) -> dict[str, Any]:
    """Return what stands in the form of an account that nobody has begun to change."""
    return {
        "name": officer.name,
        "mail": officer.mail,
        "role": officer.role,
        "areas": list(officer.areas),
        "notices": officer.notices,
    }
