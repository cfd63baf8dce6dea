"""How commands end: the exit codes, whatever they are given, and never a traceback."""

import errno
import os
import re
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from command_line import IVR, LINE, SHIPPED, SMALL, ivr, process, surroundings

from ivr.cli import main, telephone

FULL = Path("/dev/full")

READING = (("lint",), ("map",), ("paths",), ("call", "--keys", ""))

UNREADABLE = {
    "binary": bytes(range(256)),
    "utf-16": SMALL.encode("utf-16"),
    "latin-1": SMALL.replace("Hello.", "Héllo.").encode("latin-1"),
    "not yaml": b"line: [\n",
    "too deep": b"a: " + b"[" * 5000 + b"]" * 5000,
    "too large": b"# " + b"x" * 5_000_001,
}
REFUSED = {
    "only a comment": b"# nothing\n",
    "a word": b"hello",
    "a list": b"- a\n- b\n",
    "empty": b"",
    "nothing in it": b"line: {}\nnodes: {}\n",
    "unknown names": b"hello: world\n",
    "repeated": b"line: {name: a, name: b}\nnodes: {}\n",
    "billion laughs": b"a: &a [x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nline: *c\n",
    "nowhere": SMALL.replace("goto: sent", "goto: nowhere").encode(),
    "a tag": b"line: !!python/object/apply:os.system [id]\nnodes: {}\n",
}


@pytest.mark.parametrize("command", READING, ids=lambda words: words[0])
@pytest.mark.parametrize("kind", UNREADABLE)
def test_a_file_that_cannot_be_read_ends_with_2(tmp_path, command, kind):
    file = tmp_path / "menus.yaml"
    file.write_bytes(UNREADABLE[kind])
    done = ivr(command[0], file, *command[1:])
    assert done.exit_code == 2
    assert f"{file}:" in done.output
    assert "Traceback" not in done.output


@pytest.mark.parametrize("command", READING, ids=lambda words: words[0])
@pytest.mark.parametrize("kind", REFUSED)
def test_a_file_that_says_what_cannot_be_ends_with_1(tmp_path, command, kind):
    file = tmp_path / "menus.yaml"
    file.write_bytes(REFUSED[kind])
    done = ivr(command[0], file, *command[1:])
    assert done.exit_code == 1
    assert f"{file}:" in done.output


@pytest.mark.parametrize("command", READING, ids=lambda words: words[0])
@pytest.mark.parametrize("kind", ["missing", "folder", "pipe", "device", "zero"])
def test_what_is_no_file_ends_with_2(tmp_path, command, kind):
    file = tmp_path / kind
    if kind == "folder":
        file.mkdir()
    elif kind == "pipe":
        os.mkfifo(file)
    names = {"device": "/dev/null", "zero": "/dev/zero"}
    assert ivr(command[0], names.get(kind, file), *command[1:]).exit_code == 2


def test_a_name_that_is_no_text_is_no_traceback(tmp_path):
    done = subprocess.run([str(IVR).encode(), b"lint", b"\xff\xfe"], capture_output=True, check=False)
    assert done.returncode == 2
    assert b"There is no such file" in done.stdout
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("lnit",),
        ("lint", "--wrong"),
        ("lint", "a", "b"),
        ("lint", "--format", "xml"),
        ("call", "--keys"),
        ("serve", "--port", "0"),
        ("serve", "--workers", "0"),
        ("explain", "a", "b"),
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2(words):
    done = ivr(*words)
    assert done.exit_code == 2
    assert re.search("^(Usage: ivr|Error: Option)", done.output, re.MULTILINE)


@pytest.mark.parametrize("words", [("--help",), ("-h",), ("--version",), ("lint", "--help")], ids=" ".join)
def test_asking_for_help_is_well(words):
    assert ivr(*words).exit_code == 0


def test_a_reader_that_has_gone_changes_nothing(small, tmp_path):
    broken = tmp_path / "menus.yaml"
    broken.write_text(
        f"{LINE}nodes:\n  main: {{kind: end, prompt: Press 1 to go on.}}\n  person: {{kind: end, prompt: B.}}\n"
    )
    for words, code in ((("map", SHIPPED), 0), (("lint", small, "--all"), 1), (("lint", broken), 1)):
        end, start = os.pipe()
        os.close(end)
        done = process(*words, capture_output=False, stdout=start, stderr=subprocess.PIPE)
        os.close(start)
        assert (done.returncode, done.stderr) == (code, b"")


