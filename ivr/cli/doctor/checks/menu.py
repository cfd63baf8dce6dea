"""The menu file: can it be used?"""

from collections.abc import Iterator

from ivr.cli.doctor.case import Case
from ivr.cli.doctor.finding import Finding, problem, well
from ivr.menu.problems import MenuError

TITLE = "Menu file"
PLACE = 30


def check(case: Case) -> Iterator[Finding]:
    """Read it, as the line does."""
    file = case.settings.menus
    try:
        flow = case.flow()
    except MenuError as broken:
        first = broken.problems[0]
        more = len(broken.problems) - 1
        yield problem(
            f"{file} cannot be used: line {first.line}: {first.message}"
            + (f" And {more} more." if more else ""),
            f"Until then callers hear an apology. `ivr lint {file}` says everything that is wrong with it.",
        )
        return
    languages = ", ".join(language.name for language in flow.line.languages.values())
    yield well(f"{flow.line.name}: {file}, {len(flow.nodes)} nodes, {languages}.", version=flow.version)
