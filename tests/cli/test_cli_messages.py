"""`ivr messages`: how far messages are, and helping those that are stuck, without seeing what is in them."""

import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from command_line import ivr
from operated import SAFE_NUMBER, Line

from ivr.cli import worker
from ivr.cli.message_words import moment
from ivr.cli.worker import rounds_of
from ivr.message import tables
from ivr.message.provider import Unavailable
from ivr.phone.sound import sound
from ivr.phone.twilio_api import Fault, TwilioApi, serve
from ivr.web.making import tasks_of

RE1, RE2, CA1 = "RE" + "1" * 32, "RE" + "2" * 32, "CA" + "1" * 32


@pytest.fixture
def line(tmp_path, monkeypatch):
    line = Line(tmp_path, monkeypatch)
    line.begin()
    return line


@pytest.fixture
def twilio(line):
    with serve(TwilioApi()) as local:
        line.set(
            IVR_TWILIO_ACCOUNT_SID=local.account_sid,
            IVR_TWILIO_AUTH_TOKEN=local.auth_token,
            IVR_TWILIO_API_URL=local.url,
        )
        yield local


def listed(*words):
    done = ivr("messages", "list", "--format", "json", *words)
    return done.exit_code, json.loads(done.stdout)


def test_without_messages_all_is_well(line):
    done = ivr("messages", "list")
    assert (done.exit_code, done.stdout) == (0, "0 messages, 0 of them closed; none needs a person.\n")
    assert listed() == (0, {"messages": [], "unknown_recordings": 0})


def test_a_message_is_told_without_what_is_in_it(line):
    reference = line.message()
    done = ivr("messages", "list")
    assert done.exit_code == 0
    first, last = done.stdout.splitlines()
    assert first.startswith(f"{reference}, sent, opened ")
    assert "language en, area watford, recording of 12 s still to be fetched (not tried yet)" in first
    assert first.endswith("nobody is told because no mail is set, not heard yet.")
    assert last == "1 message, 0 of them closed; none needs a person."
    code, told = listed()
    assert code == 0
    (message,) = told["messages"]
    assert (message["reference"], message["state"], message["area"]) == (reference, "sent", "watford")
    assert [(one["sid"], one["state"], one["seconds"]) for one in message["recordings"]] == [
        ("RE1", "expected", 12)
    ]
    for text in (done.stdout, json.dumps(told)):
        assert SAFE_NUMBER not in text
        assert "7700900001" not in text
        assert "https://" not in text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"state": "failed", "trouble": "refused", "due_at": None}, "was given up after 1 attempt: refused."),
        ({"state": "stored", "trouble": "doubtful", "due_at": None}, "is not whole."),
    ],
    ids=["given up", "not whole"],
)
def test_a_recording_that_needs_a_person_ends_with_1(line, change, words):
    line.message("CA1", "RE1")
    line.change(tables.recording, **change)
    line.message("CA2", "RE2")
    done = ivr("messages", "list")
    assert done.exit_code == 1
    assert f"    Recording RE1 {words}" in done.stdout
    assert "2 messages, 0 of them closed; 1 needs a person." in done.stdout
    code, told = listed("--trouble")
    assert code == 1
    assert [len(message["needs_a_person"]) for message in told["messages"]] == [1]


def test_a_message_that_nobody_heard_for_too_long_ends_with_1(line):
    line.message(hours=30)
    assert "    Nobody has listened to it for more than 24 hours.\n" in ivr("messages", "list").stdout
    line.set(IVR_UNHEARD_HOURS="48")
    assert listed()[0] == 0
    line.set(IVR_UNHEARD_HOURS="24")
    line.change(tables.message, heard_at=datetime.now(UTC))
    assert listed()[0] == 0


def test_a_recording_that_no_message_knows_ends_with_1(line):
    line.insert(tables.reconciliation, at=datetime.now(UTC), unknown=3, adopted=1, missing=0)
    done = ivr("messages", "list")
    assert done.exit_code == 1
    assert "2 recordings at the provider belonged to no message" in done.stdout
    assert listed("--trouble") == (1, {"messages": [], "unknown_recordings": 2})
    later = datetime.now(UTC) + timedelta(seconds=1)
    line.insert(tables.reconciliation, at=later, unknown=1, adopted=1, missing=0)
    assert listed()[0] == 0


