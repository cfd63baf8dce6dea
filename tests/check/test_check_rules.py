"""Every rule does what its manual says, and a rule is one file."""

import importlib
import re
import sys
import textwrap

import pytest
from rule_examples import flow_of, whole

from ivr.check import rules
from ivr.check.catalogue import all_rules
from ivr.check.lint import lint, verdicts
from ivr.check.names import CATALOGUE

RULES = list(all_rules().values())
ids = {"ids": lambda rule: rule.name}


@pytest.mark.parametrize("rule", RULES, **ids)
def test_a_bad_example_breaks_the_rule(rule):
    assert rule.bad
    for example in rule.bad:
        found = [problem for problem in lint(flow_of(example)) if problem.rule == rule.name]
        assert found, example
        for problem in found:
            assert problem.level in ("error", "warning", "advice")
            assert problem.message.endswith((".", "?", "”"))
            assert problem.remedy
            assert problem.who == rule.who
            assert problem.source == rule.source


@pytest.mark.parametrize("rule", RULES, **ids)
def test_a_good_example_keeps_the_rule(rule):
    assert rule.good
    for example in rule.good:
        outcomes = [v.outcome for v in verdicts(flow_of(example)) if v.problem.rule == rule.name]
        assert outcomes == ["pass"], example


@pytest.mark.parametrize("rule", RULES, **ids)
def test_a_manual_is_complete(rule):
    assert re.fullmatch(r"[A-Z].*\.", rule.what)
    assert re.fullmatch(r"[A-Z].*\.", rule.why)
    assert len(rule.source) > 20
    assert all(re.match(r"(people|children|blind|deaf|anybody) ?", who) for who in rule.who)
    assert rule.name in CATALOGUE


def test_the_catalogue_has_59_rules():
    assert len(CATALOGUE) == 59


MANUAL = '''
"""Say hello.

Why: It is kind.

Who is shut out: people who like that; people who are shy

Source: Our own.

More words.

Bad:

```yaml
nodes:
  hello: {kind: end, prompt: Go away.}
```

Good:

```yaml
nodes:
  hello: {kind: end, prompt: Hello.}
```
"""
'''

RULE = (
    MANUAL
    + textwrap.dedent(
        """
    from ivr.check.finding import Finding

    NAME, LEVEL = "hello-first", "warning"

    def check(flow):
        for name, node in flow.nodes.items():
            if not node.prompt.words.startswith("Hello"):
                yield Finding(("nodes", name, "prompt"), "No hello.", "Say it.")
    """
    ).lstrip()
)


@pytest.fixture
def a_folder_of_rules(tmp_path, monkeypatch):
    """A folder that is looked into besides the package's own, as if it lay there."""
    monkeypatch.setattr(rules, "__path__", [*rules.__path__, str(tmp_path)])
    before = set(sys.modules)
    all_rules.cache_clear()
    importlib.invalidate_caches()
    yield tmp_path
    for name in set(sys.modules) - before:
        if name.startswith("ivr.check.rules."):
            del sys.modules[name]
    all_rules.cache_clear()


def test_a_rule_is_one_new_file(a_folder_of_rules):
    section = a_folder_of_rules / "kindness"
    section.mkdir()
    (section / "__init__.py").write_text('"""Kindness."""\n')
    (section / "hello_first.py").write_text(RULE)
    rule = all_rules()["hello-first"]
    assert rule.what == "Say hello."
    assert rule.who == ("people who like that", "people who are shy")
    assert rule.source == "Our own."
    assert rule.more == ("More words.",)
    (problem,) = lint(flow_of(*rule.bad))
    assert (problem.rule, problem.level, problem.node, problem.who) == (
        "hello-first",
        "warning",
        "hello",
        rule.who,
    )
    assert whole(*rule.bad).splitlines()[problem.line - 1][problem.column - 1 :].startswith("Go away.")
    assert lint(flow_of(*rule.good)) == []


@pytest.mark.parametrize("part", ["Why", "Who is shut out", "Source", "Bad", "Good"])
def test_a_rule_with_half_a_manual_is_refused(a_folder_of_rules, part):
    (a_folder_of_rules / "half.py").write_text(RULE.replace(f"{part}:", f"{part} -"))
    with pytest.raises(ValueError, match=f"half has no .*{part}"):
        all_rules()


def test_two_rules_of_one_name_are_refused(a_folder_of_rules):
    for file in ("one.py", "two.py"):
        (a_folder_of_rules / file).write_text(RULE)
    with pytest.raises(ValueError, match="hello-first, hello-first"):
        all_rules()
