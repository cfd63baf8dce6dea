"""Telling officers of a new message, once, and a supervisor of those nobody listened to: once, then every day."""

import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection, or_, select, update

from ivr.message import leases, tables
from ivr.message.calls import was_over
from ivr.message.happenings import story_of
from ivr.message.notices import MailUnavailable
from ivr.message.tools import Tools, locked_call
from ivr.message.values import StoreUnavailable

log = logging.getLogger(__name__)

FAILURES: Final = 3


@dataclass(slots=True)
class Patience:
    """How many more failures in a row of the provider, and of the mail, are put up with before they are left alone.

    One outage must not make everything else wait for as many timeouts as there are calls.
    """

    provider: int = FAILURES
    mail: int = FAILURES


TOLD_LATE: Final = timedelta(days=7)
"""For how long after a call its messages are still told of, where nobody could be told before."""
AGAIN_AFTER: Final = timedelta(days=1)
_LEASE: Final = "unheard"
_messages = tables.message


def tell(tools: Tools, call_sid: str, opened: int, patience: Patience) -> None:
    """Tell the officers of a message, unless another process is doing that or has done it.

    The lease makes it once. Only where this process is killed between the mail server's word and ours, or is frozen
    for longer than the lease, is it told again: in the same words, and with the same Message-ID.
    """
    now, lease = tools.clock(), f"notice/{call_sid}/{opened}"
    length = tools.limits.notice_lease
    claimed = tools.database.write(
        lambda connection: _claim_notice(connection, call_sid, opened, now, lease, length)
    )
    if claimed is None or tools.notifier is None:
        return
    reference, unfinished = claimed
    try:
        tools.notifier.new_message(reference, unfinished=unfinished, at=now)
    except MailUnavailable as error:
        patience.mail -= 1
        log.warning("Nobody could be told of a message yet: %s", error)
        tools.database.write(lambda connection: leases.give_back(connection, lease))
        return
    patience.mail = FAILURES
    told = tools.clock()
    for pause in (*tools.limits.word_waits, None):
        try:
            tools.database.write(lambda connection: _noted(connection, call_sid, opened, told, lease))
            return
        except StoreUnavailable:  # a database that restarts is waited for, or everybody would be told twice
            if pause is None:
                raise
            time.sleep(pause)


def untold(connection: Connection, since: datetime) -> list[str]:
    """Return calls finished since then with a message of which nobody was told: there was nobody to tell at the time.

    A message that was never kept, or that an officer has come upon meanwhile, is nothing to tell of.
    """
    calls = tables.call
    nobody = (
        _messages.c.notified_at.is_(None) & _messages.c.heard_at.is_(None) & _messages.c.closed_at.is_(None)
    )
    found = select(_messages.c.call_sid, _messages.c.opened_step).join(calls)
    found = found.where(nobody, _messages.c.reference.is_not(None))
    found = found.where(calls.c.finished_at >= since, calls.c.empty.is_(False)).order_by(calls.c.finished_at)
    left: dict[str, set[int]] = {}
    for row in connection.execute(found):
        left.setdefault(row.call_sid, set()).add(row.opened_step)
    return [sid for sid, opened in left.items() if _any_kept(connection, sid, opened)]


def _any_kept(connection: Connection, call_sid: str, opened: set[int]) -> bool:
    return any(one.opened in opened and one.kept() for one in story_of(connection, call_sid).messages)


def _claim_notice(
    connection: Connection, call_sid: str, opened: int, now: datetime, lease: str, length: timedelta
) -> tuple[str, bool] | None:
    """Return the message's reference and whether it is unfinished; None if it is not for us to tell of it now."""
    locked_call(connection, call_sid)
    this = (_messages.c.call_sid == call_sid) & (_messages.c.opened_step == opened)
    row = connection.execute(select(_messages).where(this)).first()
    message = next((one for one in story_of(connection, call_sid).messages if one.opened == opened), None)
    if row is None or row.notified_at is not None or row.reference is None:
        return None
    if message is None or not message.kept() or not leases.take(connection, lease, now, length):
        return None
    return row.reference, not message.sent


def _noted(connection: Connection, call_sid: str, opened: int, now: datetime, lease: str) -> None:
    locked_call(connection, call_sid)  # whoever wants to begin waits until this is there to be seen
    this = (_messages.c.call_sid == call_sid) & (_messages.c.opened_step == opened)
    connection.execute(
        update(_messages).where(this, _messages.c.notified_at.is_(None)).values(notified_at=now)
    )
    leases.give_back(connection, lease)


def alarm(tools: Tools) -> int:
    """Tell the supervisor, in one mail, of messages that nobody has listened to. Return of how many.

    However many hosts do this at once, one of them tells. Raises MailUnavailable; then perhaps nobody was told.
    """
    notifier, now, hours = tools.notifier, tools.clock(), tools.limits.unheard_hours
    if notifier is None:
        return 0
    references = tools.database.write(partial(_claim, tools=tools, now=now))
    if not references:
        return 0
    try:
        notifier.unheard(references, hours, now)
    except MailUnavailable:
        tools.database.write(lambda connection: leases.give_back(connection, _LEASE))
        raise
    tools.database.write(lambda connection: _told(connection, references, now))
    return len(references)


def _claim(connection: Connection, tools: Tools, now: datetime) -> list[str]:
    """Return the references of messages that are to be told of by this process, and by no other for a while."""
    if not leases.take(connection, _LEASE, now, tools.limits.notice_lease):
        return []
    since = now - timedelta(hours=tools.limits.unheard_hours)
    untold = or_(_messages.c.alarmed_at.is_(None), _messages.c.alarmed_at <= now - AGAIN_AFTER)
    found = select(_messages).where(
        _messages.c.reference.is_not(None),
        _messages.c.heard_at.is_(None),
        _messages.c.closed_at.is_(None),
        _messages.c.opened_at <= since,
        untold,
    )
    rows = connection.execute(found.order_by(_messages.c.opened_at, _messages.c.reference)).all()
    references = [row.reference for row in rows if _is_kept(connection, row, now)]
    if not references:
        leases.give_back(connection, _LEASE)
    return references


def _is_kept(connection: Connection, row: Any, now: datetime) -> bool:
    calls = tables.call
    call = connection.execute(select(calls).where(calls.c.call_sid == row.call_sid)).first()
    return _any_kept(connection, row.call_sid, {row.opened_step}) and call is not None and was_over(call, now)


def _told(connection: Connection, references: list[str], now: datetime) -> None:
    for reference in references:
        this = update(_messages).where(_messages.c.reference == reference)
        connection.execute(this.values(alarmed_at=now))
    leases.give_back(connection, _LEASE)
