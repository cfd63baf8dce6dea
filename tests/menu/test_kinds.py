"""The kinds of node: found in their folder, each with an example that works, and open to new ones."""

import importlib
import re
import sys
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st
from menu_texts import BYE, COMMON, ENGLISH, POLISH, flow_of, menu_file, places, problems_of

from ivr.call.keys import OPTION_KEYS
from ivr.call.turn import NodeId, Track, Turn
from ivr.check.lint import lint
from ivr.menu import load_text, nodes
from ivr.menu.kinds import kinds
from ivr.menu.node import Node
from ivr.menu.types import Goto, found
from ivr.phone.twiml import check
from ivr.show.explain import everything, explain
from ivr.show.mermaid import mermaid
from ivr.show.outline import outline
from ivr.show.plan import plan
from ivr.walk.pages import Pages
from ivr.walk.paths import walk

KINDS = sorted(kinds())


def example_of(kind: type[Node]) -> str:
    """Return the example in a kind's manual, as it would stand under `nodes:`."""
    manual = sys.modules[kind.__module__].__doc__ or ""
    blocks = re.findall(r"```yaml\n(.*?)```", manual, re.DOTALL)
    assert blocks, f"{kind.__module__} has no example"
    return textwrap.indent(blocks[0], "  ")


RECORDS = "{kind: record, prompt: Speak., longest: 1 minute, silence: 5, recorded: bye, empty: bye}"


def around(example: str) -> str:
    """Return the nodes that an example leads to, each the simplest there is."""
    named = set(
        re.findall(r"\b(?:goto|entered|otherwise|recorded|empty|review|when_\w+|usable): ([a-z-]+)", example)
        + re.findall(r"^    unavailable: ([a-z-]+)$", example, re.MULTILINE)
    )
    heard = {name for names in re.findall(r"\bof: \[(.*)\]", example) for name in names.split(", ")}
    here = set(re.findall(r"^  ([a-z-]+):$", example, re.MULTILINE)) | {"person", "emergency", "bye"}
    ends = "".join(f"  {name}: {{kind: end, prompt: Bye.}}\n" for name in sorted(named - here))
    return ends + "".join(f"  {name}: {RECORDS}\n" for name in sorted(heard - here))


def file_of(kind: type[Node]) -> bytes:
    example = example_of(kind)
    name = re.match(r"  ([a-z-]+):", example)[1]
    common = COMMON if name != "person" else COMMON[COMMON.index("  emergency:") :]
    return menu_file(example, start=name, common=common, more=around(example))


def test_there_are_the_kinds_there_should_be():
    kinds = [
        "menu",
        "ask",
        "record",
        "listen",
        "transfer",
        "hours",
        "branch",
        "say",
        "send",
        "discard",
        "end",
    ]
    assert sorted(kinds) == KINDS


@pytest.mark.parametrize("name", KINDS)
def test_the_example_in_a_kinds_manual_works(name):
    flow = load_text(file_of(kinds()[name]))
    node = flow.nodes[flow.line.start]
    assert node.kind == name
    report = walk(flow, check)
    assert {problem.kind for problem in report.problems} <= {"unreachable"}
    pages = Pages(flow)
    turn = Turn(flow.version, "en", "normal", NodeId(flow.line.start))
    if node.passes.__func__ is Node.passes:
        filled = pages[turn].fill(
            Track(), lambda slot: "+441632960001" if slot.startswith("number:") else "48213765"
        )
        assert check(filled) == []


@pytest.mark.parametrize("name", KINDS)
def test_a_kinds_manual_mentions_every_field(name):
    kind = kinds()[name]
    told = f"{sys.modules[kind.__module__].__doc__} {kind.__doc__} {Node.__doc__}"
    told += " ".join(
        part.__doc__ or "" for part in vars(sys.modules[kind.__module__]).values() if isinstance(part, type)
    )
    for field, about in kind.model_fields.items():
        assert re.search(rf"\b{about.alias or field}\b", told), f"{name} says nothing of {field}"


@pytest.mark.parametrize("name", KINDS)
def test_every_goto_of_a_kind_is_an_exit(name):
    flow = load_text(file_of(kinds()[name]))
    node = flow.nodes[flow.line.start]
    written = {str(goto) for _, goto in found(node, Goto)}
    assert written <= {way.to for way in node.exits(flow.line)}
    for way in node.exits(flow.line):
        assert way.to == "back" or way.to in flow.nodes
        row, _ = flow.source.position(("nodes", flow.line.start, *way.path))
        assert row >= 4


@pytest.mark.parametrize("name", KINDS)
def test_every_field_of_a_kind_is_refused_when_misspelt(name):
    example = example_of(kinds()[name]).rstrip("\n") + "\n    nonsense-here: x\n"
    assert "unknown-key" in {p.rule for p in problems_of(menu_file(example, start="bye"))}


@given(st.dictionaries(st.sampled_from(OPTION_KEYS), st.sampled_from(["to", "for"]), min_size=1))
def test_options_keep_the_order_of_the_file(options):
    written = ", ".join(f"{key}: {{{how}: do {key}, goto: bye}}" for key, how in options.items())
    flow = flow_of(f"  main: {{kind: menu, prompt: Hi., options: {{{written}}}}}\n", start="main")
    assert list(flow.nodes["main"].options) == list(options)


