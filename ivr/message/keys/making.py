"""Making the first keys, and destroying a private key that nothing needs any more."""

from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, select, update

from ivr.message import sealing, tables
from ivr.message.connecting import Database
from ivr.message.keys.seen import Overview, look
from ivr.message.private_keys import PrivateKeys, write_private
from ivr.message.sealing import PrivateKey, Recipient
from ivr.message.vault import Vault, lock

NO_VOUCHER: Final = b""
"""In place of the voucher of a retired key: should somebody call it back into use, nothing is sealed to it."""


class KeysRefused(Exception):
    """Raised when the keys, as they are, do not allow what was asked. The text says why, and what does."""


def new(database: Database, vault: Vault, recovery_file: Path, at: datetime) -> tuple[str, str]:
    """Make the first keys, and return the names of the inbox key and the recovery key.

    The recovery key's private half goes into `recovery_file` and nowhere else. Where that was begun before and did
    not come to its end, the key in the file is taken. Raises KeysRefused if there are keys, OSError where a file
    cannot be written or read, NotAKey where `recovery_file` holds something else, and StoreUnavailable.
    """
    database.read(_refuse_if_there_are_keys)
    recovery, inbox = recovery_key(recovery_file), inbox_key(vault)

    def publish(connection: Connection) -> None:
        lock(connection)
        _refuse_if_there_are_keys(connection)
        still_kept(vault, inbox)
        vault.publish(connection, inbox, "inbox", at)
        vault.publish(connection, recovery, "recovery", at)

    database.write(publish)
    return inbox.key_id, recovery.key_id


def inbox_key(vault: Vault) -> Recipient:
    """Make a private key and keep it. Returns its public half. Raises KeysRefused, OSError."""
    key = sealing.new_key()
    held_by(vault).add(key)
    return key.recipient


def still_kept(vault: Vault, recipient: Recipient) -> None:
    """Make sure that a key's private half can be read before anything is sealed to it. Raises KeysRefused."""
    private_keys = held_by(vault)
    key = private_keys.get(recipient.key_id)
    if key is None or key.recipient != recipient:
        raise KeysRefused(
            f"The new key was written into {private_keys.folder} and cannot be read there again."
        )


def recovery_key(file: Path) -> Recipient:
    """Make a recovery key in a file, or take the one that is there. Returns its public half.

    Raises OSError, and NotAKey where the file holds something else.
    """
    if not file.exists():
        write_private(file, sealing.new_key().pem())
    return key_in(file).recipient


def key_in(file: Path) -> PrivateKey:
    """Return the private key in a file. Raises OSError, and NotAKey, which names the file."""
    try:
        return sealing.read_key(file.read_bytes())
    except sealing.NotAKey as error:
        raise sealing.NotAKey(f"{file}: {error}") from None


def shred(database: Database, vault: Vault, key_id: str, *, unknown: bool = False) -> tuple[Path, ...]:
    """Destroy the private half of a key that nothing here needs any more. Returns the files that are gone.

    `unknown`: also one that this database does not know, and another may need. Raises KeysRefused while something
    needs it, or where a file cannot be overwritten, and StoreUnavailable.
    """

    def work(connection: Connection) -> tuple[Path, ...]:
        lock(connection)  # or a key that another process has just made could go before it is put to use
        _refuse_while_needed(look(connection, vault), key_id, unknown=unknown)
        try:
            return held_by(vault).destroy(key_id)
        except OSError as error:
            raise KeysRefused(
                f"The key {key_id} cannot be overwritten and deleted: {error.strerror}."
            ) from None

    return database.write(work)


def _refuse_while_needed(seen: Overview, key_id: str, *, unknown: bool) -> None:
    key = next((key for key in seen.keys if key.key_id == key_id), None)
    if key is None or not key.held:
        raise KeysRefused(f"There is no private key {key_id} here. `ivr keys list` names those there are.")
    if key.made_at is None and not unknown:
        raise KeysRefused(
            f"This database does not know the key {key_id}. Another one may need it, such as one that was put aside "
            f"for a backup. If you are sure that none does: `ivr keys shred --unknown {key_id}`."
        )
    if key.active:
        raise KeysRefused(
            f"The key {key_id} is in use. `ivr keys rotate` puts a new one in the place of the inbox key, and with "
            "--recovery also in the place of the recovery key."
        )
    if key.items:
        raise KeysRefused(
            f"{key.items} items are still sealed to the key {key_id}. `ivr keys rotate` seals them to the new one."
        )
    if seen.lacking or not any(inbox.held for inbox in seen.active("inbox")):
        raise KeysRefused(
            "Not everything can be read with what is here, so no key may go: the inbox key in use is not here, or not "
            "everything is sealed to it. Do this where the inbox runs, after `ivr keys rotate`."
        )


def refuse_if_slipped_in(seen: Overview) -> None:
    """Raise KeysRefused where older items would be sealed to a recovery key that nobody put there with `ivr keys`.

    A host that only answers calls knows the server's secret, and so can make a right voucher for any key.
    """
    if seen.slipped:
        names = " or ".join(key.key_id for key in seen.active("recovery"))
        raise KeysRefused(
            f"{seen.slipped} items are not sealed to the recovery key in use, {names}, as if somebody had put it there "
            "by itself: whoever knows IVR_SECRET and can write to the database can do that. `ivr keys rotate "
            "--recovery FILE` puts a new one in its place. Change IVR_SECRET, too."
        )


def retire(connection: Connection, key_ids: Collection[str], at: datetime) -> None:
    """Let nothing be sealed to these keys any more."""
    keys = tables.public_key
    gone = update(keys).where(keys.c.key_id.in_(key_ids))
    connection.execute(gone.values(retired_at=at, voucher=NO_VOUCHER))


def held_by(vault: Vault) -> PrivateKeys:
    """Return a vault's private keys. Raises KeysRefused on a host that has no place for any."""
    if vault.private_keys is None:
        raise KeysRefused("This host holds no private keys. Do this where the inbox runs.")
    return vault.private_keys


def _refuse_if_there_are_keys(connection: Connection) -> None:
    if connection.execute(select(tables.public_key.c.key_id).limit(1)).first() is not None:
        raise KeysRefused("There are keys already. `ivr keys rotate` puts new ones in their place.")
