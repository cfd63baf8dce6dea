"""What a voice is: something that says words and gives the sound."""

from __future__ import annotations

from typing import Literal, Protocol

Pace = Literal["normal", "slow"] | float
"""How fast to speak. A number is a share of the voice's own speed: 0.92 is slower, 1.0 is "normal"."""

SLOW = 0.92
"""What "slow" means, as a share of a voice's own speed."""
SLOWEST, FASTEST = 0.5, 2.0
"""The speeds that every voice here can keep; what lies outside is spoken at the nearer one."""


class SpeechFailed(Exception):
    """The voice could not say something. The text says why, and never what it was to say."""


class Speaker(Protocol):
    """A voice. Any number of threads may ask it at once."""

    @property
    def name(self) -> str:
        """What it is called in the setting IVR_SPEECH."""

    def can(self, language: str) -> bool:
        """Whether it speaks a language, named as in TwiML: "en-GB", "cy-GB"."""

    def say(self, words: str, *, language: str, pace: Pace = "normal") -> bytes:
        """Speak plain words. Return a WAV file as a telephone would carry it: 8 kHz, 16 bits, one channel,
        300 to 3,400 Hz, always equally loud; no samples for words with nothing to say.

        The same words give the same bytes. Raises SpeechFailed; a language that it cannot speak is one reason.
        """


def speed_of(pace: Pace) -> float:
    """Return a pace as a share of the voice's own speed, from 0.5 to 2.0."""
    if isinstance(pace, str):
        return SLOW if pace == "slow" else 1.0
    return min(max(pace, SLOWEST), FASTEST)


def primary(language: str) -> str:
    """Return the first part of a language's name: `en` of "en-GB"."""
    return language.partition("-")[0].lower()
