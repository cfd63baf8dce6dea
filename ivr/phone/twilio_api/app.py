"""The stand-in for Twilio's REST API, as a WSGI application."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from ivr.phone.sound import silent_mp3
from ivr.phone.twilio_api import control, resources
from ivr.phone.twilio_api.answers import MP3, WAV, Answer, Refused, as_json, not_found
from ivr.phone.twilio_api.faults import Fault, Faults, refusal, spoilt
from ivr.phone.twilio_api.lists import page, wanted
from ivr.phone.twilio_api.recordings import Recording, Recordings
from ivr.phone.twilio_api.request import METHODS, Names, Request
from ivr.phone.twilio_api.resources import PhoneNumber

ACCOUNT_SID = "AC" + "0" * 32
AUTH_TOKEN = "0123456789abcdef0123456789abcdef"  # noqa: S105 - not a secret: the same as the simulated caller's


class Seen(NamedTuple):
    """A request that was made, and how it was answered (0: not at all)."""

    method: str
    path: str
    query: str
    status: int


class TwilioApi:
    """Twilio's recordings, account and numbers, for one account. A WSGI application; safe with several threads.

    `media_needs_auth`: the account's setting "Enforce HTTP Auth on Media URLs". `numbers`: the numbers it has.
    `recordings` and `faults` are what it answers from; look at them and change them while it runs.
    """

    def __init__(
        self,
        account_sid: str = ACCOUNT_SID,
        auth_token: str = AUTH_TOKEN,
        *,
        recordings: Recordings | None = None,
        faults: Faults | None = None,
        numbers: Iterable[PhoneNumber] = (),
        media_needs_auth: bool = True,
    ) -> None:
        self.account_sid, self.auth_token = account_sid, auth_token
        self.recordings = Recordings() if recordings is None else recordings
        self.faults = Faults() if faults is None else faults
        self.numbers = list(numbers)
        self.media_needs_auth = media_needs_auth
        self.requests: deque[Seen] = deque(maxlen=100_000)
        """Every request to Twilio's own addresses, oldest first."""
        self._closing = threading.Event()

    def close(self) -> None:
        """Let no answer hang any longer."""
        self._closing.set()

    def reset(self) -> None:
        """Forget recordings, faults and requests, as if it had just begun. The numbers stay."""
        self.recordings.clear()
        self.faults.clear()
        self.requests.clear()

    def __call__(self, environ: Mapping[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        request = Request.of(environ)
        if request.path.startswith(control.PREFIX):
            answer = self._controlled(request)
        else:
            status = 0
            try:
                answer = self._answered(request)
                status = answer.status
            finally:
                self.requests.append(Seen(request.method, request.path, request.query_text, status))
        start_response(answer.status_line, answer.all_headers())
        return [] if request.method == "HEAD" else [answer.body]

    def _controlled(self, request: Request) -> Answer:
        try:
            request.check(self.account_sid, self.auth_token)
            return control.answer(self, request)
        except Refused as refused:
            return refused.answer(xml=False)

    def _answered(self, request: Request) -> Answer:
        place, names = request.route
        try:
            if place != "media" or self.media_needs_auth:
                request.check(self.account_sid, self.auth_token)
            if not place:
                raise not_found(request.path)
            if request.method not in METHODS.get(place, ("GET", "HEAD")):
                raise Refused(405, "Method not allowed")
            if request.method == "DELETE":
                place = "delete"
            fault = self._fault(place, names, request)
            if names["account"] != self.account_sid:
                raise not_found(request.path)
            answer = self._served(place, request, names)
            if fault is not None and fault.kind == "lost":
                raise ConnectionResetError
            if place == "media":
                return self._sent(answer, fault, request, names)
            return answer
        except Refused as refused:
            return refused.answer(xml=place == "media")

    def _fault(self, place: str, names: Names, request: Request) -> Fault | None:
        """What goes wrong with this request, if anything. Raises `Refused` where that is an error."""
        fault = self.faults.next(place, names.get("sid") or request.path)
        if fault is None:
            return None
        if fault.kind == "hang":
            self._closing.wait(fault.seconds)
        if fault.kind == "drop":  # the server's handler closes the connection, as if the client had
            raise ConnectionResetError
        if error := refusal(fault, request.path):
            raise error
        return fault

    def _served(self, place: str, request: Request, names: Names) -> Answer:
        """The answer of one place. Raises `Refused`."""
        if place == "account":
            return as_json(resources.account(self.account_sid))
        if place == "numbers":
            return as_json(self._numbers(request))
        if place == "list":
            return as_json(self._list(request, names["call"]))
        recording = self.recordings.find(names["sid"] or "")
        may_be_deleted = place == "recording" and request.wants_deleted
        if recording is None or (recording.deleted_at is not None and not may_be_deleted):
            raise not_found(request.path)
        if names.get("call") not in (None, recording.call_sid):
            raise not_found(request.path)
        if place == "media":
            return self._media(recording, request, names["ending"])
        if place == "recording":
            return as_json(self._shown(recording, request, of_call=names["call"] is not None))
        if not self.recordings.delete(recording.sid):  # somebody else was faster
            raise not_found(request.path)
        return Answer(204)

    def _media(self, recording: Recording, request: Request, ending: str | None) -> Answer:
        if not self.recordings.is_ready(recording):
            raise not_found(request.path)
        if ending == ".mp3":
            return Answer(200, silent_mp3(recording.seconds), {"Content-Type": MP3})
        return Answer(200, recording.audio, {"Content-Type": WAV})

    def _sent(self, whole: Answer, fault: Fault | None, request: Request, names: Names) -> Answer:
        sent = whole if fault is None else spoilt(fault, whole)
        if sent == whole and request.method == "GET":
            self.recordings.count_fetched(names["sid"] or "")
        return sent

    def _list(self, request: Request, call: str | None) -> dict[str, Any]:
        return page(
            self.recordings.all(),
            wanted(request.query | ({"CallSid": call} if call else {})),
            request.query,
            path=request.path,
            name="recordings",
            shown=lambda it: self._shown(it, request, of_call=call is not None),
        )

    def _numbers(self, request: Request) -> dict[str, Any]:
        number = request.query.get("PhoneNumber")
        return page(
            self.numbers,
            lambda it: number is None or number in it.number,
            request.query,
            path=request.path,
            name="incoming_phone_numbers",
            shown=lambda it: resources.number(it, self.account_sid),
        )

    def _shown(self, recording: Recording, request: Request, *, of_call: bool) -> dict[str, Any]:
        ready = self.recordings.is_ready(recording)
        return resources.recording(
            recording, self.account_sid, ready=ready, base_url=request.base_url, of_call=of_call
        )
