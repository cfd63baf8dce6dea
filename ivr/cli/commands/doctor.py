"""`ivr doctor`: is everything set up as it should be?"""

import os
from datetime import UTC, datetime

import click

from ivr.cli.exits import PROBLEMS, WELL, finish


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to tell: for people or for programs.",
)
@click.option("--offline", is_flag=True, help="Ask no other server but the database.")
def command(form: str, offline: bool) -> None:
    """Look at everything the line stands on, and say what is wrong and what to do.

    Settings, menu, voices, database, keys, files, work, clock, public address, Twilio, mail. Nothing is changed, no
    mail is sent, and nothing secret is shown. A problem ends the command with 1; advice never does. Run it with
    the settings that the line runs with.
    """
    from ivr.cli.doctor.case import case_of
    from ivr.cli.doctor.examination import examine, refused
    from ivr.cli.doctor.told import has_problem, tell
    from ivr.web.settings import SettingsError, from_environment

    try:
        settings = from_environment(os.environ)
    except SettingsError as error:
        found = refused(error.problems, os.environ)
    else:
        found = examine(case_of(settings, os.environ, online=not offline, now=datetime.now(UTC)))
    tell(found, form)
    finish(PROBLEMS if has_problem(found) else WELL)
