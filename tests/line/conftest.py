"""The line as it is shipped, ready to be rung: the real app on the real menus.yaml, with a clock that stands still."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from line_calls import MENUS, PERSON, TOKEN, Call, Clock

from ivr.web import create_app
from ivr.web.flows import MenuFile
from ivr.web.settings import Settings


@pytest.fixture(scope="session")
def shipped() -> MenuFile:
    """The file, read once for all tests."""
    return MenuFile(MENUS)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def make_app(clock: Clock, shipped: MenuFile) -> Iterator[Callable[..., Flask]]:
    made: list[Flask] = []

    def make(flow_source=shipped, **changes) -> Flask:
        settings = {
            "public_url": "https://line.example",
            "twilio_auth_token": TOKEN,
            "database_url": "sqlite://",
            "menus": MENUS,
        }
        made.append(create_app(Settings(**settings | changes), clock=clock, flow_source=flow_source))
        return made[-1]

    yield make
    for app in made:
        app.extensions["store"].close()


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """The line as it is shipped: a demonstration, and no number for a person."""
    return make_app()


@pytest.fixture
def staffed(make_app: Callable[..., Flask]) -> Flask:
    """The line with a number that key 0 and silence lead to."""
    return make_app(numbers={"person": PERSON})


@pytest.fixture
def phone() -> Iterator[Callable[..., Call]]:
    """Make a telephone in front of an app. When the test is over, Twilio must have had nothing to refuse."""
    telephones: list[Call] = []

    def make(app: Flask, **telephone) -> Call:
        telephones.append(Call(app, **telephone))
        return telephones[-1]

    yield make
    complaints = [problem for call in telephones for problem in call.caller.problems]
    assert not complaints


@pytest.fixture
def call(app: Flask, phone: Callable[..., Call]) -> Call:
    """One telephone in front of the shipped line, not yet dialled."""
    return phone(app)
