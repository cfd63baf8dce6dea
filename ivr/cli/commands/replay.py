"""`ivr replay`: a real call as a scenario."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ivr.cli.exits import PROBLEMS, WELL, Cannot, finish
from ivr.cli.output import complain, say

if TYPE_CHECKING:
    from ivr.web.settings import Settings


@click.command()
@click.argument("call", required=False)
@click.option(
    "--journal",
    "files",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file of a journal; may be given again. Without it, those of the line.",
)
@click.option(
    "--menus",
    "menus",
    metavar="FILE",
    help="Today's menu, if not that of IVR_MENUS or menus.yaml.",
)
@click.option(
    "--write",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the scenario into a new file instead of printing it.",
)
@click.option("--list", "lists", is_flag=True, help="List the calls that there are.")
def command(
    call: str | None, files: tuple[Path, ...], menus: str | None, file: Path | None, lists: bool
) -> None:
    """Make a scenario of a real call from its journal, and say whether the call goes the same way today.

    CALL is the label that --list shows, the beginning of one, or a CallSid. The journal has names of nodes and kinds of
    keys, never what somebody keyed in or said: that is made up. Exit code 1: the call goes another way today.
    """
    from ivr.cli.replaying.calls import call_of, calls_in, listed
    from ivr.cli.replaying.replayed import flow_then, replayed
    from ivr.cli.telephone import settings_of
    from ivr.menu import load

    if (call is None) is not lists:
        raise click.UsageError("Name a call, or give --list to see which there are.")
    settings: Settings = settings_of()
    calls = calls_in(files, settings)
    if call is None:
        say("\n".join(listed(calls)) or "The journal has no call.")
        finish(WELL)
    entries = call_of(call, calls, settings)
    now = load(menus or str(settings.menus))
    made = replayed(entries, flow_then(entries, now, settings), now, settings)
    if file is None:
        say(made.text.rstrip("\n"))
        complain("\n".join(made.told))
    else:
        _write(file, made.text)
        say("\n".join((*made.told, f"The scenario is in {file}.")))
    finish(WELL if made.same else PROBLEMS)


def _write(file: Path, text: str) -> None:
    """Write a new file. Raises Cannot where there is one already, or nothing can be written."""
    try:
        with file.open("x", encoding="utf-8") as opened:
            opened.write(text)
    except FileExistsError:
        raise Cannot(f"{file} is there already, and stays as it is. Name another file.") from None
    except OSError as error:
        raise Cannot(f"{file} cannot be written ({error.strerror}).") from None
