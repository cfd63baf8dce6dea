"""Dropping what is too old from the log, so that the rest still verifies."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, delete, func, select

from ivr.message import tables
from ivr.message.audit.acts import Act
from ivr.message.audit.writing import LINE, Audit, lock

UP_TO: Final = "up_to"
DIGEST: Final = "digest"
"""What an entry of a shortening tells in its detail: the last number dropped, and the digest it had."""


def shorten(connection: Connection, audit: Audit, now: datetime, keep_days: int) -> int:
    """Drop the entries older than `keep_days` days, and return how many they were. Needs a write transaction.

    An entry that says so is written: sealed as all are, it stands for what was dropped. Only the oldest go, without
    a gap: one that is younger keeps what follows it. An entry from the future, of a clock that was wrong, keeps
    nothing.
    """
    log = tables.audit
    too_old = now - timedelta(days=keep_days)
    lock(connection)
    kept = connection.scalar(select(func.min(log.c.number)).where(log.c.at.between(too_old, now)))
    old = select(log.c.number, log.c.digest).where(log.c.at < too_old)
    if kept is not None:
        old = old.where(log.c.number < kept)
    last = connection.execute(old.order_by(log.c.number.desc()).limit(1)).first()
    if last is None:
        return 0
    those = log.c.number <= last.number
    dropped = connection.scalar(select(func.count()).where(those)) or 0
    told = {UP_TO: last.number, DIGEST: last.digest.hex(), "dropped": dropped}
    audit.write(connection, Act.LOG_SHORTENED, who=LINE, at=now, **told)  # while what it follows is there
    connection.execute(delete(log).where(those))
    return dropped
