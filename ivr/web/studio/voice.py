"""The voice of the studio: what the server can speak itself. Everything else is left to the browser's own voices."""

import logging
import threading
from dataclasses import dataclass, field
from typing import Final, Literal

from ivr.phone.speaking import Cached, NoSuchSpeaker, Part, SpeechFailed, render, speaker
from ivr.web.studio.sorry import Sorry

logger = logging.getLogger(__name__)

LONGEST: Final = 1000
"""Characters of words that somebody wants spoken."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker, or none. Nothing that it says is kept outside this process."""

    speaker: Cached | None
    _saying: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def can(self, part: Part) -> bool:
        """Say whether a part that is words can be spoken here."""
        return self.speaker is not None and part.play_url is None and self.speaker.can(part.language)

    def prepare(self, parts: tuple[Part, ...]) -> None:
        """Begin to speak parts before they are asked for."""
        if self.speaker is not None:
            self.speaker.prepare([part for part in parts if self.can(part)])

    def sound(self, part: Part) -> bytes | None:
        """Return a part as a WAV file; None where it cannot be spoken."""
        if self.speaker is None or not self.can(part):
            return None
        try:
            return render(part, self.speaker)
        except SpeechFailed as failed:
            logger.warning("Words could not be spoken: %s", type(failed).__name__)
            return None

    def say(self, words: str, language: str, pace: Literal["normal", "slow"] = "normal") -> bytes:
        """Return words as a WAV file. Raises Sorry where they cannot be spoken, or others are being spoken.

        A voice works for seconds. Whoever waited for it would hold one of the few threads that answer telephones.
        """
        if self.speaker is None or not self.speaker.can(language):
            raise Sorry(409, "No voice is installed here that could say this. Choose another way to speak.")
        if not self._saying.acquire(blocking=False):
            raise Sorry(429, "The voice speaks other words at this moment. Try again.")
        try:
            return self.speaker.say(words, language=language, pace=pace)
        except SpeechFailed:
            raise Sorry(
                409, "This could not be spoken. Choose other words, or another way to speak."
            ) from None
        finally:
            self._saying.release()


def voice(choice: str) -> Voice:
    """Return the voice of a setting: `auto`, a speaker's name or `off`."""
    try:
        found = speaker(choice)
    except NoSuchSpeaker as error:
        logger.warning("%s", error)
        found = None
    return Voice(Cached(found) if found is not None else None)
