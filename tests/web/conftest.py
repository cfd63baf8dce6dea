"""A line that can be rung through HTTP, with requests signed by Twilio's own library."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from hypothesis import settings as hypothesis_settings
from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from ivr.phone.caller import Caller
from ivr.phone.twiml import check
from ivr.phone.wsgi import WsgiLine
from ivr.web import create_app
from ivr.web.settings import Settings

TOKEN = "0123456789abcdef0123456789abcdef"
PUBLIC = "https://line.example"
SMALL = Path(__file__).with_name("small.yaml")
A_WEDNESDAY = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
CALL = "CA" + "7" * 32

# 25 calls of 20 webhooks in the suite. By hand: pytest tests/web --hypothesis-profile=long, or WEBHOOKS=100000 pytest …
STEPS = 20
hypothesis_settings.register_profile(
    "long", max_examples=100_000 // STEPS, stateful_step_count=STEPS, deadline=None
)
if "WEBHOOKS" in os.environ:
    hypothesis_settings.register_profile(
        "asked", max_examples=int(os.environ["WEBHOOKS"]) // STEPS, stateful_step_count=STEPS, deadline=None
    )


class Twilio:
    """Posts to a line as Twilio does, and asks of every answer what Twilio asks of it."""

    def __init__(self, app: Flask, public: str = PUBLIC) -> None:
        self.app, self.public = app, public
        self.client = app.test_client()
        self.validator = RequestValidator(TOKEN)

    def sign(self, path: str, pairs: list[tuple[str, str]]) -> str:
        from werkzeug.datastructures import MultiDict

        return self.validator.compute_signature(self.public + path, MultiDict(pairs))

    def send(self, path: str, pairs: list[tuple[str, str]], *, at: str | None = None, **more) -> TestResponse:
        """POST pairs, signed for `path`. `at`: the path the app sees, where a proxy changed it."""
        headers = {"X-Twilio-Signature": self.sign(path, pairs), **more.pop("headers", {})}
        return self.client.post(
            path if at is None else at,
            data=urlencode(pairs),
            content_type="application/x-www-form-urlencoded; charset=UTF-8",
            headers=headers,
            **more,
        )

    def fields(self, **fields: str) -> list[tuple[str, str]]:
        usual = {"CallSid": CALL, "From": "+447700900001", "To": "+441632960000", "CallStatus": "in-progress"}
        usual |= {"FromCity": "", "FromZip": "", "Direction": "inbound", "ApiVersion": "2010-04-01"}
        return list((usual | fields).items())

    def post(self, path: str, **fields: str) -> str:
        """POST the usual fields and these; return the TwiML, which has to be such."""
        answer = self.send(path, self.fields(**fields))
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
        assert answer.headers["Cache-Control"] == "no-store"
        assert check(answer.data) == []
        return answer.text


def line_settings(folder: Path, **changes) -> Settings:
    given = {
        "public_url": PUBLIC,
        "twilio_auth_token": TOKEN,
        "database_url": f"sqlite:///{folder / 'line.db'}",
        "menus": folder / "menus.yaml",
    }
    return Settings(**given | changes)


class Clock:
    def __init__(self) -> None:
        self.now = A_WEDNESDAY

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def menus(tmp_path: Path) -> Path:
    """The menu file of the line: change it, break it, delete it."""
    file = tmp_path / "menus.yaml"
    file.write_bytes(SMALL.read_bytes())
    return file


@pytest.fixture
def make_app(tmp_path: Path, menus: Path, clock: Clock) -> Iterator:
    made: list[Flask] = []

    def make(**changes) -> Flask:
        made.append(create_app(line_settings(tmp_path, **changes), clock=clock))
        return made[-1]

    yield make
    for app in made:
        app.extensions["store"].close()


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
