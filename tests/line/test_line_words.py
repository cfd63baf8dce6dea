"""What the shipped line says, read from the file and heard on the telephone: short, true, and no promise that is not kept."""

import re

import pytest
from line_calls import MENUS

from ivr import load
from ivr.menu.types import Prompt, found

FLOW = load(MENUS)
TEXTS = [
    ("/".join(map(str, (name, *path))), prompt.words)
    for name, node in FLOW.nodes.items()
    for path, prompt in found(node, Prompt)
]
SENTENCES = [(where, sentence) for where, words in TEXTS for sentence in re.split(r"(?<=[.?!:])\s+", words)]
PROMISES = (
    "anonymous",
    "24 hours",
    "day and night",
    "round the clock",
    "straight away",
    "as soon as",
    "within",
    "working day",
    "guarantee",
    "trace you",
    "find you",
    "locate",
)
UNKIND = (
    "invalid",
    "incorrect",
    "wrong",
    "hurry",
    "quickly",
    "speak up",
    "you must",
    "victim",
    "homosexual",
    "lifestyle",
    "preferred",
    "sir",
    "madam",
    "he",
    "she",
    "his",
    "her",
)
PARTS_OF_A_MENU = 4


def _word_count(sentence: str) -> int:
    """Count words; figures of three or more digits are spoken one by one."""
    spoken = re.sub(
        r"\d{3,}", lambda digits: " ".join(digits[0]), sentence.replace("{idva.number}", "0300 790 6772")
    )
    return len(re.findall(r"[\w'’+.-]*\w[\w'’+-]*", spoken))


def test_sentences_are_short():
    assert [it for it in SENTENCES if _word_count(it[1]) > 20] == []


def test_nothing_is_promised_that_nobody_has_promised():
    assert [it for it in TEXTS if any(promise in it[1].lower() for promise in PROMISES)] == []


def test_words_blame_nobody_and_guess_no_gender():
    unkind = re.compile(rf"\b(?:{'|'.join(UNKIND)})\b", re.IGNORECASE)
    assert [it for it in TEXTS if unkind.search(it[1])] == []


def test_every_sentence_with_55_is_about_a_999_call():
    """Nobody may hear that 55 works on this line."""
    assert [it for it in SENTENCES if re.search(r"\b55\b|5, 5", it[1]) and "999" not in it[1]] == []


def test_no_menu_is_long_and_none_leads_back():
    """Four choices; five only where one of them is "not sure". Star goes back, so no choice of a menu has to."""
    many = [name for name, node in FLOW.nodes.items() if len(getattr(node, "options", ())) > PARTS_OF_A_MENU]
    assert many == ["area-group"]
    back = [
        (name, key)
        for name, node in FLOW.nodes.items()
        for key, option in getattr(node, "options", {}).items()
        if option.goto == "back"
    ]
    assert back == [("delete", "2")], "to keep what one was about to delete is an answer, not a way back"


def test_keys_are_in_order_and_only_reserved_ones_are_left_out():
    for name, node in FLOW.nodes.items():
        keys = list(getattr(node, "options", ()))
        assert keys == ["1", "2", "3", "4", "6", "8"][: len(keys)], name


def test_the_facts_are_those_of_the_article():
    everything = " ".join(words for _, words in TEXTS)
    assert FLOW.line.services["idva"].number == "0300 790 6772"
    assert FLOW.line.services["idva"].name == "Independent Domestic Abuse Advocacy service"
    for fact in (
        "www.herts.police.uk/Report",
        "disability, race, religion, sexual orientation or transgender identity",
        "You will be taken seriously.",
        "specially trained",
        "They will treat you with respect.",
        "sensitively and in confidence",
        "Herts Against Hate",
        "Pride",
        "ring 101",
    ):
        assert fact in everything


def test_no_helpline_that_nobody_has_rung_is_read_out():
    everything = MENUS.read_text("utf-8")
    for digits in ("088 088 088", "0800 999 5428", "0808", "0300 330 0630"):
        assert digits not in everything


