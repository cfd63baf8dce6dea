"""Passwords: kept only as argon2id hashes, checked in the same time whoever's they are.

The hash is slow on purpose, and takes much memory: that is what makes guessing dear where a database was stolen.
"""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from ivr.message.accounts.refusals import TooOften

SHORTEST: Final = 12
"""Characters. NIST SP 800-63B-4 (2025) 3.1.1.2 asks for 8 beside a second factor, and for 15 without one."""
LONGEST: Final = 128
"""Characters; ASVS 5.0 6.2.9 asks for at least 64."""
FIRST_DAYS: Final = 7
"""Days for which a password for the first time is good: ASVS 5.0 6.4.1 asks for a short time."""
_AT_ONCE: Final = 2
"""So many are hashed side by side in one process: each takes all the memory of its cost."""
_STRANGERS: Final = 6
"""So many strangers' are hashed or wait for that: each holds a thread that could answer a call meanwhile."""
_BUSY: Final = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one hash costs: passes over the memory, KiB of memory, and lanes that may run side by side."""

    passes: int
    memory_kib: int
    lanes: int


CAREFUL: Final = Cost(passes=3, memory_kib=65_536, lanes=4)
"""RFC 9106 section 4, the second recommended option (t=3, p=4, m=2^16); more than the least that OWASP's Password
Storage Cheat Sheet asks for (m=19 MiB, t=2, p=1). About 0.1 s."""


class Passwords:
    """What hashes passwords at one cost, and checks those hashed at any."""

    def __init__(self, cost: Cost = CAREFUL) -> None:
        self._hasher = PasswordHasher(
            time_cost=cost.passes, memory_cost=cost.memory_kib, parallelism=cost.lanes, type=Type.ID
        )
        self._turns, self._strangers = BoundedSemaphore(_AT_ONCE), BoundedSemaphore(_STRANGERS)

    def hash(self, password: str) -> str:
        """Return what is kept of a password."""
        with self._turns:
            return self._hasher.hash(_composed(password))

    def check(self, kept: str | None, password: str) -> bool:
        """Say whether this is the password. Where none is kept, the same work is done, and the answer is no."""
        typed = _composed(password)
        with self._turns:
            try:
                right = self._hasher.verify(kept or self._nobodys, typed[:LONGEST])
            except (VerificationError, InvalidHashError):
                return False
        return right and kept is not None and len(typed) <= LONGEST

    @contextmanager
    def in_line(self, *, known: bool) -> Iterator[None]:
        """Let those wait who come from a device that is known, and strangers while few do. Raises TooOften."""
        if known:
            yield
            return
        if not self._strangers.acquire(blocking=False):
            raise TooOften(_BUSY)
        try:
            yield
        finally:
            self._strangers.release()

    def is_dated(self, kept: str) -> bool:
        """Say whether a hash was made at another cost than is asked for now."""
        return self._hasher.check_needs_rehash(kept)

    def ready(self) -> None:
        """Make what the first check would have to make, and would take longer for."""
        _ = self._nobodys

    @cached_property
    def _nobodys(self) -> str:
        return self._hasher.hash("nobody's")


def _composed(password: str) -> str:
    """Return a password in the one form in which two keyboards write it."""
    return unicodedata.normalize("NFC", password)
