"""Sound for recordings: something like speech, made from the recording's own SID, and how long a sound lasts.

Telephone quality: 8,000 samples a second, 16 bits, one channel. The same SID and length always give the same bytes,
and no two seconds of one recording are alike, so a test can compare what an officer hears with what a caller said,
sample for sample.
"""

from __future__ import annotations

import hashlib
import math
import struct
from functools import lru_cache

RATE = 8000
"""Samples in a second."""

_PITCHES = (95, 110, 125, 140, 165, 185, 200, 220)
_VOWELS = (
    (270, 2290),
    (390, 1990),
    (530, 1840),
    (660, 1720),
    (730, 1090),
    (570, 840),
    (440, 1020),
    (300, 870),
)
_LONG = RATE // 4
"""Samples of a syllable."""
_MARK = 32
"""Bytes at the start of each second that no other second has."""


def sound(sid: str, seconds: float) -> bytes:
    """A whole WAV file of this length (from 0; to the sample), made from the recording's SID."""
    samples = round(seconds * RATE)
    second = _second(sid)
    data = bytearray(second * -(-samples // RATE))
    for at in range(0, len(data), len(second)):
        data[at : at + _MARK] = hashlib.sha256(f"{sid}:{at}".encode()).digest()
    return wav(bytes(data[: samples * 2]))


def wav(data: bytes, *, rate: int = RATE) -> bytes:
    """A WAV file of these samples: 16 bits each, lowest byte first, one channel, `rate` in a second."""
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, rate, rate * 2, 2, 16)
    return (
        struct.pack("<4sI4s", b"RIFF", 36 + len(data), b"WAVE")
        + form
        + struct.pack("<4sI", b"data", len(data))
        + data
    )


def wav_seconds(file: bytes) -> float | None:
    """How long a WAV file plays, by the sound that is really there; None if it is no WAV file."""
    if file[:4] != b"RIFF" or file[8:12] != b"WAVE":
        return None
    at, rate = 12, 0
    while at + 8 <= len(file):
        name, size = struct.unpack_from("<4sI", file, at)
        at += 8
        if name == b"fmt " and at + 16 <= len(file):
            (rate,) = struct.unpack_from("<I", file, at + 8)  # bytes in a second
        elif name == b"data":
            return min(size, len(file) - at) / rate if rate else None
        at += size + size % 2
    return None


def silent_mp3(seconds: float) -> bytes:
    """An MP3 of silence of about this length (to 72 ms): there is no encoder here that could hold more.

    MPEG 2.5 layer III, 8 kHz, 8 kbit/s, one channel: frames of 72 bytes, of which all but the header are zero.
    """
    return (b"\xff\xe3\x18\xc4" + bytes(68)) * math.ceil(seconds * RATE / 576)


@lru_cache(maxsize=64)
def _second(sid: str) -> bytes:
    """One second of four syllables: a vowel each, at the voice's pitch, that swells and fades."""
    chosen = hashlib.sha256(sid.encode()).digest()
    pitch = _PITCHES[chosen[0] % len(_PITCHES)]
    hiss = (b"".join(bytes((byte % 8, 0)) for byte in chosen[5:]) * (_LONG // 27 + 1))[: _LONG * 2]
    spoken = b"".join(_syllable(pitch, *_VOWELS[syllable % len(_VOWELS)]) for syllable in chosen[1:5])
    # All samples are added at once, as one long number: none is below 0 or runs over into the next.
    mixed = int.from_bytes(spoken, "little") + int.from_bytes(hiss * 4, "little")
    return (mixed ^ _SIGNS).to_bytes(RATE * 2, "little")


_SIGNS = int.from_bytes(struct.pack("<H", 1 << 15) * RATE, "little")
"""The highest bit of each sample of a second: with it turned over, 0 stands in the middle and not at the bottom."""


@lru_cache(maxsize=64)
def _syllable(pitch: int, low: int, high: int) -> bytes:
    """A quarter of a second, of a voice's pitch and a vowel's two formants, all in hertz; no sample below 0."""
    steps = [2 * math.pi * hertz / RATE for hertz in (pitch, low, high)]
    samples = (
        int(
            9000
            * math.sin(math.pi * at / _LONG)
            * (0.5 * math.sin(steps[0] * at) + 0.3 * math.sin(steps[1] * at) + 0.2 * math.sin(steps[2] * at))
        )
        for at in range(_LONG)
    )
    return struct.pack(f"<{_LONG}H", *(sample + (1 << 15) for sample in samples))
