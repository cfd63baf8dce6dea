"""What is spoken of a document: its parts, their pauses, and a voice that remembers."""

import struct
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.phone.document import Document
from ivr.phone.sound import RATE, sound, wav, wav_seconds
from ivr.phone.speaking import Cached, SpeechFailed, parts_of, render
from ivr.phone.speaking.markup import Pause, Run
from ivr.phone.speaking.values import speed_of
from tests.phone.lines import Line

EN = {"language": "en-GB", "rate": 1.0}


class Counting:
    """A voice that says a tenth of a second for each word, and counts what it was asked."""

    name = "counting"

    def __init__(self, fails=()):
        self.said, self.fails = [], fails

    def can(self, language):
        return language.startswith("en")

    def say(self, words, *, language, pace="normal"):
        self.said.append((words, language, pace))
        if words in self.fails:
            raise SpeechFailed("no")
        return sound(words, len(words.split()) * 0.1)


def heard_of(twiml, **documents):
    return Line(voice=twiml, **documents).caller().dial()


def parts(twiml, **documents):
    return [parts_of(document) for document in heard_of(twiml, **documents).documents]


@pytest.mark.parametrize(
    ("say", "pieces"),
    [
        ("<Say language='en-GB'>Hello  there.</Say>", (Run("Hello there.", **EN),)),
        ("<Say voice='Polly.Amy-Neural'>Hi.</Say>", (Run("Hi.", **EN),)),
        ("<Say>Hi.</Say>", (Run("Hi.", "en-US"),)),
        (
            "<Say language='en-GB'>To go on,<break time='300ms'/>press 1.<break time='750ms'/></Say>",
            (Run("To go on,", **EN), Pause(0.3), Run("press 1.", **EN), Pause(0.75)),
        ),
        (
            "<Say language='en-GB'><prosody rate='92%'>Slow<break time='1s'/><break time='1s'/></prosody></Say>",
            (Run("Slow", "en-GB", 0.92), Pause(2.0)),
        ),
        (
            "<Say language='en-GB'>Ring <say-as interpret-as='telephone'>07700 900123</say-as>.</Say>",
            (Run("Ring 0 7 7 0 0, 9 0 0 1 2 3 .", **EN),),
        ),
        ("<Say language='en-GB'><say-as interpret-as='date'>1 May</say-as></Say>", (Run("1 May", **EN),)),
        ("<Say language='en-GB'>on <sub alias='B S L'>BSL</sub> now</Say>", (Run("on B S L now", **EN),)),
        (
            "<Say language='en-GB'>Say <lang xml:lang='pl-PL'>dwa</lang></Say>",
            (Run("Say", **EN), Run("dwa", "pl-PL")),
        ),
        (
            "<Say language='en-GB'><s>One.</s><s>Two.</s></Say>",
            (Run("One.", **EN), Pause(0.25), Run("Two.", **EN), Pause(0.25)),
        ),
        ("<Say language='en-GB'>One<emphasis> two</emphasis>.</Say>", (Run("One two.", **EN),)),
        ("<Say language='en-GB'>…</Say>", ()),
    ],
)
def test_what_is_spoken_of_a_say(say, pieces):
    [[part]] = parts(f"{say}<Hangup/>")
    assert part.pieces == pieces
    assert part.pause_before == 0


def test_silence_before_a_part_is_told_apart_from_the_part():
    [[first, second]] = parts(
        "<Pause length='2'/><Say><break time='500ms'/>One.</Say><Pause/><Play digits='12'/><Say>Two.</Say><Hangup/>"
    )
    assert (first.pause_before, second.pause_before) == (2.5, 2.0)
    assert first.pieces == (Run("One.", "en-US"),)


