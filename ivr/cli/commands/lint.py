"""`ivr lint`: what is wrong or unwise in a menu file."""

import click

from ivr.cli.exits import PROBLEMS, WELL, code_of, finish
from ivr.cli.file import menu_file


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
def command(file: str, form: str, strict: bool, everything: bool) -> None:
    """Check a menu file: what cannot work, and whom it would shut out.

    All problems come at once, each with its line, what is wrong and what to do. An error ends the command with 1;
    a file that cannot be read at all ends it with 2. `ivr explain RULE` says more about a rule.
    """
    from ivr.check.finding import Verdict
    from ivr.check.lint import verdicts
    from ivr.cli.lint_report import tell
    from ivr.menu import MenuError, load

    try:
        flow = load(file)
    except MenuError as broken:
        tell([Verdict("problem", problem) for problem in broken.problems], file, form, everything=everything)
        finish(code_of(broken))
    found = [Verdict("problem", problem) for problem in flow.warnings] + verdicts(flow)
    tell(found, file, form, everything=everything, text=flow.text, nodes=len(flow.nodes))
    levels = {verdict.problem.level for verdict in found if verdict.outcome == "problem"}
    finish(PROBLEMS if "error" in levels or (strict and "warning" in levels) else WELL)
