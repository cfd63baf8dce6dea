"""The rules about words, phrase by phrase: what they find, and what they leave alone."""

import pytest
from saying import end, end_in, found, menu, whole

from ivr.check.words.acronyms import acronyms, is_spelled_out
from ivr.check.words.grade import grade
from ivr.check.words.sentences import count_heard, sentences
from ivr.menu import load_text

# ---- sentences and words


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two! Three? Four", 4),
        ("Ask for Dr. Lee, e.g. by name.", 1),
        ("It opens at 9 a.m. on Monday.", 1),
        ("It opens at 9 a.m. Then ring.", 2),
        ("Go to www.police.uk. Press 1.", 2),
        ("He said “Stop.” Then he left.", 2),
        ("Version 1.5 is here.", 1),
        ("", 0),
    ],
)
def test_sentences_end_where_a_listener_hears_an_end(text, count):
    assert len(sentences(text)) == count


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ring 999.", 4),
        ("Ring 18001, then 101.", 10),
        ("At 17 or 5.", 4),
        ("Use the LGBT+ line.", 4),
        ("See www.herts.police.uk/Report now.", 3),
        ("Don't.", 1),
        ("First – then.", 2),
        ("It is {number}, {other}.", 14),
    ],
)
def test_words_are_counted_as_they_are_heard(text, words):
    assert count_heard(text, {"number": 11}) == words


# ---- option-before-key


@pytest.mark.parametrize(
    "words",
    ["They will say “Press 1 for sales”.", 'You may hear "press 2 to go on".', "Do not press 5 for help."],
)
def test_what_another_line_says_and_what_nobody_shall_press_are_no_offers(words):
    assert not found("option-before-key", end(words))
    assert not found("keys-match-words", end(words))


# ---- keys-match-words


def match(flow, level=None):
    return [f.message for f in found("keys-match-words", flow) if f.level == level]


TOLD = "To hear this again, press 9. For a person, press 0."


@pytest.mark.parametrize(
    "words", ["For trees, press 3.", "To finish, press hash.", "For trees press the three key."]
)
def test_a_key_that_does_nothing_is_found(words):
    (message,) = match(menu(words, also=TOLD))
    assert message.endswith("does nothing here.")


@pytest.mark.parametrize(
    "words",
    [
        "For bins, press 1.",
        "For bins, press one.",
        "To go back, press star.",
        "For a slower pace, press 7. For emergency help, press 5.",
        "When the recorded message on that 999 call asks, press 55.",
        "Ring 101, 999 or 18001.",
    ],
)
def test_a_key_that_does_something_is_well(words):
    assert match(menu(words, also=TOLD)) == []


def test_a_choice_in_the_words_of_another_one_is_found():
    options = "1: {for: bins, goto: bye}\n      2: {for: trees, goto: bye}"
    (message,) = match(menu("For trees, press 1.", options, also=TOLD))
    assert message == "Callers are told here to press 1 for what is on key 2."
    assert match(menu("For trees, press 2.", options, also=TOLD)) == []


def test_key_0_without_a_person_does_nothing():
    flow = whole("  main: {kind: end, prompt: 'For a person, press 0.'}\n")
    (finding,) = found("keys-match-words", flow)
    assert "person:" in finding.remedy


def test_words_that_lead_to_a_menu_may_tell_of_its_keys():
    nodes = (
        "  main: {{kind: say, prompt: 'For bins, press {key}.', goto: menu}}\n"
        "  menu:\n    kind: menu\n    prompt: Hi.\n    options: {{1: {{for: bins, goto: bye}}}}\n    otherwise: bye\n"
        "  bye: {{kind: end, prompt: Bye.}}\n"
    )
    assert match(whole(nodes.format(key=1))) == []
    assert len(match(whole(nodes.format(key=2)))) == 1


