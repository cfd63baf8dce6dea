"""What a line does by itself while it runs: erase what must go of calls that are over.

The end of each call has that done for the calls before it. This does it for the last call of the night.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from ivr.cli.output import complain

if TYPE_CHECKING:
    from ivr.message.store import Store

SECONDS: Final = 60.0
"""From one time to the next. Nothing is due sooner than five minutes after its call."""
_LAST_WORDS: Final = 10.0
"""Seconds that a stop waits for what is being erased: longer than a store tries for."""

Clock = Callable[[], datetime]


@contextmanager
def kept_up(database_url: str, *, seconds: float = SECONDS, clock: Clock | None = None) -> Iterator[None]:
    """Sweep the store of a database at once and then every so many `seconds`, in a thread, while the block runs.

    Where several processes do so, on one host or many, each finds what the others left. `clock` gives aware
    times; the computer's, unless given. What cannot be erased now is told once, and tried again.
    """
    from ivr.message.store import Store

    store = Store(database_url)
    stopped = threading.Event()
    thread = threading.Thread(target=_sweep, args=(store, stopped, seconds, clock or _now), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join(_LAST_WORDS)
        store.close()


def _sweep(store: "Store", stopped: threading.Event, seconds: float, clock: Clock) -> None:
    well = True
    while True:
        try:
            store.sweep(clock())
            well = True
        # Whatever it is, the next time comes. Its text could quote what a caller said.
        except Exception as error:
            if well:
                why = type(error).__name__
                complain(f"What calls have left over cannot be erased ({why}). It is tried again and again.")
            well = False
        if stopped.wait(seconds):
            return


def _now() -> datetime:
    return datetime.now(UTC)
