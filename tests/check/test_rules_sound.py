"""The rules about sound: what a voice or a recording makes of what is written."""

import pytest
from saying import end, end_in, found, menu, whole

from ivr.check.words.voices import locales_of
from ivr.menu import load_text
from ivr.menu.problems import Refused
from ivr.menu.types import mark_of

# ---- speech-rate


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("<prosody rate='130%'>Hello.</prosody>", 1),
        ("<prosody rate='slow'>Hello.</prosody>", 1),
        ("<prosody rate='+20%'>Hello.</prosody>", 1),
        ("<prosody rate='1.3'>Hello.</prosody>", 1),
        ("<prosody rate='100%'>Hello.</prosody>", 0),
        ("<prosody rate='90%'>Hello.</prosody>", 0),
        ("<prosody rate='105%'>Hello.</prosody>", 0),
        ("<prosody rate='89%'>Hello.</prosody>", 1),
        ("Sloooowly.", 1),
        ("Please hold. See www.herts.police.uk. The rate is 130%. Louis XIII.", 0),
    ],
)
def test_words_that_ask_for_another_speed(words, count):
    assert len(found("speech-rate", end(words))) == count


def test_the_paces_of_the_line_are_held_against_the_limits_of_the_file():
    line = "  limits: {speech-rate-least: {value: 95, why: Ours.}}\n"
    (finding,) = found("speech-rate", menu(line=line))
    assert "92 %" in finding.message
    assert not found("speech-rate", menu(line=line.replace("95", "92")))
    assert not found("speech-rate", menu())


def test_how_fast_a_recording_is_a_person_has_to_hear():
    flow = whole("  main: {kind: end, prompt: {words: Bye., audio: bye.wav}}\n")
    (finding,) = found("speech-rate", flow, "needs-a-person")
    assert "130 to 170 words a minute" in finding.remedy


# ---- no-background-sound


@pytest.mark.parametrize(
    ("audio", "outcome"),
    [
        ("hello-with-music.wav", "problem"),
        ("https://a.org/music/hello.wav", "needs-a-person"),
        ("voice_over_bed.mp3", "problem"),
        ("bedfordshire.wav", "needs-a-person"),
        ("musician.wav", "needs-a-person"),
        ("Jingle2.wav", "problem"),
    ],
)
def test_recordings_with_music_in_their_names(audio, outcome):
    flow = whole(f"  main: {{kind: end, prompt: {{words: Bye., audio: '{audio}'}}}}\n")
    assert len(found("no-background-sound", flow, outcome)) == 1
    other = {"problem": "needs-a-person", "needs-a-person": "problem"}[outcome]
    assert not found("no-background-sound", flow, other)


@pytest.mark.parametrize(
    ("words", "count"), [("[music] Hello.", 1), ("♪ Hello.", 1), ("Ask for the music team.", 0)]
)
def test_sounds_among_the_words(words, count):
    assert len(found("no-background-sound", end(words))) == count


# ---- voice-matches-language


def voices(code, voice, locale):
    text = (
        f"line:\n  name: A\n  start: main\n  languages: {{{code}: {{name: X, voice: {voice}, locale: {locale}}}}}\n"
        "nodes: {main: {kind: end, prompt: Hi.}}\n"
    )
    flow = load_text(text.encode())
    rule = "voice-matches-language"
    return [(f.path[-1], f.level) for f in found(rule, flow)], len(found(rule, flow, "needs-a-person"))


@pytest.mark.parametrize(
    ("code", "voice", "locale", "problems", "doubts"),
    [
        ("en", "Polly.Amy-Neural", "en-GB", [], 0),
        ("en", "Polly.Geraint", "en-GB", [], 0),
        ("en-GB", "Google.en-GB-Neural2-A", "en-GB", [], 0),
        ("cy", "Polly.Gwyneth", "cy-GB", [], 0),
        ("pl", "Polly.Amy-Neural", "pl-PL", [("voice", None)], 0),
        ("pl", "Polly.Ola-Neural", "en-GB", [("locale", None)], 0),
        ("cy", "Polly.Amy-Neural", "en-GB", [("locale", None), ("voice", None)], 0),
        ("en", "Polly.Joanna-Neural", "en-US", [("voice", "warning")], 0),
        ("en", "Google.en-AU-Wavenet-B", "en-AU", [("voice", "warning")], 0),
        ("en", "Polly.Nobody-Neural", "en-GB", [], 1),
        ("zh", "Polly.Zhiyu-Neural", "zh-CN", [], 0),
        ("hi", "Polly.Kajal-Neural", "hi-IN", [], 0),
        ("pt", "Polly.Ines-Neural", "pt-PT", [], 0),
    ],
)
def test_a_voice_speaks_its_own_language(code, voice, locale, problems, doubts):
    assert voices(code, voice, locale) == (problems, doubts)


