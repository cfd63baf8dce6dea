"""What a file says about the rules: `allow:`, what is broken on purpose, and `limits:`, what is measured otherwise."""

from collections.abc import Iterator, Set
from typing import NamedTuple

from ivr.call.turn import NodeId
from ivr.check.finding import Finding, Path
from ivr.check.limits import LIMITS, limit
from ivr.check.upkeep import UPKEEP
from ivr.menu.flow import Flow
from ivr.menu.line import Line
from ivr.menu.node import Node
from ivr.menu.problems import STRUCTURAL, Level
from ivr.menu.suggest import did_you_mean


class Allowed(NamedTuple):
    """An exception: where it is written, and the reason."""

    path: Path
    reason: str


class Remark(NamedTuple):
    """A finding about an exception or a limit, with the name of its rule and its level."""

    rule: str
    level: Level
    finding: Finding


def exception_for(rule: str, finding: Finding, flow: Flow) -> Allowed | None:
    """Return the exception that lets a rule be broken here; None where there is none, or it says no reason."""
    for path, owner in _owners(flow, finding.node):
        reason = owner.allow.get(rule, "").strip()
        if reason:
            return Allowed((*path, "allow", rule), reason)
    return None


def about_exceptions(flow: Flow, used: Set[Path], known: Set[str]) -> Iterator[Remark]:
    """Yield what is wrong with exceptions. `used`: where those stand that something needs; `known`: all rules."""
    for path, owner in (*_owners(flow), *_nodes(flow)):
        for name, reason in owner.allow.items():
            yield from _about_exception((*path, "allow", name), name, reason, used, known)


def _about_exception(
    path: Path, name: str, reason: str, used: Set[Path], known: Set[str]
) -> Iterator[Remark]:
    if name in STRUCTURAL:
        yield _error(
            "unknown-rule",
            path,
            f"“{name}” cannot be allowed: such a line cannot be built.",
            "Take this out.",
        )
    elif name in UPKEEP:
        yield _error(
            "unknown-rule", path, f"“{name}” cannot be allowed: it is about exceptions.", "Take this out."
        )
    elif name not in known:
        meant = did_you_mean(name, sorted(known))
        remedy = f"Did you mean “{meant}”?" if meant else "`ivr explain` lists the rules."
        yield _error("unknown-rule", path, f"There is no rule “{name[:60]}”.", remedy)
    elif not reason.strip():
        words = f"“{name}” is allowed here, and nothing says why, so it counts all the same."
        yield _error("missing-key", path, words, f"Write the reason: {name}: the reason.")
    elif path not in used:
        words = f"“{name}” is allowed here, and nothing here breaks it any more."
        yield _remark("unused-exception", path, words, "Take it out, so that it cannot hide a new fault.")


def about_limits(flow: Flow) -> Iterator[Remark]:
    """Yield what is wrong with limits that the file changes, and for a person every one that it does change."""
    for path, owner in (*_owners(flow), *_nodes(flow)):
        for name, changed in owner.limits.items():
            here = (*path, "limits", name)
            if name not in LIMITS:
                meant = did_you_mean(name, sorted(LIMITS))
                remedy = f"Did you mean “{meant}”?" if meant else "The manual of each rule lists its limits."
                yield _remark("unknown-limit", here, f"There is no limit “{name[:60]}”.", remedy)
                continue
            unit, usual = LIMITS[name].unit, limit(flow, name) if len(path) > 1 else LIMITS[name].value
            if not changed.why.strip():
                words = (
                    f"The limit “{name}” is changed here, and nothing says why, so it stays {usual:g} {unit}."
                )
                remedy = f"Write the reason: {{value: {changed.value:g}, why: the reason}}."
                yield _error("missing-key", here, words, remedy)
            elif changed.value == usual:
                words = f"The limit “{name}” is {usual:g} {unit} without this, too."
                yield _remark("unused-limit", here, words, "Take it out.")
            else:
                words = f"The limit “{name}” is {changed.value:g} {unit} here, not {usual:g}: “{changed.why.strip()}”"
                finding = Finding(here, words, "Is that still so?", outcome="needs-a-person", at_key=True)
                yield Remark("changed-limit", UPKEEP["changed-limit"].level, finding)


def _owners(flow: Flow, node: str | None = None) -> Iterator[tuple[Path, Line | Node]]:
    """Yield a node, if one is named, and the line: what may hold an exception, the nearest first."""
    if node is not None and NodeId(node) in flow.nodes:
        yield ("nodes", node), flow.nodes[NodeId(node)]
    yield ("line",), flow.line


def _nodes(flow: Flow) -> Iterator[tuple[Path, Node]]:
    for name, node in flow.nodes.items():
        yield ("nodes", name), node


def _error(rule: str, path: Path, message: str, remedy: str) -> Remark:
    return Remark(rule, "error", Finding(path, message, remedy, at_key=True))


def _remark(rule: str, path: Path, message: str, remedy: str) -> Remark:
    return Remark(rule, UPKEEP[rule].level, Finding(path, message, remedy, at_key=True))
