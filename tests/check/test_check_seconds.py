"""How long words take: as the telephone has it, and within what the manual says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.call.speech import Break, Slot, Words
from ivr.call.twiml import document
from ivr.call.verbs import Say
from ivr.check.seconds import count_words, relay_seconds, say_seconds, speech_seconds
from ivr.phone import speech as telephone
from ivr.phone.markup import parse

TEXTS = st.text(st.sampled_from("ab 19.,;:?!…’'éł-"), max_size=60)


@given(TEXTS)
def test_both_count_alike(text):
    assert speech_seconds(text) == pytest.approx(telephone.speech_seconds(text))
    assert speech_seconds(text, 90) == pytest.approx(telephone.speech_seconds(text, 0.9))


@given(TEXTS, TEXTS, st.sampled_from([80, 90, 100]))
def test_a_page_takes_as_long_on_the_telephone(first, then, rate):
    speech = (Words(first), Break(300), Words(then))
    page = parse(document((Say(speech, "Polly.Amy-Neural", "en-GB", rate),)))
    (say,) = page.elements
    assert say_seconds(speech, rate) == pytest.approx(telephone.say_seconds(say))


def test_no_words_take_no_time():
    assert speech_seconds("") == 0
    assert say_seconds(()) == 0
    assert relay_seconds("") == 0


def test_pauses_and_what_a_call_fills_in_are_counted():
    speech = (Words("Your number is "), Slot("number"), Break(500), Words("."))
    assert say_seconds(speech, samples={"number": "1 2 3"}) == pytest.approx(6 / 2.9 + 0.5 + 0.25)
    assert say_seconds(speech) == pytest.approx(4 / 2.9 + 0.5 + 0.25)
    assert say_seconds(speech, 50, {"number": "1 2 3"}) == pytest.approx(12 / 2.9 + 0.5 + 0.5)


def test_a_relay_service_types_forty_words_a_minute():
    assert relay_seconds("one two three four") == pytest.approx(6)
    assert count_words("Ring 101") == 4
