"""The examples in docs/ are true: menus load and have no fault in any call, tests pass, settings are all listed."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from ivr import load
from ivr.cli import main
from ivr.phone.twiml import check
from ivr.walk.paths import walk
from ivr.web.settings import SETTINGS

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(file, language):
    """The fenced blocks of a document in one language, in order."""
    return [text for name, text in FENCE.findall((DOCS / file).read_text("utf-8")) if name == language]


def test_the_menu_in_the_manual_is_one_that_can_be_rung(tmp_path):
    whole, translations, *_ = blocks("menus.md", "yaml")
    file = tmp_path / "quiet.yaml"
    file.write_text(whole, "utf-8")
    assert walk(load(file), check).problems == ()

    language = "    pl: {name: Polski, voice: Polly.Ola-Neural, locale: pl-PL}\n  say_as"
    file.write_text(whole.replace("  say_as", language, 1) + translations, "utf-8")
    flow = load(file)
    assert flow.editions["pl"].nodes["main"].prompt.words.startswith("W nagłym wypadku")
    assert flow.editions["pl"].nodes["main"].options["1"].words.words == "zostawić wiadomość"


def test_the_manual_of_the_fixture_is_a_test_that_passes(tmp_path):
    (example,) = blocks("testing.md", "python")
    (tmp_path / "test_example.py").write_text(example, "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_example.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed" in done.stdout


CALLS = sorted(
    {
        keys
        for file in DOCS.glob("*.md")
        for keys in re.findall(r'ivr call (?:--line \S+ )?--keys "([^"]+)"', file.read_text("utf-8"))
    }
)


@pytest.mark.parametrize("keys", CALLS)
def test_the_calls_in_the_manuals_can_be_made_on_the_line_that_ships_here(keys):
    done = CliRunner().invoke(main, ["call", str(ROOT / "menus.yaml"), "--keys", keys])
    assert done.exit_code == 0, done.output
    assert ("sent." in done.stdout) == ("record" in keys)


def test_there_are_calls_in_the_manuals():
    assert len(CALLS) >= 2


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_in_the_manual(setting):
    assert f"`{setting.name}`" in (DOCS / "running.md").read_text("utf-8")
