"""The voice of the package hibari-tts: its model is in its wheel, so it speaks without network or account.

It speaks American English, about a hundred times faster than anybody listens. Its British voices would be downloads of
their own, which nothing here does; one that somebody has put where hibari looks for it is taken.
"""

from __future__ import annotations

import re
import threading
from importlib.util import find_spec
from typing import Any, Final

from ivr.phone.sound import wav
from ivr.phone.speaking.telephone_band import telephone_wav
from ivr.phone.speaking.values import Pace, SpeechFailed, primary, speed_of

BRITISH: Final = ("emma", "fable")
"""The British voices, the better one first."""
PACE: Final = 0.83
"""Of its own speed: by itself it says 3.5 words a second, and the British voices that read menus 2.9."""
BRACKETS: Final = str.maketrans("[]()", "    ")
"""What hibari would take for a pronunciation written out."""
PRONOUNCED: Final = {
    "hertford": "hˈɑɹtfəɹd",
    "hertfordshire": "hˈɑɹtfəɹdʃɪɹ",
    "herts": "hˈɑɹts",
    "hertsmere": "hˈɑɹtsmɪɹ",
    "welwyn": "wˈɛlɪn",
}
"""Names that the American voice would read as they are spelt, in the alphabet of hibari's dictionary."""
_NAMES: Final = re.compile(rf"\b({'|'.join(PRONOUNCED)})\b", re.IGNORECASE)


def installed() -> bool:
    """Say whether the package is there, without loading it."""
    return find_spec("hibari") is not None


def written_out(words: str) -> str:
    """Return words with the pronunciation of names that hibari does not know.

    >>> written_out("Welwyn [or so]")
    '[Welwyn](/wˈɛlɪn/)  or so '
    """
    return _NAMES.sub(lambda name: f"[{name[0]}](/{PRONOUNCED[name[0].lower()]}/)", words.translate(BRACKETS))


class HibariVoice:
    """The voice. Its model (0.7 to 1.4 s) is loaded by a thread that starts with it, so that making one is quick."""

    name = "hibari"

    def __init__(self) -> None:
        self._model: Any = None
        self._failed: str | None = None
        self._one_at_a_time = threading.Lock()
        self._loading = threading.Thread(target=self._load, name="loading a voice")
        self._loading.start()

    def can(self, language: str) -> bool:
        """Say whether the language is English, of whatever country."""
        return primary(language) == "en"

    def say(self, words: str, *, language: str, pace: Pace = "normal") -> bytes:
        """See `Speaker`."""
        import numpy as np

        if not self.can(language):
            raise SpeechFailed(f"hibari speaks English, and not {language[:20]}.")
        self._loading.join()
        if self._model is None:
            raise SpeechFailed(f"hibari cannot be used: {self._failed}.")
        spoken = []
        try:
            for sounds in self._phonemes(words):
                # By the sentence, so that a short prompt need not wait for the whole of a long one.
                with self._one_at_a_time:
                    spoken.append(self._model.from_phonemes(sounds, PACE * speed_of(pace), 0))
        except Exception as error:
            raise SpeechFailed(f"hibari could not say this ({type(error).__name__}).") from None
        return telephone_wav(np.concatenate(spoken), self._model.sample_rate) if spoken else wav(b"")

    def _phonemes(self, words: str) -> list[str]:
        with self._one_at_a_time:
            found: list[str] = self._model.phonemize(written_out(words))
        return found

    def _load(self) -> None:
        try:
            from hibari import Hibari

            self._model = Hibari(voice=_voice())
            self._model.g2p  # noqa: B018 - it loads its dictionaries when it is first asked for them
        except Exception as error:
            self._failed = type(error).__name__
            self._model = None


def _voice() -> str:
    from hibari import voices

    for name in BRITISH:
        try:
            voices.voice_path(name, download_missing=False)
        except (OSError, ValueError):
            continue
        return name
    return str(voices.DEFAULT)
