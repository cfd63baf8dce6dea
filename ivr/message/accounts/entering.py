"""Coming in: a password and then a code; or the organisation's own sign-in.

Whatever is not right gets the same words after the same work, so that nobody learns which logins there are.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from ivr.message.accounts import throttle
from ivr.message.accounts.base import changed, officers, row_by_login, row_of
from ivr.message.accounts.letting_in import LettingIn, Way
from ivr.message.accounts.outcomes import Begun, Stage
from ivr.message.accounts.refusals import NoAccount, TooOften, WrongCode, WrongPassword
from ivr.message.accounts.staying import begun


class Entering(LettingIn):
    """The ways in."""

    def check_password(self, login: str, password: str, *, address: str, device: str, at: datetime) -> Begun:
        """Begin a session of whoever has this login and password; the code comes next.

        `device` is what the browser has kept, "" for nothing. Raises TooOften before anything is looked at,
        WrongPassword, StoreUnavailable.
        """
        login_hash = self._keyed.login(login)
        way = self._way(login_hash, address, device, at, password)
        taken = self._write(lambda connection: throttle.take(connection, way.counted, at))
        row = self._read(lambda connection: row_by_login(connection, login_hash))
        try:
            with self._passwords.in_line(known=way.known is not None):
                right = self._passwords.check(row.password_hash if row is not None else None, password)
        except TooOften:  # nothing was looked at, so nothing has failed
            self._write(lambda connection: throttle.give_back(connection, taken))
            raise
        if row is None or not right or not self._welcome(row, address) or _too_late(row, at):
            self._refuse(
                row, "first-password" if right and row is not None and _too_late(row, at) else "password", at
            )
            raise WrongPassword
        seen = row.password_hash
        fresh = self._passwords.hash(password) if self._passwords.is_dated(seen) else seen

        def enter(connection: Connection) -> Begun | None:
            now = row_of(connection, row.officer_id, keep=True)
            if now.password_hash != seen or not self._welcome(now, address) or _too_late(now, at):
                return None  # changed, reset or disabled while it was checked
            throttle.give_back(connection, taken)
            if fresh != seen:
                changed(connection, now.officer_id, password_hash=fresh)
            if now.demonstration:
                return self._in(connection, now, way, device, at, "password")
            stage: Stage = "code" if now.has_code and not now.must_change else "set-up"
            return Begun(begun(connection, now, stage, at), stage, device)

        if (entered := self._write(enter)) is None:
            raise WrongPassword
        return entered

    def check_code(self, token: str, code: str, *, address: str, device: str, at: datetime) -> Begun:
        """Let somebody in who has shown their password, with a code of their app or a recovery code.

        Raises NotIn, TooOften before the code is looked at, WrongCode, StoreUnavailable.
        """
        officer_id, login_hash, details = self._half_way(token, "code", at)
        way = self._way(login_hash, address, device, at)
        taken = self._write(lambda connection: throttle.take(connection, way.counted, at))

        def enter(connection: Connection) -> Begun | None:
            row = row_of(connection, officer_id, keep=True)
            self._at_stage(connection, token, "code", at)
            how = self._used(connection, row, details, code, at)
            if how is None:
                return None
            throttle.give_back(connection, taken)
            return self._in(connection, row, way, device, at, how, instead=token)

        if (entered := self._write(enter)) is None:
            self._refuse_code(officer_id, at)
            raise WrongCode
        return entered

    def enter_by_sign_in(self, issuer: str, subject: str, claim_value: str, *, at: datetime) -> Begun:
        """Let in whom the organisation's own sign-in vouches for: a password and a code were its business.

        The first time `claim_value` has to be the account's login; then `issuer` and `subject` are bound to it, and
        from then on only they count. Raises NoAccount, StoreUnavailable.
        """
        subject_hash, login_hash = self._keyed.subject(issuer, subject), self._keyed.login(claim_value)

        def enter(connection: Connection) -> Begun | None:
            bound = select(officers.c.officer_id).where(officers.c.subject_hash == subject_hash)
            found = connection.execute(bound).first()
            fresh = select(officers.c.officer_id).where(
                officers.c.login_hash == login_hash, officers.c.subject_hash.is_(None)
            )
            found, new = (found, False) if found is not None else (connection.execute(fresh).first(), True)
            row = row_of(connection, found.officer_id, keep=True) if found is not None else None
            if row is None or row.demonstration or not self._welcome(row):
                return None
            if new and row.subject_hash is not None:
                return None  # another one was bound to it at the same instant
            if new:
                details = self._detailed.whole(connection, row.officer_id)
                details = replace(details, issuer=issuer, subject=subject)
                self._detailed.put(connection, row.officer_id, details, at)
                changed(connection, row.officer_id, subject_hash=subject_hash)
            way = Way(row.login_hash, (), None)
            return replace(self._in(connection, row, way, "", at, "sign-in"), device="")

        if (entered := self._write(enter)) is None:
            self._refuse(None, "sign-in", at)
            raise NoAccount
        return entered


def _too_late(row: Row[Any], at: datetime) -> bool:
    """Say whether the password is one for the first time that nobody has used in time."""
    return row.must_change and row.first_until is not None and at >= row.first_until
