"""Being told to stop, also while the process stands still."""

import threading
import time
from typing import Final

_LOOKS_UP: Final = 0.1
"""Seconds from one look to the next."""


class Told(threading.Event):
    """An event that the handler of a signal sets, and that the main thread waits for.

    Python runs handlers in the main thread. A signal that comes while the whole process is frozen can be taken by any
    of its threads when it goes on, and a main thread that sleeps until somebody wakes it would never hear of it. So
    this one looks up now and then; and it has no lock, which a handler could find taken by what it has interrupted.
    """

    def __init__(self) -> None:
        super().__init__()
        self._told = False

    def set(self) -> None:
        """Tell it."""
        self._told = True

    def clear(self) -> None:
        """Begin again."""
        self._told = False

    def is_set(self) -> bool:
        """Say whether it was told."""
        return self._told

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until it is told, for so many seconds at most; say whether it was."""
        give_up = None if timeout is None else time.monotonic() + timeout
        while not self._told and (give_up is None or time.monotonic() < give_up):
            time.sleep(_LOOKS_UP)
        return self._told
