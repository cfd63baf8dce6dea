"""`ivr keys`: the keys that messages are sealed to."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click

from ivr.cli.exits import PROBLEMS, Cannot, finish
from ivr.cli.output import complain, say

FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def command() -> None:
    """Make, list, replace and destroy the keys that messages are sealed to.

    Do all of this where the inbox runs, as the user that runs it. Private keys are never shown.
    """


@command.command("list")
def list_() -> None:
    """List the keys, and what is wrong with them.

    What each is for and since when, how many items are sealed to it, and whether its private half is here. Ends with 1
    if something is wrong.
    """
    from ivr.cli.key_words import ring, tell_overview
    from ivr.message.keys import overview

    with _told():
        database, vault, private_keys = ring(looking=True)
        finish(tell_overview(overview(database, vault), private_keys))


@command.command()
@click.option("--recovery", required=True, type=FILE, help="The file for the recovery key.")
def new(recovery: Path) -> None:
    """Make the first inbox key and recovery key.

    The recovery key opens everything should the inbox key be lost. FILE is the only place where its private half
    is written: take it offline, and let two people each keep a copy.
    """
    from ivr.cli.key_words import TAKE_OFFLINE, recovery_place, ring
    from ivr.message.keys import new as make

    with _told():
        place = recovery_place(recovery)
        database, vault, private_keys = ring()
        inbox, name = make(database, vault, place, _now())
        say(f"The inbox key is {inbox}. Its private half is in {private_keys.folder}.")
        say(f"The recovery key is {name}.")
        say(TAKE_OFFLINE.format(file=recovery, name=name))


@command.command()
@click.option("--recovery", type=FILE, help="Make a new recovery key, too, in this file.")
def rotate(recovery: Path | None) -> None:
    """Put a new inbox key in the place of the old one.

    The line goes on meanwhile, and audio is not touched. If this is interrupted, do it again: it goes on where it
    was. It ends by saying when the old key may be destroyed.
    """
    from ivr.cli.key_words import recovery_place, ring, tell_replaced
    from ivr.message.keys import rotate as replace

    with _told():
        place = recovery_place(recovery) if recovery else None
        database, vault, _ = ring()
        done = replace(database, vault, _now(), recovery_file=place, progress=_progress)
        finish(tell_replaced(done, recovery))


@command.command()
@click.option("--from", "file", required=True, type=FILE, help="The recovery key's private half.")
def recover(file: Path) -> None:
    """Make a new inbox key when the old one is lost.

    FILE holds the recovery key, which opens everything, too; it is only read. Then everything is sealed to the new key.
    If this is interrupted, do it again.
    """
    from ivr.cli.key_words import ring, tell_replaced
    from ivr.message.keys import key_in
    from ivr.message.keys import recover as replace

    with _told():
        recovery = key_in(file)
        database, vault, _ = ring()
        code = tell_replaced(replace(database, vault, recovery, _now(), progress=_progress))
        say(
            "The recovery key was on this computer just now. When all is well, make another one with "
            "`ivr keys rotate --recovery FILE`."
        )
        finish(code)


@command.command()
@click.argument("names", nargs=-1, metavar="[KEY]...")
def vouch(names: tuple[str, ...]) -> None:
    """Vouch for the keys again, after IVR_SECRET was changed.

    The inbox key's private half has to be here: that shows it is the line's own. For the recovery key, compare the
    name that `ivr keys list` shows with the one written down beside it, and type it as KEY.
    """
    from ivr.cli.key_words import ring
    from ivr.message.keys import vouch as renew

    with _told():
        database, vault, _ = ring()
        fresh, gone = renew(database, vault, names, _now())
        for key in fresh:
            say(f"Vouched for the {key.purpose} key {key.key_id}.")
        for key in gone:
            say(f"Retired the {key.purpose} key {key.key_id}: nobody vouched for it.")
        if not fresh and not gone:
            say("Every key in use has its voucher. Nothing was to be done.")


@command.command()
@click.argument("key")
@click.option("--unknown", is_flag=True, help="Also a KEY that this database does not know.")
def shred(key: str, unknown: bool) -> None:
    """Destroy the private half of a retired KEY.

    What was sealed to it and to no other key, in old backups too, can never be read again, by anybody. It is refused
    while anything here needs the key, and where another database may need it: one that was put aside for a backup.
    """
    from ivr.cli.key_words import ring
    from ivr.message.keys import shred as destroy

    with _told():
        database, vault, _ = ring()
        for path in destroy(database, vault, key, unknown=unknown):
            say(f"Overwrote and deleted {path}.")
        say(
            f"No message here needed {key}. Backups made while it was in use can now be read only with the recovery "
            "key of that time. Copies of the file, in backups or snapshots of this disk, open them as well: destroy "
            "those, too."
        )


@contextmanager
def _told() -> Iterator[None]:
    """Turn what can go wrong with keys into plain words and an exit code."""
    from ivr.message.keys import KeysRefused
    from ivr.message.sealing import NoRecipient, NotAKey
    from ivr.message.values import StoreUnavailable

    try:
        yield
    except (KeysRefused, NoRecipient) as refused:
        complain(f"ivr: {refused}")
        finish(PROBLEMS)
    except NotAKey as error:
        raise Cannot(f"{error}.") from None
    except OSError as error:
        raise Cannot(f"{error.filename}: {error.strerror}.") from None
    except StoreUnavailable as error:
        raise Cannot(f"{error}. `ivr doctor` says more.") from None


def _progress(done: int) -> None:
    say(f"{done} items so far.")


def _now() -> datetime:
    return datetime.now(UTC)
