"""Menus as they really are: what each must be told of, what it must not be told of, and good ones that stay quiet.

Each file of `corpus` has a `menu` and, in `expect`, the nodes at which each rule must find something (`line` for the
whole line); `also` is what may be told besides. An error or a warning that is in neither is a false one. `-s` prints the
table, rule by rule.
"""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import yaml

from ivr.check.catalogue import all_rules
from ivr.check.lint import lint
from ivr.menu import load_text

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.yaml"))
BAD = [file for file in CORPUS if file.stem.startswith("bad-")]
GOOD = [file for file in CORPUS if file.stem.startswith("good-")]
ids = {"ids": lambda file: file.stem}

LEAST_RECALL = 1.0
MOST_FALSE = 0


@cache
def read(file):
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def pairs(part):
    return {(rule, node) for rule, nodes in (part or {}).items() for node in nodes}


@cache
def told(file):
    """What is told of a menu: rule and node, each with the worst level it came with."""
    levels = {}
    for problem in lint(load_text(read(file)["menu"].encode())):
        place = (problem.rule, problem.node or "line")
        levels[place] = min(levels.get(place, "advice"), problem.level, key=LEVELS.index)
    return levels


LEVELS = ("error", "warning", "advice")


def compared(file):
    """Found, missed, and falsely told: each a set of rule and node."""
    case = read(file)
    wanted, levels = pairs(case.get("expect")), told(file)
    serious = {place for place, level in levels.items() if level != "advice"}
    return wanted & set(levels), wanted - set(levels), serious - wanted - pairs(case.get("also"))


def test_there_are_menus_enough():
    assert len(BAD) >= 14
    assert len(GOOD) >= 6


@pytest.mark.parametrize("file", BAD, **ids)
def test_a_bad_menu_is_told_of_what_is_wrong_and_of_nothing_else(file):
    _, missed, false = compared(file)
    assert (missed, false) == (set(), set())


@pytest.mark.parametrize("file", BAD, **ids)
def test_a_bad_menu_is_not_told_of_what_it_does_well(file):
    case = read(file)
    assert case["never"]
    assert not {rule for rule, _ in told(file)} & set(case["never"])


@pytest.mark.parametrize("file", GOOD, **ids)
def test_a_good_menu_stays_quiet(file):
    assert {place for place, level in told(file).items() if level != "advice"} == set()


def test_what_is_expected_is_about_rules_and_nodes_that_there_are():
    known = set(all_rules())
    for file in CORPUS:
        case = read(file)
        nodes = {"line", *load_text(case["menu"].encode()).nodes}
        for rule, node in pairs(case.get("expect")) | pairs(case.get("also")):
            assert rule in known, (file.stem, rule)
            assert node in nodes, (file.stem, rule, node)
        assert set(case.get("never") or ()) <= known, file.stem


def test_most_rules_are_tried():
    """Rules that no file can break are left out: the format has made their faults impossible."""
    tried = {rule for file in BAD for rule, _ in pairs(read(file).get("expect"))}
    assert len(tried) >= 50


def test_recall_and_false_findings_rule_by_rule():
    hits, misses, wrong = Counter(), Counter(), Counter()
    for file in CORPUS:
        found, missed, false = compared(file)
        hits.update(rule for rule, _ in found)
        misses.update(rule for rule, _ in missed)
        wrong.update(rule for rule, _ in false)
    rules = [rule for rule in all_rules() if hits[rule] or misses[rule] or wrong[rule]]
    print(f"\n{'rule':32} expected  found  recall  false")
    for rule in rules:
        expected = hits[rule] + misses[rule]
        recall = f"{hits[rule] / expected:6.0%}" if expected else "     –"
        print(f"{rule:32} {expected:8} {hits[rule]:6} {recall:>7} {wrong[rule]:6}")
    expected = hits.total() + misses.total()
    print(f"{'all':32} {expected:8} {hits.total():6} {hits.total() / expected:7.0%} {wrong.total():6}")
    print("not tried:", ", ".join(rule for rule in all_rules() if rule not in rules))
    assert hits.total() / expected >= LEAST_RECALL
    assert wrong.total() <= MOST_FALSE
