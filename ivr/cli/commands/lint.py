"""`ivr lint`: what is wrong or unwise in a menu file."""

import time
from typing import Final

import click

from ivr.cli.exits import Cannot, finish
from ivr.cli.file import menu_file

_EVERY: Final = 0.5
"""Seconds between two looks at whether the file has changed."""


@click.command()
@menu_file
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif"]),
    default="text",
    show_default=True,
    help="How to tell: for people, for programs, or for code review tools.",
)
@click.option("--strict", is_flag=True, help="End with 1 for warnings, too. Advice never counts.")
@click.option(
    "--all", "everything", is_flag=True, help="Tell how every rule came out, also those that are kept."
)
@click.option(
    "--manual", is_flag=True, help="List what only a person can decide, with the nodes it is about."
)
@click.option("--also", multiple=True, metavar="RULE", help="Ask an optional rule, too. May be repeated.")
@click.option(
    "--watch", "watched", is_flag=True, help="Check again whenever the file is saved, until Ctrl-C."
)
def command(
    file: str,
    form: str,
    strict: bool,
    everything: bool,
    manual: bool,
    also: tuple[str, ...],
    watched: bool,
) -> None:
    """Check a menu file: what cannot work, and whom it would shut out.

    All problems come at once, each with its line, what is wrong and what to do. An error ends the command with 1;
    a file that cannot be read at all ends it with 2. `ivr explain RULE` says more about a rule.
    """
    from ivr.menu.collector import collector_off

    with collector_off():  # from here on: half of the time goes into loading the rules
        from ivr.cli.linting.result import Result, result_of
        from ivr.cli.linting.told import What, tell
        from ivr.cli.linting.watching import watch

    if everything and manual:
        raise click.UsageError("--all tells what --manual would: use one of them.")
    what: What = "manual" if manual else "all" if everything else "problems"
    asked = _optional(also)

    def look() -> Result:
        with collector_off():
            result = result_of(file, asked)
            tell(result, form, what)
        return result

    if watched:
        watch(file, look, lambda: time.sleep(_EVERY))
    finish(look().code(strict=strict))


def _optional(names: tuple[str, ...]) -> frozenset[str]:
    """Return the names of optional rules. Raises Cannot for what is none."""
    if not names:
        return frozenset()
    from ivr.check.catalogue import all_rules

    optional = [rule.name for rule in all_rules().values() if rule.optional]
    for name in names:
        if name not in optional:
            there = ", ".join(optional) or "none"
            raise Cannot(f"“{name[:60]}” is no optional rule. There are: {there}.")
    return frozenset(names)
