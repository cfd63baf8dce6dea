"""A prompt as one sound."""

from __future__ import annotations

from ivr.phone.sound import RATE, wav
from ivr.phone.speaking.markup import Pause
from ivr.phone.speaking.parts import Part
from ivr.phone.speaking.values import Speaker
from ivr.phone.speech import STOP_SECONDS

HEADER = 44
"""Bytes before the samples in the WAV files that are made here (`ivr.phone.sound.wav`)."""

STOPS = tuple(",.;:?!…")
"""What the estimate of `ivr.phone.speech` takes for a stop."""


def render(part: Part, speaker: Speaker) -> bytes | None:
    """Return a prompt as a WAV file with all its pauses, that before it included: played one after the other, such
    files are what the caller hears.

    None where the prompt is a recorded sound, or in a language that the voice cannot speak. Raises SpeechFailed.
    """
    runs = [piece for piece in part.pieces if not isinstance(piece, Pause)]
    if part.play_url is not None or not all(speaker.can(run.language) for run in runs):
        return None
    samples = [silence(part.pause_before)]
    for piece in part.pieces:
        if isinstance(piece, Pause):
            samples.append(silence(piece.seconds))
        else:
            samples.append(samples_of(speaker.say(piece.text, language=piece.language, pace=piece.rate)))
            samples.append(silence(after(piece.text) / piece.rate))
    return wav(b"".join(samples))


def after(text: str) -> float:
    """Return the seconds of silence after words: voices here leave none, and the next words are a breath away."""
    return STOP_SECONDS if text.endswith(STOPS) else 0.0


def silence(seconds: float) -> bytes:
    """Return silence as samples of 16 bits."""
    return bytes(2 * round(seconds * RATE))


def samples_of(file: bytes) -> bytes:
    """Return the samples of a WAV file that a voice here has made."""
    return file[HEADER:]
