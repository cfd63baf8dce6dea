"""The sound and the keys of one call, while it lasts.

Everything is counted in packets of 20 ms, of which one is sent for each that passes: an earpiece that hears them hears
time pass as the caller does. `speed` lets that time pass faster than the clock's, for tests.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import deque
from typing import Final

from ivr.phone.sip import g711, rtp
from ivr.phone.sip.description import Agreed
from ivr.phone.sip.recorder import Recorder
from ivr.phone.sip.sockets import Address, bound

TICK: Final = 0.02
"""Seconds of one packet."""


class HungUp(Exception):
    """The other end has ended the call."""


class Media:
    """Sends what is played, or silence; takes keys and speech.

    It sends only to the host that rang, wherever a description points, and hears only that host.
    """

    def __init__(self, address: Address, peer: str, *, speed: float = 1.0) -> None:
        self._socket = bound(address)
        self.port: int = self._socket.getsockname()[1]
        self._peer, self._speed = peer, speed
        self._changed = threading.Condition()
        self._agreed: Agreed | None = None
        self._to: Address | None = None
        self._out = bytearray()
        self._pressed: deque[str] = deque()
        self._heard_keys = rtp.KeysHeard()
        self._barge_in = self._over = False
        self._recorder: Recorder | None = None
        self._ticks = 0
        self._thread = threading.Thread(target=self._run, name="sound of a call")

    # What a call does -----------------------------------------------------------------------------------------

    def agree(self, agreed: Agreed) -> None:
        """Begin, or go on with what has been agreed anew."""
        with self._changed:
            if self._agreed is None or self._agreed.port != agreed.port:
                self._to = (self._peer, agreed.port)
            self._agreed = agreed
        if self._thread.ident is None:
            self._thread.start()

    def key(self, key: str) -> None:
        """Take a key that came by another way than with the sound."""
        with self._changed:
            self._press(key)

    def end(self) -> None:
        """The call is over."""
        with self._changed:
            self._over = True
            self._changed.notify_all()
        if self._thread.ident is not None and self._thread is not threading.current_thread():
            self._thread.join()
        self._socket.close()

    # What a conversation asks for -----------------------------------------------------------------------------

    def play(self, samples: bytes, *, barge_in: bool) -> None:
        """Play samples (16 bits, 8 kHz) after what is being played. `barge_in`: a key stops all of it.

        Keys that were pressed during words that cannot be interrupted are forgotten with those.
        """
        with self._changed:
            codec = self._agreed.codec if self._agreed else "PCMU"
            if barge_in and not self._barge_in:
                self._pressed.clear()
            self._barge_in = barge_in
        data = g711.encode(samples, codec)
        with self._changed:
            if not (barge_in and self._pressed):
                self._out += data

    def wait(self, seconds: float) -> str | None:
        """Wait until everything is played and so many seconds more. Return a key as soon as one is pressed; None if
        none is. Raises HungUp."""
        with self._changed:
            left = round(seconds / TICK)
            while True:
                self._check()
                if self._pressed:
                    return self._pressed.popleft()
                if not self._out and left <= 0:
                    return None
                before, playing = self._ticks, bool(self._out)
                self._changed.wait()
                if not playing:
                    left -= self._ticks - before

    @property
    def seconds(self) -> float:
        """How long the call has lasted."""
        return self._ticks * TICK

    def interrupted(self) -> bool:
        """Whether a key waits to be taken. Raises HungUp."""
        with self._changed:
            self._check()
            return bool(self._pressed) and self._barge_in

    def forget_keys(self) -> None:
        """Forget the keys that were pressed and not taken."""
        with self._changed:
            self._pressed.clear()

    def start_recording(self) -> None:
        """Begin to keep what is said."""
        with self._changed:
            self._recorder = Recorder(self._ticks)

    def recording(self) -> tuple[float, float, bool]:
        """Return how long it is, how long nothing has been said, in seconds, and whether anything has been."""
        with self._changed:
            if (recorder := self._recorder) is None:
                return 0.0, 0.0, False
            return recorder.ticks(self._ticks) * TICK, recorder.quiet(self._ticks) * TICK, recorder.spoke

    def stop_recording(self) -> bytes:
        """Return what was said, as samples."""
        with self._changed:
            recorder, self._recorder = self._recorder, None
            return recorder.samples(self._ticks) if recorder is not None else b""

    # The thread -----------------------------------------------------------------------------------------------

    def _run(self) -> None:
        source, sequence = secrets.randbits(32), secrets.randbits(15)
        timestamp = secrets.randbits(31)
        marked, due = True, time.monotonic()
        while not self._over:
            due += TICK / self._speed
            self._take_packets(due)
            with self._changed:
                agreed, to = self._agreed, self._to
                self._ticks += 1
                frame = bytes(self._out[: rtp.FRAME])
                del self._out[: rtp.FRAME]
                self._changed.notify_all()
            if agreed is None or to is None or not agreed.sends:
                continue
            data = frame.ljust(rtp.FRAME, bytes([g711.QUIET[agreed.codec]]))
            packet = rtp.Packet(agreed.payload, sequence, timestamp, source, data, marked)
            sequence, timestamp, marked = sequence + 1, timestamp + rtp.FRAME, False
            try:
                self._socket.sendto(packet.encoded(), to)
            except OSError:  # nobody listens there yet, or any more: who hangs up says so
                continue

    def _take_packets(self, until: float) -> None:
        while not self._over:
            left = until - time.monotonic()
            self._socket.settimeout(max(left, 0.0001))
            try:
                datagram, sender = self._socket.recvfrom(2048)
            except TimeoutError:
                return
            except OSError:
                continue
            if sender[0] == self._peer and (packet := rtp.read(datagram)) is not None:
                self._take(packet, (sender[0], sender[1]))
            if left <= 0:
                return

    def _take(self, packet: rtp.Packet, sender: tuple[str, int]) -> None:
        with self._changed:
            agreed = self._agreed
            if agreed is None:
                return
            self._to = sender  # where it sends from, it listens
            if packet.payload == agreed.events:
                if key := self._heard_keys.key(packet):
                    self._press(key)
            elif packet.payload in (0, 8) and self._recorder is not None:
                samples = g711.decode(packet.data, "PCMU" if packet.payload == 0 else "PCMA")
                self._recorder.take(packet, samples, self._ticks)

    def _press(self, key: str) -> None:
        self._pressed.append(key)
        if self._barge_in:
            self._out.clear()
        self._changed.notify_all()

    def _check(self) -> None:
        if self._over:
            raise HungUp
