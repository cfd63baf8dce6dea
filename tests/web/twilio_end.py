"""Twilio's end of the line, for tests: requests signed by Twilio's own library, answers checked as it would."""

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from ivr.phone.twiml import check
from ivr.web.settings import Settings

TOKEN = "0123456789abcdef0123456789abcdef"
SECRET = "0123456789abcdefghijklmnopqrstuv"
PUBLIC = "https://line.example"
SMALL = Path(__file__).with_name("small.yaml")
A_WEDNESDAY = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
CALL = "CA" + "7" * 32


class Twilio:
    """Posts to a line as Twilio does, and asks of every answer what Twilio asks of it."""

    def __init__(self, app: Flask, public: str = PUBLIC) -> None:
        self.app, self.public = app, public
        self.client = app.test_client()
        self.validator = RequestValidator(TOKEN)

    def sign(self, path: str, pairs: list[tuple[str, str]]) -> str:
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
