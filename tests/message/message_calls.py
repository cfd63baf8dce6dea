"""A call that says to the store, in few words, what its webhooks would."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from ivr.call.effects import Answered, Consented, Effect, Marked, RecordingKept, Requested
from ivr.message import CallRef, as_json
from ivr.message.store import Store
from ivr.message.vault import PrivateKeys, Vault

TEN = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
CALLER = "+447700900001"
CONSENT = Consented("0123456789ab", "en", "how-it-works", "1")
EMERGENCY = Marked("emergency")
SAFE_NUMBER = Answered("safe_number", "07700900123")
CANCEL = Requested("cancel", "40506070")

SECRET = b"the same on every host of these tests"
KEYS = PrivateKeys(None)
"""What every store of this process opens messages with."""


def vault() -> Vault:
    return Vault(SECRET, KEYS, invents=True)


def opened(url: str, **more: Any) -> Store:
    """A store as a host has it that answers calls and shows messages. All those of a process share their keys."""
    return Store(url, vault(), **more)


def after(minutes: float) -> datetime:
    return TEN + timedelta(minutes=minutes)


def taped(sid: str = "RE1", seconds: int = 12) -> RecordingKept:
    return RecordingKept("message", sid, f"https://api.example/{sid}", seconds)


@dataclass
class Call:
    store: Store
    sid: str = "CA1"
    caller: str | None = CALLER

    @property
    def ref(self) -> CallRef:
        return CallRef(self.sid, int(TEN.timestamp()) // 60, self.caller)

    def do(self, step: int, *effects: Effect, at: datetime = TEN) -> None:
        self.store.do(effects, self.ref, step, at)

    def tape(
        self, step: int, sid: str = "RE1", seconds: int | None = 12, at: datetime = TEN, **more: str
    ) -> None:
        self.store.recording(
            self.sid, step, "message", sid, f"https://api.example/{sid}", seconds, at, **more
        )

    def end(self, minutes: float = 3) -> None:
        self.store.call_ended(self.sid, after(minutes))

    def left(self, minutes: float = 0) -> list[tuple[str, dict[str, str], list[int]]]:
        return told(self.store.messages(self.sid, after(minutes)))


def told(messages: Sequence) -> list[tuple[str, dict[str, str], list[int]]]:
    """State, answers and recordings of each: all but the reference, which is random."""
    return [(view["state"], view["answers"], view["recordings"]) for view in map(as_json, messages)]
