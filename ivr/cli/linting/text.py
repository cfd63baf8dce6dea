"""What `ivr lint` found, for people: grouped by node, each problem with its line and what to do about it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from ivr.check.finding import OUTCOMES
from ivr.cli.excerpt import excerpt, lines_of
from ivr.cli.linting.result import Result
from ivr.cli.paint import Paint, wrapped
from ivr.menu.problems import STRUCTURAL, Level, Problem

_ONE: dict[Level, str] = {"error": "error", "warning": "warning", "advice": "piece of advice"}
_MANY: dict[Level, str] = {"error": "errors", "warning": "warnings", "advice": "pieces of advice"}
_NOT_PROOF = "No tool can tell that a line is easy to use: try it with the people who will ring it."


def as_lines(result: Result, paint: Paint, *, everything: bool) -> Iterator[str]:
    """Yield what a person is told, line by line; `everything`: also what is well."""
    lines = lines_of(result.file, result.text) if result.problems else []
    for node, problems in _by_node(result.problems):
        yield paint.strong(f"{node}:" if node else "the whole line:")
        for problem in problems:
            yield from _block(problem, lines, result.language, paint)
            yield ""
    if everything:
        yield from _others(result, paint)
    yield from _changed(result)
    yield _counts(result, paint)
    asked = {(problem.rule, problem.message) for problem in result.of("needs-a-person")}
    manual = sum(rule != "changed-limit" for rule, _ in asked)
    if manual and not everything:
        things = "One thing" if manual == 1 else f"{manual} things"
        yield f"{things} only a person can decide: `ivr lint --manual` lists them."
    if not any(problem.level == "error" for problem in result.problems):
        yield _NOT_PROOF


def counted(result: Result) -> str:
    """Return how many problems there are of each level, in words."""
    counts = Counter(problem.level for problem in result.problems)
    if not counts:
        return f"no problems found in {result.nodes} {'node' if result.nodes == 1 else 'nodes'}"
    return ", ".join(
        f"{n} {_ONE[level] if n == 1 else _MANY[level]}" for level in _ONE if (n := counts[level])
    )


def _by_node(problems: Iterable[Problem]) -> Iterator[tuple[str, list[Problem]]]:
    """Yield the problems of the whole line, then those of each node, in the order of the file."""
    groups: dict[str, list[Problem]] = {}
    for problem in problems:
        groups.setdefault(problem.node or "", []).append(problem)
    if "" in groups:
        yield "", groups.pop("")
    yield from groups.items()


def _block(problem: Problem, lines: Sequence[str], own: str, paint: Paint) -> Iterator[str]:
    """Yield a problem, the line it stands in with a caret under the place, what to write, and whom it shuts out."""
    level = problem.level
    place = _plain(f"{problem.file}:{problem.line}:{problem.column}")
    where = f", {problem.language}" if problem.language and problem.language != own else ""
    name = paint.faint(f"[{problem.rule}{where}]")
    yield f"{paint.strong(place)}: {paint.level(level, level)}: {_plain(problem.message)} {name}"
    text, *caret = excerpt(lines, problem.line, problem.column) or [""]
    if text:
        yield text
        yield from (paint.level(level, line) for line in caret)
    remedy = problem.remedy or (STRUCTURAL[problem.rule].remedy if problem.rule in STRUCTURAL else "")
    yield from wrapped(_plain(remedy), "    → ", "      ")
    if problem.who:
        yield from wrapped(f"Who is shut out: {'; '.join(problem.who)}.", "    ")
    if problem.source:
        yield from (paint.faint(line) for line in wrapped(f"Source: {problem.source}", "    "))


@lru_cache(maxsize=4096)  # a remedy comes again and again
def _plain(text: str) -> str:
    """Return a text without what would break its line or drive the terminal."""
    if text.isprintable():
        return text.strip()
    return "".join(char if char.isprintable() else " " for char in text).strip()


def _others(result: Result, paint: Paint) -> Iterator[str]:
    """Yield how the rules came out that found no problem, a line for each."""
    told = [verdict for verdict in result.verdicts if verdict.outcome != "problem"]
    told.sort(key=lambda verdict: (OUTCOMES.index(verdict.outcome), verdict.problem.rule))
    for outcome, verdicts in groupby(told, lambda verdict: verdict.outcome):
        for verdict in verdicts:
            problem = verdict.problem
            where = ", ".join(filter(None, (problem.node, problem.language)))
            words = _plain(f"{problem.message} {problem.remedy}")
            yield f"{outcome}: {problem.rule}{f' ({where})' if where else ''}: {words}"
    if told:
        yield ""


def _changed(result: Result) -> Iterator[str]:
    changed = [problem for problem in result.of("needs-a-person") if problem.rule == "changed-limit"]
    if changed:
        yield "Limits changed here:"
        for problem in changed:
            yield from wrapped(f"{problem.node or 'the whole line'}: {_plain(problem.message)}", "  ", "    ")
        yield ""


def _counts(result: Result, paint: Paint) -> str:
    return paint.strong(_plain(f"{result.file}: {counted(result)}."))
