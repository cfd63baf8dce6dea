"""What is done from time to time for the inbox, whether or not anybody is in it."""

from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import Connection, select

from ivr.message import tables
from ivr.message.audit import Audit, shorten
from ivr.message.connecting import Database
from ivr.message.vault import Vault

_ONCE_IN: Final = timedelta(days=1)
"""The log is shortened a day's entries at a time: each time leaves an entry itself."""


def shorten_log(database: Database, vault: Vault, keep_days: int, now: datetime) -> int:
    """Drop from the log what is older than so many days, about once a day; return how many entries that were.

    However often and on however many hosts this is done, each entry is dropped once. Raises StoreUnavailable.
    """
    before = now - timedelta(days=keep_days) - _ONCE_IN
    if not database.read(lambda connection: _has_older(connection, before)):
        return 0
    return database.write(partial(shorten, audit=Audit(vault), now=now, keep_days=keep_days))


def _has_older(connection: Connection, before: datetime) -> bool:
    log = tables.audit
    return connection.execute(select(log.c.number).where(log.c.at < before).limit(1)).first() is not None
