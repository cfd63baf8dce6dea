"""The map: as an outline, as Mermaid, as JSON."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.menu import load, load_text
from ivr.show.mermaid import mermaid
from ivr.show.outline import outline
from ivr.show.plan import as_json, plan

SHIPPED = Path(__file__).parents[2] / "menus.yaml"

SMALL = """\
line:
  name: Small line
  start: welcome
  person: person
  languages: {en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}}
nodes:
  welcome:
    kind: menu
    prompt: Hello. This is the small line.
    options:
      1: {to: leave a message, goto: message}
      2: {for: opening hours, goto: when}
      3: {to: hear it all again, goto: welcome}
      4: {to: go back, goto: back}
    otherwise: {no_input: bye, no_match: person}
  message: {kind: record, prompt: Please speak., longest: 1 minute, silence: 5 seconds, recorded: send, empty: bye}
  send: {kind: send, goto: bye}
  when: {kind: hours, open: {monday: 09:00-17:00}, when_open: number, when_closed: bye}
  number: {kind: ask, prompt: Enter it., answer: it, accept: digits, entered: bye, otherwise: bye}
  bye: {kind: end, prompt: Goodbye.}
  person: {kind: transfer, prompt: Please wait., number: person, unavailable: Nobody is here.}
  attic: {kind: say, prompt: Nobody hears this., goto: bye}
"""

DRAWN = """\
Keys that work everywhere
   0    a person → person
   7    the pace
   9    hear again
   star go back

A call

   welcome (menu) “Hello. This is the small line.”
      1  to leave a message → message (record) “Please speak.”
         recorded → send (send)
            sent → bye (see below)
         nothing recorded → bye (see below)
      2  for opening hours → when (hours)
         open → number (ask) “Enter it.”
            entered or silence or not accepted → bye (see below)
         closed → bye (see below)
      3  to hear it all again → welcome (see above)
      4  to go back → one step back
      silence → bye (end) “Goodbye.”
      keys without meaning → person (transfer) “Please wait.”
         no number, or no answer → one step back

