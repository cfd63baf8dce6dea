"""What the set-up scripts rest on, without setting anything up."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.bench.big_menu import FIXED, big_menu

ROOT = Path(__file__).parents[1]
SHELL = [
    *(ROOT / "scripts" / name for name in ("lib.sh", "browser.sh", "test", "serve", "lock", "styles")),
    ROOT / ".ci" / "run",
]


def bash(code):
    return subprocess.run(
        ["bash", "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=240, check=False
    )


@pytest.mark.parametrize("path", SHELL, ids=lambda path: path.name)
def test_a_shell_script_can_be_read_and_run(path):
    assert bash(f"bash -n '{path}'").returncode == 0
    if path.suffix != ".sh":
        assert path.stat().st_mode & 0o111
        assert "set -euo pipefail" in path.read_text(encoding="utf-8")


def test_the_lock_file_has_a_hash_for_everything_and_names_no_source():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text
    requirements = re.split(r"\n(?=[a-z0-9])", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE).strip())
    assert len(requirements) > 40
    for requirement in requirements:
        assert re.match(r"[a-z0-9._-]+==\S+", requirement)
        assert "--hash=sha256:" in requirement


@pytest.mark.parametrize("name", ["uv", "hatchling", "editables"])
def test_what_the_setup_needs_first_is_locked(name):
    printed = bash(f". scripts/lib.sh; locked {name}").stdout
    assert printed.startswith(f"{name}==")
    assert printed.count("==") == 1
    assert printed.count("--hash=") >= 1


def test_python_that_is_too_old_or_too_new_is_not_taken(tmp_path):
    for minor, good in ((10, False), (11, True), (13, True), (14, False)):
        fake = tmp_path / f"python-{minor}"
        fake.write_text(
            f'#!/bin/sh\nexec {sys.executable} -c "import sys; sys.version_info = (3, {minor}, 0); $2"\n'
        )
        fake.chmod(0o755)
        assert (bash(f". scripts/lib.sh; suitable {fake}").returncode == 0) is good


def test_the_sources_of_pip_are_handed_to_uv():
    listed = (
        "global.index-url='https://a.example/simple'\n"
        "global.extra-index-url='\\nhttps://b.example\\nhttps://c.example'\n"
        ":env:.index-url='https://d.example/it'\"'\"'s'\nglobal.timeout='5'\n"
    )
    script = [sys.executable, ROOT / "scripts" / "pip_settings.py"]
    done = subprocess.run(script, input=listed, env={}, capture_output=True, text=True, check=True)
    shown = bash(f'{done.stdout}\nprintf "%s|" "$UV_DEFAULT_INDEX" "$UV_INDEX"').stdout
    assert shown == "https://d.example/it's|https://b.example https://c.example|"
    done = subprocess.run(
        script, input=listed, env={"UV_INDEX": "x"}, capture_output=True, text=True, check=True
    )
    assert "UV_INDEX=" not in done.stdout


@pytest.mark.parametrize("nodes", [FIXED + 1, 10, 200])
def test_the_big_menu_is_a_line_of_so_many_nodes(nodes):
    from ivr.menu import load_text

    assert len(load_text(big_menu(nodes).encode(), "big.yaml").nodes) == nodes


def test_every_contender_answers_with_documents_and_those_that_check_refuse_a_forgery(tmp_path):
    """The measurement makes sure of both itself, and ends with what is wrong."""
    (tmp_path / "menus.yaml").write_text(big_menu(10))
    environ = os.environ | {"BENCH_FOLDER": str(tmp_path), "BENCH_MENUS": str(tmp_path / "menus.yaml")}
    command = [sys.executable, "-m", "scripts.bench.inproc", "--rounds", "2", "--batch", "3", "--without"]
    done = subprocess.run(
        command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr
    for name in ("wsgi", "flask", "flask again", "line", "naive", "journaled"):
        assert f"| {name} |" in done.stdout
