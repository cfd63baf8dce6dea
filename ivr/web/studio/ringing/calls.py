"""The calls that go on in the studio: so many at once, and none that nobody has touched for half an hour."""

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from ivr.web.studio.ringing.call import StudioCall
from ivr.web.studio.ringing.telephones import Telephone, Wish
from ivr.web.studio.sorry import Sorry

MOST: Final = 40
"""Calls at once."""
IDLE: Final = 30 * 60.0
"""Seconds after which a call that nobody has touched is forgotten."""
_EVERY: Final = 60.0
"""Seconds between two looks for such calls."""
_LEFT_ALONE: Final = 60.0
"""Seconds after which a call may make room for another, where there are too many."""


@dataclass(slots=True)
class Calls:
    """The calls of the studio, in this process. Safe to use from many threads. `monotonic` gives seconds."""

    monotonic: Callable[[], float] = time.monotonic
    _calls: dict[str, StudioCall] = field(default_factory=dict)
    _sweeping: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, wish: Wish, telephone: Telephone, began: datetime) -> StudioCall:
        """Return a new call, which nobody has dialled yet. Raises Sorry where there are too many."""
        call = StudioCall(secrets.token_urlsafe(15), wish, telephone, began, self.monotonic())
        try:
            with self._lock:
                gone = self._overdue()
                if len(self._calls) >= MOST:
                    gone.append(self._room())
                self._calls[call.call_id] = call
                if not self._sweeping:
                    self._sweeping = True
                    threading.Thread(target=self._sweep, name="ivr-studio-calls", daemon=True).start()
        except Sorry:
            telephone.close()
            raise
        for old in gone:
            old.close()
        return call

    def find(self, call_id: str) -> StudioCall:
        """Return a call, which is touched by that. Raises Sorry where there is none of that name."""
        with self._lock:
            gone = self._overdue()
            call = self._calls.get(call_id)
            if call is not None:
                call.seen = self.monotonic()
        for old in gone:
            old.close()
        if call is None:
            raise Sorry(404, "This call is not there any more. Ring again.")
        return call

    def drop(self, call: StudioCall) -> None:
        """Forget a call."""
        with self._lock:
            self._calls.pop(call.call_id, None)
        call.close()

    def close(self) -> None:
        """Forget every call."""
        with self._lock:
            calls = list(self._calls.values())
            self._calls.clear()
        for call in calls:
            call.close()

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._calls)

    def _sweep(self) -> None:
        """Forget what is overdue, also where no page asks for anything any more: it holds what somebody keyed in."""
        while True:
            time.sleep(_EVERY)
            with self._lock:
                gone = self._overdue()
                self._sweeping = bool(self._calls)
            for old in gone:
                old.close()
            if not self._sweeping:
                return

    def _overdue(self) -> list[StudioCall]:
        now = self.monotonic()
        gone = [call for call in self._calls.values() if now - call.seen > IDLE]
        for call in gone:
            del self._calls[call.call_id]
        return gone

    def _room(self) -> StudioCall:
        """Take out the call that is missed least: one that is over, else the one left alone for longest."""
        calls = sorted(self._calls.values(), key=lambda call: (call.ended is None, call.seen))
        least = calls[0]
        if least.ended is None and self.monotonic() - least.seen < _LEFT_ALONE:
            raise Sorry(429, "Too many calls go on here. Hang one of them up, or wait a minute.")
        return self._calls.pop(least.call_id)
