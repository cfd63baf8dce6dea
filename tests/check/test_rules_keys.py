"""The rules about keys: what they must find, and what they must leave alone."""

import pytest
from saying import LANGUAGES, end, found, menu, whole

from ivr.check.catalogue import all_rules
from ivr.menu import load, load_text

RULES = ("keys-do-everything", "same-key-same-meaning", "repeat-key", "back-key", "simple-input")


def levels(rule, flow):
    return [finding.level or all_rules()[rule].level for finding in found(rule, flow)]


def translated(words, language):
    """A menu in English and in another language, which says only these words of its own."""
    return load_text(
        (
            "line:\n  name: A\n  start: main\n  person: person\n"
            f"  languages:\n    en: {LANGUAGES['en']}\n    {language}: {LANGUAGES[language]}\n"
            "nodes:\n  main:\n    kind: menu\n    prompt: Hello.\n    options: {1: {for: bins, goto: bye}}\n"
            "    also: To hear this again, press 9. For a person, press 0.\n"
            "  bye: {kind: end, prompt: Goodbye.}\n"
            "  person: {kind: transfer, number: person, prompt: Wait., unavailable: Ring 101.}\n"
            f"translations: {{{language}: {{nodes: {{main: {{also: {words!r}}}}}}}}}\n"
        ).encode()
    )


def nodes(text, line=""):
    """A flow of these nodes, begun at `main`."""
    head = f"line:\n  name: A\n  start: main\n{line}  languages: {{en: {LANGUAGES['en']}}}\nnodes:\n"
    return load_text((head + text).encode())


# ---- keys-do-everything -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "Is that right? Please say yes or no.",
        "Tell me why you are calling.",
        "In a few words, tell us what you need.",
        "Just say “agent” at any time.",
        "To reach an agent say 'agent'.",
        "You can say things like bins.",
        "After the tone, please state your name.",
        "Now speak your account number.",
    ],
)
def test_being_asked_to_speak_is_found(words):
    (finding,) = found("keys-do-everything", menu(words))
    assert finding.path == ("nodes", "main", "prompt")


@pytest.mark.parametrize(
    "words",
    [
        "You do not need to speak. You can use the keypad.",
        "I will say the choices again.",
        "You can say nothing at all.",
        "They will not say who they are.",
        "You do not have to say who you are.",
        "People say that it helps.",
        "Somebody will speak to you, and tell you more.",
        "To say that it is right, press 1.",
        "Press or say your choice.",
    ],
)
def test_other_words_about_speaking_are_left_alone(words):
    assert found("keys-do-everything", menu(words)) == []


def test_the_words_of_an_option_ask_nobody_to_speak():
    assert found("keys-do-everything", menu(options="1: {to: say yes, goto: bye}")) == []
    assert found("keys-do-everything", menu(options="1: {to: speak a message after a beep, goto: bye}")) == []


RECORD = "{{kind: record, {collects}prompt: Please say your name., longest: 1 minute, silence: 10 seconds, recorded: bye, empty: {empty}}}\n"


def test_words_before_a_beep_may_ask_for_speech():
    text = "  main: {kind: say, prompt: Please say your name after the beep., goto: name}\n"
    text += "  name: " + RECORD.format(collects="", empty="bye") + "  bye: {kind: end, prompt: Goodbye.}\n"
    assert found("keys-do-everything", nodes(text)) == []


@pytest.mark.parametrize(
    ("collects", "empty", "count"),
    [
        ("collects: reference, ", "main", 1),
        ("collects: reference, ", "again", 1),
        ("collects: reference, ", "bye", 0),
        ("collects: reference, ", "keypad", 0),
        ("", "main", 0),
    ],
)
def test_a_detail_can_be_left_out_or_keyed_in(collects, empty, count):
    text = "  main: " + RECORD.format(collects=collects, empty=empty)
    text += "  again: {kind: say, prompt: Once more., goto: main}\n"
    text += "  keypad: {kind: ask, prompt: The number?, answer: card, accept: digits, entered: bye, otherwise: bye}\n"
    text += "  bye: {kind: end, prompt: Goodbye.}\n"
    findings = found("keys-do-everything", nodes(text))
    assert [finding.path for finding in findings] == [("nodes", "main", "empty")] * count


@pytest.mark.parametrize(
    ("language", "words", "count"),
    [
        ("pl", "Proszę powiedzieć tak lub nie.", 1),
        ("pl", "Nie musisz mówić.", 0),
        ("cy", "Dywedwch ie neu na.", 1),
        ("cy", "Nid oes rhaid siarad.", 0),
    ],
)
def test_translations_that_ask_for_speech(language, words, count):
    findings = found("keys-do-everything", translated(words, language))
    assert [finding.language for finding in findings] == [language] * count


