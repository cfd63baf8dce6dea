"""Every rule, asked about a flow: what is unwise in it, with line and column, who is shut out, and the source."""

from collections.abc import Iterator, Mapping

from ivr.call.turn import NodeId
from ivr.check.catalogue import Rule, all_rules
from ivr.check.finding import OUTCOMES, Finding, Path, Verdict
from ivr.check.names import CATALOGUE
from ivr.menu.flow import Flow
from ivr.menu.problems import STRUCTURAL, Problem, in_file_order
from ivr.menu.suggest import did_you_mean

_ALLOWED = "Allowed here on purpose: "


def lint(flow: Flow) -> list[Problem]:
    """Return everything that breaks a rule, in file order.

    What `allow:` names at a node, or for the whole line, is left out. A name there that is no rule's is a problem.
    """
    return [verdict.problem for verdict in verdicts(flow) if verdict.outcome == "problem"]


def verdicts(flow: Flow) -> list[Verdict]:
    """Return how every rule came out: its findings, or a pass. In file order, at one place problems first."""
    found = [verdict for rule in all_rules().values() for verdict in _verdicts_of(rule, flow)]
    found += (Verdict("problem", problem) for problem in _allowances(flow))
    order = {problem: place for place, problem in enumerate(in_file_order(v.problem for v in found))}
    unique = dict.fromkeys(found)
    return sorted(unique, key=lambda verdict: (order[verdict.problem], OUTCOMES.index(verdict.outcome)))


def _verdicts_of(rule: Rule, flow: Flow) -> Iterator[Verdict]:
    findings = list(rule.check(flow))
    for finding in findings:
        reason = _reason(rule.name, finding, flow) if finding.outcome == "problem" else ""
        if reason:
            yield _placed(rule, Finding(finding.path, _ALLOWED + reason, outcome="does-not-apply"), flow)
        else:
            yield _placed(rule, finding, flow)
    if not findings:
        yield _placed(rule, Finding((), rule.what, outcome="pass"), flow)


def _reason(rule: str, finding: Finding, flow: Flow) -> str:
    """Return why a rule may be broken here, or ""."""
    node = flow.nodes.get(NodeId(finding.node or ""))
    return (node.allow.get(rule, "") if node else "") or flow.line.allow.get(rule, "")


def _placed(rule: Rule, finding: Finding, flow: Flow) -> Verdict:
    line, column = _place(finding.path, flow, at_key=finding.at_key)
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


def _place(path: Path, flow: Flow, *, at_key: bool) -> tuple[int, int]:
    return (flow.source.key_position if at_key else flow.source.position)(path)


def _allowances(flow: Flow) -> Iterator[Problem]:
    """Yield what is wrong with the `allow:` tables: a rule that does not exist, a reason that is not given."""
    tables: list[tuple[Path, Mapping[str, str], str | None]] = [(("line", "allow"), flow.line.allow, None)]
    tables += ((("nodes", name, "allow"), node.allow, name) for name, node in flow.nodes.items())
    for path, table, node in tables:
        for name, reason in table.items():
            rule, message, remedy = _wrong_with(name, reason)
            if rule:
                line, column = _place((*path, name), flow, at_key=True)
                yield Problem(flow.source.file, line, column, rule, "error", message, remedy, node)


def _wrong_with(name: str, reason: str) -> tuple[str, str, str]:
    """Return rule, message and remedy for what is wrong with allowing a rule; "" for the rule if nothing is."""
    known = CATALOGUE.union(all_rules())
    if name in STRUCTURAL:
        return "unknown-rule", f"“{name}” cannot be allowed: such a line cannot be built.", "Take this out."
    if name not in known:
        meant = did_you_mean(name, sorted(known))
        remedy = f"Did you mean “{meant}”?" if meant else "`ivr explain` lists the rules."
        return "unknown-rule", f"There is no rule “{name[:60]}”.", remedy
    if not reason.strip():
        return (
            "missing-key",
            f"“{name}” is allowed here, and nothing says why.",
            "Write the reason behind it.",
        )
    return "", "", ""
