"""Closing accounts and opening them again, and letting somebody begin anew."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from ivr.message.accounts import throttle
from ivr.message.accounts.base import changed, forget_recovery_codes, row_of
from ivr.message.accounts.keeping import Keeping
from ivr.message.accounts.passwords import FIRST_DAYS
from ivr.message.accounts.staying import end_all
from ivr.message.audit import Act


class Ending(Keeping):
    """What takes a way in away from somebody, or gives it back."""

    def disable(self, officer_id: str, *, by: str, at: datetime) -> None:
        """Close an account: whoever it belongs to is out at once. What they have claimed stays theirs.

        Raises UnknownOfficer, Refusal, StoreUnavailable.
        """

        def do(connection: Connection) -> None:
            row = self._kept(connection, officer_id, by=by, loses=True)
            if row.disabled_at is None:
                end_all(connection, row)
                changed(connection, officer_id, disabled_at=at)
                self._audit.write(connection, Act.ACCOUNT_DISABLED, who=by, at=at, account=officer_id)

        self._write(do)

    def enable(self, officer_id: str, *, by: str, at: datetime) -> None:
        """Open an account again, with the password and code it had. Raises UnknownOfficer, StoreUnavailable."""

        def do(connection: Connection) -> None:
            if row_of(connection, officer_id, keep=True).disabled_at is not None:
                changed(connection, officer_id, disabled_at=None)
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
                until = None if row.demonstration else at + timedelta(days=FIRST_DAYS)
                anew |= {"password_hash": hashed, "must_change": True, "first_until": until}
            changed(connection, officer_id, **anew)
            self._audit.write(connection, Act.ACCOUNT_RESET, who=by, at=at, account=officer_id)

        self._write(do)
        return first
