"""Who is told: those who answer a queue; where nobody does, those of the settings; and else the supervisors.

A queue that nobody answers must not lead to a message that nobody is told of.
"""

from typing import Final

from sqlalchemy import Connection, select

from ivr.message import tables
from ivr.message.accounts.mails import Recipient, recipients, supervisors
from ivr.message.tools import Tools

OF_SETTINGS: Final = Recipient("", "")
"""Those whom the settings name: they are written to together, and at once."""


def told(connection: Connection, tools: Tools, queue: str) -> list[Recipient]:
    """Return who is told of what is new in a queue; nobody where there is no mail at all."""
    if tools.notifier is None:
        return []
    answering = [one for one in recipients(connection, tools.vault, queue) if one.notices != "none"]
    if answering:
        return answering
    if tools.notifier.has_own(unheard=False):
        return [OF_SETTINGS]
    return [one for one in supervisors(connection, tools.vault) if one.notices != "none"]


def anybody(connection: Connection, tools: Tools) -> bool:
    """Say whether there may be anybody to tell of what is new, in whatever queue."""
    if tools.notifier is None:
        return False
    officers = tables.officer
    reached = (officers.c.mail.is_not(None)) & officers.c.disabled_at.is_(None)
    found = select(officers.c.officer_id).where(reached, officers.c.notices != "none").limit(1)
    return tools.notifier.has_own(unheard=False) or connection.execute(found).first() is not None


def alarmed(connection: Connection, tools: Tools, queue: str) -> list[Recipient]:
    """Return who is told that nobody has listened to a message of a queue, whatever else they want to be told of."""
    if tools.notifier is None:
        return []
    answering = [one for one in recipients(connection, tools.vault, queue) if one.supervises]
    if answering:
        return answering
    if tools.notifier.has_own(unheard=True):
        return [OF_SETTINGS]
    return supervisors(connection, tools.vault)
