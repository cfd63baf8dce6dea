"""`ivr replay`: from the journal of a real call to a scenario, and whether it goes the same way today."""

from datetime import UTC, datetime

import pytest
from command_line import SHIPPED, ivr

from ivr.phone.caller import Caller
from ivr.phone.scenario import limits
from ivr.phone.scenario.reading import read
from ivr.phone.wsgi import WsgiLine
from ivr.web import create_app
from ivr.web.journal import files_of, journal_of
from ivr.web.settings import Settings

TOKEN = "0123456789abcdef0123456789abcdef"
AT = datetime(2026, 11, 25, 10, 3, 7, tzinfo=UTC)
FROM, KEYED = "+447700900987", "07700900654"


@pytest.fixture(scope="module")
def ringing(tmp_path_factory):
    """A line with its journal, and two calls on it: one that left a message, one that hung up at once."""
    folder = tmp_path_factory.mktemp("line")
    (folder / "menus.yaml").write_bytes(SHIPPED.read_bytes())
    settings = Settings(
        public_url="https://line.example",
        twilio_auth_token=TOKEN,
        database_url=f"sqlite:///{folder / 'line.db'}",
        menus=folder / "menus.yaml",
    )
    journal = journal_of(settings)
    app = create_app(settings, journal=journal, clock=lambda: AT)
    caller = Caller(WsgiLine(app).post, from_number=FROM, passing_words="wait").dial()
    caller.press("1 2").press("star").press("1")  # star interrupts the words
    caller.wait()
    caller.press("1 1 2").press(f"{KEYED} hash").press("1 1 4 3").record(12).record(9, then="hangup")
    long = caller.call_sid
    caller.dial().hang_up()
    assert caller.problems == []
    app.extensions["store"].close()
    journal.close()
    return folder, long, caller.call_sid


@pytest.fixture
def line(ringing, monkeypatch):
    """The folder of the line, its surroundings set."""
    folder = ringing[0]
    monkeypatch.setenv("IVR_DATABASE_URL", f"sqlite:///{folder / 'line.db'}")
    monkeypatch.setenv("IVR_MENUS", str(folder / "menus.yaml"))
    return folder


def labels(line):
    return [row.split()[0] for row in ivr("replay", "--list").stdout.splitlines()]


def test_the_calls_are_listed_without_anything_of_the_caller(line, ringing):
    done = ivr("replay", "--list")
    assert done.exit_code == 0
    first, second = done.stdout.splitlines()
    assert "Wednesday 25 November 2026 10:03" in first
    assert "welcome → … → review" in first
    assert second.endswith("1 step  welcome")
    assert ringing[1] not in done.stdout


def test_a_call_becomes_a_scenario_that_holds(line, ringing, tmp_path):
    done = ivr("replay", ringing[1])
    assert (done.exit_code, done.stderr) == (0, "The call goes the same way today: 15 steps.\n")
    for private in (KEYED, FROM, ringing[1]):
        assert private not in done.stdout
    scenario = read(done.stdout.encode(), "call.yaml")
    assert scenario.title == "A call from welcome to review"
    assert scenario.clock == "2026-11-25 10:03"
    for line_ in ("- interrupts: star", "- at: abuse-open", "- presses: 07700900123#", "recordings: 2"):
        assert line_ in done.stdout
    assert "- records: {for: 12 seconds, then: hangs up}" in done.stdout
    assert (
        "- hears: You can ask an LGBT+ Liaison Officer to contact you." in done.stdout
    )  # as in the menu file
    file = tmp_path / "call.yaml"
    file.write_text(done.stdout)
    assert ivr("test", file).exit_code == 0


def test_a_call_is_found_by_its_label_too_or_the_beginning_of_one(line, ringing):
    by_sid = ivr("replay", ringing[1]).stdout
    label = labels(line)[0]
    assert ivr("replay", label).stdout == ivr("replay", label[:6].upper()).stdout == by_sid


