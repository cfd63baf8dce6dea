"""The menu file on disk, which people edit while the line runs."""

import os
import stat
import threading
import time
from hashlib import sha256
from pathlib import Path
from typing import Final

from ivr.menu import load
from ivr.menu.flow import Flow
from ivr.menu.problems import MenuError
from ivr.menu.text.letters import LARGEST

_SETTLED: Final = 2.0
"""Seconds after which a second change of the same file cannot have the same time of change."""


class MenuFile:
    """The menu file on disk: a `FlowSource` that reads it again only when it has changed.

    Safe to use from many threads: calls ask for it, and the studio's page. While one of them reads a changed file the
    others wait for what it finds, which is sooner than each of them reading it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[int, int, int] | None = None
        self._digest = b""
        self._last: Flow | MenuError
        self._lock = threading.Lock()

    def __call__(self) -> Flow:
        """Return the flow as the file is now. Raises what is wrong with it."""
        with self._lock:
            seen = self._look()
            if seen is None or seen != self._seen:
                self._read()
                self._seen = seen
            last = self._last
        if isinstance(last, MenuError):
            raise last.with_traceback(None)
        return last

    def _look(self) -> tuple[int, int, int] | None:
        """Return what tells one state of the file from the next; None while only reading it can tell."""
        try:
            found = os.stat(self.path)  # noqa: PTH116  # a third of the cost, at every new call
        except (OSError, ValueError):
            return None
        if not stat.S_ISREG(found.st_mode) or abs(time.time() - found.st_mtime) < _SETTLED:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino

    def _read(self) -> None:
        digest = _digest(self.path)
        if not digest or digest != self._digest:
            self._digest = b""
            try:
                self._last = load(self.path)
            except MenuError as error:
                self._last = error
                self._digest = digest
            else:
                if digest.hex().startswith(self._last.version):
                    self._digest = digest  # else it changed between the two: read it again at the next call


def _digest(path: Path) -> bytes:
    """Return the hash of what an ordinary file holds; empty for what the menu's own reader has to judge."""
    try:
        about = path.stat()
        if stat.S_ISREG(about.st_mode) and about.st_size <= LARGEST:
            return sha256(path.read_bytes()).digest()
    except (OSError, ValueError):
        pass
    return b""
