"""The rules an officer reads first: what somebody chose, and the safest reading of whatever they did not say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr import load
from ivr.message.contact import rules, script

NUMBER = {"contact": "call", "safe_number": "07700900123"}
ALL_DAY = {"safe_time": "any", "safe_days": "any"}
SAFEST = ("Hide your number.", "Leave no voicemail.", "Send no text.", "Say nothing to anyone else.")

VALUES = {
    "contact": ["call", "ring-back"],
    "safe_number": ["07700900123", "01632960001", "none"],
    "rules": ["safest", "changed"],
    "caller_id": ["hidden", "shown"],
    "voicemail": ["none", "first-name"],
    "others": ["end-call", "ask-for-name"],
    "safe_time": ["any", "mornings", "afternoons", "evenings", "not-stated"],
    "safe_days": ["any", "monday-friday", "weekends", "not-stated"],
    "mode": ["voice", "keypad"],
}
answers = st.fixed_dictionaries(
    {},
    optional={
        name: st.sampled_from([*values, "not-stated", "", "SHOWN", "anything else"])
        for name, values in VALUES.items()
    },
)


def test_whoever_chose_nothing_gets_the_safest_rules():
    assert rules(NUMBER | ALL_DAY).sentences == (*SAFEST, "At any time, on any day.")


def test_what_they_chose_is_said_in_their_place():
    chose = {"rules": "changed", "caller_id": "shown", "voicemail": "first-name", "others": "ask-for-name"}

    assert rules(NUMBER | ALL_DAY | chose, name_given=True).sentences == (
        "Let your number show: their phone may block hidden ones.",
        "On voicemail, give only your first name.",
        "Send no text.",
        "If someone else answers, ask for them by name. Never say police.",
        "At any time, on any day.",
    )


def test_nobody_is_asked_for_by_a_name_that_was_not_given():
    chose = {"rules": "changed", "others": "ask-for-name"}

    assert not rules(NUMBER | chose).ask_for_name
    assert SAFEST[3] in rules(NUMBER | chose).sentences


def test_keeping_the_safest_rules_takes_back_what_was_chosen_before():
    before = {"caller_id": "shown", "voicemail": "first-name", "others": "ask-for-name"}

    assert rules(NUMBER | before | {"rules": "safest"}, name_given=True).sentences[:4] == SAFEST


def test_whoever_rings_back_is_never_rung():
    back = rules({"contact": "ring-back", "safe_number": "none"})

    assert not back.ring
    assert back.sentences[0] == "Do not ring. They will ring 101 and give the reference."


@pytest.mark.parametrize("said", [{}, {"safe_number": "07700900123"}, {"contact": "call"}])
def test_a_number_that_was_not_confirmed_is_not_rung(said):
    assert rules(said).sentences[0] == "Do not ring. They confirmed no safe way to be contacted."


def test_of_an_unfinished_message_that_is_said_first():
    told = rules(NUMBER, unfinished=True).sentences

    assert told[0] == "Not sent by the caller. A supervisor has to assess it before anyone rings."
    assert told[1:5] == SAFEST


@pytest.mark.parametrize(
    ("part", "days", "words"),
    [
        ("evenings", "any", ("Only in the evening, 5 to 9.",)),
        ("mornings", "monday-friday", ("Only in the morning, 8 to 12, Monday to Friday.",)),
        ("afternoons", "weekends", ("Only in the afternoon, 12 to 5, Saturday and Sunday.",)),
        ("any", "weekends", ("Only on Saturday and Sunday, at any time.",)),
        ("any", "monday-friday", ("Only Monday to Friday, at any time.",)),
        ("any", "not-stated", ("At any time of day.", "No safe days are known: judge before you ring.")),
        (
            "evenings",
            "not-stated",
            ("Only in the evening, 5 to 9.", "No safe days are known: judge before you ring."),
        ),
        (
            "not-stated",
            "weekends",
            ("Only on Saturday and Sunday.", "No safe time of day is known: judge before you ring."),
        ),
        ("not-stated", "any", ("No safe time is known: judge before you ring.",)),
        ("not-stated", "not-stated", ("No safe time is known: judge before you ring.",)),
    ],
)
def test_the_safe_time_is_said_in_words(part, days, words):
    assert rules(NUMBER | {"safe_time": part, "safe_days": days}).sentences[4:] == words


@given(answers, st.booleans(), st.booleans())
def test_a_rule_is_only_looser_than_the_safest_where_that_was_chosen(said, unfinished, name_given):
    got = rules(said, unfinished=unfinished, name_given=name_given)
    changed = said.get("rules") == "changed"

    assert "Send no text." in got.sentences
    assert unfinished == got.sentences[0].startswith("Not sent")
    if not got.hide_number:
        assert changed
        assert said["caller_id"] == "shown"
    if got.voicemail:
        assert changed
        assert said["voicemail"] == "first-name"
    if got.ask_for_name:
        assert changed
        assert said["others"] == "ask-for-name"
        assert name_given
    if got.ring:
        assert said["contact"] == "call"
        assert said["safe_number"] not in ("none", "not-stated", "")
        assert got.hide_number == ("Hide your number." in got.sentences)
        assert got.voicemail != ("Leave no voicemail." in got.sentences)
    else:
        assert any(sentence.startswith("Do not ring.") for sentence in got.sentences)
    assert got.ask_for_name != ("Say nothing to anyone else." in got.sentences)


@given(answers, st.booleans())
def test_no_number_is_ever_in_a_rule_or_the_script(said, name_given):
    steps = script(said, name_given=name_given)
    told = " ".join(
        [*rules(said, name_given=name_given).sentences, *(f"{step.do} {step.say}" for step in steps)]
    )

    assert not any(len(digits) > 3 for digits in told.split() if digits.isdigit())


def test_the_values_are_those_of_the_menu_that_is_shipped():
    flow = load("menus.yaml")
    chosen: dict[str, set[str]] = {}
    for node in flow.nodes.values():
        name = getattr(node, "answer", None)
        if name in VALUES:
            options = getattr(node, "options", None) or {}
            values = {option.value for option in options.values() if option.value}
            chosen.setdefault(name, set()).update(
                values, {node.default} if getattr(node, "default", "") else ()
            )

    for name in ("contact", "rules", "caller_id", "voicemail", "others", "safe_time", "safe_days"):
        assert chosen[name] == set(VALUES[name]), name
