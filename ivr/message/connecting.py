"""Reaching the database: one engine, transactions that are tried again, and one exception for all trouble."""

import shutil
import time
import weakref
from collections.abc import Callable
from random import uniform
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, PendingRollbackError, SQLAlchemyError

from ivr.message import engines
from ivr.message.migrations import bring_up_to_date
from ivr.message.values import StoreUnavailable

T = TypeVar("T")

PATIENCE_SECONDS = 5.0
"""When to stop trying again. The provider hangs up on a webhook after 15 seconds."""

MOST_TRIES = 12

_BUSY_SQLITE = {5, 6}  # SQLITE_BUSY, SQLITE_LOCKED
_BUSY_POSTGRESQL = {"40001", "40P01", "55P03"}  # serialization failure, deadlock, lock not available

LOST_SECONDS = 5.0
"""How long a server that went away is waited for: most restarts are over by then, and a caller is waiting."""

_GONE = ("08", "57P")
"""How the states begin in which a server has no connection for us: lost, shutting down, starting up."""

_WRITING: dict[str, Any] = {"ivr_writing": True}
_READING: dict[str, dict[str, Any]] = {
    "sqlite": {"ivr_writing": False},
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
}
"""What makes several statements read one moment."""

_TROUBLE = (SQLAlchemyError, OSError, ImportError, UnicodeError, OverflowError)
# The last two are what drivers raise for text or numbers that cannot be stored.


class Database:
    """A database by URL: made at first use, with its tables, and shared by threads.

    `ready` does in one transaction, each time the database is opened, what else must be there.
    """

    def __init__(self, url: str, ready: Callable[[Connection], object] = lambda _: None) -> None:
        self._url = url
        self._ready = ready
        self._engine: Engine | None = None
        self._dispose: Callable[[], object] = _nothing
        self._lock = Lock()

    def read(self, work: Callable[[Connection], T]) -> T:
        """Return what `work` reads, all of it of one moment. Raises StoreUnavailable."""
        return self._attempt(work, writing=False)

    def write(self, work: Callable[[Connection], T]) -> T:
        """Do `work` in one transaction and return what it gives. Raises StoreUnavailable.

        It is done again from its start when another process was in the way, so it may only look and write:
        what it finds the second time decides.
        """
        return self._attempt(work, writing=True)

    @property
    def engine(self) -> Engine:
        """The engine, for who has to have one: opened, with its tables. Raises StoreUnavailable.

        On SQLite a transaction that will write has to say so from its start, by the execution option
        `ivr_writing=True`: another writer between its first look and its first write would make it fail.
        """
        self.read(lambda _: None)
        return self._open()

    def room(self) -> int | None:
        """Return the free bytes where SQLite's file is; None for a database elsewhere. Raises OSError."""
        file = engines.database_file(self._url)
        return shutil.disk_usage(file.parent).free if file is not None else None

    def rehearse(self, work: Callable[[Connection], T]) -> T:
        """Do `work` in one transaction and take it back. Raises StoreUnavailable.

        It is as patient as `write`: who asks whether a write would succeed must not be told no for a moment's wait.
        """
        return self._attempt(work, writing=True, keep=False)

    def scrub(self) -> None:
        """Let nothing that was erased stay in SQLite's journal beside the database. Raises StoreUnavailable.

        Where somebody reads for longer than one attempt waits, it stays until the next time.
        """
        self._attempt(_empty_journal, writing=False)

    def close(self) -> None:
        """Close all connections. The next use opens new ones."""
        with self._lock:
            self._dispose()
            self._engine = None

    def _attempt(
        self, work: Callable[[Connection], T], *, writing: bool, keep: bool = True, tries: int = MOST_TRIES
    ) -> T:
        began = time.monotonic()
        for attempt in range(1, tries + 1):
            try:
                with self._open().connect() as connection:
                    how = _WRITING if writing else _READING.get(connection.dialect.name, {})
                    connection.execution_options(**how)
                    result = work(connection)
                    if writing and keep:
                        connection.commit()
                    return result
            except _TROUBLE as error:
                trouble = type(error).__name__
                patience, pause = _patience(error)
                if attempt == tries or time.monotonic() - began > patience:
                    break
            time.sleep(uniform(pause, 4 * pause) * attempt)  # noqa: S311  # only spreads the attempts
        # Raised here, outside `except`: the driver's error would ride along, and it can quote values.
        raise StoreUnavailable(f"the message store cannot be {'written' if writing else 'read'} ({trouble})")

    def _open(self) -> Engine:
        if (engine := self._engine) is not None:
            return engine
        if not self._lock.acquire(timeout=engines.BUSY_SECONDS):
            raise TimeoutError("another thread is still opening the store")
        try:
            if self._engine is None:
                self._engine = engine = _made_ready(engines.engine_of(self._url), self._ready)
                # Whoever forgets to close a store leaves no connection open: Python would complain of it.
                self._dispose = weakref.finalize(self, engine.dispose)
            return self._engine
        finally:
            self._lock.release()


def _nothing() -> None:
    """There is nothing to close yet."""


def _made_ready(engine: Engine, ready: Callable[[Connection], object]) -> Engine:
    try:
        with engine.connect() as connection:
            connection.execution_options(**_WRITING)
            bring_up_to_date(connection)
            ready(connection)
            connection.commit()
    except BaseException:
        engine.dispose()
        raise
    return engine


def _patience(error: BaseException) -> tuple[float, float]:
    """Return for how many seconds in all another try is worth while, and how long the first pause is."""
    if isinstance(error, IntegrityError):  # another process wrote the same row first: look again
        return PATIENCE_SECONDS, 0.001
    if isinstance(error, PendingRollbackError):  # lost a moment before, where that alone was no harm
        return LOST_SECONDS, 0.02
    if not isinstance(error, DBAPIError):
        return 0, 0
    code = getattr(error.orig, "sqlite_errorcode", None)
    state = getattr(error.orig, "sqlstate", "") or ""
    if (code is not None and code & 0xFF in _BUSY_SQLITE) or state in _BUSY_POSTGRESQL:
        return PATIENCE_SECONDS, 0.001
    refused = isinstance(error, OperationalError) and code is None and not state
    if error.connection_invalidated or refused or state.startswith(_GONE):
        return LOST_SECONDS, 0.02
    return 0, 0


def _empty_journal(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").close()
