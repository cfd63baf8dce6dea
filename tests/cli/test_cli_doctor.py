"""`ivr doctor`: each thing the line stands on, well and broken, through the command line."""

import dataclasses
import json
import os
import re
import shutil
import sqlite3
import sys
import threading
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from command_line import SMALL, ivr, process
from operated import REAL, SAFE_NUMBER, SECRET, SID, TOKEN, Line
from sqlalchemy import text
from web_end import mail, nobody, web

from ivr.cli.accounts_here import accounts_here
from ivr.cli.doctor import checks, reaching
from ivr.cli.doctor.case import case_of
from ivr.cli.doctor.checks import mail as mail_check
from ivr.cli.doctor.checks.clock import is_londons
from ivr.cli.doctor.examination import Check, every_check, examine
from ivr.cli.doctor.finding import problem, well
from ivr.message import connecting, engines, tables
from ivr.message.audit import OPERATOR, Act, Audit
from ivr.message.keys import rotate
from ivr.message.private_keys import PrivateKeys
from ivr.message.sealing import new_key
from ivr.phone.twilio_api import PhoneNumber, TwilioApi, serve
from tests import postgresql

pytestmark = pytest.mark.usefixtures("cheap_passwords", "patient")

NAMES = [check.name for check in every_check()]


@pytest.fixture
def patient(monkeypatch):
    """Let no check be given up, and no server of these tests, because the machine is slow."""
    monkeypatch.setitem(examine.__kwdefaults__, "seconds", 240.0)
    monkeypatch.setattr(reaching, "SECONDS", 120.0)
    monkeypatch.setattr(mail_check, "SECONDS", 120.0)


@pytest.fixture
def line(tmp_path, monkeypatch):
    """A demonstration that has not been started."""
    return Line(tmp_path, monkeypatch)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The folder of a line for real calls that has all it needs but an account, an address and mail."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        line = Line(tmp_path_factory.mktemp("made"), monkeypatch, **REAL)
        line.begin()
        shutil.move(line.make_keys(), line.folder / "offline.txt")
        officer(line, areas=["central"], mail="sam@force.example")
        line.works()
    return line.folder


@pytest.fixture
def real(line, made):
    """Such a line of this test's own."""
    shutil.copytree(made, line.folder, dirs_exist_ok=True)
    line.set(**REAL)
    return line


def with_accounts(line, do):
    return line.with_store(lambda store: do(accounts_here(line.settings, store.database, store.vault)))


def officer(line, login="sam", **more):
    """Make the account of a supervisor, or of whom is said otherwise."""
    usual = {"name": "Sam Jones", "role": "supervisor", "by": OPERATOR, "at": datetime.now(UTC)}
    return with_accounts(line, lambda accounts: accounts.add(login=login, **usual | more).officer)


def found(check, *words):
    """The findings of one check: outcome, message and remedy of each."""
    done = ivr("doctor", "--format", "json", *words)
    every = json.loads(done.stdout)
    assert done.exit_code == (1 if any(one["outcome"] == "problem" for one in every) else 0)
    if "Given here" not in done.stdout:
        assert [name for name in NAMES if name in {one["check"] for one in every}] == NAMES
    return [
        (one["outcome"], f"{one['message']} {one['remedy']}".strip())
        for one in every
        if one["check"] == check
    ]


def the(check, *words):
    """The outcome and the words of a check that finds one thing."""
    (only,) = found(check, *words)
    return only


def details(check, *words):
    (one, *_) = [
        each
        for each in json.loads(ivr("doctor", "--format", "json", *words).stdout)
        if each["check"] == check
    ]
    return one["details"]


def looked_at(line, check, *, now=None, online=False, **changes):
    """What one check finds of a case in which something is otherwise."""
    case = case_of(line.settings, os.environ, online=online, now=now or datetime.now(UTC))
    (wanted,) = [one for one in every_check() if one.name == check]
    return [each.finding for each in examine(dataclasses.replace(case, **changes), [wanted])]


# The whole ----------------------------------------------------------------------------------------------------------------


def test_a_demonstration_that_was_never_started_is_well(line):
    done = ivr("doctor")
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[-1] == "No problems, 3 pieces of advice."
    assert "\nwell: Menu file: Small line: menus.yaml, 13 nodes, English, Polski.\n" in done.stdout
    assert sorted(path.name for path in line.folder.iterdir()) == ["menus.yaml"], "it has made something"


def test_a_demonstration_that_was_started_is_well(line):
    line.begin()
    line.message(hours=0.1)
    done = ivr("doctor")
    assert done.exit_code == 0, done.output
    assert "No worker gives a sign of life" in done.stdout


def test_a_line_for_real_calls_is_well_but_for_what_is_not_set(real):
    done = ivr("doctor", "--offline", "--format", "json")
    wrong = {one["check"] for one in json.loads(done.stdout) if one["outcome"] == "problem"}
    assert wrong == {"address", "twilio", "mail"}
    assert done.exit_code == 1


