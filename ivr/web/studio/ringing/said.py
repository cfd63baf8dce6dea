"""What somebody said into the browser: a WAV file at telephone quality, checked before anything is told of it."""

from dataclasses import dataclass, field
from typing import Final

from ivr.message.audio import NotWhole, whole
from ivr.phone.sound import RATE
from ivr.web.studio.sorry import Sorry

_FORMATS: Final = {(1, 16), (7, 8)}
"""By code and bits of a sample: plain numbers of 16 bits, and mu-law, which telephones carry."""
_SHORTEST: Final = 0.1
"""Seconds under which nobody has said anything."""


@dataclass(frozen=True, slots=True)
class Said:
    """A recording: its sound, and its length in whole seconds, at least one, as Twilio would tell it."""

    audio: bytes = field(repr=False)
    seconds: int


def read_said(body: bytes, longest: int) -> Said:
    """Return a recording from a WAV file of 8 kHz, one channel, 16 bits or mu-law. Raises Sorry for anything else.

    What is said after `longest` seconds is not heard: the line has stopped to listen.
    """
    try:
        wave = whole(body, None)
    except NotWhole as wrong:
        raise Sorry(400, f"This is no recording that could be used: {wrong}.") from None
    code = int.from_bytes(wave.form[:2], "little")
    bits = int.from_bytes(wave.form[14:16], "little")
    if (code, bits) not in _FORMATS or wave.channels != 1 or wave.rate != RATE:
        raise Sorry(400, "A recording has 8,000 samples a second, one channel, and 16 bits or mu-law.")
    if wave.seconds < _SHORTEST:
        raise Sorry(400, "There is nothing to be heard in this recording.")
    if wave.seconds <= longest:
        return Said(body, max(1, round(wave.seconds)))
    most = longest * RATE * bits // 8
    return Said(_written(wave.form, wave.sound[:most]), longest)


def _written(form: bytes, sound: bytes) -> bytes:
    parts = b"".join(
        name + len(content).to_bytes(4, "little") + content
        for name, content in ((b"fmt ", form), (b"data", sound))
    )
    return b"RIFF" + (4 + len(parts)).to_bytes(4, "little") + b"WAVE" + parts
