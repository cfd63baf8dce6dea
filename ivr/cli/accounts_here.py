"""Officers' accounts for a command that only looks: without the pages of the inbox, and quick to load."""

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ivr.message.accounts import Accounts
    from ivr.message.connecting import Database
    from ivr.message.vault import Vault
    from ivr.web.settings import Settings


def accounts_here(settings: "Settings", database: "Database", vault: "Vault") -> "Accounts":
    """Return the accounts. Names and logins are "" where the vault holds no private key."""
    from ivr.message.accounts import Accounts
    from ivr.message.audit import Audit

    return Accounts(
        database,
        vault,
        Audit(vault),
        idle=timedelta(minutes=settings.idle_minutes),
        longest=timedelta(hours=settings.session_hours),
    )
