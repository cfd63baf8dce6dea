"""The officers' guide tells of the pages that there are: what it puts in bold is on them, and its commands exist."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from ivr.cli import main
from ivr.web.settings import SETTINGS

ROOT = Path(__file__).parents[2]
MANUAL = (ROOT / "docs" / "inbox.md").read_text("utf-8")
PLACES = [
    *(ROOT / "ivr" / "web" / "templates" / "inbox").glob("*.html"),
    *(ROOT / "ivr" / "web" / "inbox").rglob("*.py"),
]
PAGES = " ".join(" ".join(place.read_text("utf-8") for place in sorted(PLACES)).split())
BOLD = sorted(
    {" ".join(words.split()) for words in re.findall(r"\*\*(.+?)\*\*", MANUAL, re.DOTALL)} - {"bold"}
)
COMMANDS = sorted(
    {" ".join(line.split()) for line in re.findall(r"`?(ivr officer add [^`\n]*(?:\n[^`\n]+)?)`", MANUAL)}
)
COMMANDS += re.findall(r"^(ivr officer .+)$", MANUAL, re.MULTILINE)


@pytest.mark.parametrize("words", BOLD)
def test_what_is_in_bold_is_on_the_pages(words):
    assert words in PAGES


def test_there_is_much_in_bold():
    assert len(BOLD) > 60


@pytest.mark.parametrize("command", COMMANDS)
def test_its_commands_are_understood(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = shlex.split(command)[1:]
    done = CliRunner().invoke(main, words)
    assert "There is no database here" in done.output, (
        done.output
    )  # what was asked for is clear; only the line is missing


def test_there_are_commands():
    assert len(COMMANDS) == 3


def test_its_settings_are_settings():
    named = set(re.findall(r"`(IVR_[A-Z_]+?)(?:_FILE)?(?:=no)?`", MANUAL))
    assert named <= {setting.name for setting in SETTINGS}
    assert {"IVR_OIDC_ISSUER", "IVR_OIDC_CLIENT_SECRET", "IVR_INBOX_URL"} <= named
