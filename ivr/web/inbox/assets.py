"""The look of the inbox: its styles, scripts and picture, which anybody may have, and the templates of its components.

Browsers may keep these files for a year, because their address changes with them: it holds a hash of them all. A file
that another one imports lies beside it, so that one hash for all of them is enough.
"""

from collections.abc import Mapping
from hashlib import sha256
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from flask import Blueprint, Response, abort, request, url_for
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader

from ivr.web.inbox.guard import public
from ivr.web.inbox.means import Means

_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
)
"""What is served of the folder; licences and sources that lie there too are not."""
_FOR_A_YEAR: Final = "public, max-age=31536000, immutable"
_COMPONENTS: Final = "govuk_frontend_jinja"


def _read() -> dict[str, bytes]:
    folder = files("ivr.web").joinpath("static", "inbox")
    return {
        file.name: file.read_bytes()
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if "." in file.name and file.name[file.name.rindex(".") :] in _TYPES
    }


_FILES: Final[Mapping[str, bytes]] = MappingProxyType(_read())
VERSION: Final = sha256(b"".join(name.encode() + b"\0" + data for name, data in _FILES.items())).hexdigest()[
    :12
]
"""Changes whenever one of the files does."""


def asset_url(name: str) -> str:
    """Return the address of a file of the look. Templates have this too.

    Raises:
        KeyError: there is no such file.
    """
    if name not in _FILES:
        raise KeyError(name)
    return url_for("inbox.asset", version=VERSION, name=name)


def routes(pages: Blueprint, means: Means) -> None:
    """Add the files, and let templates use the components and `asset_url`."""
    pages.jinja_loader = ChoiceLoader(
        [loader for loader in (pages.jinja_loader,) if loader is not None]
        + [PrefixLoader({_COMPONENTS: PackageLoader(_COMPONENTS)})]
    )
    pages.add_app_template_global(asset_url)

    @pages.get("/assets/<version>/<name>")
    @public
    def asset(version: str, name: str) -> Response:
        """Serve one of them. One of another version is served too, but nobody is told to keep it."""
        data = _FILES.get(name)
        if data is None:
            abort(404)
        response = Response(data, mimetype=_TYPES[name[name.rindex(".") :]])
        response.headers["Cache-Control"] = _FOR_A_YEAR if version == VERSION else "no-store"
        response.set_etag(sha256(data).hexdigest()[:32])
        response.make_conditional(request)
        return response
