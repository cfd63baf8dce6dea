"""What officers do with their own password, app and recovery codes."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from ivr.message.accounts import codes, throttle
from ivr.message.accounts.base import changed, row_of
from ivr.message.accounts.choosing import refuse_bad
from ivr.message.accounts.letting_in import LettingIn, Way
from ivr.message.accounts.outcomes import Begun, SetUp
from ivr.message.accounts.refusals import Refusal, WrongCode, WrongPassword
from ivr.message.accounts.staying import end_all
from ivr.message.audit import Act


class SettingUp(LettingIn):
    """Setting up a second step, and changing what one comes in with."""

    def begin_set_up(self, token: str, at: datetime) -> SetUp:
        """Offer a secret to whoever has still to set up an app: the same one for as long as this session lasts.

        Raises NotIn, StoreUnavailable.
        """

        def look(connection: Connection) -> SetUp:
            session = self._at_stage(connection, token, "set-up", at)
            row = row_of(connection, session.officer_id)
            login = self._detailed.whole(connection, row.officer_id).login
            secret = self._offered(token)
            return SetUp(secret, codes.uri_for(secret, login, self._issuer), row.must_change)

        return self._read(look)

    def finish_set_up(
        self, token: str, *, password: str | None, code: str, at: datetime, device: str = ""
    ) -> tuple[Begun, tuple[str, ...]]:
        """Let somebody in who has set up their app, and return their recovery codes, which are told this once.

        Where `SetUp.needs_password`, `password` is the new one. All other sessions of the account end.
        Raises NotIn, Refusal (of the password), WrongCode, StoreUnavailable.
        """
        officer_id, login_hash, details = self._half_way(token, "set-up", at)
        before = self._read(lambda connection: row_of(connection, officer_id))
        if must_change := before.must_change:
            if password is None or self._passwords.check(before.password_hash, password):
                raise Refusal("Choose a password of your own.")
            refuse_bad(password, details.login, details.name)
        secret = self._offered(token)
        step = codes.step_of(secret, code, at, None)
        if step is None:
            raise WrongCode("The code is not right. Wait for the next one that the app shows, and type that.")
        new: dict[str, Any] = {"has_code": True, "last_code": step, "must_change": False, "first_until": None}
        if must_change and password is not None:
            new["password_hash"] = self._passwords.hash(password)

        def finish(connection: Connection) -> tuple[Begun, tuple[str, ...]]:
            row = row_of(connection, officer_id, keep=True)
            self._at_stage(connection, token, "set-up", at)
            told = self._new_recovery_codes(connection, row, replace(details, totp=secret), at)
            changed(connection, row.officer_id, **new)
            end_all(connection, row)
            self._audit.write(connection, Act.CODE_SET_UP, who=officer_id, at=at, account=officer_id)
            way = Way(login_hash, (), None)
            row = row_of(connection, officer_id)
            return self._in(connection, row, way, device, at, "set-up", instead=token), told

        return self._write(finish)

    def change_password(self, token: str, old: str, new: str, *, at: datetime) -> None:
        """Change the password of whoever is in with this token. All their other sessions end.

        Raises NotIn, TooOften, WrongPassword, Refusal, StoreUnavailable.
        """
        officer_id, _, details = self._half_way(token, "in", at)
        taken = self._take_own(officer_id, at)
        row = self._read(lambda connection: row_of(connection, officer_id))
        if not self._passwords.check(row.password_hash, old):
            self._refuse(row, "password", at)
            raise WrongPassword("The old password is not right.")
        refuse_bad(new, details.login, details.name)
        hashed, seen = self._passwords.hash(new), row.password_hash

        def change(connection: Connection) -> bool:
            now = row_of(connection, officer_id, keep=True)
            self._at_stage(connection, token, "in", at)
            if now.password_hash != seen:
                return False
            throttle.give_back(connection, taken)
            changed(connection, now.officer_id, password_hash=hashed)
            end_all(connection, now, but=token)
            self._audit.write(connection, Act.PASSWORD_CHANGED, who=officer_id, at=at, account=officer_id)
            return True

        if not self._write(change):
            raise WrongPassword("The old password is not right.")

    def new_recovery_codes(self, token: str, code: str, *, at: datetime) -> tuple[str, ...]:
        """Return ten new recovery codes of whoever is in with this token; those before are worth nothing any more.

        `code` is one of the app, or a recovery code. Raises NotIn, TooOften, WrongCode, StoreUnavailable.
        """
        officer_id, _, details = self._half_way(token, "in", at)
        taken = self._take_own(officer_id, at)

        def renew(connection: Connection) -> tuple[str, ...] | None:
            row = row_of(connection, officer_id, keep=True)
            self._at_stage(connection, token, "in", at)
            if self._used(connection, row, details, code, at) is None:
                return None
            throttle.give_back(connection, taken)
            told = self._new_recovery_codes(connection, row, details, at)
            self._audit.write(connection, Act.CODE_SET_UP, who=officer_id, at=at, account=officer_id)
            return told

        if (told := self._write(renew)) is None:
            self._refuse_code(officer_id, at)
            raise WrongCode
        return told

    def _offered(self, token: str) -> str:
        return codes.secret_for(self._vault.keyed("officers/set-up"), token)
