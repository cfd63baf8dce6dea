"""What the views of the studio have at hand."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from flask import Flask

from ivr.web.settings import Settings
from ivr.web.studio.live import Live
from ivr.web.studio.ringing.calls import Calls
from ivr.web.studio.ringing.ways import Ways
from ivr.web.studio.voice import Voice


@dataclass(frozen=True, slots=True)
class Means:
    """Made once with the app.

    `app` is the line itself, `live` its menu file, `calls` those of the browser phone, `ways` how to get to a node,
    `voice` what speaks here. `clock` gives aware times. `key` is what the token of pages is made of.
    """

    settings: Settings
    app: Flask
    live: Live
    calls: Calls
    ways: Ways
    voice: Voice
    clock: Callable[[], datetime]
    key: bytes = field(repr=False)

    @property
    def saves(self) -> bool:
        """Whether visitors may write scenarios beside the menu file."""
        return self.settings.studio == "here"

    @property
    def folder(self) -> Path:
        """Where scenarios are kept."""
        return self.settings.menus.parent / "tests" / "calls"
