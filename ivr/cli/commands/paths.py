"""`ivr paths`: every call there is."""

import shlex
from typing import TYPE_CHECKING, Any

import click

from ivr.cli.exits import PROBLEMS, WELL, finish
from ivr.cli.file import menu_file
from ivr.cli.output import say, say_json

if TYPE_CHECKING:
    from ivr.walk.paths import PathProblem, Report


@click.command()
@menu_file
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to tell: for people or for programs.",
)
def command(file: str, form: str) -> None:
    """Walk every call there is: every key, silence and hang-up, in every language, at every opening hour.

    Proves that each node can be reached, that every call ends at a person, a message or a goodbye, that star goes
    back, and that nothing that Twilio would refuse is ever answered. Each problem comes with the shortest keys
    that show it. A problem ends the command with 1.
    """
    from ivr.menu import load
    from ivr.phone.twiml import check
    from ivr.walk import paths

    report = paths.walk(load(file), check)
    if form == "json":
        say_json(
            {
                "states": report.states,
                "transitions": report.transitions,
                "problems": [_object(problem) for problem in report.problems],
            }
        )
    else:
        _tell(report, file)
    finish(PROBLEMS if report.problems else WELL)


def _object(problem: "PathProblem") -> dict[str, Any]:
    return {
        "kind": problem.kind,
        "node": problem.node,
        "language": problem.language,
        "at": problem.at,
        "from": problem.from_,
        "keys": problem.keys,
        "message": problem.message,
    }


def _tell(report: "Report", file: str) -> None:
    for problem in report.problems:
        language = f" ({problem.language})" if problem.language else ""
        say(f"{problem.node}{language}: {problem.message} [{problem.kind}]")
        if problem.keys is not None:
            say(f"    {_reproduced(problem, file)}")
        say()
    count = len(report.problems)
    found = "no problems" if not count else "1 problem" if count == 1 else f"{count:,} problems"
    say(f"{file}: {report.states:,} states, {report.transitions:,} ways between them, {found}.")


def _reproduced(problem: "PathProblem", file: str) -> str:
    """Return the command that shows a problem."""
    words = ["ivr", "call", file, "--keys", problem.keys or ""]
    words += ["--language", problem.begins] if problem.begins else []
    words += ["--at", problem.at] if problem.at else []
    words += ["--from", problem.from_] if problem.from_ else []
    return shlex.join(words)
