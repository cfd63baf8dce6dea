"""Recorded prompts in a folder, and how long each plays."""

from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from ivr.call.speech import Break
from ivr.call.verbs import Pause, Play, Say
from ivr.cli.exits import Cannot
from ivr.menu.types import mark_of
from ivr.phone.sound import wav_seconds


def file_for(words: str) -> str:
    """Return the name of the file that holds these words, spoken: the mark of the words, and `.wav`."""
    return f"{mark_of(words)}.wav"


class PromptFiles:
    """A folder of WAV files: `MARK.wav` for words that a voice would speak, and recorded prompts by their own names.

    Each file is read once.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lasts: dict[str, float | None] = {}

    def seconds(self, part: Say | Play | Pause, words: str) -> float | None:
        """Return how long a verb plays that says these words; None where there is no file.

        A file of spoken words holds them at the voice's usual pace, without the pauses that are written between
        them: those are added. Raises Cannot for a file that is no WAV file.
        """
        match part:
            case Say(speech, rate=rate):
                lasts = self._file(file_for(words))
                pauses = sum(piece.milliseconds for piece in speech if isinstance(piece, Break)) / 1000
                return None if lasts is None else lasts * 100 / rate + pauses
            case Play(url):
                own = PurePosixPath(urlsplit(url).path).name
                lasts = self._file(own) if own else None
                return self._file(file_for(words)) if lasts is None and words else lasts
        return None

    def _file(self, name: str) -> float | None:
        if name not in self._lasts:
            self._lasts[name] = self._read(name)
        return self._lasts[name]

    def _read(self, name: str) -> float | None:
        path = self._folder / name
        try:
            lasts = wav_seconds(path.read_bytes())
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Cannot(f"{path}: {error.strerror}.") from None
        if lasts is None:
            raise Cannot(f"{path} is no WAV file.")
        return lasts