# ---- same-key-same-meaning --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "To hear this again, press star.",
        "To go back, press 9.",
        "To speak to a person, press hash.",
        "For opening hours, press 7.",
        "To leave feedback, press 5.",
        "To delete it, press hash.",
        "Press 9 to hang up if you are through.",
        "To pay a bill, press 0.",
        "If you are in danger, press 9.",
        "To repeat, press 9, and to start over, press the star key.",
    ],
)
def test_another_meaning_of_a_key_is_found(words):
    (finding,) = found("same-key-same-meaning", menu(also=words))
    assert finding.path == ("nodes", "main", "also")


@pytest.mark.parametrize(
    "words",
    [
        "To hear this again, press 9. To go back, press star. For a person, press 0.",
        "If that is not right, press star.",
        "To change an answer, press star.",
        "To go back and hear that again, press star.",
        "For emergency help at any time, press 5. For a slower or quicker pace, press 7.",
        "Then press hash.",
        "When you finish, press hash.",
        "To skip this, press hash.",
        "If you cannot speak, ring 999 and press 55 when you are asked.",
        "Do not press 5 to leave feedback.",
        "Their line says “To go back, press 9.”",
        "Missed something? Press 9.",
        "For bins, press 1.",
    ],
)
def test_the_usual_meaning_of_a_key_is_left_alone(words):
    assert found("same-key-same-meaning", menu(also=words)) == []


def test_what_was_meant_is_told():
    (finding,) = found("same-key-same-meaning", menu(also="To hear this again, press star."))
    assert "goes back one step" in finding.message
    assert "press 9" in finding.remedy


@pytest.mark.parametrize(
    ("option", "count"),
    [
        ("2: {to: hear these choices again, goto: main}", 1),
        ("2: {to: go back, goto: back}", 1),
        ("2: {to: keep it, goto: back}", 0),
        ("2: {for: the start, goto: main}", 0),
        ("2: {to: hear about bins again, goto: bye}", 0),
        ("2: {to: speak to a person, goto: person}", 0),
    ],
)
def test_an_option_that_is_another_9_or_star_is_found(option, count):
    flow = menu(options=f"1: {{for: bins, goto: bye}}\n      {option}")
    findings = found("same-key-same-meaning", flow)
    assert [finding.path[:4] for finding in findings] == [("nodes", "main", "options", "2")] * count


@pytest.mark.parametrize(
    ("language", "words", "count"),
    [
        ("pl", "Aby wrócić, naciśnij 9.", 1),
        ("pl", "Aby usłyszeć to ponownie, naciśnij 9. Aby wrócić, naciśnij gwiazdkę.", 0),
        ("cy", "I fynd yn ôl, pwyswch 9.", 1),
        ("cy", "I glywed hyn eto, pwyswch 9. I fynd yn ôl, pwyswch seren.", 0),
    ],
)
def test_a_key_keeps_its_meaning_in_every_language(language, words, count):
    findings = found("same-key-same-meaning", translated(words, language))
    assert [(f.language, f.path[:2]) for f in findings] == [(language, ("translations", language))] * count


def test_the_phrases_of_the_line_are_looked_at():
    flow = menu(line="  phrases: {no_entry: 'To start again, press star.'}\n")
    (finding,) = found("same-key-same-meaning", flow)
    assert finding.path[:2] == ("line", "phrases")


# ---- repeat-key -------------------------------------------------------------------------------------------


def test_a_first_menu_without_9_is_an_error():
    (finding,) = found("repeat-key", menu(also="For a person, press 0."))
    assert (finding.path, finding.language, finding.level) == (("nodes", "main", "prompt"), "en", None)


def test_a_9_with_another_meaning_does_not_count():
    assert levels("repeat-key", menu(also="To go back, press 9.")) == ["error"]


def test_9_may_be_told_before_the_first_menu_or_in_an_ask():
    text = "  main: {kind: say, prompt: 'To hear anything again, press 9.', goto: number}\n"
    text += "  number: {kind: ask, prompt: The number?, answer: card, accept: digits, entered: bye, otherwise: bye}\n"
    text += "  bye: {kind: end, prompt: Goodbye.}\n"
    assert found("repeat-key", nodes(text)) == []
    assert levels("repeat-key", nodes(text.replace("press 9", "ring again"))) == ["error"]


