"""`ivr officer`: the accounts of the people who work in the inbox."""

from datetime import UTC, datetime
from typing import Any

import click

from ivr.cli.officers import accounts_here, advise, areas_of, as_line, as_object, known, tell_password
from ivr.cli.output import complain, say, say_json

ROLES = ("officer", "supervisor", "manager", "administrator")
NOTICES = ("at-once", "hourly", "daily", "none")

login = click.argument("login")
role = click.option(
    "--role",
    type=click.Choice(ROLES),
    help="officer: messages of their areas. supervisor: of every area, and assesses. manager: numbers only. "
    "administrator: accounts only.",
)
area = click.option(
    "--area",
    "areas",
    multiple=True,
    metavar="AREA",
    help="An area of the menu file, or central. Again for more.",
)
mail = click.option("--mail", metavar="ADDRESS", help="Where they are told of what is new; '' for nowhere.")
notices = click.option(
    "--notices", type=click.Choice(NOTICES), help="How often they are told by mail. At first at-once."
)


@click.group()
def command() -> None:
    """Make, list, change and end the accounts of people who work in the inbox.

    Do all of this where the inbox runs, as the user that runs it. Everything but listing goes into the log of who did
    what.
    """


@command.command()
@login
@click.option("--name", required=True, help="What colleagues read.")
@role
@area
@mail
@notices
@click.option("--sign-in-only", is_flag=True, help="No password: by your organisation's own sign-in only.")
def add(
    login: str,
    name: str,
    role: Any,
    areas: tuple[str, ...],
    mail: str | None,
    notices: Any,
    sign_in_only: bool,
) -> None:
    """Make an account and print a password for the first time.

    LOGIN is what they type to come in, or what your organisation's own sign-in says of them in IVR_OIDC_CLAIM.
    """
    if not role:
        raise click.UsageError("Say what they are to be with --role.")
    with accounts_here() as (settings, accounts):
        added = accounts.add(
            login=login,
            name=name,
            role=role,
            areas=areas_of(settings, areas),
            mail=mail or "",
            notices=notices or "at-once",
            password=not sign_in_only,
            **_by_operator(),
        )
        say(f"Made an account: {as_line(added.officer, mail=False)}.")
        tell_password(settings, added.first_password)
        advise(added.officer)


@command.command("list")
@click.option("--mail", is_flag=True, help="Their addresses, too.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to tell: for people or for programs.",
)
def list_(mail: bool, form: str) -> None:
    """List all accounts, by name: login, role, areas, and whether they can come in."""
    with accounts_here() as (_, accounts):
        everybody = accounts.all()
    if form == "json":
        say_json([as_object(one, mail=mail) for one in everybody])
        return
    for one in everybody:
        say(as_line(one, mail=mail))
    if not everybody:
        say("There is no account yet. `ivr officer add` makes one.")


@command.command()
@login
@click.option("--name", help="What colleagues read.")
@role
@area
@click.option("--no-areas", is_flag=True, help="They answer no area any more.")
@mail
@notices
def change(
    login: str,
    name: str | None,
    role: Any,
    areas: tuple[str, ...],
    no_areas: bool,
    mail: str | None,
    notices: Any,
) -> None:
    """Change what is given of an account. It counts from their next click on.

    The areas given are all that they answer from now on.
    """
    if areas and no_areas:
        raise click.UsageError("Give --area or --no-areas, not both.")
    given = {"name": name, "role": role, "mail": mail, "notices": notices}
    wanted: dict[str, Any] = {key: value for key, value in given.items() if value is not None}
    if not (wanted or areas or no_areas):
        raise click.UsageError("Say what to change.")
    with accounts_here() as (settings, accounts):
        if areas or no_areas:
            wanted["areas"] = areas_of(settings, areas)
        officer = accounts.change(known(accounts, login).officer_id, **wanted, **_by_operator())
        say(f"It is now: {as_line(officer, mail=mail is not None)}.")
        advise(officer)


@command.command()
@login
def disable(login: str) -> None:
    """Close an account: they are out at once, everywhere. What they have claimed stays theirs."""
    with accounts_here() as (_, accounts):
        accounts.disable(known(accounts, login).officer_id, **_by_operator())
    say(f"{login} cannot come in any more. A supervisor hands over what they have claimed.")


@command.command()
@login
def enable(login: str) -> None:
    """Open an account again that was closed, with the password and the app it had."""
    with accounts_here() as (_, accounts):
        accounts.enable(known(accounts, login).officer_id, **_by_operator())
    say(f"{login} can come in again.")


@command.command()
@login
def reset(login: str) -> None:
    """Let somebody begin anew who has lost password or telephone. Prints a password for the first time.

    Their app, recovery codes and sessions are good for nothing any more. Make sure of who is asking.
    """
    with accounts_here() as (settings, accounts):
        officer = known(accounts, login)
        password = accounts.reset(officer.officer_id, **_by_operator())
        say(f"{login} begins anew, and is out everywhere.")
        tell_password(settings, password)
        if officer.disabled:
            complain(f"{login} is still disabled and cannot come in: `ivr officer enable {login}`.")


@command.command()
@login
def out(login: str) -> None:
    """End all sessions of an account, everywhere and at once. They can come in again."""
    with accounts_here() as (_, accounts):
        accounts.end_sessions(known(accounts, login).officer_id, **_by_operator())
    say(f"{login} is out everywhere.")


def _by_operator() -> dict[str, Any]:
    from ivr.message.accounts import OPERATOR

    return {"by": OPERATOR, "at": datetime.now(UTC)}
