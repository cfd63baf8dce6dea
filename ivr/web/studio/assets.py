"""The look of the studio: its styles and scripts, which anybody may have who may have its page.

What the inbox has already (GOV.UK's components in this project's colours) is served from there, under an address of
the studio, because either can run without the other; the map's style is the one that pictures of it have. Addresses
hold a hash of all files, so browsers keep them.
"""

from collections.abc import Callable, Mapping
from hashlib import sha256
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from flask import Blueprint, Response, abort, request, url_for

from ivr.show.svg import MAP_CSS

View = Callable[[str, str], Response]

_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
)
_OF_THE_INBOX: Final = ("inbox.css", "govuk-frontend.min.js", "favicon.svg")
_FOR_A_YEAR: Final = "private, max-age=31536000, immutable"


def _read() -> dict[str, bytes]:
    static = files("ivr.web").joinpath("static")
    own = {file.name: file for file in static.joinpath("studio").iterdir() if _suffix(file.name) in _TYPES}
    shared = {name: static.joinpath("inbox", name) for name in _OF_THE_INBOX}
    read = {name: file.read_bytes() for name, file in {**shared, **own}.items()}
    return dict(sorted({**read, "map.css": MAP_CSS.encode()}.items()))


def _suffix(name: str) -> str:
    return name[name.rfind(".") :]


_FILES: Final[Mapping[str, bytes]] = MappingProxyType(_read())
VERSION: Final = sha256(b"".join(name.encode() + b"\0" + data for name, data in _FILES.items())).hexdigest()[
    :12
]
"""Changes whenever one of the files does."""
NAMES: Final = tuple(_FILES)
"""The names of all files."""


def studio_asset(name: str) -> str:
    """Return the address of a file of the look. Templates have this too.

    Raises:
        KeyError: there is no such file.
    """
    if name not in _FILES:
        raise KeyError(name)
    return url_for("studio.asset", version=VERSION, name=name)


def routes(pages: Blueprint, mark: Callable[[View], View]) -> None:
    """Add the files to the studio's blueprint, and let templates use `studio_asset`. `mark` is the guard's."""
    pages.add_app_template_global(studio_asset)

    def asset(version: str, name: str) -> Response:
        """Serve one of them. One of another version is served too, but nobody is told to keep it."""
        data = _FILES.get(name)
        if data is None:
            abort(404)
        response = Response(data, mimetype=_TYPES[_suffix(name)])
        response.headers["Cache-Control"] = _FOR_A_YEAR if version == VERSION else "no-store"
        response.set_etag(sha256(data).hexdigest()[:32])
        response.make_conditional(request)
        return response

    pages.add_url_rule("/assets/<version>/<name>", "asset", mark(asset), methods=["GET"])