def test_the_lines_own_first_menu_counts():
    text = "  main: {kind: menu, prompt: Hello., options: {1: {to: go on, goto: next}}}\n"
    text += "  next: {kind: menu, prompt: 'To hear this again, press 9.', options: {1: {to: go on, goto: main}}}\n"
    person = "  person: main\n"
    assert levels("repeat-key", nodes(text, person)) == ["error"]
    assert found("repeat-key", nodes(text, person + "  first_menu: next\n")) == []


@pytest.mark.parametrize(
    ("language", "words", "languages"),
    [
        ("pl", "Aby usłyszeć to ponownie, naciśnij 9.", []),
        ("pl", "Witamy.", ["pl"]),
        ("cy", "I glywed hyn eto, pwyswch 9.", []),
        ("cy", "Croeso.", ["cy"]),
    ],
)
def test_every_language_tells_of_9(language, words, languages):
    assert [finding.language for finding in found("repeat-key", translated(words, language))] == languages


@pytest.mark.parametrize(
    "rule", ["repeat-key", "simple-input", "same-key-same-meaning", "keys-do-everything"]
)
def test_an_unknown_language_is_left_to_a_person(rule):
    flow = translated("Tryck på något.", "sv")
    assert found(rule, flow) == []
    assert {finding.language for finding in found(rule, flow, "needs-a-person")} == {"sv"}


@pytest.mark.parametrize("rule", ["repeat-key", "back-key"])
def test_a_line_that_asks_for_no_key_is_not_meant(rule):
    (finding,) = found(rule, end("Goodbye."), "does-not-apply")
    assert finding.path == ("line",)


# ---- back-key ---------------------------------------------------------------------------------------------

DEEP = """\
  main: {{kind: menu, prompt: Hello. {first}, options: {{1: {{to: go on, goto: next}}, 2: {{to: jump, goto: last}}}}}}
  next: {{kind: menu, {role}prompt: Next. {second}, options: {{1: {{to: go on, goto: last}}}}}}
  last: {{kind: menu, {role}prompt: Last., options: {{1: {{to: stop, goto: bye}}}}}}
  bye: {{kind: end, prompt: Goodbye.}}
"""


def deep(first="", second="", role=""):
    return nodes(DEEP.format(first=first, second=second, role=role), "  person: bye\n")


def test_later_menus_whose_callers_were_never_told_of_star_are_one_problem():
    (finding,) = found("back-key", deep())
    assert finding.path == ("nodes", "next", "prompt")
    assert "“next”, “last”" in finding.message
    assert levels("back-key", deep()) == ["warning"]


def test_star_told_on_every_way_is_enough():
    assert found("back-key", deep(first="To go back press star.")) == []


def test_star_told_on_one_way_only_is_not():
    (finding,) = found("back-key", deep(second="To go back press star."))
    assert "“last”" in finding.message
    assert "“next”" not in finding.message


def test_reviews_and_the_first_menu_need_no_star():
    assert found("back-key", deep(role="role: review, ")) == []
    assert found("back-key", menu()) == []


def test_words_before_the_first_menu_do_not_make_it_a_later_one():
    text = "  main: {kind: say, prompt: Hello., goto: first}\n"
    text += "  first: {kind: menu, prompt: What?, options: {1: {to: stop, goto: bye}}}\n"
    text += "  bye: {kind: end, prompt: Goodbye.}\n"
    assert found("back-key", nodes(text, "  person: bye\n")) == []


def test_after_a_message_is_sent_there_is_nothing_to_go_back_to():
    text = "  main: {kind: menu, prompt: Hello., options: {1: {to: agree, goto: send, consent: true}}}\n"
    text += "  send: {kind: send, goto: sent}\n"
    text += "  sent: {kind: menu, prompt: It is sent., options: {1: {to: stop, goto: bye}}}\n"
    text += "  bye: {kind: end, prompt: Goodbye.}\n"
    assert found("back-key", nodes(text, "  person: bye\n")) == []


# ---- simple-input -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "For bins, press 12.",
        "For trees, enter 21.",
        "For parking, press star, then 4.",
        "For parking, press star 4.",
        "To stop, press 1 and then 2.",
        "To stop, press 1 twice.",
        "To stop, press and hold 1.",
        "Press or say 1.",
        "For bins, press 1 or say bins.",
        "Say bins or press 1.",
        "Say your number, or enter it on the keypad, or press hash.",
    ],
)
def test_more_than_one_press_or_a_choice_of_ways_is_found(words):
    assert levels("simple-input", menu(words)) == ["warning"]


