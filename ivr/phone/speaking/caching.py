"""A voice that remembers what it has said, in memory only: words can hold what a caller keyed in."""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections import OrderedDict
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

from ivr.phone.speaking.parts import Part
from ivr.phone.speaking.rendering import render
from ivr.phone.speaking.values import Pace, Speaker, SpeechFailed, speed_of

MOST_BYTES: Final = 64 * 1024 * 1024
"""About 70 minutes of speech: every prompt of a line of some 800 nodes."""


class Cached:
    """A voice that says the same words only once. Any number of threads may ask it at once.

    What was asked for longest ago is forgotten when there are more than `most_bytes` of sound. Nothing is kept of the
    words but a hash, keyed anew in each process.
    """

    def __init__(self, speaker: Speaker, most_bytes: int = MOST_BYTES) -> None:
        self._speaker, self._most = speaker, most_bytes
        self._key = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._known: OrderedDict[bytes, bytes] = OrderedDict()
        self._coming: dict[bytes, Future[bytes]] = {}
        self._ahead: ThreadPoolExecutor | None = None
        self._turn = 0
        self.bytes = 0
        """How much sound is kept."""

    @property
    def name(self) -> str:
        """The voice's own name."""
        return self._speaker.name

    def can(self, language: str) -> bool:
        """See `Speaker`."""
        return self._speaker.can(language)

    def say(self, words: str, *, language: str, pace: Pace = "normal") -> bytes:
        """See `Speaker`. Who asks for what is being spoken already waits for that."""
        name = self._name(words, language, pace)
        with self._lock:
            if (known := self._known.get(name)) is not None:
                self._known.move_to_end(name)
                return known
            coming = self._coming.get(name)
            mine = coming is None
            if coming is None:
                coming = self._coming[name] = Future()
        if mine:
            self._speak(coming, name, words, language, pace)
        return coming.result()

    def prepare(self, parts: Iterable[Part]) -> None:
        """Speak parts in the background, in their order, because they will be asked for next.

        What an earlier call of this has not begun yet is left out.
        """
        with self._lock:
            self._turn += 1
            turn = self._turn
            if self._ahead is None:
                self._ahead = ThreadPoolExecutor(1, "speaking ahead")
            ahead = self._ahead
        for part in parts:
            ahead.submit(self._prepare, part, turn)

    def close(self) -> None:
        """Speak nothing ahead any more."""
        with self._lock:
            self._turn += 1
            ahead, self._ahead = self._ahead, None
        if ahead is not None:
            ahead.shutdown(cancel_futures=True)

    def _prepare(self, part: Part, turn: int) -> None:
        if turn == self._turn:
            try:
                render(part, self)
            except SpeechFailed:  # whoever asks for it is told
                return

    def _speak(self, coming: Future[bytes], name: bytes, words: str, language: str, pace: Pace) -> None:
        try:
            sound = self._speaker.say(words, language=language, pace=pace)
        except BaseException as failed:
            with self._lock:
                del self._coming[name]
            coming.set_exception(failed)
            return
        with self._lock:
            del self._coming[name]
            if len(sound) <= self._most:
                self._known[name] = sound
                self.bytes += len(sound)
            while self.bytes > self._most:
                self.bytes -= len(self._known.popitem(last=False)[1])
        coming.set_result(sound)

    def _name(self, words: str, language: str, pace: Pace) -> bytes:
        said = f"{language}\0{speed_of(pace):.3f}\0{words}"
        return hashlib.blake2b(said.encode("utf-8", "surrogatepass"), key=self._key, digest_size=20).digest()
