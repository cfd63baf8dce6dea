"""The line as it is shipped, ready to be rung: the real app on the real menus.yaml, with a clock that stands still."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from flask import Flask
from line_calls import A_WEDNESDAY, MENUS, PERSON, TOKEN, Call, Clock

from ivr import load
from ivr.menu import Flow
from ivr.web import create_app
from ivr.web.settings import Settings

THE_CLOCK = Clock()


@cache
def shipped() -> Flow:
    """Read the file, once for all tests."""
    return load(MENUS)


@pytest.fixture
def clock() -> Clock:
    """The clock of the line: ten o'clock on a Wednesday, until a test sets it."""
    THE_CLOCK.set(A_WEDNESDAY)
    return THE_CLOCK


@pytest.fixture(scope="session")
def lines() -> Iterator[Callable[..., Flask]]:
    """Make lines that last for all tests: calls know nothing of each other."""
    made: list[Flask] = []

    def make(flow_source=shipped, **changes) -> Flask:
        settings = {
            "public_url": "https://line.example",
            "twilio_auth_token": TOKEN,
            "database_url": "sqlite://",
            "menus": MENUS,
        }
        made.append(create_app(Settings(**settings | changes), clock=THE_CLOCK, flow_source=flow_source))
        return made[-1]

    yield make
    for app in made:
        app.extensions["store"].close()


@pytest.fixture(scope="session")
def as_shipped(lines: Callable[..., Flask]) -> Flask:
    return lines()


@pytest.fixture(scope="session")
def with_a_person(lines: Callable[..., Flask]) -> Flask:
    return lines(numbers={"person": PERSON})


@pytest.fixture
def make_app(lines: Callable[..., Flask], clock: Clock) -> Callable[..., Flask]:
    """Make a line of one's own, with settings of one's own."""
    return lines


@pytest.fixture
def app(as_shipped: Flask, clock: Clock) -> Flask:
    """The line as it is shipped: a demonstration, and no number for a person."""
    return as_shipped


@pytest.fixture
def staffed(with_a_person: Flask, clock: Clock) -> Flask:
    """The line with a number that key 0 and silence lead to."""
    return with_a_person


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