def test_lines_are_plain_and_each_begins_with_how_it_is(real):
    for printed in ivr("doctor", "--offline").stdout.splitlines()[:-2]:
        assert printed.startswith(("well: ", "advice: ", "problem: ", "    ")), printed
        assert printed.isprintable()


def test_it_runs_as_a_process_and_quickly_enough(line):
    done = process("doctor", "--offline", folder=line.folder)
    assert (done.returncode, done.stderr) == (0, b"")


def test_nothing_secret_and_nobodys_number_is_shown(real):
    real.message()
    real.set(
        IVR_TWILIO_ACCOUNT_SID=SID,
        IVR_TWILIO_AUTH_TOKEN=TOKEN,
        IVR_PUBLIC_URL="https://proxy:hush@127.0.0.1:9/x",
        IVR_MAIL_URL=f"smtp://line:hush@127.0.0.1:{nobody()}",
        IVR_MAIL_FROM="line@force.example",
        IVR_MAIL_TO="duty@force.example",
        IVR_TWILIO_API_URL=f"http://127.0.0.1:{nobody()}",
    )
    for form in ("text", "json"):
        shown = ivr("doctor", "--format", form).output
        assert "duty@force.example" in shown
        for secret in ("hush", SECRET, TOKEN, SAFE_NUMBER, "7700900", "960123"):
            assert secret not in shown


def test_a_check_that_breaks_is_a_problem_by_name_and_the_others_go_on(line, monkeypatch):
    monkeypatch.setattr(checks, "__path__", [*checks.__path__, str(line.folder)])
    (line.folder / "tea.py").write_text(
        "TITLE, PLACE = 'Tea', 5\ndef check(case):\n    raise RuntimeError('hush')\n    yield\n"
    )
    done = ivr("doctor")
    assert done.exit_code == 1
    assert done.stdout.startswith("problem: Tea: This could not be looked at (RuntimeError).\n")
    assert "hush" not in done.output
    assert "well: Menu file: " in done.stdout
    del sys.modules["ivr.cli.doctor.checks.tea"]


def test_what_this_user_may_not_look_at_is_a_problem_with_a_remedy(line):
    def refused(case):
        raise PermissionError(13, "Permission denied", "var/keys")

    case = case_of(line.settings, {}, online=False, now=datetime.now(UTC))
    ((_, only),) = examine(case, [Check("keys", "Keys", 1, refused)])
    assert (only.outcome, only.remedy) == ("problem", "Run this as the user that the line runs as.")


def test_a_check_that_hangs_is_given_up(line):
    ever = threading.Event()
    hangs = Check("hangs", "Hangs", 1, lambda case: [well(f"late {ever.wait()}")])
    quick = Check("quick", "Quick", 2, lambda case: [well("there")])
    first, second = examine(
        case_of(line.settings, {}, online=False, now=datetime.now(UTC)), [hangs, quick], seconds=5
    )
    ever.set()
    assert (first.finding.outcome, second.finding) == ("problem", well("there"))
    assert "longer than" in first.finding.message


def test_offline_no_other_server_is_asked(real):
    with web() as public, web() as api, mail() as server:
        real.set(
            IVR_PUBLIC_URL=public.url,
            IVR_TWILIO_API_URL=api.url,
            IVR_TWILIO_ACCOUNT_SID=SID,
            IVR_TWILIO_AUTH_TOKEN=TOKEN,
            IVR_MAIL_URL=server.url,
            IVR_MAIL_FROM="line@force.example",
            IVR_MAIL_TO="duty@force.example",
        )
        ivr("doctor", "--offline")
        assert (public.asked, api.asked, server.heard) == ([], [], [])
        ivr("doctor")
        assert public.asked
        assert api.asked
        assert server.heard


# Settings and menu --------------------------------------------------------------------------------------------------------


def test_every_setting_is_listed_with_where_it_came_from(line):
    (line.folder / "token").write_text(TOKEN)
    line.set(
        IVR_TWILIO_AUTH_TOKEN_FILE=str(line.folder / "token"),
        IVR_PUBLIC_URL="https://proxy:hush@line.example/",
        IVR_UNHEARD_HOURS="12",
        IVR_SECRET=SECRET,
        IVR_DUTY_NUMBER="01632 960456",
    )
    told = details("settings", "--offline")
    assert told["IVR_TWILIO_AUTH_TOKEN"] == "set, by the file of IVR_TWILIO_AUTH_TOKEN_FILE"
    assert told["IVR_PUBLIC_URL"] == "https://line.example"
    assert told["IVR_SECRET"] == "set"
    assert told["IVR_MAIL_URL"] == "not set"
    assert told["IVR_UNHEARD_HOURS"] == "12"
    assert told["IVR_KEEP_CLOSED_DAYS"] == "not set; so it is 30"
    assert told["IVR_DUTY_NUMBER"] == "set, ending in 456"


def test_settings_that_cannot_be_used_are_told_and_nothing_else_is_looked_at(line):
    line.set(IVR_MENU="x", IVR_SECRET="hush")
    first, second, third = found("settings")
    assert first == (
        "problem",
        "IVR_MENU is not a setting of this line. Did you mean IVR_MENUS? The line does not start until that is mended.",
    )
    assert second[1].startswith("IVR_SECRET: it has at least 32 characters")
    assert third == (
        "advice",
        "Given here: IVR_MENU, IVR_SECRET. Nothing else was looked at; mend the settings first.",
    )
    done = ivr("doctor")
    assert done.exit_code == 1
    assert "hush" not in done.output


