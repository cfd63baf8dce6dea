"""The two rules about words, phrase by phrase."""

import pytest
from rule_examples import flow_of

from ivr.check.catalogue import all_rules
from ivr.check.key_phrases import LANGUAGES, key_phrases
from ivr.check.lint import lint, verdicts_of
from ivr.check.opening_words import MOST_OPENINGS, opening_words
from ivr.menu import load_text

LINE = """\
line:
  name: Night line
  start: welcome
  languages:
    en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}
    pl: {name: Polski, voice: Polly.Ola-Neural, locale: pl-PL}
    sv: {name: Svenska, voice: Polly.Elin-Neural, locale: sv-SE}
"""


def said(words, rule="option-before-key"):
    """Whether a prompt of these words breaks a rule."""
    flow = flow_of(f"nodes:\n  hello:\n    kind: end\n    prompt: {words!r}\n")
    return any(problem.rule == rule for problem in lint(flow))


@pytest.mark.parametrize(
    "words",
    [
        "Press 1 for bins.",
        "press one to go on",
        "Please press the star key to go back.",
        "Or press 0.",
        "For bins, press 3, or press 4.",
        "Press hash for a person.",
        "You can press 9 if you want to hear it again.",
        "Hello! Push 2 for trees; press 3 for bins.",
        "To go on, press 1 for yes.",
        "Select 1 for bins.",
        "Then press 4.",
    ],
)
def test_a_key_before_its_words_is_found(words):
    assert said(words)


@pytest.mark.parametrize(
    "words",
    [
        "For bins, press 3.",
        "For bins, press 3, for trees, press 4.",
        "For bins press 3 for trees press 4",
        "To hear this again, press 9. To go back, press star. For a person, press 0.",
        "Enter the number. Then press hash.",
        "There is no rush. Press hash when you finish.",
        "When the recorded message asks, press 5, 5.",
        "Press 55 for the police on a 999 call from a mobile.",
        "Choose one of these.",
        "Ring 999 for an ambulance.",
        "Pressing 5 does nothing for you here.",
        "We express 1 thought.",
        "The express 4 to London.",
        "If that is not right, press star.",
    ],
)
def test_words_before_their_key_are_well(words):
    assert not said(words)


def test_the_phrase_that_makes_options_is_looked_at():
    text = LINE.replace("languages:", 'phrases: {option_to: "Press {key} to {words}."}\n  languages:')
    flow = load_text(
        f"{text}nodes:\n  welcome:\n    kind: menu\n    prompt: Hi.\n    options:\n"
        "      1: {to: go on, goto: back}\n    otherwise: back\n".encode()
    )
    found = {(p.line, p.node) for p in lint(flow) if p.rule == "option-before-key"}
    assert found == {(4, None), (14, "welcome")}


@pytest.mark.parametrize(
    ("field", "line"),
    [
        ("reprompt: Press 1 to go on.", 1),
        ("also: Press 1 to go on.", 1),
        ("no_match: Press 1 to go on.", 1),
        ("no_input: [Take your time., Press 1 to go on.]", 1),
        ("no_input:\n      - Take your time.\n      - Press 1 to go on.", 3),
    ],
)
def test_every_text_of_a_node_is_looked_at(field, line):
    head = f"{LINE}nodes:\n  welcome:\n    kind: menu\n    prompt: Hi.\n    {field}\n"
    flow = load_text(
        f"{head}    options:\n      1: {{to: go on, goto: back}}\n    otherwise: back\n".encode()
    )
    (problem,) = [p for p in lint(flow) if p.rule == "option-before-key"]
    assert problem.line == 12 + line - 1


def test_a_translation_is_looked_at_in_its_own_words_and_place():
    flow = load_text(
        f"{LINE}nodes:\n  welcome: {{kind: end, prompt: Hello.}}\n"
        "translations:\n  pl:\n    nodes:\n      welcome:\n        prompt: Naciśnij 1, aby zostawić wiadomość.\n"
        "  sv:\n    nodes:\n      welcome:\n        prompt: Hej.\n".encode()
    )
    found = {v.outcome: v.problem for v in verdicts_of(all_rules()["option-before-key"], flow)}
    assert {(outcome, one.language, one.node) for outcome, one in found.items()} == {
        ("needs-a-person", "sv", None),
        ("problem", "pl", "welcome"),
    }
    assert (found["problem"].line, found["problem"].column) == (14, 17)


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_every_language_knows_a_good_and_a_bad_sentence(language):
    bad, good = {
        "en": ("Press 1 for bins.", "For bins, press 1."),
        "cy": ("Pwyswch 1 i fynd ymlaen.", "I fynd ymlaen, pwyswch 1."),
        "pl": ("Naciśnij 1, aby iść dalej.", "Aby iść dalej, naciśnij 1."),
    }[language]
    text = "line:\n  name: A\n  start: a\n  languages:\n    {}: {{name: X, voice: Polly.Amy-Neural, locale: en-GB}}\n"
    for words, count in ((bad, 1), (good, 0)):
        flow = load_text(f"{text.format(language)}nodes: {{a: {{kind: end, prompt: {words!r}}}}}\n".encode())
        assert len([p for p in lint(flow) if p.rule == "option-before-key"]) == count, words


