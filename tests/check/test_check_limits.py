"""The one table of limits, and changing one in the file."""

import math

import pytest
from rule_examples import flow_of

from ivr.check.catalogue import all_rules
from ivr.check.limits import LIMITS, limit
from ivr.menu import Refused

NODE = """\
line:
  name: An example
  start: main
  languages: {{en: {{name: English, voice: Polly.Amy-Neural, locale: en-GB}}}}
  limits: {line}
nodes:
  main: {{kind: end, prompt: Goodbye., limits: {node}}}
"""


def with_limits(line="{}", node="{}"):
    return flow_of(NODE.format(line=line, node=node))


@pytest.mark.parametrize("each", LIMITS.values(), ids=lambda each: each.name)
def test_a_limit_says_whose_it_is(each):
    assert each.rule in all_rules()
    assert each.name.startswith(f"{each.rule}-")
    assert math.isfinite(each.value)
    assert each.value > 0
    assert each.unit
    assert each.means
    if not each.ours:
        assert "https://" in each.source or "http://" in each.source
        assert each.source.endswith(")"), "the source's standing stands last, in brackets"


def test_what_is_not_changed_is_as_in_the_table():
    flow = with_limits()
    assert {name: limit(flow, name, "main") for name in LIMITS} == {n: x.value for n, x in LIMITS.items()}


def test_a_node_goes_before_the_line():
    flow = with_limits(
        "{max-options-warning: {value: 8, why: Towns.}}", "{max-options-warning: {value: 7, why: Us.}}"
    )
    assert limit(flow, "max-options-warning") == 8
    assert limit(flow, "max-options-warning", "main") == 7
    assert limit(flow, "max-options-warning", "elsewhere") == 8
    assert limit(flow, "max-options-advice", "main") == 4


def test_a_limit_may_be_no_whole_number():
    assert (
        limit(
            with_limits("{distinct-options-likeness: {value: 0.75, why: Tried.}}"),
            "distinct-options-likeness",
        )
        == 0.75
    )


@pytest.mark.parametrize("bare", ["{max-options-warning: 8}", '{max-options-warning: {value: 8, why: " "}}'])
def test_a_change_without_a_reason_changes_nothing(bare):
    assert limit(with_limits(bare, bare), "max-options-warning", "main") == 5


@pytest.mark.parametrize("wrong", ["many", "-1", "nan", "inf", "{why: So.}", "{value: 1e9, why: So.}", "[7]"])
def test_what_is_no_number_is_refused(wrong):
    with pytest.raises(Refused):
        with_limits(f"{{max-options-warning: {wrong}}}")
