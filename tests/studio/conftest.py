"""Lines with a studio, gone afterwards."""

from functools import cache
from pathlib import Path

import pytest
from studio_end import SMALL, Browser, line_of, means_of

from ivr.menu import load, load_text
from ivr.menu.flow import Flow
from ivr.web import listening, menu_file


@pytest.fixture(scope="module", autouse=True)
def read_once():
    """The same menu is read once: what the rules and the scenarios ask of it takes a second, and is kept with it."""

    @cache
    def flow_of(text: bytes) -> Flow:
        return load_text(text, "menus.yaml")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(
            menu_file, "load", lambda path: flow_of(path.read_bytes()) if path.is_file() else load(path)
        )
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Where the menu file of the module's line is."""
    place = tmp_path_factory.mktemp("line")
    (place / "menus.yaml").write_bytes(SMALL.read_bytes())
    return place


@pytest.fixture(scope="module")
def app(folder):
    made = line_of(folder / "menus.yaml")
    yield made
    means_of(made).calls.close()
    made.extensions["store"].close()


@pytest.fixture
def browser(app):
    yield Browser(app)
    means_of(app).calls.close()


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """A busy machine is slow, not wrong."""
    monkeypatch.setattr(listening, "ASKING_SECONDS", 60.0)
    monkeypatch.setattr(listening, "FETCHING_SECONDS", 60.0)
