"""A simulated telephone that obeys TwiML as strictly as Twilio does.

    caller = Caller(WsgiLine(app).post)
    caller.dial("/voice").press("1").record(12)
    print(caller.heard, caller.waiting, caller.ended)

It knows TwiML and HTTP and nothing of menus, so it finds what the code that wrote the TwiML cannot see. It has a
virtual clock: silence costs no time, and `seconds` says how long the call has taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Self
from urllib.parse import urlsplit
from uuid import uuid4

from ivr.phone.actions import act
from ivr.phone.call import Call, Ended, Habits, KeepsRecordings
from ivr.phone.document import Document, Waiting
from ivr.phone.exchange import Exchange, Get, Post
from ivr.phone.fields import parameters
from ivr.phone.markup import Element
from ivr.phone.recording import TWILIO_API
from ivr.phone.steps import DialOutcome, HangUp, Press, Speak, Step, StepDoesNotFit, Wait
from ivr.phone.steps import parse as parse_steps


class Caller:
    """A person with a telephone. The steps give the caller back, so that they can be written in a row.

    `post(url, form, headers)` sends a form to an absolute URL; `get(url, headers)` is needed for TwiML that says
    `method="GET"`, and for fetching what a Play names on the line's own host: without it a Play is only named. The
    headers hold the signature made with `token`, and no Content-Type. `from_number` may be
    "withheld".

    `empty_recording`: what Twilio does when nothing was said: "skips" (runs the next verb) or "posts" (asks the
    action, with RecordingDuration=0). `status_callback`: when the recordingStatusCallback comes: "after" or "before"
    the action, or "never"; `status_callback_times`: how often it is sent. `empty_digits`: whether an empty result has
    a "blank" Digits field or a "missing" one. `status_path`: where the number's status callback goes when the call
    ends; None is /voice/status if there is one; "" is none. `passing_words`: whether the caller lets words "pass"
    that only wait to be interrupted (a Gather of at most one second), or stops there to "wait" for the next step.
    `sounds`: seconds of sounds played, by their URL as it is written; these are not fetched.

    `recordings`: where what the caller says goes before the line is told of it, as speech-like sound made from the
    recording's SID (`ivr.phone.sound`): a stand-in for Twilio's REST API (`ivr.phone.twilio_api`), served in this
    process or, by `RemoteRecordings`, in another. RecordingUrl then points there. `api_url` says where it points
    without, or instead. The stand-in has to be of the account `account_sid`.
    """

    def __init__(
        self,
        post: Post,
        *,
        get: Get | None = None,
        base_url: str = "https://line.example",
        token: str = "0123456789abcdef0123456789abcdef",  # noqa: S107 - not a secret: for lines of the tester's own
        from_number: str = "+447700900001",
        to_number: str = "+441632960000",
        account_sid: str = "AC" + "0" * 32,
        status_path: str | None = None,
        empty_recording: Literal["skips", "posts"] = "skips",
        status_callback: Literal["after", "before", "never"] = "after",
        status_callback_times: int = 1,
        empty_digits: Literal["blank", "missing"] = "blank",
        passing_words: Literal["pass", "wait"] = "pass",
        sounds: Mapping[str, float] | None = None,
        recordings: KeepsRecordings | None = None,
        api_url: str | None = None,
    ) -> None:
        self._post, self._get, self._token, self._base_url = post, get, token, base_url
        self._numbers = {"account_sid": account_sid, "from_number": from_number, "to_number": to_number}
        self._habits = Habits(
            empty_recording,
            status_callback,
            status_callback_times,
            empty_digits,
            status_path,
            passing_words,
            sounds or {},
            recordings,
            (api_url or (recordings.api_url if recordings is not None else TWILIO_API)).rstrip("/"),
        )
        self.problems: list[str] = []
        """What Twilio would refuse or do otherwise than meant, in plain English, each once."""
        self.call_sid = ""
        """The CallSid of the call; "" before the first."""
        self._call: Call | None = None

    # What the caller does -------------------------------------------------------------------------------------

    def dial(self, path: str = "/voice") -> Self:
        """Ring the line. After a call has ended, the same telephone can ring again, as a new call."""
        if self._call is not None and self._call.ended is None:
            raise StepDoesNotFit("dial", "the caller is already on the telephone")
        self.call_sid = "CA" + uuid4().hex
        exchange = Exchange(self._post, self._get, self._base_url, self._token, self.problems)
        fields = parameters(call_sid=self.call_sid, **self._numbers)
        self._call = Call(exchange, self._base_url, fields, self._habits)
        self._call.follow(path, "POST", {}, status="ringing")
        return self

    def press(self, keys: str) -> Self:
        """Press keys, written as in `steps`: "1", "star", "5 5", "07700900123 hash"."""
        for step in parse_steps(keys):
            if not isinstance(step, Press):
                raise StepDoesNotFit(str(step), "it is not a key")
            self.do(step)
        return self

    def wait(self) -> Self:
        """Stay silent: at a Gather no key, at a Record no word, at a Dial nobody answers."""
        return self.do(Wait())

    def record(self, seconds: int, then: str | None = None, audio: bytes | None = None) -> Self:
        """Speak for so many whole seconds, then "hash" (or another key's name), "hangup" or "silence".

        Without `then` it is hash; for 0 seconds it is silence. What is longer than the Record's maxLength is cut
        there: the key is not pressed any more, but a caller who meant to hang up still does. `audio` is what is
        said, as a WAV file of that length; without it, sound like speech is made up.
        """
        return self.do(Speak(seconds, then or ("hash" if seconds else "silence"), audio))

    def dial_outcome(self, outcome: str) -> Self:
        """Say how the call put through ends: "completed", "busy", "no-answer", "failed" or "canceled"."""
        return self.do(DialOutcome(outcome))

    def hang_up(self) -> Self:
        """Hang up where the call is now. To hang up while recording, use `record(12, then="hangup")`."""
        return self.do(HangUp())

    def do(self, step: Step) -> Self:
        """Do one step. Raises `StepDoesNotFit` if the call is not where it can be done."""
        call = self._call
        if call is None or call.ended is not None:
            raise StepDoesNotFit(
                str(step), f"the call has ended ({call.ended})" if call else "nobody has dialled yet"
            )
        if not isinstance(step, Wait):
            call.untouched = 0
        act(call, step)
        return self

    # What the caller notices ----------------------------------------------------------------------------------

    @property
    def documents(self) -> list[Document]:
        """Every document of the call, oldest first."""
        return self._call.documents if self._call else []

    @property
    def heard(self) -> list[str]:
        """The prompts of the last document."""
        return list(self.documents[-1].heard) if self.documents else []

    @property
    def all_heard(self) -> list[str]:
        """The prompts of all documents, oldest first."""
        return [prompt for document in self.documents for prompt in document.heard]

    @property
    def played(self) -> list[bytes]:
        """The files that Plays have let the caller hear, oldest first: only what could be fetched."""
        return list(self._call.player.played) if self._call else []

    @property
    def keys(self) -> dict[str, str]:
        """The keys the last document offers, {key: words}."""
        return self.documents[-1].keys if self.documents else {}

    @property
    def at(self) -> str:
        """The path of the last document's URL; "" before dialling."""
        return urlsplit(self.documents[-1].url).path if self.documents else ""

    @property
    def waiting(self) -> Waiting | None:
        """The verb at which the call finally waits if the caller does nothing; None when it does not wait."""
        return self._call.waiting if self._call else None

    @property
    def verb(self) -> Element | None:
        """The verb that the call is at now; None when it does not wait. `waiting` says where that leads."""
        return self._call.verb if self._call else None

    @property
    def passing(self) -> bool:
        """Whether the call stops only for words that can be interrupted: it goes on by itself when they are over.

        That is only with `passing_words="wait"`; otherwise it has gone on already.
        """
        return self._call is not None and self._call.passing

    @property
    def ended(self) -> Ended | None:
        """How the call ended; None while it goes on."""
        return self._call.ended if self._call else None

    @property
    def seconds(self) -> float:
        """How long the call has taken by now, by the virtual clock."""
        return self._call.seconds if self._call else 0.0
