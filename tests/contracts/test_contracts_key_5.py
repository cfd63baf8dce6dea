"""Key 5 is never a dead key: on a line that names no node for it, it says what helps, at every kind of step."""

import json

import pytest
from click.testing import CliRunner

from ivr.cli import main

LINE = """\
line: {name: Night line, start: main, person: person, languages: {en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}}}
nodes:
  main: {kind: menu, prompt: Hello., options: {1: {to: give a number, goto: number}, 2: {to: speak, goto: message}}}
  number: {kind: ask, prompt: Your number?, answer: number, accept: uk-phone-number, entered: bye, otherwise: bye}
  message: {kind: record, prompt: Speak., longest: 3 minutes, silence: 15 seconds, recorded: review, empty: main}
  review: {kind: menu, prompt: It is kept., options: {1: {to: end, goto: bye}}}
  bye: {kind: end, prompt: Goodbye.}
  person: {kind: transfer, number: person, prompt: Wait., unavailable: "To speak to a person, ring 101."}
"""


def call(tmp_path, keys: str) -> list[dict]:
    (tmp_path / "menus.yaml").write_text(LINE)
    words = ["call", str(tmp_path / "menus.yaml"), "--keys", keys, "--format", "json"]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("keys", "node"),
    [
        ("5", "main"),
        ("5 5 5 5 5", "main"),
        ("1 5 hash", "number"),
        ("1 55 hash", "number"),
        ("2 record:4+5", "review"),
    ],
)
def test_key_5_says_what_helps_and_the_call_stays(tmp_path, keys, node):
    *pages, end = call(tmp_path, keys)
    assert pages[-1]["node"] == node
    assert "ring 999" in pages[-1]["heard"][0]
    assert end["problems"] == []
    assert end["end"] == "waiting"


def test_what_was_said_before_key_5_is_kept(tmp_path):
    *_, end = call(tmp_path, "2 record:4+5")
    assert [message["recordings"] for message in end["messages"]] == [[4]]


def test_no_path_is_wrong(tmp_path):
    (tmp_path / "menus.yaml").write_text(LINE)
    assert CliRunner().invoke(main, ["paths", str(tmp_path / "menus.yaml")]).exit_code == 0
