"""The vault: sealed items in the database, and the public keys they are sealed to.

Writing needs the public keys, which lie in the database. So that nobody who can write there slips in a key of their
own, each has a voucher, made with the server's secret; without a right one nothing is sealed at all. Reading
needs a private key, which is never in the database.

>>> vault = Vault.throw_away()
>>> vault.can_open
True
"""

import hashlib
import hmac
import secrets
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Final, Literal, Self

from sqlalchemy import Connection, Row, bindparam, delete, select, text

from ivr.message import rows, sealing, tables
from ivr.message.private_keys import PrivateKeys
from ivr.message.sealing import CallSeal, CannotOpen, NoRecipient, PrivateKey, Recipient, Sealed, derived

__all__ = ["CannotOpen", "Missing", "NoRecipient", "PrivateKeys", "Purpose", "Vault", "lock"]

Purpose = Literal["inbox", "recovery"]
"""What a key is for: officers read with the one; the other waits offline for the day the first is lost."""

SHORTEST_SECRET: Final = 16
_AT_ONCE: Final = 400
"""How many names one statement may hold; old SQLite takes 999."""
_items, _item_keys, _public_keys = tables.item, tables.item_key, tables.public_key
_THERE: Final = select(_items.c.item_id).where(_items.c.item_id == bindparam("item_id"))
_ITEMS: Final = select(_items).where(_items.c.item_id.in_(bindparam("item_ids", expanding=True)))
_KEYS: Final = select(_item_keys).where(_item_keys.c.item_id.in_(bindparam("item_ids", expanding=True)))
_ACTIVE: Final = (
    select(_public_keys)
    .where(_public_keys.c.retired_at.is_(None))
    .order_by(_public_keys.c.purpose, _public_keys.c.key_id)
)
_ACTIVE_KEPT: Final = _ACTIVE.with_for_update(read=True)


class Missing(LookupError):
    """Raised when there is no item of this name: never put there, or erased."""


