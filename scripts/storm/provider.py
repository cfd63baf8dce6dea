"""The provider in a storm: the stand-in for Twilio's REST API, with every fault that it can have."""

from collections.abc import Iterator
from contextlib import contextmanager

from ivr.phone.twilio_api import Fault, Recordings, TwilioApi, serve

READY_AFTER = 0.5
"""Seconds until a recording can be fetched."""

WEATHER = (
    Fault("not-found", times=1, chance=0.5),
    Fault("unauthorised", times=2, chance=0.15),
    Fault("too-many", chance=0.1),
    Fault("error", chance=0.1),
    Fault("hang", chance=0.02, seconds=12.0),
    Fault("drop", chance=0.05),
    Fault("cut", chance=0.1),
    Fault("truncated", times=3, chance=0.1),
    Fault("shorter", times=2, chance=0.1),
    Fault("garbage", times=2, chance=0.1),
    Fault("too-many", on="delete", chance=0.15),
    Fault("error", on="delete", chance=0.1),
    Fault("drop", on="delete", chance=0.1),
)


class Provider:
    """What callers' telephones record to, and what the line fetches from."""

    def __init__(self, served) -> None:
        self._served, self.recordings = served, self
        self.api_url = served.url
        self.url, self.account_sid, self.token = served.url, served.account_sid, served.auth_token
        self._spoken: dict[str, tuple[str, bytes]] = {}
        self._happened: dict[str, int] = {}

    @classmethod
    @contextmanager
    def stormy(cls, seed: int) -> Iterator["Provider"]:
        """Run one with bad weather."""
        with serve(TwilioApi(recordings=Recordings(ready_after=READY_AFTER))) as served:
            served.faults.set(*WEATHER, seed=seed)
            yield cls(served)

    def calm(self) -> None:
        """Let nothing go wrong any more."""
        self._happened = dict(self._served.faults.happened)
        self._served.faults.clear()

    def troubles(self) -> int:
        """Count what has gone wrong so far."""
        return sum(dict(self._served.faults.happened).values())

    def faults(self) -> dict[str, int]:
        """Count what went wrong."""
        return self._happened

    def left(self) -> list[str]:
        """Name the recordings that are still here."""
        return [recording.sid for recording in self._served.recordings.left()]

    def spoken(self) -> dict[str, tuple[str, bytes]]:
        """Return every recording that was ever made: the call it was made in, and the audio."""
        return dict(self._spoken)

    def add(self, sid: str, call_sid: str, audio: bytes, seconds: int, **more) -> None:
        """Keep what a telephone records."""
        self._spoken[sid] = (call_sid, audio)
        self._served.add(sid, call_sid, audio, seconds, **more)
