"""A caller hears what they have recorded, during the call and never after it.

The page has a URL of this line, not the provider's. Whoever holds it may listen, for a few minutes and while the call
lasts: which call, which step and which recordings it is for is sealed in it, so it shows nothing and cannot be made
up. What it plays comes from the provider at that moment, goes through here, and is kept nowhere.
"""

import logging
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from flask import Blueprint, Response

from ivr.menu.scene import LISTENING
from ivr.message.audio import joined, silence
from ivr.message.provider_answers import ProviderTrouble
from ivr.message.sealing import CallSeal, CannotOpen, derived
from ivr.message.store import Store

if TYPE_CHECKING:
    from ivr.message.provider import Provider
    from ivr.message.values import PlayableRecording

logger = logging.getLogger(__name__)

T = TypeVar("T")

VALID: Final = timedelta(minutes=5)
"""How long a URL can be listened to: longer than the words before it, at the slow pace."""
ASKING_SECONDS: Final = 3.0
"""How long the provider is asked whether there is something to play. The caller hears nothing meanwhile."""
FETCHING_SECONDS: Final = 8.0
"""How long recordings are fetched. The provider hangs up on who answers after 15 seconds."""
_PAUSES: Final = (0.25, 0.5, 1.0, 2.0, 2.0)
"""Seconds between attempts: a recording is there a few seconds after it stopped."""
_NO_SOUND: Final = frozenset({"absent", "failed", "deleted"})
"""What the provider calls a recording that will never be heard."""
_AT_ONCE: Final = 16
"""How many requests to the provider there are at once in one process."""
_TOKEN: Final = "token"  # noqa: S105  # what it is bound to
_SILENT_SECONDS: Final = 1


class Wanted(NamedTuple):
    """What is to be played: of the message that a step of a call belongs to, what was recorded at nodes.

    `nodes` are names with commas between them; none means all.
    """

    call_sid: str
    step: int
    nodes: str


class NotToBeHeard(LookupError):
    """Raised when a URL lets nobody listen: made up, too old, or of a call that is over."""


class Listening:
    """Says what can be played, lets the provider play it, and plays it. Safe to use from many threads.

    `provider` is None where there is no account: then nothing can be played. `secret` is the line's own, the same on
    every host, so that any of them can answer.
    """

    def __init__(
        self, store: Store, provider: "Provider | None", secret: bytes, clock: Callable[[], datetime]
    ) -> None:
        self._store, self._provider, self._clock = store, provider, clock
        self._seal = CallSeal(derived(secret, "listen"), _TOKEN)
        self._pool = ThreadPoolExecutor(_AT_ONCE, "listening")

    def possible(self, wanted: Wanted) -> bool:
        """Say whether all of it is at the provider. Raises whatever the store or the provider raise.

        Only names and lengths are asked for, and no longer than a caller can be kept waiting.
        """
        provider = self._provider
        if provider is None:
            return False
        recordings = self._recordings(wanted)
        asked = [self._pool.submit(provider.find, recording.sid) for recording in recordings]
        found = _all_of(asked, ASKING_SECONDS)
        return bool(found) and all(one is not None and one.status not in _NO_SOUND for one in found)

    def token(self, wanted: Wanted, now: datetime) -> str:
        """Return what stands in the URL of a page made at `now`."""
        until = int((now + VALID).timestamp())
        hidden = self._seal.hide(_TOKEN, f"{until} {wanted.call_sid} {wanted.step} {wanted.nodes}")
        return _written(hidden)

    def opened(self, token: str) -> Wanted:
        """Return what a URL is for. Raises NotToBeHeard."""
        try:
            hidden = urlsafe_b64decode(token + "=" * (-len(token) % 4))
            text = self._seal.show(_TOKEN, hidden)
        except (CannotOpen, ValueError):
            raise NotToBeHeard("nobody here made this") from None
        if _written(hidden) != token:  # Python's decoder lets pass what is no letter of it
            raise NotToBeHeard("nobody here wrote it like this")
        until, call_sid, step, nodes = text.split(" ")
        now = self._clock()
        if now.timestamp() > int(until) or self._store.is_over(call_sid, now):
            raise NotToBeHeard("it is too late")
        return Wanted(call_sid, int(step), nodes)

    def audio(self, wanted: Wanted) -> bytes:
        """Return the recordings as one WAV file. Raises whatever the store or the provider raise."""
        provider = self._provider
        recordings = self._recordings(wanted)
        if provider is None or not recordings:
            raise NotToBeHeard("there is nothing to play")
        until = time.monotonic() + FETCHING_SECONDS
        fetched = [self._pool.submit(_fetch, provider, recording, until) for recording in recordings]
        return joined(_all_of(fetched, FETCHING_SECONDS))

    def _recordings(self, wanted: Wanted) -> "list[PlayableRecording]":
        nodes = tuple(filter(None, wanted.nodes.split(",")))
        return self._store.recordings_to_play(wanted.call_sid, wanted.step, nodes)


def blueprint(listening: Listening) -> Blueprint:
    """Return the route that plays recordings. The token in its URL is its guard: the provider signs no such request."""
    listen = Blueprint("listening", __name__)

    @listen.get(f"/voice/{LISTENING}/<token>.wav")
    def play(token: str) -> Response:
        """Play what the token is for.

        Whatever goes wrong once somebody may listen is a moment of silence: an error would end the call.
        """
        try:
            wanted = listening.opened(token)
        except NotToBeHeard:
            return _answer(b"", 404)
        except Exception as error:
            logger.error("A recording could not be played: %s", type(error).__name__)
            return _answer(silence(_SILENT_SECONDS))
        try:
            return _answer(listening.audio(wanted))
        except NotToBeHeard:  # they have deleted it since, and wait for it no longer
            return _answer(b"", 404)
        except Exception as error:
            logger.warning("A recording could not be played: %s", type(error).__name__)
            return _answer(silence(_SILENT_SECONDS))

    return listen


def _written(hidden: bytes) -> str:
    return urlsafe_b64encode(hidden).decode().rstrip("=")


def _answer(audio: bytes, status: int = 200) -> Response:
    kind = "audio/wav" if audio else "text/plain; charset=utf-8"
    return Response(audio, status, {"Cache-Control": "no-store"}, content_type=kind)


def _fetch(provider: "Provider", recording: "PlayableRecording", until: float) -> bytes:
    """Return a recording's audio, asking again while the provider does not have it yet."""
    for pause in (*_PAUSES, None):
        try:
            return provider.audio(recording.sid, recording.url)
        except ProviderTrouble:  # at first it may be neither there (404) nor ours (401)
            if pause is None or time.monotonic() + pause > until:
                raise
            time.sleep(pause)
    raise AssertionError("the last attempt returns or raises")


def _all_of(asked: list[Future[T]], seconds: float) -> list[T]:
    """Return the results in order, however long each takes, or raise TimeoutError after so many seconds."""
    _, late = wait(asked, timeout=seconds)
    for future in late:
        future.cancel()
    if late:
        raise TimeoutError("the provider takes too long")
    return [future.result() for future in asked]