def test_demonstration_says_who_approved_that_it_is_off(line, real):
    assert the("demonstration", "--offline") == (
        "well",
        "It is off: callers take this for the real service. A. N. Approver approved that.",
    )
    real.set(IVR_DEMONSTRATION="yes")
    assert the("demonstration", "--offline")[0] == "well"
    real.set(IVR_PUBLIC_URL="https://line.example", IVR_TWILIO_ACCOUNT_SID=SID, IVR_TWILIO_AUTH_TOKEN=TOKEN)
    assert the("demonstration", "--offline")[0] == "advice"


def test_a_menu_that_cannot_be_used_is_told_with_its_first_problem(line):
    (line.folder / "menus.yaml").write_text(SMALL.replace("goto: sent", "goto: nowhere"))
    outcome, words = the("menu")
    assert outcome == "problem"
    assert "There is no node “nowhere”" in words
    assert "`ivr lint menus.yaml`" in words
    assert the("voices") == ("advice", "Not looked at: the menu file cannot be used.")
    line.set(IVR_MENUS="missing.yaml")
    assert the("menu")[0] == "problem"


def test_a_voice_that_does_not_speak_the_language_is_a_problem(line):
    (line.folder / "menus.yaml").write_text(SMALL.replace("Polly.Ola-Neural", "Polly.Amy-Neural"))
    outcome, words = the("voices")
    assert outcome == "problem"
    assert words.startswith("Polski: the voice Polly.Amy-Neural speaks en-GB")
    (line.folder / "menus.yaml").write_text(SMALL)
    assert the("voices")[0] == "well"


def test_the_end_of_the_bank_holidays_is_told_in_time(line):
    assert looked_at(line, "bank-holidays") == [well("No opening hours of this menu go by them.")]
    hours = "open: {friday: 09:00-17:00}, "
    with_them = f"{hours}bank_holidays: england-and-wales, when_unsure: closed, "
    (line.folder / "menus.yaml").write_text(SMALL.replace(hours, with_them))
    (early,) = looked_at(line, "bank-holidays", now=datetime(2026, 11, 23, tzinfo=UTC))
    last = datetime.fromisoformat(early.details["until"]).replace(tzinfo=UTC)
    for days, outcome in ((-60, "well"), (-59, "advice"), (0, "advice"), (1, "problem")):
        at = last + timedelta(days=days, hours=12)
        assert [one.outcome for one in looked_at(line, "bank-holidays", now=at)] == [outcome], days


def test_a_transfer_without_a_number_is_a_problem_for_real_calls(real):
    assert the("transfers", "--offline")[0] == "well"
    real.set(IVR_PERSON_NUMBER=None, IVR_PERSONS_NUMBER="01632 960123")
    (missing, spare) = found("transfers", "--offline")
    assert missing[0] == "problem"
    assert missing[1].startswith("IVR_PERSON_NUMBER is not set")
    assert spare[0] == "advice"
    assert spare[1].startswith("IVR_PERSONS_NUMBER is set")
    real.set(IVR_DEMONSTRATION="yes")
    assert found("transfers", "--offline")[0][0] == "advice"


# Database and keys --------------------------------------------------------------------------------------------------------


def test_a_database_in_a_file(real):
    assert the("database", "--offline")[0] == "well"
    told = details("database", "--offline")
    assert told["kind"].startswith("SQLite 3.")
    assert (told["journal_mode"], told["synchronous"]) == ("wal", "full")


def test_a_database_on_a_server(real):
    real.set(IVR_DATABASE_URL=postgresql.fresh())
    (outcome, words), *_ = found("database", "--offline")
    assert outcome == "well"
    assert "there are no tables yet" in words
    real.begin()
    assert found("database", "--offline")[0][0] == "well"
    assert found("database", "--offline") == [("well", "PostgreSQL 18.4 can be read and written.")]
    assert the("clock", "--offline")[1].endswith("It agrees with the database's.")
    assert the("room", "--offline")[0] == "well"


@pytest.mark.parametrize("url", ["postgresql://somebody:hush@127.0.0.1:{port}/line", "sqlite:///{folder}"])
def test_a_database_that_cannot_be_reached_is_one_problem(line, url):
    line.set(IVR_DATABASE_URL=url.format(port=nobody(), folder=line.folder))
    outcome, words = the("database")
    assert outcome == "problem"
    assert words.startswith("It cannot be reached: the database cannot be reached (OperationalError).")
    for other in ("migrations", "work", "reconciliation"):
        assert the(other) == ("advice", "Not looked at: the database cannot be reached.")
    assert "hush" not in ivr("doctor").output


