"""README's examples are true: each is run as a reader would run it, and must print what README says.

A fenced `yaml` block whose first line is `# NAME.yaml` is written to that file. In a fenced `console` block,
each line `$ ivr …` is a command, run in the folder with those files; what follows is what it prints, exactly,
where a line `…` stands for any lines. `$ echo $?` prints the exit code. Commands that must not be run here
stand in `sh` blocks. A `pycon` block is a Python session.
"""

import doctest
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```\s*$", re.MULTILINE | re.DOTALL)
ELLIPSIS = "…"
SHORT = 30
"""A README of no more lines than this needs no example yet."""


def blocks(text):
    """The fenced blocks of a Markdown text: language, content and line, in order."""
    return [(match[1], match[2], text.count("\n", 0, match.start()) + 1) for match in FENCE.finditer(text)]


def dialogue(block):
    """The commands of a console block, each with the lines it should print."""
    exchanges = []
    for line in block.splitlines():
        if line.startswith("$ "):
            exchanges.append((line[2:], []))
        elif exchanges:
            exchanges[-1][1].append(line.rstrip())
        else:
            raise ValueError(f"a console block begins with a command, not with {line!r}")
    return exchanges


def agrees(expected, printed):
    """Whether lines were printed as expected, an ellipsis line standing for any lines."""
    pattern = "".join(
        r"(?:.*\n)*?" if line.strip() == ELLIPSIS else re.escape(line) + r"\n" for line in expected
    )
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in printed)) is not None


def run(command, folder):
    """Run one `ivr …` as typed in a terminal; give what it printed and its exit code."""
    words = shlex.split(command)
    if words[:1] != ["ivr"]:
        raise ValueError(f"only ivr commands are run here: put `{command}` into an sh block")
    environ = {name: value for name, value in os.environ.items() if not name.startswith("IVR_")}
    done = subprocess.run(
        [Path(sys.executable).with_name("ivr"), *words[1:]],
        cwd=folder,
        env=environ | {"NO_COLOR": "1", "COLUMNS": "100", "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=240,
        check=False,
    )
    return [line.rstrip() for line in done.stdout.decode().splitlines()], done.returncode


def check(text, folder, run=run):
    """Run every example of a Markdown text in a folder; give how many there were."""
    ran, code = 0, 0
    for language, block, line in blocks(text):
        first = block.partition("\n")[0]
        if language == "yaml" and (name := re.fullmatch(r"# ([\w-]+\.yaml)", first)):
            (folder / name[1]).write_text(block, encoding="utf-8")
        elif language == "pycon":
            session = doctest.DocTestParser().get_doctest(block, {}, README.name, README.name, line)
            assert doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(session).failed == 0, (
                f"line {line}"
            )
            ran += 1
        elif language == "console":
            for command, expected in dialogue(block):
                printed, code = ([str(code)], 0) if command == "echo $?" else run(command, folder)
                assert agrees(expected, printed), (
                    f"README, line {line}: `{command}` prints\n"
                    + "\n".join(printed)
                    + "\nnot\n"
                    + "\n".join(expected)
                )
                ran += 1
    return ran


def test_readme_is_true(tmp_path):
    text = README.read_text(encoding="utf-8")
    ran = check(text, tmp_path)
    assert ran or len(text.splitlines()) <= SHORT, "README has grown and shows no example that is run"


EXAMPLE = """
```yaml
# small.yaml
line: {}
```
```console
$ ivr lint small.yaml
first
…
last
$ echo $?
1
```
"""


@pytest.mark.parametrize(
    ("printed", "good"),
    [
        (["first", "last"], True),
        (["first", "a", "", "b", "last"], True),
        (["first"], False),
        (["first", "last", "more"], False),
        (["First", "last"], False),
    ],
)
def test_an_example_is_compared_line_by_line(tmp_path, printed, good):
    def pretend(command, folder):
        assert command == "ivr lint small.yaml"
        assert (folder / "small.yaml").read_text() == "# small.yaml\nline: {}\n"
        return printed, 1

    if good:
        assert check(EXAMPLE, tmp_path, pretend) == 2
    else:
        with pytest.raises(AssertionError, match="ivr lint small"):
            check(EXAMPLE, tmp_path, pretend)


def test_a_wrong_exit_code_is_noticed(tmp_path):
    with pytest.raises(AssertionError):
        check(EXAMPLE, tmp_path, lambda command, folder: (["first", "last"], 0))


def test_a_python_session_is_run(tmp_path):
    assert check("```pycon\n>>> 1 + 1\n2\n```\n", tmp_path) == 1


def test_other_commands_are_never_run(tmp_path):
    with pytest.raises(ValueError, match="sh block"):
        run("rm -rf x", tmp_path)
