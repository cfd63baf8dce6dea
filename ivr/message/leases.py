"""Leases: what only one process may be doing for a while, such as telling the officers of one message.

A lease ends by itself, so a host that dies holds nobody up for longer than that. A host that was only slow may then
find that another has begun the same: so whatever is done under a lease is something that may happen twice.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from ivr.message import tables

_leases = tables.lease
_OLD: Final = delete(_leases).where(_leases.c.until < bindparam("hour_ago"))


def take(connection: Connection, name: str, now: datetime, length: timedelta) -> bool:
    """Say whether this process may begin; if so, no other may until it is given back or the time is up.

    Needs a write transaction. Of two that ask at the same instant, one is refused. A lease that is to last for much
    longer than any is from a clock that was wrong, and is no lease: it could hold everybody up for years.
    """
    this = _leases.c.name == name
    until = connection.execute(select(_leases.c.until).where(this).with_for_update()).scalar()
    if until is None:
        connection.execute(insert(_leases).values(name=name, until=now + length))
    elif now < until <= now + 2 * length:  # twice: two hosts' clocks differ a little
        return False
    else:
        connection.execute(update(_leases).where(this).values(until=now + length))
    return True


def give_back(connection: Connection, name: str) -> None:
    """Let the next one begin at once."""
    connection.execute(delete(_leases).where(_leases.c.name == name))


def forget_old(connection: Connection, now: datetime) -> None:
    """Erase leases that ran out an hour ago, whose holders died."""
    connection.execute(_OLD, {"hour_ago": now - timedelta(hours=1)})