def test_a_database_that_cannot_be_written_is_a_problem(real, monkeypatch):
    monkeypatch.setattr(engines, "BUSY_SECONDS", 0.1)
    monkeypatch.setattr(connecting, "PATIENCE_SECONDS", 0.1)
    other = sqlite3.connect(real.folder / "var" / "liaison-line.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    outcome, words = the("database", "--offline")
    other.close()
    assert outcome == "problem"
    assert "can be read and not written" in words


def test_a_database_in_memory_is_a_problem_for_real_calls(line):
    line.set(IVR_DATABASE_URL="sqlite://")
    assert the("database")[0] == "advice"
    line.set(**REAL)
    assert the("database")[0] == "problem"


@pytest.mark.parametrize(("version", "outcome"), [("0001", "advice"), ("9999", "problem")])
def test_tables_of_another_version_are_told_and_not_changed(real, version, outcome):
    real.write(text(f"UPDATE ivr_alembic_version SET version_num = '{version}'"))
    told, words = the("migrations", "--offline")
    assert told == outcome
    assert f"They are of version {version}" in words
    assert the("work", "--offline") == ("advice", "Not looked at: the tables are of another version.")
    file = sqlite3.connect(real.folder / "var" / "liaison-line.db")
    assert file.execute("SELECT version_num FROM ivr_alembic_version").fetchall() == [(version,)]
    file.close()


def test_keys_as_they_should_be(real):
    (sealed, here) = found("keys", "--offline")
    assert sealed == ("well", "Messages are sealed to an inbox key and a recovery key.")
    assert here[1].startswith("This host can open messages")
    shutil.rmtree(real.folder / "var" / "keys")
    (_, elsewhere) = found("keys", "--offline")
    assert elsewhere[0] == "well"
    assert elsewhere[1].startswith("This host cannot open messages")


def its_key_is_missing():
    gone = found("keys", "--offline")[1]
    assert gone[0] == "problem"
    assert "is sealed to an inbox key that is not in" in gone[1]
    assert "`ivr keys recover --from FILE`" in gone[1]


def test_a_host_for_an_inbox_without_the_key_in_use_is_a_problem(real):
    keys = real.folder / "var" / "keys"
    (only,) = keys.glob("*.pem")
    only.rename(real.folder / "kept.pem")
    assert found("keys", "--offline")[1][0] == "well"  # an empty folder is nobody's wish to open anything
    real.set(IVR_PRIVATE_KEYS=str(keys))
    its_key_is_missing()


def test_a_host_with_another_key_than_the_one_in_use_is_a_problem(real):
    keys = real.folder / "var" / "keys"
    (only,) = keys.glob("*.pem")
    only.write_bytes(new_key().pem())
    its_key_is_missing()


def test_a_demonstration_that_has_lost_its_key_is_a_problem(line):
    line.begin()
    line.works()
    shutil.rmtree(line.folder / "var" / "keys")
    its_key_is_missing()


def test_a_line_for_real_calls_without_keys_is_a_problem(line):
    line.set(**REAL)
    line.begin()
    missing = found("keys", "--offline")[0]
    assert missing == (
        "problem",
        "There is no inbox key, so no message can be kept. `ivr keys new --recovery FILE` makes the keys.",
    )


def test_another_secret_is_a_problem(real):
    real.set(IVR_SECRET="x" * 32)
    outcome, words = found("keys", "--offline")[0]
    assert outcome == "problem"
    assert words.startswith("Nobody vouches for the inbox key ")


def test_a_recovery_key_on_the_host_is_a_problem(real):
    shutil.copy(real.folder / "offline.txt", real.folder / "var" / "keys" / "recovery.pem")
    assert [outcome for outcome, _ in found("keys", "--offline")] == ["well", "well", "problem"]


def test_a_file_that_is_no_key_is_a_problem(real):
    (real.folder / "var" / "keys" / "broken.pem").write_text("hush")
    outcome, words = found("keys", "--offline")[0]
    assert outcome == "problem"
    assert words.startswith("var/keys/broken.pem is no key that can be read.")


def test_a_key_that_is_retired_or_old_is_advice(real):
    real.change(tables.public_key, made_at=datetime.now(UTC) - timedelta(days=400))
    assert found("keys", "--offline")[2][1].startswith("The inbox key is 400 days old.")
    real.message()
    real.with_store(lambda store: rotate(store.database, store.vault, datetime.now(UTC)))
    (retired,) = found("keys", "--offline")[2:]
    assert retired[0] == "advice"
    assert "no message here needs it any more. Once no backup needs it either, `ivr keys shred " in retired[1]


def test_nobody_is_told_to_destroy_a_key_that_another_database_may_need(real):
    stranger = new_key()
    PrivateKeys(real.folder / "var" / "keys").add(stranger)
    (advised,) = found("keys", "--offline")[2:]
    assert advised[0] == "advice"
    assert f"{stranger.key_id} is here, and this database does not know that key. Leave it" in advised[1]
    assert "shred" not in advised[1]


def test_without_a_recovery_key_it_is_a_problem(real):
    real.write(text("UPDATE ivr_public_key SET retired_at = made_at WHERE purpose = 'recovery'"))
    assert "There is no recovery key" in found("keys", "--offline")[0][1]


# The host -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", [".", "liaison-line.db", "server-secret", "telephone-token", "keys", "keys/*.pem"]
)
def test_what_others_may_read_is_a_problem(line, name):
    line.begin()
    (line.folder / "var" / "telephone-token").touch(0o600)
    assert the("permissions")[0] == "well"
    (path, *_) = [line.folder / "var"] if name == "." else list((line.folder / "var").glob(name))
    path.chmod(0o750 if path.is_dir() else 0o640)
    outcome, words = found("permissions")[0]
    assert outcome == "problem"
    assert str(path.relative_to(line.folder)) in words


