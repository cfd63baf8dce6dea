"""What is not stored: more requests than a person makes, and recordings that the caller had deleted."""

import hashlib
import hmac
import secrets
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from ivr.message import tables

PER_CALL = 3
PER_DAY = 10


def may_ask(connection: Connection, call_sid: str, caller: str | None, at: datetime) -> bool:
    """Say whether one more request of this call is stored, and count it if so.

    At most three in a call and ten a day from one number; days are those of UTC. Whoever withholds their
    number is only limited by the call: they cannot be told from each other.
    """
    requests = tables.request
    so_far = select(func.count()).select_from(requests).where(requests.c.call_sid == call_sid)
    if connection.execute(so_far).scalar_one() >= PER_CALL:
        return False
    return caller is None or _count(connection, caller, at.astimezone(UTC).date().isoformat())


def _count(connection: Connection, caller: str, day: str) -> bool:
    counts = tables.request_count
    name = hmac.new(_secret(connection), f"{day} {caller}".encode(), hashlib.sha256).hexdigest()
    of_caller = counts.c.caller_hash == name
    made = connection.execute(select(counts.c.requests).where(of_caller).with_for_update()).scalar()
    if made is None:
        connection.execute(insert(counts).values(caller_hash=name, day=day, requests=1))
    elif made >= PER_DAY:
        return False
    else:
        connection.execute(update(counts).where(of_caller).values(requests=counts.c.requests + 1))
    return True


def _secret(connection: Connection) -> bytes:
    kept = select(tables.secret.c.secret).where(tables.secret.c.name == "callers")
    found: bytes | None = connection.execute(kept).scalar()
    if found is None:
        found = secrets.token_bytes(32)
        connection.execute(insert(tables.secret).values(name="callers", secret=found))
    return found


def forget_other_days(connection: Connection, now: datetime) -> None:
    """Erase the counts of days gone by."""
    counts = tables.request_count
    connection.execute(delete(counts).where(counts.c.day < now.astimezone(UTC).date().isoformat()))


def is_unwanted(connection: Connection, recording_sid: str, seconds: int | None) -> bool:
    """Say whether a recording is waiting to be deleted at the provider and should be left to that.

    One that was put there because it was empty, and turns out not to be, is taken back.
    """
    unwanted = tables.unwanted_recording
    this = unwanted.c.recording_sid == recording_sid
    why = connection.execute(select(unwanted.c.why).where(this)).scalar()
    if why == "empty" and seconds:
        connection.execute(delete(unwanted).where(this))
        return False
    return why is not None
