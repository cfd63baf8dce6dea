"""One call: the document it is in, the verb it waits at, and the way from one document to the next."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urljoin, urlsplit

from ivr.phone.choices import choices
from ivr.phone.document import Document, Sound, Waiting, asks_when_empty, final_wait, number
from ivr.phone.exchange import Answer, Exchange, Failed, content_type, shown
from ivr.phone.markup import Element, NotMarkup, parse
from ivr.phone.twiml import check

Ended = Literal["hangup", "caller-hung-up", "rejected", "application-error", "endless"]

MOST_UNTOUCHED = 50
"""Documents after which a call in which the caller has done nothing is taken for endless."""

USUAL_STATUS_PATH = "/voice/status"
_TWIML = {"text/xml", "application/xml", "text/html"}
_NO_EFFECT_HERE = {"Sms", "Start", "Stop"}


@dataclass(frozen=True, slots=True)
class Habits:
    """How Twilio behaves where it may behave in more than one way. See `Caller` for each."""

    empty_recording: Literal["skips", "posts"] = "skips"
    status_callback: Literal["after", "before", "never"] = "after"
    status_callback_times: int = 1
    empty_digits: Literal["blank", "missing"] = "blank"
    status_path: str | None = None
    sounds: Mapping[str, float] = field(default_factory=dict)


class Call:
    """The state of one call. `Caller` decides what the person does; this does what TwiML says follows."""

    def __init__(
        self,
        exchange: Exchange,
        base_url: str,
        fields: Mapping[str, str],
        habits: Habits,
        problems: list[str],
    ) -> None:
        self.fields = dict(fields)
        self.habits = habits
        self.problems = problems
        self.documents: list[Document] = []
        self.seconds = 0.0
        self.ended: Ended | None = None
        self.verb: Element | None = None
        """The verb that the call waits at; None before and after the call."""
        self.untouched = 0
        self._exchange = exchange
        self._base_url = base_url
        self._url = base_url
        self._verbs: tuple[Element, ...] = ()
        self._at = 0
        self._sound = Sound()
        self._twiml = ""

    # Going on -------------------------------------------------------------------------------------------------

    def follow(
        self, reference: str, method: str, extra: Mapping[str, str], *, status: str = "in-progress"
    ) -> None:
        """Request a URL, relative to the current document, and go on with the document that answers."""
        self.go_on(self.ask(reference, method, extra, status=status))

    def go_on(self, answer: Answer | None) -> None:
        """Go on with the document that answered; where none did, the caller hears an error and the call ends."""
        if answer is None:
            self.end("application-error")
        else:
            self._enter(answer)

    def fall_through(self) -> None:
        """Go on with the verb after the one the call waits at."""
        self._run(self._at + 1)

    def time_out(self) -> None:
        """Let the Gather that the call waits at hear nothing."""
        assert self.verb is not None  # noqa: S101 - Caller asks only while the call waits
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
            self.tell(
                urljoin(self._base_url, path), "POST", form, may_be_missing=self.habits.status_path is None
            )

    @property
    def waiting(self) -> Waiting | None:
        """The verb at which the call finally waits if the caller does nothing; None when it does not wait."""
        return self.documents[-1].waiting if self.verb is not None else None

    # Requests -------------------------------------------------------------------------------------------------

    def ask(
        self, reference: str, method: str, extra: Mapping[str, str], *, status: str = "in-progress"
    ) -> Answer | None:
        """Request TwiML without going on with it. None, and a problem, if none comes."""
        form = {**self.fields, "CallStatus": status, **extra}
        try:
            self._url, answer = self._exchange.ask(urljoin(self._url, reference), method, form)
            if content_type(answer) not in _TWIML and not content_type(answer).startswith(
                ("text/plain", "audio/")
            ):
                raise Failed(
                    f"{shown(self._url)} answered with the content type '{content_type(answer)}' (error 12300)."
                )
        except Failed as failure:
            self._complain(str(failure))
            return None
        if content_type(answer) in _TWIML:
            for problem in check(answer.body):
                self._complain(f"{shown(self._url)}: {problem}")
        return answer

    def tell(
        self, reference: str, method: str, form: dict[str, str], *, may_be_missing: bool = False
    ) -> None:
        """Send a status callback. What comes back is not played, but must be well."""
        try:
            url, answer = self._exchange.ask(urljoin(self._url, reference), method, form)
        except Failed as failure:
            if not (may_be_missing and failure.status == 404):
                self._complain(f"Status callback: {failure}")
            return
        if content_type(answer) == "text/html" and answer.body.strip():
            self._complain(
                f"Status callback: {shown(url)} was answered with HTML; answer 204 or <Response/>."
            )

    # Playing --------------------------------------------------------------------------------------------------

    def _enter(self, answer: Answer) -> None:
        self.verb = None
        self._sound, self._verbs, self._at = Sound(), (), 0
        self._twiml = answer.body.decode("utf-8", "replace")
        kind = content_type(answer)
        if kind == "text/plain":
            words = Element("Say", {}, (self._twiml,))
            self._verbs = (words,)
        elif kind.startswith("audio/"):
            self._twiml = ""
            self._verbs = (Element("Play", {}, (self._url,)),)
        else:
            try:
                self._verbs = parse(answer.body).elements
            except NotMarkup:  # `ask` has complained already
                self.end("application-error")
                return
        self.documents.append(self._document(self._sound, None))
        self.untouched += 1
        if self.untouched > MOST_UNTOUCHED:
            self._complain(
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
            self._sound.hear(verb, self.habits.sounds)
            self.seconds += self._sound.seconds - before
            if verb.name in ("Gather", "Record", "Dial"):
                self.verb = verb
                waiting, sound = final_wait(self._verbs, at, self._sound, self.habits.sounds)
                self.documents[-1] = self._document(sound, waiting)
                return
            if verb.name == "Redirect":
                self.documents[-1] = self._document(self._sound, None)
                self.follow(verb.words, verb.attributes.get("method", "POST"), {})
                return
            if verb.name in ("Hangup", "Reject"):
                break
            if verb.name not in _NO_EFFECT_HERE | {"Say", "Play", "Pause"}:
                self.documents[-1] = self._document(self._sound, None)
                self._complain(f"{shown(self._url)}: this telephone does not follow {verb.name}.")
                self.end("application-error")
                return
        self.documents[-1] = self._document(self._sound, None)
        rejected = self._verbs and self._verbs[0].name == "Reject"
        self.end("rejected" if rejected else "hangup")

    def cut_short(self) -> None:
        """The caller acts before the final wait: what would have come after this Gather is not heard."""
        waiting = self.documents[-1].waiting
        self.documents[-1] = self._document(self._sound, waiting)

    def _document(self, sound: Sound, waiting: Waiting | None) -> Document:
        parts = urlsplit(self._url)
        return Document(
            url=parts.path + (f"?{parts.query}" if parts.query else ""),
            heard=tuple(sound.heard),
            keys=choices(sound.heard),
            twiml=self._twiml,
            waiting=waiting,
            seconds=round(sound.seconds, 2),
        )

    def _complain(self, problem: str) -> None:
        if problem not in self.problems:
            self.problems.append(problem)
