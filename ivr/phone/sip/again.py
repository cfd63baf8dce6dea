"""Messages that are sent until they are answered, because a datagram may be lost (RFC 3261, section 17)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ivr.phone.sip.dialog import Dialog
from ivr.phone.sip.sockets import Address

FIRST: Final = 0.5
"""Seconds until what was not answered is sent again (T1); each time after that it is twice as long,"""
SLOWEST: Final = 4.0
"""and at most this (T2)."""
GIVEN_UP: Final = 32.0
"""Seconds after which nobody will answer any more (64 T1)."""


@dataclass(slots=True)
class _Sent:
    datagram: bytes
    to: Address
    call: Dialog
    answer: str
    due: float
    after: float
    until: float


class Again:
    """What has been sent and not been answered yet. Any number of threads may use it.

    `given_up`: is told of the call whose 200 nobody acknowledged.
    """

    def __init__(self, send: Callable[[bytes, Address], None], given_up: Callable[[Dialog], None]) -> None:
        self._send, self._given_up = send, given_up
        self._lock = threading.RLock()
        self._sent: list[_Sent] = []

    def until_answered(self, datagram: bytes, to: Address, call: Dialog, answer: str = "") -> None:
        """Send now and until the answer comes. `answer`: the CSeq that it has, for a request of ours; "" for a 200,
        which an ACK answers."""
        due = time.monotonic() + FIRST
        with self._lock:
            self._sent.append(_Sent(datagram, to, call, answer, due, FIRST, due - FIRST + GIVEN_UP))
        self._send(datagram, to)

    def answered(self, name: str, answer: str = "") -> None:
        """The answer has come in the call of this Call-ID, or is not needed any more."""
        with self._lock:
            self._sent = [sent for sent in self._sent if sent.call.name != name or sent.answer != answer]

    def send(self) -> None:
        """Send what is due."""
        now = time.monotonic()
        with self._lock:
            late = [sent for sent in self._sent if sent.due <= now]
            for sent in late:
                sent.after = min(sent.after * 2, SLOWEST)
                sent.due = now + sent.after
            hopeless = [sent for sent in late if now >= sent.until]
            self._sent = [sent for sent in self._sent if sent not in hopeless]
        for sent in late:
            if sent not in hopeless:
                self._send(sent.datagram, sent.to)
            elif not sent.answer:
                self._given_up(sent.call)
