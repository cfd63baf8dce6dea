"""Sealing the keys of all items to the public keys in use now, lot by lot, while the line goes on.

Each lot is one short transaction, and what is to be done is worked out from the rows. So it may be killed anywhere and
begun again, and messages come and go meanwhile.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, delete, insert, select

from ivr.message import sealing, tables
from ivr.message.connecting import Database
from ivr.message.keys.seen import lacks_a_key, look
from ivr.message.sealing import CannotOpen, PrivateKey, Recipient
from ivr.message.vault import Vault

AT_ONCE: Final = 200
"""How many items one lot has: some milliseconds of writing."""

Progress = Callable[[int], object]
"""Is told after each lot how many items are done."""


class Resealed(NamedTuple):
    """`items` were sealed to the keys in use; for those of `foreign` no key is here; `broken` were changed by somebody.

    `foreign` has the names of the keys that are needed, `broken` the names of the items.
    """

    items: int
    foreign: frozenset[str]
    broken: tuple[str, ...]


class _Item(NamedTuple):
    item_id: str
    keys: Mapping[str, bytes]


def reseal(
    database: Database, vault: Vault, openers: Mapping[str, PrivateKey], progress: Progress
) -> Resealed:
    """Seal every item's key to every public key in use, wherever it is not. Raises NoRecipient, StoreUnavailable."""
    done, last, foreign, broken = 0, "", set[str](), list[str]()
    while lot := database.read(partial(_lot, last=last)):
        recipients = database.read(vault.recipients)
        rows: list[dict[str, Any]] = []
        for item in lot:
            if not item.keys.keys() & openers.keys():
                foreign |= item.keys.keys()
            elif (key_rows := _sealed_to(item, recipients, openers)) is None:
                broken.append(item.item_id)
            else:
                rows += key_rows
        done += database.write(partial(_keep, rows=rows))
        last = lot[-1].item_id
        progress(done)
    return Resealed(done, frozenset(foreign), tuple(broken))


def clear(database: Database, vault: Vault) -> bool:
    """Remove the keys sealed to retired recipients, once every item is sealed to those in use.

    Returns whether it was done. Raises StoreUnavailable.
    """
    if database.read(lambda connection: look(connection, vault)).lacking:
        return False
    while database.write(_clear_some):
        pass
    database.scrub()
    return True


def _lot(connection: Connection, last: str) -> Sequence[_Item]:
    """Return the next items, by name, that are not sealed to every key in use."""
    items, keys = tables.item.c, tables.item_key
    wanted = select(items.item_id).where(items.item_id > last, lacks_a_key())
    lot: dict[str, dict[str, bytes]] = {
        name: {} for name in connection.execute(wanted.order_by(items.item_id).limit(AT_ONCE)).scalars()
    }
    for row in connection.execute(select(keys).where(keys.c.item_id.in_(lot))):
        lot[row.item_id][row.key_id] = row.sealed_key
    return [_Item(name, sealed) for name, sealed in lot.items()]


def _sealed_to(
    item: _Item, recipients: Sequence[Recipient], openers: Mapping[str, PrivateKey]
) -> list[dict[str, Any]] | None:
    """Return the rows that an item lacks, or None where no key opens it."""
    for key_id, sealed_key in item.keys.items():
        try:
            return [
                {
                    "item_id": item.item_id,
                    "key_id": one.key_id,
                    "sealed_key": sealing.reseal(item.item_id, sealed_key, openers[key_id], one),
                }
                for one in recipients
                if one.key_id not in item.keys
            ]
        except (KeyError, CannotOpen):
            continue
    return None


def _keep(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> int:
    """Add rows, unless they were added or their items erased meanwhile. Returns how many items got one."""
    keys, items = tables.item_key, tables.item.c
    names = {row["item_id"] for row in rows}
    living = set(connection.execute(select(items.item_id).where(items.item_id.in_(names))).scalars())
    there = select(keys.c.item_id, keys.c.key_id).where(keys.c.item_id.in_(names))
    known = {(row.item_id, row.key_id) for row in connection.execute(there)}
    fresh = [row for row in rows if row["item_id"] in living and (row["item_id"], row["key_id"]) not in known]
    if fresh:
        connection.execute(insert(keys), fresh)
    return len({row["item_id"] for row in fresh})


def _clear_some(connection: Connection) -> bool:
    """Remove the keys of some items that were sealed to retired recipients. Says whether there were any."""
    keys, public, items = tables.item_key, tables.public_key.c, tables.item
    retired = keys.c.key_id.in_(select(public.key_id).where(public.retired_at.is_not(None)))
    whole = keys.c.item_id.in_(select(items.c.item_id).where(~lacks_a_key()))
    some = connection.execute(
        select(keys.c.item_id).where(retired, whole).distinct().limit(AT_ONCE)
    ).scalars()
    names = list(some)
    if names:
        connection.execute(delete(keys).where(retired, keys.c.item_id.in_(names)))
    return bool(names)
