"""Officers' accounts: keeping them, coming in, staying in. Every method may be called from any thread and process."""

from sqlalchemy import Connection, select

from ivr.message.accounts.base import changed, officers
from ivr.message.accounts.ending import Ending
from ivr.message.accounts.entering import Entering
from ivr.message.accounts.setting_up import SettingUp
from ivr.message.sealing import CannotOpen


class Accounts(Entering, SettingUp, Ending):
    """All accounts of one database.

    `idle` is after how long without doing anything somebody is out, `longest` after how long in any case. With
    `demonstration`, accounts of a demonstration are good, from this machine only. `cost` is that of a password's
    hash, `issuer` what authenticator apps call this service. Times are aware. All methods raise StoreUnavailable.
    """

    def ready(self) -> None:
        """Do beforehand what the first login would take longer for, and what a changed secret asks for."""
        self._passwords.ready()
        self.prepare()

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
                changed(connection, row.officer_id, **self._hashes(row.officer_id, details))
                done += 1
            return done

        if self._read(
            lambda connection: connection.execute(select(officers.c.officer_id).where(dated)).first()
        ):
            return self._write(renew)
        return 0