@pytest.mark.skipif(not FULL.exists(), reason="needs a file on which there is never room")
@pytest.mark.parametrize("words", ["map {small}", "lint {small} --all", "map --help"])
def test_where_nothing_can_be_written_it_says_so_and_ends_with_2(small, words):
    with FULL.open("wb") as full:
        done = process(
            *words.format(small=small).split(), capture_output=False, stdout=full, stderr=subprocess.PIPE
        )
    assert done.returncode == 2
    assert done.stderr == b"ivr: What this command says cannot be written (No space left on device).\n"


@pytest.mark.parametrize(
    ("words", "code"), [("map {small}", 0), ("call {small} --keys 1", 0), ("nothing", 2)]
)
def test_closed_streams_change_nothing(small, words, code):
    typed = [str(IVR), *words.format(small=small).split()]
    closing = ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", *typed]
    assert subprocess.run(closing, env=surroundings(), timeout=240, check=False).returncode == code


def test_what_this_user_may_not_look_at_ends_with_2(monkeypatch):
    def refused(*_, **__):
        raise PermissionError(errno.EACCES, "Permission denied", "var/liaison-line.db")

    monkeypatch.setattr(telephone, "local_database", refused)
    done = ivr("messages", "list")
    assert done.exit_code == 2
    assert done.stderr.startswith("ivr: var/liaison-line.db: Permission denied. Run this as the user")


def test_a_terminal_that_knows_only_ascii_gets_codes(tmp_path):
    env = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = process("map", SHIPPED, env=env)
    assert done.returncode == 0
    assert b"\\u2192 main" in done.stdout
    done = process("lint", SHIPPED, "--all", "--format", "json", env=env)
    assert done.returncode == 0
    assert done.stdout.isascii()


def test_ctrl_c_ends_with_130(small):
    """Interrupted while it walks: the walk of the shipped file takes long enough to be in the middle of."""
    code = "import os, signal, threading; from ivr.walk import paths; from ivr.cli import main\n"
    code += "paths.walk = lambda *_: os.kill(os.getpid(), signal.SIGINT) or threading.Event().wait(60)\n"
    code += f"main(['paths', {str(small)!r}])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, env=surroundings(), timeout=240, check=False
    )
    assert done.returncode == 130
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("library", ["click", "ivr.cli.exits", "ivr.cli.commands.lint"])
def test_ctrl_c_while_it_is_being_loaded_ends_with_130(library):
    """The command as the package declares it, interrupted at the first look for a library."""
    project = tomllib.loads((SHIPPED.parent / "pyproject.toml").read_text(encoding="utf-8"))
    module, _, name = project["project"]["scripts"]["ivr"].partition(":")
    code = (
        "import os, signal, sys\n"
        "class Interrupts:\n"
        "    def find_spec(name, *_):\n"
        f"        if name == {library!r}: os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Interrupts)\n"
        f"sys.argv[1:] = ['lint', {str(SHIPPED)!r}]\n"
        f"from {module} import {name}\n"
        f"sys.exit({name}())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, env=surroundings(), timeout=240, check=False
    )
    assert (done.returncode, done.stdout, done.stderr.strip()) == (130, b"", b"")


def test_interrupting_is_told_from_ending():
    assert signal.SIGINT + 128 == 130


@pytest.mark.parametrize(
    ("typed", "hint"), [("lnt", " Did you mean lint?"), ("mesages", " Did you mean messages?"), ("xyzzy", "")]
)
def test_a_slip_in_a_commands_name_gets_a_suggestion(typed, hint):
    done = ivr(typed)
    assert done.exit_code == 2
    assert done.stderr.endswith(f"Error: There is no command {typed}.{hint} `ivr --help` lists them all.\n")


def test_a_command_is_one_new_file(tmp_path, monkeypatch):
    from ivr.cli import commands

    monkeypatch.setattr(commands, "__path__", [*commands.__path__, str(tmp_path)])
    (tmp_path / "wave.py").write_text(
        "import click\n\n@click.command()\ndef command():\n    '''Wave.'''\n    click.echo('o/')\n"
    )
    assert "wave" in main.list_commands(None)
    assert ivr("wave").stdout == "o/\n"
    assert re.search("wave +Wave[.]", ivr("--help").stdout)
    del sys.modules["ivr.cli.commands.wave"]
