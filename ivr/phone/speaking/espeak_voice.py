"""espeak-ng, where somebody has installed it and chosen it: many languages, and a voice that sounds like a machine."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import wave
from functools import cached_property
from typing import Final

from ivr.phone.speaking.telephone_band import telephone_wav
from ivr.phone.speaking.values import Pace, SpeechFailed, primary, speed_of

PROGRAM: Final = "espeak-ng"
WORDS_A_MINUTE: Final = 165
PATIENCE: Final = 30
"""Seconds after which it is taken to hang."""


def installed() -> bool:
    """Say whether the program is there."""
    return shutil.which(PROGRAM) is not None


class EspeakVoice:
    """The voice: a process for each prompt, which is told the words where no list of processes shows them."""

    name = PROGRAM

    def can(self, language: str) -> bool:
        """Say whether it knows the language, of whatever country."""
        return primary(language) in self._languages

    def say(self, words: str, *, language: str, pace: Pace = "normal") -> bytes:
        """See `Speaker`."""
        import numpy as np

        if not self.can(language):
            raise SpeechFailed(f"espeak-ng does not speak {language[:20]}.")
        speed = round(WORDS_A_MINUTE * speed_of(pace))
        voice = language.lower() if language.lower() in self._languages else primary(language)
        told = _run("-v", voice, "-s", str(speed), "-b", "1", "--stdin", "--stdout", words=words)
        try:
            # The length in the header of a file that is written to a pipe is not known, and so not true.
            with wave.open(io.BytesIO(told)) as file:
                rate, start = file.getframerate(), told.index(b"data") + 8
        except (wave.Error, EOFError, ValueError):
            raise SpeechFailed("espeak-ng gave no sound.") from None
        whole = told[start : start + (len(told) - start) // 2 * 2]
        return telephone_wav(np.frombuffer(whole, "<i2") / 32768, rate)

    @cached_property
    def _languages(self) -> frozenset[str]:
        listed = _run("--voices").decode("utf-8", "replace")
        named = re.findall(r"^\s*\d+\s+(\S+)", listed, re.MULTILINE)
        return frozenset(named) | {primary(name) for name in named}


def _run(*arguments: str, words: str = "") -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - no word of a caller or a file is among its arguments
            [PROGRAM, *arguments], input=words.encode(), capture_output=True, timeout=PATIENCE, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise SpeechFailed(f"espeak-ng failed ({type(error).__name__}).") from None
    return done.stdout
