"""The guard of the studio: for whom it is there at all, and every view says who may ask for it.

For whom it is not there, every address of it answers as one that does not exist. A view without a mark is closed.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from flask import current_app, request
from werkzeug.exceptions import HTTPException, NotFound

from ivr.web.here import is_here
from ivr.web.inbox.address import address_here
from ivr.web.settings import Settings
from ivr.web.studio.sorry import Sorry

View = TypeVar("View", bound=Callable[..., Any])

_MARK: Final = "ivr_studio_guard"
VISITORS: Final = "visitors"
"""The mark of a view for everybody for whom the studio is there."""
HERE: Final = "here"
"""The mark of a view that changes something outside the studio: only for browsers on this machine."""
_PLACE: Final = "/studio"


def visitors(view: View) -> View:
    """Let everybody ask for whom the studio is there."""
    setattr(view, _MARK, VISITORS)
    return view


def only_here(view: View) -> View:
    """Let only browsers on this machine ask, and only where the studio is theirs alone."""
    setattr(view, _MARK, HERE)
    return view


def mark_of(view: Callable[..., Any]) -> str | None:
    """Return the mark of a view; None where it has none."""
    mark: str | None = getattr(view, _MARK, None)
    return mark


def is_studio(path: str) -> bool:
    """Say whether a path is one of the studio, or would be.

    >>> is_studio("/studio"), is_studio("/studio/calls"), is_studio("/studios"), is_studio("/voice")
    (True, True, False, False)
    """
    return path == _PLACE or path.startswith(f"{_PLACE}/")


def is_there(settings: Settings) -> bool:
    """Say whether the studio is there for whoever asks.

    Where it is for this machine only, the request has to come from it, ask for it by name, and bear no sign of a proxy.
    """
    return settings.studio == "on" or (settings.studio == "here" and is_here(address_here(settings)))


def check(settings: Settings) -> None:
    """Raise NotFound where there is no such page for whoever asks, Sorry where they may not do this."""
    if not is_there(settings):
        raise NotFound
    if request.routing_exception is not None:
        wrong: HTTPException = request.routing_exception
        raise wrong
    views: Mapping[str, Callable[..., Any]] = current_app.view_functions
    mark = mark_of(views[request.endpoint or ""])
    if mark is None:
        raise NotFound
    if mark != VISITORS and settings.studio != "here":
        raise Sorry(403, "This can be done only where the studio is for this machine alone.")
