"""What `lint` makes of findings: places, exceptions on purpose, outcomes."""

import textwrap

import pytest
from rule_examples import flow_of

from ivr.check.catalogue import all_rules
from ivr.check.lint import lint, verdicts
from ivr.check.upkeep import UPKEEP

WRONG = """\
nodes:
  main:
    kind: menu
    prompt: Hello. Press 1 to go on.
    options:
      1: {{to: go on, goto: bye}}
    otherwise: bye{node}
  bye:
    kind: end
    prompt: Goodbye.
"""


def wrong(node="", line=""):
    text = WRONG.format(node=f"\n    {node}" if node else "")
    if not line:
        return flow_of(text)
    head = textwrap.dedent(f"""\
        line:
          name: An example
          start: main
          languages: {{en: {{name: English, voice: Polly.Amy-Neural, locale: en-GB}}}}
          {line}
        """)
    return flow_of(head + text)


def broken(flow, rule="option-before-key"):
    """What breaks one rule, and whatever is wrong with exceptions: other rules may find what they like."""
    return [p for p in lint(flow) if p.rule in (rule, "unknown-rule", "missing-key", *UPKEEP)]


def outcomes(flow):
    return {v.problem.rule: v.outcome for v in verdicts(flow)}


def test_a_problem_stands_where_its_words_stand():
    (problem,) = broken(wrong())
    assert (problem.line, problem.column, problem.node, problem.language) == (9, 13, "main", "en")
    assert problem.message == "Key 1 is said before what it does: “press 1 to go on”."
    assert problem.remedy == "Say “To go on, press 1.”"


@pytest.mark.parametrize(
    "where",
    [
        {"node": "allow: {option-before-key: Everybody here knows it.}"},
        {"line": "allow: {option-before-key: Everybody here knows it.}"},
    ],
    ids=["node", "line"],
)
def test_what_is_allowed_with_a_reason_is_no_problem(where):
    flow = wrong(**where)
    assert broken(flow) == []
    assert outcomes(flow)["option-before-key"] == "does-not-apply"
    (said,) = [v.problem.message for v in verdicts(flow) if v.problem.rule == "option-before-key"]
    assert "Everybody here knows it." in said


def test_another_node_is_not_allowed_with_it():
    flow = flow_of(
        WRONG.format(node="").replace(
            "prompt: Goodbye.", 'prompt: Goodbye.\n    allow: {option-before-key: "Why not"}'
        )
    )
    assert {problem.rule for problem in broken(flow)} == {"option-before-key", "unused-exception"}


@pytest.mark.parametrize(
    ("allow", "rule", "message"),
    [
        (
            "{option-befor-key: x}",
            "unknown-rule",
            "There is no rule “option-befor-key”. Did you mean “option-before-key”?",
        ),
        ("{anything: x}", "unknown-rule", "There is no rule “anything”."),
        ("{unknown-node: x}", "unknown-rule", "cannot be allowed"),
        ('{option-before-key: ""}', "missing-key", "nothing says why"),
    ],
)
@pytest.mark.parametrize("place", ["node", "line"])
def test_allowing_is_checked_too(allow, rule, message, place):
    flow = wrong(**{place: f"allow: {allow}"})
    (problem,) = [problem for problem in broken(flow) if problem.rule != "option-before-key"]
    assert (problem.rule, problem.level) == (rule, "error")
    assert message in f"{problem.message} {problem.remedy}"
    written = flow.text.decode().splitlines()[problem.line - 1][problem.column - 1 :]
    assert written.startswith(allow[1:5])


def test_every_rule_comes_out_somehow():
    told = outcomes(flow_of(WRONG.format(node="")))
    assert told.keys() == all_rules().keys()
    assert told["option-before-key"] == "problem"
    assert told["emergency-first"] == "does-not-apply"


def test_problems_come_in_the_order_of_the_file():
    text = WRONG.format(node="").replace("Goodbye.", "Bye. Press 2 for more.")
    found = lint(flow_of(text))
    assert [problem.node for problem in found if problem.rule == "option-before-key"] == ["main", "bye"]
    assert [problem.line for problem in found] == sorted(problem.line for problem in found)


@pytest.mark.parametrize("place", ["node", "line"])
def test_an_exception_that_nothing_needs_is_a_problem(place):
    flow = wrong(**{place: "allow: {emergency-first: Nobody rings this in danger.}"})
    (problem,) = [p for p in broken(flow) if p.rule == "unused-exception"]
    assert problem.level == "warning"
    assert problem.node == ("main" if place == "node" else None)
    assert "emergency-first" in problem.message


def test_the_line_need_not_allow_what_its_node_does():
    flow = wrong("allow: {option-before-key: We know.}", "allow: {option-before-key: All know.}")
    (problem,) = broken(flow)
    assert (problem.rule, problem.node) == ("unused-exception", None)


def test_a_bare_exception_hides_nothing():
    flow = wrong('allow: {option-before-key: " "}')
    assert {problem.rule for problem in broken(flow)} == {"option-before-key", "missing-key"}


@pytest.mark.parametrize(
    ("limits", "rule", "level"),
    [
        ("{max-options-warning: 7}", "missing-key", "error"),
        ("{max-options-warning: {value: 5, why: So.}}", "unused-limit", "warning"),
        ("{max-optoins-warning: {value: 7, why: So.}}", "unknown-limit", "error"),
    ],
)
@pytest.mark.parametrize("place", ["node", "line"])
def test_changed_limits_are_checked(limits, rule, level, place):
    flow = wrong(**{place: f"limits: {limits}"})
    (problem,) = [p for p in broken(flow) if p.rule != "option-before-key"]
    assert (problem.rule, problem.level) == (rule, level)
    assert problem.remedy
    written = flow.text.decode().splitlines()[problem.line - 1][problem.column - 1 :]
    assert written.startswith("max-opt")


def test_a_node_may_set_back_what_the_line_has_changed():
    flow = wrong(
        "limits: {max-options-warning: {value: 5, why: No towns.}}",
        "limits: {max-options-warning: {value: 7, why: Towns.}}",
    )
    assert [p.rule for p in broken(flow)] == ["option-before-key"]
    told = [v.problem for v in verdicts(flow) if v.problem.rule == "changed-limit"]
    assert [(p.node, "Towns" in p.message) for p in told] == [(None, True), ("main", False)]
