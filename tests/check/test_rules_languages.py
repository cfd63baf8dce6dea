"""The rules about languages: what one has and another lacks, and how one comes to them."""

import pytest
from saying import found, whole

NODES = """\
  main:
    kind: menu
    prompt: In danger, ring 999.
    options:
      1: {to: go on, goto: bye}
    also: To hear this again, press 9.
    no_input: [Take your time., We are here.]
    otherwise: bye
  bye: {kind: end, prompt: Goodbye.}
"""
POLISH = {
    "prompt": "W niebezpieczeństwie zadzwoń pod 999.",
    "options": "{1: iść dalej}",
    "also": "Aby usłyszeć to ponownie, naciśnij 9.",
    "no_input": "[Nie ma pośpiechu., Jesteśmy tutaj.]",
}


def polish(nodes=NODES, line="", head="", bye="Do widzenia.", **changes):
    main = {key: value for key, value in {**POLISH, **changes}.items() if value}
    told = "".join(f"      {key}: {value}\n" for key, value in main.items())
    told = f"  pl:\n{line}    main:\n{told}" + (f"    bye: {{prompt: {bye}}}\n" if bye else "")
    return whole(nodes, ("en", "pl"), head, told)


def unequal(flow, outcome="problem"):
    return [finding.message for finding in found("languages-equal", flow, outcome)]


# ---- languages-equal


def test_a_whole_translation_is_well():
    flow = polish()
    assert unequal(flow) == []
    assert unequal(flow, "needs-a-person") == []


@pytest.mark.parametrize(
    ("without", "told"),
    [
        ("prompt", "prompt"),
        ("options", "option 1"),
        ("also", "also"),
        ("no_input", "2 texts are not translated into “pl” here: `no_input` (1), `no_input` (2)."),
    ],
)
def test_a_text_that_is_not_translated_is_found(without, told):
    (message,) = unequal(polish(**{without: ""}))
    assert told in message


def test_a_list_with_too_few_parts_is_found():
    (message,) = unequal(polish(no_input="[Nie ma pośpiechu.]"))
    assert "`no_input` (2)" in message


def test_a_node_that_is_not_translated_is_found_at_the_node():
    (finding,) = found("languages-equal", polish(bye=""))
    assert finding.path == ("nodes", "bye")
    assert finding.language == "pl"


def test_a_language_without_any_translation_is_one_finding():
    (message,) = unequal(whole(NODES, ("en", "pl")))
    assert message.startswith("Nothing is translated")


def test_one_language_alone_is_not_what_this_is_about():
    flow = whole(NODES)
    for rule in ("languages-equal", "language-offered-in-itself"):
        assert len(found(rule, flow, "does-not-apply")) == 1
        assert not found(rule, flow)


@pytest.mark.parametrize(
    ("prompt", "count"),
    [
        ("W niebezpieczeństwie zadzwoń pod 112.", 1),
        ("W niebezpieczeństwie zadzwoń na policję.", 1),
        ("W niebezpieczeństwie zadzwoń pod dziewięć dziewięć dziewięć.", 0),
        ("O 17 w niebezpieczeństwie zadzwoń pod 999.", 0),
    ],
)
def test_numbers_have_to_be_the_same(prompt, count):
    assert len(unequal(polish(prompt=prompt))) == count


def test_another_key_is_a_problem_and_none_is_for_a_person():
    assert len(unequal(polish(also="Aby usłyszeć to ponownie, naciśnij 8."))) == 1
    flow = polish(also="Można posłuchać ponownie.")
    assert unequal(flow) == []
    assert len(unequal(flow, "needs-a-person")) == 1
    assert unequal(polish(also="Aby usłyszeć to ponownie, naciśnij dziewięć.")) == []


@pytest.mark.parametrize(("bye", "count"), [("Jeden. Dwa. Trzy.", 1), ("Jeden. Dwa.", 0)])
def test_far_more_sentences_are_for_a_person(bye, count):
    assert len(unequal(polish(bye=bye), "needs-a-person")) == count


def test_a_placeholder_that_is_lost_is_found():
    head = "  services: {a: {name: The team, number: 0300 790 6772}}\n"
    nodes = NODES.replace("Goodbye.", "'Ring {a}, {a.number}.'")
    assert unequal(polish(nodes, head=head, bye="'Zadzwoń, {a}, {a.number}.'")) == []
    (message,) = unequal(polish(nodes, head=head, bye="'Zadzwoń, {a}.'"))
    assert "lacks {a.number}" in message


