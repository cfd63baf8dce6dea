"""Handing over what is due, to one person after another: one mail for each message, or one for all of an hour or a day.

Leases let one process do that. Only where it is killed between the mail server's word and ours, or is frozen for longer
than a lease, is a mail handed over again: in the same words, and with the same Message-ID.
"""

import logging
import time
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import Connection, bindparam, or_, select, update

from ivr.message import leases, tables
from ivr.message.notices import MailRefused, MailUnavailable, Notifier
from ivr.message.patience import FAILURES, Patience
from ivr.message.told.batches import NEVER, Batch, Claimed, claim
from ivr.message.told.planning import Kind
from ivr.message.tools import Tools
from ivr.message.values import StoreUnavailable

log = logging.getLogger(__name__)

GIVE_UP_AFTER: Final = timedelta(days=1)
"""For how long an address is tried that the mail server refuses for good."""
PAUSE: Final = timedelta(minutes=1)
"""How long nothing is sent to somebody whose mail the server did not take, while it took that of others."""
_FAR: Final = timedelta(days=3)
"""Nothing is due later than that: what seems to be was written by a clock that was wrong."""
_MOST: Final = 1000
_PAUSED: Final = "refused/"
_notices, _messages, _officers, _leases = tables.notice, tables.message, tables.officer, tables.lease
_LATER: Final = ("hourly", "daily")
_DUE: Final = (
    select(_notices)
    .where(
        _notices.c.sent_at.is_(None),
        or_(
            _notices.c.due_at <= bindparam("now"),
            (_notices.c.due_at > bindparam("far")) & (_notices.c.due_at < NEVER),
        ),
    )
    .order_by(_notices.c.due_at, _notices.c.officer_id)
    .limit(_MOST)
)
_LEFT_ALONE: Final = select(_leases.c.name).where(
    _leases.c.name.startswith(_PAUSED), _leases.c.until > bindparam("now")
)
_TOLD_LATER: Final = select(_officers.c.officer_id).where(_officers.c.notices.in_(_LATER))


def send(
    tools: Tools, patience: Patience, *, call_sid: str | None = None, kind: Kind | None = None
) -> set[tuple[str, int]]:
    """Hand over what is due by now, of one call or kind or of all; return of which messages somebody was told.

    What is not taken stays due. A person whose mail is not taken holds up nobody else. In quiet hours nothing is sent.
    Raises StoreUnavailable.
    """
    now, quiet = tools.clock(), tools.limits.quiet
    told: set[tuple[str, int]] = set()
    if tools.notifier is None or (quiet and quiet.hold(now)):
        return told
    left_alone: set[str] = set()
    for batch in tools.database.read(partial(_due, now=now, call_sid=call_sid, kind=kind)):
        if patience.mail <= 0:
            break
        if batch.officer_id in left_alone:
            continue
        claimed = tools.database.write(partial(claim, tools=tools, batch=batch, now=tools.clock()))
        if claimed is not None and _handed_over(tools, tools.notifier, patience, claimed, left_alone):
            told |= claimed.messages
    return told


def _due(connection: Connection, now: datetime, call_sid: str | None, kind: Kind | None) -> list[Batch]:
    """Return the mails that are due, the oldest first, but none to somebody who is left alone for a while."""
    found = _DUE
    paused = connection.execute(_LEFT_ALONE, {"now": now}).scalars()
    if people := [name.removeprefix(_PAUSED) for name in paused]:
        found = found.where(_notices.c.officer_id.not_in(people))
    if call_sid is not None:
        found = found.where(_notices.c.call_sid == call_sid)
    if kind is not None:
        found = found.where(_notices.c.kind == kind)
    rows = connection.execute(found, {"now": now, "far": now + _FAR}).all()
    later = set(connection.execute(_TOLD_LATER).scalars())
    return list(dict.fromkeys(Batch.of(row, together=row.officer_id in later) for row in rows))


def _handed_over(
    tools: Tools, notifier: Notifier, patience: Patience, claimed: Claimed, left_alone: set[str]
) -> bool:
    """Hand over one mail and write down what came of it; say whether it was taken."""
    now = tools.clock()
    try:
        notifier.tell(claimed.letter, now)
    except MailRefused as error:
        left_alone.add(claimed.batch.officer_id)
        log.warning("Somebody could not be told yet: %s", error)
        tools.database.write(partial(_refused, claimed=claimed, now=now, for_good=error.for_good))
        return False
    except MailUnavailable as error:
        patience.mail -= 1
        log.warning("Nobody could be told of a message yet: %s", error)
        tools.database.write(lambda connection: leases.give_back(connection, claimed.lease))
        return False
    patience.mail = FAILURES
    noted = partial(_noted, claimed=claimed, now=tools.clock())
    for pause in (*tools.limits.word_waits, None):
        try:
            tools.database.write(noted)
            break
        except StoreUnavailable:  # a database that restarts is waited for, or they would be told twice
            if pause is None:
                raise
            time.sleep(pause)
    return True


def _noted(connection: Connection, claimed: Claimed, now: datetime) -> None:
    for key in claimed.keys:
        connection.execute(update(_notices).where(*key.conditions).values(sent_at=now))
    for call_sid, step in sorted(claimed.messages):
        this = update(_messages).where(_messages.c.call_sid == call_sid, _messages.c.opened_step == step)
        if claimed.letter.unheard:
            connection.execute(this.values(alarmed_at=now))
        else:  # the first time stays
            connection.execute(this.where(_messages.c.notified_at.is_(None)).values(notified_at=now))
    leases.give_back(connection, claimed.lease)


def _refused(connection: Connection, claimed: Claimed, now: datetime, for_good: bool) -> None:
    """Let somebody alone for a while; for ever, of this, where their address has been refused for a day."""
    leases.give_back(connection, claimed.lease)
    leases.take(connection, f"{_PAUSED}{claimed.batch.officer_id}", now, PAUSE)
    if not for_good:
        return
    ended = False
    for key in claimed.keys:
        old = update(_notices).where(*key.conditions, _notices.c.due_at <= now - GIVE_UP_AFTER)
        ended = bool(connection.execute(old.values(due_at=NEVER)).rowcount) or ended
    if ended:
        log.error(
            "The mail server has refused somebody's address for a day; they are not told of what waited for them"
        )
