"""An engine for a database's address: SQLite in a file or in memory, or PostgreSQL."""

import contextlib
import logging
import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import QueuePool

from ivr.message.statements import statements_of

BUSY_SECONDS = 2
"""How long one attempt waits for another writer."""

_CONNECT_SECONDS = 3
_LOGGED_AS = "line"
_PSYCOPG = "postgresql+psycopg"


def _without_rows(record: logging.LogRecord) -> bool:
    """SQLAlchemy hides what it writes; what it reads it would log, row by row, at the level DEBUG."""
    return record.levelno > logging.DEBUG


logging.getLogger(f"sqlalchemy.engine.Engine.{_LOGGED_AS}").addFilter(_without_rows)


def engine_of(address: str) -> Engine:
    """Return an engine, not connected yet. A file of SQLite's is made, for this user alone.

    `postgresql://…` is reached with psycopg 3. Raises SQLAlchemyError, ImportError or OSError.
    """
    url = _url(address)
    private: dict[str, Any] = {
        "hide_parameters": True,
        "logging_name": _LOGGED_AS,
        "pool_timeout": BUSY_SECONDS,
        "execution_options": {"compiled_cache": statements_of(url)},
    }
    if url.get_backend_name() != "sqlite":
        return _on_a_server(url, private)
    options: dict[str, Any] = {
        **private,
        "connect_args": {"timeout": BUSY_SECONDS, "check_same_thread": False},
    }
    file = database_file(address)
    if file is None:
        # A database in memory is one connection; a pool of one lends it to one thread at a time, so threads
        # wait here for what they would otherwise do side by side.
        options |= {"pool_size": 1, "max_overflow": 0, "pool_timeout": 30}
    # Whoever writes an address of SQLite's own makes the file.
    elif not str(url.database).startswith("file:"):
        _keep_private(file)
    engine = create_engine(url, poolclass=QueuePool, **options)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _on_a_server(url: URL, private: dict[str, Any]) -> Engine:
    if url.drivername != _PSYCOPG:
        return create_engine(url, pool_pre_ping=True, **private)
    # Whatever is prepared, another process's migration makes wrong; and some poolers of connections cannot do it.
    arguments: dict[str, Any] = {"prepare_threshold": None}
    if "connect_timeout" not in url.query:
        arguments["connect_timeout"] = _CONNECT_SECONDS
    engine = create_engine(url, pool_pre_ping=True, connect_args=arguments, **private)
    event.listen(engine, "connect", _prepare_postgresql)
    return engine


def database_file(address: str) -> Path | None:
    """Return SQLite's file; None for a database in memory or on a server. Raises SQLAlchemyError."""
    url = _url(address)
    name = str(url.database or "")
    if (
        url.get_backend_name() != "sqlite"
        or name in ("", ":memory:", "file::memory:")
        or url.query.get("mode") == "memory"
    ):
        return None
    return Path(unquote(name.removeprefix("file:"))) if name.startswith("file:") else Path(name)


def _url(address: str) -> URL:
    url = make_url(address)
    return url.set(drivername=_PSYCOPG) if url.drivername in ("postgresql", "postgres") else url


def _prepare_postgresql(connection: Any, record: object) -> None:
    """Let no statement wait longer for another writer than one attempt may, and no commit return too early."""
    connection.execute(
        f"SET lock_timeout = {BUSY_SECONDS * 1000};"
        "SELECT set_config('synchronous_commit', 'on', false)"
        " WHERE current_setting('synchronous_commit') = 'off'"
    )
    connection.commit()


def _keep_private(file: Path) -> None:
    """Make the file, and its folder if there is none, for this user alone. SQLite's other files follow it.

    A file that is there is never opened: closing it again would drop every lock that SQLite holds on it for this
    process, and another process could then delete the journal under its feet, with what was committed.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600))


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
