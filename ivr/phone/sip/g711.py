"""G.711, the sound of telephones: 16-bit samples to 8 bits and back, mu-law (PCMU) and A-law (PCMA)."""

from __future__ import annotations

import struct
from functools import lru_cache
from typing import Final

QUIET: Final = {"PCMU": 0xFF, "PCMA": 0xD5}
"""The byte that is silence."""


def encode(samples: bytes, codec: str) -> bytes:
    """Return samples (16 bits, lowest byte first) as bytes of a codec."""
    table = _encoder(codec)
    return bytes(table[sample >> 2 & 0x3FFF] for sample in struct.unpack(f"<{len(samples) // 2}h", samples))


def decode(data: bytes, codec: str) -> bytes:
    """Return bytes of a codec as samples (16 bits, lowest byte first)."""
    table = _decoder(codec)
    return b"".join([table[byte] for byte in data])


def level(samples: bytes) -> float:
    """Return how loud samples are: the root of their mean square, from 0 to 32768."""
    count = len(samples) // 2
    if not count:
        return 0.0
    squares = sum(sample * sample for sample in struct.unpack(f"<{count}h", samples[: count * 2]))
    return float((squares / count) ** 0.5)


def linear(byte: int, codec: str) -> int:
    """Return one byte of a codec as a sample (ITU-T G.711, tables 1a and 2a)."""
    if codec == "PCMU":
        byte ^= 0xFF
        size = (((byte & 0x0F) << 3) + 0x84 << ((byte & 0x70) >> 4)) - 0x84
        return -size if byte & 0x80 else size
    byte ^= 0x55
    segment, step = (byte & 0x70) >> 4, (byte & 0x0F) << 4
    size = step + 8 if segment == 0 else step + 0x108 << segment - 1
    return size if byte & 0x80 else -size


@lru_cache(maxsize=2)
def _decoder(codec: str) -> tuple[bytes, ...]:
    return tuple(struct.pack("<h", linear(byte, codec)) for byte in range(256))


@lru_cache(maxsize=2)
def _encoder(codec: str) -> bytes:
    """The nearest byte for each 14-bit sample, found by the sample's upper bits as they stand in 16 bits."""
    known = sorted((linear(byte, codec), byte) for byte in range(256))
    table, at, middle = bytearray(16384), 0, 0.0
    for sample in range(-8192, 8192):
        middle = sample * 4 + 1.5
        while at + 1 < len(known) and abs(known[at + 1][0] - middle) <= abs(known[at][0] - middle):
            at += 1
        table[sample & 0x3FFF] = known[at][1]
    return bytes(table)
