"""SIP messages: reading what a softphone sent, and writing what it gets (RFC 3261, sections 7 and 20)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

LARGEST: Final = 16 * 1024
"""Bytes of a message that is read at all."""
_LONGEST: Final = 2000
"""Characters of a header: no telephone sends more, and what looks for a name in one may take its square in time."""
_DIGITS: Final = 9
"""Digits of a number that is read at all."""
_COMPACT: Final = {
    "v": "via", "f": "from", "t": "to", "i": "call-id", "m": "contact", "l": "content-length",
    "c": "content-type", "k": "supported", "s": "subject", "e": "content-encoding",
}  # fmt: skip
_REQUEST: Final = re.compile(r"([A-Z]{1,20}) (\S{1,1000}) SIP/2\.0")
_RESPONSE: Final = re.compile(r"SIP/2\.0 ([1-6][0-9]{2})(?: .*)?")
_NAME: Final = re.compile(r"[A-Za-z0-9.!%*_+`'~-]+")
_WORDS: Final = {
    100: "Trying", 180: "Ringing", 200: "OK", 400: "Bad Request", 405: "Method Not Allowed", 420: "Bad Extension",
    481: "Call/Transaction Does Not Exist", 486: "Busy Here", 488: "Not Acceptable Here", 491: "Request Pending",
    500: "Server Internal Error", 505: "Version Not Supported",
}  # fmt: skip


class NotSip(Exception):
    """What came is no SIP message."""


@dataclass(frozen=True, slots=True)
class Message:
    """A request (`method` and `uri`) or a response (`status`). Header names are in lower case and in their long form,
    in the order in which they came."""

    method: str = ""
    uri: str = ""
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def all(self, name: str) -> list[str]:
        """Return every value of a header, in order."""
        return [value for known, value in self.headers if known == name]

    def one(self, name: str) -> str:
        """Return the first value of a header; "" where there is none."""
        return next(iter(self.all(name)), "")

    @property
    def sequence(self) -> tuple[int, str]:
        """The number and method of CSeq; (0, "") where there is none."""
        number, _, method = self.one("cseq").partition(" ")
        return (int(number), method.strip()) if number.isdecimal() and len(number) < 11 else (0, "")

    @property
    def branch(self) -> str:
        """What names the transaction: the branch of the topmost Via; "" where there is none."""
        return parameter(self.one("via").split(",")[0], "branch")

    def encoded(self) -> bytes:
        """Write it."""
        start = f"{self.method} {self.uri} SIP/2.0" if self.method else self._status_line()
        lines = [start, *(f"{_shown(name)}: {value}" for name, value in self.headers)]
        return "\r\n".join([*lines, f"Content-Length: {len(self.body)}", "", ""]).encode() + self.body

    def _status_line(self) -> str:
        return f"SIP/2.0 {self.status} {_WORDS.get(self.status, 'Unknown')}"


def read(datagram: bytes) -> Message:
    """Read one datagram. Raises NotSip."""
    if len(datagram) > LARGEST:
        raise NotSip("it is too long")
    head, blank, body = datagram.partition(b"\r\n\r\n")
    try:
        lines = re.sub(r"\r\n[ \t]+", " ", head.decode()).split("\r\n")
    except UnicodeDecodeError:
        raise NotSip("it is no text") from None
    if not blank:
        raise NotSip("it has no end of headers")
    request, response = _REQUEST.fullmatch(lines[0]), _RESPONSE.fullmatch(lines[0])
    if request is None and response is None:
        raise NotSip("it begins as no message does")
    headers = tuple(_headers(lines[1:]))
    message = Message(
        request[1] if request else "",
        request[2] if request else "",
        int(response[1]) if response else 0,
        headers,
        body,
    )
    length = message.one("content-length")
    if length and (not length.isdecimal() or len(length) > _DIGITS or int(length) > len(body)):
        raise NotSip("it is shorter than it says")
    for needed in ("via", "from", "to", "call-id", "cseq"):
        if not message.one(needed):
            raise NotSip(f"it has no {needed}")
    if not message.sequence[0] and not message.sequence[1]:
        raise NotSip("its CSeq is no number and method")
    return Message(
        message.method, message.uri, message.status, headers, body[: int(length)] if length else body
    )


def answer(
    request: Message,
    status: int,
    *,
    tag: str = "",
    headers: Iterable[tuple[str, str]] = (),
    body: bytes = b"",
) -> Message:
    """Return a response to a request. `tag`: our own end's, where the request has none yet."""
    to = request.one("to")
    if tag and not parameter(to, "tag"):
        to = f"{to};tag={tag}"
    copied = [(name, value) for name, value in request.headers if name in ("via", "record-route")]
    same = [(name, request.one(name)) for name in ("from", "call-id", "cseq")]
    return Message(status=status, headers=(*copied, ("to", to), *same, *headers), body=body)


def parameter(value: str, name: str) -> str:
    """Return a parameter of a header's value, outside its brackets: `tag`, `branch`; "" where there is none."""
    match = re.search(
        rf";\s*{name}\s*=\s*([^\s;,>]+)", re.sub(r"<[^>]*>|\"[^\"]*\"", "", value), re.IGNORECASE
    )
    return match[1] if match else ""


def address(value: str) -> str:
    """Return the URI of a From, To or Contact."""
    value = re.sub(r'"(?:[^"\\]|\\.)*"', "", value)
    inside = re.search(r"<([^>]+)>", value)
    return inside[1].strip() if inside else value.partition(";")[0].strip()


def user(value: str) -> str:
    """Return the name before the @ of a From or To, or the number of a `tel:`; "" where there is none."""
    match = re.match(r"sips?:([^@;:]+)(?::[^@]*)?@|tel:([^;]+)", address(value), re.IGNORECASE)
    return (match[1] or match[2]) if match else ""


def _headers(lines: Iterable[str]) -> Iterable[tuple[str, str]]:
    for line in lines:
        name, colon, value = line.partition(":")
        name = name.strip()
        if not colon or len(line) > _LONGEST or not _NAME.fullmatch(name):
            raise NotSip("one of its headers is none")
        name = name.lower()
        yield _COMPACT.get(name, name), value.strip()


def _shown(name: str) -> str:
    return {"call-id": "Call-ID", "cseq": "CSeq"}.get(name, name.title())


def key_in(message: Message) -> str | None:
    """Return the key that an INFO holds: `Signal=5`, or the key alone."""
    if not message.one("content-type").lower().startswith("application/dtmf"):
        return None
    found = re.match(r"\s*(?:Signal\s*=\s*)?([0-9*#])\s*(?:\r?\n|$)", message.body.decode("utf-8", "replace"))
    return found[1] if found else None
