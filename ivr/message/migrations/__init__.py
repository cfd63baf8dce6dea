"""Bringing a database up to date, safely by several processes at once.

To change a table: change `ivr/message/tables.py`, add a file to `versions/`, and name it in `NEWEST`. The tests say
whether both come to the same tables, on each database. Old versions are never changed: databases stand on them.

Alembic is loaded only where a database has to be changed.
"""

from functools import cache
from pathlib import Path
from typing import Final

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    insert,
    inspect,
    select,
)
from sqlalchemy import text as sql
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from ivr.message import tables
from ivr.message.values import StoreUnavailable

NEWEST: Final = "0003"
"""The version that this program works with."""

FIRST: Final = "0001"
"""The version of databases made before there were versions."""

VERSION_TABLE: Final = "ivr_alembic_version"

_version = Table(
    VERSION_TABLE,
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name=f"{VERSION_TABLE}_pkc"),
)  # as Alembic makes it

_LOCK: Final = 0x4C696E65
"""Any number that nothing else in the database locks: the letters of "Line"."""

_LONGEST_WAIT: Final = "60s"


def bring_up_to_date(connection: Connection) -> bool:
    """Make the tables, or change those of an older version. Says whether there was anything to do.

    Needs a write transaction, and is done with it: wholly or not at all. Whoever comes second waits. Raises
    StoreUnavailable where a newer version of this program has changed the tables already.
    """
    if _is_newest(connection):
        return False
    if connection.dialect.name == "postgresql":  # SQLite has one writer at a time anyway
        connection.execute(sql(f"SET LOCAL lock_timeout = '{_LONGEST_WAIT}'"))
        connection.execute(sql("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        if _is_newest(connection):
            return False
    if not inspect(connection).has_table(VERSION_TABLE):
        _version.create(connection)
        if not inspect(connection).has_table(tables.call.name):
            _create_all(connection)
            connection.execute(insert(_version).values(version_num=NEWEST))
            return True
        connection.execute(insert(_version).values(version_num=FIRST))
    _upgrade(connection)
    return True


def version(connection: Connection) -> str | None:
    """Return the version of a database's tables; None where there are none of this program, or of its first."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    return connection.execute(select(_version.c.version_num)).scalar()


def _is_newest(connection: Connection) -> bool:
    known = version(connection)
    if known is not None and known > NEWEST:
        raise StoreUnavailable("the message store was changed by a newer version of this program")
    return known == NEWEST


def _create_all(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        for statement in _for_sqlite():
            connection.exec_driver_sql(statement)
    else:
        tables.metadata.create_all(connection)


@cache
def _for_sqlite() -> tuple[str, ...]:
    """Return what makes all tables, as text: databases in memory are made for each of many calls that are practised."""
    dialect = sqlite.dialect()
    made: list[str] = []
    for table in tables.metadata.sorted_tables:
        made.append(str(CreateTable(table).compile(dialect=dialect)))
        in_order = sorted(table.indexes, key=lambda index: str(index.name))
        made += [str(CreateIndex(index).compile(dialect=dialect)) for index in in_order]
    return tuple(made)


def _upgrade(connection: Connection, to: str = "head") -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