def test_what_a_demonstration_says_first_is_a_text_too():
    head = "  notice: This is a demonstration.\n"
    (message,) = unequal(polish(head=head))
    assert "`notice`" in message
    assert unequal(polish(head=head, line="    line: {notice: To jest demonstracja.}\n")) == []


def test_a_text_with_a_language_of_its_own_needs_no_translation():
    nodes = NODES.replace("Goodbye.", "{words: Hwyl., language: cy}")
    told = "".join(f"      {key}: {value}\n" for key, value in POLISH.items())
    assert (
        unequal(whole(nodes, ("en", "pl", "cy"), "", f"  pl:\n    main:\n{told}  cy:\n    main:\n{told}"))
        == []
    )


# ---- language-offered-in-itself

OFFER = """\
  main:
    kind: menu
    prompt: {prompt}
    options:
      1: {{{words}, goto: bye, language: pl}}
    otherwise: bye
  bye: {{kind: end, prompt: Goodbye.}}
"""
PHRASES = '  pl:\n    line: {phrases: {option_to: "Aby {words}, naciśnij {key}.", option_for: "Dla {words}: {key}."}}\n'
OWN = "to: {words: mówić po polsku, language: pl}"


def offered(words=OWN, prompt="Hello.", languages=("en", "pl"), translations=PHRASES, outcome="problem"):
    flow = whole(OFFER.format(words=words, prompt=prompt), languages, "", translations)
    return [(f.level, f.message) for f in found("language-offered-in-itself", flow, outcome)]


def test_an_offer_in_its_own_language_is_well():
    assert offered() == []
    assert offered(outcome="needs-a-person") == []


@pytest.mark.parametrize(
    ("words", "translations", "told"),
    [
        ("for: Polish", PHRASES, "the voice of “en” reads it"),
        ("to: {words: mówić po polsku, language: cy}", PHRASES, "the voice of “cy”"),
        ("for: {words: Polish, language: pl}", PHRASES, "by its English name"),
        (OWN, "", "The words around “mówić po polsku” are those of “en”"),
    ],
)
def test_an_offer_in_other_words_is_found(words, translations, told):
    messages = [
        message for _, message in offered(words, languages=("en", "pl", "cy"), translations=translations)
    ]
    assert any(told in message for message in messages)


def test_a_language_that_nobody_offers_is_found():
    messages = offered(languages=("en", "pl", "cy"))
    assert messages == [(None, "No option offers “cy”, so no caller can choose it.")]


def test_a_late_offer_is_found():
    ((_, message),) = offered(prompt="Hello there, and welcome to all of you. " * 8)
    assert "is offered after about" in message
    assert "the limit is 20" in message


def test_more_than_three_languages_are_advice():
    levels = [level for level, _ in offered(languages=("en", "pl", "cy", "fr"))]
    assert levels.count("advice") == 1
    assert "advice" not in [level for level, _ in offered(languages=("en", "pl", "cy"))]


def test_the_way_back_is_offered_in_the_first_language():
    nodes = OFFER.format(words=OWN, prompt="Hello.").replace(
        "    otherwise", "      2: {to: go on in English, goto: bye, language: en}\n    otherwise"
    )
    head = "  pl:\n    line: {phrases: {option_to: 'Aby {words}, naciśnij {key}.'}}\n    main:\n      prompt: Witamy.\n"
    flow = whole(nodes, ("en", "pl"), "", f"{head}    bye: {{prompt: Do widzenia.}}\n")
    assert not found("language-offered-in-itself", flow)
    assert not found("languages-equal", flow)
    flow = whole(
        nodes, ("en", "pl"), "", f"{head}      options: {{2: mówić po angielsku}}\n    bye: {{prompt: Pa.}}\n"
    )
    (finding,) = found("language-offered-in-itself", flow)
    assert "“mówić po angielsku” offers “en”, and the voice of “pl” reads it" in finding.message


def test_an_offer_in_a_language_without_a_list_is_for_a_person():
    words = "to: {words: tala svenska, language: sv}"
    nodes = OFFER.format(words=words, prompt="Hello.").replace("language: pl", "language: sv")
    told = "  sv:\n    line: {phrases: {option_to: 'För att {words}, tryck {key}.'}}\n"
    flow = whole(nodes, ("en", "sv"), "", told)
    assert not found("language-offered-in-itself", flow)
    assert len(found("language-offered-in-itself", flow, "needs-a-person")) == 1
