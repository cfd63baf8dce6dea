"""Packets of sound (RTP, RFC 3550) and of keys (RFC 4733)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

FRAME: Final = 160
"""Samples in a packet: 20 ms."""
KEYS: Final = "0123456789*#"
"""The keys by the number of their event. A to D (12 to 15) are on no telephone."""
_HEADER: Final = struct.Struct(">BBHII")
_EVENT: Final = struct.Struct(">BBH")


@dataclass(frozen=True, slots=True)
class Packet:
    """One packet. `timestamp`: in samples. `marked`: the first after a silence, or of an event."""

    payload: int
    sequence: int
    timestamp: int
    source: int
    data: bytes
    marked: bool = False

    def encoded(self) -> bytes:
        """Write it."""
        second = self.payload | (0x80 if self.marked else 0)
        return (
            _HEADER.pack(0x80, second, self.sequence & 0xFFFF, self.timestamp & 0xFFFFFFFF, self.source)
            + self.data
        )


def read(datagram: bytes) -> Packet | None:
    """Read one datagram; None for what is no RTP."""
    if len(datagram) < _HEADER.size:
        return None
    first, second, sequence, timestamp, source = _HEADER.unpack_from(datagram)
    if first >> 6 != 2 or 200 <= second <= 211:  # the latter is RTCP on the same port
        return None
    start = _HEADER.size + 4 * (first & 0x0F)
    if first & 0x10:
        if len(datagram) < start + 4:
            return None
        start += 4 + 4 * int(struct.unpack_from(">H", datagram, start + 2)[0])
    end = len(datagram) - (datagram[-1] if first & 0x20 else 0)
    if start > end:
        return None
    return Packet(second & 0x7F, sequence, timestamp, source, datagram[start:end], bool(second & 0x80))


class KeysHeard:
    """Takes packets of keys and tells each press once, at the first of its packets that arrives.

    A press is several packets with one timestamp, and its last is sent three times because any may be lost.
    """

    def __init__(self) -> None:
        self._last: tuple[int, int] | None = None

    def key(self, packet: Packet) -> str | None:
        """Return the key of a press that has not been told yet."""
        if len(packet.data) < _EVENT.size:
            return None
        event = packet.data[0]
        if event >= len(KEYS):
            return None
        press = (packet.source, packet.timestamp)
        if self._last is not None and self._last[0] == packet.source:
            behind = (self._last[1] - packet.timestamp) & 0xFFFFFFFF
            if behind < 0x80000000:  # told already, or older than one that was
                return None
        self._last = press
        return KEYS[event]


def presses(
    key: str, *, payload: int, sequence: int, timestamp: int, source: int, packets: int = 5
) -> list[Packet]:
    """Return the packets that a telephone sends for one press, 20 ms apart, the last one three times."""
    event = KEYS.index(key)
    sent = []
    for at in range(packets + 3):
        end = at >= packets
        duration = min(at + 1, packets + 1) * FRAME
        data = _EVENT.pack(event, (0x80 if end else 0) | 10, duration)
        sent.append(Packet(payload, sequence + at, timestamp, source, data, marked=at == 0))
    return sent
