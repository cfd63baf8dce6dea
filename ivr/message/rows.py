"""Rows by the values of their columns: found, added, changed. Each statement is put together once and then kept.

Putting one together costs more than carrying it out, and a call does a handful of them at each step.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import (
    Connection,
    CursorResult,
    Insert,
    Select,
    Table,
    Update,
    bindparam,
    insert,
    select,
    update,
)


def find(
    connection: Connection, table: Table, key: Mapping[str, Any], *, lock: bool = False
) -> CursorResult[Any]:
    """Return the rows whose columns have these values; `{}` are all. A value of None is found nowhere.

    With `lock` nobody else may change them until the transaction ends.
    """
    return connection.execute(_finding(table, tuple(key), lock), key)


def add(connection: Connection, table: Table, *rows: Mapping[str, Any]) -> None:
    """Add one row or several of the same columns."""
    connection.execute(_adding(table), rows[0] if len(rows) == 1 else list(rows))


def change(connection: Connection, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Give the rows whose columns have the values of `key` other values."""
    wanted = {f"key_{name}": value for name, value in key.items()}
    connection.execute(_changing(table, tuple(key)), {**values, **wanted})


@cache
def _finding(table: Table, names: tuple[str, ...], lock: bool) -> Select[Any]:
    wanted = select(table).where(*(table.c[name] == bindparam(name) for name in names))
    return wanted.with_for_update() if lock else wanted


@cache
def _adding(table: Table) -> Insert:
    return insert(table)


@cache
def _changing(table: Table, names: tuple[str, ...]) -> Update:
    # A parameter that is named like a column would be taken for its new value.
    return update(table).where(*(table.c[name] == bindparam(f"key_{name}") for name in names))
