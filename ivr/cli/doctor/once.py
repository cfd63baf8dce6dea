"""A value that several checks need and that is found once, by whichever asks first."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Once(Generic[T]):
    """Calls a function once, from whatever thread, and gives what it gave to all, or raises what it raised."""

    def __init__(self, find: Callable[[], T]) -> None:
        self._find = find
        self._lock = threading.Lock()
        self._found: list[T] = []
        self._raised: Exception | None = None

    def __call__(self) -> T:
        """Return the value. Raises whatever finding it raised."""
        with self._lock:
            if not self._found and self._raised is None:
                try:
                    self._found.append(self._find())
                except Exception as error:
                    self._raised = error
            if self._raised is not None:
                raise self._raised.with_traceback(None)
            return self._found[0]
