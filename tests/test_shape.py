"""The project's own shape: commands with their manuals, small modules, nothing half done, nobody's real
number."""

import ast
import contextlib
import re
import subprocess
from functools import cache
from pathlib import Path

import click
import pytest

from ivr.cli import main

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "ivr").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("test_*.py"))
LONGEST = 200

# Modules over 200 lines, each with the reason why it is better in one piece.
LONG = {
    "ivr/check/words/key_purposes.py": "the words of each language for each purpose, read side by side",
    "ivr/menu/types.py": "the types that fields have, a few lines each; they are read together",
    "ivr/check/limits.py": "one table of every number a rule measures against, to be read as a whole",
    "ivr/web/settings.py": "every setting beside the check that belongs to it, and the words for what fails",
    "ivr/message/tables.py": "every table and column there is, in one place to be read beside docs/security.md",
    "ivr/phone/call.py": "one call; what it waits for and how it goes on need the same state",
    "ivr/phone/grammar.py": "tables of TwiML, read side by side with Twilio's own",
    "ivr/phone/twiml.py": "every complaint about a document, in the order of the document",
}


def name_of(path):
    return path.relative_to(ROOT).as_posix()


@cache
def written():
    """Every text file of the project, and its text: those git knows or would add."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, check=False
    ).stdout.decode()
    paths = [ROOT / name for name in listed.split("\0") if name] or [*MODULES, *TESTS]
    texts = []
    for path in paths:
        if path.is_file() and path.name != "requirements.lock":
            with contextlib.suppress(UnicodeDecodeError):
                texts.append((path, path.read_text(encoding="utf-8")))
    return texts


def commands(command=main, words=("ivr",)):
    """Every command there is, with the words that start it."""
    if isinstance(command, click.Group):
        context = click.Context(command, info_name=" ".join(words))
        for name in command.list_commands(context):
            yield from commands(command.get_command(context, name), (*words, name))
    else:
        yield words, command


@pytest.mark.parametrize(
    ("words", "command"), [pytest.param(*each, id=" ".join(each[0])) for each in commands()]
)
def test_a_command_is_documented(words, command):
    assert command.help, "say in its docstring what it does"
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"say what {parameter.opts[0]} does"
    assert " ".join(words) in (ROOT / "README.md").read_text(encoding="utf-8"), "README does not name it"


def test_there_are_commands():
    assert {words[1] for words, _ in commands()} >= {"lint", "call", "paths", "map", "explain", "serve"}


def lines_of_code(path):
    """How long a module is without its own manual: a rule's has examples, and is read by itself."""
    text = path.read_text(encoding="utf-8")
    lines = len(text.splitlines())
    if lines <= LONGEST:
        return lines
    manual = ast.get_docstring(ast.parse(text), clean=False) or ""
    return lines - len(manual.splitlines())


def test_long_modules_have_a_reason():
    long = {name_of(path): lines_of_code(path) for path in MODULES}
    long = {name: lines for name, lines in long.items() if lines > LONGEST}
    assert long.keys() - LONG.keys() == set(), "split these, or say in LONG why not"
    assert LONG.keys() - long.keys() == set(), "these are no longer long: take them out of LONG"


def test_nothing_is_left_half_done():
    marks = re.compile(
        r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "NotImplemented" + "Error"]) + r")\b"
    )
    found = [
        f"{name_of(path)}:{number}"
        for path, text in written()
        if path.suffix in {".py", ".md", ".yaml", ".toml", ".sh", ".html", ""} and path.name != "LICENSE"
        for number, line in enumerate(text.splitlines(), 1)
        if marks.search(line)
    ]
    assert found == []


def test_a_type_error_is_ignored_only_by_name_and_with_a_reason():
    ignore, good = (
        re.compile(r"#\s*type:\s*ignore"),
        re.compile(r"# type: ignore\[[a-z-]+(, ?[a-z-]+)*\]\s+# \S+"),
    )
    found = [
        f"{name_of(path)}:{number}"
        for path in MODULES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if ignore.search(line) and not good.search(line)
    ]
    assert found == []


A_TEST = re.compile(r"^ *(async )?def test_|\bTestCase\b", re.MULTILINE)
"""A test, or the tests that a state machine of Hypothesis is."""


def test_a_test_file_has_tests():
    texts = {name_of(path): path.read_text(encoding="utf-8") for path in TESTS}
    assert [name for name, text in texts.items() if not A_TEST.search(text)] == []


def test_files_beside_the_tests_are_found_by_pytest():
    """A file whose name does not begin with `test_` is never collected: its tests would never run."""
    others = {path for path in (ROOT / "tests").rglob("*.py") if not path.name.startswith("test_")}
    texts = {name_of(path): path.read_text(encoding="utf-8") for path in others}
    assert [name for name, text in texts.items() if A_TEST.search(text)] == []


def test_nobodys_real_mobile_number_is_written_anywhere():
    """Only 07700 900000 to 900999 belong to nobody: Ofcom keeps them for drama. 070 and 076 are no mobiles."""
    mobile = re.compile(r"(?<![\d.])(?:\+44[ -]?|0)7[ -]?[1-57-9](?:[ -]?\d){8}(?!\d)")
    found = [
        f"{name_of(path)}: {number}"
        for path, text in written()
        for number in mobile.findall(text)
        if not re.sub(r"\D", "", number).removeprefix("44").removeprefix("0").startswith("7700900")
    ]
    assert found == []
