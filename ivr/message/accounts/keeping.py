"""Keeping accounts: making, finding and changing them."""

import secrets
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, insert, select, update

from ivr.message.accounts.base import areas as _areas
from ivr.message.accounts.base import officers, row_by_login, row_of
from ivr.message.accounts.details import Details
from ivr.message.accounts.mails import hide_mail
from ivr.message.accounts.outcomes import Added
from ivr.message.accounts.passwords import FIRST_DAYS
from ivr.message.accounts.refusals import LoginTaken, Refusal, UnknownOfficer
from ivr.message.accounts.roles import Role
from ivr.message.accounts.staying import Staying
from ivr.message.accounts.values import Notices, Officer
from ivr.message.accounts.written import check, login_of, mail_of, name_of
from ivr.message.audit import OPERATOR, Act

_LAST: Final = (
    "This is the only account that keeps the others. Make somebody else an administrator first; or an operator does "
    "it with `ivr officer`."
)


class Keeping(Staying):
    """What administrators and operators do with accounts. All of it is in the log."""

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
        """Make an account and return it, with a password for the first time, good for a week; or with none.

        `login` is what is typed to come in, or what the organisation's own sign-in calls this officer; how it is
        written does not count. Raises LoginTaken, Refusal, StoreUnavailable.
        """
        details = Details(name=name_of(name), login=login_of(login), mail=mail_of(mail))
        check(role, notices)
        login_hash, officer_id = self._keyed.login(login), secrets.token_hex(8)
        first = self._keyed.first_password(login_hash) if password else ""
        row = {
            "officer_id": officer_id,
            "role": role,
            "password_hash": self._passwords.hash(first) if password else None,
            "must_change": password,
            "first_until": at + timedelta(days=FIRST_DAYS) if password and not demonstration else None,
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
        check(role or "officer", notices or "none")

        def do(connection: Connection) -> Officer:
            row = self._kept(
                connection, officer_id, by=by, loses=role is not None and role != "administrator"
            )
            before = self._one(connection, row)
            wanted = replace(
                before,
                role=role or before.role,
                areas=before.areas if areas is None else frozenset(areas),
                name=before.name if name is None else name_of(name),
                mail=before.mail if mail is None else mail_of(mail),
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

    def _hashes(self, officer_id: str, details: Details) -> dict[str, Any]:
        known = self._keyed.subject(details.issuer, details.subject) if details.subject else None
        return {
            "login_hash": self._keyed.login(details.login),
            "subject_hash": known,
            "mail": hide_mail(self._vault, officer_id, details.mail),
            "hashed_under": self._keyed.under,
        }


def _set_areas(connection: Connection, officer_id: str, areas: Collection[str]) -> None:
    connection.execute(delete(_areas).where(_areas.c.officer_id == officer_id))
    rows = [{"officer_id": officer_id, "area": area} for area in sorted(set(areas))]
    if rows:
        connection.execute(insert(_areas), rows)
