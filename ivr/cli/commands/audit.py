"""`ivr audit`: the log of who did what, and whether anybody changed it."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from ivr.cli.exits import PROBLEMS, WELL, finish
from ivr.cli.looking_after import a_line
from ivr.cli.output import complain, say, say_json

if TYPE_CHECKING:
    from ivr.message.audit import Head


@click.group()
def command() -> None:
    """Read the log of who did what with messages and accounts, and show that nobody changed it.

    Run it with the settings that the line runs with. Nothing that a caller said is in the log.
    """


def _heads(ctx: click.Context, parameter: click.Parameter, noted: tuple[str, ...]) -> "tuple[Head, ...]":
    from ivr.message.audit import Head

    try:
        return tuple(map(Head.read, noted))
    except ValueError as wrong:
        raise click.BadParameter(f"{wrong}.") from None


@command.command()
@click.option(
    "--head",
    "heads",
    multiple=True,
    metavar="NUMBER:DIGEST",
    callback=_heads,
    help="What `ivr audit head` printed earlier; may be given several times.",
)
@click.option(
    "--secret-changed-after",
    "changes",
    multiple=True,
    type=click.IntRange(min=1),
    metavar="NUMBER",
    help="The last entry before IVR_SECRET was changed; may be given several times.",
)
def verify(heads: "tuple[Head, ...]", changes: tuple[int, ...]) -> None:
    """Verify that nobody changed, dropped, added or moved an entry.

    Only a head that was noted elsewhere earlier can show that the end of the log is missing. Ends with 1 if
    something is wrong.
    """
    from ivr.cli.log_words import told
    from ivr.message.audit import verify as look

    with a_line() as (_, store, _):
        verdict = store.database.read(
            lambda connection: look(connection, store.vault, heads=heads, secret_changed_after=changes)
        )
    for sentence in told(verdict):
        say(sentence)
    finish(WELL if verdict.well else PROBLEMS)


@command.command()
def head() -> None:
    """Print the number and the digest of the last entry, to be noted elsewhere.

    Keep the line where nobody who can write into the database can change it, on paper or in a mail, and give it to
    `ivr audit verify --head` later.
    """
    from ivr.message.audit import head as last

    with a_line() as (_, store, _):
        found = store.database.read(last)
    if found is None:
        complain("ivr: The log is empty.")
    else:
        say(str(found))


@command.command("list")
@click.option("--reference", help="Only what was done to the message of this reference.")
@click.option("--officer", help="Only what this officer did: a login or an identity; also line, operator.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]),
    metavar="TIME",
    help="Only from then on, by London's clock: 2026-11-22 or 2026-11-22T19:30.",
)
@click.option("--before", type=click.IntRange(min=1), metavar="NUMBER", help="Only entries before this one.")
@click.option(
    "--limit",
    type=click.IntRange(1, 100_000),
    default=100,
    show_default=True,
    metavar="COUNT",
    help="How many entries at most.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to tell: for people or for programs.",
)
def list_(
    reference: str | None,
    officer: str | None,
    since: datetime | None,
    before: int | None,
    limit: int,
    form: str,
) -> None:
    """List entries, newest first.

    Officers' names are shown where the private key of the inbox is; elsewhere their identities are.
    """
    from ivr.cli.accounts_here import accounts_here
    from ivr.cli.log_words import as_line, as_object
    from ivr.menu.opening import LONDON
    from ivr.message.audit import entries

    wanted: dict[str, Any] = {"before": before, "limit": limit + 1}
    # People write references in groups, and with whatever between them.
    wanted["reference"] = "".join(filter(str.isalnum, reference)) if reference is not None else None
    wanted["since"] = since.replace(tzinfo=LONDON) if since else None
    with a_line() as (settings, store, _):
        accounts = accounts_here(settings, store.database, store.vault)
        wanted["who"] = _identity(accounts, officer) if officer else None
        found = store.database.read(lambda connection: entries(connection, **wanted))
        names = accounts.names()
    shown = found[:limit]
    if form == "json":
        say_json([as_object(entry, names) for entry in shown])
        return
    for entry in shown:
        say(as_line(entry, names))
    if not shown:
        say("There is no such entry.")
    elif len(found) > limit:
        say(f"There are more: `--before {shown[-1].number}` goes on.")


def _identity(accounts: Any, typed: str) -> str:
    """Return the identity of the account of a login; what was typed, where there is none: it may be gone."""
    from ivr.message.accounts.refusals import UnknownOfficer

    try:
        return str(accounts.by_login(typed).officer_id)
    except UnknownOfficer:
        return typed
