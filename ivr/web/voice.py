"""The webhook: what Twilio posts while somebody is on the telephone.

Every route here answers Twilio and nobody else: a request that is not signed gets 403 and no reason. A signed one
always gets a document that helps the caller, whatever is wrong with it or with this line.
"""

from collections.abc import Iterable
from typing import Any, ClassVar, Final

from flask import Blueprint, Response, request
from werkzeug.datastructures import Headers

from ivr.web.calls import Calls
from ivr.web.form import LONGEST, FormTooLarge, parse_form
from ivr.web.signature import Signature, signed_path

FORM: Final = "ivr.form"
"""Where the WSGI environment holds the fields of a form whose signature was right."""
_FORM_TYPE: Final = "application/x-www-form-urlencoded"
_TWILIOS_TYPE: Final = f"{_FORM_TYPE}; charset=UTF-8"
_TWIML_TYPE: Final = ("Content-Type", "text/xml; charset=utf-8")
_NO_STORE: Final = ("Cache-Control", "no-store")


class Document(Response):
    """A TwiML document as a response. It is never cached: the next caller is somebody else.

    Werkzeug spends a fifth of an empty view's time on headers. These are always the same, so they are made into
    a `Headers` only for whoever looks at them, an `after_request` function for example.
    """

    _usual: ClassVar = {
        name: value for name, value in vars(Response()).items() if name not in ("headers", "response")
    }

    def __init__(self, document: bytes) -> None:
        self._document = [document]
        self.__dict__.update(self._usual, response=self._document, _on_close=[])

    def __getattr__(self, name: str) -> Any:
        """Make the headers when they are asked for first."""
        if name != "headers":
            raise AttributeError(name)
        self.headers = Headers([_TWIML_TYPE, _NO_STORE])  # Werkzeug adds the length
        return self.headers

    def get_wsgi_response(self, environ: Any) -> tuple[Iterable[bytes], str, list[tuple[str, str]]]:
        """Return what a server needs; the plain way where anything was looked at or changed."""
        document = self.response
        if document is not self._document or "headers" in self.__dict__ or self._on_close:
            return super().get_wsgi_response(environ)
        return document, self.status, [_TWIML_TYPE, ("Content-Length", str(len(document[0]))), _NO_STORE]


def blueprint(calls: Calls, signature: Signature) -> Blueprint:
    """Return the voice routes, guarded by `signature`."""
    voice = Blueprint("voice", __name__)

    @voice.before_request
    def only_twilio() -> Response | None:
        """Let nothing in that is not signed. Whatever cannot be read is not."""
        environ = request.environ
        form = signed_form(environ, signature)
        if form is None:
            return forbidden()
        environ[FORM] = form
        return None

    @voice.post("/voice")
    def begin() -> Response:
        """A call begins."""
        environ = request.environ
        return Document(calls.begin(environ[FORM], environ.get("QUERY_STRING", "")))

    @voice.post("/voice/<path:place>")
    def go_on(place: str) -> Response:
        """The caller did something, or nothing."""
        environ = request.environ
        return Document(calls.go_on(place, environ.get("QUERY_STRING", ""), environ[FORM]))

    # A step is text here: Werkzeug's own `int` fails on 5,000 digits, and before any guard is asked.
    @voice.post("/voice/recording/<node>/<step>")
    def recording(node: str, step: str) -> Response:
        """A recording is ready, or there is none."""
        return Document(calls.recording(node, step, request.environ[FORM]))

    @voice.post("/voice/status")
    def status() -> Response:
        """The call has ended."""
        return Document(calls.status(request.environ[FORM]))

    return voice


def signed_form(environ: dict[str, Any], signature: Signature) -> dict[str, str] | None:
    """Return the fields of a request that Twilio signed, the first of each name; None for any other request."""
    content_type = environ.get("CONTENT_TYPE", "")
    if content_type != _TWILIOS_TYPE and content_type.partition(";")[0].strip().lower() != _FORM_TYPE:
        return None
    body = read_body(environ)
    if body is None:
        return None
    try:
        form = parse_form(body)
    except FormTooLarge:
        return None
    settings = environ.get("HTTP_X_TWILIO_WEBHOOKS_SIGNATURE_SETTINGS")
    if signature.valid(signed_path(environ), form, environ.get("HTTP_X_TWILIO_SIGNATURE"), settings):
        return form.values
    return None


def read_body(environ: dict[str, Any]) -> bytes | None:
    """Read what was posted; None where it is over 64 kB or is not what its length says. Never reads more."""
    length = environ.get("CONTENT_LENGTH") or ""
    if not length and environ.get(
        "wsgi.input_terminated"
    ):  # a chunked body, from a server that knows its end
        size = LONGEST + 1
    elif length.isascii() and length.isdigit() and len(length) < 9 and int(length) <= LONGEST:
        size = int(length)
    else:
        return None
    try:
        body: bytes = environ["wsgi.input"].read(size)
        while len(body) < size:
            more = environ["wsgi.input"].read(size - len(body))
            if not more:
                break
            body += more
    except OSError:  # the client went away
        return None
    complete = len(body) == size if length else len(body) <= LONGEST
    return body if complete else None


def forbidden() -> Response:
    """Return 403 and no reason."""
    return Response(status=403, headers=Headers([_NO_STORE]), content_type="text/plain; charset=utf-8")