def test_a_secrets_file_that_everybody_may_read_is_advice(line):
    file = line.folder / "secret"
    file.write_text(SECRET)
    file.chmod(0o604)
    line.set(IVR_SECRET_FILE=str(file))
    assert the("permissions")[0] == "advice"
    file.chmod(0o640)
    assert the("permissions")[0] == "well"


def test_too_little_room_is_a_problem(line):
    free = int(details("room")["free_mb"])
    for least, outcome in ((free * 2, "problem"), (free // 2, "advice"), (0, "well")):
        line.set(IVR_LEAST_FREE_MB=least)
        told, words = the("room")
        assert told == outcome
        assert not re.search(r"\d{4}", words), "thousands have a comma"


def test_a_clock_that_is_wrong_is_a_problem(line):
    line.set(IVR_TWILIO_ACCOUNT_SID=SID, IVR_TWILIO_AUTH_TOKEN=TOKEN)
    for seconds, outcome in ((0, "well"), (300, "problem"), (-40, "problem")):
        with web(status="404 Not Found", ahead=timedelta(seconds=seconds)) as api:
            line.set(IVR_TWILIO_API_URL=api.url)
            told, words = the("clock")
            assert told == outcome, words
            assert ("behind the provider's" in words) == (seconds > 0)
            assert ("ahead of the provider's" in words) == (seconds < 0)


def test_a_clock_that_is_not_the_databases_is_a_problem(line):
    for seconds, outcome in ((20, "well"), (40, "problem")):
        ahead = timedelta(seconds=seconds)
        elsewhere = SimpleNamespace(there=True, kind="PostgreSQL 16.1", ahead=ahead)
        (told,) = looked_at(line, "clock", standing=lambda found=elsewhere: found)
        assert told.outcome == outcome


def test_a_time_zone_that_is_not_londons_is_noticed():
    assert is_londons(ZoneInfo("Europe/London"), 2026)
    for other in ("UTC", "Europe/Paris", "Africa/Casablanca"):
        assert not is_londons(ZoneInfo(other), 2026)


# Work ---------------------------------------------------------------------------------------------------------------------


def test_a_worker_that_lives(real):
    assert the("work", "--offline") == ("well", "1 worker is at work; nothing waits.")
    real.insert(
        tables.unwanted_recording,
        recording_sid="RE9",
        url="https://api.example",
        why="empty",
        since=datetime.now(UTC),
    )
    assert the("work", "--offline") == ("well", "1 worker is at work; 1 thing waits.")
    real.empty(tables.unwanted_recording)
    real.works(seconds_ago=60)
    outcome, words = the("work", "--offline")
    assert outcome == "advice"
    assert words.startswith("No worker gives a sign of life")


def test_work_that_is_overdue_is_a_problem(real):
    real.message(hours=1)
    late = found("work", "--offline")[1:]
    assert [outcome for outcome, _ in late] == ["problem", "problem"]
    assert late[0][1].startswith("Recordings have to be fetched (1), the oldest since ")
    assert late[1][1].startswith("Calls are over and not finished with (1), the oldest since ")
    real.works(seconds_ago=60)
    assert the("work", "--offline")[1].startswith("No worker gives a sign of life, and work is overdue.")


def test_recordings_to_delete_that_stay_are_a_problem(real):
    since = datetime.now(UTC) - timedelta(hours=1)
    real.insert(
        tables.unwanted_recording,
        recording_sid="RE9",
        url="https://api.example",
        why="discarded",
        since=since,
    )
    assert "deleted at the provider (1)" in found("work", "--offline")[1][1]


def test_recordings_given_up_and_messages_unheard_are_problems(real):
    real.message(hours=30)
    real.change(tables.recording, state="failed", due_at=None)
    real.change(tables.call, finished_at=datetime.now(UTC))
    (_, failed, unheard) = found("work", "--offline")
    assert failed[1].startswith("1 recording was given up")
    assert unheard[1].startswith("1 message has waited for more than 24 hours")
    assert failed[0] == unheard[0] == "problem"


def test_the_last_reconciliation(real):
    assert the("reconciliation", "--offline")[0] == "well"
    real.set(IVR_TWILIO_ACCOUNT_SID=SID, IVR_TWILIO_AUTH_TOKEN=TOKEN)
    assert the("reconciliation", "--offline")[0] == "advice"
    for hours, numbers, outcome, words in (
        (30, (0, 0, 0), "advice", "it should be done every day"),
        (3, (0, 0, 0), "well", "all agreed"),
        (2, (2, 1, 0), "advice", "1 recordings at the provider belonged to no message"),
        (1, (2, 2, 1), "problem", "1 recordings of messages were not at the provider"),
    ):
        at = datetime.now(UTC) - timedelta(hours=hours)
        unknown, adopted, missing = numbers
        real.insert(tables.reconciliation, at=at, unknown=unknown, adopted=adopted, missing=missing)
        told = the("reconciliation", "--offline")
        assert told[0] == outcome
        assert words in told[1]


# Other servers ------------------------------------------------------------------------------------------------------------


def test_the_address_that_signatures_are_checked_against(line):
    line.set(IVR_PUBLIC_URL="https://someone:hush@line.example:8443/office/")
    outcome, words = the("address", "--offline")
    assert outcome == "well"
    assert "checked against https://line.example:8443/office/voice, with the name and password" in words
    assert details("address", "--offline") == {
        "checked_against": "https://line.example:8443/office/voice",
        "status_callback": "https://line.example:8443/office/voice/status",
    }


def test_the_line_answers_at_its_address(line):
    with web() as end:
        line.set(IVR_PUBLIC_URL=f"{end.url}/office")
        assert [outcome for outcome, _ in found("address")] == ["well", "well"]
        assert end.asked == ["/office/healthz"]


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"status": "503 Service Unavailable"}, "answers with HTTP 503"),
        ({"body": b"welcome to nginx"}, "not as this line does"),
        ({"status": "301 Moved", "headers": [("Location", "/there")]}, "sends on to another address"),
    ],
)
def test_something_else_at_the_address_is_a_problem(line, how, words):
    with web(**how) as end:
        line.set(IVR_PUBLIC_URL=end.url)
        told = found("address")[-1]
        assert told[0] == "problem"
        assert words in told[1]


