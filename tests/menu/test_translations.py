"""The words of other languages: laid over their nodes, checked like the file's own, the rest falling back."""

from menu_texts import ENGLISH, POLISH, menu_file, places, problems_of, spoken_of

from ivr.call.speech import Words
from ivr.call.turn import NodeId, Turn
from ivr.call.verbs import Gather, Say
from ivr.menu import load_text
from ivr.walk.pages import Pages

LANGUAGES = f"{ENGLISH}, {POLISH}"
MAIN = """\
  main:
    kind: menu
    prompt: Hello.
    options:
      1: {to: go on, goto: number}
      2: {for: help, goto: bye}
    no_input: [First., Second.]
  number: {kind: ask, prompt: Number?, answer: number, accept: digits, entered: tell, otherwise: bye}
  tell: {kind: end, prompt: "You said {number}."}
"""


def file(translations: str, nodes: str = MAIN, languages: str = LANGUAGES, **rest) -> bytes:
    return menu_file(nodes, start="main", languages=languages, more=f"translations:\n{translations}", **rest)


FIRST = menu_file(MAIN, start="main", languages=LANGUAGES).decode().count("\n") + 2
"""The first row under `translations:`."""


def told(text: bytes) -> tuple[list[str], str]:
    problems = problems_of(text)
    return [place.replace(f"{FIRST + n}:", f"+{n}:", 1) for place in places(problems) for n in range(9) if place.startswith(f"{FIRST + n}:")], spoken_of(problems)  # fmt: skip


WORDS = """\
  pl:
    line: {notice: Uwaga., controller: My, phrases: {option_to: "Aby {words}, naciśnij {key}.", goodbye: Cześć.}}
    nodes:
      main:
        prompt: Dzień dobry.
        options: {1: iść dalej, 2: {words: pomoc, audio: pomoc.mp3}}
        no_input: [Raz., Dwa.]
"""


def spoken(
    flow, language: str, node: str = "main", event: str = "", attempt: int = 1
) -> list[tuple[str, str]]:
    (gather, *_) = Pages(flow).verbs(Turn(flow.version, language, "normal", NodeId(node), attempt, event))
    assert isinstance(gather, Gather)
    return [
        (verb.voice if isinstance(verb, Say) else "audio", "".join(p.text if isinstance(p, Words) else "" for p in verb.speech) if isinstance(verb, Say) else verb.url)
        for verb in gather.speaks
    ]  # fmt: skip


AMY, OLA = "Polly.Amy-Neural", "Polly.Ola-Neural"


def test_words_are_spoken_in_the_language_and_voice_of_the_call():
    flow = load_text(file(WORDS))
    assert spoken(flow, "pl") == [
        (OLA, "Dzień dobry."),
        (OLA, "Aby iść dalej,naciśnij 1."),
        ("audio", "pomoc.mp3"),
    ]
    assert spoken(flow, "en") == [(AMY, "Hello."), (AMY, "To go on,press 1."), (AMY, "For help,press 2.")]
    assert spoken(flow, "pl", event="no_input", attempt=3)[0] == (OLA, "Dwa.")


def test_what_is_not_translated_is_spoken_as_it_is_in_its_own_voice():
    flow = load_text(file("  pl: {nodes: {main: {prompt: Dzień dobry.}}}\n"))
    assert spoken(flow, "pl") == [
        (OLA, "Dzień dobry."),
        (AMY, "To go on,press 1."),
        (AMY, "For help,press 2."),
    ]
    assert spoken(flow, "pl", "number") == [(AMY, "Number?")]


def test_the_options_sentence_goes_with_the_language_of_its_words():
    flow = load_text(file(WORDS.replace("1: iść dalej, ", "")))
    assert spoken(flow, "pl")[1] == (AMY, "To go on,press 1.")


def test_the_line_says_its_own_phrases_in_the_language_of_the_call():
    flow = load_text(file(WORDS))
    assert flow.editions["pl"].own_phrases.goodbye.words == "Cześć."
    assert flow.editions["pl"].own_phrases.no_match == flow.line.phrases.no_match
    assert flow.editions["pl"].line.controller == "My"
    assert "Cześć." in Pages(flow).apology("pl", "goodbye").decode()
    assert "Thank you for calling." in Pages(flow).apology("cy", "goodbye").decode()


def test_a_line_without_translations_has_its_own_words_only():
    flow = load_text(menu_file(MAIN, start="main", languages=LANGUAGES))
    assert list(flow.editions) == ["en", "pl"]
    assert spoken(flow, "pl") == spoken(flow, "en")


def test_what_leads_where_is_never_translated():
    flow = load_text(file(WORDS))
    for language in flow.editions:
        ways = [(way.to, way.how) for way in flow.editions[language].nodes["main"].exits(flow.line)]
        assert ways == [
            ("number", "1"),
            ("bye", "2"),
            ("person", "silence"),
            ("person", "keys without meaning"),
        ]


def test_a_language_the_line_does_not_have():
    assert told(file("  pll: {}\n")) == (
        ["+0:3 unknown-language"],
        "“pll” is no language to translate into. Did you mean “pl”?",
    )
    assert told(file("  cy: {}\n"))[1].endswith("Add the language under line: languages: first.")
    assert told(file("  en: {}\n"))[1].endswith("The file itself is written in this language.")


