"""`ivr diff`: what changes for callers between two versions of a menu."""

import os
from typing import TYPE_CHECKING

import click

from ivr.cli.exits import PROBLEMS, WELL, finish
from ivr.cli.file import FILE
from ivr.cli.output import complain, say, say_json

if TYPE_CHECKING:
    from ivr.check.diff import Failing


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="[NEW]", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="How to tell: for people, for a pull request, or for programs.",
)
@click.option(
    "--fail-on",
    "fail_on",
    multiple=True,
    type=click.Choice(["reach", "time", "problems"]),
    help="End with 1 where something is reached no more or otherwise, takes longer, or is a new problem. May be "
    "repeated.",
)
def command(old: str, new: str | None, form: str, fail_on: "tuple[Failing, ...]") -> None:
    """Tell what changes for callers from OLD to NEW: what keys reach, what is said, how long it takes.

    OLD and NEW are menu files, revisions of git such as HEAD~1, or a revision and a file such as main:menus.yaml. NEW
    is the menu file here unless it is named.

    \b
    ivr diff HEAD                    what you have changed since the last commit
    ivr diff HEAD~1 HEAD             what the last commit changed
    ivr diff main:menus.yaml menus.yaml --format markdown
    ivr diff old.yaml new.yaml --fail-on reach --fail-on problems
    """
    from ivr.check.diff import compare
    from ivr.cli.differing.told import as_json, as_markdown, as_text, failed
    from ivr.cli.differing.versions import version
    from ivr.cli.differing.walking import walk_both
    from ivr.cli.paint import paint_for_output

    usual = os.environ.get("IVR_MENUS") or FILE
    new = new or usual
    before, after = version(old, new, usual), version(new, old, usual)
    diff = compare(before, after, walk_both(before, after))
    names = before.source.file, after.source.file
    if form == "json":
        versions = [
            {"name": name, "version": flow.version} for name, flow in zip(names, (before, after), strict=True)
        ]
        say_json(as_json(diff, *versions))
    elif form == "markdown":
        say("\n".join(as_markdown(diff, *names)))
    else:
        say("\n".join(as_text(diff, *names, paint_for_output())))
    reasons = failed(diff, fail_on)
    for reason in reasons:
        complain(reason)
    finish(PROBLEMS if reasons else WELL)
