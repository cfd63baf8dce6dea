"""Whether a message that is begun now could be finished: asked before a caller is asked for anything."""

import secrets
from datetime import UTC, datetime

from sqlalchemy import Connection

from ivr.message import versions
from ivr.message.connecting import Database
from ivr.message.sealing import NoRecipient, NotAKey
from ivr.message.values import Health
from ivr.message.vault import Vault

_MB = 1_000_000


def of(database: Database, vault: Vault, least_free_mb: int) -> Health:
    """Try it, and take it back. Never raises.

    Where the store cannot be written, nothing is known of keys, and they are not taken for good. The room on a
    database's server is not known here either, but it is for those who run it to watch.
    """

    def rehearse(connection: Connection) -> bool:
        versions.keep(connection, f"healthy {secrets.token_hex(8)}", b"")
        try:
            vault.put(connection, f"healthy/{secrets.token_hex(8)}", b"", datetime.now(UTC))
        except (NoRecipient, NotAKey):
            return False
        return True

    try:
        keys, store = database.rehearse(rehearse), True
    except Exception:  # whatever is wrong, the answer is no
        keys = store = False
    return Health(store=store, keys=keys, room=_has_room(database, least_free_mb))


def _has_room(database: Database, least_free_mb: int) -> bool:
    try:
        free = database.room()
    except Exception:  # no such folder, or no such database: `store` says so
        return True
    return free is None or free >= least_free_mb * _MB