def test_nobody_at_the_address_is_a_problem(line):
    line.set(IVR_PUBLIC_URL=f"http://127.0.0.1:{nobody()}")
    assert found("address")[-1][0] == "problem"
    assert "does not answer: Connection refused" in found("address")[-1][1]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://line.example", "It begins with http"),
        ("https://127.0.0.1", "Twilio cannot call it"),
        ("https://192.168.1.2", "Twilio cannot call it"),
        ("https://line", "Twilio cannot call it"),
        ("https://line.local", "Twilio cannot call it"),
    ],
)
def test_an_address_that_does_not_do_for_real_calls_is_a_problem(real, url, words):
    real.set(IVR_PUBLIC_URL=url)
    _, wrong = found("address", "--offline")
    assert wrong[0] == "problem"
    assert words in wrong[1]


ANSWERS = {
    "voice_url": "{line}/voice",
    "status_callback": "{line}/voice/status",
    "voice_fallback_url": "https://handler.twilio.com/twiml/EH1",
}


@pytest.fixture
def twilio(line):
    with web() as public, serve(TwilioApi()) as local:
        line.set(
            IVR_PUBLIC_URL=public.url,
            IVR_TWILIO_ACCOUNT_SID=local.account_sid,
            IVR_TWILIO_AUTH_TOKEN=local.auth_token,
            IVR_TWILIO_API_URL=local.url,
        )
        local.line = public.url
        yield local


def number(twilio, number="+441632960000", **changes):
    """Give the account a number that leads to the line, but for some changes."""
    values = {name: value.format(line=twilio.line) for name, value in (ANSWERS | changes).items()}
    twilio.api.numbers.append(PhoneNumber(number, **values))


def test_an_account_and_a_number_as_they_should_be(line, twilio):
    number(twilio)
    number(twilio, "+441632960001", voice_url="{line}/voice?language=pl#rc=2")
    number(twilio, "+441632960002", voice_url="https://other.example/x", status_callback="")
    (account, media) = found("twilio")
    assert account == ("well", "Twilio takes the credentials, and the account is active.")
    assert media[0] == "advice"
    assert "Enforce HTTP Auth on Media URLs" in media[1]
    assert found("numbers") == [
        ("well", "+441632960000 leads here, and elsewhere when the line is down."),
        ("well", "+441632960001 leads here, and elsewhere when the line is down."),
    ]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"voice_url": "{line}/"}, "a call goes to {line}/."),
        ({"voice_url": "{line}/voice/"}, "a call goes to {line}/voice/."),
        ({"voice_url": ""}, "a call goes to nowhere."),
        ({"voice_method": "GET"}, "a call comes in with GET, not POST."),
        ({"voice_url": "{line}/voice?language=cy"}, "its calls begin in “cy”, which the menu does not have."),
        ({"status_callback": ""}, "that a call has ended is told to nobody."),
        ({"status_callback": "{line}/voice"}, "that a call has ended is told to {line}/voice."),
        ({"status_callback_method": "GET"}, "that a call has ended is told with GET, not POST."),
        (
            {"voice_fallback_url": ""},
            "when the line is down, callers hear only that an error has occurred.",
        ),
        (
            {"voice_fallback_url": "{line}/fallback"},
            "what is played when the line is down is on the line itself.",
        ),
    ],
)
def test_a_number_that_is_not_set_up_for_the_line_is_a_problem(line, twilio, changes, words):
    number(twilio, **changes)
    outcome, told = the("numbers")
    assert outcome == "problem"
    assert told.startswith(f"+441632960000: {words.format(line=twilio.line)}")


