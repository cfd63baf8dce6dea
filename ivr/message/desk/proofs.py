"""The proofs that messages were erased."""

from sqlalchemy import Connection, select

from ivr.message import tables
from ivr.message.accounts.roles import May
from ivr.message.accounts.values import Officer
from ivr.message.desk.opened import Erased

_deletions = tables.deletion


def erased(connection: Connection, officer: Officer) -> list[Erased]:
    """Return the proofs, newest first; none to who is no supervisor."""
    if not officer.may(May.SUPERVISE):
        return []
    newest = select(_deletions).order_by(_deletions.c.deleted_at.desc(), _deletions.c.reference)
    return [Erased(**row) for row in connection.execute(newest).mappings()]