@pytest.mark.parametrize(
    ("kind", "prompt", "count"),
    [
        ("ask", "Enter it. Then press hash.", 0),
        ("ask", "Enter it. To skip this, press 1.", 1),
        ("ask", "Enter it. To go back, press star.", 0),
        ("record", "Speak. Press hash when you finish.", 0),
        ("record", "Speak. Press 1 when you finish.", 1),
        ("say", "To skip this, press hash.", 0),
    ],
)
def test_the_keys_of_other_kinds(kind, prompt, count):
    fields = {
        "ask": "answer: n, accept: digits, at_least: 4, entered: bye, otherwise: bye",
        "record": "longest: 3 minutes, silence: 10 seconds, recorded: bye, empty: bye",
        "say": "goto: bye",
    }[kind]
    nodes = f"  main: {{kind: {kind}, prompt: {prompt!r}, {fields}}}\n  bye: {{kind: end, prompt: Bye.}}\n"
    assert len(match(whole(nodes))) == count


@pytest.mark.parametrize(
    ("phrase", "count"),
    [
        ("error: 'To go on, press 1.'", 1),
        ("no_match: 'To go back, press star.'", 0),
        ("no_match: 'To go on, press 1.'", 1),
        ("no_entry: 'Then press hash.'", 0),
        ("option_to: 'Um {words}, press {key}.'", 0),
    ],
)
def test_the_lines_own_phrases_are_looked_at(phrase, count):
    assert len(match(menu(also=TOLD, line=f"  phrases: {{{phrase}}}\n"))) == count


def test_keys_that_nobody_tells_of_are_found_once_each():
    assert [text[:6] for text in match(menu(), "warning")] == ["Key 0 ", "Key 9 "]
    assert match(menu(also=TOLD), "warning") == []


def test_key_0_in_a_phrase_of_the_line_needs_a_person():
    flow = whole(
        "  main: {kind: end, prompt: Bye.}\n", line="  phrases: {no_match: 'For a person, press 0.'}\n"
    )
    assert len(match(flow)) == 1
    assert match(menu(also=TOLD, line="  phrases: {no_match: 'For a person, press 0.'}\n")) == []


def test_how_many_other_places_a_key_works_at_is_told():
    nodes = "".join(
        f"  {name}: {{kind: menu, prompt: Hi., options: {{1: {{for: bins, goto: {goto}}}}}, otherwise: bye}}\n"
        for name, goto in (("main", "a"), ("a", "b"), ("b", "bye"))
    )
    bye = "  bye: {kind: end, prompt: Bye.}\n"
    (nine, star) = match(whole(nodes + bye), "warning")
    assert "here and at 2 other places, and" in nine
    assert "here and at 1 other place, and" in star


def test_a_choice_in_the_words_of_another_one_is_found_in_a_translation():
    flow = whole(
        "  main:\n    kind: menu\n    prompt: Hi.\n    also: 'Press 9.'\n"
        "    options: {1: {to: leave, goto: bye}, 2: {to: listen, goto: bye}}\n    otherwise: bye\n"
        "  bye: {kind: end, prompt: Bye.}\n",
        ("en", "pl"),
        translations="  pl:\n    main: {prompt: 'Aby słuchać, naciśnij 1.', options: {1: zostawić, 2: słuchać}}\n",
    )
    (message,) = [text for text in match(flow) if "what is on key" in text]
    assert message == "Callers are told here to press 1 for what is on key 2."


def test_what_no_language_tells_of_is_found_once():
    text = (
        menu().text.decode().replace("en: {", "pl: {name: P, voice: Polly.Ola-Neural, locale: pl-PL}, en: {")
    )
    assert [f.language for f in found("keys-match-words", load_text(text.encode()))] == [None, None]
    told = text.replace("otherwise", "x").replace(
        "options:", "also: 'Aby porozmawiać z kimś, naciśnij 0.'\n    options:"
    )
    later = f"{told}translations: {{en: {{main: {{also: Hello.}}}}}}\n"
    assert {(f.message[:5], f.language) for f in found("keys-match-words", load_text(later.encode()))} == {
        ("Key 0", "en"),
        ("Key 9", None),
    }


