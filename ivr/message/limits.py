"""What is not stored: more requests than a person makes, and recordings that the caller had deleted."""

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from ivr.message import tables
from ivr.message.calls import Occasion

PER_CALL = 3
PER_DAY = 10

_OTHER_DAYS: Final = delete(tables.request_count).where(tables.request_count.c.day < bindparam("today"))


def may_ask(occasion: Occasion) -> bool:
    """Say whether one more request of this call is stored, and count it if so.

    At most three in a call and ten a day from one number; days are those of UTC. Whoever withholds their
    number is only limited by the call: they cannot be told from each other.
    """
    requests = tables.request
    so_far = select(func.count()).select_from(requests).where(requests.c.call_sid == occasion.call_sid)
    if occasion.connection.execute(so_far).scalar_one() >= PER_CALL:
        return False
    if occasion.caller is None:
        return True
    day = occasion.at.astimezone(UTC).date().isoformat()
    return _count(occasion.connection, occasion.means.vault.caller_hash(day, occasion.caller), day)


def _count(connection: Connection, name: str, day: str) -> bool:
    counts = tables.request_count
    of_caller = counts.c.caller_hash == name
    made = connection.execute(select(counts.c.requests).where(of_caller).with_for_update()).scalar()
    if made is None:
        connection.execute(insert(counts).values(caller_hash=name, day=day, requests=1))
    elif made >= PER_DAY:
        return False
    else:
        connection.execute(update(counts).where(of_caller).values(requests=counts.c.requests + 1))
    return True


def forget_other_days(connection: Connection, now: datetime) -> None:
    """Erase the counts of days gone by."""
    connection.execute(_OTHER_DAYS, {"today": now.astimezone(UTC).date().isoformat()})