@pytest.mark.parametrize(
    ("attempt", "words"),
    [(1, "not tried yet"), (2, "1 attempt so far"), (3, "2 attempts so far")],
)
def test_only_attempts_that_were_made_are_counted(line, attempt, words):
    line.message()
    line.change(tables.recording, attempt=attempt)
    assert f"still to be fetched ({words})," in ivr("messages", "list").stdout
    assert listed()[1]["messages"][0]["recordings"][0]["attempts"] == attempt - 1


def test_officers_who_get_mail_are_not_told_yet(line):
    line.set(
        IVR_MAIL_URL="smtp://127.0.0.1:1", IVR_MAIL_FROM="line@force.example", IVR_MAIL_TO="a@force.example"
    )
    line.message()
    assert "officers not told yet, not heard yet." in ivr("messages", "list").stdout
    line.set(IVR_MAIL_URL=None, IVR_MAIL_FROM=None, IVR_MAIL_TO=None)
    line.change(tables.message, notified_at=datetime.now(UTC))
    assert "officers were told, not heard yet." in ivr("messages", "list").stdout


def test_a_recording_that_waits_for_its_next_attempt_is_fetched_now(line):
    line.message("CA1", "RE1")
    later = datetime.now(UTC) + timedelta(minutes=30)
    line.change(tables.recording, attempt=7, due_at=later, trouble="busy")
    done = ivr("messages", "retry", "--all")
    assert (done.exit_code, done.stdout) == (
        0,
        f"Recording RE1 is fetched now, and not only at {moment(later)}.\n",
    )
    (row,) = line.rows(tables.recording)
    assert row.state == "expected"
    assert row.due_at <= datetime.now(UTC)
    assert row.attempt > 7
    assert ivr("messages", "retry", "RE1").stdout == "There is no recording to fetch again.\n"


def test_closed_messages_are_told_when_asked_for(line):
    line.message()
    now = datetime.now(UTC)
    line.change(tables.message, heard_at=now, closed_at=now)
    done = ivr("messages", "list")
    assert done.stdout == "1 message, 1 of them closed; none needs a person.\n"
    assert ", closed " in ivr("messages", "list", "--all").stdout
    assert len(listed("--all")[1]["messages"]) == 1


@pytest.mark.parametrize("how", ["reference", "grouped", "recording", "--all"])
def test_a_recording_that_was_given_up_is_fetched_again(line, how):
    reference = line.message("CA1", "RE1")
    line.change(tables.recording, state="failed", due_at=None, trouble="refused", attempt=49)
    names = {"reference": reference, "grouped": f"{reference[:4]} {reference[4:]}", "recording": "RE1"}
    done = ivr("messages", "retry", names.get(how, how))
    assert (done.exit_code, done.stdout) == (0, "Recording RE1 is fetched again.\n")
    (row,) = line.rows(tables.recording)
    assert (row.state, row.trouble) == ("expected", None)
    assert row.due_at <= datetime.now(UTC)
    assert row.attempt > 49
    assert ivr("messages", "retry", "--all").stdout == "There is no recording to fetch again.\n"
    assert listed()[0] == 0


def test_a_recording_that_is_not_whole_can_be_taken_as_it_is(line):
    reference = line.message()
    line.change(tables.recording, state="stored", trouble="doubtful", due_at=None)
    assert listed()[0] == 1
    done = ivr("messages", "accept", reference)
    assert (done.exit_code, done.stdout) == (0, "Recording RE1 is taken as it is.\n")
    assert listed()[0] == 0
    assert ivr("messages", "accept", "RE1").stdout == "There is no recording that is not whole.\n"


@pytest.mark.parametrize("command", ["retry", "accept"])
def test_a_message_that_is_not_there_ends_with_2_and_nothing_is_done(line, command):
    line.message()
    line.change(tables.recording, state="failed", due_at=None)
    done = ivr("messages", command, "RE1", "12345678")
    assert done.exit_code == 2
    assert "There is no message or recording 12345678. Nothing was done." in done.stderr
    assert [row.state for row in line.rows(tables.recording)] == ["failed"]


