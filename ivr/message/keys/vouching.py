"""Vouching again for the keys in use, after the server's secret was changed."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, select, update

from ivr.message import tables
from ivr.message.connecting import Database
from ivr.message.keys.making import KeysRefused, retire
from ivr.message.keys.seen import KeyView, look
from ivr.message.sealing import Recipient
from ivr.message.vault import Vault, lock


def vouch(
    database: Database, vault: Vault, names: Collection[str], at: datetime
) -> tuple[tuple[KeyView, ...], tuple[KeyView, ...]]:
    """Vouch for the keys in use. Returns those vouched for by this, and those retired by it.

    The inbox key has to be here with its private half, which proves that it is the line's own. The recovery key lies
    elsewhere: whoever types its name has compared it with the one written down. A key that has no right voucher and
    was not named is retired if there is another for its purpose. Raises KeysRefused, and StoreUnavailable.
    """

    def work(connection: Connection) -> tuple[tuple[KeyView, ...], tuple[KeyView, ...]]:
        lock(connection)
        active = [key for key in look(connection, vault).keys if key.active]
        stay = _staying(active, names)
        fresh, gone = [key for key in stay if not key.vouched], [key for key in active if key not in stay]
        keys = tables.public_key
        of_fresh = keys.c.key_id.in_([key.key_id for key in fresh])
        for row in connection.execute(select(keys).where(of_fresh)).all():
            voucher = vault.voucher(Recipient(row.key_id, row.public_key), row.purpose)
            connection.execute(update(keys).where(keys.c.key_id == row.key_id).values(voucher=voucher))
        retire(connection, [key.key_id for key in gone], at)
        return tuple(fresh), tuple(gone)

    return database.write(work)


def _staying(active: Sequence[KeyView], names: Collection[str]) -> list[KeyView]:
    """Return the keys to be in use from now on. Raises KeysRefused where that is not certain."""
    if unknown := sorted(set(names) - {key.key_id for key in active}):
        raise KeysRefused(f"No key in use is called {unknown[0]}. `ivr keys list` names those there are.")
    stay = [key for key in active if key.vouched or key.key_id in names]
    if not any(key.purpose == "inbox" for key in stay):
        stay += [key for key in active if key.purpose == "inbox"]
    inboxes = [key for key in stay if key.purpose == "inbox"]
    if not inboxes:
        raise KeysRefused("There is no inbox key in use. `ivr keys new` makes the first.")
    for key in inboxes:
        if not key.vouched and not key.held:
            raise KeysRefused(
                f"The private half of the inbox key {key.key_id} is not here, so nothing shows that it is the line's "
                "own. Do this where the inbox runs. If it is lost, `ivr keys recover` makes a new one."
            )
    recoveries = [key for key in stay if key.purpose == "recovery"]
    if len(inboxes) > 1 or len(recoveries) > 1:
        raise KeysRefused(
            "There are two keys for the same purpose, and only one can be the line's own. Name the right one."
        )
    if not recoveries and (open_ones := [key.key_id for key in active if key.purpose == "recovery"]):
        raise KeysRefused(
            f"Nothing shows whether {' or '.join(open_ones)} is the line's own recovery key. Compare it with the name "
            "written down beside that key. If it is the same, type it after `ivr keys vouch`. If it is not, "
            "`ivr keys rotate --recovery FILE` makes a new one."
        )
    return stay