def test_names_that_are_not_there():
    at, words = told(file("  pl:\n    nodes:\n      mian: {prompt: Hej.}\n"))
    assert at == ["+2:7 unknown-node"]
    assert words == "There is no node “mian” to translate. Did you mean “main”?"
    at, words = told(file("  pl:\n    nodes:\n      main: {promt: Hej.}\n"))
    assert at == ["+2:14 unknown-key"]
    assert words == "There is nothing to translate at “promt”. Did you mean “prompt”?"
    at, words = told(file("  pl:\n    nodes:\n      main: {options: {3: Hej}}\n"))
    assert at == ["+2:24 unknown-key"]
    assert "There are words to translate at: 1, 2." in words
    at, words = told(file("  pl:\n    nodes:\n      number: {options: {1: Hej}}\n"))
    assert at == ["+2:16 unknown-key"]
    at, words = told(file("  pl:\n    line: {name: Linia}\n"))
    assert at == ["+1:12 unknown-key"]
    at, words = told(file("  pl:\n    line: {phrases: {godbye: Cześć.}}\n"))
    assert at == ["+1:22 unknown-key"]
    assert "Did you mean “goodbye”?" in words
    at, words = told(file("  pl:\n    line: {phrases: {option_to: Naciśnij.}}\n"))
    assert at == ["+1:33 wrong-value"]
    assert "{words}" in words
    at, words = told(file("  pl:\n    nodez: {}\n"))
    assert at == ["+1:5 unknown-key"]


def test_what_is_no_group_of_names():
    assert told(file("  pl: Hej\n"))[0] == ["+0:7 wrong-value"]
    assert told(file("  pl: {nodes: [main]}\n"))[0] == ["+0:15 wrong-value"]
    assert told(file("  pl: {nodes: {main: Hej}}\n"))[0] == ["+0:22 wrong-value"]
    assert told(file("  pl: {nodes: {main: {options: Hej}}}\n"))[0] == ["+0:32 wrong-value"]
    assert told(file("  pl: {nodes: {main: {prompt: [Hej]}}}\n"))[0] == ["+0:31 wrong-value"]
    assert told(file("  pl: {nodes: {main: {prompt: ''}}}\n"))[0] == ["+0:31 missing-key"]
    assert told(file("  pl: {line: {notice: ''}}\n"))[0] == ["+0:23 missing-key"]
    assert told(file("  pl: {line: {controller: [We]}}\n"))[0] == ["+0:27 wrong-value"]
    assert told(file("  pl: {line: {say_as: UK}}\n"))[0] == ["+0:23 wrong-value"]
    assert told(file("  pl: {line: {say_as: {UK: ''}}}\n"))[0] == ["+0:23 wrong-value"]
    assert told(file("  pl:\n"))[0] == []


def test_placeholders_of_a_translation_are_checked_where_they_stand():
    at, words = told(file("  pl:\n    nodes:\n      main: {prompt: 'Hej {number}.'}\n"))
    assert at == ["+2:22 unasked-placeholder"]
    at, words = told(file("  pl:\n    nodes:\n      main: {options: {1: 'do {numbr}'}}\n"))
    assert at == ["+2:27 unknown-placeholder"]
    assert "Did you mean {number}?" in words
    assert told(file("  pl:\n    nodes:\n      tell: {prompt: 'To {number}.'}\n"))[0] == []


def test_a_fault_of_the_file_itself_is_told_once_in_however_many_languages():
    nodes = MAIN.replace("prompt: Hello.", "prompt: 'Hello {number}.'")
    assert places(problems_of(file("  pl: {nodes: {number: {prompt: Numer?}}}\n", nodes))) == [
        "6:13 unasked-placeholder"
    ]


def test_a_long_translation_is_told_where_it_stands():
    words = "słowo " * 501
    at, said = told(file(f"  pl:\n    nodes:\n      main: {{prompt: {words}}}\n"))
    assert at == ["+2:22 prompt-too-long"]
    assert "This is 3,005 characters when spoken; Polly.Ola-Neural speaks at most 3,000 at once." in said
    at, said = told(file(f"  pl:\n    line: {{notice: {words}}}\n"))
    assert at == ["+1:20 prompt-too-long"]


def test_a_placeholder_of_the_line_in_a_translated_phrase_is_checked():
    assert told(file("  pl: {line: {phrases: {goodbye: 'Cześć, {nobody}.'}}}\n"))[0] == [
        "+0:34 unknown-placeholder"
    ]
    assert told(file("  pl: {line: {notice: 'Uwaga {number}.'}}\n"))[0] == ["+0:23 unasked-placeholder"]


def test_the_problem_names_its_node_and_language():
    (problem,) = problems_of(file("  pl:\n    nodes:\n      main: {prompt: 'Hej {nobody}.'}\n"))
    assert (problem.node, problem.language) == ("main", "pl")


def test_an_option_keeps_its_sentence_in_every_language():
    words = "  pl:\n    line: {phrases: {option_to: 'To {words}: {key}', option_for: 'For {words}: {key}'}}\n"
    words += "    nodes: {main: {options: {1: iść, 2: pomoc}}}\n"
    assert spoken(load_text(file(words)), "pl")[1:] == [(OLA, "To iść: 1"), (OLA, "For pomoc: 2")]


def test_a_line_that_is_not_translated_is_told_once():
    nodes = MAIN.replace("prompt: Number?", "prompt: '{nobody}'")
    text = menu_file(
        nodes,
        start="main",
        languages=LANGUAGES,
        line="notice: '{nobody}'",
        more="translations: {pl: {nodes: {number: {prompt: Numer?}}}}\n",
    )
    assert [problem.rule for problem in problems_of(text)] == ["unknown-placeholder", "unknown-placeholder"]


def test_words_after_for_are_found_where_they_stand():
    nodes = MAIN.replace("for: help", "for: '{nobody}'")
    assert places(problems_of(file("  pl: {}\n", nodes))) == ["9:16 unknown-placeholder"]
