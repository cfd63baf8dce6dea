"""Which messages are whose to see, and the rows of them."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, false, select

from ivr.message import tables
from ivr.message.accounts.roles import May
from ivr.message.accounts.values import Officer
from ivr.message.desk.values import UnknownMessage

_messages = tables.message.c
_listed = _messages.state.is_not(None) & _messages.reference.is_not(None)
_nothing = false()


def theirs(officer: Officer) -> ColumnElement[bool]:
    """Return the condition for messages that this officer may see: of their areas, or claimed by them."""
    if not officer.may(May.READ):
        return _nothing
    if officer.may(May.READ_ALL):
        return _listed
    return _listed & (
        _messages.queue.in_(sorted(officer.areas)) | (_messages.claimed_by == officer.officer_id)
    )


def sees(officer: Officer, row: Any) -> bool:
    """Say whether a message is theirs to see, as its row tells."""
    if row.state is None or row.reference is None:
        return False
    mine = row.claimed_by == officer.officer_id and officer.may(May.READ)
    return mine or officer.sees(row.queue)


def message_row(connection: Connection, officer: Officer, reference: str, *, lock: bool = False) -> Any:
    """Return a message's row, and with `lock` let nobody else change it until the transaction ends.

    Raises UnknownMessage where the officer may not see it, just as where there is none.
    """
    this = select(tables.message).where(_messages.reference == reference)
    row = connection.execute(this.with_for_update() if lock else this).first()
    if row is None or not sees(officer, row):
        raise UnknownMessage("you have no message with this reference")
    return row