def test_english_has_no_voice_of_nobody():
    assert locales_of("Polly.Amy") == ("en-GB",)
    assert locales_of("Google.nonsense") == ()


@pytest.mark.parametrize(
    ("language", "words", "count"),
    [
        ("pl", "If you are in danger, hang up and ring 999.", 1),
        ("pl", "Jeśli jest to nagły wypadek, zadzwoń na 999.", 0),
        ("en", "Os ydych chi mewn perygl, ffoniwch 999 ar y ffôn yn y tŷ.", 1),
        ("en", "Hello, bonjour, witamy.", 0),
        ("sv", "If you are in danger, hang up and ring 999.", 0),
    ],
)
def test_words_of_another_language_are_for_a_person(language, words, count):
    flow = end_in(language, words)
    assert len(found("voice-matches-language", flow, "needs-a-person")) == count


# ---- speakable-text


@pytest.mark.parametrize(
    "words",
    [
        "Ring 03007906772.",
        "Quote 12345.",
        "Ring 07700 900123.",
        "See www.herts.police.uk/Report.",
        "See herts.police.uk.",
        "See https://example.org.",
        "Write to help@example.org.",
        "Bins & trees.",
        "Bins/trees.",
        "We are here 24/7.",
        "From 9-5.",
        "Mon-Fri.",
        "From 09:00 – 17:00.",
        "E.g. bins.",
        "Bins, etc.",
        "Ring us, i.e. the council.",
        "Wait 5 mins.",
        "Open until Thurs.",
        "Ring ext. 4.",
        "Press [1].",
        "Hello 🙂.",
        "Ask the ASB team.",
    ],
)
def test_what_voices_say_wrong_is_found_once(words):
    assert len(found("speakable-text", end(words))) == 1


@pytest.mark.parametrize(
    "words",
    [
        "Ring 101, 999, 112, 18000 or 18001 101.",
        "Ring 116 123, or 0300 790 6772.",
        "Quote 1234. In 2026, from 9:30 to 17:00, for 10,000 people at £5, or 50%.",
        "The LGBT+ line of the NHS in the UK.",
        "St Albans, Welwyn Garden City, Dr Lee.",
        "He sat in the sun. We wed in May. No. Yes. Please wait… Thank you!",
        "It's a well-known two-way road. The officer's name: “Lee” (or not).",
        "Press star, or hash. You cannot go on. Never mind.",
        "Do NOT hang up. PLEASE.",
        "Then go on.Next.",
    ],
)
def test_what_voices_say_right_is_well(words):
    assert not found("speakable-text", end(words))


@pytest.mark.parametrize(
    ("written", "spoken"),
    [("www.herts.police.uk", "herts dot police dot U K"), ("ASB", "A S B"), ("24/7", "day and night")],
)
def test_what_the_table_says_is_well(written, spoken):
    assert found("speakable-text", menu(f"It is {written}."))
    line = f'  say_as: {{"{written}": {spoken}}}\n'
    assert not found("speakable-text", menu(f"It is {written}.", line=line))


def test_placeholders_are_said_in_groups_and_their_names_are_looked_at():
    services = "  services: {a: {name: Bins & trees, number: 0300 790 6772}}\n"
    (finding,) = found("speakable-text", menu("Ring {a}, {a.number}.", line=services))
    assert finding.path == ("line", "services", "a", "name")


@pytest.mark.parametrize(
    ("language", "words", "count"),
    [("pl", "Ul. Długa, np. rano.", 2), ("cy", "Dyma ni, h.y. y cyngor.", 1), ("sv", "Bl.a. idag.", 0)],
)
def test_short_forms_of_other_languages(language, words, count):
    flow = end_in(language, words)
    assert len(found("speakable-text", flow)) == count
    assert len(found("speakable-text", flow, "needs-a-person")) == (language == "sv")


