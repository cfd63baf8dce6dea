"""Every rule, asked about a flow: what is unwise in it, with line and column, who is shut out, and the source."""

from collections.abc import Iterator, Set

from ivr.check.catalogue import Rule, all_rules
from ivr.check.exceptions import Remark, about_exceptions, about_limits, exception_for
from ivr.check.finding import OUTCOMES, Finding, Path, Verdict
from ivr.menu.collector import collector_off
from ivr.menu.flow import Flow
from ivr.menu.problems import Problem, in_file_order

_ALLOWED = "Allowed here on purpose: "
_NOBODY: frozenset[str] = frozenset()


def lint(flow: Flow, also: Set[str] = _NOBODY) -> list[Problem]:
    """Return everything that breaks a rule, in file order.

    What `allow:` names with a reason, at a node or for the whole line, is left out. `also` names optional rules that
    are to be asked, too.
    """
    return [verdict.problem for verdict in verdicts(flow, also) if verdict.outcome == "problem"]


def verdicts(flow: Flow, also: Set[str] = _NOBODY) -> list[Verdict]:
    """Return how every rule came out: its findings, or a pass. In file order, at one place problems first."""
    rules = all_rules()
    used: set[Path] = set()
    found: list[Verdict] = []
    with collector_off():
        for rule in rules.values():
            if rule.optional and rule.name not in also:
                words = f"This is asked only on request: ivr lint --also {rule.name}"
                found.append(_placed(rule, Finding((), words, outcome="does-not-apply"), flow))
                # Nobody can tell whether its exceptions are needed.
                used.update(("nodes", name, "allow", rule.name) for name in flow.nodes)
                used.add(("line", "allow", rule.name))
            else:
                found += verdicts_of(rule, flow, used)
    remarks = (*about_exceptions(flow, used, rules.keys()), *about_limits(flow))
    found += (_remarked(remark, flow) for remark in remarks)
    order = {problem: place for place, problem in enumerate(in_file_order(v.problem for v in found))}
    unique = dict.fromkeys(found)
    return sorted(unique, key=lambda verdict: (order[verdict.problem], OUTCOMES.index(verdict.outcome)))


def verdicts_of(rule: Rule, flow: Flow, used: set[Path] | None = None) -> Iterator[Verdict]:
    """Yield how one rule came out. Into `used` goes where each exception stands that it needed."""
    findings = list(rule.check(flow))
    for finding in findings:
        allowed = exception_for(rule.name, finding, flow) if finding.outcome == "problem" else None
        if allowed:
            if used is not None:
                used.add(allowed.path)
            words = _ALLOWED + allowed.reason
            finding = Finding(finding.path, words, language=finding.language, outcome="does-not-apply")
        yield _placed(rule, finding, flow)
    if not findings:
        yield _placed(rule, Finding((), rule.what, outcome="pass"), flow)


def _placed(rule: Rule, finding: Finding, flow: Flow) -> Verdict:
    line, column = _place(finding, flow)
    problem = Problem(
        flow.source.file,
        line,
        column,
        rule.name,
        finding.level or rule.level,
        finding.message,
        finding.remedy,
        finding.node,
        finding.language,
        rule.who if finding.outcome == "problem" else (),
        rule.source,
    )
    return Verdict(finding.outcome, problem)


def _remarked(remark: Remark, flow: Flow) -> Verdict:
    finding = remark.finding
    line, column = _place(finding, flow)
    problem = Problem(
        flow.source.file,
        line,
        column,
        remark.rule,
        remark.level,
        finding.message,
        finding.remedy,
        finding.node,
    )
    return Verdict(finding.outcome, problem)


def _place(finding: Finding, flow: Flow) -> tuple[int, int]:
    return (flow.source.key_position if finding.at_key else flow.source.position)(finding.path)
