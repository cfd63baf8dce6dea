"""Keeping accounts: making, changing, disabling and resetting them."""

import re
import secrets
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, get_args

from sqlalchemy import Connection, Row, delete, insert, select, update

from ivr.message import tables
from ivr.message.accounts import throttle
from ivr.message.accounts.base import areas as _areas
from ivr.message.accounts.base import officers, row_by_login, row_of
from ivr.message.accounts.details import Details
from ivr.message.accounts.keyed import plain
from ivr.message.accounts.mails import hide_mail
from ivr.message.accounts.outcomes import Added
from ivr.message.accounts.refusals import LoginTaken, Refusal, UnknownOfficer
from ivr.message.accounts.roles import ROLES, Role
from ivr.message.accounts.staying import Staying, end_all
from ivr.message.accounts.values import Notices, Officer
from ivr.message.audit import OPERATOR, Act
from ivr.message.sealing import CannotOpen

LONGEST_NAME: Final = 100
_LONGEST_MAIL: Final = 254
_MAIL: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_LAST: Final = (
    "This is the only account that keeps the others. Make somebody else an administrator first; or an operator does "
    "it with `ivr officer`."
)


class Keeping(Staying):
    """What administrators and operators do with accounts. All of it is in the log."""

    def prepare(self) -> int:
        """Hash anew what was hashed under another secret of the server's, and return of how many accounts.

        So nobody is kept out by a change of secret. Does nothing where nothing can be opened. Raises StoreUnavailable.
        """
        if not self._vault.can_open:
            return 0
        dated = officers.c.hashed_under != self._keyed.under

        def renew(connection: Connection) -> int:
            done = 0
            for row in connection.execute(select(officers).where(dated).with_for_update()).all():
                try:
                    details = self._detailed.whole(connection, row.officer_id)
                except (CannotOpen, LookupError):
                    continue
                this = update(officers).where(officers.c.officer_id == row.officer_id)
                connection.execute(this.values(**self._hashes(row.officer_id, details)))
                done += 1
            return done

        if self._read(
            lambda connection: connection.execute(select(officers.c.officer_id).where(dated)).first()
        ):
            return self._write(renew)
        return 0

    def add(
        self,
        *,
        login: str,
        name: str,
        role: Role,
        areas: Collection[str] = (),
        mail: str = "",
        notices: Notices = "at-once",
        password: bool = True,
        demonstration: bool = False,
        by: str,
        at: datetime,
    ) -> Added:
        """Make an account and return it, with a password for the first time; without `password` there is none.

        `login` is what is typed to come in, or what the organisation's own sign-in calls this officer; how it is
        written does not count. Raises LoginTaken, Refusal, StoreUnavailable.
        """
        details = Details(name=_name(name), login=_login(login), mail=_mail(mail))
        _check(role, notices)
        login_hash, officer_id = self._keyed.login(login), secrets.token_hex(8)
        first = self._keyed.first_password(login_hash) if password else ""
        row = {
            "officer_id": officer_id,
            "role": role,
            "password_hash": self._passwords.hash(first) if password else None,
            "must_change": password,
            "notices": notices,
            "demonstration": demonstration,
            "made_at": at,
            **self._hashes(officer_id, details),
        }

        def make(connection: Connection) -> Officer:
            if row_by_login(connection, login_hash) is not None:
                raise LoginTaken("There is an account of this login already.")
            connection.execute(insert(officers).values(row))
            _set_areas(connection, officer_id, areas)
            self._detailed.put(connection, officer_id, details, at)
            self._audit.write(connection, Act.ACCOUNT_MADE, who=by, at=at, account=officer_id, role=role)
            return self._one(connection, row_of(connection, officer_id))

        return Added(self._write(make), first)

    def all(self) -> list[Officer]:
        """Return all accounts, by name. Raises StoreUnavailable."""
        found = self._read(
            lambda connection: self._officers(connection, connection.execute(select(officers)).all())
        )
        return sorted(found, key=lambda one: (one.name.casefold(), one.officer_id))

    def names(self) -> dict[str, str]:
        """Return the name behind each identity. Raises StoreUnavailable."""
        return {one.officer_id: one.name for one in self.all()}

    def get(self, officer_id: str) -> Officer:
        """Return an account. Raises UnknownOfficer, StoreUnavailable."""
        return self._read(lambda connection: self._one(connection, row_of(connection, officer_id)))

    def by_login(self, login: str) -> Officer:
        """Return the account of a login. Raises UnknownOfficer, StoreUnavailable."""

        def look(connection: Connection) -> Officer:
            row = row_by_login(connection, self._keyed.login(login))
            if row is None:
                raise UnknownOfficer("there is no account of this login")
            return self._one(connection, row)

        return self._read(look)

    def change(
        self,
        officer_id: str,
        *,
        by: str,
        at: datetime,
        role: Role | None = None,
        areas: Collection[str] | None = None,
        name: str | None = None,
        mail: str | None = None,
        notices: Notices | None = None,
    ) -> Officer:
        """Change what is given and return the account as it is now. A role counts from the next request on.

        Raises UnknownOfficer, Refusal, StoreUnavailable.
        """
        _check(role or "officer", notices or "none")

        def do(connection: Connection) -> Officer:
            row = self._kept(
                connection, officer_id, by=by, loses=role is not None and role != "administrator"
            )
            before = self._one(connection, row)
            wanted = replace(
                before,
                role=role or before.role,
                areas=before.areas if areas is None else frozenset(areas),
                name=before.name if name is None else _name(name),
                mail=before.mail if mail is None else _mail(mail),
                notices=notices or before.notices,
            )
            what = [
                one
                for one in ("role", "areas", "name", "mail", "notices")
                if getattr(before, one) != getattr(wanted, one)
            ]
            if not what:
                return before
            this = update(officers).where(officers.c.officer_id == officer_id)
            connection.execute(this.values(role=wanted.role, notices=wanted.notices))
            if "areas" in what:
                _set_areas(connection, officer_id, wanted.areas)
            if {"name", "mail"} & set(what):
                details = self._detailed.whole(connection, officer_id)
                details = replace(details, name=wanted.name, mail=wanted.mail)
                self._detailed.put(connection, officer_id, details, at)
                connection.execute(this.values(mail=hide_mail(self._vault, officer_id, wanted.mail)))
            told = {"account": officer_id, "what": ",".join(what), "role": wanted.role}
            self._audit.write(connection, Act.ACCOUNT_CHANGED, who=by, at=at, **told)
            return wanted

        return self._write(do)

    def disable(self, officer_id: str, *, by: str, at: datetime) -> None:
        """Close an account: whoever it belongs to is out at once. What they have claimed stays theirs.

        Raises UnknownOfficer, Refusal, StoreUnavailable.
        """

        def do(connection: Connection) -> None:
            row = self._kept(connection, officer_id, by=by, loses=True)
            if row.disabled_at is None:
                end_all(connection, row)
                _update(connection, officer_id, disabled_at=at)
                self._audit.write(connection, Act.ACCOUNT_DISABLED, who=by, at=at, account=officer_id)

        self._write(do)

    def enable(self, officer_id: str, *, by: str, at: datetime) -> None:
        """Open an account again, with the password and code it had. Raises UnknownOfficer, StoreUnavailable."""

        def do(connection: Connection) -> None:
            if row_of(connection, officer_id, keep=True).disabled_at is not None:
                _update(connection, officer_id, disabled_at=None)
                self._audit.write(connection, Act.ACCOUNT_ENABLED, who=by, at=at, account=officer_id)

        self._write(do)

    def reset(self, officer_id: str, *, by: str, at: datetime) -> str:
        """Let somebody begin anew: return a password for the first time, and forget code, sessions and failures.

        Also forgets who the organisation's own sign-in said this was. Returns "" where there was no password.
        Raises UnknownOfficer, StoreUnavailable.
        """
        before = self._read(lambda connection: row_of(connection, officer_id))
        first = self._keyed.first_password(before.login_hash) if before.password_hash else ""
        hashed = self._passwords.hash(first) if first else None

        def do(connection: Connection) -> None:
            row = row_of(connection, officer_id, keep=True)
            end_all(connection, row)
            forget_recovery_codes(connection, officer_id)
            throttle.clear(connection, [self._keyed.failures("account", row.login_hash)])
            details = self._detailed.whole(connection, officer_id)
            details = replace(details, totp="", codes="", issuer="", subject="")
            self._detailed.put(connection, officer_id, details, at)
            anew: dict[str, Any] = {"has_code": False, "last_code": None, "subject_hash": None}
            if hashed is not None:
                anew |= {"password_hash": hashed, "must_change": True}
            _update(connection, officer_id, **anew)
            self._audit.write(connection, Act.ACCOUNT_RESET, who=by, at=at, account=officer_id)

        self._write(do)
        return first

    def _kept(self, connection: Connection, officer_id: str, *, by: str, loses: bool) -> Row[Any]:
        """Return an account's row, to be changed. Raises Refusal where nobody would be left to keep accounts."""
        if loses and by != OPERATOR:
            # All of them at once: of two who do this to each other at the same instant, the second finds the first.
            keepers = select(officers).where(
                officers.c.role == "administrator",
                officers.c.disabled_at.is_(None),
                officers.c.demonstration.is_(self._demonstration),
            )
            rows = connection.execute(keepers.order_by(officers.c.officer_id).with_for_update()).all()
            if [row.officer_id for row in rows] == [officer_id]:
                raise Refusal(_LAST)
        return row_of(connection, officer_id, keep=True)

    def _one(self, connection: Connection, row: Row[Any]) -> Officer:
        (officer,) = self._officers(connection, [row])
        return officer

    def _hashes(self, officer_id: str, details: Details) -> dict[str, Any]:
        known = self._keyed.subject(details.issuer, details.subject) if details.subject else None
        return {
            "login_hash": self._keyed.login(details.login),
            "subject_hash": known,
            "mail": hide_mail(self._vault, officer_id, details.mail),
            "hashed_under": self._keyed.under,
        }


