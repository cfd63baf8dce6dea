"""`ivr test`: ring the menu as scenarios say, and see that everything is so."""

from time import perf_counter
from typing import TYPE_CHECKING, Any

import click

from ivr.cli.exits import PROBLEMS, WELL, Cannot, finish
from ivr.cli.file import FILE
from ivr.cli.output import say, say_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ivr.check.coverage import Coverage
    from ivr.menu import Flow
    from ivr.web.practice.results import Result


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option(
    "--menus",
    default=FILE,
    envvar="IVR_MENUS",
    metavar="FILE",
    show_default=True,
    help="The menu file to be rung.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to tell: for people or for programs.",
)
@click.option("--junit", metavar="FILE", help="Also write JUnit XML into this file, for a build server.")
@click.option(
    "--fault",
    "faults",
    multiple=True,
    metavar="NAME",
    help="Also run each scenario with this fault, or with all; may be given again.",
)
@click.option("--coverage", is_flag=True, help="Also tell what of the menu no scenario has tried.")
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Fail where less than so much of the menu was tried.",
)
@click.option(
    "--only", default="", metavar="TEXT", help="Only scenarios with this in the title or file name."
)
def command(
    paths: tuple[str, ...],
    menus: str,
    form: str,
    junit: str | None,
    faults: tuple[str, ...],
    coverage: bool,
    fail_under: float | None,
    only: str,
) -> None:
    """Ring the menu as scenarios say, and see that the caller hears what they should.

    PATHS are scenarios, or folders of them; without any, `tests/calls` beside the menu file. Each scenario is one call
    as a text file: what the caller does, and what has to be heard. The real web application answers, over signed
    requests, on a line of its own that is gone afterwards. How to write one: docs/scenarios.md.

    A scenario that does not hold ends the command with 1. It is shown with the line of its file, and what was heard
    instead.
    """
    from ivr.cli.paint import paint_for_output
    from ivr.cli.testing.finding import scenarios_in
    from ivr.cli.testing.quiet import quiet
    from ivr.cli.testing.text import Table, summary
    from ivr.menu import load
    from ivr.web.practice.results import as_json
    from ivr.web.practice.scenarios import run_scenarios
    from ivr.web.settings import Settings

    names = _faults(faults)
    found = scenarios_in(paths, menus, only)
    flow = load(menus)
    people = form == "text"
    table = Table(found.good, paint_for_output())
    if people and found.good:
        say(table.heading())
    began = perf_counter()

    def told(result: "Result") -> None:
        for line in table.lines(result):
            say(line)

    with quiet(when=bool(names) or any(scenario.faults for scenario in found.good)):
        results = run_scenarios(
            found.good, lambda: flow, Settings(), faults=names, watch=told if people else None
        )
    took = perf_counter() - began
    covered = _covered(flow, results) if coverage or fail_under is not None else None
    if junit:
        from ivr.cli.testing.junit import write_junit

        write_junit(junit, results, found.broken, took)
    if people:
        for error in found.broken:
            for line in table.broken(error):
                say(line)
        say()
        for line in summary(results, found.broken, took):
            say(line)
        _tell_coverage(covered, fail_under)
    else:
        say_json(_object(results, [as_json(result) for result in results], found.broken, covered))
    enough = covered is None or fail_under is None or covered.percent >= fail_under
    well = enough and all(result.passed for result in results)
    finish(max(found.code, WELL if well else PROBLEMS))


def _faults(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the faults that were asked for. Raises Cannot for a name that is none."""
    from ivr.menu.suggest import did_you_mean
    from ivr.phone.faults import FAULTS

    if "all" in names:
        return tuple(FAULTS)
    for name in names:
        if name not in FAULTS:
            near = did_you_mean(name, FAULTS)
            hint = f"Did you mean {near}?" if near else f"There are: {', '.join(FAULTS)}, and all."
            raise Cannot(f"There is no fault “{name[:60]}”. {hint}")
    return names


def _covered(flow: "Flow", results: "Sequence[Result]") -> "Coverage":
    from ivr.check.coverage import coverage

    return coverage(flow, [result.journal for result in results])


def _tell_coverage(covered: "Coverage | None", fail_under: float | None) -> None:
    if covered is None:
        return
    from ivr.cli.testing.coverage import lines

    say()
    for line in lines(covered):
        say(line)
    if fail_under is not None and covered.percent < fail_under:
        say(f"That is less than the {fail_under:g} % that --fail-under asks for.")


def _object(
    results: "Sequence[Result]", objects: list[dict[str, Any]], broken: Any, covered: "Coverage | None"
) -> dict[str, Any]:
    from ivr.menu.problems import as_json

    return {
        "passed": not broken and all(result.passed for result in results),
        "scenarios": objects,
        "problems": [as_json(problem) for error in broken for problem in error.problems],
        "coverage": covered.as_json() if covered else None,
    }
