"""What the stand-in answers with: statuses, Twilio's error codes, JSON and XML."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from uuid import uuid4
from xml.sax.saxutils import escape

WAV, MP3 = "audio/x-wav", "audio/mpeg"

CODES = {400: 20001, 401: 20003, 404: 20404, 405: 20004, 429: 20429, 500: 20500, 503: 20503}
"""Twilio's error code for each status."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer. `length` is what Content-Length says, if it is not the body's length."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None

    @property
    def status_line(self) -> str:
        """ "404 Not Found"."""
        return f"{self.status} {HTTPStatus(self.status).phrase}"

    def all_headers(self) -> list[tuple[str, str]]:
        """The headers, with those that every answer has."""
        headers = dict(self.headers) | {"Twilio-Request-Id": "RQ" + uuid4().hex, "X-Powered-By": "ivr.phone"}
        if self.status != HTTPStatus.NO_CONTENT:
            headers["Content-Length"] = str(len(self.body) if self.length is None else self.length)
        return list(headers.items())


class Refused(Exception):
    """Raised where the answer is an error: its status, and Twilio's message in English."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        code: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.message, self.headers = status, message, headers or {}
        self.code = CODES[status] if code is None else code

    def answer(self, *, xml: bool) -> Answer:
        """The error as Twilio writes it: XML where audio was asked for, JSON elsewhere."""
        more = f"https://www.twilio.com/docs/errors/{self.code}"
        headers = {**self.headers, "X-Twilio-Error-Code": str(self.code)}
        if xml:
            text = (
                "<?xml version='1.0' encoding='UTF-8'?>\n<TwilioResponse><RestException>"
                f"<Code>{self.code}</Code><Message>{escape(self.message)}</Message>"
                f"<MoreInfo>{more}</MoreInfo><Status>{self.status}</Status></RestException></TwilioResponse>"
            )
            return Answer(self.status, text.encode(), {**headers, "Content-Type": "application/xml"})
        told = {"code": self.code, "message": self.message, "more_info": more, "status": self.status}
        return as_json(told, self.status, headers)


def not_found(path: str) -> Refused:
    """Twilio's 404."""
    return Refused(404, f"The requested resource {path} was not found")


def as_json(told: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """An answer of JSON."""
    content = {"Content-Type": "application/json;charset=utf-8"}
    return Answer(status, json.dumps(told).encode(), {**content, **(headers or {})})
