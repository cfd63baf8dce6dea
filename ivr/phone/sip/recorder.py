"""What is said into a call, put together from its packets."""

from __future__ import annotations

from typing import Final

from ivr.phone.sip import g711, rtp

QUIET: Final = 260.0
"""A packet that is not louder than this (-42 dB of full scale) has no speech in it."""
LONGEST: Final = 3600
"""Seconds of a recording that are kept."""
JUMP: Final = rtp.FRAME * 50
"""Samples by which a packet may be away from now: with more, the other end's clock has jumped."""
SPEECH: Final = 3
"""Packets in which something is said, at least, before it is taken for speech: a click is none."""


class Recorder:
    """A recording that goes on. Time is told in ticks: packets of 20 ms since the call began."""

    def __init__(self, tick: int) -> None:
        self._from = self._quiet_from = tick
        self._kept = bytearray()
        self._spoke = 0
        self._first: tuple[int, int, int] | None = None  # a packet's source and timestamp, and its place here

    def take(self, packet: rtp.Packet, samples: bytes, tick: int) -> None:
        """Put a packet where its timestamp says: what was lost, and what nobody sent, is silence."""
        now = (tick - self._from) * rtp.FRAME
        if self._first is None or self._first[0] != packet.source:
            self._first = (packet.source, packet.timestamp, now)
        at = self._first[2] + ((packet.timestamp - self._first[1] + 0x80000000) % 0x100000000 - 0x80000000)
        if at < 0 or abs(at - now) > JUMP:
            self._first, at = (packet.source, packet.timestamp, now), now
        if at < LONGEST * 8000:
            self._kept.extend(bytes(max(0, at * 2 + len(samples) - len(self._kept))))
            self._kept[at * 2 : at * 2 + len(samples)] = samples
        if g711.level(samples) > QUIET:
            self._spoke, self._quiet_from = self._spoke + 1, tick

    def ticks(self, tick: int) -> int:
        """Return how long it is."""
        return tick - self._from

    def quiet(self, tick: int) -> int:
        """Return for how long nothing has been said."""
        return tick - self._quiet_from

    @property
    def spoke(self) -> bool:
        """Whether anything has been said."""
        return self._spoke >= SPEECH

    def samples(self, tick: int) -> bytes:
        """Return all of it, as long as it has lasted."""
        whole = min(self.ticks(tick), LONGEST * 50) * rtp.FRAME * 2
        return bytes(self._kept[:whole].ljust(whole, b"\0"))
