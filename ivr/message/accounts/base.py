"""What everything that is done with accounts has at hand."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from ipaddress import ip_address
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Row, delete, select, update

from ivr.message import tables
from ivr.message.accounts.details import NOTHING, Detailed
from ivr.message.accounts.keyed import Keyed
from ivr.message.accounts.passwords import CAREFUL, Cost, Passwords
from ivr.message.accounts.refusals import UnknownOfficer
from ivr.message.accounts.roles import Role
from ivr.message.accounts.values import Notices, Officer
from ivr.message.audit import Audit
from ivr.message.connecting import Database
from ivr.message.sealing import NoRecipient, NotAKey
from ivr.message.values import StoreUnavailable
from ivr.message.vault import Vault

T = TypeVar("T")
officers, areas = tables.officer, tables.officer_area


class Base:
    """The database and what seals; what hashes; how long somebody may stay in."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        audit: Audit,
        *,
        idle: timedelta,
        longest: timedelta,
        demonstration: bool = False,
        cost: Cost = CAREFUL,
        issuer: str = "Liaison Line",
    ) -> None:
        self._database, self._vault, self._audit = database, vault, audit
        self._idle, self._longest, self._demonstration = idle, longest, demonstration
        self._keyed, self._detailed, self._passwords = Keyed(vault), Detailed(vault), Passwords(cost)
        self._issuer = issuer

    def _read(self, work: Callable[[Connection], T]) -> T:
        return self._database.read(work)

    def _write(self, work: Callable[[Connection], T]) -> T:
        """Do `work` in one transaction. Raises StoreUnavailable, also where nothing can be sealed."""
        try:
            return self._database.write(work)
        except (NoRecipient, NotAKey) as error:
            trouble = str(error)
        raise StoreUnavailable(f"nothing can be sealed: {trouble}")

    def _officers(self, connection: Connection, rows: Sequence[Row[Any]]) -> list[Officer]:
        """Make officers of their rows, in one look at areas and details."""
        ids = [row.officer_id for row in rows]
        of_each: dict[str, set[str]] = {one: set() for one in ids}
        wanted = select(areas) if len(ids) > 1 else select(areas).where(areas.c.officer_id.in_(ids))
        for row in connection.execute(wanted):
            of_each.setdefault(row.officer_id, set()).add(row.area)
        known = self._detailed.whose(connection, ids)
        return [_officer(row, of_each, known.get(row.officer_id, NOTHING)) for row in rows]

    def _one(self, connection: Connection, row: Row[Any]) -> Officer:
        (officer,) = self._officers(connection, [row])
        return officer

    def _welcome(self, row: Row[Any], address: str | None = None) -> bool:
        """Say whether an account may be used now: not disabled, and one of a demonstration only there, from here."""
        if row.disabled_at is not None:
            return False
        if not row.demonstration:
            return True
        return self._demonstration and (address is None or _is_loopback(address))


def row_of(connection: Connection, officer_id: str, *, keep: bool = False) -> Row[Any]:
    """Return an account's row; with `keep` it stays as it is until the transaction ends. Raises UnknownOfficer."""
    wanted = select(officers).where(officers.c.officer_id == officer_id)
    row = connection.execute(wanted.with_for_update() if keep else wanted).first()
    if row is None:
        raise UnknownOfficer("there is no such account")
    return row


def row_by_login(connection: Connection, login_hash: str) -> Row[Any] | None:
    """Return the row of the account of a login; None where there is none."""
    return connection.execute(select(officers).where(officers.c.login_hash == login_hash)).first()


def changed(connection: Connection, officer_id: str, **values: Any) -> None:
    """Write into an account's row."""
    connection.execute(update(officers).where(officers.c.officer_id == officer_id).values(**values))


def forget_recovery_codes(connection: Connection, officer_id: str) -> None:
    """Erase all recovery codes of an account."""
    codes = tables.recovery_code
    connection.execute(delete(codes).where(codes.c.officer_id == officer_id))


def _officer(row: Row[Any], of_each: Mapping[str, set[str]], details: Any) -> Officer:
    return Officer(
        officer_id=row.officer_id,
        role=cast("Role", row.role),
        areas=frozenset(of_each[row.officer_id]),
        name=details.name,
        login=details.login,
        mail=details.mail,
        notices=cast("Notices", row.notices),
        disabled=row.disabled_at is not None,
        has_password=row.password_hash is not None,
        has_code=row.has_code,
        demonstration=row.demonstration,
    )


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
