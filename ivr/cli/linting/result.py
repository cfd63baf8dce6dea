"""What was found in one menu file, and what the command ends with."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ivr.check.finding import Outcome, Verdict
from ivr.cli.exits import CANNOT, PROBLEMS, WELL
from ivr.menu.problems import Problem


@dataclass(frozen=True)
class Result:
    """Everything that was found in a file. `text` holds its bytes where they are at hand; `language` is the code of
    the one it is written in, `nodes` how many it has; both are empty for a file that cannot be used."""

    file: str
    verdicts: Sequence[Verdict]
    text: bytes | None = None
    language: str = ""
    nodes: int = 0
    readable: bool = True

    def of(self, outcome: Outcome) -> list[Problem]:
        """Return what came out one way, in file order."""
        return [verdict.problem for verdict in self.verdicts if verdict.outcome == outcome]

    @cached_property
    def problems(self) -> list[Problem]:
        """What is wrong or unwise."""
        return self.of("problem")

    def code(self, *, strict: bool) -> int:
        """Return the exit code; with `strict` a warning counts as much as an error."""
        if not self.readable:
            return CANNOT
        levels = {problem.level for problem in self.problems}
        return PROBLEMS if "error" in levels or (strict and "warning" in levels) else WELL


def result_of(file: str, also: frozenset[str] = frozenset()) -> Result:
    """Read a menu file and ask every rule about it; `also` names optional rules to be asked, too."""
    from ivr.check.lint import verdicts
    from ivr.menu import MenuError, Unreadable, load

    try:
        flow = load(file)
    except MenuError as broken:
        found = [Verdict("problem", problem) for problem in broken.problems]
        return Result(file, found, readable=not isinstance(broken, Unreadable))
    found = [Verdict("problem", problem) for problem in flow.warnings] + verdicts(flow, also)
    return Result(file, found, flow.text, flow.source_language, len(flow.nodes))
