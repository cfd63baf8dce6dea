"""The JSON Schema: generated, fresh, true of every menu there is, and strict about names."""

import json
import re
import sys
from pathlib import Path

import pytest
import yaml
from json_schema import valid

from ivr.check.catalogue import all_rules
from ivr.menu.kinds import kinds
from ivr.show.schema import schema

ROOT = Path(__file__).parents[2]
COPY = ROOT / "docs" / "menus.schema.json"
sys.path.insert(0, str(ROOT / "tests" / "check"))
from rule_examples import whole  # noqa: E402

SCHEMA = schema()
GOOD = """
line: {name: A line, start: main, languages: {en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}}}
nodes:
  main: {kind: menu, prompt: 999, options: {1: {to: go on, goto: ask}, "2": {for: it, goto: ask, consent: yes}}}
  ask: {kind: ask, prompt: {words: Enter it., audio: it.wav}, answer: it, accept: digits, entered: when, wait: 20}
  when: {kind: hours, open: {monday-friday: [09:00-12:00, 13:00-17:00]}, when_open: end, when_closed: end}
  say: {kind: record, prompt: Speak., longest: 3 minutes, silence: 15 seconds, recorded: end, empty: end}
  end: {kind: end, prompt: Bye., allow: {max-options: So.}, limits: {max-depth-warning: {value: 4, why: So.}}}
translations: {cy: {main: {prompt: Helo.}}}
"""


class Core(yaml.CSafeLoader):
    """YAML 1.2 as other tools read it: `on` and `yes` are text, `09:00` is no number."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - this is how PyYAML is told


for tag, pattern in {
    "bool": "true|false|True|False|TRUE|FALSE",
    "int": r"[-+]?[0-9]+",
    "float": r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?",
    "null": "~|null|Null|NULL|",
}.items():
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{pattern})$"), None)


def plain(text):
    return keyed(yaml.load(text, Core))


def keyed(value):
    if isinstance(value, dict):
        return {str(name): keyed(inner) for name, inner in value.items()}
    return [keyed(inner) for inner in value] if isinstance(value, list) else value


def test_the_copy_is_fresh():
    assert json.loads(COPY.read_text(encoding="utf-8")) == SCHEMA, (
        "run: .venv/bin/ivr schema > docs/menus.schema.json"
    )


def test_the_first_line_of_the_menu_points_to_the_copy():
    first = (ROOT / "menus.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema={COPY.relative_to(ROOT).as_posix()}"


def test_the_shipped_menu_keeps_it():
    assert valid(plain((ROOT / "menus.yaml").read_text(encoding="utf-8")), SCHEMA)


@pytest.mark.parametrize("rule", all_rules().values(), ids=lambda rule: rule.name)
def test_the_examples_of_every_rule_keep_it(rule):
    for example in (*rule.bad, *rule.good):
        assert valid(plain(whole(example)), SCHEMA), example


def test_what_is_right_keeps_it():
    assert valid(plain(GOOD), SCHEMA)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("kind: menu", "kind: menus"),
        ("options:", "optoins:"),
        ("{1: {to", "{5: {to"),
        ("goto: ask}, ", "gotto: ask}, "),
        ("name: A line, ", ""),
        ("longest: 3 minutes", "longest: long"),
        ("wait: 20", "wait: 0"),
        ("accept: digits", "accept: letters"),
        ("09:00-12:00", "9 to 12"),
        ("prompt: Speak., ", ""),
        ("prompt: 999", "prompt: [999]"),
        ("limits: {max-depth-warning: {value: 4", "limits: {max-depth-warning: {values: 4"),
        ("\n  main:", "\n  Main Menu:"),
        ("\n  end: {kind: end,", "\n  back: {kind: end,"),
        ("consent: yes", "consent: perhaps"),
        ("translations:", "translation:"),
    ],
)
def test_what_is_wrong_does_not(right, wrong):
    assert right in GOOD
    assert not valid(plain(GOOD.replace(right, wrong, 1)), SCHEMA)


def test_every_kind_is_there_with_what_it_is():
    nodes = SCHEMA["definitions"]["Node"]
    assert nodes["properties"]["kind"]["enum"] == list(kinds())
    for kind in kinds().values():
        told = SCHEMA["definitions"][kind.__name__]
        assert told["description"]
        assert set(told["properties"]) == {info.alias or name for name, info in kind.model_fields.items()}


def test_fields_say_what_their_docstrings_say():
    record = SCHEMA["definitions"]["Record"]["properties"]
    assert record["longest"]["description"] == "The most that is recorded."
