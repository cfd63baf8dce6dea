"""The guard of the inbox: every view says who may come, and one that says nothing is closed to everybody.

The mark is on the view itself, so that it is read beside what it guards, and a test can look at all of them.
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from flask import Flask, abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ivr.message.accounts.roles import May
from ivr.message.accounts.values import Officer
from ivr.web.inbox.means import Means
from ivr.web.inbox.sessions import token_here

View = TypeVar("View", bound=Callable[..., Any])

_MARK: Final = "ivr_guard"
PUBLIC: Final = "public"
"""The mark of a view that anybody may ask for."""
HALF_WAY: Final = "half-way"
"""The mark of a view for who has shown one of two things, and is not in yet: a code to type, or one to set up."""


def needs(what: May) -> Callable[[View], View]:
    """Let only officers in whose role may do `what`, and who are all the way in."""
    return _marked(what)


def public(view: View) -> View:
    """Let anybody in: for pages that show nothing of anybody."""
    return _marked(PUBLIC)(view)


def half_way(view: View) -> View:
    """Let those in who have shown their password and not yet their code, or have still to set one up."""
    return _marked(HALF_WAY)(view)


def mark_of(view: Callable[..., Any]) -> str | None:
    """Return the mark of a view; None where it has none."""
    mark: str | None = getattr(view, _MARK, None)
    return mark


def officer_here() -> Officer:
    """Return who is asking. Only for views that are not public."""
    officer: Officer = g.officer
    return officer


def check(app: Flask, means: Means) -> ResponseReturnValue | None:
    """Say what to answer instead of the view that was asked for; None where it may answer.

    Whoever is not in is led to the login. Whoever is in and may not gets 403: they are told so, and nothing else.
    """
    mark = mark_of(app.view_functions[request.endpoint]) if request.endpoint else None
    if mark == PUBLIC:
        return None
    if mark is None:
        abort(404)
    # What a page asks for by itself must not keep somebody in who has gone away.
    by_hand = not getattr(app.view_functions[request.endpoint or ""], "ivr_by_itself", False)
    session = means.accounts.session(token_here(), means.clock(), touch=by_hand)
    if session is None or (mark == HALF_WAY) == (session.stage == "in"):
        if session is not None and mark == HALF_WAY:
            return redirect(url_for("inbox.list_messages"), 303)
        return _to_login(session.stage if session else "")
    if mark != HALF_WAY and not session.officer.may(May(mark)):
        abort(403)
    g.officer, g.session = session.officer, session
    return None


def by_itself(view: View) -> View:
    """Mark a view that pages ask for without anybody doing anything: it does not count as being there."""
    view.ivr_by_itself = True  # type: ignore[attr-defined]  # functions take any attribute
    return view


def _to_login(stage: str) -> ResponseReturnValue:
    if request.method != "GET" or request.headers.get("Sec-Fetch-Dest", "document") != "document":
        abort(401)
    page = {"code": "inbox.code", "set-up": "inbox.set_up"}.get(stage, "inbox.login")
    return redirect(url_for(page), 303)


def _marked(mark: str) -> Callable[[View], View]:
    def put(view: View) -> View:
        setattr(view, _MARK, mark)
        return view

    return put
