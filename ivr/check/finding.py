"""What a rule has to say about a flow, as values."""

from dataclasses import dataclass
from typing import Final, Literal

from ivr.menu.problems import Level, Problem

Path = tuple[str | int, ...]
"""A way through the file: `("nodes", "main", "also")`."""

Outcome = Literal["problem", "pass", "needs-a-person", "does-not-apply"]
"""How a rule comes out: broken; kept; only a person can tell; there is nothing here that it is about."""

OUTCOMES: Final[tuple[Outcome, ...]] = ("problem", "pass", "needs-a-person", "does-not-apply")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a rule has found. A rule that finds nothing is kept.

    `path` says where in the file; a place that is not written there counts as its nearest parent. `at_key` points
    at the name and not at its value. `message` and `remedy` are whole sentences. `level` is given where it is not
    the rule's own.
    """

    path: Path
    message: str
    remedy: str = ""
    language: str | None = None
    level: Level | None = None
    outcome: Outcome = "problem"
    at_key: bool = False

    @property
    def node(self) -> str | None:
        """The name of the node that this is about, also where it is said in a translation."""
        return node_of(self.path)


def node_of(path: Path) -> str | None:
    """Return the name of the node that a place is in, also in a translation; None for one of the whole line."""
    start = 2 if path and path[0] == "translations" else 0
    return str(path[start + 1]) if len(path) > start + 1 and path[start] == "nodes" else None


@dataclass(frozen=True, slots=True)
class Verdict:
    """A finding with its place in the file: a problem, and whether it is one."""

    outcome: Outcome
    problem: Problem
