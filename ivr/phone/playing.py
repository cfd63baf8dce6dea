"""What a caller hears of a Play: the file is fetched as Twilio does, once for each document that names it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urljoin

from ivr.phone.exchange import Exchange
from ivr.phone.markup import Element
from ivr.phone.sound import wav_seconds


class Player:
    """The sounds of one call. What is on the line's own host is fetched; what is elsewhere is only named.

    `sounds`: seconds by the URL as it is written in the Play; what is in it is not fetched. `played`: the files that
    were heard, oldest first.
    """

    def __init__(self, exchange: Exchange, sounds: Mapping[str, float]) -> None:
        self.played: list[bytes] = []
        self._exchange, self._sounds = exchange, sounds
        self._url = ""
        self._known: dict[str, bytes | None] = {}

    def enter(self, url: str, audio: bytes | None = None) -> None:
        """Begin a document that came from this URL; `audio` is what came, if it was a sound itself."""
        self._url = url
        self._known = {} if audio is None else {url: audio}

    def look(self, play: Element) -> tuple[str, float] | None:
        """Say what would be heard of a Play and for how many seconds; None if nothing would."""
        url = urljoin(self._url, play.words)
        told = self._sounds.get(play.words)
        if told is not None or not (url in self._known or self._exchange.reaches(url)):
            return f"[plays {play.words}]", told or 0.0
        file = self._fetched(url)
        if file is None:
            return None
        seconds = wav_seconds(file) or 0.0
        return f"[plays {seconds:.3g} seconds]" if seconds else "[plays a sound]", seconds

    def play(self, play: Element) -> tuple[str, float] | None:
        """The same, and it is heard now."""
        heard = self.look(play)
        if file := self._known.get(urljoin(self._url, play.words)):
            self.played.append(file)
        return heard

    def _fetched(self, url: str) -> bytes | None:
        if url not in self._known:
            self._known[url] = self._exchange.sound(url)
        return self._known[url]
