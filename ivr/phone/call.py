"""One call: the document it is in, the verb it waits at, and the way from one document to the next."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol
from urllib.parse import urljoin, urlsplit

from ivr.phone.choices import choices
from ivr.phone.document import Document, Sound, Waiting, asks_when_empty, final_wait, number, only_words
from ivr.phone.exchange import Exchange, Reply, shown
from ivr.phone.markup import Element, NotMarkup, parse
from ivr.phone.playing import Player
from ivr.phone.recording import TWILIO_API

Ended = Literal["hangup", "caller-hung-up", "rejected", "application-error", "endless"]

MOST_UNTOUCHED = 50
"""Documents after which a call in which the caller has done nothing is taken for endless."""

USUAL_STATUS_PATH = "/voice/status"
_NO_EFFECT_HERE = {"Sms", "Start", "Stop"}


class KeepsRecordings(Protocol):
    """Where recordings go, as Twilio's storage: a stand-in for its REST API, here or in another process."""

    @property
    def api_url(self) -> str:
        """Where they can be fetched, without a slash at the end."""

    def add(self, sid: str, call_sid: str, audio: bytes, seconds: int) -> None:
        """Keep a recording of so many whole seconds."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How Twilio behaves where it may behave in more than one way. See `Caller` for each."""

    empty_recording: Literal["skips", "posts"] = "skips"
    status_callback: Literal["after", "before", "never"] = "after"
    status_callback_times: int = 1
    empty_digits: Literal["blank", "missing"] = "blank"
    status_path: str | None = None
    passing_words: Literal["pass", "wait"] = "pass"
    sounds: Mapping[str, float] = field(default_factory=dict)
    recordings: KeepsRecordings | None = None
    api_url: str = TWILIO_API


