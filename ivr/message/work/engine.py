"""The database as DBOS is given it: the same one that holds the messages, with what was committed safe on the disk."""

import sqlite3
import time
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url

from ivr.message import engines

APPLICATION: Final = "liaison-line"
VERSION: Final = "1"
"""The same for ever: DBOS leaves alone what another version began, so that a deployment would strand it."""
JOBS: Final = "jobs"
ROUNDS: Final = "rounds"
"""The queues. What comes round has its own, so that it does not wait behind downloads that hang."""
AT_ONCE: Final = 8
"""How many jobs one process does at the same time."""
FETCH: Final = "fetch"
FINISH: Final = "finish"
ENDED: Final = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
"""The states of jobs, in DBOS's words, to which nothing more happens."""

_POOL: Final = AT_ONCE + 8
"""Connections that are kept: one for each job, and some for DBOS's own threads."""
_BUSY_SECONDS: Final = 30
_CONNECT_SECONDS: Final = 10
_HAS_SUBSEC: Final = (3, 42)


def is_shared(url: str) -> bool:
    """Say whether several processes can look into this database: not if it is in the memory of one."""
    return not url.startswith("sqlite") or engines.database_file(url) is not None


def engine_of(url: str) -> Engine:
    """Return a new engine for DBOS. Nothing is opened yet; whoever asked for it disposes of it."""
    address = _address(url)
    private: dict[str, Any] = {"hide_parameters": True, "pool_size": _POOL, "max_overflow": _POOL}
    if address.get_backend_name() == "sqlite":
        engine = create_engine(address, **private, connect_args={"check_same_thread": False})
        event.listen(engine, "connect", _prepare_sqlite)
        return engine
    engine = create_engine(
        address,
        pool_pre_ping=True,
        connect_args={"connect_timeout": _CONNECT_SECONDS, "prepare_threshold": None},
        **private,
    )
    event.listen(engine, "connect", _prepare_postgresql)
    return engine


def _address(url: str) -> URL:
    """Return the address as it is for the messages: the driver of PostgreSQL is psycopg 3."""
    address = make_url(url)
    plain = address.drivername in ("postgres", "postgresql")
    return address.set(drivername="postgresql+psycopg") if plain else address


def _prepare_sqlite(connection: Any, record: object) -> None:
    # What DBOS sets for engines of its own; a writer in the way is waited for.
    connection.isolation_level = "IMMEDIATE"
    for pragma in (
        f"busy_timeout = {_BUSY_SECONDS * 1000}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
    ):
        connection.execute(f"PRAGMA {pragma}").close()
    teach_the_time(connection)


def _prepare_postgresql(connection: Any, record: object) -> None:
    # A process that is frozen must not keep rows locked from those that take its work over.
    with connection.cursor() as cursor:
        cursor.execute("SET idle_in_transaction_session_timeout = '60s'")
    connection.commit()


def teach(connection: Connection) -> None:
    """Let a connection of the messages' own engine write DBOS's rows, too."""
    if connection.dialect.name == "sqlite" and "ivr_taught" not in connection.info:
        teach_the_time(connection.connection.dbapi_connection)
        connection.info["ivr_taught"] = True


def teach_the_time(connection: Any, version: tuple[int, ...] = sqlite3.sqlite_version_info) -> None:
    """Give an older SQLite the `unixepoch('subsec')` of 3.42, which DBOS asks for by the version of Python."""
    if version < _HAS_SUBSEC:
        connection.create_function("unixepoch", -1, _unixepoch)


def _unixepoch(*words: object) -> float | int | None:
    if words == ("subsec",):
        return round(time.time(), 3)
    return None if words else int(time.time())
