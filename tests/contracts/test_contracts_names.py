"""What a node may be called, from one end of the line to the other."""

import json

import pytest
from click.testing import CliRunner

from ivr.cli import main

LINE = """\
line: {name: Night line, start: NAME, person: person, languages: {en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}}}
nodes:
  NAME: {kind: menu, prompt: Hello., options: {1: {to: speak, goto: leave_message}}}
  leave_message: {kind: record, prompt: Speak., longest: 3 minutes, silence: 15 seconds, recorded: bye, empty: bye}
  bye: {kind: end, prompt: Goodbye.}
  person: {kind: transfer, number: person, prompt: Wait., unavailable: "To speak to a person, ring 101."}
"""


@pytest.mark.parametrize("name", ["main", "main-menu", "main_menu", "n_1", "1", "0001", "no", "end", "line"])
def test_a_node_is_called_what_its_writer_likes(tmp_path, name):
    file = tmp_path / "menus.yaml"
    file.write_text(LINE.replace("NAME", name))
    words = ["call", str(file), "--keys", "9 1 record:4+hangup", "--format", "json"]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0, done.output
    *pages, end = json.loads(done.stdout)
    assert [page["node"] for page in pages] == [name, name, "leave_message"]
    assert [message["recordings"] for message in end["messages"]] == [[4]]
    assert CliRunner().invoke(main, ["paths", str(file)]).exit_code == 0


@pytest.mark.parametrize("name", ["back", "Main", "a b", "a.b", "a/b", "-a", "a--b", "ä", "a" * 41])
def test_names_that_could_not_be_in_a_url_are_refused(tmp_path, name):
    file = tmp_path / "menus.yaml"
    file.write_text(LINE.replace("NAME", name))
    done = CliRunner().invoke(main, ["lint", str(file)])
    assert done.exit_code == 1
    assert "name a node" in done.output
