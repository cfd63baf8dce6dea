"""`explain`: the manual, read out of the code."""

import pytest

from ivr.check.catalogue import all_rules
from ivr.check.upkeep import UPKEEP
from ivr.menu.kinds import kinds
from ivr.menu.problems import STRUCTURAL
from ivr.show.explain import Unknown, everything, explain


@pytest.mark.parametrize("name", list(kinds()))
def test_a_kind_is_explained_with_an_example_and_every_field(name):
    text = explain(name)
    assert f"      kind: {name}\n" in text
    for field, info in kinds()[name].model_fields.items():
        if field != "kind":
            mark = "*" if info.is_required() else " "
            assert f"\n  {mark} {info.alias or field} " in text
    assert "None" not in text
    assert "<" not in text
    assert "```" not in text


def test_the_options_of_a_menu_are_explained_inside_it():
    text = explain("menu")
    inside = text.partition("Each of options")[2]
    for name in ("* goto", "to", "for", "consent", "confirms"):
        assert name in inside
    assert "reprompt   shorter words from the second attempt on; spoken words" in text


def test_lengths_of_time_say_how_they_are_written():
    assert "* longest   the most that is recorded; a length of time, such as 10 seconds" in explain("record")
    assert "without it: 30 seconds" in " ".join(explain("transfer").split())


@pytest.mark.parametrize("name", list(all_rules()))
def test_a_rule_is_explained_with_its_examples(name):
    rule, text = all_rules()[name], explain(name)
    words = " ".join(text.split())
    for part in (rule.what, rule.why, rule.source, *rule.who):
        assert part in words
    for example in (*rule.bad, *rule.good):
        assert example.splitlines()[-1].strip() in text


@pytest.mark.parametrize("name", list(STRUCTURAL))
def test_a_structural_rule_is_explained(name):
    rule, words = STRUCTURAL[name], " ".join(explain(name).split())
    for part in (rule.what, rule.why, rule.remedy):
        assert " ".join(part.split()) in words


@pytest.mark.parametrize("name", list(UPKEEP))
def test_a_rule_about_exceptions_is_explained(name):
    rule, words = UPKEEP[name], " ".join(explain(name).split())
    for part in (rule.level, rule.manual.what, rule.manual.why, rule.manual.remedy):
        assert part in words


@pytest.mark.parametrize("number", ["V16", "v16"])
def test_a_rule_is_found_by_its_number(number):
    assert explain(number) == explain("option-before-key")
    assert "(V16, error)" in explain(number).splitlines()[0]


def test_a_rule_lists_its_limits():
    words = " ".join(explain("emergency-first").split())
    assert "emergency-first-words 30 words: how many first words are to hold" in words


@pytest.mark.parametrize(
    ("name", "meant"), [("menus", "menu"), ("recrod", "record"), ("emergency first", "emergency-first")]
)
def test_a_slip_is_answered_with_what_was_meant(name, meant):
    with pytest.raises(Unknown, match=f"Did you mean “{meant}”"):
        explain(name)


def test_anything_else_is_answered_with_where_to_look():
    with pytest.raises(Unknown, match="`ivr explain` lists"):
        explain("bananas are yellow")


def test_everything_is_listed():
    text = everything()
    for name in (*kinds(), *all_rules(), *UPKEEP, *STRUCTURAL):
        assert f"\n  {name} " in text
    assert all(len(line) <= 100 for line in text.splitlines())
