"""Every rule does what its manual says, and a rule is one file."""

import importlib
import inspect
import re
import sys
import textwrap
from pathlib import Path

import pytest
from rule_examples import flow_of, whole

from ivr.check import rules
from ivr.check.callers import CALLERS
from ivr.check.catalogue import all_rules
from ivr.check.limits import LIMITS
from ivr.check.lint import verdicts_of
from ivr.check.names import CATALOGUE, HOUSE, NUMBERS, SECTIONS

RULES = list(all_rules().values())
ids = {"ids": lambda rule: rule.name}


@pytest.mark.parametrize("rule", RULES, **ids)
def test_a_bad_example_breaks_the_rule(rule):
    assert rule.bad
    for example in rule.bad:
        found = [v.problem for v in verdicts_of(rule, flow_of(example)) if v.outcome == "problem"]
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
        outcomes = {v.outcome for v in verdicts_of(rule, flow_of(example))}
        assert outcomes <= {"pass", "needs-a-person"}, example


@pytest.mark.parametrize("rule", RULES, **ids)
def test_a_manual_is_complete(rule):
    assert re.fullmatch(r"[A-Z“].*\.", rule.what)
    assert re.fullmatch(r"[A-Z“].*\.", rule.why)
    assert len(rule.source) > 20 or rule.source.startswith("Our")
    assert all(
        re.match(r"(people|children|blind|deaf|anybody|trans|lesbian|older|callers)\b", who)
        for who in rule.who
    )
    assert rule.callers
    assert set(rule.callers) <= CALLERS.keys()


@pytest.mark.parametrize("rule", RULES, **ids)
def test_a_rule_lies_where_its_name_is_looked_for(rule):
    file = importlib.import_module(rule.check.__module__).__file__
    assert Path(file).stem == rule.name.replace("-", "_")
    if rule.number:
        assert NUMBERS.get(rule.name) == rule.number
        assert rule.name in SECTIONS[rule.section]
    else:
        assert rule.name not in CATALOGUE, f"this is {NUMBERS.get(rule.name)}"
        assert rule.section == HOUSE


def test_every_rule_of_the_catalogue_is_there_once():
    assert sorted(rule.number for rule in RULES if rule.number) == [
        f"V{number:02}" for number in range(1, 60)
    ]
    assert {rule.name for rule in RULES if rule.number} == CATALOGUE


def test_every_limit_belongs_to_a_rule_that_asks_for_it():
    for each in LIMITS.values():
        source = inspect.getsource(importlib.import_module(all_rules()[each.rule].check.__module__))
        tail = each.name.removeprefix(f"{each.rule}-")
        built = f'"{each.rule}-{{' in source and f'"{tail}"' in source
        assert each.name in source or built, f"{each.rule} does not measure against {each.name}"


HEURISTIC = ["V07", "V14", "V22", "V23", "V29", "V34", "V50", "V55", "V58", "V59"]


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.number in HEURISTIC], **ids)
def test_a_heuristic_never_reports_a_confident_pass(rule):
    for example in rule.good:
        assert "pass" not in {v.outcome for v in verdicts_of(rule, flow_of(example))}


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

    NAME, LEVEL, CALLERS = "hello-first", "warning", ("anxiety",)

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
    assert (rule.number, rule.callers, rule.section) == (None, ("anxiety",), "kindness")
    (problem,) = [v.problem for v in verdicts_of(rule, flow_of(*rule.bad)) if v.outcome == "problem"]
    assert (problem.rule, problem.level, problem.node, problem.who) == (
        "hello-first",
        "warning",
        "hello",
        rule.who,
    )
    assert whole(*rule.bad).splitlines()[problem.line - 1][problem.column - 1 :].startswith("Go away.")
    assert [v.outcome for v in verdicts_of(rule, flow_of(*rule.good))] == ["pass"]


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
