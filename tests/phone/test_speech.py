"""What is heard, how long it takes, and which keys it offers."""

import time

import pytest

from ivr.phone.choices import choices
from ivr.phone.markup import parse
from ivr.phone.speech import say_seconds, speech_seconds, spoken


@pytest.mark.parametrize(
    ("text", "words", "stops"),
    [
        ("", 0, 0),
        ("Hello", 1, 0),
        ("Hello there, you.", 3, 2),
        ("Press 1.", 2, 1),
        ("07700 900123", 11, 0),
        ("L G B T plus", 5, 0),
        ("don't 3.5 well-known", 5, 0),
    ],
)
def test_words_and_stops(text, words, stops):
    assert speech_seconds(text) == pytest.approx(words / 2.9 + stops * 0.25)


@pytest.mark.parametrize(
    ("ssml", "seconds"),
    [
        ("one<break time='1500ms'/>two", 2 / 2.9 + 1.5),
        ("one<break time='2s'/>", 1 / 2.9 + 2),
        ("one<break/>", 1 / 2.9 + 0.4),
        ("one<break strength='x-strong'/>", 1 / 2.9 + 1.2),
        ("<prosody rate='50%'>one two<break time='1s'/></prosody>", 4 / 2.9 + 1),
        ("<prosody rate='slow'>one</prosody>", 1 / 2.9 / 0.75),
        ("<prosody rate='50%'><prosody rate='50%'>one</prosody></prosody>", 4 / 2.9),
        ("<sub alias='one two three'>x</sub>", 3 / 2.9),
        ("<s>one</s><lang xml:lang='pl-PL'>dwa</lang>", 2 / 2.9 + 0.25),
    ],
)
def test_ssml(ssml, seconds):
    assert say_seconds(parse(f"<Say>{ssml}</Say>".encode())) == pytest.approx(seconds)


def test_spoken_words_have_single_blanks():
    say = parse(b"<Say>\n Dear <sub alias='officer'>off.</sub>,<break/>\n<s>hello</s><s>you</s> </Say>")
    assert spoken(say) == "Dear officer, hello you"


@pytest.mark.parametrize(
    ("prompt", "keys"),
    [
        ("To leave a message, press 1.", {"1": "To leave a message"}),
        (
            "Welcome. For hate crime, press 3. To go back, press star.",
            {"3": "For hate crime", "star": "To go back"},
        ),
        (
            "If you are deaf, or find it hard to speak, press 4.",
            {"4": "If you are deaf, or find it hard to speak"},
        ),
        ("To end, press hash.", {"hash": "To end"}),
        ("To end, press the hash key. To stay, press the 2 key.", {"hash": "To end", "2": "To stay"}),
        ("For a person, press zero.", {"0": "For a person"}),
        ("If you cannot speak, press 5, 5.", {}),
        ("If you cannot speak, press 55.", {}),
        ("If you cannot speak, press 5 5.", {}),
        ("Please key in a number. Then press hash.", {}),
        ("Press hash when you finish.", {}),
        ("Press 1 for sales. Press 2 to go home.", {"1": "for sales", "2": "to go home"}),
        ("For one thing, press 1. For another, press 1.", {"1": "For one thing"}),
        ("To go on, press 1, or to stop, press 2.", {"1": "To go on", "2": "to stop"}),
        ("To go on, press 1; to stop, please press 2", {"1": "To go on", "2": "to stop"}),
        ("For St. Albans, press 6.", {"6": "For St. Albans"}),
        ("For press officers, ring 101.", {}),
        ("", {}),
    ],
)
def test_choices(prompt, keys):
    assert choices([prompt]) == keys


@pytest.mark.parametrize(
    "prompt", ["a, " * 20000, "press 1 for " * 5000, "x, press 5, 5" * 3000, ", press 1" * 5000]
)
def test_choices_of_long_prompts_take_little_time(prompt):
    begun = time.thread_time()  # other threads and processes are no fault of it
    choices([prompt])
    assert time.thread_time() - begun < 1
