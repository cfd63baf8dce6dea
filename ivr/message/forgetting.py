"""Forgetting everything, for a database that only lives in memory."""

from typing import Final

from sqlalchemy import Connection, delete

from ivr.message import tables
from ivr.message.store import Store

_STAY: Final = (tables.flow_version, tables.public_key)
"""What no call has left: the menus that are served, and the keys that messages are sealed to."""
_EACH: Final = tuple(
    str(delete(table)) for table in reversed(tables.metadata.sorted_tables) if table not in _STAY
)
"""Ready as text: this is done for each of many calls."""
_IN_MEMORY: Final = (None, "", ":memory:")


class NotInMemory(ValueError):
    """Raised for a database that outlives the process: nothing in it is for forgetting."""


def forget_calls(store: Store) -> None:
    """Erase whatever calls have left, and what was counted of them, as if none had ever come in.

    Only for SQLite in memory: raises NotInMemory for any other database, and StoreUnavailable.
    """
    url = store.engine.url
    if url.get_backend_name() != "sqlite" or url.database not in _IN_MEMORY:
        raise NotInMemory("only a database in memory forgets everything")
    store.database.write(_forget)


def _forget(connection: Connection) -> None:
    cursor = connection.connection.cursor()
    for statement in _EACH:
        cursor.execute(statement)
    cursor.close()