def test_a_key_phrase_knows_its_place():
    text = "Hello. For bins, press 3. For bins, press the star key."
    phrases = list(key_phrases(text, LANGUAGES["en"]))
    assert [(p.key, text[p.start : p.start + 5]) for p in phrases] == [("3", "press"), ("star", "press")]


def opening(words, kind="kind: police", more=""):
    text = LINE.replace("  start:", f"  {kind}\n  start:")
    return load_text(f"{text}nodes:\n  welcome: {{kind: end, prompt: {words!r}}}\n{more}".encode())


def emergency(flow):
    return [(v.outcome, v.problem.language) for v in verdicts_of(all_rules()["emergency-first"], flow)]


@pytest.mark.parametrize("words", ["In danger, ring 999.", "Ring nine nine nine in danger.", "Ring 112."])
def test_an_emergency_number_at_the_start_is_well(words):
    assert emergency(opening(words)) == [("pass", None)]


@pytest.mark.parametrize(
    "words", ["Hello.", "word " * 30 + "999", "To go on, press 1. In danger, ring 999.", "Ring 9990."]
)
def test_a_missing_or_late_emergency_number_is_found_in_every_language(words):
    found = emergency(opening(words))
    assert found == [("problem", language) for language in ("en", "pl", "sv")]


def test_thirty_words_are_not_too_many():
    assert emergency(opening("word " * 29 + "999")) == [("pass", None)]


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        ("kind: health", "problem"),
        ("kind: fire", "problem"),
        ("kind: domestic-abuse", "problem"),
        ("kind: other", "does-not-apply"),
        ("kind: other\n  emergency_relevant: yes", "problem"),
        ("kind: police\n  emergency_relevant: no", "does-not-apply"),
    ],
)
def test_a_line_that_people_in_danger_may_ring_has_to_say_it(kind, outcome):
    assert {found for found, _ in emergency(opening("Hello.", kind))} == {outcome}


def test_a_translation_without_the_number_is_found():
    more = "translations:\n  pl:\n    nodes:\n      welcome: {prompt: Witamy.}\n"
    flow = opening("In danger, ring 999.", more=more)
    (problem,) = [p for p in lint(flow) if p.rule == "emergency-first"]
    assert (problem.language, problem.line) == ("pl", 14)


@pytest.mark.parametrize("speaking", ["", "a", "ab"])
def test_many_junctions_before_the_first_words_take_no_time(speaking):
    """Two ways each: forty of them make a million millions of ways."""
    text = LINE.replace("  start: welcome", "  kind: police\n  start: j0") + "nodes:\n"
    for n in range(40):
        one, other = (f"{way}{n}" if way in speaking else f"j{n + 1}" for way in "ab")
        text += f"  j{n}: {{kind: branch, on: ready, when: {{'yes': {one}}}, otherwise: {other}}}\n"
        text += "".join(f"  {way}{n}: {{kind: say, prompt: {way}., goto: j{n + 1}}}\n" for way in speaking)
    flow = load_text(f"{text}  j40: {{kind: end, prompt: Goodbye.}}\n".encode())
    assert {found for found, _ in emergency(flow)} == {"problem"}
    assert len(list(opening_words(flow.editions["en"]))) <= MOST_OPENINGS


def test_the_first_words_go_on_over_nodes_that_only_speak_and_over_junctions():
    text = LINE.replace("  start: welcome", "  kind: police\n  start: open")
    nodes = """nodes:
  open: {kind: hours, open: {monday: 09:00-17:00}, when_open: day, when_closed: night}
  day: {kind: say, prompt: Good day., goto: danger}
  night: {kind: say, prompt: Good night., goto: bye}
  danger: {kind: say, prompt: "In danger, ring 999.", goto: bye}
  bye: {kind: end, prompt: Goodbye.}
"""
    found = [p for p in lint(load_text(f"{text}{nodes}".encode())) if p.rule == "emergency-first"]
    assert {p.node for p in found} == {"night"}
