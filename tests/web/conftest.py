"""A line that can be rung through HTTP."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import settings as hypothesis_settings
from twilio_end import SMALL, Clock, Twilio, line_settings

from ivr import menu
from ivr.phone.caller import Caller
from ivr.phone.wsgi import WsgiLine
from ivr.web import create_app, menu_file
from tests.patience import be_patient

# A call of the property tests is 20 webhooks. 100,000 by hand: pytest tests/web --hypothesis-profile=long
# or any number: WEBHOOKS=5000 pytest tests/web --hypothesis-profile=webhooks
STEPS = 20
for name, webhooks in {"long": 100_000, "webhooks": int(os.environ.get("WEBHOOKS", "500"))}.items():
    hypothesis_settings.register_profile(
        name, max_examples=max(1, webhooks // STEPS), stateful_step_count=STEPS, deadline=None
    )


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def menus(tmp_path: Path) -> Path:
    """The menu file of the line: change it, break it, delete it."""
    file = tmp_path / "menus.yaml"
    file.write_bytes(SMALL.read_bytes())
    return file


@pytest.fixture(scope="session")
def nobody_rang(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a line that nobody has rung yet: its tables and keys are sooner copied than made."""
    folder = tmp_path_factory.mktemp("line")
    create_app(line_settings(folder), flow_source=lambda: menu.load(SMALL)).extensions["store"].close()
    return folder


@pytest.fixture(scope="session")
def load():
    """Load a menu file; the small one, which most tests begin with, only once."""
    text, small = SMALL.read_bytes(), menu.load(SMALL)

    def load(path: Path):
        return small if path.is_file() and path.read_bytes() == text else menu.load(path)

    return load


@pytest.fixture
def make_app(tmp_path: Path, menus: Path, clock: Clock, nobody_rang: Path, load, monkeypatch) -> Iterator:
    monkeypatch.setattr(menu_file, "load", load)
    made: list[Flask] = []

    def make(*, only=None, provider=None, **changes) -> Flask:
        if not changes and list(tmp_path.iterdir()) == [menus]:
            shutil.copytree(nobody_rang, tmp_path, dirs_exist_ok=True)
        settings = line_settings(tmp_path, **changes)
        made.append(create_app(settings, clock=clock, only=only, provider=provider))
        return made[-1]

    yield make
    for app in made:
        app.extensions["store"].close()


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody give up waiting for the store: of several webhooks at once one may stand still for as long as a caller
    would wait."""
    be_patient(monkeypatch)


@pytest.fixture
def app(make_app) -> Flask:
    return make_app()


@pytest.fixture
def twilio(app: Flask) -> Twilio:
    return Twilio(app)


@pytest.fixture
def ring(app: Flask):
    """Ring the line with the telephone that obeys TwiML."""

    def ring(**habits) -> Caller:
        return Caller(WsgiLine(app).post, **habits).dial()

    return ring
