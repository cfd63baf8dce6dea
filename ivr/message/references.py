"""References: eight random digits that name a message, for the caller to say later."""

from collections.abc import Callable

from sqlalchemy import Connection

from ivr.message import rows, tables
from ivr.message.values import StoreUnavailable

Below = Callable[[int], int]
"""Gives a random whole number from 0 to below its argument, like `secrets.randbelow`."""

_LOWEST, _HOW_MANY = 10_000_000, 90_000_000
_MOST_DRAWS = 50


def unused(connection: Connection, below: Below) -> str:
    """Return a reference that no message has: eight digits, the first of them not 0.

    Two processes may still draw the same one at the same instant; then the unique constraint refuses the
    second, and its transaction is done again. Raises StoreUnavailable if chance gives nothing new.
    """
    for _ in range(_MOST_DRAWS):
        drawn = str(_LOWEST + below(_HOW_MANY))
        if rows.find(connection, tables.message, {"reference": drawn}).first() is None:
            return drawn
    raise StoreUnavailable("no unused reference was found")