Nothing leads here

   attic (say) “Nobody hears this.”
      then → bye (end) “Goodbye.”"""


@pytest.fixture(scope="module")
def small():
    return load_text(SMALL.encode())


@pytest.fixture(scope="module")
def shipped():
    return load(SHIPPED)


def chain(length, *, words="Hello."):
    """A menu of so many nodes, one behind the other, each of which also leads to the first and the last."""
    head = SMALL.partition("nodes:")[0].replace("welcome", "n0").replace("  person: person\n", "")
    node = (
        "  n{0}:\n    kind: menu\n    prompt: {2}\n    options:\n      1: {{to: go on, goto: n{1}}}\n"
        "      2: {{to: start again, goto: n0}}\n    otherwise: end\n"
    )
    nodes = "".join(node.format(n, n + 1, words) for n in range(length - 1))
    return load_text(
        f"{head}nodes:\n{nodes}  n{length - 1}: {{kind: end, prompt: Bye.}}\n  end: {{kind: end, prompt: Bye.}}\n".encode()
    )


def test_the_outline_reads_like_this(small):
    assert outline(plan(small)) == DRAWN


def test_every_node_of_the_shipped_menu_is_shown_in_full_once(shipped):
    drawn = outline(plan(shipped))
    for name, node in shipped.nodes.items():
        assert len(re.findall(rf"(?:→|^  ) ?{name} \({node.kind}\)", drawn, re.MULTILINE)) == 1, name
    assert "Nothing leads here" not in drawn
    assert all(len(line) <= 130 for line in drawn.splitlines())


def test_every_option_of_the_shipped_menu_is_shown_with_its_words(shipped):
    drawn = outline(plan(shipped))
    for node in shipped.nodes.values():
        for key, option in getattr(node, "options", {}).items():
            words = f"{'to' if option.to else 'for'} {option.words.words}"
            goes = "one step back" if option.goto == "back" else option.goto
            assert f"{key}  {words} → {goes}" in drawn


@pytest.mark.parametrize("length", [2, 30, 1500])
def test_a_long_chain_does_not_run_off_the_page(length):
    flow = chain(length)
    lines = outline(plan(flow)).splitlines()
    assert max(map(len, lines)) < 130
    assert len([line for line in lines if "(menu)" in line]) == length - 1


def edges_of(text):
    return re.findall(r"^    (n\d+) (?:-->|-\.->)\|\"[^\"]*\"\| (n\d+)$", text, re.MULTILINE)


LINES = (
    r"flowchart TD",
    r'    n\d+(\{\{".*"\}\}|\[/".*"/\]|\[\(".*"\)\]|\[\[".*"\]\]|\(\[".*"\]\)|\(".*"\)|\{".*"\})',
    r'    k\d+>".*"\] --> n\d+',
    r'    n\d+ (-->|-\.->)\|".*"\| n\d+',
    r"    %% .*",
    r"    classDef lost stroke-dasharray: 4 4",
    r"    style n\d+ stroke-width: 4px",
    r"    class n\d+(,n\d+)* lost",
)


def assert_mermaid(text):
    for line in text.splitlines():
        assert any(re.fullmatch(form, line) for form in LINES), line
        label = re.search(r'"(.*)"', line)
        if label:
            assert not set('"`[]{}|\\') & set(label[1]), line
            assert "<" not in label[1].replace("<br/>", ""), line


def test_mermaid_draws_every_node_and_way(small):
    text = mermaid(plan(small))
    assert_mermaid(text)
    names = {match[2]: match[1] for match in re.finditer(r'^    (n\d+)\W+"([a-z]+)<br/>', text, re.MULTILINE)}
    assert names.keys() == set(small.nodes)
    drawn = {(to, start) for to, start in edges_of(text)}
    wanted = {
        (names[way.start], names[way.to])
        for ways in plan(small).ways.values()
        for way in ways
        if way.to is not None
    }
    assert drawn == wanted
    assert f"class {names['attic']} lost" in text


def test_mermaid_shows_by_the_shape_what_a_node_does(small):
    text = mermaid(plan(small))
    for shape in (
        '{{"welcome',
        '[("message',
        '{"send',
        '{"when',
        '[/"number',
        '(["bye',
        '[["person',
        '("attic',
    ):
        assert shape in text


def test_mermaid_of_the_shipped_menu_is_well(shipped):
    assert_mermaid(mermaid(plan(shipped)))


def test_mermaid_of_a_thousand_nodes_says_what_it_needs():
    text = mermaid(plan(chain(1000)))
    assert_mermaid(text)
    assert len(edges_of(text)) == 999 * 3
    assert "maxEdges" in text


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_no_words_break_out_of_a_label(words):
    quoted = json.dumps(words)
    try:
        flow = load_text(SMALL.replace("Hello. This is the small line.", quoted).encode())
    except Exception:  # words that no menu may hold
        return
    assert_mermaid(mermaid(plan(flow)))


def test_json_has_every_node_and_edge(small):
    drawn = as_json(small, plan(small))
    assert json.loads(json.dumps(drawn)) == drawn
    assert list(drawn) == ["file", "version", "start", "everywhere", "nodes", "edges"]
    assert [node["id"] for node in drawn["nodes"]] == list(small.nodes)
    assert drawn["nodes"][0] == {
        "id": "welcome",
        "kind": "menu",
        "does": "chooses",
        "says": "Hello. This is the small line.",
        "line": 7,
        "reached": True,
    }
    assert [node["id"] for node in drawn["nodes"] if not node["reached"]] == ["attic"]
    assert {edge["to"] for edge in drawn["edges"]} <= set(small.nodes)
    assert drawn["edges"][1] == {
        "from": "welcome",
        "to": "when",
        "means": "key",
        "how": "2",
        "words": "for opening hours",
    }
    assert drawn["everywhere"][0] == {"key": "0", "meaning": "a person", "to": "person"}