BEEP = '''\
"""A beep: plays a sound, then goes on.

Example:

```yaml
ding:
  kind: beep
  sound: https://sounds.example/ding.mp3
  goto: bye
```
"""

from collections.abc import Iterable, Mapping
from typing import Literal

from ivr.call.heard import Heard
from ivr.call.verbs import Play, Verb
from ivr.menu.line import Line
from ivr.menu.node import Exit, Go, Node, Scene, Step, spoken_then_on
from ivr.menu.step import Moment
from ivr.menu.types import Goto, Model, Prompt


class Bell(Model):
    """One of several words, and where it is heard."""

    says: Prompt
    where: str = ""


class Beep(Node):
    """Plays `sound`, an https address, and its bells, then goes on; to `unset` where the setting `bell` is empty."""

    waits = False

    kind: Literal["beep"]
    sound: str
    goto: Goto
    unset: Goto | None = None
    bells: Mapping[str, Bell] = {}

    def goes_by(self) -> Mapping[str, tuple[str, ...]]:
        """Return the setting."""
        return {"setting:bell": ("", "+441632960000")} if self.unset else {}

    def plays(self, scene: Scene) -> tuple[Verb, ...]:
        """Return the sound and the words."""
        return (scene.gather((Play(self.sound), *scene.speak(*(b.says for b in self.bells.values()))), wait=1),)

    def follows(self, heard: Heard, moment: Moment) -> Step:
        """Go on."""
        if self.unset and not moment.known.get("setting:bell"):
            return Go(self.unset)
        return spoken_then_on(heard, self.goto)

    def exits(self, line: Line) -> Iterable[Exit]:
        """Return the ways on."""
        yield Exit(self.goto, "words", "then", ("goto",))
        if self.unset:
            yield Exit(self.unset, "words", "without a bell", ("unset",))
'''

DING = """\
  ding:
    kind: beep
    sound: https://sounds.example/ding.mp3
    goto: main
  main:
    kind: menu
    prompt: Hello.
    options: {1: {to: stop, goto: bye}}
"""


@pytest.fixture
def beep(tmp_path, monkeypatch):
    """One more kind of node: one new file, and nothing else."""
    (tmp_path / "beep.py").write_text(BEEP)
    monkeypatch.setattr(nodes, "__path__", [*nodes.__path__, str(tmp_path)])
    importlib.invalidate_caches()
    kinds.cache_clear()
    yield
    kinds.cache_clear()
    sys.modules.pop("ivr.menu.nodes.beep", None)
    vars(nodes).pop("beep", None)


@pytest.mark.usefixtures("beep")
def test_a_new_kind_is_one_new_file():
    flow = flow_of(DING, start="ding")
    assert flow.nodes["ding"].kind == "beep"
    assert (
        b"<Play>https://sounds.example/ding.mp3</Play>"
        in Pages(flow)[Turn(flow.version, "en", "normal", "ding")].parts[-1]
    )
    report = walk(flow, check)
    assert report.problems == ()
    assert not [problem for problem in lint(flow) if problem.level == "error" and problem.node == "ding"]
    drawn = plan(flow)
    assert "ding" in outline(drawn)
    assert "ding" in mermaid(drawn)
    assert "A beep: plays a sound, then goes on." in explain("beep")
    assert "beep" in everything()


@pytest.mark.usefixtures("beep")
def test_a_new_kind_is_checked_like_the_others():
    wrong = DING.replace("goto: main", "goto: mian").replace("sound:", "sond:")
    assert places(problems_of(menu_file(wrong, start="ding"))) == [
        "4:3 missing-key",
        "6:5 unknown-key",
        "7:11 unknown-node",
    ]
    loop = DING.replace("goto: main", "goto: ding")
    assert places(problems_of(menu_file(loop, start="ding"))) == ["4:3 endless-loop"]
    assert (
        "Did you mean “beep”?"
        in problems_of(menu_file(DING.replace("kind: beep", "kind: bep"), start="ding"))[0].remedy
    )


def test_a_kind_that_is_gone_is_unknown():
    assert places(problems_of(menu_file(DING, start="ding"))) == ["5:11 unknown-kind"]
    assert BYE in COMMON


@pytest.mark.usefixtures("beep")
def test_what_a_new_kind_goes_by_is_walked():
    nodes_ = (
        DING.replace("goto: main", "goto: main\n    unset: silent") + "  silent: {kind: end, prompt: Shh.}\n"
    )
    report = walk(flow_of(nodes_, start="ding"), check)
    assert report.problems == ()  # were the setting not tried both ways, one of the two could not be reached


@pytest.mark.usefixtures("beep")
def test_the_words_of_a_new_kind_are_translated_wherever_they_stand():
    nodes_ = DING.replace("goto: main", "goto: main\n    bells: {door: {says: Ding.}, gate: {says: Dong.}}")
    text = menu_file(nodes_, start="ding", languages=f"{ENGLISH}, {POLISH}")
    flow = load_text(text + b"translations: {pl: {nodes: {ding: {bells: {gate: Dang.}}}}}\n")
    bells = flow.editions["pl"].nodes["ding"].bells
    assert [(bell.says.words, bell.says.language) for bell in bells.values()] == [
        ("Ding.", ""),
        ("Dang.", "pl"),
    ]
