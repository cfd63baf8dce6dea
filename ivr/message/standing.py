"""How a database stands, looked at from outside: nothing is made there, and nothing is brought up to date.

For operators, who want to know before a line starts what it would find.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Row, create_engine, func, insert, inspect, select, type_coerce
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from ivr.message import tables
from ivr.message.migrations import FIRST, NEWEST, version
from ivr.message.values import StoreUnavailable
from ivr.message.work.engine import is_shared

SECONDS: Final = 5
"""How long to wait for an answer."""
_SPELT: Final = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True, slots=True)
class Standing:
    """What a database is, and which version of the tables is in it.

    `kind` is such as `SQLite 3.40.1` or `PostgreSQL 16.4`. `there` is False for a file that does not exist yet.
    `version` is that of the tables, "" where there are none. `ahead` is how far its clock is ahead of this one.
    """

    kind: str
    there: bool
    version: str = ""
    ahead: timedelta = timedelta()

    @property
    def newest(self) -> str:
        """The version that this program works with."""
        return NEWEST

    @property
    def ready(self) -> bool:
        """Whether nothing has to be made or changed before it can be used."""
        return self.version == NEWEST


@dataclass(frozen=True, slots=True)
class Work:
    """What waits in a database, in numbers. A time is None where nothing waits.

    `workers` are the times of the newest sign of life of each. `expected` recordings have to be fetched, the oldest
    since `due_since`; `failed` were given up. `calls` are over and not finished, since `calls_since`. `leftover`
    recordings have to be deleted at the provider, since `leftover_since`. `unheard` messages have
    waited for too long.
    """

    workers: tuple[datetime, ...]
    expected: int
    due_since: datetime | None
    failed: int
    calls: int
    calls_since: datetime | None
    leftover: int
    leftover_since: datetime | None
    unheard: int


def standing(url: str) -> Standing:
    """Look at the database of this SQLAlchemy URL. Raises StoreUnavailable; its text names the kind of trouble."""
    try:
        return _standing(make_url(url))
    except (SQLAlchemyError, OSError, ImportError, ValueError) as error:
        trouble = type(error).__name__
    # Raised here, outside `except`: the driver's error would ride along, and it can quote the password.
    raise StoreUnavailable(f"the database cannot be reached ({trouble})")


def _standing(url: URL) -> Standing:
    sqlite = url.get_backend_name() == "sqlite"
    if sqlite and not (is_shared(url.render_as_string(hide_password=False)) and _exists(url)):
        return Standing("SQLite", False)
    connect = {"timeout": SECONDS} if sqlite else {"connect_timeout": SECONDS}
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args=connect)
    try:
        with engine.connect() as connection:
            found = version(connection)
            if found is None and inspect(connection).has_table(tables.call.name):
                found = FIRST
            return Standing(_kind(connection), True, found or "", _ahead(connection))
    finally:
        engine.dispose()


def _exists(url: URL) -> bool:
    file = str(url.database)
    return Path(file).exists() or file.startswith("file:")


def _kind(connection: Connection) -> str:
    name = connection.dialect.name
    number = ".".join(map(str, connection.dialect.server_version_info or ()))
    return f"{_SPELT.get(name, name)} {number}"


def _ahead(connection: Connection) -> timedelta:
    if connection.dialect.name == "sqlite":  # it is this computer's own clock
        return timedelta()
    there: datetime = connection.execute(select(func.now())).scalar_one()
    return there - datetime.now(UTC)


def pragmas(connection: Connection) -> dict[str, str]:
    """Return how SQLite keeps what it writes on a connection of the store: `journal_mode` and `synchronous`."""
    if connection.dialect.name != "sqlite":
        return {}
    synchronous = {0: "off", 1: "normal", 2: "full", 3: "extra"}
    return {
        "journal_mode": str(connection.exec_driver_sql("PRAGMA journal_mode").scalar()).lower(),
        "synchronous": synchronous.get(
            connection.exec_driver_sql("PRAGMA synchronous").scalar() or 0, "unknown"
        ),
    }


def work(connection: Connection, now: datetime, unheard_before: datetime) -> Work:
    """Return what waits in a database that is up to date."""
    recordings, calls = tables.recording.c, tables.call.c
    unwanted, messages = tables.unwanted_recording.c, tables.message.c
    since = func.coalesce(calls.ended_at, calls.over_by)
    unheard = messages.reference.is_not(None) & messages.heard_at.is_(None)
    expected, due_since = _count(connection, recordings.due_at, recordings.state == "expected")
    failed, _ = _count(connection, recordings.at, recordings.state == "failed")
    over, over_since = _count(connection, since, calls.finished_at.is_(None) & (since < now))
    leftover, leftover_since = _count(connection, unwanted.since, unwanted.deleted_at.is_(None))
    waiting, _ = _count(connection, messages.opened_at, unheard & (messages.opened_at < unheard_before))
    beats = connection.execute(select(tables.worker.c.beat_at)).scalars().all()
    return Work(
        tuple(beats), expected, due_since, failed, over, over_since, leftover, leftover_since, waiting
    )


def _count(connection: Connection, at: Any, where: Any) -> tuple[int, datetime | None]:
    """Return how many rows there are, and the oldest time."""
    row = connection.execute(
        select(func.count(), type_coerce(func.min(at), tables.UtcDateTime())).where(where)
    ).one()
    return row[0], row[1]


def last_reconciliation(connection: Connection) -> Row[Any] | None:
    """Return the newest row of `ivr_reconciliation`, None where there is none."""
    rows = tables.reconciliation
    return connection.execute(select(rows).order_by(rows.c.at.desc()).limit(1)).first()


def writable(connection: Connection) -> None:
    """Write a row, to be taken back by whoever asks."""
    row = {"name": f"looked at {secrets.token_hex(8)}", "beats": 0, "beat_at": datetime.now(UTC)}
    connection.execute(insert(tables.worker).values(**row))
