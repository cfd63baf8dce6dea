"""The guard of the inbox: every view says who may come, and one that says nothing is closed to everybody.

The mark is on the view itself, so that it is read beside what it guards, and a test can look at all of them.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from flask import Flask, abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from ivr.message.accounts.roles import May
from ivr.message.accounts.values import Officer
from ivr.web.inbox import refused, sessions
from ivr.web.inbox.means import Means

View = TypeVar("View", bound=Callable[..., Any])

_MARK: Final = "ivr_guard"
PUBLIC: Final = "public"
"""The mark of a view that anybody may ask for."""
HALF_WAY: Final = "half-way"
"""The mark of a view for who has shown one of two things, and is not in yet: a code to type, or one to set up."""

PAGE_OF: Final[Mapping[str, str]] = {"code": "inbox.code", "set-up": "inbox.set_up"}
"""The only page for whoever has come so far, by the stage of their session."""
HOME: Final = "inbox.list_messages"
"""The page where everybody begins; it leads those on who have another one."""


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
    """Return who is asking. Only for views that are for who is all the way in."""
    officer: Officer = g.officer
    return officer


def check(app: Flask, means: Means) -> ResponseReturnValue | None:
    """Say what to answer instead of the view that was asked for; None where it may answer.

    Whoever is not in is led to the login. Whoever is in and may not gets 403: they are told so, and nothing
    else; it is written into the log.
    """
    view = app.view_functions.get(request.endpoint or "")
    mark = mark_of(view) if view else None
    if mark == PUBLIC:
        return None
    if mark is None:
        abort(404)
    # What a page asks for by itself must not keep somebody in who has gone away.
    by_hand = not is_by_itself(view)
    session = means.accounts.session(sessions.token_here(), means.clock(), touch=by_hand)
    if session is None:
        return _to_login("inbox.login", remember=by_hand)
    page = PAGE_OF.get(session.stage)
    if session.stage != "in" and page is None:
        abort(403)  # a stage that nobody knows is no way in
    g.session = session
    if mark == HALF_WAY:
        here = page or HOME
        if here != request.endpoint:
            return redirect(url_for(here), 303)
        return None
    if page is not None:
        return _to_login(page, remember=by_hand)
    g.officer = session.officer  # on every page from here on, also on one that says no
    if not session.officer.may(May(mark)):
        refused.of_page(means)
        abort(403)
    return None


def by_itself(view: View) -> View:
    """Mark a view that pages ask for without anybody doing anything: it does not count as being there."""
    view.ivr_by_itself = True  # type: ignore[attr-defined]  # functions take any attribute
    return view


def is_by_itself(view: Callable[..., Any] | None) -> bool:
    """Say whether a view has that mark."""
    return bool(getattr(view, "ivr_by_itself", False))


def _to_login(page: str, *, remember: bool) -> ResponseReturnValue:
    """Lead somebody who asked for a page to where they come in; tell a form, a script or a player that they are out."""
    to_read = request.method in ("GET", "HEAD")
    if not to_read or not remember or request.headers.get("Sec-Fetch-Dest", "document") != "document":
        abort(401)
    query = request.query_string.decode("ascii", "replace")
    sessions.want(request.path + (f"?{query}" if query else ""))
    return redirect(url_for(page), 303)


def _marked(mark: str) -> Callable[[View], View]:
    def put(view: View) -> View:
        setattr(view, _MARK, mark)
        return view

    return put
