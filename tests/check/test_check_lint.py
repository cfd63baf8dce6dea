"""What `lint` makes of findings: places, exceptions on purpose, outcomes."""

import textwrap

import pytest
from rule_examples import flow_of

from ivr.check.lint import lint, verdicts

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


def outcomes(flow):
    return {v.problem.rule: v.outcome for v in verdicts(flow)}


def test_a_problem_stands_where_its_words_stand():
    (problem,) = lint(wrong())
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
    assert lint(flow) == []
    assert outcomes(flow)["option-before-key"] == "does-not-apply"
    (said,) = [v.problem.message for v in verdicts(flow) if v.problem.rule == "option-before-key"]
    assert "Everybody here knows it." in said


def test_another_node_is_not_allowed_with_it():
    flow = flow_of(
        WRONG.format(node="").replace(
            "prompt: Goodbye.", 'prompt: Goodbye.\n    allow: {option-before-key: "Why not"}'
        )
    )
    assert [problem.rule for problem in lint(flow)] == ["option-before-key"]


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
        ("{message-never-lost: It is kept anyway.}", None, ""),
    ],
)
@pytest.mark.parametrize("place", ["node", "line"])
def test_allowing_is_checked_too(allow, rule, message, place):
    flow = wrong(**{place: f"allow: {allow}"})
    found = [problem for problem in lint(flow) if problem.rule != "option-before-key"]
    if rule is None:
        assert found == []
        return
    (problem,) = found
    assert (problem.rule, problem.level) == (rule, "error")
    assert message in f"{problem.message} {problem.remedy}"
    written = flow.text.decode().splitlines()[problem.line - 1][problem.column - 1 :]
    assert written.startswith(allow[1:5])


def test_every_rule_comes_out_somehow():
    assert outcomes(flow_of(WRONG.format(node=""))) == {
        "option-before-key": "problem",
        "emergency-first": "does-not-apply",
    }


def test_problems_come_in_the_order_of_the_file():
    text = WRONG.format(node="").replace("Goodbye.", "Bye. Press 2 for more.")
    found = lint(flow_of(text))
    assert [problem.node for problem in found] == ["main", "bye"]
    assert [problem.line for problem in found] == sorted(problem.line for problem in found)
