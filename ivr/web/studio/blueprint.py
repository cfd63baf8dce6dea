"""The blueprint of the studio: every address of it behind the one guard, with the one set of headers."""

from collections.abc import Callable
from typing import Final

from flask import Blueprint, Flask, Response, current_app, g, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, NotFound

from ivr.web.studio import assets, guard, protection
from ivr.web.studio.means import Means
from ivr.web.studio.routes import calls, keeping, page, pictures, scenarios, sounds
from ivr.web.studio.sorry import Sorry
from ivr.web.webhook import log

_ROUTES: Final[tuple[Callable[[Blueprint, Means], None], ...]] = (
    page.routes,
    calls.routes,
    sounds.routes,
    pictures.routes,
    keeping.routes,
    scenarios.routes,
)
_SORRY: Final = {
    404: "There is no such page in the studio.",
    405: "This cannot be done like that.",
    413: "That is too long: a recording has 4 MB at most.",
}


def register(app: Flask, means: Means) -> None:
    """Add the studio to the app."""
    pages = Blueprint("studio", __name__, url_prefix="/studio", template_folder="../templates")

    @pages.before_app_request
    def let_in() -> ResponseReturnValue | None:
        """Guard every address under /studio, also those at which there is nothing: they must not tell."""
        if not guard.is_studio(request.path):
            return None
        try:
            guard.check(means.settings)
            protection.check_request(means.key)
        except Sorry as sorry:
            return _told(sorry.code, str(sorry), **sorry.more)
        except HTTPException as error:
            if guard.is_there(means.settings):
                return _told(error.code or 500, _SORRY.get(error.code or 500, "This cannot be done."))
            g.nowhere = True
            return _nothing()
        return None

    @pages.after_app_request
    def carry(response: Response) -> Response:
        inside = guard.is_studio(request.path) and "nowhere" not in g
        return protection.carry(response) if inside else response

    @pages.errorhandler(Sorry)
    def sorry(error: Sorry) -> ResponseReturnValue:
        return _told(error.code, str(error), **error.more)

    @pages.errorhandler(HTTPException)
    def refused(error: HTTPException) -> ResponseReturnValue:
        code = error.code or 500
        return error if code < 400 else _told(code, _SORRY.get(code, "This cannot be done."))

    @pages.errorhandler(Exception)
    def failed(error: Exception) -> ResponseReturnValue:
        """Say nothing of what an exception says: it could be what somebody keyed in."""
        log("The studio could not answer", error)
        return _told(500, "Something went wrong here. The call is as it was; try again.")

    for routes in _ROUTES:
        routes(pages, means)
    assets.routes(pages, guard.visitors)
    app.register_blueprint(pages)


def _told(code: int, words: str, **more: object) -> Response:
    response = jsonify({"error": words, **more})
    response.status_code = code
    return response


def _nothing() -> Response:
    """Answer just as where there is no studio at all."""
    return current_app.make_response(NotFound().get_response(request.environ))