class Call:
    """The state of one call. `Caller` decides what the person does; this does what TwiML says follows."""

    def __init__(self, exchange: Exchange, base_url: str, fields: Mapping[str, str], habits: Habits) -> None:
        self.fields = dict(fields)
        self.habits = habits
        self.exchange = exchange
        self.documents: list[Document] = []
        self.seconds = 0.0
        self.ended: Ended | None = None
        self.verb: Element | None = None
        """The verb that the call waits at; None before and after the call."""
        self.untouched = 0
        self.player = Player(exchange, habits.sounds)
        self._base_url = base_url
        self._url = base_url
        self._verbs: tuple[Element, ...] = ()
        self._at = 0
        self._sound = Sound()
        self._twiml = ""
        self._waited: Waiting | None = None
        self._offered: tuple[tuple[str, ...], dict[str, str]] = ((), {})

    # Going on -------------------------------------------------------------------------------------------------

    def follow(
        self, reference: str, method: str, extra: Mapping[str, str], *, status: str = "in-progress"
    ) -> None:
        """Request a URL, relative to the current document, and go on with the document that answers."""
        self.go_on(self.ask(reference, method, extra, status=status))

    def go_on(self, reply: Reply | None) -> None:
        """Go on with the document that answered; where none did, the caller hears an error and the call ends."""
        if reply is None:
            self.end("application-error")
        else:
            self._enter(reply)

    def fall_through(self) -> None:
        """Go on with the verb after the one the call waits at."""
        self._run(self._at + 1)

    def time_out(self) -> None:
        """Let the Gather that the call waits at hear nothing."""
        assert self.verb is not None  # noqa: S101 - asked only while the call waits
        self.seconds += number(self.verb, "timeout", 5)
        self.no_input(self.verb)

    def no_input(self, gather: Element, finished_on: str = "") -> None:
        """End a Gather without digits: ask its action if it wants that, or else fall through."""
        if not asks_when_empty(gather):
            self.fall_through()
            return
        extra = {"msg": "Gather End", "FinishedOnKey": finished_on}
        if self.habits.empty_digits == "blank":
            extra["Digits"] = ""
        self.act(gather, extra)

    def act(self, verb: Element, extra: Mapping[str, str]) -> None:
        """Ask the verb's action (the current document where it has none) and go on with the answer."""
        self.follow(verb.attributes.get("action", ""), verb.attributes.get("method", "POST"), extra)

    def end(self, how: Ended) -> None:
        """End the call, and tell the number's status callback."""
        self.verb = None
        self.ended = how
        path = USUAL_STATUS_PATH if self.habits.status_path is None else self.habits.status_path
        if path:
            duration = math.ceil(self.seconds)
            extra = {
                "CallDuration": str(duration),
                "Duration": str(math.ceil(duration / 60)),
                "CallbackSource": "call-progress-events",
                "SequenceNumber": "0",
            }
            form = {**self.fields, "CallStatus": "completed", **extra}
            # A number need not have a status callback: nothing at the usual address means that it has none.
            may_be_missing = self.habits.status_path is None
            self.exchange.tell(urljoin(self._base_url, path), form, may_be_missing=may_be_missing)

    @property
    def waiting(self) -> Waiting | None:
        """The verb at which the call finally waits if the caller does nothing; None when it does not wait."""
        return self._waited if self.verb is not None else None

    @property
    def passing(self) -> bool:
        """Whether the verb it waits at is there only so that words can be interrupted."""
        return self.verb is not None and only_words(self._verbs, self._at)

    # Requests -------------------------------------------------------------------------------------------------

    def ask(
        self, reference: str, method: str, extra: Mapping[str, str], *, status: str = "in-progress"
    ) -> Reply | None:
        """Request TwiML without going on with it. None, and a problem, if none comes."""
        form = {**self.fields, "CallStatus": status, **extra}
        return self.exchange.twiml(urljoin(self._url, reference), method, form)

    def tell(self, reference: str, method: str, form: dict[str, str]) -> None:
        """Send a status callback to a URL, relative to the current document."""
        self.exchange.tell(urljoin(self._url, reference), form, method=method)

    # Playing --------------------------------------------------------------------------------------------------

    def _enter(self, reply: Reply) -> None:
        self.verb = None
        self._url, self._sound, self._at, self._waited = reply.url, Sound(), 0, None
        is_sound = reply.kind.startswith("audio/")
        self.player.enter(reply.url, reply.body if is_sound else None)
        self._twiml = "" if is_sound else reply.body.decode("utf-8", "replace")
        if reply.kind == "text/plain":
            self._verbs = (Element("Say", {}, (self._twiml,)),)
        elif is_sound:
            self._verbs = (Element("Play", {}, (self._url,)),)
        else:
            try:
                self._verbs = parse(reply.body).elements
            except NotMarkup:  # the exchange has complained already
                self.end("application-error")
                return
        self.documents.append(self._document(self._sound))
        self.untouched += 1
        if self.untouched > MOST_UNTOUCHED:
            self.exchange.complain(
                f"{MOST_UNTOUCHED} documents in a row, the last at {shown(self._url)}, without the caller doing "
                "anything: this call does not end by itself."
            )
            self.end("endless")
            return
        self._run(0)

    def _run(self, start: int) -> None:
        """Play from a verb on, until the call waits, ends, or goes to another document."""
        self.verb = None
        for at in range(start, len(self._verbs)):
            self._at, verb = at, self._verbs[at]
            before = self._sound.seconds
            self._sound.hear(verb, self.player.play)
            self.seconds += self._sound.seconds - before
            if verb.name in ("Gather", "Record", "Dial"):
                self.verb = verb
                if self.habits.passing_words == "pass" and only_words(self._verbs, at):
                    self.documents[-1] = self._document(self._sound)
                    self.time_out()
                    return
                self._waited, sound = final_wait(self._verbs, at, self._sound, self.player.look)
                self.documents[-1] = self._document(sound)
                return
            if verb.name == "Redirect":
                self.documents[-1] = self._document(self._sound)
                self.follow(verb.words, verb.attributes.get("method", "POST"), {})
                return
            if verb.name in ("Hangup", "Reject"):
                break
            if verb.name not in _NO_EFFECT_HERE | {"Say", "Play", "Pause"}:
                self.documents[-1] = self._document(self._sound)
                self.exchange.complain(f"{shown(self._url)}: this telephone does not follow {verb.name}.")
                self.end("application-error")
                return
        self.documents[-1] = self._document(self._sound)
        rejected = self._verbs and self._verbs[0].name == "Reject"
        self.end("rejected" if rejected else "hangup")

    def cut_short(self) -> None:
        """The caller acts before the final wait: what would have come after this Gather is not heard."""
        self.documents[-1] = self._document(self._sound)

    def _document(self, sound: Sound) -> Document:
        parts = urlsplit(self._url)
        heard = tuple(sound.heard)
        if self._offered[0] != heard:  # mostly it is what was heard when this was last asked
            self._offered = heard, choices(heard)
        return Document(
            url=parts.path + (f"?{parts.query}" if parts.query else ""),
            heard=heard,
            keys=dict(self._offered[1]),
            twiml=self._twiml,
            waiting=self._waited,
            seconds=round(sound.seconds, 2),
        )
