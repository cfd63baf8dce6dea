"""The studio as a browser meets it: its page's token, and a telephone of its own."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from ivr.web import create_app
from ivr.web.settings import Settings
from ivr.web.studio.protection import token

SMALL = Path(__file__).parents[1] / "web" / "small.yaml"
SHIPPED = Path(__file__).parents[2] / "menus.yaml"
HOST = "127.0.0.1:5055"
NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
PERSON = "+441632960001"


def line_of(menus: Path, *, only: Any = None, clock: Any = None, **changes: Any) -> Flask:
    """A line with a studio, in memory."""
    told = {
        "studio": "here",
        "menus": menus,
        "public_url": f"http://{HOST}",
        "twilio_auth_token": "0" * 32,
        "database_url": "sqlite://",
        "numbers": {"person": PERSON},
        "speech": "off",
        **changes,
    }
    return create_app(Settings(**told), only=only, clock=clock or (lambda: NOW))


def means_of(app: Flask) -> Any:
    """What the views have at hand."""
    return app.extensions["studio"]


def until(what: Callable[[], bool]) -> None:
    """Wait for a thread that works in the background, for as long as a busy machine may need."""
    end = time.monotonic() + 300
    while not what():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.05)


class Browser:
    """A browser on the machine that the line runs on, in which the studio is open."""

    def __init__(self, app: Flask, **headers: str) -> None:
        self.client = app.test_client()
        self.headers = {"Host": HOST, "X-CSRF-Token": token(means_of(app).key), **headers}

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(f"/studio/{path}", headers={**self.headers, **headers})

    def post(self, path: str, what: Any = None, **headers: str) -> TestResponse:
        return self.client.post(f"/studio/{path}", json=what or {}, headers={**self.headers, **headers})

    def ring(self, **settings: Any) -> "Phone":
        answer = self.post("calls", settings)
        assert answer.status_code == 201, answer.text
        return Phone(self, answer.json)


class Phone:
    """A call, with all its documents as the page puts them together."""

    def __init__(self, browser: Browser, state: dict[str, Any]) -> None:
        self.browser, self.state = browser, state
        self.documents: list[dict[str, Any]] = []
        self.take(state)

    def take(self, state: dict[str, Any]) -> None:
        self.state = state
        for document in state["documents"]:
            self.documents[document["n"] :] = [document]

    @property
    def url(self) -> str:
        return f"calls/{self.state['id']}"

    @property
    def node(self) -> str:
        return self.state["node"]

    @property
    def passing(self) -> bool:
        return self.documents[-1]["passing"]

    def do(self, step: str) -> TestResponse:
        answer = self.browser.post(f"{self.url}/do?from={len(self.documents)}", {"step": step})
        if answer.status_code == 200:
            self.take(answer.json)
        return answer

    def hear_out(self) -> None:
        while self.state["ended"] is None and self.passing:
            assert self.do("pass").status_code == 200

    def all(self, *steps: str) -> "Phone":
        """Do steps, hearing words out that go on by themselves."""
        for step in steps:
            self.hear_out()
            answer = self.do(step)
            assert answer.status_code == 200, answer.text
        self.hear_out()
        return self