def test_star_has_to_be_told_from_the_second_menu_on():
    options = "1: {for: bins, goto: second}"
    nodes = "  second: {kind: menu, prompt: Hi., options: {1: {for: trees, goto: bye}}}\n"
    text = menu("Hello.", "1: {for: bins, goto: bye}", TOLD).text.decode()
    text = text.replace("1: {for: bins, goto: bye}", options).replace("nodes:\n", f"nodes:\n{nodes}")
    (message,) = match(load_text(text.encode()), "warning")
    assert message.startswith("Key star goes back one step here, and")
    assert match(load_text(text.replace(TOLD, f"{TOLD} To go back, press star.").encode()), "warning") == []


def test_a_translation_that_names_another_key_is_found():
    flow = whole(
        "  main: {kind: end, prompt: 'To hear this again, press 9.'}\n",
        ("en", "pl"),
        translations="  pl:\n    main: {prompt: 'Aby usłyszeć to ponownie, naciśnij 8.'}\n",
    )
    (finding,) = found("keys-match-words", flow)
    assert finding.language == "pl"


def test_a_language_without_words_is_left_to_a_person():
    flow = whole("  main: {kind: end, prompt: Hej.}\n", ("sv",))
    for rule in ("keys-match-words", "standard-key-words", "no-filler-no-hurry", "plain-words", "one-idea"):
        assert ("line", "languages", "sv") in [f.path for f in found(rule, flow, "needs-a-person")]


# ---- keys-in-order


def order(*keys, prompt="Hello."):
    options = "\n      ".join(f"{key}: {{for: thing {key}, goto: bye}}" for key in keys)
    return [finding.message for finding in found("keys-in-order", menu(prompt, options))]


@pytest.mark.parametrize("keys", [(1,), (1, 2), (1, 2, 3, 4, 6), (1, 2, 3, 4, 6, 8)])
def test_rising_keys_are_well(keys):
    assert order(*keys) == []


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ((2,), "on 2"),
        ((1, 3), "1 and 3, in this order: there is a gap"),
        ((2, 1), "2 and 1"),
        ((1, 2, 6), "2 and 6"),
    ],
)
def test_gaps_and_falling_keys_are_found(keys, said):
    (message,) = order(*keys)
    assert said in message


def test_choices_told_of_in_free_text_count_too():
    assert len(order(1, 2, prompt="For trees, press 2. For bins, press 1.")) == 1
    assert order(1, 2, prompt="For bins, press 1. To go back, press star. For trees, press 2.") == []


# ---- standard-key-words


@pytest.mark.parametrize(
    ("words", "instead"),
    [
        ("Key in your number.", "enter"),
        ("Please key in the code.", "enter"),
        ("Then hit the hash key.", "press"),
        ("For bins, push 1.", "press"),
        ("For bins, dial 1.", "press"),
        ("Dial your reference number.", "enter"),
        ("For bins, touch two.", "press"),
        ("Then press pound.", "hash"),
        ("Then use the pound key.", "hash"),
        ("To go back, press asterisk.", "star"),
        ("The number begins with nought.", "zero"),
        ("Ring one oh one.", "zero"),
        ("For bins, enter 1.", "press"),
        ("Then press #.", "hash"),
        ("To go back, press *.", "star"),
    ],
)
def test_words_for_keys_that_few_know_are_found(words, instead):
    assert f"“{instead}”" in " ".join(f.remedy for f in found("standard-key-words", end(words)))


@pytest.mark.parametrize(
    "words",
    [
        "In danger, dial 999. For Relay UK, dial 18001, then 101.",
        "The key in your hand is yours.",
        "Get in touch. Push the door. Hit by a car? Ring 999.",
        "It costs ten pounds.",
        "Enter the 8 digits of your number.",
        "Oh dear. Press zero. Press star. Press hash.",
        "Do not touch two things at once, they are hot.".replace("two", "the"),
        "LGBT+ people, C# and 5*5.",
    ],
)
def test_plain_words_for_keys_are_well(words):
    assert not found("standard-key-words", end(words))