def test_only_what_was_heard_has_a_part():
    """A call that goes on at a key has not heard what follows the Gather; a Record's silence lets it."""
    gather = (
        "<Gather numDigits='1' action='/go' timeout='5'><Say>Press 1.</Say></Gather><Say>Speak.</Say>"
        "<Record action='/done' recordingStatusCallback='/stored'/>"
    )
    caller = heard_of(gather, go="<Say loop='3'>Again.</Say><Hangup/>")
    assert [part.words for part in parts_of(caller.documents[0])] == ["Press 1.", "Speak."]
    caller.press("1")
    assert [[part.words for part in parts_of(document)] for document in caller.documents] == [
        ["Press 1."],
        ["Again.", "Again.", "Again."],
    ]


def test_a_sound_is_named_and_one_that_is_missing_is_no_part():
    tone = (200, {"Content-Type": "audio/x-wav"}, sound("x", 2))
    [[first, second, third]] = parts(
        "<Say>Listen.</Say><Play>/missing.wav</Play><Say>Well.</Say><Play>sounds/a.wav</Play><Hangup/>",
        sounds__a=(404, {}, b""),
        **{"sounds/a.wav": tone},
    )
    assert [first.words, second.words] == ["Listen.", "Well."]
    assert (third.words, third.play_url, third.pieces) == ("[plays 2 seconds]", "/sounds/a.wav", ())
    assert render(third, Counting()) is None


@pytest.mark.parametrize(
    ("kind", "body", "play_url", "pieces"),
    [
        ("text/plain", b"Hello there.", None, (Run("Hello there.", "en-US"),)),
        ("audio/x-wav", sound("y", 1), "/voice", ()),
    ],
)
def test_a_document_that_is_no_markup(kind, body, play_url, pieces):
    [[part]] = parts((200, {"Content-Type": kind}, body))
    assert (part.play_url, part.pieces) == (play_url, pieces)


words = st.text("ab 1.,<&é", max_size=8).map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;"))
inside = st.recursive(
    words | st.just("<break time='100ms'/>"),
    lambda inner: st.builds(
        lambda tag, first, second: f"<{tag}>{first}{second}</{tag.split()[0]}>",
        st.sampled_from(["p", "s", "prosody rate='80%'", "emphasis"]),
        inner,
        inner,
    ),
    max_leaves=4,
)
said = st.builds("<Say loop='{0}'>{1}</Say>".format, st.integers(0, 3), inside)
verbs = st.lists(said | st.just("<Pause/>") | st.just("<Play>/no.wav</Play>"), max_size=5).map("".join)


@given(verbs, verbs)
def test_the_parts_are_the_prompts_one_by_one(before, within):
    caller = heard_of(f"{before}<Gather action='/voice'>{within}</Gather><Hangup/>")
    for document in caller.documents:
        assert [part.words for part in parts_of(document)] == list(document.heard)


def test_a_document_of_which_more_was_heard_than_is_in_it_still_has_a_part_for_each():
    document = Document("/voice", ("One.", "Two."), {}, "<Response><Say>One.</Say></Response>", None, 1.0)
    assert [part.words for part in parts_of(document)] == ["One.", "Two."]


