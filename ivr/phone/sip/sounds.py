"""Sounds of a telephone, and what is in a sound file, as samples: 16 bits, 8,000 a second."""

from __future__ import annotations

import math
import struct
from functools import lru_cache

from ivr.phone.sip import g711
from ivr.phone.sound import RATE


@lru_cache(maxsize=16)
def tone(hertz: int, seconds: float, second: int = 0) -> bytes:
    """Return a tone, or two at once."""
    steps = [2 * math.pi * each / RATE for each in (hertz, second) if each]
    count = round(seconds * RATE)
    loud = 4000 / len(steps)
    return struct.pack(
        f"<{count}h", *(round(loud * sum(math.sin(s * at) for s in steps)) for at in range(count))
    )


def ringing() -> bytes:
    """Return three seconds of ringing as it is heard in Britain: twice, then a pause."""
    ring = tone(400, 0.4, 450)
    return ring + bytes(2 * round(0.2 * RATE)) + ring + bytes(2 * 2 * RATE)


def samples_in(file: bytes) -> bytes:
    """Return the samples of a WAV file of one channel, in 16 bits or G.711; none for any other file.

    What was not made for a telephone is brought to 8,000 samples a second the simple way: some are left out.
    """
    if file[:4] != b"RIFF" or file[8:12] != b"WAVE":
        return b""
    at, form = 12, (0, 0, 0, 0)
    while at + 8 <= len(file):
        name, size = struct.unpack_from("<4sI", file, at)
        at += 8
        if name == b"fmt " and at + 16 <= len(file):
            kind, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", file, at)
            form = (kind, channels, rate, bits)
        elif name == b"data":
            return _at_telephone(file[at : at + size], form)
        at += size + size % 2
    return b""


def _at_telephone(data: bytes, form: tuple[int, int, int, int]) -> bytes:
    match form:
        case (1, 1, rate, 16) if rate:
            samples = data[: len(data) // 2 * 2]
        case (6 | 7 as kind, 1, rate, 8) if rate:
            samples = g711.decode(data, "PCMA" if kind == 6 else "PCMU")
        case _:
            return b""
    if rate == RATE:
        return samples
    count = len(samples) // 2
    values = struct.unpack(f"<{count}h", samples)
    length = count * RATE // rate
    return struct.pack(f"<{length}h", *(values[each * rate // RATE] for each in range(length)))
