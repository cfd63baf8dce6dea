"""From the settings and the menu file to the studio."""

import weakref
from collections.abc import Callable
from datetime import datetime

from flask import Flask

from ivr.message.store import Store
from ivr.web.flows import FlowSource
from ivr.web.settings import Settings
from ivr.web.studio.blueprint import register
from ivr.web.studio.live import Live
from ivr.web.studio.means import Means
from ivr.web.studio.ringing.calls import Calls
from ivr.web.studio.ringing.ways import Ways
from ivr.web.studio.suite import Suite
from ivr.web.studio.voice import voice

STUDIO = "studio"
"""`app.extensions[STUDIO]` is what the views of the studio have at hand, for tests."""


def add_studio(
    app: Flask, settings: Settings, store: Store, source: FlowSource, clock: Callable[[], datetime]
) -> Means:
    """Add the studio to an app, and return what it has at hand. `source` reads the menu file."""
    means = Means(
        settings=settings,
        app=app,
        live=Live(source),
        calls=Calls(),
        ways=Ways(settings.number),
        voice=voice(settings.speech),
        suite=Suite(settings.menus.parent / "tests" / "calls", settings),
        clock=clock,
        key=store.vault.keyed("studio"),
    )
    app.extensions[STUDIO] = means
    # Lines of calls that are left over have threads, which must have ended before Python does.
    weakref.finalize(app, means.calls.close)
    register(app, means)
    return means
