"""Which voice speaks: the setting IVR_SPEECH, and what is installed."""

from __future__ import annotations

from typing import Final

from ivr.phone.speaking import espeak_voice, hibari_voice
from ivr.phone.speaking.values import Speaker

CHOICES: Final = ("auto", "hibari", "espeak-ng", "off")
"""What IVR_SPEECH can be."""


class NoSuchSpeaker(ValueError):
    """A voice was chosen that is not installed, or that nobody knows. The text says what would be right."""


def speaker(choice: str = "auto") -> Speaker | None:
    """Return the voice that is chosen; None for "off", and for "auto" where none is installed.

    "auto" takes hibari only: espeak-ng is taken where it is asked for by name. What the voice needs is loaded in the
    background. Raises NoSuchSpeaker.
    """
    match choice.strip().lower():
        case "off":
            return None
        case "auto":
            return hibari_voice.HibariVoice() if hibari_voice.installed() else None
        case "hibari":
            if not hibari_voice.installed():
                raise NoSuchSpeaker("hibari is not installed. Try: pip install 'liaison-line[speech]'")
            return hibari_voice.HibariVoice()
        case "espeak-ng":
            if not espeak_voice.installed():
                raise NoSuchSpeaker("espeak-ng is not installed. On Debian: apt-get install espeak-ng")
            return espeak_voice.EspeakVoice()
        case _:
            raise NoSuchSpeaker(f"“{choice[:40]}” is no voice. It can be {', '.join(CHOICES)}.")
