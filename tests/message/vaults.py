"""A vault and its database, for tests: what is in them, and ways to break them."""

from datetime import UTC, datetime

from sqlalchemy import select, update

from ivr.message import tables
from ivr.message.connecting import Database
from ivr.message.vault import PrivateKeys, Vault

SECRET = b"a secret that is long enough for a line"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def put(database, vault, *names):
    """Put items whose content follows from their names."""
    for name in names:
        database.write(lambda connection, name=name: vault.put(connection, name, content(name), NOW))


def content(name):
    return f"said in {name}".encode()


def get(database, vault, name):
    return database.read(lambda connection: vault.get(connection, name))


def rows(database, table):
    return database.read(lambda connection: connection.execute(select(table)).all())


def active(database, purpose):
    """The names of the keys in use for a purpose."""
    return [
        row.key_id
        for row in rows(database, tables.public_key)
        if row.purpose == purpose and row.retired_at is None
    ]


def sealed_to(database):
    """Which keys each item is sealed to."""
    found = {row.item_id: set() for row in rows(database, tables.item)}
    for row in rows(database, tables.item_key):
        found[row.item_id].add(row.key_id)
    return found


def change(database, table, where, **values):
    database.write(lambda connection: connection.execute(update(table).where(where).values(values)))


def only(vault, *key_ids, secret=SECRET):
    """A vault that holds nothing but these of another's private keys."""
    private_keys = PrivateKeys(None)
    for key_id in key_ids:
        private_keys.add(vault.private_keys[key_id])
    return Vault(secret, private_keys)


class Killed(BaseException):
    """What a process does not survive."""


class Mortal(Database):
    """A database whose process is killed at its nth reading or writing, just before or just after."""

    def __init__(self, database, turn, when):
        self._whole, self._left, self._when = database, turn, when

    def read(self, work):
        return self._until_then(self._whole.read, work)

    def write(self, work):
        return self._until_then(self._whole.write, work)

    def scrub(self):
        self._until_then(lambda work: self._whole.scrub(), None)

    def _until_then(self, do, work):
        self._left -= 1
        if self._left == 0 and self._when == "before":
            raise Killed
        result = do(work)
        if self._left == 0:
            raise Killed
        return result
