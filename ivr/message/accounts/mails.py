"""Officers' mail addresses: hidden with the server's secret, so that a worker that opens nothing can write to them.

>>> from ivr.message.vault import Vault
>>> vault = Vault.throw_away()
>>> show_mail(vault, "a1", hide_mail(vault, "a1", "sam@force.example"))
'sam@force.example'
>>> hide_mail(vault, "a1", "") is None, show_mail(vault, "a1", None)
(True, '')
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, Connection, Row, select

from ivr.message import tables
from ivr.message.accounts.roles import MAY, May, Role
from ivr.message.accounts.values import Notices
from ivr.message.sealing import CannotOpen
from ivr.message.vault import Vault

_officers, _areas = tables.officer, tables.officer_area
_MAIL: Final = "mail"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who has an address and is told by mail. A repr shows only who, by the random identity."""

    officer_id: str
    mail: str = field(repr=False)
    notices: Notices = "at-once"
    supervises: bool = False


def hide_mail(vault: Vault, officer_id: str, mail: str) -> bytes | None:
    """Return what is kept of an address in `ivr_officer.mail`; None of an empty one."""
    return vault.call_seal(f"officer/{officer_id}").hide(_MAIL, mail) if mail else None


def show_mail(vault: Vault, officer_id: str, hidden: bytes | None) -> str:
    """Return the address, "" where there is none. Raises CannotOpen under another secret than it was hidden with."""
    return "" if hidden is None else vault.call_seal(f"officer/{officer_id}").show(_MAIL, hidden)


def recipients(connection: Connection, vault: Vault, queue: str) -> list[Recipient]:
    """Return who answers a queue, whatever they prefer: enabled, allowed to work, with an address; by identity.

    An address that was hidden under another secret cannot be written to, and is left out until it is hidden again.
    """
    answering = select(_areas.c.officer_id).where(_areas.c.area == queue)
    return _shown(connection, vault, _officers.c.officer_id.in_(answering))


def supervisors(connection: Connection, vault: Vault) -> list[Recipient]:
    """Return all supervisors who are enabled and have an address, whichever queues they answer; by identity."""
    return [one for one in _shown(connection, vault, _officers.c.role == "supervisor") if one.supervises]


def _shown(connection: Connection, vault: Vault, which: ColumnElement[bool]) -> list[Recipient]:
    found = select(_officers).where(which, _officers.c.disabled_at.is_(None), _officers.c.mail.is_not(None))
    rows = connection.execute(found.order_by(_officers.c.officer_id)).all()
    return list(_readable(vault, rows))


def _readable(vault: Vault, rows: Iterable[Row[Any]]) -> Iterable[Recipient]:
    for row in rows:
        role = cast("Role", row.role)
        if May.WORK not in MAY[role]:
            continue
        try:
            mail = show_mail(vault, row.officer_id, row.mail)
        except CannotOpen:
            continue
        yield Recipient(row.officer_id, mail, cast("Notices", row.notices), May.SUPERVISE in MAY[role])
