"""The telephone of a call: in front of a practice line of its own, or of the line that serves the page itself."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Flask

from ivr.phone.caller import Caller
from ivr.phone.exchange import Answer, Get, Post
from ivr.phone.recording import TWILIO_API
from ivr.phone.twilio_api import RemoteRecordings
from ivr.phone.wsgi import WsgiLine
from ivr.web.flows import FlowSource
from ivr.web.here import is_here_by_name
from ivr.web.practice.line import practice_line
from ivr.web.settings import Settings

Messages = Callable[[], list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Wish:
    """How somebody wants to ring. `at`: an aware time at which the clock stands still; None for the real time.

    `number`: in E.164, or "withheld". `language`: the code of one of the line's, "" for where calls begin.
    `answers`: there is somebody whom the line can put callers through to, whether it is set up here or not.
    """

    running: bool = False
    at: datetime | None = None
    language: str = ""
    number: str = field(default="+447700900001", repr=False)
    slow: bool = False
    answers: bool = False


@dataclass(slots=True)
class Asked:
    """What a line was asked for in a call, from the first request on.

    `requests`: each that was posted, as path and query, and the form. `sounds`: each file that was played, by the same.
    """

    requests: list[tuple[str, Mapping[str, str]]] = field(default_factory=list, repr=False)
    sounds: dict[str, bytes] = field(default_factory=dict, repr=False)

    def post(self, post: Post) -> Post:
        """Return a way to post that remembers."""

        def posting(url: str, form: dict[str, str], headers: dict[str, str]) -> Answer:
            self.requests.append((path_of(url), dict(form)))
            return post(url, form, headers)

        return posting

    def get(self, get: Get) -> Get:
        """Return a way to get that remembers what was there to be heard."""

        def getting(url: str, headers: dict[str, str]) -> Answer:
            answer = get(url, headers)
            if answer.status == 200:
                self.sounds[path_of(url)] = answer.body
            return answer

        return getting


@dataclass(slots=True)
class Telephone:
    """A caller who has not dialled yet, where to dial, and what can be known of the call besides.

    `messages` are those that the call has left. `close` ends the line, if it is only for this call. `asked` is what the
    line was asked for.
    """

    caller: Caller
    path: str
    messages: Messages
    close: Callable[[], None]
    asked: "Asked" = field(repr=False)

    def dial(self) -> None:
        """Ring."""
        self.caller.dial(self.path)


def practising(source: FlowSource, settings: Settings, wish: Wish, now: Callable[[], datetime]) -> Telephone:
    """Return a telephone in front of a practice line, which is there until the telephone is closed.

    `now` gives the real time, for whoever wishes no other.
    """
    with ExitStack() as stack:
        line = stack.enter_context(practice_line(source, settings, now=now))
        asked = Asked()
        caller = line.caller(wish.number, at=wish.at, tap=asked, passing_words="wait")
        stays = stack.pop_all()
    return Telephone(
        caller,
        _begin("/voice", wish),
        lambda: line.messages(caller.call_sid, wish.at),
        stays.close,
        asked,
    )


def ringing(app: Flask, settings: Settings, wish: Wish) -> Telephone:
    """Return a telephone in front of the line itself, at the real time. What is said to it goes to its officers."""
    public = urlsplit(settings.public_url.strip())
    prefix = public.path.rstrip("/").removesuffix("/voice")
    line, asked = WsgiLine(app), Asked()
    caller = Caller(
        asked.post(line.post),
        get=asked.get(line.get),
        base_url=f"{public.scheme}://{public.netloc}",
        token=settings.twilio_auth_token,
        recordings=RemoteRecordings(
            settings.twilio_api_url, settings.twilio_account_sid, settings.twilio_auth_token
        ),
        account_sid=settings.twilio_account_sid,
        status_path=f"{prefix}/voice/status",
        from_number=wish.number,
        passing_words="wait",
    )
    look: Callable[[str], list[dict[str, Any]]] = app.extensions["caller_messages"]
    return Telephone(
        caller, _begin(f"{prefix}/voice", wish), lambda: look(caller.call_sid), lambda: None, asked
    )


def can_ring_itself(settings: Settings) -> bool:
    """Say whether the line itself can be rung: a demonstration for this machine, with a stand-in for Twilio on it.

    With a real account, Twilio would be asked for recordings that it has never made.
    """
    here = settings.twilio_api_url != TWILIO_API and is_here_by_name(settings.twilio_api_url)
    token = bool(settings.twilio_auth_token and settings.twilio_account_sid and settings.public_url)
    return settings.studio == "here" and settings.demonstration and here and token


def _begin(path: str, wish: Wish) -> str:
    return f"{path}?{urlencode({'language': wish.language})}" if wish.language else path


def path_of(url: str) -> str:
    """Return the path and query of an address."""
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")