def test_a_limit_of_the_files_own_holds():
    line = "  limits: {speakable-text-digits: {value: 7, why: Our numbers have six and are known.}}\n"
    assert found("speakable-text", menu("It is 123456."))
    assert not found("speakable-text", menu("It is 123456.", line=line))


# ---- words-for-every-recording


def recorded(words, mark="", audio="a.wav", more=""):
    made = f", made_for: '{mark}'" if mark else ""
    prompt = f"{{words: {words!r}, audio: {audio}{made}}}"
    return whole(
        f"  main: {{kind: say, prompt: {prompt}, goto: bye}}\n  bye: {{kind: end, prompt: Bye.}}\n{more}"
    )


RULE = "words-for-every-recording"


def test_a_recording_made_for_its_words_is_well():
    flow = recorded("Good morning.", mark_of("Good morning."))
    assert not found(RULE, flow)
    assert not found(RULE, flow, "needs-a-person")


def test_blanks_make_no_other_words():
    assert not found(RULE, recorded("Good   morning.", mark_of("Good morning.")))


def test_a_recording_whose_words_have_changed_is_found_with_the_mark_to_write():
    (finding,) = found(RULE, recorded("Good evening.", mark_of("Good morning.")))
    assert "have been changed since a.wav was recorded" in finding.message
    assert mark_of("Good evening.") in finding.remedy


def test_a_recording_without_a_mark_is_for_a_person_who_is_told_the_mark():
    flow = recorded("Good morning.")
    assert not found(RULE, flow)
    (finding,) = found(RULE, flow, "needs-a-person")
    assert f"made_for: {mark_of('Good morning.')}" in finding.remedy


def test_of_an_option_the_whole_sentence_is_recorded():
    options = "1: {{to: {{words: go on, audio: a.wav, made_for: '{}'}}, goto: bye}}"
    whole_sentence = menu(options=options.format(mark_of("To go on, press 1.")))
    assert not found(RULE, whole_sentence)
    assert found(RULE, menu(options=options.format(mark_of("go on"))))


def test_an_option_on_another_key_needs_another_recording():
    options = "2: {{to: {{words: go on, audio: a.wav, made_for: '{}'}}, goto: bye}}"
    assert found(RULE, menu(options=options.format(mark_of("To go on, press 1."))))


@pytest.mark.parametrize(
    "words", ["[recording]", "See the recording.", "a.wav", "TO" + "DO", "...", "(audio)", "Text here"]
)
def test_words_that_are_none_are_found(words):
    assert found(RULE, recorded(words, mark_of(words)))


@pytest.mark.parametrize("words", ["The recording is over.", "Message sent.", "Text us.", "None of these."])
def test_words_about_recordings_are_words(words):
    assert not found(RULE, recorded(words, mark_of(words)))


def test_one_recording_for_two_texts_is_found():
    more = "  other: {kind: end, prompt: {words: Good night., audio: a.wav}}\n"
    (finding,) = found(RULE, recorded("Good day.", mark_of("Good day."), more=more))
    assert finding.node == "other"


def test_one_recording_for_two_languages_is_found():
    flow = whole(
        "  main: {kind: end, prompt: {words: Goodbye., audio: bye.wav}}\n",
        ("en", "pl"),
        translations="  pl:\n    main: {prompt: {words: Do widzenia., audio: bye.wav}}\n",
    )
    (finding,) = found(RULE, flow)
    assert finding.language == "pl"


def test_a_recording_cannot_say_what_differs_by_call():
    services = "  services: {a: {name: The team, number: 0300 790 6772}}\n"
    nodes = "  main: {kind: end, prompt: {words: 'Ring {a.number}.', audio: a.wav}}\n"
    (finding,) = found(RULE, whole(nodes, line=services))
    assert "{a.number}" in finding.message


@pytest.mark.parametrize("mark", ["abc", "0A1B2C3D", "0a1b2c3d4e", "good day"])
def test_what_is_no_mark_is_refused_with_its_place(mark):
    with pytest.raises(Refused) as refused:
        recorded("Good day.", mark)
    (problem,) = refused.value.problems
    assert problem.rule == "wrong-value"
    assert "is not the mark of words" in problem.message
