"""What a person sees who opens the line's address in a browser, and what a machine asks to know that it runs."""

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from typing import Final
from urllib.parse import urlsplit

from flask import Blueprint, Response, jsonify, render_template
from flask.typing import ResponseReturnValue

from ivr.message.store import Store
from ivr.walk.pages import STATIC_APOLOGY
from ivr.web.flows import Flows
from ivr.web.here import command_here, shown
from ivr.web.settings import Settings
from ivr.web.studio.guard import is_there

_STYLE: Final = files("ivr.web").joinpath("templates", "plain.css").read_text(encoding="utf-8")
_STYLE_HASH: Final = b64encode(sha256(_STYLE.encode()).digest()).decode()
_CSP: Final = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_PAGE_HEADERS: Final = {
    "Content-Security-Policy": _CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
_HERE: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def blueprint(flows: Flows, store: Store, settings: Settings, *, inbox: bool) -> Blueprint:
    """Return the routes that anybody may read. They show nothing of any call and nothing secret.

    `inbox` says whether officers work here, too.
    """
    pages = Blueprint("pages", __name__)
    address = shown(settings.public_url)

    @pages.get("/")
    def plain() -> ResponseReturnValue:
        """Say what runs and how to ring it."""
        serving = flows.last()
        page = render_template(
            "plain.html",
            flow=serving.flow if serving else None,
            file=settings.menus.name,
            address=address,
            ivr=command_here(),
            local=urlsplit(address).hostname in _HERE or not address.startswith("https:"),
            demonstration=settings.demonstration,
            inbox=inbox,
            studio=inbox and is_there(settings),
            fallback=STATIC_APOLOGY.decode(),
            style=_STYLE,
        )
        return page, _PAGE_HEADERS

    @pages.get("/healthz")
    def healthz() -> Response:
        """The process is up."""
        return _told(True, {"status": "up"})

    @pages.get("/readyz")
    def readyz() -> Response:
        """A call can be answered and a message kept."""
        health = store.health()
        parts = {
            "store": health.store,
            "menu": flows.last() is not None,
            "keys": health.keys,
            "room": health.room,
        }
        ready = all(parts.values())
        return _told(ready, {"status": "ready" if ready else "not ready", **parts})

    return pages


def _told(well: bool, what: dict[str, object]) -> Response:
    response = jsonify(what)
    response.status_code = 200 if well else 503
    response.headers["Cache-Control"] = "no-store"
    return response
