"""`ivr map`: where every key leads."""

from typing import TYPE_CHECKING

import click

from ivr.cli.exits import Cannot
from ivr.cli.file import menu_file
from ivr.cli.output import complain, say, say_json

if TYPE_CHECKING:
    from ivr.menu import Flow
    from ivr.show.marks import Marks


@click.command()
@menu_file
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "svg", "mermaid", "json"]),
    default="text",
    show_default=True,
    help="An outline to read, a picture, a Mermaid flowchart to draw, or JSON for programs.",
)
@click.option("--pages", is_flag=True, help="With --format svg: each sheet on a page of A4 paper, to print.")
@click.option("--problems", is_flag=True, help="Also show which rules each node breaks.")
@click.option("--coverage", is_flag=True, help="Also show what no scenario in tests/calls has tried.")
def command(file: str, form: str, pages: bool, problems: bool, coverage: bool) -> None:
    """Show where every key leads: the whole menu on one page.

    The outline shows each node once, where a caller reaches it soonest. The picture shows the same on sheets: open it
    in a browser. The Mermaid flowchart is drawn by GitHub and GitLab in a ```mermaid block. docs/map.md shows how to
    read them.
    """
    from ivr.menu import load
    from ivr.show.plan import as_json, plan

    if pages and form != "svg":
        raise Cannot("--pages is for the picture: add --format svg.")
    if form == "json" and (problems or coverage):
        raise Cannot(
            "JSON has the map alone: `ivr lint --format json` and `ivr test --coverage` have the rest."
        )
    flow = load(file)
    drawn = plan(flow)
    marks = _marks(file, flow, problems, coverage)
    if form == "json":
        say_json(as_json(flow, drawn))
    elif form == "mermaid":
        from ivr.show.mermaid import mermaid

        say(mermaid(drawn, marks))
    elif form == "svg":
        from ivr.show.svg import svg

        say(svg(drawn, marks=marks, shape="pages" if pages else "board").rstrip("\n"))
    else:
        from ivr.show.outline import outline

        say(outline(drawn, marks))


def _marks(file: str, flow: "Flow", problems: bool, coverage: bool) -> "Marks":
    from ivr.show.marks import marks_of

    unwise = []
    if problems:
        from ivr.check.lint import lint
        from ivr.menu.problems import in_file_order

        unwise = list(in_file_order([*flow.warnings, *lint(flow)]))
    if not coverage:
        return marks_of(unwise)
    from ivr.check.coverage import coverage as coverage_of
    from ivr.cli.testing.coverage import summary
    from ivr.cli.testing.finding import scenarios_in
    from ivr.web.practice.scenarios import run_scenarios
    from ivr.web.settings import Settings

    found = scenarios_in((), file)
    for error in found.broken:
        complain(str(error))
    results = run_scenarios(found.good, lambda: flow, Settings())
    covered = coverage_of(flow, [result.journal for result in results])
    complain(summary(covered))
    return marks_of(unwise, covered.untried)
