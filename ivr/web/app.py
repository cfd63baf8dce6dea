"""The app: everything is made here, once, and handed to whoever needs it."""

import logging
import os
import secrets
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import unquote_to_bytes, urlsplit

from flask import Flask, Request
from flask.sessions import NullSession, SecureCookieSession, SecureCookieSessionInterface

from ivr.message.jobs import Jobs
from ivr.message.provider import Provider
from ivr.message.store import Store
from ivr.web import pages, voice
from ivr.web.calls import Calls, Journal
from ivr.web.flows import Flows, FlowSource
from ivr.web.listening import Listening
from ivr.web.listening import blueprint as listening_pages
from ivr.web.making import provider_of, secret_of, store_of
from ivr.web.menu_file import MenuFile
from ivr.web.settings import Settings, SettingsError, from_environment
from ivr.web.signature import Signature

if TYPE_CHECKING:
    from ivr.message.accounts import Accounts

logger = logging.getLogger(__name__)

CALLER_MESSAGES: Final = "caller_messages"
"""`app.extensions[CALLER_MESSAGES](call_sid)` lists what a call has left, as JSON objects: for telephones made of
software, which have no inbox to look into."""

CALLER_SETTINGS: Final = "caller_settings"
"""`app.extensions[CALLER_SETTINGS]()` says how such a telephone signs what it sends. It is a function, so that no repr
shows the token."""

STORE: Final = "store"
"""`app.extensions[STORE]` is the store, for whoever closes it."""
_VOICE: Final = "/voice"

Side = Literal["voice", "inbox"]
"""One half of the line, where each runs on hosts of its own: what answers calls, and where officers work."""


def create_app(
    settings: Settings | None = None,
    *,
    clock: Callable[[], datetime] | None = None,
    flow_source: FlowSource | None = None,
    language: str | None = None,
    jobs: Jobs | None = None,
    only: Side | None = None,
    provider: Provider | None = None,
    journal: Journal | None = None,
    inbox: bool = True,
) -> Flask:
    """Make the web app of a line. It answers at once, also where the menu file or the store is broken.

    Args:
        settings: the environment's, unless given.
        clock: gives the time, aware; the computer's, unless given.
        flow_source: gives the flow for a call that begins now; the file of the settings, unless given.
        language: the code of the language that calls begin in, if not the one the file is written in.
        jobs: starts the work that follows a call; without it, it waits until a worker looks at the rows.
        only: one half of the line. `voice` answers calls and holds no key that opens a message; `inbox` answers
            none. Without it both are served.
        provider: where the caller's own recordings are heard from; the account of the settings, unless given.
        journal: is told of each step of a call, with its CallSid.
        inbox: whether officers have their pages; a line that is only practised on needs none.

    Raises:
        SettingsError: the environment's settings cannot be used.
        NotConfigured: without a token and a public URL no call can be checked, so none is served.
    """
    settings = settings or from_environment(os.environ)
    clock = clock or _now
    signature = None if only == "inbox" else Signature(settings.twilio_auth_token, settings.public_url)
    prefix = urlsplit(settings.public_url.strip()).path.rstrip("/")
    known_secret = _secret(settings)
    secret = known_secret or secrets.token_bytes(32)
    # A secret made up here vouches for no key, and must not get to: then nothing is kept, and `/readyz` says why.
    can_open = known_secret is not None and only != "voice"
    store = store_of(settings, jobs=jobs, can_open=can_open, secret=secret)
    source = flow_source or MenuFile(settings.menus)
    flows = Flows(source, prefix + _VOICE, store.keep_version, store.version)
    listening = Listening(store, provider or provider_of(settings), secret, clock)
    calls = Calls(flows, store, listening, clock, settings.number, settings.demonstration, language, journal)

    app = _Plain("ivr.web", static_folder=None)
    app.session_interface = _Sessions()
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False  # only what is asked for answers
    app.url_map.merge_slashes = False  # a redirect would answer before the guard does
    if signature:
        app.register_blueprint(voice.blueprint(calls, signature))
        app.register_blueprint(listening_pages(listening))
    inbox = inbox and only != "voice"
    app.register_blueprint(pages.blueprint(flows, store, settings, inbox=inbox))
    officers = None
    if inbox:
        from ivr.web.inbox.making import add_inbox

        officers = add_inbox(app, settings, store, flows, clock).accounts
    if only is None and settings.studio in ("here", "on"):
        from ivr.web.studio.making import add_studio

        add_studio(app, settings, store, source, clock)
    app.extensions[STORE] = store
    app.extensions[CALLER_MESSAGES] = calls.messages
    app.extensions[CALLER_SETTINGS] = lambda: {
        "token": settings.twilio_auth_token,
        "base_url": settings.public_url,
    }
    if prefix:
        app.wsgi_app = _AtPrefix(app.wsgi_app, prefix)  # type: ignore[method-assign]  # Flask's own advice
    _make_ready(flows, store, officers)
    return app


def _now() -> datetime:
    return datetime.now(UTC)


def _secret(settings: Settings) -> bytes | None:
    """Return the line's secret; None, and a line in the log, where it cannot be had."""
    try:
        return secret_of(settings)
    except SettingsError as error:
        logger.error("No message can be kept until the line is started again. %s", error)
        return None


def _make_ready(flows: Flows, store: Store, officers: "Accounts | None") -> None:
    """Prepare what can be prepared. What cannot is mended while the line apologises, and `/readyz` says so."""
    try:
        store.prepare()
        if officers is not None:
            officers.prepare()
    except Exception as error:  # whatever it is, callers must still hear how else to reach somebody
        logger.error("The store could not be prepared: %s", type(error).__name__)
    try:
        flows.current()
    except LookupError:
        logger.error("There is no menu to serve yet")


class _Plain(Flask):
    """An app whose functions are all ordinary ones: Flask looks at each of them again at every request."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


class _Sessions(SecureCookieSessionInterface):
    """No session for a call, also where people who log in have one: a call is its URL, and Twilio keeps cookies."""

    _none = NullSession()

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if request.environ.get("PATH_INFO", "").startswith(_VOICE):
            return self._none
        return super().open_session(app, request)


class _AtPrefix:
    """Serves under the public URL's path and at the root alike: some proxies take the prefix away, some do not."""

    def __init__(self, app: Callable[..., Iterable[bytes]], prefix: str) -> None:
        self._app = app
        self._prefix = unquote_to_bytes(prefix).decode("latin-1")  # as WSGI writes paths

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path: str = environ.get("PATH_INFO", "")
        rest = path.removeprefix(self._prefix)
        taken = len(rest) < len(path) and rest.startswith("/")
        if taken and (self._prefix != _VOICE or rest.startswith(_VOICE)):
            script = environ.get("SCRIPT_NAME", "") + self._prefix
            environ = {**environ, "SCRIPT_NAME": script, "PATH_INFO": rest}
        return self._app(environ, start_response)
