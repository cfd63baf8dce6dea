"""Is this recording whole? Reading just enough of a WAV file to know, and joining several into one.

A recording is fetched once and then deleted at the provider, so a file that ends early must not pass for the message.
RIFF says how long everything in it is: all sizes have to add up to exactly the bytes that came, and the sound has to
last as long as the provider said.

>>> whole(silence(3), 3).seconds
3.0
>>> whole(silence(3)[:-1], 3)
Traceback (most recent call last):
ivr.message.audio.NotWhole: the file ends early
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

BETWEEN_SECONDS: Final = 0.5
"""The pause between two recordings that are joined."""

LEEWAY_SECONDS: Final = 2.0
LEEWAY_SHARE: Final = 0.05
"""How far the length may be from what was told: the provider tells whole seconds, and rounds in its own way."""

_PCM, _A_LAW, _MU_LAW, _EXTENSIBLE = 1, 6, 7, 0xFFFE
_QUIET: Final = {(_PCM, 16): b"\x00", (_PCM, 8): b"\x80", (_A_LAW, 8): b"\xd5", (_MU_LAW, 8): b"\xff"}
"""What is understood, by code and bits of a sample, with the byte that is silence in it."""

_SIZE_NOT_KNOWN: Final = frozenset({0, 0xFFFFFFFF})
"""What those write who send a file while it is still being made."""

_RIFF, _CHUNK, _FORM = struct.Struct("<4sI4s"), struct.Struct("<4sI"), struct.Struct("<HHIIHH")
_GUID_AT: Final = 24
_MOST_CHANNELS: Final = 8


class NotWhole(Exception):
    """Raised when a file is not the whole recording. `word` says why in one word, the text in a few.

    `cut-short`: it ends early. `not-audio`: it is no WAV file that could be checked. `wrong-length`: it plays for
    longer or shorter than the provider said. `damaged`: its own sizes contradict each other.
    """

    def __init__(self, word: str, why: str) -> None:
        super().__init__(why)
        self.word = word


class _Format(NamedTuple):
    code: int
    bits: int
    channels: int
    rate: int

    @property
    def block(self) -> int:
        """Bytes of one moment, all channels."""
        return self.channels * self.bits // 8

    @property
    def quiet(self) -> bytes:
        """The byte that is silence."""
        return _QUIET[self.code, self.bits]


@dataclass(frozen=True, slots=True)
class Wave:
    """A whole WAV file: its length in seconds, moments (`rate`) a second, channels, and the sound itself."""

    seconds: float
    rate: int
    channels: int
    sound: bytes = field(repr=False)
    format: _Format = field(repr=False)
    form: bytes = field(repr=False)
    """The format as the file wrote it."""


def whole(body: bytes, told_seconds: float | None) -> Wave:
    """Return the recording, if these bytes are all of one. Raises NotWhole.

    `told_seconds` is what the provider said, None where it did not. A file without sizes (they are 0 or 0xFFFFFFFF)
    plays to the end of the bytes: whoever fetched it has to know that all of them came (`says_its_size`).
    """
    wave = _read(body)
    if told_seconds is not None:
        leeway = max(LEEWAY_SECONDS, LEEWAY_SHARE * told_seconds)
        if abs(wave.seconds - told_seconds) > leeway:
            raise NotWhole(
                "wrong-length", f"it plays for {wave.seconds:.1f} seconds instead of {told_seconds:g}"
            )
    return wave


def says_its_size(body: bytes) -> bool:
    """Say whether a file tells by itself where it ends."""
    return (
        body[:4] == b"RIFF" and len(body) >= 8 and int.from_bytes(body[4:8], "little") not in _SIZE_NOT_KNOWN
    )


def joined(files: Sequence[bytes]) -> bytes:
    """Return recordings as one file, in order, with half a second between them; of one, that one as it is.

    Raises NotWhole for one that is none, or if they are not all of the same format. ValueError for none at all.
    """
    if not files:
        raise ValueError("there is nothing to join")
    if len(files) == 1:
        return files[0]
    waves = [_read(file) for file in files]
    first = waves[0].format
    if any(wave.format != first for wave in waves):
        raise NotWhole("damaged", "the recordings are of different formats")
    pause = first.quiet * (round(BETWEEN_SECONDS * first.rate) * first.block)
    return _written(waves[0].form, first, pause.join(wave.sound for wave in waves))


def silence(seconds: float) -> bytes:
    """Return a WAV file in which nothing is heard for so many seconds: 8 kHz, 16 bits, one channel."""
    quiet = _Format(_PCM, 16, 1, 8000)
    form = _FORM.pack(
        quiet.code, quiet.channels, quiet.rate, quiet.rate * quiet.block, quiet.block, quiet.bits
    )
    return _written(form, quiet, quiet.quiet * (round(seconds * quiet.rate) * quiet.block))


def _read(body: bytes) -> Wave:
    if len(body) < _RIFF.size:
        raise NotWhole("cut-short", "the file ends before it begins")
    riff, size, kind = _RIFF.unpack_from(body)
    if riff != b"RIFF" or kind != b"WAVE":
        raise NotWhole("not-audio", "it is not a WAV file")
    streamed = size in _SIZE_NOT_KNOWN
    if not streamed and 8 + size > len(body):
        raise NotWhole("cut-short", "the file ends early")
    # Some count the byte that makes an odd length even, some do not.
    if not streamed and 8 + size + size % 2 < len(body):
        raise NotWhole("damaged", "there are bytes after the end of the file")
    form: bytes | None = None
    sound: bytes | None = None
    for name, content in _chunks(body, streamed=streamed):
        if name == b"fmt ":
            form = form or content
        elif name == b"data":
            if form is None or sound is not None:
                raise NotWhole("damaged", "the parts of the file are not in order")
            sound = content
    if form is None or sound is None:
        raise NotWhole("cut-short", "there is no sound in the file")
    understood = _understood(form)
    if len(sound) % understood.block:
        raise NotWhole("cut-short", "the file ends in the middle of a sample")
    moments = len(sound) // understood.block
    return Wave(moments / understood.rate, understood.rate, understood.channels, sound, understood, form)


def _chunks(body: bytes, *, streamed: bool) -> Iterator[tuple[bytes, bytes]]:
    at = _RIFF.size
    while at + _CHUNK.size <= len(body):
        name, size = _CHUNK.unpack_from(body, at)
        at += _CHUNK.size
        if streamed and name == b"data" and size in _SIZE_NOT_KNOWN:
            size = len(body) - at
        if at + size > len(body):
            raise NotWhole("cut-short", "the file ends early")
        yield name, body[at : at + size]
        at += size + size % 2  # what follows begins at an even place
    if at < len(body):
        raise NotWhole("cut-short", "the file ends early")


def _understood(form: bytes) -> _Format:
    if len(form) < _FORM.size:
        raise NotWhole("damaged", "the file does not say what sound it holds")
    code, channels, rate, _, block, bits = _FORM.unpack_from(form)
    if code == _EXTENSIBLE and len(form) >= _GUID_AT + 2:
        code = int.from_bytes(form[_GUID_AT : _GUID_AT + 2], "little")
    if (code, bits) not in _QUIET:
        raise NotWhole("not-audio", f"sound of kind {code} with {bits} bits cannot be checked")
    found = _Format(code, bits, channels, rate)
    if not 1 <= channels <= _MOST_CHANNELS or rate < 1 or block != found.block:
        raise NotWhole("damaged", "what the file says of its sound cannot be")
    return found


def _written(form: bytes, of: _Format, sound: bytes) -> bytes:
    # Where a sample is not a plain number, the file has to say how many there are.
    samples = b"" if of.code == _PCM else struct.pack("<I", len(sound) // of.block)
    parts = [(b"fmt ", form), *([(b"fact", samples)] if samples else []), (b"data", sound)]
    content = b"".join(_CHUNK.pack(name, len(part)) + part + bytes(len(part) % 2) for name, part in parts)
    return _RIFF.pack(b"RIFF", 4 + len(content), b"WAVE") + content
