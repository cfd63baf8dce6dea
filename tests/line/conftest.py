"""The line as it is shipped, ready to be rung: the real app on the real menus.yaml, with a clock that stands still."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from flask import Flask
from line_calls import A_WEDNESDAY, MENUS, PERSON, TOKEN, Call, Clock

from ivr import load
from ivr.menu import Flow
from ivr.message.provider import Provider
from ivr.phone.twilio_api import Served, TwilioApi, serve
from ivr.web import create_app, listening
from ivr.web.settings import Settings

THE_CLOCK = Clock()


@cache
def shipped() -> Flow:
    """Read the file, once for all tests."""
    return load(MENUS)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine is slow, not wrong."""
    monkeypatch.setattr(listening, "ASKING_SECONDS", 60.0)
    monkeypatch.setattr(listening, "FETCHING_SECONDS", 60.0)


@pytest.fixture
def clock() -> Clock:
    """The clock of the line: ten o'clock on a Wednesday, until a test sets it."""
    THE_CLOCK.set(A_WEDNESDAY)
    return THE_CLOCK


@pytest.fixture(scope="session")
def local_twilio() -> Iterator[Served]:
    """Where recordings are: a stand-in that runs for all tests, as the lines do."""
    with serve(TwilioApi()) as local:
        yield local


@pytest.fixture(scope="session")
def lines(local_twilio: Served) -> Iterator[Callable[..., Flask]]:
    """Make lines that last for all tests: calls know nothing of each other."""
    made: list[Flask] = []
    provider = Provider(local_twilio.api_url, local_twilio.account_sid, local_twilio.auth_token)

    def make(flow_source=shipped, **changes) -> Flask:
        settings = {
            "public_url": "https://line.example",
            "twilio_auth_token": TOKEN,
            "database_url": "sqlite://",
            "menus": MENUS,
        }
        settings = Settings(**settings | changes)
        made.append(create_app(settings, clock=THE_CLOCK, flow_source=flow_source, provider=provider))
        made[-1].extensions["local_twilio"] = local_twilio
        return made[-1]

    yield make
    for app in made:
        app.extensions["store"].close()
    provider.close()


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
