"""`ivr diff`: files, revisions of git, the three forms, and what it ends with."""

import json
import os
import subprocess

import pytest
from command_line import ivr

from ivr.cli.differing.walking import walk_both
from ivr.menu import load_text

# The smallest line of which all this can be told: each of the two is walked, in every language that it has.
OLD = """\
line:
  name: Small line
  start: main
  person: person
  languages: {en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}}
nodes:
  main:
    kind: menu
    prompt: Hello.
    options:
      3: {for: opening hours, goto: when}
    otherwise: {no_input: bye, no_match: person}
  when: {kind: hours, open: {friday: 09:00-17:00}, when_open: open, when_closed: closed}
  open: {kind: end, prompt: We are open.}
  closed: {kind: end, prompt: We are closed.}
  bye: {kind: end, prompt: Goodbye.}
  person: {kind: transfer, prompt: Please hold., number: person, unavailable: Nobody is here.}
"""
NEW = OLD.replace("3: {for: opening hours, goto: when}", "3: {for: opening times, goto: bye}")
WORDS = OLD.replace("prompt: Hello.", "prompt: Hello and welcome *everybody*.")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for name, text in (("old.yaml", OLD), ("new.yaml", NEW), ("words.yaml", WORDS)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def repository(folder, monkeypatch):
    """A repository with two commits of `lines/menus.yaml`; the file itself has a third version."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")

    def git(*words):
        subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)

    git("init", "--quiet", "--initial-branch=main")
    (folder / "lines").mkdir()
    file = folder / "lines" / "menus.yaml"
    for text in (OLD, NEW):
        file.write_text(text, encoding="utf-8")
        git("add", "lines/menus.yaml")
        git("commit", "--quiet", "--message", "A change")
    file.write_text(WORDS, encoding="utf-8")
    return folder


def test_what_changes_for_callers_is_told_in_text(folder):
    done = ivr("diff", "old.yaml", "new.yaml")
    assert done.exit_code == 0
    assert done.stdout.startswith(
        "What changes for callers, from old.yaml to new.yaml\n2 changes of what leads where, "
    )
    assert (
        "Pressing 3 at “main” no longer reaches “when” (then “open” or “closed”); it now reaches"
        in done.stdout
    )
    assert (
        "      was:  For opening hours, press 3.\n      now:  For opening times, press 3. → Goodbye.\n"
        in done.stdout
    )
    assert "“bye”." in done.stdout


def test_words_that_changed_stand_in_brackets(folder):
    done = ivr("diff", "old.yaml", "words.yaml")
    assert "      was:  [Hello.]\n" in done.stdout or "      was:  Hello.\n" in done.stdout
    assert "Hello and welcome *everybody*." in done.stdout


def test_markdown_is_safe_to_post(folder):
    done = ivr("diff", "old.yaml", "new.yaml", "--format", "markdown")
    assert "### What changes for callers, from `old.yaml` to `new.yaml`" in done.stdout
    assert (
        "- Pressing 3 at *main* no longer reaches *when* (then *open* or *closed*); it now reaches *bye*. ⚠"
        in done.stdout
    )
    done = ivr("diff", "old.yaml", "words.yaml", "--format", "markdown")
    assert r"Hello and welcome \*everybody\*." in done.stdout


def test_json_has_every_change(folder):
    done = ivr("diff", "old.yaml", "new.yaml", "--format", "json")
    told = json.loads(done.stdout)
    assert (told["old"]["name"], told["new"]["name"], told["identical"]) == ("old.yaml", "new.yaml", False)
    assert told["fails"] == ["reach", "problems"]
    change = next(change for change in told["changes"] if change["kind"] == "key-elsewhere")
    assert (change["section"], change["node"], change["key"], change["fails"]) == (
        "reach",
        "main",
        "3",
        "reach",
    )
    assert change["now"] == "For opening times, press 3. → Goodbye."
    assert set(change) == {"section", "kind", "sentence", "node", "key", "language", "was", "now", "fails"}


@pytest.mark.parametrize(
    ("new", "asked", "code"),
    [
        ("new.yaml", (), 0),
        ("new.yaml", ("reach",), 1),
        ("new.yaml", ("time", "problems"), 1),
        ("words.yaml", ("reach", "problems"), 0),
        ("old.yaml", ("reach", "time", "problems"), 0),
    ],
)
def test_what_was_asked_about_ends_it_with_1(folder, new, asked, code):
    done = ivr("diff", "old.yaml", new, *(word for what in asked for word in ("--fail-on", what)))
    assert done.exit_code == code
    assert ("--fail-on" in done.stderr) == (code == 1)


def test_two_files_that_are_the_same_are_told_so(folder):
    assert "The two are the same, byte for byte." in ivr("diff", "old.yaml", "old.yaml").stdout
    (folder / "commented.yaml").write_text(f"# A comment.\n{OLD}", encoding="utf-8")
    assert "Callers notice nothing: only comments" in ivr("diff", "old.yaml", "commented.yaml").stdout


@pytest.mark.parametrize(
    ("words", "title", "told"),
    [
        (
            ("HEAD~1:lines/menus.yaml", "HEAD"),
            "from HEAD~1:lines/menus.yaml to HEAD:lines/menus.yaml",
            "Pressing 3",
        ),
        (("HEAD~1:lines/menus.yaml", "main:lines/menus.yaml"), "to main:lines/menus.yaml", "Pressing 3"),
        (
            ("HEAD~1", "lines/menus.yaml"),
            "from HEAD~1:lines/menus.yaml to lines/menus.yaml",
            "What “main” says has changed.",
        ),
        (
            ("lines/menus.yaml", "HEAD~1"),
            "from lines/menus.yaml to HEAD~1:lines/menus.yaml",
            "What “main” says has changed.",
        ),
    ],
)
def test_revisions_of_git_are_versions(repository, words, title, told):
    done = ivr("diff", *words)
    assert done.exit_code == 0, done.stderr
    assert title in done.stdout
    assert told in done.stdout


def test_one_revision_is_compared_with_the_file_here(repository, monkeypatch):
    monkeypatch.setenv("IVR_MENUS", "lines/menus.yaml")
    assert "from HEAD~1:lines/menus.yaml to lines/menus.yaml" in ivr("diff", "HEAD~1").stdout
    assert "from HEAD~1:lines/menus.yaml to HEAD:lines/menus.yaml" in ivr("diff", "HEAD~1", "HEAD").stdout
    monkeypatch.delenv("IVR_MENUS")
    monkeypatch.chdir(repository / "lines")
    assert "from HEAD~1:menus.yaml to menus.yaml" in ivr("diff", "HEAD~1").stdout


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (("missing.yaml", "old.yaml"), 2, "There is no such file."),
        (("nowhere", "old.yaml"), 2, "“nowhere” is neither a file nor a revision of git that has old.yaml."),
        (("nowhere:menus.yaml", "old.yaml"), 2, "neither a file nor a revision"),
        ((":", "old.yaml"), 2, "neither a file nor a revision"),
        (("--", "-x", "old.yaml"), 2, "neither a file nor a revision"),
        (("old.yaml", "broken.yaml"), 1, "There is no node “nowhere”."),
        (("binary.yaml", "old.yaml"), 2, "binary.yaml:1:1: error"),
        ((), 2, "Missing argument 'OLD'"),
    ],
)
def test_what_is_no_version_is_refused(folder, words, code, why):
    (folder / "broken.yaml").write_text(OLD.replace("goto: when", "goto: nowhere"), encoding="utf-8")
    (folder / "binary.yaml").write_bytes(b"\x00\x01")
    done = ivr("diff", *words)
    assert (done.exit_code, why in done.stderr) == (code, True), done.stderr


def test_a_computer_without_git_still_compares_files(folder, monkeypatch):
    monkeypatch.setenv("PATH", str(folder))
    assert ivr("diff", "old.yaml", "new.yaml").exit_code == 0
    done = ivr("diff", "HEAD", "new.yaml")
    assert (done.exit_code, "There is no git on this computer" in done.stderr) == (2, True)


def test_large_menus_are_walked_at_the_same_time(monkeypatch):
    old, new = load_text(OLD.encode()), load_text(NEW.encode())
    plain = walk_both(old, new)
    monkeypatch.setattr("ivr.cli.differing.walking._LARGE", 0)
    assert walk_both(old, new) == plain
    assert plain[0] != plain[1]
