"""A switch for what goes wrong at Twilio: which requests, how, how often.

    api.faults.set(Fault("not-found", times=2), Fault("too-many", on="delete", chance=0.3), seed=7)

Whether a fault with a `chance` happens is drawn from the seed, the recording and how often it was asked for: the same
run has the same faults, whatever order the threads come in.
"""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from time import monotonic
from typing import Any, Literal, get_args

from ivr.phone.twilio_api.answers import WAV, Answer, Refused, not_found

Kind = Literal[
    "not-found",
    "unauthorised",
    "too-many",
    "error",
    "unavailable",
    "hang",
    "drop",
    "lost",
    "cut",
    "truncated",
    "shorter",
    "garbage",
]
On = Literal["media", "recording", "list", "delete", "account", "numbers", "any"]

KINDS: tuple[Kind, ...] = get_args(Kind)
PLACES: tuple[On, ...] = get_args(On)

_OF_MEDIA = frozenset({"cut", "truncated", "shorter", "garbage"})


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong.

    `kind`: "not-found" 404, "unauthorised" 401, "too-many" 429 with Retry-After, "error" 500, "unavailable" 503,
    "hang" (answers only after `seconds`), "drop" (the connection is closed without an answer),
    "lost" (the same, but what was asked for has been done: a recording is deleted, say); and of audio only:
    "cut" (the connection ends before Content-Length is reached), "truncated" (the file ends before its own header
    says), "shorter" (a sound file of half the length), "garbage" (no sound file at all).

    `on`: audio ("media"), a recording's metadata ("recording"), the lists ("list"), deleting ("delete"), "account",
    "numbers", or "any" of them. `times`: for each recording (or each other address) only the first so many requests.
    `in_all`: the first so many requests of all. `lasts`: seconds from now on. `chance`: 0.0 to 1.0 of each request.
    `seconds`: what "hang" waits for, and what Retry-After says.
    """

    kind: Kind
    on: On = "media"
    times: int | None = None
    in_all: int | None = None
    lasts: float | None = None
    chance: float = 1.0
    seconds: float = 1.0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"there is no fault '{self.kind}'; there are {', '.join(KINDS)}")
        if self.on not in PLACES:
            raise ValueError(f"a fault cannot be on '{self.on}'; it can be on {', '.join(PLACES)}")
        if self.kind in _OF_MEDIA and self.on not in ("media", "any"):
            raise ValueError(f"only audio can be {self.kind}: leave `on` out, or say media")
        if not 0 <= self.chance <= 1:
            raise ValueError("a chance is from 0.0 to 1.0")


class Faults:
    """The faults that are switched on; none at first. Safe to use from several threads."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._faults: tuple[Fault, ...] = ()
        self._seed = 0
        self._since = 0.0
        self._asked: Counter[tuple[int, str]] = Counter()
        self._used: Counter[int] = Counter()
        self.happened: Counter[str] = Counter()
        """How often each kind has happened since `set` was last called."""

    def set(self, *faults: Fault, seed: int = 0) -> None:
        """Switch these faults on and all others off, and count from nothing. The first one that applies happens."""
        with self._lock:
            self._faults, self._seed, self._since = faults, seed, self._clock()
            self._asked.clear()
            self._used.clear()
            self.happened.clear()

    def clear(self) -> None:
        """Switch everything off."""
        self.set()

    def told(self) -> dict[str, Any]:
        """What is switched on and what has happened, as JSON."""
        with self._lock:
            faults = [{k: v for k, v in asdict(it).items() if v is not None} for it in self._faults]
            return {"seed": self._seed, "faults": faults, "happened": dict(self.happened)}

    def next(self, on: str, about: str) -> Fault | None:
        """The fault for a request on a place, about a recording or an address; None if all goes well."""
        with self._lock:
            for at, fault in enumerate(self._faults):
                if fault.on not in (on, "any") or (fault.kind in _OF_MEDIA and on != "media"):
                    continue
                self._asked[at, about] += 1
                if self._applies(at, fault, about, self._asked[at, about]):
                    self._used[at] += 1
                    self.happened[fault.kind] += 1
                    return fault
        return None

    def _applies(self, at: int, fault: Fault, about: str, asked: int) -> bool:
        if fault.times is not None and asked > fault.times:
            return False
        if fault.in_all is not None and self._used[at] >= fault.in_all:
            return False
        if fault.lasts is not None and self._clock() - self._since >= fault.lasts:
            return False
        drawn = hashlib.sha256(f"{self._seed}:{at}:{about}:{asked}".encode()).digest()
        return int.from_bytes(drawn[:8]) < fault.chance * 2**64


def refusal(fault: Fault, path: str) -> Refused | None:
    """The error that a fault answers with; None for a fault of another sort."""
    match fault.kind:
        case "not-found":
            return not_found(path)
        case "unauthorised":
            return Refused(401, "Authenticate")
        case "too-many":
            return Refused(429, "Too Many Requests", headers={"Retry-After": f"{fault.seconds:.0f}"})
        case "error":
            return Refused(500, "An internal server error has occurred")
        case "unavailable":
            return Refused(503, "Service unavailable")
        case _:
            return None


def spoilt(fault: Fault, whole: Answer) -> Answer:
    """The answer to a request for audio, as the fault leaves it."""
    body = whole.body
    match fault.kind:
        case "cut":
            return replace(whole, body=body[: len(body) // 2], length=len(body))
        case "truncated":
            return replace(whole, body=body[: len(body) // 2])
        case "shorter":
            return replace(whole, body=_half(body))
        case "garbage":
            noise = hashlib.sha256(body).digest()
            return replace(whole, body=b"<html>" + noise * 64, headers={**whole.headers, "Content-Type": WAV})
        case _:
            return whole


def _half(file: bytes) -> bytes:
    """A WAV file (with a header of 44 bytes) of half its length; another file as it is, cut in the middle."""
    data = int.from_bytes(file[40:44], "little")
    if file[36:40] != b"data" or len(file) != 44 + data:
        return file[: len(file) // 2]
    kept = data // 4 * 2
    return (
        file[:4]
        + (36 + kept).to_bytes(4, "little")
        + file[8:40]
        + kept.to_bytes(4, "little")
        + file[44 : 44 + kept]
    )
