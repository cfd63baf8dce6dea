"""What the views of the studio have at hand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from flask import Flask

from ivr.call.known import SETTING
from ivr.menu.flow import Flow
from ivr.walk.steering import worlds
from ivr.web.settings import Settings
from ivr.web.studio.live import Live
from ivr.web.studio.ringing.calls import Calls
from ivr.web.studio.ringing.telephones import Wish
from ivr.web.studio.ringing.ways import Ways
from ivr.web.studio.suite import Suite
from ivr.web.studio.voice import Voice

_NOBODY: Final = "+441632960{:03d}"
"""Numbers that ring nobody: Ofcom keeps them for drama."""
_USUAL: Final = Wish()


@dataclass(frozen=True, slots=True)
class Means:
    """Made once with the app.

    `app` is the line itself, `live` its menu file, `calls` those of the browser phone, `ways` how to get to a node,
    `voice` what speaks here, `suite` the scenarios. `clock` gives aware times. `key` is what the token of pages is made
    of.
    """

    settings: Settings
    app: Flask
    live: Live
    calls: Calls
    ways: Ways
    voice: Voice
    suite: Suite
    clock: Callable[[], datetime]
    key: bytes = field(repr=False)

    @property
    def saves(self) -> bool:
        """Whether visitors may write scenarios beside the menu file."""
        return self.settings.studio == "here"

    @property
    def folder(self) -> Path:
        """Where scenarios are kept."""
        return self.suite.folder

    def practice_settings(self, wish: Wish = _USUAL) -> Settings:
        """Return the settings of the line that is practised on.

        Where somebody is to answer, everybody whom the menu can ring has a number, if only a made-up one. Visitors from
        elsewhere see every document of a call, and in it whom the line would ring: they get made-up numbers.
        """
        rung = {*self.settings.numbers, *(_rung_by(self.live.newest()) if wish.answers else ())}
        made_up = {name: _NOBODY.format(place % 1000) for place, name in enumerate(sorted(rung))}
        own = self.settings.numbers if self.settings.studio == "here" else {}
        return self.settings.model_copy(update={"numbers": {**made_up, **own}})


def _rung_by(flow: Flow) -> Iterator[str]:
    """Yield the names of those whom a menu can ring."""
    for name in next(worlds(flow)).known:
        if name.startswith(SETTING):
            yield name.removeprefix(SETTING)
