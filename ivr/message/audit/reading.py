"""Reading the log."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from ivr.message import tables
from ivr.message.audit.acts import Act


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody did, once.

    `number` counts from 1, `at` is in UTC, `who` is an officer's identity, `line` or `operator`. `act` is the word of
    an `Act`: a plain text, since a later version of this program may know more of them.
    """

    number: int
    at: datetime
    who: str
    act: str
    reference: str | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


def entries(
    connection: Connection,
    *,
    reference: str | None = None,
    who: str | None = None,
    acts: Collection[Act] | None = None,
    since: datetime | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[Entry]:
    """Return entries, newest first, at most `limit`: all, or those that fit every condition given.

    `since` is aware. `before` is a number: only entries before it, for the next page. They are not verified here.
    """
    log = tables.audit
    wanted = select(log.c.number, log.c.at, log.c.who, log.c.what, log.c.reference, log.c.detail)
    if reference is not None:
        wanted = wanted.where(log.c.reference == reference)
    if who is not None:
        wanted = wanted.where(log.c.who == who)
    if acts is not None:
        wanted = wanted.where(log.c.what.in_([act.value for act in acts]))
    if since is not None:
        wanted = wanted.where(log.c.at >= since)
    if before is not None:
        wanted = wanted.where(log.c.number < before)
    newest = connection.execute(wanted.order_by(log.c.number.desc()).limit(limit))
    return [
        Entry(row.number, row.at, row.who, row.what, row.reference, detail_in(row.detail)) for row in newest
    ]


def detail_in(stored: str) -> Mapping[str, Any]:
    """Return what is in a column `detail`; nothing, where somebody spoilt it: `verify` says so."""
    try:
        detail = json.loads(stored)
    except (TypeError, ValueError, RecursionError):
        return {}
    return detail if isinstance(detail, dict) else {}
