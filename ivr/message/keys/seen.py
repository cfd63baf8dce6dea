"""What keys there are, as an operator may see them: names, purposes and counts, never a key."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, func, select

from ivr.message import tables
from ivr.message.connecting import Database
from ivr.message.vault import Vault


@dataclass(frozen=True, slots=True)
class KeyView:
    """One key: `items` is how many are sealed to it, `held` whether its private half is here.

    One that the database does not know has no purpose and no times.
    """

    key_id: str
    purpose: Literal["inbox", "recovery", ""]
    made_at: datetime | None
    retired_at: datetime | None
    items: int
    held: bool
    vouched: bool

    @property
    def active(self) -> bool:
        """Whether new items are sealed to it."""
        return self.made_at is not None and self.retired_at is None


@dataclass(frozen=True, slots=True)
class Overview:
    """All keys, those in use first; how many items there are, and how many are not sealed to every key in use.

    `slipped` of these are sealed to the inbox key in use: somebody has put another recovery key there by itself.
    """

    keys: tuple[KeyView, ...]
    items: int
    lacking: int
    slipped: int

    def active(self, purpose: str) -> tuple[KeyView, ...]:
        """Return the keys in use for a purpose: one, unless something is wrong or none was made."""
        return tuple(key for key in self.keys if key.active and key.purpose == purpose)

    @property
    def unfinished(self) -> bool:
        """Whether a key was replaced and not everything is done yet that belongs to it."""
        return self.lacking > 0 or any(key.items and key.retired_at for key in self.keys)


def overview(database: Database, vault: Vault) -> Overview:
    """Return what there is of keys. Raises StoreUnavailable."""
    return database.read(lambda connection: look(connection, vault))


def look(connection: Connection, vault: Vault) -> Overview:
    """Return what there is of keys, as this transaction sees it."""
    keys, of_items, items = tables.public_key, tables.item_key, tables.item
    counted = connection.execute(select(of_items.c.key_id, func.count()).group_by(of_items.c.key_id))
    counts: dict[str, int] = {row[0]: row[1] for row in counted}
    held = set(vault.private_keys or ())

    def view(row: Row[Any]) -> KeyView:
        name = row.key_id
        known = (row.purpose, row.made_at, row.retired_at)
        return KeyView(name, *known, counts.get(name, 0), name in held, vault.vouched(row))

    order = (keys.c.made_at.desc(), keys.c.purpose, keys.c.key_id)
    views = [view(row) for row in connection.execute(select(keys).order_by(*order))]
    strangers = sorted((held | counts.keys()) - {view.key_id for view in views})
    views += [KeyView(name, "", None, None, counts.get(name, 0), name in held, False) for name in strangers]
    return Overview(
        tuple(sorted(views, key=lambda key: not key.active)),
        connection.execute(select(func.count()).select_from(items)).scalar_one(),
        connection.execute(select(func.count()).select_from(items).where(lacks_a_key())).scalar_one(),
        _without_recovery(connection),
    )


def lacks_a_key() -> ColumnElement[bool]:
    """Return the condition for items that are not sealed to every key in use."""
    keys, of_items = tables.public_key, tables.item_key
    in_use = keys.c.retired_at.is_(None)
    wanted = select(func.count()).select_from(keys).where(in_use)
    there = (
        select(func.count())
        .select_from(of_items.join(keys, keys.c.key_id == of_items.c.key_id))
        .where(of_items.c.item_id == tables.item.c.item_id, in_use)
        .correlate(tables.item)
    )
    return there.scalar_subquery() < wanted.scalar_subquery()


def _without_recovery(connection: Connection) -> int:
    """Return how many items are sealed to the inbox key in use and not to the recovery key in use.

    Both keys are replaced in one go or the inbox key alone, and an item gets all that it lacks at once. So there are
    none, unless somebody put another recovery key there by itself.
    """
    keys, of_items, items = tables.public_key, tables.item_key, tables.item

    def in_use(purpose: str) -> ColumnElement[bool]:
        return (keys.c.purpose == purpose) & keys.c.retired_at.is_(None)

    def sealed(purpose: str) -> ColumnElement[bool]:
        to = select(of_items.c.item_id).join(keys, keys.c.key_id == of_items.c.key_id).where(in_use(purpose))
        return items.c.item_id.in_(to)

    if connection.execute(select(keys.c.key_id).where(in_use("recovery"))).first() is None:
        return 0
    found = select(func.count()).select_from(items).where(sealed("inbox"), ~sealed("recovery"))
    return connection.execute(found).scalar_one()
