"""Coming in by password and code, and leaving.

A password is the first of two steps. The second is a code of an app, or one of the recovery codes; whoever has
none yet sets it up before anything else. Nothing says which of login and password was wrong.
"""

from collections.abc import Callable
from math import ceil
from typing import Final

import segno
from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from ivr.message.accounts import NotIn, Refusal, TooOften, WrongCode, WrongPassword
from ivr.web.inbox import address, guard, sessions
from ivr.web.inbox.entering import device, steps
from ivr.web.inbox.entering.steps import Problems
from ivr.web.inbox.guard import half_way, public
from ivr.web.inbox.means import Means

_NOT_RIGHT: Final = "The login or the password is not right. Check both, then try again"
_WRONG_CODE: Final = "This code is not right. Type the one that the app shows now"
_WRONG_RECOVERY: Final = "This recovery code is not right, or was used before"
_LEAVING: Final = '"cache", "storage"'
"""What a browser is told to clear. Not its cookies: it would clear those of the whole organisation's domain."""
GROUP: Final = 4
"""Characters that an eye keeps while a hand types them."""

Page = Callable[[Problems], str]
"""A page with a form, made anew with what is wrong with it."""


def routes(pages: Blueprint, means: Means) -> None:
    """Add the pages."""
    accounts, settings = means.accounts, means.settings

    @pages.route("/login", methods=("GET", "POST"))
    @public
    def login() -> ResponseReturnValue:
        """Ask for the login and the password."""
        token = sessions.token_here()
        if request.method != "POST":
            session = accounts.session(token, means.clock(), touch=False)
            return redirect(url_for(guard.HOME), 303) if session and session.stage == "in" else _login()
        if not settings.local_accounts:
            abort(404)
        name, password = request.form.get("login", "").strip(), request.form.get("password", "")
        if missing := _missing(login=(name, "Enter your login"), password=(password, "Enter your password")):
            return _login(missing), 400
        try:
            begun = accounts.check_password(
                name,
                password,
                address=address.address_here(settings),
                device=device.device_here(),
                at=means.clock(),
            )
        except WrongPassword:
            return _login((("login", _NOT_RIGHT),)), 401
        except TooOften as error:
            return too_often(error, _login, "login")
        return steps.go_on(means, begun)

    def _login(problems: Problems = ()) -> str:
        return login_page(means, problems)

    @pages.route("/login/code", methods=("GET", "POST"))
    @half_way
    def code() -> ResponseReturnValue:
        """Ask for the second step."""
        if request.method != "POST":
            return _code()
        typed, recovery = typed_code("code"), typed_code("recovery_code")
        field, wrong = ("recovery_code", _WRONG_RECOVERY) if recovery else ("code", _WRONG_CODE)
        if not (typed or recovery):
            return _code((("code", "Enter the code"),)), 400
        try:
            begun = accounts.check_code(
                sessions.token_here(),
                recovery or typed,
                address=address.address_here(settings),
                device=device.device_here(),
                at=means.clock(),
            )
        except WrongCode:
            return _code(((field, wrong),)), 401
        except TooOften as error:
            return too_often(error, _code, field)
        return steps.go_on(means, begun)

    def _code(problems: Problems = ()) -> str:
        return render_template("inbox/code.html", problems=problems)

    @pages.route("/login/set-up", methods=("GET", "POST"))
    @half_way
    def set_up() -> ResponseReturnValue:
        """Ask for a password of their own, and let the app be set up that gives the codes."""
        if request.method != "POST":
            return _set_up()
        token, typed = sessions.token_here(), typed_code("code")
        password = request.form.get("password", "") if "password" in request.form else None
        if missing := _missing(password=(password, "Choose a password"), code=(typed, "Enter the code")):
            return _set_up(missing), 400
        try:
            begun, codes = accounts.finish_set_up(
                token, password=password, code=typed, at=means.clock(), device=device.device_here()
            )
        except Refusal as error:
            return _set_up((("password", str(error)),)), 400
        except WrongCode:
            return _set_up((("code", _WRONG_CODE),)), 401
        steps.take(means, begun)
        going_on = steps.following(begun)
        shown = make_response(render_template("inbox/recovery_codes.html", codes=codes, going_on=going_on))
        return device.know(shown, begun.device)

    def _set_up(problems: Problems = ()) -> str:
        made = accounts.begin_set_up(sessions.token_here(), means.clock())
        picture = segno.make(made.uri, error="m", micro=False).svg_data_uri(scale=5, border=4, light="#fff")
        return render_template(
            "inbox/set_up.html",
            problems=problems,
            picture=picture,
            secret=in_groups(made.secret),
            needs_password=made.needs_password,
        )

    @pages.errorhandler(NotIn)
    def not_in(error: NotIn) -> ResponseReturnValue:
        """Let somebody begin again whose session ended between two clicks."""
        sessions.end()
        flash(str(error), "trouble")
        return redirect(url_for("inbox.login"), 303)

    @pages.post("/logout")
    @public
    def logout() -> ResponseReturnValue:
        """End the session, here and in the store."""
        if token := sessions.token_here():
            accounts.leave(token, means.clock())
        return left("You have left.")


def left(told: str) -> Response:
    """Take the cookie's session away, say so, and have the browser forget every page it keeps."""
    sessions.end()
    flash(told, "done")
    response = make_response(redirect(url_for("inbox.login"), 303))
    response.headers["Clear-Site-Data"] = _LEAVING
    return response


def login_page(means: Means, problems: Problems = ()) -> str:
    """Return the page on which somebody comes in, by whichever ways there are."""
    settings = means.settings
    return render_template(
        "inbox/login.html",
        problems=problems,
        login=request.form.get("login", "")[:200],
        local_accounts=settings.local_accounts,
        sign_in=bool(settings.oidc_issuer),
    )


def in_groups(text: str, size: int = GROUP) -> str:
    """Cut a secret into groups that an eye can keep while a hand types them.

    >>> in_groups("JBSWY3DPEHPK3PXP")
    'JBSW Y3DP EHPK 3PXP'
    """
    return " ".join(text[start : start + size] for start in range(0, len(text), size))


def too_often(error: TooOften, page: Page, field: str) -> ResponseReturnValue:
    """Say how long to wait, and say it to programs, too."""
    words = f"That was tried too often. {steps.later(error.wait)}"
    response = make_response(page(((field, words),)), 429)
    response.headers["Retry-After"] = str(max(1, ceil(error.wait.total_seconds())))
    return response


def typed_code(field: str) -> str:
    """Return a code without the blanks that people and apps put into it."""
    return "".join(request.form.get(field, "").split())


def _missing(**fields: tuple[str | None, str]) -> Problems:
    return tuple((name, words) for name, (typed, words) in fields.items() if typed == "")