def test_no_number_that_leads_to_the_line_is_a_problem(line, twilio):
    number(twilio, voice_url="https://other.example/voice", status_callback="")
    outcome, words = the("numbers")
    assert outcome == "problem"
    assert words.startswith("None of the account's numbers (1) leads to ")


@pytest.mark.parametrize(("by", "words"), [("trunk", "a SIP trunk"), ("application", "an application")])
def test_a_number_whose_addresses_do_not_count_is_a_problem(line, by, words):
    theirs = SimpleNamespace(
        e164="+441632960000",
        voice_url="https://line.example/voice",
        voice_method="POST",
        status_callback="https://line.example/voice/status",
        status_callback_method="POST",
        fallback_url="https://handler.twilio.com/twiml/EH1",
        handled_by=by,
    )
    line.set(IVR_PUBLIC_URL="https://line.example")
    provider = SimpleNamespace(numbers=lambda: [theirs])
    (told,) = looked_at(line, "numbers", online=True, provider=lambda: provider)
    assert told == problem(
        f"+441632960000: its calls go to {words}, not to its addresses.",
        "In Twilio's console, at the number, under Voice: Configure with, Webhook.",
    )


def test_credentials_that_twilio_does_not_take_are_a_problem(line, twilio):
    line.set(IVR_TWILIO_AUTH_TOKEN="hush")
    assert found("twilio")[0][0] == "problem"
    assert found("twilio")[0][1].startswith("Twilio does not accept the credentials")
    assert the("numbers") == ("advice", "Not looked at: Twilio did not answer.")


def test_a_provider_that_does_not_answer_is_a_problem(line, twilio):
    line.set(IVR_TWILIO_API_URL=f"http://127.0.0.1:{nobody()}")
    assert found("twilio")[0][1].startswith("Twilio could not be asked: the provider cannot be reached")


@pytest.mark.parametrize(
    ("status", "kind", "outcome"), [("suspended", "Full", "problem"), ("active", "Trial", "advice")]
)
def test_an_account_on_which_calls_do_not_come_in_as_they_should(line, status, kind, outcome):
    account = SimpleNamespace(status=status, kind=kind)
    provider = SimpleNamespace(account=lambda: account)
    line.set(IVR_TWILIO_ACCOUNT_SID=SID, IVR_TWILIO_AUTH_TOKEN=TOKEN)
    told, _ = looked_at(line, "twilio", online=True, provider=lambda: provider)
    assert told.outcome == outcome


@pytest.mark.parametrize("missing", ["IVR_TWILIO_ACCOUNT_SID", "IVR_TWILIO_AUTH_TOKEN"])
def test_half_of_the_credentials_is_a_problem(line, missing):
    line.set(**({"IVR_TWILIO_ACCOUNT_SID": SID, "IVR_TWILIO_AUTH_TOKEN": TOKEN} | {missing: None}))
    outcome, words = the("twilio", "--offline")
    assert outcome == "problem"
    assert words.startswith(f"{missing} is not set")


MAIL = {"IVR_MAIL_FROM": "line@force.example", "IVR_MAIL_TO": "duty@force.example"}


def test_a_mail_server_that_takes_mail(real):
    assert the("mail", "--offline")[0] == "problem"
    with mail() as server:
        real.set(IVR_MAIL_URL=server.url, **MAIL)
        assert the("mail")[0] == "well"
        assert server.heard[:2] == [b"EHLO", b"AUTH"]
        assert not {b"MAIL", b"DATA"} & set(server.heard)
    assert details("mail", "--offline")["unheard_to"] == "duty@force.example"


def test_a_mail_server_that_does_not_take_mail_is_a_problem(line):
    with mail(lets_in=False) as server:
        line.set(IVR_MAIL_URL=server.url, **MAIL)
        outcome, words = the("mail")
        assert outcome == "problem"
        assert "it refuses the name and password" in words
        assert "hush" not in words
    line.set(IVR_MAIL_URL=f"smtp://127.0.0.1:{nobody()}")
    assert "Connection refused" in the("mail")[1]
    line.set(IVR_MAIL_URL=f"smtps://127.0.0.1:{nobody()}")
    assert the("mail")[0] == "problem"


# The log, and who can come in -------------------------------------------------------------------------------------------


def log(line, count=1):
    def write(store):
        for _ in range(count):
            store.database.write(
                lambda connection: Audit(store.vault).write(
                    connection, Act.OPENED, who="ab12", at=datetime.now(UTC)
                )
            )

    line.with_store(write)


def test_a_log_that_verifies_is_well(line, real):
    log(real, 2)
    told = "The log of who did what is well: 3 entries, and nobody changed any."
    assert the("audit", "--offline") == ("well", told)


def test_there_is_no_log_before_a_line_starts(line):
    assert the("audit") == ("well", "Nothing to look at: there is no database yet.")
    line.set(IVR_DATABASE_URL="sqlite://")
    assert the("audit")[0] == "well"


