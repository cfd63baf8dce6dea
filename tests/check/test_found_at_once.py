"""What is done once, or not at all, so that linting takes little time, must not change what is found."""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest
import yaml

from ivr.call.turn import Turn
from ivr.check import words
from ivr.check.survey import survey_of
from ivr.check.survey.stepping import BASE
from ivr.check.texts import texts
from ivr.check.words.patterns import Patterns
from ivr.check.words.phrase_list import PhraseList
from ivr.menu import load_text
from ivr.menu.scene import Scene

CORPUS = Path(__file__).parent / "corpus"


def phrase_lists():
    for module in pkgutil.iter_modules(words.__path__):
        for name, value in vars(importlib.import_module(f"{words.__name__}.{module.name}")).items():
            if isinstance(value, PhraseList):
                yield pytest.param(value, id=f"{module.name}.{name}")


@pytest.fixture(scope="module")
def said():
    """Every text of the files here, as it is, in capitals, and with letters that have more than one small form."""
    menus = [
        yaml.load(file.read_bytes(), yaml.CSafeLoader)["menu"].encode()
        for file in sorted(CORPUS.glob("*.yaml"))
    ]
    plain = sorted({text.words for menu in menus for text in texts(load_text(menu))})[::3]
    odd = str.maketrans({"s": "ſ", "i": "İ", "k": "\u212a"})
    return [*plain, *(text.upper() for text in plain[::2]), *(text.translate(odd) for text in plain[1::2])]


@pytest.mark.parametrize("phrases", list(phrase_lists()))
def test_a_phrase_is_found_in_any_letters_as_by_the_whole_pattern(phrases, said):
    for language, known in phrases.by_language.items():
        if not known:
            continue
        whole = re.compile(
            rf"(?<![\w])(?:{'|'.join(f'(?:{each})' for each in known)})(?![\w])", re.IGNORECASE
        )
        for text in said:
            found = [match.span() for match, _ in phrases.found(text, language)]
            assert found == [match.span() for match in whole.finditer(" ".join(text.split()))], text


def test_a_phrase_is_found_with_a_letter_that_has_two_small_forms():
    phrases = PhraseList({"en": {"please": "nothing"}})
    assert [match[0] for match, _ in phrases.found("Oh PLEAſE, say it.", "en")] == ["PLEAſE"]


def test_a_phrase_that_tells_capitals_apart_is_found_so():
    phrases = PhraseList({"en": {"(?-i:Miss)": "nothing", "Sir": "nothing"}})
    assert [match[0] for match, _ in phrases.found("Miss the bus, sir, miss it.", "en")] == ["Miss", "sir"]


def test_a_phrase_keeps_what_a_capital_behind_a_backslash_means():
    phrases = PhraseList({"en": {r"A\Sb": "nothing"}})
    assert [match[0] for match, _ in phrases.found("a b a-B", "en")] == ["a-B"]


class Two(Patterns):
    """Two patterns."""

    one: re.Pattern[str]
    other: re.Pattern[str]


def test_patterns_are_compiled_when_they_are_asked_for():
    two = Two(one="a+", other="(")
    assert two.one.search("AA")
    assert two.one is two.one
    with pytest.raises(re.error):
        _ = two.other
    with pytest.raises(AttributeError):
        _ = two.third


@pytest.mark.parametrize("given", [{"one": "a"}, {"one": "a", "other": "b", "third": "c"}])
def test_patterns_are_those_that_are_declared(given):
    with pytest.raises(TypeError):
        Two(**given)


def test_every_page_is_what_the_node_plays():
    case = yaml.load((CORPUS / "good-bilingual-council.yaml").read_bytes(), yaml.CSafeLoader)
    flow = load_text(case["menu"].encode())
    shared = 0
    for language, edition in flow.editions.items():
        options = {}
        for name, visit in survey_of(flow).visits(language).items():
            for (attempt, event), page in visit.pages.items():
                turn = Turn(flow.version, language, "normal", name, attempt, event)
                assert page == edition.nodes[name].plays(Scene(turn, edition, BASE))
                for verb in getattr(page[0], "speaks", ()):
                    shared += options.setdefault((name, verb), verb) is verb
    assert shared
