"""Problems that are new, and problems that are gone: of the linter, and of walking every call there is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ivr.call.turn import NodeId
from ivr.check.diff.pair import Pair, named
from ivr.check.diff.values import Change
from ivr.check.lint import lint
from ivr.check.once import once_per_flow
from ivr.menu.flow import Flow
from ivr.menu.problems import Problem
from ivr.walk import paths

Walked = Sequence[paths.PathProblem]
"""What walking every call of a version has found wrong."""


@dataclass(frozen=True, slots=True)
class _Problem:
    """A problem of either kind. `node` by its name in the new file; `counts`: it is more than advice."""

    rule: str
    node: str | None
    language: str | None
    message: str
    level: str
    keys: str | None = None

    @property
    def place(self) -> tuple[str, str | None, str | None]:
        return self.rule, self.node, self.language


def found(pair: Pair, walked: tuple[Walked, Walked]) -> Iterator[Change]:
    """Yield the problems that are in one of the versions only. Those of one rule at one place are told apart by count,
    since their words may name seconds."""
    was = [_in_new_names(problem, pair) for problem in _all(pair.old.flow, walked[0])]
    now = list(_all(pair.new.flow, walked[1]))
    for kind, problems, others in (("problem-new", now, was), ("problem-gone", was, now)):
        for problem in _without(problems, others):
            yield _change(kind, problem)


@once_per_flow
def _linted(flow: Flow) -> tuple[Problem, ...]:
    """Return what the linter says. Whoever compares again and again compares with the same flow."""
    return tuple(lint(flow))


def _all(flow: Flow, walked: Walked) -> Iterable[_Problem]:
    for each in (*flow.warnings, *_linted(flow)):
        yield _Problem(each.rule, each.node, each.language, each.message, each.level)
    for wrong in walked:
        if wrong.kind == "unreachable":
            continue  # the linter tells of it, too
        yield _Problem(wrong.kind, wrong.node, wrong.language, wrong.message, "error", wrong.keys)


def _in_new_names(problem: _Problem, pair: Pair) -> _Problem:
    message = problem.message
    for old, new in pair.matching.renamed.items():
        message = message.replace(f"“{old}”", f"“{new}”")
    node = pair.new_name(problem.node) if problem.node else None
    return _Problem(problem.rule, node, problem.language, message, problem.level, problem.keys)


def _without(problems: list[_Problem], others: list[_Problem]) -> list[_Problem]:
    """Return the problems that no other one stands for: the very same, or one of the same rule at the same place."""
    left = list(others)
    fresh = []
    for problem in problems:
        same = next((o for o in left if (o.place, o.message) == (problem.place, problem.message)), None)
        if same is not None:
            left.remove(same)
        else:
            fresh.append(problem)
    new = []
    for problem in fresh:
        same = next((other for other in left if other.place == problem.place), None)
        if same is not None:
            left.remove(same)
        else:
            new.append(problem)
    return new


def _change(kind: str, problem: _Problem) -> Change:
    where = f" at {named(problem.node)}" if problem.node else ""
    message = problem.message[:1].upper() + problem.message[1:].rstrip(".")
    keys = f" (keys: {problem.keys})" if problem.keys else ""
    begin = "New" if kind == "problem-new" else "Gone:"
    return Change(
        "problems",
        kind,
        f"{begin} {problem.level}{where}: {message}.{keys}",
        NodeId(problem.node) if problem.node else None,
        language=problem.language,
        was=problem.rule if kind == "problem-gone" else "",
        now=problem.rule if kind == "problem-new" else "",
        fails="problems" if kind == "problem-new" and problem.level != "advice" else None,
    )