def forget_recovery_codes(connection: Connection, officer_id: str) -> None:
    """Erase all recovery codes of an account."""
    codes = tables.recovery_code
    connection.execute(delete(codes).where(codes.c.officer_id == officer_id))


def _update(connection: Connection, officer_id: str, **values: Any) -> None:
    connection.execute(update(officers).where(officers.c.officer_id == officer_id).values(**values))


def _set_areas(connection: Connection, officer_id: str, areas: Collection[str]) -> None:
    connection.execute(delete(_areas).where(_areas.c.officer_id == officer_id))
    rows = [{"officer_id": officer_id, "area": area} for area in sorted(set(areas))]
    if rows:
        connection.execute(insert(_areas), rows)


def _check(role: str, notices: str) -> None:
    if role not in ROLES:
        raise Refusal(f"A role is one of {', '.join(ROLES)}.")
    if notices not in get_args(Notices):
        raise Refusal(f"Notices are one of {', '.join(get_args(Notices))}.")


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise Refusal(f"Write a name, in at most {LONGEST_NAME} letters.")
    return name


def _login(login: str) -> str:
    login = login.strip()
    if (
        not login
        or len(login) > LONGEST_NAME
        or not login.isprintable()
        or any(map(str.isspace, plain(login)))
    ):
        raise Refusal(f"Write a login without blanks, in at most {LONGEST_NAME} letters.")
    return login


def _mail(mail: str) -> str:
    mail = mail.strip()
    if mail and (len(mail) > _LONGEST_MAIL or not _MAIL.fullmatch(mail)):
        raise Refusal("Write one address of mail, such as sam@force.example, or none.")
    return mail
