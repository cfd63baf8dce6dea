"""Officers' accounts: keeping them, coming in, staying in. Every method may be called from any thread and process."""

from ivr.message.accounts.entering import Entering
from ivr.message.accounts.keeping import Keeping


class Accounts(Entering, Keeping):
    """All accounts of one database.

    `idle` is after how long without doing anything somebody is out, `longest` after how long in any case. With
    `demonstration`, accounts of a demonstration are good, from this machine only. `cost` is that of a password's
    hash, `issuer` what authenticator apps call this service. Times are aware. All methods raise StoreUnavailable.
    """

    def ready(self) -> None:
        """Do beforehand what the first login would take longer for, and what a changed secret asks for."""
        self._passwords.ready()
        self.prepare()
