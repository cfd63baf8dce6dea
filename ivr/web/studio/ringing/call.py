"""One call from a browser: what was done in it, and what may be done next."""

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from ivr.message.values import StoreUnavailable
from ivr.phone.document import Document
from ivr.phone.steps import LONGEST_SPEECH, HangUp, Speak, Step, StepDoesNotFit, UnknownStep, Wait
from ivr.phone.twilio_api import StandInFailed
from ivr.web.practice.place import place_of
from ivr.web.studio.ringing.doing import PASS, Done, pieces, read
from ivr.web.studio.ringing.said import read_said
from ivr.web.studio.ringing.telephones import Telephone, Wish
from ivr.web.studio.sorry import Sorry

MOST_TURNS: Final = 500
"""Turns of the line in a call. Nobody who tries a menu needs as many, and each is kept until the call is forgotten."""
MOST_SOUND: Final = 16 * 2**20
"""Bytes that can be said in a call: a quarter of an hour, and more than a caller has on the shipped menu."""
_RECORD = re.compile(r'<Record\b[^>]*\bmaxLength="([0-9]{1,5})"')


@dataclass(slots=True)
class StudioCall:
    """A call. `lock` is held by whoever does something in it.

    `began` is when it began, an aware time. `done` is what was done, the first `opening` of it to begin as wished.
    `through`: so many documents were only gone through on the way to where the call was wanted. `seen` is when
    somebody last did something, by the clock of `Calls`.
    """

    call_id: str
    wish: Wish
    telephone: Telephone = field(repr=False)
    began: datetime
    seen: float = 0.0
    through: int = 0
    opening: int = 0
    done: list[Done] = field(default_factory=list, repr=False)
    passed: set[int] = field(default_factory=set)
    """The numbers of documents that were heard to the end and went on by themselves."""
    lock: threading.RLock = field(default_factory=threading.RLock, repr=False)
    _messages: list[dict[str, Any]] | None = field(default=None, repr=False)
    _closed: bool = False
    _said: int = 0

    def begin(self) -> None:
        """Dial."""
        with self.lock, _standing_in():
            self.telephone.dial()
            self._after()

    def do(self, line: str) -> None:
        """Do a line of steps. Raises Sorry: 400 for what is no step, 409 for the first that does not fit."""
        for words in pieces(line):
            if words == PASS:
                self.go_on()
            else:
                for step in read(words):
                    self.step(step)

    def step(self, step: Step) -> None:
        """Do one step. Raises Sorry where it does not fit."""
        with self.lock, _standing_in():
            if isinstance(step, Wait) and self.telephone.caller.passing:
                self.go_on()
                return
            if not isinstance(step, HangUp):
                self._check_length()
            caller = self.telephone.caller
            # What was said stays where recordings go; here it is known that something was.
            told = replace(step, audio=None) if isinstance(step, Speak) else step
            done = Done(told, len(caller.documents), caller.passing)
            try:
                caller.do(step)
            except StepDoesNotFit as wrong:
                raise Sorry(409, str(wrong)) from None
            finally:
                self._after()
            self.done.append(done)

    def go_on(self) -> None:
        """Hear words to the end that go on by themselves. Raises Sorry where there are none."""
        with self.lock, _standing_in():
            if not self.telephone.caller.passing:
                raise Sorry(409, "Nothing goes on by itself here: the line waits for the caller.")
            self._check_length()
            done = Done(None, len(self.documents))
            self.passed.add(done.documents - 1)
            self.telephone.caller.wait()
            self._after()
            self.done.append(done)

    def speak(self, audio: bytes, then: str) -> None:
        """Say what a WAV file has into a recording. Raises Sorry where it has none, or the line does not listen."""
        with self.lock:
            said = read_said(audio, self.listens or LONGEST_SPEECH)
            if self._said + len(said.audio) > MOST_SOUND:
                raise Sorry(
                    409, "So much was said in this call that no more is kept. Ring again to say more."
                )
            try:
                step = Speak(said.seconds, then, said.audio)
            except UnknownStep:
                raise Sorry(400, "A recording ends with hash, silence, hangup or a key.") from None
            self.step(step)
            self._said += len(said.audio)

    @property
    def steps(self) -> list[str]:
        """What was done since the call began as wished: each step as `--keys` writes it, or `pass`."""
        return [str(done) for done in self.done[self.opening :]]

    @property
    def documents(self) -> list[Document]:
        """Every document of the call so far, oldest first."""
        return self.telephone.caller.documents

    @property
    def node(self) -> str | None:
        """The node that the call is at; None where no document says so."""
        place = place_of(self.documents[-1]) if self.documents else None
        return str(place.turn.node) if place else None

    @property
    def listens(self) -> int:
        """For how many seconds the line would record now; 0 where it does not."""
        if self.ended is not None or self.telephone.caller.waiting != "record":
            return 0
        longest = _RECORD.search(self.documents[-1].twiml)
        return int(longest[1]) if longest else LONGEST_SPEECH

    @property
    def version(self) -> str:
        """The version of the menu that the call began on; "" where no document says so."""
        place = place_of(self.documents[0]) if self.documents else None
        return place.turn.version if place else ""

    @property
    def ended(self) -> str | None:
        """How the call ended, as `ivr call` tells it; None while it goes on."""
        how = self.telephone.caller.ended
        return how if how in (None, "caller-hung-up") else "hangup"

    def messages(self) -> list[dict[str, Any]]:
        """Return what the call has left."""
        with self.lock:
            if self._messages is not None:
                return self._messages
            try:
                return self.telephone.messages()
            except StoreUnavailable:  # the page goes on without them, as the call does
                return []

    def request_of(self, number: int) -> tuple[str, Mapping[str, str]] | None:
        """Return the request that brought a document, by its number: path and query, and the form."""
        asked = iter(self.telephone.asked.requests)
        found = None
        for document in self.documents[: number + 1]:
            found = next(((url, form) for url, form in asked if url == document.url), None)
        return found

    def close(self) -> None:
        """Let the line of the call go. What the call has left is remembered."""
        with self.lock:
            if not self._closed:
                self._closed = True
                self._messages = self.messages()
                self.telephone.close()

    def _check_length(self) -> None:
        """Raise Sorry where a call has gone on for so long that keeping more of it could stop the line for others."""
        if self.ended is None and len(self.documents) >= MOST_TURNS:
            raise Sorry(409, f"This call has had {MOST_TURNS} turns of the line. Hang up, and ring again.")

    def _after(self) -> None:
        if self.telephone.caller.ended is not None and not self.wish.running:
            self.close()


@contextmanager
def _standing_in() -> Iterator[None]:
    """Say in words that what was said could not be put where recordings go."""
    try:
        yield
    except StandInFailed:
        words = "What was said could not be kept: the stand-in for Twilio does not answer."
        raise Sorry(503, words) from None
