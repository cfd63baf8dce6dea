"""What `ivr keys` says, and what it looks at before it touches a key."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from ivr.cli.exits import PROBLEMS, Cannot, finish
from ivr.cli.output import complain, say
from ivr.cli.telephone import settings_of

if TYPE_CHECKING:
    from datetime import datetime

    from ivr.message.connecting import Database
    from ivr.message.keys import KeyView, Overview, Replaced
    from ivr.message.private_keys import PrivateKeys
    from ivr.message.vault import Vault

TAKE_OFFLINE: Final = """\
Take the recovery key offline now:
  1. Copy {file} to two memory sticks, and delete it here.
  2. Write its name, {name}, on a note beside each.
  3. Let two people each lock one away, in two places.
It opens every message, and nothing else does should this computer be lost."""

MAY_GO: Final = """\
Every message is sealed to {inbox} now. Backups made before still need
{retired}, or the recovery key of their time. Once nobody needs those any more:
  ivr keys shred {first}"""


class Ring(NamedTuple):
    """What the commands work on: the database, and a vault with the private keys of this host."""

    database: "Database"
    vault: "Vault"
    private_keys: "PrivateKeys"


def ring(*, looking: bool = False) -> Ring:
    """Return what the settings name. Raises Cannot; ends with 1 where others can read the private keys.

    Only looking is allowed then, too.
    """
    from ivr.message.connecting import Database
    from ivr.message.vault import PrivateKeys, Vault
    from ivr.web.making import folder_of, keys_folder, secret_of
    from ivr.web.settings import SettingsError

    settings = settings_of()
    if folder_of(settings) is None:
        raise Cannot("IVR_DATABASE_URL names a database in memory: its keys go when it goes.")
    private_keys = PrivateKeys(keys_folder(settings))
    if not looking and (found := list(_exposed(private_keys))):
        complain("\n".join(found))
        finish(PROBLEMS)
    try:
        return Ring(Database(settings.database_url), Vault(secret_of(settings), private_keys), private_keys)
    except SettingsError as error:
        raise Cannot("\n".join(error.problems)) from None


def recovery_place(file: Path) -> Path:
    """Return where a recovery key's private half is to go. Raises Cannot where it would lie beside what it opens."""
    from ivr.web.making import folder_of, keys_folder

    settings, place = settings_of(), file.resolve()
    folder, keys = folder_of(settings), keys_folder(settings)
    beside = folder is not None and place.parent == folder.resolve()
    if beside or (keys is not None and keys.resolve() in place.parents):
        raise Cannot(
            f"{file} lies beside the database or the inbox key. Whoever takes those, or a backup of them, would have "
            "the recovery key as well. Name a file on a memory stick, or at least in another folder."
        )
    if not place.parent.is_dir():
        raise Cannot(f"There is no folder {file.parent}.")
    return place


def tell_overview(seen: "Overview", keys: "PrivateKeys") -> int:
    """Print all keys and what is wrong with them. Returns the exit code."""
    if not seen.keys:
        say("There are no keys yet. `ivr keys new` makes them.")
    for key in seen.keys:
        say(_line(key))
    if seen.keys:
        say(f"{_items(seen.items)} in all.")
    found = [*_problems(seen), *_exposed(keys)]
    found += [f"{path} holds no key of this line that can be read." for path in keys.unusable()]
    for problem in found:
        complain(problem)
    return PROBLEMS if found or not seen.keys else 0


def tell_replaced(done: "Replaced", recovery_file: Path | None = None) -> int:
    """Print what came of putting a new key in the place of an old one. Returns the exit code."""
    if done.resumed:
        say("An earlier change of keys was brought to its end. No new key was made.")
    say(f"The inbox key is {done.inbox}, the recovery key {done.recovery or 'missing'}.")
    say(f"{_items(done.resealed)} sealed to them by this.")
    if recovery_file is not None:
        say(TAKE_OFFLINE.format(file=recovery_file, name=done.recovery))
    if done.broken:
        complain(
            f"{_items(len(done.broken))} cannot be opened by any key: somebody changed what is stored. So the old "
            "sealed keys stay. They are:\n  " + "\n  ".join(done.broken)
        )
        return PROBLEMS
    if done.retired:
        retired = " or ".join(done.retired)
        say(MAY_GO.format(inbox=done.inbox, retired=retired, first=done.retired[0]))
    return 0


def day(moment: "datetime") -> str:
    """Return a moment as `2026-11-22 16:30 UTC`."""
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _line(key: "KeyView") -> str:
    if key.made_at is None:
        return f"{key.key_id}  not of this database  {_items(key.items)}  {_here(key)}"
    since = f"since {day(key.made_at)}"
    until = f", retired {day(key.retired_at)}" if key.retired_at else ""
    return f"{key.key_id}  {key.purpose:<8}  {since}{until}  {_items(key.items)}  {_here(key)}"


def _here(key: "KeyView") -> str:
    return "private half here" if key.held else "private half not here"


def _items(count: int) -> str:
    return f"{count} item{'' if count == 1 else 's'}"


def _problems(seen: "Overview") -> Iterator[str]:
    for key in seen.keys:
        if key.active and not key.vouched:
            yield (
                f"{key.key_id} has no right voucher, so nothing is sealed and the line takes no messages. Either "
                "IVR_SECRET was changed, or somebody put a key of their own there. See `ivr keys vouch --help`."
            )
        if key.active and key.purpose == "recovery" and key.held:
            yield (
                f"The private half of the recovery key {key.key_id} lies here. Whoever takes this computer has it, "
                "too. `ivr keys rotate --recovery FILE` makes one that can be kept elsewhere."
            )
    for purpose in ("inbox", "recovery"):
        in_use = len(seen.active(purpose))
        if seen.keys and in_use != 1:
            yield f"There {'is no' if not in_use else 'are two'} {purpose} key in use. There has to be one."
    if seen.unfinished:
        yield "A key was replaced, and not every item is sealed to the new one. `ivr keys rotate` goes on with that."


def _exposed(keys: "PrivateKeys") -> Iterator[str]:
    found = keys.exposed()
    if found:
        names = ", ".join(str(path) for path in found)
        yield (
            f"Others than their owner can get at {names}. Mend it:\n"
            f"  chmod 700 {keys.folder}\n  chmod 600 {keys.folder}/*.pem"
        )
