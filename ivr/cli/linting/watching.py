"""Looking at a file again whenever it changes."""

import os
from collections.abc import Callable

Stamp = tuple[int, int, int] | None
"""What tells two states of a file apart: when it was written, its size, which file it is; None for no file."""


def watch(file: str, look: Callable[[], object], wait: Callable[[], object]) -> None:
    """Look at once, and after each wait if the file is not what it was. Ends only by what `look` or `wait` raises.

    The stamp is taken before looking: what is saved meanwhile is looked at in the next round.
    """
    seen = stamp_of(file)
    look()
    while True:
        wait()
        now = stamp_of(file)
        if now != seen:
            seen = now
            look()


def stamp_of(file: str) -> Stamp:
    """Return the stamp of a file."""
    try:
        about = os.stat(file)  # noqa: PTH116 - the name may be anything that was typed
    except (OSError, ValueError):
        return None
    return about.st_mtime_ns, about.st_size, about.st_ino
