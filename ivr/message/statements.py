"""Statements that are compiled once for all databases of a kind.

Each call that is practised has a database of its own, in memory and for seconds. Most of what it does would be to
compile the same statements again.
"""

from functools import cache
from typing import Any, Final

from sqlalchemy.engine import URL

MOST: Final = 500
"""How many statements are kept; then all are let go, and begin again."""


class Statements(dict[Any, Any]):
    """SQLAlchemy's `compiled_cache`, for several engines that write the same SQL.

    The first part of its keys is the engine's own dialect object: the same statement has the same place here whichever
    engine asks for it. May be used from any thread.
    """

    def get(self, key: Any, default: Any = None) -> Any:
        """Return what was compiled, whoever asked for it, or the default."""
        return super().get(key[1:], default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        """Keep what was compiled."""
        if len(self) >= MOST:
            self.clear()
        super().__setitem__(key[1:], compiled)


def statements_of(url: URL) -> Statements:
    """Return what is compiled for a database: the same for each of SQLite's, and for all of one server."""
    return _of(url.drivername if url.get_backend_name() == "sqlite" else url.set(database=""))


@cache
def _of(kind: str | URL) -> Statements:
    return Statements()