def test_where_the_call_goes_another_way_today_the_step_is_named(line, ringing, tmp_path):
    changed = tmp_path / "menus.yaml"
    old = "2: {for: domestic abuse help, goto: abuse-hours}"
    changed.write_text(SHIPPED.read_text().replace(old, old.replace("abuse-hours", "hate-crime")))
    done = ivr("replay", ringing[1], "--menus", changed)
    assert done.exit_code == 1
    assert (
        "Step 2, an option at main: then the call went to abuse-open past abuse-hours, today it goes to hate-crime."
        in done.stderr
    )
    assert "- at: abuse-open" in done.stdout  # as it was, from the version that the database has kept


def test_a_menu_whose_words_alone_have_changed_lets_it_go_the_same_way(line, ringing, tmp_path):
    changed = tmp_path / "menus.yaml"
    changed.write_text(SHIPPED.read_text().replace("You do not have to speak.", "Nobody has to speak here."))
    done = ivr("replay", ringing[1], "--menus", changed)
    assert done.exit_code == 0
    assert "- hears: Nobody has to speak here." in done.stdout


def test_it_is_written_into_a_new_file_and_over_nobodys(line, ringing, tmp_path):
    file = tmp_path / "call.yaml"
    done = ivr("replay", ringing[2], "--write", file)
    assert done.stdout == f"The call goes the same way today: 0 steps.\nThe scenario is in {file}.\n"
    assert file.read_text().endswith("- hangs up\n- message: none\n")
    file.write_text("mine")
    again = ivr("replay", ringing[2], "--write", file)
    assert again.exit_code == 2
    assert file.read_text() == "mine"


def test_a_call_that_is_longer_than_a_scenario_is_told(line, ringing, monkeypatch):
    monkeypatch.setattr(limits, "MOST_STEPS", 3)
    done = ivr("replay", ringing[1])
    assert done.exit_code == 2
    assert "of this call, which is too long." in done.stderr


def test_a_journal_that_lacks_a_step_is_followed_up_to_there(line, ringing, tmp_path):
    (file,) = files_of(line / "journal")
    torn = tmp_path / "torn.jsonl"
    torn.write_text("".join(row for row in file.read_text().splitlines(True) if '"step": 5,' not in row))
    done = ivr("replay", ringing[1], "--journal", torn)
    assert done.exit_code == 1
    assert "After step 4 of 14 the journal cannot be followed" in done.stderr
    assert "Up to there the call goes the same way today." in done.stderr


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["CA" + "0" * 32], "no such call"),
        (["ffffffff"], "no such call"),
        (["a call"], "names no call"),
        ([], "Name a call"),
        (["abcd", "--list"], "Name a call"),
        (["--list", "--journal", "/nowhere/at/all.jsonl"], "cannot be read"),
    ],
)
def test_what_cannot_be_is_said(line, words, why):
    done = ivr("replay", *words)
    assert done.exit_code == 2
    assert why in done.stderr


def test_two_calls_that_begin_alike_are_not_taken_for_each_other(line, tmp_path):
    (file,) = files_of(line / "journal")
    first, second = labels(line)
    alike = tmp_path / "alike.jsonl"
    alike.write_text(file.read_text().replace(first, "abcd" + first[4:]).replace(second, "abcd" + second[4:]))
    assert "2 calls begin like that" in ivr("replay", "abcd", "--journal", alike).stderr


def test_without_a_journal_it_says_how_there_is_one(tmp_path, monkeypatch):
    monkeypatch.setenv("IVR_DATABASE_URL", f"sqlite:///{tmp_path / 'line.db'}")
    done = ivr("replay", "--list")
    assert done.exit_code == 2
    assert "IVR_JOURNAL_DAYS" in done.stderr
    assert not (tmp_path / "line.db").exists()


def test_a_version_that_nobody_kept_is_said(ringing, tmp_path, monkeypatch):
    (file,) = files_of(ringing[0] / "journal")
    changed = tmp_path / "menus.yaml"
    changed.write_text(SHIPPED.read_text() + "\n")
    monkeypatch.setenv("IVR_DATABASE_URL", f"sqlite:///{tmp_path / 'other.db'}")
    label = file.read_text().split('"call": "')[1][:16]
    done = ivr("replay", label, "--journal", file, "--menus", changed)
    assert done.exit_code == 2
    assert "nor in the line's database" in done.stderr
