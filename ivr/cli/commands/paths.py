"""`ivr paths`: every call there is."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ivr.cli.exits import PROBLEMS, WELL, finish
from ivr.cli.file import menu_file
from ivr.cli.output import complain, say, say_json

if TYPE_CHECKING:
    from ivr.menu import Flow
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
@click.option(
    "--write",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write scenarios into this folder: one for each problem, and few that try everything there is to try.",
)
def command(file: str, form: str, folder: Path | None) -> None:
    """Walk every call there is: every key, silence and hang-up, in every language, at every opening hour.

    Proves that each node can be reached, that every call ends at a person, a message or a goodbye, that star goes
    back, and that nothing that Twilio would refuse is ever answered. Each problem comes with the shortest keys
    that show it. A problem ends the command with 1.
    """
    from ivr.menu import load
    from ivr.phone.twiml import check
    from ivr.walk import paths

    flow = load(file)
    report = paths.walk(flow, check)
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
    if folder is not None:
        _write(flow, report, folder)
    finish(PROBLEMS if report.problems else WELL)


def _write(flow: "Flow", report: "Report", folder: Path) -> None:
    """Write the scenarios, and tell what they do. That goes where complaints go: JSON stays by itself."""
    from ivr.cli.replaying.folder import write_set
    from ivr.cli.replaying.sets import MADE, made
    from ivr.cli.telephone import settings_of
    from ivr.web.practice.line import OURS

    written = made(flow, report, settings_of(without=OURS))
    kept = write_set(folder, {file.name: file.text for file in written.files}, f"# {MADE}")
    for problem, why in written.not_shown:
        complain(f"No scenario shows {problem.kind} at {problem.node}: {why}.")
    for title, why in written.left_out:
        complain(f"A call was left out, “{title}”: {why}.")
    for path in kept.kept:
        complain(f"{path} is somebody's own, and stays as it is.")
    covered = written.covered
    gone = f", and {_files(len(kept.deleted))} of an earlier set deleted" if kept.deleted else ""
    complain(f"{_files(len(kept.written))} written to {folder}{gone}.")
    complain(f"Together they try {covered.tried:,} of {len(covered.items):,} things that callers can do.")
    if covered.untried:
        reasons = ", or because a call was left out" if written.left_out else ""
        complain(
            f"Not tried, because the line would have to be in trouble, or as it is not set up here{reasons}:"
        )
    for item in covered.untried:
        complain(f"    {item.words}" + (f", at {item.node}" if item.node else ""))


def _files(count: int) -> str:
    return "1 scenario" if count == 1 else f"{count} scenarios"


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
