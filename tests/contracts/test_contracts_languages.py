"""`ivr paths` walks calls that begin in any language of the line, also where no key leads to it."""

import json

from click.testing import CliRunner

from ivr.cli import main

LINE = """\
line:
  name: Night line
  start: main
  person: person
  not_before_choice: [secret]
  languages:
    en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}
    pl: {name: Polski, voice: Polly.Ola-Neural, locale: pl-PL}
nodes:
  main: {kind: menu, prompt: Hello., options: {1: {to: go on, goto: bye}}}
  bye: {kind: end, prompt: Goodbye.}
  person: {kind: transfer, number: person, prompt: Wait., unavailable: "To speak to a person, ring 101."}
translations: {pl: {main: {prompt: To jest secret.}}}
"""


def test_a_word_said_too_early_in_another_language_is_found(tmp_path):
    (tmp_path / "menus.yaml").write_text(LINE)
    done = CliRunner().invoke(main, ["paths", str(tmp_path / "menus.yaml"), "--format", "json"])
    assert done.exit_code == 1
    (problem,) = json.loads(done.stdout)["problems"]
    assert (problem["kind"], problem["node"], problem["language"], problem["keys"]) == (
        "named-early",
        "main",
        "pl",
        "",
    )


def test_the_command_that_shows_it_begins_in_that_language(tmp_path):
    (tmp_path / "menus.yaml").write_text(LINE)
    told = CliRunner().invoke(main, ["paths", str(tmp_path / "menus.yaml")]).stdout
    assert "--keys '' --language pl" in told
