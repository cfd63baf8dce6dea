"""Lines that faults are done to: whole ones, as `practice_line` makes them, with a clock of their own and a database
that several hosts may share."""

import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from flask import Flask

from ivr.message.provider import Provider
from ivr.message.store import Store
from ivr.phone.exchange import Get, Post
from ivr.phone.twilio_api import Served, TwilioApi, serve
from ivr.phone.wsgi import WsgiLine
from ivr.web.app import STORE, create_app
from ivr.web.flows import FlowSource
from ivr.web.making import provider_of, store_of
from ivr.web.practice.line import PUBLIC_URL
from ivr.web.settings import Settings

IN_MEMORY: Final = "sqlite://"


@dataclass(frozen=True, slots=True)
class Ground:
    """What the hosts of one line have in common: the settings, the stand-in for Twilio, the account there."""

    settings: Settings = field(repr=False)
    local: Served
    provider: Provider


@dataclass(frozen=True, slots=True)
class Line:
    """A line to ring: how webhooks get there, its ground, and the store to look into."""

    post: Post
    get: Get
    ground: Ground
    store: Store


@contextmanager
def ground(settings: Settings, *, on_disk: bool = False) -> Iterator[Ground]:
    """Give what a line needs besides itself. `on_disk`: its database is a file, for several threads or processes.

    `settings` are those of the real line. What it is reached by, kept in and sealed with is replaced, and so is whom
    it tells: nobody is told of a call that was only practised.
    """
    with ExitStack() as after:
        token = secrets.token_hex(16)
        local = after.enter_context(serve(TwilioApi(auth_token=token)))
        own: dict[str, object] = {
            "public_url": PUBLIC_URL,
            "twilio_account_sid": local.account_sid,
            "twilio_auth_token": token,
            "twilio_api_url": local.url,
            "database_url": IN_MEMORY,
            "secret": secrets.token_hex(32),
            "private_keys": None,
            "mail_url": "",
            "mail_from": "",
            "mail_to": "",
            "least_free_mb": 0,
        }
        if on_disk:
            folder = Path(after.enter_context(tempfile.TemporaryDirectory(prefix="ivr-faults-")))
            own |= {"database_url": f"sqlite:///{folder}/line.db", "private_keys": folder / "keys"}
        changed = settings.model_copy(update=own)
        provider = provider_of(changed)
        assert provider is not None  # noqa: S101 - it has an account
        after.callback(provider.close)
        yield Ground(changed, local, provider)


@contextmanager
def host(on: Ground, source: FlowSource, clock: Callable[[], datetime]) -> Iterator[Flask]:
    """Give one host of a line: a whole app, as in a process of its own, with the menu that `source` gives."""
    app = create_app(on.settings, clock=clock, flow_source=source, provider=on.provider, inbox=False)
    try:
        yield app
    finally:
        app.extensions[STORE].close()


@contextmanager
def keys_made(on: Ground) -> Iterator[Store]:
    """Give a store beside the hosts of a line on disk, made before any of them, as an operator would make it."""
    store = store_of(on.settings.model_copy(update={"demonstration": True}))
    try:
        store.prepare()
        yield store
    finally:
        store.close()


@contextmanager
def one_host(
    settings: Settings, source: FlowSource, at: datetime, *, on_disk: bool = False
) -> Iterator[Line]:
    """Give a line of one host, whose clock stands still at an aware time."""
    with ExitStack() as after:
        on = after.enter_context(ground(settings, on_disk=on_disk))
        store = after.enter_context(keys_made(on)) if on_disk else None
        app = after.enter_context(host(on, source, lambda: at))
        line = WsgiLine(app)
        yield Line(line.post, line.get, on, store or app.extensions[STORE])
