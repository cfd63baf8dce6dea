"""The blueprint of the inbox: every page of it behind the one guard, with the one set of headers."""

import logging
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlsplit

from flask import Blueprint, Flask, Response, abort, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from werkzeug.exceptions import HTTPException

from ivr.message.accounts.roles import May
from ivr.message.desk import UnknownMessage
from ivr.message.sealing import CannotOpen
from ivr.message.values import StoreUnavailable
from ivr.web.inbox import assets, guard, protection, refused, words
from ivr.web.inbox.entering import login, sso, staying
from ivr.web.inbox.lists import erased, listing, live, log, numbers, requests
from ivr.web.inbox.means import Means
from ivr.web.inbox.messages import actions, audio, export, message
from ivr.web.inbox.officers import account, accounts

logger = logging.getLogger(__name__)


_PAGES: Final[tuple[Callable[[Blueprint, Means], None], ...]] = (
    assets.routes,
    login.routes,
    sso.routes,
    staying.routes,
    listing.routes,
    live.routes,
    requests.routes,
    erased.routes,
    numbers.routes,
    log.routes,
    message.routes,
    audio.routes,
    actions.routes,
    export.routes,
    account.routes,
    accounts.routes,
)
_SORRY: Final = {
    400: "This page was open for too long, or the form was not one of this inbox. Nothing was changed.",
    401: "You are not in any more. Come in again to go on.",
    403: "Your role does not let you do this.",
    404: "There is no such page, or no such message any more.",
    405: "This cannot be done like that.",
    413: "That was too long.",
    429: "That was tried too often. Wait a little, then try again.",
    503: "The store of messages cannot be reached now. Nothing was changed. Try again in a minute.",
}
_TOO_LATE: Final = (400, 401)
_WRITING: Final = ("note", "reason")
"""The fields of forms that officers write sentences into."""


def register(app: Flask, means: Means, secret: bytes) -> None:
    """Add the inbox to the app. `secret` signs the cookie."""
    https = is_https(means.settings.inbox_url)
    protection.configure(app, secret, https=https)
    pages = Blueprint("inbox", __name__, url_prefix="/inbox", template_folder="../templates")

    @pages.before_request
    def let_in() -> ResponseReturnValue | None:
        protection.check_form()
        if any("\0" in str(part) for part in (request.view_args or {}).values()):
            abort(404)  # PostgreSQL would raise an error of its own
        return guard.check(current_app, means)

    @pages.after_request
    def carry(response: Response) -> Response:
        return protection.carry(response, https=https)

    @pages.context_processor
    def at_hand() -> dict[str, Any]:
        return {
            "officer": g.get("officer"),
            "May": May,
            "csrf_token": generate_csrf,
            "demonstration": means.settings.demonstration,
            "line_name": flow.line.name if (flow := means.flow()) else "",
            "areas": means.areas(),
        }

    @pages.app_errorhandler(HTTPException)
    def sorry(error: HTTPException) -> ResponseReturnValue:
        return error if not _in_inbox() else _sorry(error.code or 500, https=https)

    @pages.errorhandler(StoreUnavailable)
    @pages.errorhandler(CannotOpen)
    def unavailable(error: Exception) -> ResponseReturnValue:
        logger.error("A page of the inbox could not be made: %s", type(error).__name__)
        return _sorry(503, https=https)

    @pages.errorhandler(UnknownMessage)
    def not_theirs(_: UnknownMessage) -> ResponseReturnValue:
        """Answer just as where there is none, and write it down in both cases: so that takes as long, too."""
        refused.of_message(means)
        return _sorry(404, https=https)

    pages.add_app_template_filter(words.moment)
    for routes in _PAGES:
        routes(pages, means)
    app.register_blueprint(pages)


def is_https(url: str) -> bool:
    """Say whether officers come over an encrypted line; where the address is not known yet, they come from here."""
    return urlsplit(url).scheme == "https"


def _in_inbox() -> bool:
    return request.path == "/inbox" or request.path.startswith("/inbox/")


def _sorry(code: int, *, https: bool) -> ResponseReturnValue:
    text = _SORRY.get(code, "Something went wrong here, and is being looked at. Nothing was changed.")
    page = render_template("inbox/sorry.html", code=code, text=text, written=_written(code))
    return protection.carry(current_app.make_response((page, code)), https=https)


def _written(code: int) -> str:
    """Return what somebody wrote into a form that came too late, so that they need not write it again.

    It is given back to whoever has just sent it, and kept nowhere.
    """
    if code not in _TOO_LATE or request.method != "POST":
        return ""
    return next((words for field in _WRITING if (words := request.form.get(field, "").strip())), "")