def test_a_part_sounds_as_long_as_its_pieces_and_pauses():
    [[part]] = parts(
        "<Pause/><Say language='en-GB'>To go on,<break time='300ms'/>press<break time='750ms'/></Say><Hangup/>"
    )
    file = render(part, Counting())
    assert wav_seconds(file) == pytest.approx(1 + 0.3 + 0.25 + 0.3 + 0.1 + 0.75)
    samples = struct.unpack(f"<{(len(file) - 44) // 2}h", file[44:])
    assert not any(samples[:RATE])
    assert any(samples[RATE : RATE * 13 // 10])
    assert not any(samples[-RATE * 3 // 4 :])


def test_a_part_in_a_language_that_the_voice_cannot_speak_is_not_rendered():
    [[part]] = parts("<Say language='en-GB'>Say <lang xml:lang='pl-PL'>dwa</lang></Say><Hangup/>")
    voice = Counting()
    assert render(part, voice) is None
    assert voice.said == []


def test_the_same_words_are_said_once():
    voice = Counting()
    cached = Cached(voice)
    for _ in range(3):
        assert cached.say("a b", language="en-GB") == sound("a b", 0.2)
    cached.say("a b", language="en-GB", pace=1.0)  # which is what normal means
    assert len(voice.said) == 1
    cached.say("a b", language="en-GB", pace="slow")
    cached.say("a b", language="en-US")
    cached.say("a", language="en-GB")
    assert len(voice.said) == 4
    assert cached.can("en-GB")
    assert not cached.can("cy-GB")


def test_what_was_asked_for_longest_ago_is_forgotten_first():
    voice, second = Counting(), len(wav(b"")) + 1600 * 5
    cached = Cached(voice, most_bytes=second * 2)
    for words in ("a a a a a", "b b b b b", "a a a a a", "c c c c c"):
        cached.say(words, language="en")
    assert cached.bytes == second * 2
    voice.said.clear()
    cached.say("a a a a a", language="en")
    assert voice.said == []
    cached.say("b b b b b", language="en")
    assert [words for words, *_ in voice.said] == ["b b b b b"]


def test_a_sound_larger_than_all_the_room_is_given_and_not_kept():
    cached = Cached(Counting(), most_bytes=100)
    assert cached.say("a b", language="en") == sound("a b", 0.2)
    assert cached.bytes == 0


def test_a_voice_that_failed_is_asked_again():
    voice = Counting(fails=["a"])
    cached = Cached(voice)
    for _ in range(2):
        with pytest.raises(SpeechFailed):
            cached.say("a", language="en")
    voice.fails = ()
    assert cached.say("a", language="en")


def test_who_asks_for_what_is_being_spoken_waits_for_that():
    begun, go_on = threading.Event(), threading.Event()

    class Slow(Counting):
        def say(self, *said, **how):
            begun.set()
            assert go_on.wait(60)
            return super().say(*said, **how)

    voice = Slow()
    cached, given_ = Cached(voice), []
    threads = [
        threading.Thread(target=lambda: given_.append(cached.say("a", language="en"))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    assert begun.wait(60)
    go_on.set()
    for thread in threads:
        thread.join()
    assert len(voice.said) == 1
    assert given_ == [sound("a", 0.1)] * 4


def test_what_comes_next_is_spoken_ahead_and_what_is_no_longer_wanted_is_not():
    begun, go_on = threading.Event(), threading.Event()

    class Slow(Counting):
        def say(self, words, **how):
            begun.set()
            assert go_on.wait(60)
            return super().say(words, **how)

    voice = Slow(fails=["four"])
    cached = Cached(voice)
    [old] = parts("<Say language='en-GB'>one</Say><Say language='en-GB'>two</Say><Hangup/>")
    [new] = parts("<Say language='en-GB'>four</Say><Say language='en-GB'>five</Say><Hangup/>")
    cached.prepare(old)
    assert begun.wait(60)
    cached.prepare(new)
    go_on.set()
    cached.say("five", language="en-GB", pace=1.0)
    cached._ahead.submit(lambda: None).result(60)  # what was asked for before has been done by then
    assert {words for words, *_ in voice.said} == {"one", "four", "five"}
    cached.close()
    cached.close()


def test_nothing_of_the_words_is_kept():
    cached = Cached(Counting())
    cached.say("0 7 7 0 0, 9 0 0, 1 2 3", language="en")
    assert "7 7" not in repr(vars(cached))
    assert "7 7" not in repr(cached)


@pytest.mark.parametrize(
    ("pace", "speed"), [("normal", 1), ("slow", 0.92), (0.8, 0.8), (0.1, 0.5), (9.0, 2.0)]
)
def test_a_pace_is_a_speed_that_voices_can_keep(pace, speed):
    assert speed_of(pace) == speed
