"""Sentences of real menus, each with a rule: those that it has to find, and those that it has to leave alone."""

import pytest
from saying import end, found, menu, whole

FOUND = [
    ("option-before-key", "Please choose: press 3 for bins."),
    ("option-before-key", "Press or say 3 for bins."),
    ("no-filler-no-hurry", "Using your keypad, enter the 14 digits of your reference quickly."),
    ("no-filler-no-hurry", "Leave your name and a brief message."),
    ("no-filler-no-hurry", "We're dead proud to be the UK's number one for green power."),
    ("no-filler-no-hurry", "Please hurry."),
    ("no-filler-no-hurry", "For quality and training purposes your call will be recorded."),
    ("no-filler-no-hurry", "We are receiving higher than normal call volumes."),
    ("option-before-key", "Touch one if you lost it today."),
    ("identity-not-demanded", "What is your sexual preference?"),
    ("say-what-happens-next", "Thank you. If you are in danger, ring 999."),
    ("identity-not-demanded", "Please key in your date of birth."),
    ("emergency-words-true", "You have pressed 5. Help is on its way to you."),
    ("emergency-words-true", "We will trace this call."),
    ("one-idea", "Enter your UCAS number and your postcode, and tell us your predicted grades."),
]

LEFT_ALONE = [
    ("option-before-key", "Key 5 has been pressed. You are safe here."),
    ("option-before-key", "Bins: press 3."),
    ("no-filler-no-hurry", "There is no hurry. If you are in danger, dial 999 immediately."),
    ("emergency-words-true", "This line cannot trace your call. An officer will find time for you."),
    ("say-what-happens-next", "The office is closed until Monday at 8."),
    ("say-what-happens-next", "A controller will take your call next."),
]


@pytest.mark.parametrize(("rule", "words"), FOUND)
def test_what_shuts_somebody_out_is_found(rule, words):
    assert found(rule, end(words))


@pytest.mark.parametrize(("rule", "words"), LEFT_ALONE)
def test_what_shuts_nobody_out_is_left_alone(rule, words):
    assert not found(rule, end(words))


@pytest.mark.parametrize(
    ("choice", "words"), [("for: UC", "Universal Credit. We"), ("to: keep it", "Keeping it. We")]
)
def test_a_choice_is_taken_up_by_other_forms_of_its_words(choice, words):
    taken_up = f"  bye: {{kind: end, prompt: {words} write to you tomorrow.}}\n"
    assert found("choice-confirmed", menu(options=f"1: {{{choice}, goto: bye}}"))
    nodes = f"  main:\n    kind: menu\n    prompt: Hello.\n    options: {{1: {{{choice}, goto: bye}}}}\n    otherwise: bye\n"
    assert not found("choice-confirmed", whole(nodes + taken_up))


def test_the_sentence_that_tells_of_another_way_fits_its_kind():
    ways = "  alternatives: [{kind: relay, address: 18001 01632 960000, covers: [main]}]\n"
    told = [
        one.remedy for one in found("another-way-in", menu(line=ways)) if "told to callers" in one.message
    ]
    assert told == ["Say one of them early, such as “By Relay UK, call 18001, then this number.”"]


def test_the_remedy_for_a_key_said_first_breaks_no_other_rule():
    (one,) = found("option-before-key", menu("Hit or say nine to hear this again."))
    assert one.remedy == "Say “To hear this again, press 9.”"


def test_a_place_that_many_ways_lead_to_is_not_given_the_words_of_one():
    nodes = (
        "  main: {kind: menu, prompt: Hi., options: {1: {for: bins, goto: x}, 2: {for: rats, goto: x}}, otherwise: x}\n"
        "  x: {kind: end, prompt: We write to you tomorrow.}\n"
    )
    remedies = [one.remedy for one in found("choice-confirmed", whole(nodes))]
    assert all("words of its own first, such as" in remedy for remedy in remedies)
    assert ["“Bins. …”" in remedy for remedy in remedies] == [True, False]


def test_the_remedy_for_unsafe_contact_breaks_no_other_rule_of_words():
    message = (
        "  main:\n    kind: record\n    sensitive: true\n    longest: 3 minutes\n    silence: 15 seconds\n"
        "    recorded: bye\n    empty: bye\n    prompt: {words}\n  bye: {kind: end, prompt: Goodbye.}\n"
    )
    (problem,) = found("safe-to-call-back", whole(message.replace("{words}", "Leave a message.")))
    advised = problem.remedy.partition("“")[2].partition("”")[0]
    flow = whole(message.replace("{words}", advised))
    for rule in ("safe-to-call-back", "one-idea", "identity-not-demanded", "short-sentences"):
        assert not found(rule, flow)
