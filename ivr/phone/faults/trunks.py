"""What lies between Twilio and a line: here, webhooks come twice, late, in another order, or at the same instant.

A trunk is put between a telephone and a line, and forwards what it is given:

    trunk = Twice(WsgiLine(app).post)
    caller = Caller(trunk.post, …)
    …                               # the call
    trunk.close()
    assert not trunk.complaints

Webhooks that the call goes on with are asked for while the caller waits. Callbacks (of a recording, and of a call's
end) are answered at once and may be delivered later: so does Twilio, which promises no order
(https://www.twilio.com/docs/voice/twiml#status-callbacks).
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final, NamedTuple

from ivr.phone.exchange import Answer, Post, shown
from ivr.phone.wsgi import Response

AT_ONCE: Final = 3
"""How often the same webhook is posted at the same instant."""

_PLAYED: Final = re.compile(rb"(<Play[^>]*>)[^<]*")
_TAKEN: Final = Response(204, {}, b"")


class Request(NamedTuple):
    """A webhook: an absolute URL, the form, the headers with its signature."""

    url: str
    form: dict[str, str]
    headers: dict[str, str]


def is_callback(form: dict[str, str]) -> bool:
    """Say whether a webhook only tells something: of a recording, or that the call has ended."""
    return "RecordingStatus" in form or "CallbackSource" in form


class Trunk:
    """Forwards everything as it is. Others do something to it.

    `times` is how often that was done; `complaints` are what the line should not have answered, in plain English.
    `clock` gives the seconds that the call has taken; whoever rings sets it, for those that go by it.
    """

    habits: ClassVar[Mapping[str, Any]] = {}
    """What else the telephone has to be: arguments of `Caller`."""

    def __init__(self, line: Post) -> None:
        self.times = 0
        self.complaints: list[str] = []
        self.clock: Callable[[], float] = lambda: 0.0
        self._line = line

    def post(self, url: str, form: dict[str, str], headers: dict[str, str]) -> Answer:
        """Post a webhook, and give back what the telephone is to go by."""
        return self._line(url, form, headers)

    def close(self) -> None:
        """Deliver what is still under way. To be called when the call is over; twice is well."""

    def _complain(self, complaint: str) -> None:
        if complaint not in self.complaints:
            self.complaints.append(complaint)

    def _same(self, request: Request, answers: list[Answer]) -> Answer:
        """Give the last of several answers to the same webhook, and complain if they differ."""
        if len({_told(answer) for answer in answers}) > 1:
            self._complain(f"{shown(request.url)} did not answer the same webhook with the same words.")
        return answers[-1]

    def _deliver(self, request: Request) -> None:
        """Deliver a callback that was held back."""
        answer = self._line(*request)
        if not 200 <= answer.status < 300:
            self._complain(f"The callback {shown(request.url)} was answered with {answer.status}.")


class Twice(Trunk):
    """Each webhook comes twice, one after the other, as when an answer was lost on its way. The second one counts."""

    def post(self, url: str, form: dict[str, str], headers: dict[str, str]) -> Answer:
        """Post it, and post it again."""
        request = Request(url, form, headers)
        self.times += 1
        return self._same(request, [self._line(*request), self._line(*request)])


class Late(Trunk):
    """Each callback comes only after the webhook that follows it, or after the end of the call."""

    def __init__(self, line: Post) -> None:
        super().__init__(line)
        self._held: list[Request] = []

    def post(self, url: str, form: dict[str, str], headers: dict[str, str]) -> Answer:
        """Post it, then the callbacks that were held back; hold a callback back."""
        if is_callback(form):
            self.times += 1
            self._held.append(Request(url, form, headers))
            return _TAKEN
        answer = self._line(url, form, headers)
        self.close()
        return answer

    def close(self) -> None:
        """Deliver what was held back, oldest first."""
        held, self._held = self._held, []
        for request in held:
            self._deliver(request)


class OutOfOrder(Trunk):
    """Each webhook comes once more after the one that follows it; callbacks come last, the newest first.

    So the end of the call is told before its recordings, and the last step arrives again when the call is over.
    """

    def __init__(self, line: Post) -> None:
        super().__init__(line)
        self._held: list[Request] = []
        self._asked: list[Request] = []

    def post(self, url: str, form: dict[str, str], headers: dict[str, str]) -> Answer:
        """Post it, then the one before it once more; hold a callback back."""
        request = Request(url, form, headers)
        self.times += 1
        if is_callback(form):
            self._held.append(request)
            return _TAKEN
        answer = self._line(*request)
        for before in self._asked[-1:]:
            self._line(*before)
        self._asked.append(request)
        return answer

    def close(self) -> None:
        """Deliver the callbacks, then the last webhook and the first once more."""
        held, self._held = self._held, []
        again, self._asked = self._asked[-1:] + self._asked[:1], []
        for request in reversed(held):
            self._deliver(request)
        for request in again:
            self._line(*request)


class SameInstant(Trunk):
    """Each webhook comes several times at the same instant, a recording's callback with that of the step."""

    habits: ClassVar[Mapping[str, Any]] = {"status_callback": "before"}

    def __init__(self, line: Post) -> None:
        super().__init__(line)
        self._held: list[Request] = []

    def post(self, url: str, form: dict[str, str], headers: dict[str, str]) -> Answer:
        """Post it in several threads that begin together, with what was held back; hold a recording's callback."""
        request = Request(url, form, headers)
        self.times += 1
        if "RecordingStatus" in form:
            self._held.append(request)
            return _TAKEN
        held, self._held = self._held, []
        answers = self._at_once([request] * AT_ONCE + [each for each in held for _ in range(2)])
        return self._same(request, answers[:AT_ONCE])

    def close(self) -> None:
        """Deliver the callbacks that no step followed."""
        held, self._held = self._held, []
        self._at_once([each for each in held for _ in range(AT_ONCE)])

    def _at_once(self, requests: list[Request]) -> list[Answer]:
        answers: dict[int, Answer] = {}
        errors: list[Exception] = []
        begin = threading.Barrier(max(1, len(requests)))

        def one(number: int, request: Request) -> None:
            begin.wait()
            try:
                answers[number] = self._line(*request)
            except Exception as error:  # it belongs to whoever rings
                errors.append(error)

        threads = [threading.Thread(target=one, args=each, daemon=True) for each in enumerate(requests)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if errors:
            raise errors[0]
        return [answers[number] for number in range(len(requests))]


def _told(answer: Answer) -> tuple[int, bytes]:
    """What an answer tells. The address of something that is played may be another each time."""
    return answer.status, _PLAYED.sub(rb"\1", answer.body)