@pytest.mark.parametrize(
    ("language", "words", "count"),
    [
        ("pl", "Aby zakończyć, kliknij 1.", 1),
        ("pl", "Aby zakończyć, naciśnij krzyżyk.", 0),
        ("pl", "Naciśnij hasz.", 1),
        ("cy", "I orffen, gwthiwch 1.", 1),
        ("cy", "I orffen, pwyswch 1.", 0),
    ],
)
def test_words_for_keys_in_other_languages(language, words, count):
    assert len(found("standard-key-words", end_in(language, words))) == count


def test_how_a_number_is_spoken_is_no_word_for_a_key():
    assert not found("standard-key-words", menu("Ring 101.", line='  say_as: {"101": one oh one}\n'))


# ---- no-filler-no-hurry


@pytest.mark.parametrize(
    "words",
    [
        "Your call is important to us.",
        "Your call is very important.",
        "Please listen carefully.",
        "Your call may be recorded for training purposes.",
        "Our options have recently changed.",
        "The menu has changed.",
        "Did you know you can do this online?",
        "Thank you for holding. We value your patience.",
        "We are an award-winning council.",
        "For a faster service, use our app.",
        "We are experiencing high call volumes.",
        "We are currently experiencing unprecedented demand.",
        "Waiting times are significantly longer than usual.",
        "We operate a zero tolerance policy.",
        "Avoid unnecessary delays by answering the following questions quickly and correctly.",
        "Please answer quickly.",
        "Please be brief.",
        "Hurry.",
        "You have 5 seconds to choose.",
        "This is your last chance.",
        "Are you still there?",
        "Your call will be terminated.",
    ],
)
def test_filler_and_hurry_are_found(words):
    assert found("no-filler-no-hurry", end(words))


@pytest.mark.parametrize(
    "words",
    [
        "There is no rush. Take your time.",
        "We cannot respond immediately. An officer will answer as soon as they can.",
        "If you are in danger, ring 999 immediately.",
        "For a slower or quicker pace, press 7.",
        "A short message with only a first name.",
        "You have up to three minutes.",
        "It is important to stay safe.",
        "Things have changed. Nothing is important.",
    ],
)
def test_words_that_callers_need_are_well(words):
    assert not found("no-filler-no-hurry", end(words))


def test_a_website_is_promotion_only_before_the_first_choice():
    assert found("no-filler-no-hurry", menu("Visit our website. Hello."))
    options = "1: {for: bins, goto: web}"
    text = menu("Hello.").text.decode().replace("1: {for: bins, goto: bye}", options)
    later = text.replace("nodes:\n", "nodes:\n  web: {kind: end, prompt: 'For more, visit our website.'}\n")
    assert not found("no-filler-no-hurry", load_text(later.encode()))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("pl", "Państwa połączenie jest dla nas ważne."),
        ("pl", "Prosimy uważnie wysłuchać opcji."),
        ("cy", "Gwrandewch yn ofalus."),
        ("cy", "Mae eich galwad yn bwysig."),
    ],
)
def test_filler_in_other_languages(language, words):
    assert found("no-filler-no-hurry", end_in(language, words))


# ---- short-sentences


def long(flow):
    return [(f.level, f.message) for f in found("short-sentences", flow)]


def test_twenty_words_are_well_and_one_more_is_not():
    assert long(end("word " * 20)) == []
    assert long(end("word " * 10 + "stop. " + "word " * 19)) == []
    ((level, message),) = long(end("word " * 21))
    assert level is None
    assert "21 words" in message


def test_each_figure_of_a_number_counts():
    assert long(end("word " * 9 + "0300 790 6772.")) == []
    assert len(long(end("word " * 10 + "0300 790 6772."))) == 1


def test_a_long_option_is_advice_and_its_sentence_counts_with_its_key():
    label = "word " * 12
    assert long(menu(options=f"1: {{to: {label.strip()}, goto: bye}}")) == []
    assert [level for level, _ in long(menu(options=f"1: {{to: {label}more, goto: bye}}"))] == ["advice"]
    assert [level for level, _ in long(menu(options=f"1: {{to: {label * 2}, goto: bye}}"))] == [None]


