"""The recordings that the stand-in keeps, as Twilio keeps them: audio until it is deleted, metadata for longer."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from ivr.phone.recording import TWILIO_API, recording_url

_SID = re.compile(r"RE[0-9a-f]{32}")
_CALL_SID = re.compile(r"CA[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording: what was recorded in which call, its whole seconds, and since when it can be fetched.

    `deleted_at` is None until it is deleted; then `audio` is empty. `fetched`: how often its audio was sent whole.
    """

    sid: str
    call_sid: str
    audio: bytes = field(repr=False)
    seconds: int
    made_at: datetime
    ready_at: datetime
    deleted_at: datetime | None = None
    fetched: int = 0


class Recordings:
    """Recordings in memory, safe to use from several threads.

    `api_url`: where they can be fetched, without a slash at the end. `ready_after`: seconds until a new recording can
    be fetched, unless `add` says otherwise. `clock`: the time now, with its zone.
    """

    def __init__(
        self,
        *,
        api_url: str = TWILIO_API,
        ready_after: float = 0.0,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.api_url = api_url
        self.clock = clock
        self._ready_after = ready_after
        self._by_sid: dict[str, Recording] = {}
        self._lock = threading.Lock()

    def add(
        self,
        sid: str,
        call_sid: str,
        audio: bytes,
        seconds: int,
        *,
        ready_after: float | None = None,
        made_at: datetime | None = None,
    ) -> None:
        """Keep a recording. The same one again changes nothing. Raises ValueError for another one under its SID."""
        if not _SID.fullmatch(sid) or not _CALL_SID.fullmatch(call_sid):
            raise ValueError("a recording's SID is RE and 32 digits of 0-9 a-f, a call's CA and 32")
        now = self.clock()
        # Twilio tells times to the second.
        made = (made_at or now).astimezone(UTC).replace(microsecond=0)
        wait = self._ready_after if ready_after is None else ready_after
        new = Recording(sid, call_sid, bytes(audio), int(seconds), made, now + timedelta(seconds=wait))
        with self._lock:
            old = self._by_sid.setdefault(sid, new)
            if old.deleted_at is None and (old.call_sid, old.audio) != (call_sid, new.audio):
                raise ValueError(f"there is another recording {sid}")

    def find(self, sid: str) -> Recording | None:
        """The recording, also one that is deleted; None if there has never been one."""
        with self._lock:
            return self._by_sid.get(sid)

    def is_ready(self, recording: Recording) -> bool:
        """Whether its audio can be fetched by now."""
        return self.clock() >= recording.ready_at

    def delete(self, sid: str) -> bool:
        """Delete the audio and keep the metadata. False if there is no such recording, or no more."""
        with self._lock:
            recording = self._by_sid.get(sid)
            if recording is None or recording.deleted_at is not None:
                return False
            self._by_sid[sid] = replace(recording, audio=b"", deleted_at=self.clock())
            return True

    def count_fetched(self, sid: str) -> None:
        """Note that the audio was sent whole, once more."""
        with self._lock:
            if recording := self._by_sid.get(sid):
                self._by_sid[sid] = replace(recording, fetched=recording.fetched + 1)

    def all(self) -> list[Recording]:
        """Every recording there has been, deleted ones too, newest first as Twilio lists them."""
        with self._lock:
            newest_added_first = list(reversed(self._by_sid.values()))
        return sorted(newest_added_first, key=lambda recording: recording.made_at, reverse=True)

    def left(self) -> list[Recording]:
        """The recordings that nobody has deleted, newest first."""
        return [recording for recording in self.all() if recording.deleted_at is None]

    def clear(self) -> None:
        """Forget every recording, as if there had been none."""
        with self._lock:
            self._by_sid.clear()


def recording_path(account_sid: str, sid: str) -> str:
    """The path of a recording's audio, without an ending."""
    return recording_url("", account_sid, sid)