def test_every_area_has_a_way_to_it():
    values = {
        option.value
        for node in FLOW.nodes.values()
        if getattr(node, "answer", None) == "area"
        for option in node.options.values()
        if option.value
    }
    assert values == set(FLOW.line.areas)
    towns = {town for area in FLOW.line.areas.values() for town in area.towns}
    spoken = " ".join(words for _, words in TEXTS)
    assert [town for town in towns if town not in spoken] == []


def test_999_is_in_the_first_thirty_words(call):
    call.dial()
    for words in (call.heard, " ".join(call.caller.heard[1:])):
        assert "nine nine nine" in " ".join(words.split()[:30])


def test_the_line_says_that_it_is_a_demonstration_until_somebody_named_has_approved_otherwise(
    call, make_app, phone
):
    call.dial()
    assert call.heard.startswith("This is a demonstration. It is not the police.")
    assert "Please do not give real personal details." in call.heard
    real = phone(make_app(demonstration=False, demonstration_approved_by="A. Name", secret="0" * 32)).dial()
    assert "demonstration" not in real.heard
    assert real.heard.startswith("If you are in danger, hang up and ring nine nine nine.")


def test_the_first_menu_tells_of_0_9_and_star_and_another_of_5_and_7(call):
    call.dial()
    assert set(call.keys) == {"1", "9", "star", "0"}
    call.choose("go on", "anything else", "other ways")
    assert "For emergency help at any time, press 5." in call.heard
    assert "press 7." in call.heard
    assert "you can do everything with the keypad" in call.heard
    for way in ("one eight thousand", "nine nine nine B S L", "live chat"):
        assert way in call.heard


def test_relay_uk_is_named_within_two_choices(call):
    call.dial().choose("go on", "anything else")
    assert "Relay U K, call one eight oh oh one, then one oh one" in call.heard


def test_who_may_use_it_and_what_the_network_is(call):
    call.dial().choose("go on", "anything else", "Network")
    assert "You do not have to be L G B T plus, and we will not ask." in call.heard
    assert "a group inside the constabulary" in call.heard
    call.listen()
    assert call.node == "main"


def test_hate_crime_what_it_is_and_how_to_report_it(call):
    call.dial().choose("go on", "hate crime")
    assert "or who someone thinks they are" in call.heard
    call.choose("how to report")
    for words in (
        "happening, ring nine nine nine",
        "ring one oh one",
        "slash report",
        "without giving your name",
    ):
        assert words in call.heard
    call.choose("liaison officer").listen()
    assert call.node == "consent"


@pytest.mark.parametrize("outcome", ["completed", "busy", "no-answer", "failed"])
def test_key_0_puts_through_and_the_call_goes_on_or_ends_kindly(staffed, phone, outcome):
    call = phone(staffed).dial().choose("go on").press("0")
    assert "I will put you through to a person." in call.heard
    call.caller.dial_outcome(outcome)
    if outcome == "completed":
        assert "Goodbye." in call.heard
    else:
        assert "nobody could take your call" in call.heard
        call.listen()
        assert call.node == "main"


def test_key_0_says_what_works_and_goes_back_where_nobody_can_be_rung(call):
    call.dial().choose("go on").press("0")
    assert "ring one oh one" in call.heard
    assert "leave a message for a liaison officer" in call.heard
    call.listen()
    assert call.node == "main"


def test_the_pace_lasts_for_the_call(call):
    call.dial().press("7")
    assert call.pace == "slow"
    call.choose("go on", "ask for that").listen()
    assert call.pace == "slow"
    call.press("7").choose("agree")
    assert call.pace == "normal"


def test_hearing_it_again_uses_up_no_try(call):
    call.dial()
    for _ in range(12):
        call.press("9")
    assert call.node == "welcome"
    assert call.ended is None