def test_a_limit_of_the_files_own_holds():
    limits = "  limits: {short-sentences-words: {value: 30, why: Tested with callers.}}\n"
    assert long(menu("word " * 25))
    assert not long(menu("word " * 25, line=limits))


# ---- plain-words


def hard(words, **kwargs):
    return [f.message for f in found("plain-words", menu(words, **kwargs)) if f.level is None]


@pytest.mark.parametrize(
    "words",
    [
        "Prior to this.",
        "We will utilise it.",
        "Ask the ASB team.",
        "Ring the P.C.C. today.",
        "Ask two PCSOs.",
    ],
)
def test_words_of_offices_and_short_forms_are_found(words):
    assert len(hard(words)) == 1


@pytest.mark.parametrize(
    "words",
    [
        "For British Sign Language, use the BSL app.",
        "Ask the Police and Crime Commissioner, the PCC.",
        "The NHS, the UK, a GP, LGBT+ and LGBTQ people, COVID-19.",
        "Do NOT hang up. Press 1 NOW.",
        "PLEASE RING THE ASB TEAM",
        "Text REGISTER to 999.",
        "Is {caller} here?".replace("{caller}", "anybody"),
    ],
)
def test_words_that_are_explained_or_known_are_well(words):
    assert hard(words) == []


def test_a_short_form_that_is_spoken_in_words_is_well():
    assert hard("Ask the ASB team.", line="  say_as: {ASB: anti-social behaviour}\n") == []
    assert len(hard("Ask the ASB team.", line="  say_as: {ASB: A S B}\n")) == 1


def test_a_grade_is_advice_only_and_only_for_longer_texts():
    heavy = "Administrative considerations necessitate comprehensive organisational communication. " * 8
    (finding,) = found("plain-words", end(heavy))
    assert finding.level == "advice"
    assert grade(heavy) > 12 > 3 > grade("We can help you. Tell us what you want and we will ring you. " * 4)


@pytest.mark.parametrize("rule", ["plain-words", "one-idea"])
def test_finding_nothing_is_no_pass(rule):
    assert [f.node for f in found(rule, end("Goodbye."), "needs-a-person")] == ["bye"]


def test_a_node_with_a_problem_is_not_left_to_a_person_too():
    assert not found("plain-words", end("Prior to this."), "needs-a-person")
    assert [f.remedy for f in found("plain-words", end("Hereby, prior to this."))] == [
        "Say it in plain words.",
        "Say it in plain words: before.",
    ]


def test_capitals():
    assert list(acronyms("Is it U.K. or HMRC? {ABC} www.ASB.uk I am. JPG/PNG")) == ["UK", "HMRC"]
    assert not is_spelled_out("BSL", "The BSL app.")


# ---- one-idea


@pytest.mark.parametrize(
    "words",
    [
        "If you rent, choose this, unless you pay by card.",
        "If you can, ring, and if not, write.",
        "What is your name? Where do you live?",
        "Please leave your name and number.",
        "Leave your name & number.",
        "Key in your account number and date of birth.",
        "Please enter your date of birth and postcode.",
    ],
)
def test_several_ideas_at_once_are_found(words):
    assert found("one-idea", end(words))


@pytest.mark.parametrize(
    "words",
    [
        "If you rent, choose this. If you pay by card, ring us.",
        "Which days are safe?",
        "Please enter your account number, a number of 8 digits.",
        "Please leave your name. You do not have to give one.",
        "We have your name and address.",
    ],
)
def test_one_idea_at_a_time_is_well(words):
    assert not found("one-idea", end(words))


@pytest.mark.parametrize(
    ("label", "count"),
    [
        ("bins, trees and streets", 1),
        ("bins or trees", 0),
        ("Hitchin, Letchworth or Royston", 0),
        ("anywhere, or if you are not sure", 0),
        ("if you have had no letter, unless it is urgent", 1),
        ("rent", 0),
    ],
)
def test_an_option_of_several_things(label, count):
    assert len(found("one-idea", menu(options=f"1: {{for: {label!r}, goto: bye}}"))) == count