class Vault:
    """What seals items, and opens them where a private key is at hand.

    `secret` is the server's, the same on every host, 16 bytes or more. `private_keys` is None on a host that only
    writes. One that `invents` makes keys where there are none: for a demonstration and for tests.
    """

    def __init__(self, secret: bytes, private_keys: PrivateKeys | None, *, invents: bool = False) -> None:
        if len(secret) < SHORTEST_SECRET:
            raise ValueError(f"a vault's secret has {SHORTEST_SECRET} bytes or more")
        self._secret = secret
        self.private_keys = private_keys
        self._invents = invents

    @classmethod
    def throw_away(cls) -> Self:
        """Return a vault whose secret and keys are nowhere but in memory."""
        return cls(secrets.token_bytes(32), PrivateKeys(None), invents=True)

    @property
    def can_open(self) -> bool:
        """Whether this side may read: it holds private keys, or has a place for them."""
        return self.private_keys is not None

    def prepare(self, connection: Connection) -> None:
        """Make keys if this vault invents them and there are none. Needs a write transaction. Raises OSError.

        However many processes do this at once, one inbox key and one recovery key are made.
        """
        if not self._invents or self.private_keys is None:
            return
        lock(connection)
        if connection.execute(select(tables.public_key.c.key_id).limit(1)).first() is None:
            for purpose in ("inbox", "recovery"):
                key = sealing.new_key()
                self.private_keys.add(key)  # first: a key without its row does no harm
                self.publish(connection, key.recipient, purpose, datetime.now(UTC))

    def publish(self, connection: Connection, recipient: Recipient, purpose: Purpose, at: datetime) -> None:
        """Let everything from now on be sealed to this key, too."""
        row = {
            "key_id": recipient.key_id,
            "purpose": purpose,
            "public_key": recipient.public_key,
            "made_at": at,
            "voucher": self.voucher(recipient, purpose),
        }
        rows.add(connection, tables.public_key, row)

    def voucher(self, recipient: Recipient, purpose: str) -> bytes:
        """Return what shows that whoever published this key for this purpose knew the server's secret."""
        what = f"{purpose}/{recipient.key_id}/".encode() + recipient.public_key
        return hmac.digest(derived(self._secret, "voucher"), what, hashlib.sha256)

    def vouched(self, row: Row[Any]) -> bool:
        """Say whether a row of `ivr_public_key` has the right voucher."""
        recipient = Recipient(row.key_id, row.public_key)
        return hmac.compare_digest(row.voucher, self.voucher(recipient, row.purpose))

    def recipients(self, connection: Connection, *, keep: bool = False) -> list[Recipient]:
        """Return the public keys that everything is to be sealed to: one inbox key, and a recovery key if there is one.

        With `keep` they stay as they are until the transaction ends, so that none is retired between this and the
        writing. Raises NoRecipient if there is no inbox key, or if any key has a wrong voucher.
        """
        active = _active(connection, keep=keep)
        if not any(row.purpose == "inbox" for row in active):
            # Where a key was being replaced, what was waited for is visible only to another look.
            active = _active(connection, keep=keep)
        for row in active:
            if not self.vouched(row):
                raise NoRecipient(
                    f"the {row.purpose} key {row.key_id} has no right voucher: the server's secret was changed, or "
                    "somebody put a key of their own there. See `ivr keys list` and `ivr keys vouch`"
                )
        of_purpose = [row.purpose for row in active]
        if "inbox" not in of_purpose:
            raise NoRecipient("there is no inbox key yet: `ivr keys new` makes one")
        if len(set(of_purpose)) < len(of_purpose):
            raise NoRecipient("there are two keys for the same purpose, and only one can be right")
        return [Recipient(row.key_id, row.public_key) for row in active]

    def call_seal(self, call_sid: str) -> CallSeal:
        """Return what hides, while a call lasts, what it has to read back."""
        return CallSeal(self._secret, call_sid)

    def caller_hash(self, day: str, caller: str) -> str:
        """Return 64 hexadecimal digits that stand for a caller on one day, and say nothing without the secret."""
        return hmac.digest(derived(self._secret, "callers"), f"{day} {caller}".encode(), "sha256").hex()

    def keyed(self, purpose: str) -> bytes:
        """Return 32 bytes that follow from the server's secret, for one purpose only. Others say nothing of them."""
        return derived(self._secret, purpose)

    def put(self, connection: Connection, item_id: str, plain: bytes, at: datetime) -> None:
        """Seal an item and keep it. If it is there already, the first one stays. Raises NoRecipient."""
        this = {"item_id": item_id}
        if connection.execute(_THERE, this).first() is not None:
            return
        sealed = sealing.seal(item_id, plain, self.recipients(connection, keep=True))
        rows.add(connection, tables.item, {**this, "ciphertext": sealed.ciphertext, "sealed_at": at})
        keys = ({**this, "key_id": key_id, "sealed_key": key} for key_id, key in sealed.keys.items())
        rows.add(connection, tables.item_key, *keys)

    def get(self, connection: Connection, item_id: str) -> bytes:
        """Return what was put there. Raises CannotOpen, and Missing where there is nothing."""
        for name, sealed in _sealed(connection, (item_id,)):
            return sealing.unseal(name, sealed, self.private_keys or {})
        raise Missing("there is no such item")

    def get_many(self, connection: Connection, item_ids: Iterable[str]) -> dict[str, bytes]:
        """Return those of the items that are there and can be opened, by their names."""
        private: dict[str, PrivateKey] = dict(self.private_keys or {})
        opened = {}
        for some in in_lots(item_ids):
            for name, sealed in _sealed(connection, some):
                try:
                    opened[name] = sealing.unseal(name, sealed, private)
                except CannotOpen:
                    continue
        return opened

    def erase(self, connection: Connection, item_ids: Iterable[str]) -> None:
        """Delete items, and their keys with them. One that is not there is erased already."""
        for some in in_lots(item_ids):
            connection.execute(delete(tables.item_key).where(tables.item_key.c.item_id.in_(some)))
            connection.execute(delete(tables.item).where(tables.item.c.item_id.in_(some)))


def lock(connection: Connection) -> None:
    """Let no other process add or change a public key until this transaction ends. Needs a write transaction."""
    if connection.dialect.name == "postgresql":  # SQLite has one writer at a time anyway
        connection.execute(text("LOCK TABLE ivr_public_key IN SHARE ROW EXCLUSIVE MODE"))


def in_lots(names: Iterable[str], size: int = _AT_ONCE) -> Iterator[Sequence[str]]:
    """Cut names into lots that one statement can hold, each name once."""
    rest = iter(dict.fromkeys(names))
    while some := tuple(islice(rest, size)):
        yield some


def _active(connection: Connection, *, keep: bool) -> Sequence[Row[Any]]:
    return connection.execute(_ACTIVE_KEPT if keep else _ACTIVE).all()


def _sealed(connection: Connection, item_ids: Collection[str]) -> Iterator[tuple[str, Sealed]]:
    of_items: dict[str, dict[str, bytes]] = {name: {} for name in item_ids}
    for row in connection.execute(_KEYS, {"item_ids": tuple(item_ids)}):
        of_items[row.item_id][row.key_id] = row.sealed_key
    for row in connection.execute(_ITEMS, {"item_ids": tuple(item_ids)}):
        yield row.item_id, Sealed(row.ciphertext, of_items[row.item_id])
