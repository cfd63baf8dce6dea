"""`ivr paths --write`: what is wrong, and a set that tries everything, as scenarios that hold."""

import json

import pytest
from command_line import ivr

from ivr.cli.replaying.folder import write_set
from ivr.cli.replaying.played import first_words
from ivr.phone.scenario import limits
from ivr.phone.scenario.reading import read

BROKEN = """\
line:
  name: Small
  start: a
  person: person
  languages: {en: {name: English, voice: Polly.Amy, locale: en-GB}}
nodes:
  a: {kind: menu, prompt: Hello., options: {1: {to: go, goto: b}, 2: {to: ring, goto: person}}, otherwise: z}
  b: {kind: say, prompt: Round., goto: c}
  c: {kind: menu, prompt: And round., options: {1: {to: go on, goto: b}}, otherwise: b}
  z: {kind: end, prompt: Bye.}
  person: {kind: transfer, prompt: Please hold., number: person, unavailable: Nobody.}
  lost: {kind: end, prompt: Nobody comes here.}
"""


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    file = tmp_path_factory.mktemp("broken") / "menus.yaml"
    file.write_text(BROKEN)
    return file


@pytest.fixture(scope="module")
def written(broken):
    """The folder of the set, and what was said."""
    folder = broken.parent / "calls"
    return folder, ivr("paths", broken, "--write", folder)


def names(folder):
    return sorted(file.name for file in folder.iterdir())


def test_each_problem_has_a_scenario_that_says_what_is_wrong(written):
    folder, done = written
    assert done.exit_code == 1
    text = (folder / "problem-endless-c.yaml").read_text()
    assert "# What is wrong [endless]: a caller who presses nothing useful is asked this for ever." in text
    assert "- press: 1\n- at: b\n" in text
    assert "No scenario shows unreachable at lost: no call leads there." in done.stderr


def test_every_file_holds_and_together_they_try_everything(broken, written):
    folder, done = written
    count = len(names(folder))
    assert f"{count} scenarios written to {folder}." in done.stderr
    told = ivr("test", folder, "--menus", broken, "--format", "json", "--coverage")
    assert told.exit_code == 0, told.output
    result = json.loads(told.stdout)
    assert [one["passed"] for one in result["scenarios"]] == [True] * count
    assert result["coverage"]["percent"] == 100.0
    assert (
        f"Together they try {result['coverage']['items']} of {result['coverage']['items']} things"
        in done.stderr
    )


def test_each_of_the_set_tries_something_of_its_own(written):
    for file in written[0].glob("covers-*.yaml"):
        assert "\n# What no other file of this set tries:\n# - " in file.read_text()


def test_it_finds_out_when_the_menu_says_something_else(broken, written, tmp_path):
    other = tmp_path / "other.yaml"
    other.write_text(BROKEN.replace("Please hold.", "Goodbye now."))
    told = json.loads(ivr("test", written[0], "--menus", other, "--format", "json").stdout)
    failed = [one for one in told["scenarios"] if not one["passed"]]
    assert failed
    assert all("Please hold." in one["failure"]["message"] for one in failed)


def test_again_it_writes_the_same_and_leaves_alone_what_somebody_wrote(broken, tmp_path):
    folder = tmp_path / "calls"
    ivr("paths", broken, "--write", folder)
    first = {name: (folder / name).read_text() for name in names(folder)}
    (folder / "covers-01-a.yaml").write_text("# mine\n" + first["covers-01-a.yaml"])
    (folder / "mine.yaml").write_text("call: Mine\nsteps:\n- waits\n")
    (folder / "problem-old-x.yaml").write_text(first["covers-02-a.yaml"])  # it has the mark of an earlier set
    again = ivr("paths", broken, "--write", folder)
    assert "covers-01-a.yaml is somebody's own, and stays as it is." in again.stderr
    assert "1 scenario of an earlier set deleted" in again.stderr
    assert (folder / "covers-01-a.yaml").read_text().startswith("# mine\n")
    assert names(folder) == sorted([*first, "mine.yaml"])
    for name, text in first.items():
        assert name == "covers-01-a.yaml" or (folder / name).read_text() == text


def test_no_file_is_longer_than_a_scenario_may_be(broken, tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MOST_STEPS", 8)
    done = ivr("paths", broken, "--write", tmp_path)
    lengths = [len(read(file.read_bytes(), "x").steps) for file in tmp_path.iterdir()]
    assert lengths
    assert max(lengths) <= 8
    assert (
        "No scenario shows dead-end at person: a call that leads there is longer than a scenario may be."
        in done.stderr
    )


def test_a_call_that_is_left_out_is_told_and_not_counted(broken, written, tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MOST_STEPS", 4)
    done = ivr("paths", broken, "--write", tmp_path / "calls")
    assert "A call was left out, “What callers can do at " in done.stderr
    assert "Not tried, because the line would have to be in trouble, or as it is not set up here, or because a call was left out:\n" in done.stderr  # fmt: skip
    result = json.loads(
        ivr("test", tmp_path / "calls", "--menus", broken, "--format", "json", "--coverage").stdout
    )
    told = result["coverage"]
    assert told["tried"] < told["items"]
    assert f"Together they try {told['tried']} of {told['items']} things" in done.stderr


def test_a_link_in_the_folder_is_not_followed(tmp_path):
    folder = tmp_path / "calls"
    folder.mkdir()
    (tmp_path / "mine").write_text("# made\nmine")
    (folder / "a.yaml").symlink_to(tmp_path / "mine")
    (folder / "b.yaml").symlink_to(tmp_path / "nowhere")
    came = write_set(folder, {"a.yaml": "new", "b.yaml": "new", "c.yaml": "new"}, "# made")
    assert came.written == (folder / "c.yaml",)
    assert came.kept == (folder / "a.yaml", folder / "b.yaml")
    assert (tmp_path / "mine").read_text() == "# made\nmine"
    assert not (tmp_path / "nowhere").exists()


def test_every_file_is_read_back_and_has_a_clock_only_where_time_matters(written):
    for file in written[0].iterdir():
        assert read(file.read_bytes(), file.name).clock == ""


def test_json_stays_by_itself(broken, tmp_path):
    done = ivr("paths", broken, "--write", tmp_path / "calls", "--format", "json")
    assert json.loads(done.stdout)["problems"]


def test_a_folder_that_cannot_be_written_to_is_said(broken, tmp_path):
    (tmp_path / "calls").write_text("a file")
    done = ivr("paths", broken, "--write", tmp_path / "calls" / "here")
    assert done.exit_code == 2
    assert "cannot be written" in done.stderr


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        ("Hello. How are you?", "Hello."),
        ("Hello", "Hello"),
        ("Ring 1 0 1, it is free, day and night, on each day of every year", "Ring 1 0 1, it is free, day and night, on each"),
    ],
)  # fmt: skip
def test_the_first_words_are_a_sentence_or_what_is_soon_read(prompt, words):
    assert first_words(prompt) == words
