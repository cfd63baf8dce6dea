"""Coming in: a password and then a code; or the organisation's own sign-in.

Whatever is not right gets the same words after the same work, so that nobody learns which logins there are.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from ivr.message import tables
from ivr.message.accounts import codes, throttle
from ivr.message.accounts.base import officers, row_by_login, row_of
from ivr.message.accounts.choosing import refuse_bad
from ivr.message.accounts.details import Details
from ivr.message.accounts.keeping import forget_recovery_codes
from ivr.message.accounts.outcomes import Begun, SetUp, Stage
from ivr.message.accounts.refusals import NoAccount, Refusal, WrongCode, WrongPassword
from ivr.message.accounts.staying import Staying, begun, end_all
from ivr.message.accounts.throttle import Counted, Taken
from ivr.message.audit import LINE, Act


@dataclass(frozen=True, slots=True)
class _Way:
    """Where somebody comes from: what is counted of them, and what the device keeps that is known already."""

    login_hash: str
    counted: tuple[Counted, ...]
    known: str | None


class Entering(Staying):
    """What officers do to come in, and with their own password and codes."""

    def check_password(self, login: str, password: str, *, address: str, device: str, at: datetime) -> Begun:
        """Begin a session of whoever has this login and password; the code comes next.

        `device` is what the browser has kept, "" for nothing. Raises TooOften before anything is looked at,
        WrongPassword, StoreUnavailable.
        """
        login_hash = self._keyed.login(login)
        way = self._way(login_hash, address, device, at, password)
        taken = self._write(lambda connection: throttle.take(connection, way.counted, at))
        row = self._read(lambda connection: row_by_login(connection, login_hash))
        right = self._passwords.check(row.password_hash if row is not None else None, password)
        if row is None or not right or not self._welcome(row, address):
            self._refuse(row, "password", at)
            raise WrongPassword
        seen = row.password_hash
        fresh = self._passwords.hash(password) if self._passwords.is_dated(seen) else seen

        def enter(connection: Connection) -> Begun | None:
            now = row_of(connection, row.officer_id, keep=True)
            if now.password_hash != seen or not self._welcome(now, address):
                return None  # changed, reset or disabled while it was checked
            throttle.give_back(connection, taken)
            if fresh != seen:
                _update(connection, now, password_hash=fresh)
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
        new: dict[str, Any] = {"has_code": True, "last_code": step, "must_change": False}
        if must_change and password is not None:
            new["password_hash"] = self._passwords.hash(password)

        def finish(connection: Connection) -> tuple[Begun, tuple[str, ...]]:
            row = row_of(connection, officer_id, keep=True)
            self._at_stage(connection, token, "set-up", at)
            told = self._new_recovery_codes(connection, row, replace(details, totp=secret), at)
            _update(connection, row, **new)
            end_all(connection, row)
            self._audit.write(connection, Act.CODE_SET_UP, who=officer_id, at=at, account=officer_id)
            way = _Way(login_hash, (), None)
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
            _update(connection, now, password_hash=hashed)
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
                _update(connection, row, subject_hash=subject_hash)
            way = _Way(row.login_hash, (), None)
            return replace(self._in(connection, row, way, "", at, "sign-in"), device="")

        if (entered := self._write(enter)) is None:
            self._refuse(None, "sign-in", at)
            raise NoAccount
        return entered

    def _way(self, login_hash: str, address: str, device: str, at: datetime, password: str = "") -> _Way:
        # Whoever was given a password for the first time comes in by it, whatever anybody else is trying.
        given = self._keyed.is_first_password(password, login_hash)
        known = "first" if given else self._keyed.device_of(device, login_hash)
        if known is not None:
            return _Way(login_hash, (Counted(self._keyed.failures("device", login_hash, known)),), known)
        counted = [Counted(self._keyed.failures("account", login_hash))]
        if address:
            counted.append(throttle.of_address(self._keyed.address(address, at)))
        return _Way(login_hash, tuple(counted), None)

    def _in(
        self,
        connection: Connection,
        row: Row[Any],
        way: _Way,
        device: str,
        at: datetime,
        how: str,
        *,
        instead: str = "",
    ) -> Begun:
        """Let somebody all the way in: what failed on this way before is forgotten."""
        throttle.clear(connection, [one.of for one in way.counted[:1]])
        _update(connection, row, entered_at=at)
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
            _update(connection, row, last_code=step)
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

    def _offered(self, token: str) -> str:
        return codes.secret_for(self._vault.keyed("officers/set-up"), token)

    def _refuse(self, row: Row[Any] | None, why: str, at: datetime) -> None:
        account = row.officer_id if row is not None else ""
        self._write(
            lambda connection: self._audit.write(
                connection, Act.REFUSED, who=LINE, at=at, account=account, why=why
            )
        )

    def _refuse_code(self, officer_id: str, at: datetime) -> None:
        self._refuse(self._read(lambda connection: row_of(connection, officer_id)), "code", at)


def _update(connection: Connection, row: Row[Any], **values: Any) -> None:
    connection.execute(update(officers).where(officers.c.officer_id == row.officer_id).values(**values))
