"""Problems, the errors that carry them, the table of rules, and the word somebody probably meant."""

import pickle
import time
from dataclasses import FrozenInstanceError, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.menu.problems import (
    STRUCTURAL,
    MenuError,
    Problem,
    Refused,
    Unreadable,
    as_json,
    as_text,
    in_file_order,
)
from ivr.menu.suggest import did_you_mean

DANGLING = Problem(
    "menus.yaml",
    14,
    7,
    "unknown-node",
    "error",
    "There is no node “man”.",
    "Did you mean “main”?",
    node="welcome",
)


def test_a_problem_is_one_line_that_editors_can_jump_to():
    assert as_text(DANGLING) == (
        "menus.yaml:14:7: error: There is no node “man”. Did you mean “main”? [unknown-node]"
    )
    assert as_text(replace(DANGLING, remedy="")).endswith("“man”. [unknown-node]")


@given(st.text(), st.text(), st.text())
def test_whatever_the_file_holds_a_problem_stays_one_printable_line(file, message, remedy):
    text = as_text(Problem(file, 1, 1, "wrong-value", "error", message, remedy))
    assert len(text.splitlines()) == 1
    assert text.encode()
    assert "\x1b" not in text


def test_json_has_every_promised_key():
    assert as_json(replace(DANGLING, who=("people with a tremor",), source="ETSI EG 202 116")) == {
        "file": "menus.yaml",
        "line": 14,
        "column": 7,
        "rule": "unknown-node",
        "level": "error",
        "node": "welcome",
        "language": None,
        "message": "There is no node “man”.",
        "who": ["people with a tremor"],
        "source": "ETSI EG 202 116",
        "remedy": "Did you mean “main”?",
    }


def test_problems_come_in_file_order_and_once():
    later = replace(DANGLING, line=20, column=1)
    advice = replace(DANGLING, level="advice", rule="a-rule")
    right = replace(DANGLING, column=10)
    assert in_file_order([later, right, advice, DANGLING, later]) == (DANGLING, advice, right, later)


@pytest.mark.parametrize("wrong", [{"line": 0}, {"column": 0}, {"level": "fatal"}])
def test_a_problem_checks_itself(wrong):
    with pytest.raises(ValueError, match="not"):
        replace(DANGLING, **wrong)


def test_a_problem_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        DANGLING.line = 3


def test_refused_carries_all_problems_in_file_order():
    later = replace(DANGLING, line=20)
    error = Refused([later, DANGLING])
    assert isinstance(error, MenuError)
    assert error.problems == (DANGLING, later)
    assert str(error) == f"{as_text(DANGLING)}\n{as_text(later)}"
    assert pickle.loads(pickle.dumps(error)).problems == error.problems


def test_unreadable_carries_its_one_problem():
    error = Unreadable(DANGLING)
    assert isinstance(error, MenuError)
    assert error.problem == DANGLING
    assert error.problems == (DANGLING,)
    assert str(error) == as_text(DANGLING)
    assert pickle.loads(pickle.dumps(error)).problem == DANGLING


def test_nothing_is_refused_without_a_problem():
    with pytest.raises(ValueError, match="at least one"):
        Refused([])


@pytest.mark.parametrize("name", STRUCTURAL)
def test_every_structural_rule_is_explained_in_whole_sentences(name):
    rule = STRUCTURAL[name]
    assert rule.name == name
    assert name == name.lower().replace("_", "-").replace(" ", "-")
    for words in (rule.what, rule.why, rule.remedy):
        assert words[0].isupper() or words[0] == "`"
        assert words.endswith(".")
    assert rule.what.count(". ") == 0, "one sentence says what"


@pytest.mark.parametrize(
    ("word", "candidates", "meant"),
    [
        ("otherwize", ["options", "otherwise", "prompt"], "otherwise"),
        ("Goto", ["goto", "to"], "goto"),
        ("no input", ["no_match", "no_input"], "no_input"),
        ("no-input", ["no_match", "no_input"], "no_input"),
        ("promt", ["prompt", "reprompt"], "prompt"),
        ("recrod", ["record", "reached"], "record"),
        ("how-it-work", ["how-it-works", "hours"], "how-it-works"),
        ("when_opened", ["when_open", "when_closed"], "when_open"),
        ("whem_closef", ["when_open", "when_closed"], "when_closed"),
        ("mian", ["pain", "main"], "main"),
        ("xylophone", ["otherwise", "options"], None),
        ("a", ["b"], None),
        ("main", ["main"], None),
        ("", ["main"], None),
        ("m" * 100_000, ["main"], None),
        ("main", [], None),
    ],
)
def test_the_word_somebody_probably_meant(word, candidates, meant):
    assert did_you_mean(word, candidates) == meant


@given(st.text(max_size=20), st.lists(st.text(max_size=20), max_size=8))
def test_only_candidates_are_suggested_and_never_the_word_itself(word, candidates):
    meant = did_you_mean(word, candidates)
    assert meant is None or (meant in candidates and meant != word)


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=12), st.data())
def test_one_slip_is_always_forgiven(word, data):
    at = data.draw(st.integers(0, len(word) - 1))
    slipped = data.draw(
        st.sampled_from(
            [word[:at] + word[at + 1 :], word[:at] + "-" + word[at:], word[:at] + "-" + word[at + 1 :]]
        )
    )
    assert did_you_mean(slipped, ["0123456789", word]) == word


def test_among_thousands_of_names_it_is_found_at_once():
    names = [
        f"{word}-{number}" for number in range(2_000) for word in ("hours", "area", "ask", "thanks", "menu")
    ]
    names += ["how-it-works", "domestic-abuse", "otherwise"]
    began = time.process_time()
    for _ in range(100):
        assert did_you_mean("otherwize", names) == "otherwise"
        assert did_you_mean("damestic-abuse", names) == "domestic-abuse"
        assert did_you_mean("How it work", names) == "how-it-works"
        assert did_you_mean("huors-1777", names) == "hours-1777"
        assert did_you_mean("something-else", names) is None
    assert time.process_time() - began < 5, "it takes a third of a second on a quiet machine"