@pytest.mark.parametrize(
    "words", [("retry",), ("retry", "RE1", "--all"), ("accept",), ("list", "--format", "xml"), ("lost",)]
)
def test_wrong_usage_ends_with_2(line, words):
    assert ivr("messages", *words).exit_code == 2


def test_where_there_is_no_database_nothing_is_made(tmp_path, monkeypatch):
    Line(tmp_path, monkeypatch)
    for url in (None, "sqlite://", f"sqlite:///{tmp_path}/nowhere/line.db"):
        if url:
            monkeypatch.setenv("IVR_DATABASE_URL", url)
        done = ivr("messages", "list")
        assert done.exit_code == 2
        assert "There is no database here" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["menus.yaml"]


def test_a_database_that_cannot_be_reached_ends_with_2_in_words(line):
    line.set(IVR_DATABASE_URL="postgresql://somebody:hush@127.0.0.1:9/line")
    done = ivr("messages", "list")
    assert done.exit_code == 2
    assert done.stderr.startswith("ivr: The message store cannot be read")
    assert "hush" not in done.output


def test_settings_that_cannot_be_used_end_with_2(line):
    line.set(IVR_MENU="x")
    assert ivr("messages", "list").exit_code == 2


# Reconciling --------------------------------------------------------------------------------------------------------------


def test_what_the_provider_has_is_compared_with_the_messages(line, twilio):
    line.message(CA1, RE1)
    for sid, call_sid in ((RE1, CA1), (RE2, CA1)):
        twilio.add(sid, call_sid, sound(sid, 12), 12)
    done = ivr("messages", "reconcile")
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[0] == "1 recording at the provider belonged to no message; 1 now do."
    assert {row.recording_sid for row in line.rows(tables.recording)} == {RE1, RE2}
    assert len(line.rows(tables.reconciliation)) == 1


def test_what_belongs_to_no_call_of_this_line_ends_with_1_and_stays(line, twilio):
    twilio.add(RE2, "CA" + "9" * 32, sound(RE2, 12), 12)
    done = ivr("messages", "reconcile", "--format", "json")
    told = json.loads(done.stdout)
    assert (done.exit_code, told["unknown"], told["adopted"], told["deleted"]) == (1, 1, 0, 0)
    assert "of no call of this line" in ivr("messages", "reconcile").stdout
    assert twilio.recordings.find(RE2) is not None
    assert listed()[0] == 1


def test_a_provider_that_refuses_or_is_not_set_ends_with_2(line, twilio):
    line.set(IVR_TWILIO_AUTH_TOKEN="hush")
    done = ivr("messages", "reconcile")
    assert done.exit_code == 2
    assert "The provider cannot tell what it has: " in done.stderr
    assert "hush" not in done.output
    assert line.rows(tables.reconciliation) == []
    line.set(IVR_TWILIO_AUTH_TOKEN=None)
    done = ivr("messages", "reconcile")
    assert done.exit_code == 2
    assert "There is no account to ask" in done.stderr


def test_the_daily_comparison_is_made_up_for_when_the_provider_is_back(line, twilio, monkeypatch):
    """What a worker does every hour."""
    now = datetime.now(UTC)
    monkeypatch.setattr(
        worker, "datetime", SimpleNamespace(now=lambda zone: now)
    )  # no night begins meanwhile

    def round_of_an_hour(store):
        rounds = {each.name: each for each in rounds_of(line.settings, store, tasks_of(line.settings, store))}
        assert rounds["reconcile"].times == "23 * * * *"
        rounds["reconcile"].do()

    twilio.faults.set(Fault("unavailable", on="list"))
    with pytest.raises(Unavailable):
        line.with_store(round_of_an_hour)
    assert line.rows(tables.reconciliation) == []
    twilio.faults.clear()
    for _ in range(2):
        line.with_store(round_of_an_hour)
    assert len(line.rows(tables.reconciliation)) == 1
