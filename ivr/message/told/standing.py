"""How mail to officers stands, in numbers, for operators."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, func, select

from ivr.message import tables
from ivr.message.told.batches import NEVER

_notices, _messages, _officers = tables.notice, tables.message, tables.officer
_SETTINGS: Final = ""


@dataclass(frozen=True, slots=True)
class Mails:
    """How many officers and supervisors have an address; what waits to be sent, and since when; who is given up.

    `waiting` are notices that are due, the oldest since `since` (None: nothing waits). `given_up` are officers whose
    addresses were refused for a day, while of what they were to be told nobody has come upon all. `own_given_up`: the
    same of those whom the settings name.
    """

    reachable: int
    waiting: int
    since: datetime | None
    given_up: int
    own_given_up: bool


def mails(connection: Connection, now: datetime) -> Mails:
    """Look at the mail of a line."""
    reached = _officers.c.mail.is_not(None) & _officers.c.disabled_at.is_(None)
    reached &= _officers.c.role.in_(("officer", "supervisor"))
    unsent = _notices.c.sent_at.is_(None)
    due = select(func.count(), func.min(_notices.c.due_at)).where(unsent, _notices.c.due_at <= now)
    waiting, since = connection.execute(due).one()
    refused = set(_refused(connection))
    return Mails(
        connection.execute(select(func.count()).select_from(_officers).where(reached)).scalar_one(),
        waiting,
        since,
        len(refused - {_SETTINGS}),
        _SETTINGS in refused,
    )


def _refused(connection: Connection) -> list[str]:
    """Return to whom nothing more is sent of some message that still needs somebody."""
    of_message = (_messages.c.call_sid == _notices.c.call_sid) & (_messages.c.opened_step == _notices.c.step)
    found = select(_notices.c.officer_id).join(_messages, of_message)
    found = found.where(_notices.c.due_at >= NEVER, _notices.c.sent_at.is_(None))
    found = found.where(_messages.c.heard_at.is_(None), _messages.c.closed_at.is_(None))
    return list(connection.execute(found).scalars())
