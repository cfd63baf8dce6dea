"""Translations live by language, node and field; every natural way to write that says the same."""

import pytest

from ivr.menu import Refused, load_text

HEAD = """\
line:
  name: Night line
  start: main
  languages:
    en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}
    pl: {name: Polski, voice: Polly.Ola-Neural, locale: pl-PL}
nodes:
  main:
    kind: menu
    prompt: Hello.
    options: {1: {to: go on, goto: bye}, 2: {for: help, goto: bye}}
    otherwise: bye
  bye: {kind: end, prompt: Goodbye.}
translations:
  pl:
"""
WAYS = {
    "by node": "    main: {prompt: Witaj., options: {1: dalej, 2: pomoc}}\n    bye: {prompt: Cześć.}\n",
    "under nodes": "    nodes: {main: {prompt: Witaj., options: {1: dalej, 2: pomoc}}, bye: {prompt: Cześć.}}\n",
    "both": "    main: {prompt: Witaj., options: {1: dalej, 2: pomoc}}\n    nodes: {bye: {prompt: Cześć.}}\n",
    "options as they are written": "    main: {prompt: Witaj., options: {1: {to: dalej}, 2: {for: pomoc}}}\n"
    "    bye: {prompt: Cześć.}\n",
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_says_the_same(way):
    nodes = load_text((HEAD + WAYS[way]).encode()).editions["pl"].nodes
    assert nodes["main"].prompt.words == "Witaj."
    assert [option.words.words for option in nodes["main"].options.values()] == ["dalej", "pomoc"]
    assert nodes["bye"].prompt.words == "Cześć."


@pytest.mark.parametrize(
    ("words", "place", "rule", "said"),
    [
        ("    main: {promt: Witaj.}\n", "16:12", "unknown-key", "Did you mean “prompt”?"),
        ("    mian: {prompt: Witaj.}\n", "16:5", "unknown-node", "Did you mean “main”?"),
        ("    node: {main: {prompt: Witaj.}}\n", "16:5", "unknown-key", "Did you mean “nodes”?"),
        ("    main: {prompt: 'Witaj {who}.'}\n", "16:20", "unknown-placeholder", "{who}"),
        ("    main: {options: {1: {for: dalej}}}\n", "16:26", "unknown-key", "for"),
    ],
)
def test_a_slip_is_told_where_it_stands(words, place, rule, said):
    with pytest.raises(Refused) as refused:
        load_text((HEAD + words).encode())
    told = {
        (f"{p.line}:{p.column}", p.rule): (p.message + p.remedy, p.language) for p in refused.value.problems
    }
    text, language = told[place, rule]
    assert said in text
    assert language == "pl"


def test_a_node_that_cannot_be_read_is_not_called_missing():
    text = HEAD.replace("prompt: Goodbye.", "promt: Goodbye.") + "    bye: {prompt: Cześć.}\n"
    with pytest.raises(Refused) as refused:
        load_text(text.encode())
    assert {p.rule for p in refused.value.problems} == {"unknown-key", "missing-key"}
