"""Sentences of real menus, each with a rule: those that it has to find, and those that it has to leave alone."""

import pytest
from saying import end, found, menu

FOUND = [
    ("option-before-key", "Please choose: press 3 for bins."),
    ("option-before-key", "Press or say 3 for bins."),
    ("no-filler-no-hurry", "Using your keypad, enter the 14 digits of your reference quickly."),
    ("no-filler-no-hurry", "Leave your name and a brief message."),
    ("no-filler-no-hurry", "We're dead proud to be the UK's number one for green power."),
    ("no-filler-no-hurry", "Please hurry."),
    ("say-what-happens-next", "Thank you. If you are in danger, ring 999."),
    ("identity-not-demanded", "Please key in your date of birth."),
    ("one-idea", "Enter your UCAS number and your postcode, and tell us your predicted grades."),
]

LEFT_ALONE = [
    ("option-before-key", "Key 5 has been pressed. You are safe here."),
    ("option-before-key", "Bins: press 3."),
    ("no-filler-no-hurry", "There is no hurry. If you are in danger, dial 999 immediately."),
    ("say-what-happens-next", "The office is closed until Monday at 8."),
    ("say-what-happens-next", "A controller will take your call next."),
]


@pytest.mark.parametrize(("rule", "words"), FOUND)
def test_what_shuts_somebody_out_is_found(rule, words):
    assert found(rule, end(words))


@pytest.mark.parametrize(("rule", "words"), LEFT_ALONE)
def test_what_shuts_nobody_out_is_left_alone(rule, words):
    assert not found(rule, end(words))


def test_the_remedy_for_a_key_said_first_breaks_no_other_rule():
    (one,) = found("option-before-key", menu("Hit or say nine to hear this again."))
    assert one.remedy == "Say “To hear this again, press 9.”"
