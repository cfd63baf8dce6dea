"""Every command has help and is in the manual, and the manual's examples are true."""

import re
from pathlib import Path

import click
import pytest
from command_line import ivr
from test_readme import check

from ivr.cli import main

MANUAL = Path(__file__).parents[2] / "docs" / "commands.md"
CONTEXT = click.Context(main)
COMMANDS = {name: main.get_command(CONTEXT, name) for name in main.list_commands(CONTEXT)}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_help_and_a_chapter(name):
    command, manual = COMMANDS[name], MANUAL.read_text(encoding="utf-8")
    assert command.help
    chapter = manual.partition(f"## `ivr {name}`\n")[2].partition("\n## ")[0]
    assert chapter, "docs/commands.md has no chapter of it"
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help
            assert f"`{parameter.opts[0]}" in chapter or f" {parameter.opts[0]} " in chapter, parameter.opts[
                0
            ]


def test_the_manual_has_no_chapter_of_a_command_that_is_gone():
    chapters = re.findall(r"^## `ivr (\w+)`$", MANUAL.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(chapters) == sorted(COMMANDS)


def test_help_fits_a_narrow_terminal():
    for name in COMMANDS:
        done = ivr(name, "--help", terminal_width=80)
        assert done.exit_code == 0
        assert max(map(len, done.stdout.splitlines())) <= 80


def test_the_examples_of_the_manual_are_true(tmp_path):
    assert check(MANUAL.read_text(encoding="utf-8"), tmp_path) == 2
