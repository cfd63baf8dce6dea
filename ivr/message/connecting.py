"""Reaching the database: one engine, transactions that are tried again, and one exception for all trouble."""

import logging
import os
import time
import weakref
from collections.abc import Callable
from pathlib import Path
from random import uniform
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from ivr.message.tables import metadata
from ivr.message.values import StoreUnavailable

T = TypeVar("T")

_LOGGED_AS = "line"


def _without_rows(record: logging.LogRecord) -> bool:
    """SQLAlchemy hides what it writes; what it reads it would log, row by row, at the level DEBUG."""
    return record.levelno > logging.DEBUG


logging.getLogger(f"sqlalchemy.engine.Engine.{_LOGGED_AS}").addFilter(_without_rows)

BUSY_SECONDS = 2
"""How long one attempt waits for another writer."""

PATIENCE_SECONDS = 5.0
"""When to stop trying again. The provider hangs up on a webhook after 15 seconds."""

MOST_TRIES = 12

_BUSY_SQLITE = {5, 6}  # SQLITE_BUSY, SQLITE_LOCKED
_BUSY_POSTGRESQL = {"40001", "40P01", "55P03", "42P07"}
# Serialization failure, deadlock, lock not available; a table that another process has just created.

_TROUBLE = (SQLAlchemyError, OSError, ImportError, UnicodeError, OverflowError)
# The last two are what drivers raise for text or numbers that cannot be stored.


class Database:
    """A database by URL: made at first use, with its tables, and shared by threads."""

    def __init__(self, url: str) -> None:
        self._url = url
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

    def rehearse(self, work: Callable[[Connection], T]) -> T:
        """Do `work` in one transaction, trying only once, and take it back. Raises StoreUnavailable."""
        return self._attempt(work, writing=True, keep=False, tries=1)

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
        give_up = time.monotonic() + PATIENCE_SECONDS
        for attempt in range(1, tries + 1):
            try:
                with self._open().connect() as connection:
                    connection.execution_options(ivr_writing=writing)
                    result = work(connection)
                    if writing and keep:
                        connection.commit()
                    return result
            except _TROUBLE as error:
                trouble = type(error).__name__
                if not _worth_another_try(error) or attempt == tries or time.monotonic() > give_up:
                    break
            time.sleep(uniform(0.001, 0.004) * attempt)  # noqa: S311  # only spreads the attempts
        # Raised here, outside `except`: the driver's error would ride along, and it can quote values.
        raise StoreUnavailable(f"the message store cannot be {'written' if writing else 'read'} ({trouble})")

    def _open(self) -> Engine:
        if (engine := self._engine) is not None:
            return engine
        if not self._lock.acquire(timeout=BUSY_SECONDS):
            raise TimeoutError("another thread is still opening the store")
        try:
            if self._engine is None:
                self._engine = engine = _with_tables(_engine(make_url(self._url)))
                # Whoever forgets to close a store leaves no connection open: Python would complain of it.
                self._dispose = weakref.finalize(self, engine.dispose)
            return self._engine
        finally:
            self._lock.release()


def _nothing() -> None:
    """There is nothing to close yet."""


def _with_tables(engine: Engine) -> Engine:
    try:
        with engine.connect() as connection:
            connection.execution_options(ivr_writing=True)
            metadata.create_all(connection)
            connection.commit()
    except BaseException:
        engine.dispose()
        raise
    return engine


def _worth_another_try(error: BaseException) -> bool:
    if isinstance(error, IntegrityError):  # another process wrote the same row first: look again
        return True
    if not isinstance(error, DBAPIError):
        return False
    code = getattr(error.orig, "sqlite_errorcode", None)
    state = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "pgcode", None)
    return (code is not None and code & 0xFF in _BUSY_SQLITE) or state in _BUSY_POSTGRESQL


def _engine(url: URL) -> Engine:
    private: dict[str, Any] = {"hide_parameters": True, "logging_name": _LOGGED_AS}
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, pool_timeout=BUSY_SECONDS, **private)
    options: dict[str, Any] = {
        **private,
        "connect_args": {"timeout": BUSY_SECONDS, "check_same_thread": False},
        "pool_timeout": BUSY_SECONDS,
    }
    if url.database in (None, "", ":memory:"):
        # A database in memory is one connection; a pool of one lends it to one thread at a time, so threads
        # wait here for what they would otherwise do side by side.
        options |= {"pool_size": 1, "max_overflow": 0, "pool_timeout": 30}
    # Whoever writes an address of SQLite's own makes the file.
    elif not str(url.database).startswith("file:"):
        _keep_private(Path(str(url.database)))
    engine = create_engine(url, poolclass=QueuePool, **options)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _keep_private(file: Path) -> None:
    """Make the file, and its folder if there is none, for this user alone. SQLite's other files follow it."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(file, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))


def _empty_journal(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").close()


def _prepare_sqlite(connection: Any, record: object) -> None:
    connection.isolation_level = None  # or the driver would begin transactions by itself, and too late
    for pragma in (
        f"busy_timeout = {BUSY_SECONDS * 1000}",
        "journal_mode = WAL",
        "synchronous = FULL",  # what was committed survives a loss of power
        "foreign_keys = ON",
        "secure_delete = ON",  # what is erased is overwritten
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("ivr_writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
