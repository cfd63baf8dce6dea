"""What every way in has in common: what is counted, how a code is used up, what is written when somebody is in."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert

from ivr.message import tables
from ivr.message.accounts import codes, throttle
from ivr.message.accounts.base import changed, forget_recovery_codes, row_of
from ivr.message.accounts.details import Details
from ivr.message.accounts.outcomes import Begun, Stage
from ivr.message.accounts.staying import Staying, begun
from ivr.message.accounts.throttle import Counted, Taken
from ivr.message.audit import LINE, Act


@dataclass(frozen=True, slots=True)
class Way:
    """Where somebody comes from: what is counted of them, and what the device keeps that is known already."""

    login_hash: str
    counted: tuple[Counted, ...]
    known: str | None


class LettingIn(Staying):
    """What the ways in are made of."""

    def _way(self, login_hash: str, address: str, device: str, at: datetime, password: str = "") -> Way:
        # Whoever was given a password for the first time comes in by it, whatever anybody else is trying.
        given = self._keyed.is_first_password(password, login_hash)
        known = "first" if given else self._keyed.device_of(device, login_hash)
        if known is not None:
            return Way(login_hash, (Counted(self._keyed.failures("device", login_hash, known)),), known)
        counted = [Counted(self._keyed.failures("account", login_hash))]
        if address:
            counted.append(throttle.of_address(self._keyed.address(address, at)))
        return Way(login_hash, tuple(counted), None)

    def _in(
        self,
        connection: Connection,
        row: Row[Any],
        way: Way,
        device: str,
        at: datetime,
        how: str,
        *,
        instead: str = "",
    ) -> Begun:
        """Let somebody all the way in: what failed on this way before is forgotten."""
        throttle.clear(connection, [one.of for one in way.counted[:1]])
        changed(connection, row.officer_id, entered_at=at)
        token = begun(connection, row, "in", at, instead=instead)
        self._audit.write(connection, Act.ENTERED, who=row.officer_id, at=at, account=row.officer_id, how=how)
        return Begun(token, "in", self._keyed.device(device, way.login_hash))

    def _half_way(self, token: str, stage: Stage, at: datetime) -> tuple[str, str, Details]:
        def look(connection: Connection) -> tuple[str, str, Details]:
            session = self._at_stage(connection, token, stage, at)
            row = row_of(connection, session.officer_id)
            return row.officer_id, row.login_hash, self._detailed.whole(connection, row.officer_id)

        return self._read(look)

    def _take_own(self, officer_id: str, at: datetime) -> list[Taken]:
        own = Counted(self._keyed.failures("own", officer_id))
        return self._write(lambda connection: throttle.take(connection, [own], at))

    def _used(
        self, connection: Connection, row: Row[Any], details: Details, code: str, at: datetime
    ) -> str | None:
        """Use up a code and say which kind it was; None where it is not good."""
        step = codes.step_of(details.totp, code, at, row.last_code)
        if step is not None:
            changed(connection, row.officer_id, last_code=step)
            return "code"
        hashed = codes.recovery_hash(details.codes, code)
        kept = tables.recovery_code
        this = delete(kept).where(kept.c.officer_id == row.officer_id, kept.c.code_hash == hashed)
        return "recovery-code" if hashed is not None and connection.execute(this).rowcount else None

    def _new_recovery_codes(
        self, connection: Connection, row: Row[Any], details: Details, at: datetime
    ) -> tuple[str, ...]:
        told, key = codes.new_recovery_codes(), codes.new_key()
        forget_recovery_codes(connection, row.officer_id)
        hashes = [codes.recovery_hash(key, code) for code in told]
        connection.execute(
            insert(tables.recovery_code),
            [{"officer_id": row.officer_id, "code_hash": hashed} for hashed in hashes],
        )
        self._detailed.put(connection, row.officer_id, replace(details, codes=key), at)
        return told

    def _refuse(self, row: Row[Any] | None, why: str, at: datetime) -> None:
        account = row.officer_id if row is not None else ""
        self._write(
            lambda connection: self._audit.write(
                connection, Act.REFUSED, who=LINE, at=at, account=account, why=why
            )
        )

    def _refuse_code(self, officer_id: str, at: datetime) -> None:
        self._refuse(self._read(lambda connection: row_of(connection, officer_id)), "code", at)