def test_a_log_that_somebody_changed_is_a_problem(real):
    log(real, 3)
    real.write(text("UPDATE ivr_audit SET who = 'cd34' WHERE number = 3"))
    outcome, words = the("audit", "--offline")
    assert outcome == "problem"
    assert "does not verify: entry 3 is not right, it was changed after it was written." in words


def test_a_log_that_goes_on_under_another_secret_is_told_of_and_one_that_is_mixed_is_a_problem(real):
    log(real, 2)
    real.set(IVR_SECRET="another-0123456789abcdefghijklmnopqrstuv")
    for entries in (0, 1):
        log(real, entries)
        outcome, words = the("audit", "--offline")
        assert outcome == "advice"
        assert "its entries up to 3 were sealed under an earlier secret" in words
        assert "`ivr audit verify --secret-changed-after 3` says the same" in words
    real.set(IVR_SECRET=SECRET)
    outcome, words = the("audit", "--offline")
    assert outcome == "problem"
    assert "entry 4 is not right, it is sealed under another secret" in words
    log(real)
    assert the("audit", "--offline")[0] == "problem"


def test_a_log_that_was_changed_before_the_secret_was_is_a_problem(real):
    log(real, 2)
    real.write(text("UPDATE ivr_audit SET who = 'cd34' WHERE number = 2"))
    real.set(IVR_SECRET="another-0123456789abcdefghijklmnopqrstuv")
    log(real)
    outcome, words = the("audit", "--offline")
    assert outcome == "problem"
    assert "entry 2 is not right, it was changed after it was written" in words


def test_accounts_as_they_should_be(real):
    told = "Every queue is answered; there is 1 officer who can come in."
    assert the("accounts", "--offline") == ("well", told)


def test_a_demonstration_makes_an_account_when_it_starts(line):
    assert the("accounts")[0] == "well"
    line.begin()
    assert the("accounts")[0] == "advice"
    officer(line, areas=["central"], demonstration=True)
    assert the("accounts")[0] == "well"


@pytest.mark.parametrize("why", ["disabled", "manager", "no password", "no local accounts"])
def test_nobody_who_can_come_in_is_a_problem(real, why):
    if why == "manager":
        real.change(tables.officer, role="manager")
    elif why == "disabled":
        real.change(tables.officer, disabled_at=datetime.now(UTC))
    elif why == "no password":
        real.change(tables.officer, password_hash=None)
    else:
        real.set(IVR_LOCAL_ACCOUNTS="no")
    outcome, words = the("accounts", "--offline")
    assert outcome == "problem"
    assert words.startswith("No officer and no supervisor can come in")
    if "no" in why:
        real.set(
            IVR_OIDC_ISSUER="https://sign-in.example",
            IVR_OIDC_CLIENT_ID="line",
            IVR_OIDC_CLIENT_SECRET="hush",
        )
        assert the("accounts", "--offline")[0] == "well"


AREAS = "  areas: {north: {name: North}, south: {name: South}, any: {name: Anywhere}}\nnodes:\n"


def test_a_queue_that_nobody_answers_is_a_problem(real):
    (real.folder / "menus.yaml").write_text(SMALL.replace("nodes:\n", AREAS, 1))
    outcome, words = the("accounts", "--offline")
    assert outcome == "problem"
    assert words.startswith("Nobody answers north, south: ")
    kim = officer(real, "kim", role="officer", areas=["north", "south"])
    assert the("accounts", "--offline")[0] == "well"
    with_accounts(real, lambda accounts: accounts.disable(kim.officer_id, by=OPERATOR, at=datetime.now(UTC)))
    assert the("accounts", "--offline")[0] == "problem"
    officer(real, "lou", role="officer", areas=["north", "south"])
    real.empty(tables.officer_area)
    assert the("accounts", "--offline")[1].startswith("Nobody answers north, south, the central queue: ")


@pytest.mark.parametrize("why", ["no address", "wants none", "hidden under another secret"])
def test_a_queue_whose_officers_get_no_mail_is_told_of(real, why):
    real.set(IVR_MAIL_URL=f"smtp://127.0.0.1:{nobody()}", **MAIL)
    assert the("accounts", "--offline")[0] == "well"
    if why == "no address":
        real.change(tables.officer, mail=None)
    elif why == "wants none":
        real.change(tables.officer, notices="none")
    else:
        real.change(tables.officer, mail=b"0" * 60)
    first, second = found("accounts", "--offline")
    assert first[0] == "advice"
    assert first[1].startswith("Nobody who answers the central queue is told by mail")
    assert second[0] == "well"


def test_an_account_of_a_demonstration_is_a_problem_elsewhere(real):
    made = officer(real, "demo", areas=["central"], demonstration=True)
    strange, rest = found("accounts", "--offline")
    assert strange[0] == "problem"
    assert strange[1].startswith("There is 1 account of a demonstration")
    assert rest[0] == "well"
    with_accounts(real, lambda accounts: accounts.disable(made.officer_id, by=OPERATOR, at=datetime.now(UTC)))
    assert the("accounts", "--offline")[0] == "well"