@pytest.mark.parametrize(
    "words",
    [
        "For bins, press 1.",
        "Ring 999 from a mobile and press 55 when you are asked.",
        "On a 999 call, press 5 twice.",
        "Enter 10 or 11 digits, starting with zero. Then press hash.",
        "Please enter the 16 digits on your card.",
        "Press 9 or wait.",
        "Dial 101.",
        "Say as much or as little as you like.",
    ],
)
def test_one_press_is_left_alone(words):
    assert found("simple-input", menu(words)) == []


AGAIN, BACK, PERSON = "To hear this again, press 9.", "To go back, press star.", "For a person, press 0."
HELP, PACE = "For emergency help, press 5.", "For a slower pace, press 7."


@pytest.mark.parametrize(
    ("words", "count"),
    [((AGAIN, BACK, PERSON), 0), ((AGAIN, BACK, PERSON, HELP), 1), ((HELP, PACE, AGAIN), 0)],
)
def test_a_first_menu_tells_three_extra_keys_at_most(words, count):
    assert len(found("simple-input", menu(also=" ".join(words)))) == count


@pytest.mark.parametrize(
    ("words", "options", "count"),
    [
        ((AGAIN, BACK, PERSON), 2, 0),
        ((AGAIN, BACK, PERSON), 3, 1),
        ((AGAIN, BACK), 4, 0),
        ((AGAIN, BACK, HELP), 2, 1),
        ((HELP, PACE), 3, 0),
    ],
)
def test_a_later_menu_tells_two(words, options, count):
    choices = ", ".join(f"{key}: {{for: choice {key}, goto: bye}}" for key in range(1, options + 1))
    text = "  main: {kind: menu, prompt: Hello., options: {1: {to: go on, goto: next}}}\n"
    text += f"  next: {{kind: menu, prompt: Next., options: {{{choices}}}, also: {' '.join(words)!r}}}\n"
    text += "  bye: {kind: end, prompt: Goodbye.}\n"
    findings = found("simple-input", nodes(text, "  person: bye\n"))
    assert [finding.path for finding in findings] == [("nodes", "next", "also")] * count
    review = text.replace("next: {kind: menu", "next: {kind: menu, role: review")
    assert found("simple-input", nodes(review, "  person: bye\n")) == []


def test_words_that_a_key_does_nothing_recite_it_in_no_language():
    text = "  main: {kind: menu, prompt: Hello., options: {1: {to: go on, goto: next}}}\n"
    text += f"  next: {{kind: menu, prompt: Next., options: {{1: {{for: bins, goto: main}}}}, also: '{AGAIN} {BACK}'}}\n"
    welsh = (
        "  cy:\n    line: {phrases: {emergency: Nid yw pwyso 5 ar y llinell hon yn galw neb.}}\n"
        "    nodes: {next: {also: 'I glywed hyn eto, pwyswch 9. I fynd yn ôl, pwyswch seren.'}}\n"
    )
    assert found("simple-input", whole(text, ("en", "cy"), translations=welsh)) == []


def test_words_after_silence_are_counted_too_and_the_limit_can_be_changed():
    recited = " ".join((AGAIN, BACK, PERSON, HELP))
    text = f"  main: {{kind: menu, prompt: Hello., no_input: {recited!r}, options: {{1: {{for: bins, goto: bye}}}}}}\n"
    text += "  bye: {kind: end, prompt: Goodbye.}\n"
    (finding,) = found("simple-input", nodes(text, "  person: bye\n"))
    assert "4 extra keys" in finding.message
    assert "3 are the most" in finding.message
    changed = "  person: bye\n  limits: {simple-input-reserved: {value: 4, why: Tested with callers.}}\n"
    assert found("simple-input", nodes(text, changed)) == []


@pytest.mark.parametrize(
    ("language", "words", "count"),
    [
        ("pl", "Aby zakończyć, naciśnij 12.", 1),
        ("pl", "Naciśnij 1 lub powiedz tak.", 1),
        ("pl", "Aby usłyszeć to ponownie, naciśnij 9.", 0),
        ("cy", "I orffen, pwyswch 12.", 1),
        ("cy", "Pwyswch 1 neu dywedwch ie.", 1),
        ("cy", "I glywed hyn eto, pwyswch 9.", 0),
    ],
)
def test_translations_that_ask_for_more_than_a_press(language, words, count):
    findings = found("simple-input", translated(words, language))
    assert [finding.language for finding in findings] == [language] * count


# ---- The shipped menu -------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", RULES)
def test_the_shipped_menu_has_no_error_and_no_warning(rule, request):
    shipped = load(request.config.rootpath / "menus.yaml")
    assert [level for level in levels(rule, shipped) if level != "advice"] == []
