"""Signs of life: each worker counts in its row, and whoever has stopped counting is taken over by another.

No clock is compared with another's: a worker is taken for dead when its count has stood still for some seconds by the
clock of whoever watches it. Should it only have been frozen, the engine refuses what it still writes of its jobs.
"""

import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, delete, insert, select, update

from ivr.message import tables
from ivr.message.connecting import Database
from ivr.message.values import StoreUnavailable

logger = logging.getLogger(__name__)

EVERY: Final = 1.0
"""Seconds from one beat to the next."""
SILENCE: Final = 6.0
"""Seconds after which a worker that does not beat is taken over."""
_ORPHANS_EVERY: Final = 60
"""Beats from one look for jobs of workers without a row to the next."""


class Heartbeat:
    """The beats of one worker, and its watch over the others.

    `take_over(name)` brings back the jobs of a dead worker; it may be done twice. `owners()` gives the names of all
    workers that hold jobs. `revive()` brings back what this worker has taken and does not do.
    """

    def __init__(
        self,
        database: Database,
        name: str,
        take_over: Callable[[str], object],
        owners: Callable[[], set[str]],
        revive: Callable[[], object],
        *,
        every: float = EVERY,
        silence: float = SILENCE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._name = name
        self._take_over = take_over
        self._owners = owners
        self._revive = revive
        self._every = every
        self._silence = silence
        self._clock = clock
        self._seen: dict[str, tuple[int, float]] = {}
        self._rounds = 0
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ivr-heartbeat", daemon=True)

    def beat(self) -> None:
        """Give one sign of life. Raises StoreUnavailable."""
        self._database.write(self._beat)

    def start(self) -> None:
        """Go on beating and watching in a thread. `beat` comes first: there is no time without a row."""
        self._thread.start()

    def stop(self, *, leave: bool) -> None:
        """Stop. With `leave` the row goes; without it, others take the jobs over that are left."""
        self._stopped.set()
        if self._thread.ident is not None:
            self._thread.join()
        if leave:
            self._database.write(lambda connection: _remove(connection, self._name))

    def look(self) -> None:
        """Look at the others once, and take over who has been silent for too long. Raises StoreUnavailable."""
        now = self._clock()
        counts = self._database.read(_counts)
        self._seen = {
            name: known if (known := self._seen.get(name)) and known[0] == beats else (beats, now)
            for name, beats in counts.items()
            if name != self._name
        }
        for name, (beats, since) in self._seen.items():
            if now - since >= self._silence:
                self._bury(name, beats)

    def adopt(self) -> None:
        """Give a row to workers that hold jobs and have none, so that they are watched. Raises StoreUnavailable."""
        for name in self._owners() - self._database.read(_counts).keys():
            self._database.write(lambda connection, name=name: _count(connection, name))  # type: ignore[misc]  # bound

    def _bury(self, name: str, beats: int) -> None:
        # Whoever counts on for the dead has the jobs. The others see a beat, and wait again: should this worker die
        # before it is done, one of them takes over from both.
        if self._database.write(lambda connection: _count_on(connection, name, beats)):
            logger.warning("A worker has stopped without a word; its jobs are taken over")
            self._take_over(name)
            self._database.write(lambda connection: _remove(connection, name, beats + 1))

    def _beat(self, connection: Connection) -> None:
        _count(connection, self._name)

    def _run(self) -> None:
        while not self._stopped.wait(self._every):
            try:
                self.beat()
                self.look()
                if self._rounds % _ORPHANS_EVERY == 0:
                    self.adopt()
                    self._revive()
                self._rounds += 1
            except StoreUnavailable:  # nobody can beat now; it is tried again
                continue
            except Exception as error:
                logger.error("The watch over other workers has trouble: %s", type(error).__name__)


def _counts(connection: Connection) -> dict[str, int]:
    workers = tables.worker
    return {row.name: row.beats for row in connection.execute(select(workers.c.name, workers.c.beats))}


def _count(connection: Connection, name: str) -> None:
    """Count on by one, whatever the count is; begin where there is none."""
    workers, now = tables.worker, datetime.now(UTC)
    change = update(workers).where(workers.c.name == name)
    if not connection.execute(change.values(beats=workers.c.beats + 1, beat_at=now)).rowcount:
        connection.execute(insert(workers).values(name=name, beats=1, beat_at=now))


def _count_on(connection: Connection, name: str, beats: int) -> bool:
    """Count on for somebody else, from this count; say whether that was still where they stood."""
    workers = tables.worker
    same = update(workers).where(workers.c.name == name, workers.c.beats == beats)
    return bool(connection.execute(same.values(beats=beats + 1)).rowcount)


def _remove(connection: Connection, name: str, beats: int | None = None) -> None:
    workers = tables.worker
    gone = delete(workers).where(workers.c.name == name)
    connection.execute(gone if beats is None else gone.where(workers.c.beats == beats))
