"""Putting a new key in the place of an old one: `rotate` while the old one is here, `recover` when it is lost.

First the new key is kept, then in one transaction it becomes the one in use and the old one is retired; from then on
new items are sealed to it. Then the keys of all older items follow, and last the old sealed keys are removed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, select, update

from ivr.message import tables
from ivr.message.connecting import Database
from ivr.message.keys.making import (
    KeysRefused,
    held_by,
    inbox_key,
    key_in,
    recovery_key,
    refuse_if_slipped_in,
    retire,
    still_kept,
)
from ivr.message.keys.resealing import Progress, clear, reseal
from ivr.message.keys.seen import KeyView, Overview, overview
from ivr.message.sealing import PrivateKey, Recipient
from ivr.message.vault import Vault, lock


@dataclass(frozen=True, slots=True)
class Replaced:
    """What came of it: the names of the keys in use now, and of those retired ones whose private half is still here.

    `resealed` is how many items were sealed to the new keys. `resumed`: an earlier replacement was brought to its end,
    and no new key was made. `broken` names the items that somebody changed, so that no key opens them; while there
    are any, the old sealed keys stay.
    """

    inbox: str
    recovery: str
    retired: tuple[str, ...]
    resealed: int
    broken: tuple[str, ...]
    resumed: bool


def rotate(
    database: Database,
    vault: Vault,
    at: datetime,
    *,
    recovery_file: Path | None = None,
    progress: Progress = lambda done: None,
) -> Replaced:
    """Put a new inbox key in the place of the old one, and with `recovery_file` a new recovery key, too.

    A replacement that was begun and did not come to its end is brought to it instead. Raises KeysRefused, NoRecipient
    where a key has no right voucher, OSError, NotAKey where `recovery_file` holds something else, StoreUnavailable.
    """
    seen, keys = overview(database, vault), held_by(vault)
    inbox = _only(seen)
    if not inbox.held:
        raise KeysRefused(
            f"The private half of the inbox key {inbox.key_id} is not here. Do this where the inbox runs. If it is "
            "lost, `ivr keys recover` makes a new one with the recovery key."
        )
    if recovery_file is None and not all(key.vouched for key in seen.keys if key.active):
        raise KeysRefused("A key in use has no right voucher. See `ivr keys list` and `ivr keys vouch`.")
    # Nothing more is sealed to a recovery key that is to go: somebody may have slipped it in.
    other_recovery = recovery_file is not None and not _in_use(recovery_file, seen)
    if not other_recovery:
        refuse_if_slipped_in(seen)
    if seen.unfinished and not other_recovery and all(key.vouched for key in seen.keys if key.active):
        found = _finish(database, vault, keys, progress, resumed=True)
        if found.resealed or not found.broken:
            return found
    recovery = recovery_key(recovery_file) if recovery_file is not None else None
    if recovery is not None and any(key.key_id == recovery.key_id for key in seen.keys):
        raise KeysRefused(
            f"The key in {recovery_file}, {recovery.key_id}, is or was in use. Name a file that is not there yet."
        )
    _put_in_use(database, vault, seen, inbox_key(vault), recovery, at)
    return _finish(database, vault, keys, progress)


def recover(
    database: Database,
    vault: Vault,
    recovery: PrivateKey,
    at: datetime,
    *,
    progress: Progress = lambda done: None,
) -> Replaced:
    """Put a new inbox key in the place of one whose private half is lost, with the recovery key's private half.

    Raises KeysRefused where nothing is lost or the key is not the line's recovery key, NoRecipient, OSError, and
    StoreUnavailable.
    """
    seen = overview(database, vault)
    openers = {**held_by(vault), recovery.key_id: recovery}
    of_line = [key for key in seen.keys if key.purpose == "recovery" and (key.active or key.items)]
    if recovery.key_id not in {key.key_id for key in of_line}:
        names = " or ".join(key.key_id for key in of_line) or "none"
        raise KeysRefused(f"This is the key {recovery.key_id}. The recovery key of the line is {names}.")
    lost = not any(key.held for key in seen.active("inbox"))
    if not lost and not seen.unfinished:
        raise KeysRefused(
            "The inbox key is here, so nothing is lost. `ivr keys rotate` puts a new one in its place."
        )
    if lost:
        _put_in_use(database, vault, seen, inbox_key(vault), recovery.recipient, at)
    else:
        refuse_if_slipped_in(seen)
    return _finish(database, vault, openers, progress, resumed=not lost)


def _only(seen: Overview) -> KeyView:
    """Return the inbox key in use. Raises KeysRefused unless there is exactly one."""
    inboxes = seen.active("inbox")
    if not inboxes:
        raise KeysRefused("There are no keys yet. `ivr keys new` makes them.")
    if len(inboxes) > 1:
        raise KeysRefused(
            "There are two inbox keys in use, and only one can be the line's own. See `ivr keys vouch`."
        )
    return inboxes[0]


def _in_use(recovery_file: Path, seen: Overview) -> bool:
    name = key_in(recovery_file).key_id if recovery_file.exists() else ""
    return any(key.key_id == name for key in seen.active("recovery"))


def _put_in_use(
    database: Database,
    vault: Vault,
    seen: Overview,
    inbox: Recipient,
    recovery: Recipient | None,
    at: datetime,
) -> None:
    """Retire the inbox key, and the recovery key unless it stays, and let the new ones take their place at once."""
    expected = {key.key_id for key in seen.keys if key.active}
    keys = tables.public_key

    def work(connection: Connection) -> None:
        lock(connection)
        in_use = select(keys).where(keys.c.retired_at.is_(None)).order_by(keys.c.purpose, keys.c.key_id)
        # Locked in the order in which whoever seals locks them, so that neither waits for the other.
        active = {row.key_id: row.purpose for row in connection.execute(in_use.with_for_update())}
        if active.keys() != expected:
            raise KeysRefused("Somebody else is replacing the keys at this moment. Look at `ivr keys list`.")
        going = [
            name
            for name, purpose in active.items()
            if purpose == "inbox" or (recovery and name != recovery.key_id)
        ]
        still_kept(vault, inbox)
        retire(connection, going, at)
        vault.publish(connection, inbox, "inbox", at)
        if recovery is None:
            return
        known = connection.execute(select(keys).where(keys.c.key_id == recovery.key_id)).first()
        if known is None:
            vault.publish(connection, recovery, "recovery", at)
        else:  # its private half was shown, so it can be vouched for
            voucher = vault.voucher(recovery, "recovery")
            of_it = update(keys).where(keys.c.key_id == recovery.key_id)
            connection.execute(of_it.values(voucher=voucher, retired_at=None))

    database.write(work)


def _finish(
    database: Database,
    vault: Vault,
    openers: Mapping[str, PrivateKey],
    progress: Progress,
    *,
    resumed: bool = False,
) -> Replaced:
    result = reseal(database, vault, openers, progress)
    if result.foreign:
        raise KeysRefused(
            f"Some items are sealed only to keys that are not here: {', '.join(sorted(result.foreign))}. With the "
            "recovery key among them, `ivr keys recover --from FILE` goes on."
        )
    clear(database, vault)
    seen = overview(database, vault)
    return Replaced(
        inbox=_only(seen).key_id,
        recovery=next((key.key_id for key in seen.active("recovery")), ""),
        retired=tuple(key.key_id for key in seen.keys if key.retired_at and key.held),
        resealed=result.items,
        broken=result.broken,
        resumed=resumed,
    )
