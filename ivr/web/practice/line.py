"""A practice line: the real app with a database, keys and a Twilio of its own, which are gone afterwards.

Calls to it are posted and signed as Twilio does it. It is what `ivr call`, scenarios and the browser phone ring.
"""

import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, Protocol

from flask import Flask

from ivr.call.journal import Entry
from ivr.phone.caller import Caller
from ivr.phone.exchange import Answer, Get, Post
from ivr.phone.twilio_api import Served, TwilioApi, serve
from ivr.phone.wsgi import WsgiLine
from ivr.web.app import STORE, create_app
from ivr.web.flows import FlowSource
from ivr.web.making import provider_of
from ivr.web.settings import Settings

PUBLIC_URL: Final = "https://line.example"
"""The address of a practice line, which nothing outside this process can reach."""
OURS: Final = (
    "IVR_PUBLIC_URL",
    "IVR_TWILIO_ACCOUNT_SID",
    "IVR_TWILIO_AUTH_TOKEN",
    "IVR_TWILIO_API_URL",
    "IVR_DATABASE_URL",
    "IVR_MENUS",
)
"""The settings that a practice line has its own values of."""


def _now() -> datetime:
    return datetime.now(UTC)


class _Clock(threading.local):
    """The time that each thread's own call believes it is; None for the real one, which `now` gives."""

    at: datetime | None = None

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now

    def __call__(self) -> datetime:
        return self.at or self._now()


class Tap(Protocol):
    """Something between a telephone and its line that remembers what passes."""

    def post(self, post: Post) -> Post: ...  # noqa: D102
    def get(self, get: Get) -> Get: ...  # noqa: D102


@dataclass(slots=True)
class PracticeLine:
    """A line to practise with. Made by `practice_line`; many threads may ring it at once.

    `app` is the app itself, `local` the stand-in for Twilio that keeps what callers say.
    """

    app: Flask
    local: Served
    token: str = field(repr=False)
    _clock: _Clock
    _journal: dict[str, list[Entry]]

    def caller(
        self,
        number: str = "+447700900001",
        *,
        at: datetime | None = None,
        tap: Tap | None = None,
        **habits: Any,
    ) -> Caller:
        """Return a telephone that rings from a number or `withheld`.

        `at`: an aware time at which the clock stands still for this telephone's calls. `tap` hears all that passes
        between it and the line. `habits` are arguments of `Caller`.
        """
        line = WsgiLine(self.app)

        def post(url: str, form: dict[str, str], headers: dict[str, str]) -> Answer:
            with self.time(at):
                return line.post(url, form, headers)

        def get(url: str, headers: dict[str, str]) -> Answer:
            with self.time(at):
                return line.get(url, headers)

        ways = {"post": tap.post(post), "get": tap.get(get)} if tap else {"post": post, "get": get}
        own = {"base_url": PUBLIC_URL, "token": self.token, "recordings": self.local, "from_number": number}
        return Caller(**{**ways, **own, **habits})

    @contextmanager
    def time(self, at: datetime | None) -> Iterator[None]:
        """Let it be another time for whatever this thread asks of the line."""
        before, self._clock.at = self._clock.at, at
        try:
            yield
        finally:
            self._clock.at = before

    def messages(self, call_sid: str, at: datetime | None = None) -> list[dict[str, Any]]:
        """Return what a call has left, as JSON objects, oldest first. `at` is the time at which that is asked."""
        with self.time(at):
            look: Callable[[str], list[dict[str, Any]]] = self.app.extensions["caller_messages"]
            return look(call_sid)

    def journal(self, call_sid: str) -> tuple[Entry, ...]:
        """Return what happened in a call, step by step, in the order in which the line was told."""
        return tuple(self._journal.get(call_sid, ()))


@contextmanager
def practice_line(
    source: FlowSource, settings: Settings, *, now: Callable[[], datetime] = _now
) -> Iterator[PracticeLine]:
    """Give a line that is gone afterwards. Calls begin on the flow that `source` gives; what it raises is logged.

    `settings` are those of the real line (whom transfers ring, whether it is a demonstration); what the line is
    reached by and kept in is replaced. `now` gives the real time, aware: the computer's, unless given.
    """
    token, clock, journal = secrets.token_hex(16), _Clock(now), dict[str, list[Entry]]()
    with serve(TwilioApi(auth_token=token)) as local:
        own = settings.model_copy(
            update={
                "public_url": PUBLIC_URL,
                "twilio_account_sid": local.account_sid,
                "twilio_auth_token": token,
                "twilio_api_url": local.url,
                "database_url": "sqlite://",
                "studio": "off",  # the studio rings practice lines: they have none of their own
            }
        )
        provider = provider_of(own)
        app = create_app(
            own,
            clock=clock,
            flow_source=source,
            provider=provider,
            journal=lambda call, entry: journal.setdefault(call, []).append(entry),
            inbox=False,
        )
        try:
            yield PracticeLine(app, local, token, clock, journal)
        finally:
            app.extensions[STORE].close()
            if provider is not None:
                provider.close()
