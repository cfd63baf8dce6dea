"""Webhooks of strangers, between those of a call: with a made-up signature, without one, or with that of another.

Each must be answered with 403, and nothing may come of it: what a stranger sends always asks for something else than
the caller did.
"""

from __future__ import annotations

import secrets
from abc import ABC, abstractmethod
from collections.abc import Iterator

from ivr.phone.exchange import Answer, Post, shown
from ivr.phone.faults.trunks import Request, Trunk
from ivr.phone.signing import HEADER, signature


class Strangers(Trunk, ABC):
    """Before each webhook come some that Twilio has not sent. `what` they are, for complaints."""

    what = "that Twilio has not sent"

    def post(self, url: str, form: dict[str, str], headers: dict[str, str]) -> Answer:
        """Post what strangers send, then the true one."""
        request = Request(url, form, headers)
        for each in self._strangers(request):
            self.times += 1
            status = self._line(*each).status
            if status != 403:
                self._complain(f"{shown(each.url)} answered {status} to a webhook {self.what}.")
        return self._line(*request)

    @abstractmethod
    def _strangers(self, request: Request) -> Iterator[Request]:
        """Give what strangers send at this moment."""


class Forged(Strangers):
    """Strangers sign with a token that they made up."""

    what = "with a made-up signature"

    def _strangers(self, request: Request) -> Iterator[Request]:
        token = secrets.token_hex(16)
        for form in (_otherwise(request.form), {**request.form, "CallStatus": "completed"}):
            yield Request(request.url, form, {**request.headers, HEADER: signature(token, request.url, form)})


class Unsigned(Strangers):
    """Strangers do not sign at all."""

    what = "without a signature"

    def _strangers(self, request: Request) -> Iterator[Request]:
        form = _otherwise(request.form)
        bare = {name: value for name, value in request.headers.items() if name != HEADER}
        yield Request(request.url, form, bare)
        yield Request(request.url, form, {**bare, HEADER: ""})


class Stale(Strangers):
    """Strangers have seen a signature, and use it for something else: another form, another address."""

    what = "with the signature of another one"

    def __init__(self, line: Post) -> None:
        super().__init__(line)
        self._before: Request | None = None

    def _strangers(self, request: Request) -> Iterator[Request]:
        yield request._replace(form=_otherwise(request.form))
        yield request._replace(url=request.url + ("&" if "?" in request.url else "?") + "again=1")
        before, self._before = self._before, request
        if before is None or before.headers.get(HEADER) == request.headers.get(HEADER):
            return
        yield request._replace(headers=before.headers)
        if before.url != request.url:
            yield request._replace(url=before.url)


def _otherwise(form: dict[str, str]) -> dict[str, str]:
    """The same form with another key pressed."""
    return {**form, "Digits": "2" if form.get("Digits") == "1" else "1"}
