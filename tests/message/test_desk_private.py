"""What an officer hears and sees of a message is logged first, and nothing that was said or written is stored in clear."""

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from desks import ANN, ANY_TIME, BEN, NUMBER, RING_BACK, SUE, Inbox
from message_calls import CONSENT, Call, after, opened, vault
from sqlalchemy import select, update
from task_line import Line, said

from ivr.call.effects import Answered
from ivr.message import tables
from ivr.message.audit import Audit
from ivr.message.desk import Desk, NeedsReason, NoRecording, NotNow
from ivr.message.store import Store
from ivr.message.vault import PrivateKeys, Vault

EVENINGS = ANY_TIME | {"safe_time": "evenings"}
MONDAY_SEVEN_PM = datetime(2026, 11, 2, 19, 0, tzinfo=UTC)


@pytest.fixture
def inbox(store):
    return Inbox(store)


# Recordings.


def test_a_recording_is_heard_as_it_was_spoken_and_that_is_logged(any_ready_url):
    line = Line(any_ready_url)
    line.leave(1, (1, 2))
    line.run(1)
    desk = Desk(line.store, Audit(line.store.vault))
    [reference] = [one.reference for one in line.store.all_messages(line.clock.now)]
    assert desk.audio(SUE, reference, 1, line.clock.now) == said(1)
    assert desk.audio(SUE, reference, 2, line.clock.now) == said(2)
    opened_ = desk.open(SUE, reference, line.clock.now)
    assert opened_.heard_at == line.clock.now
    assert [(one.number, one.node, one.seconds, one.state) for one in opened_.recordings] == [
        (1, "message", 12, "stored"),
        (2, "message", 12, "stored"),
    ]
    played = [entry.detail for entry in opened_.log if entry.act == "played"]
    assert played == [{"recording": 2}, {"recording": 1}]
    line.close()


def test_listening_again_is_logged_after_ten_minutes_for_each_officer_and_recording(inbox):
    reference = inbox.leave(tapes=2)
    inbox.stored(0)
    inbox.stored(1)
    for officer, number, minutes in (
        (ANN, 1, 0),
        (ANN, 1, 9),
        (BEN, 1, 0),
        (ANN, 2, 0),
        (ANN, 1, 1.1),
        (ANN, 1, 0),
    ):
        inbox.pass_by(minutes=minutes)
        inbox.desk.audio(officer, reference, number, inbox.now)
    assert [(entry.who, entry.detail["recording"]) for entry in inbox.log()] == [
        ("ann", 1),
        ("ben", 1),
        ("ann", 2),
        ("ann", 1),
    ]
    assert inbox.row(reference).heard_at == after(120)


def test_opening_is_logged_every_ten_minutes_for_each_officer(inbox):
    reference, other = inbox.leave(), inbox.leave()
    for officer, which, minutes in (
        (ANN, reference, 0),
        (ANN, reference, 9.9),
        (BEN, reference, 0),
        (ANN, other, 0),
        (ANN, reference, 0.2),
    ):
        inbox.pass_by(minutes=minutes)
        inbox.open(which, officer)
    assert [(entry.who, entry.reference) for entry in inbox.log()] == [
        ("ann", reference),
        ("ben", reference),
        ("ann", other),
        ("ann", reference),
    ]
    assert inbox.row(reference).heard_at is None  # there is something to hear


def test_a_message_without_a_recording_is_heard_when_it_is_opened(inbox):
    reference = inbox.leave(tapes=0)
    inbox.open(reference, ANN)
    assert inbox.row(reference).heard_at == inbox.now
    call = Call(inbox.store, "CA9")
    call.do(1, CONSENT, *[Answered("contact", "ring-back")])
    call.tape(2, "RE9", None)
    call.end()
    [other] = [one for one in inbox.references() if one != reference]
    inbox.open(other)
    assert inbox.row(other).heard_at is None
    call.tape(2, "RE9", 0, at=after(100), status="absent")
    call.do(3, Answered("area", "dacorum"), at=after(100))


@pytest.mark.parametrize(
    ("state", "words"),
    [("expected", "on its way"), ("failed", "could not be fetched"), ("stored", "the key")],
)
def test_a_recording_that_is_not_here_is_not_played_and_not_heard(inbox, state, words):
    reference = inbox.leave()
    inbox.store.database.write(lambda c: c.execute(update(tables.recording).values(state=state)))
    with pytest.raises(NoRecording, match=words):
        inbox.desk.audio(ANN, reference, 1, inbox.now)
    assert inbox.row(reference).heard_at is None
    assert inbox.log() == []


@pytest.mark.parametrize("number", [0, -1, 2, 10**9])
def test_a_recording_that_is_none(inbox, number):
    reference = inbox.leave()
    inbox.stored()
    with pytest.raises(NoRecording, match="no such recording"):
        inbox.desk.audio(ANN, reference, number, inbox.now)
    assert inbox.log() == []


# The number.


def test_the_number_is_masked_until_it_is_shown_and_every_showing_is_logged(inbox):
    reference = inbox.leave()
    shown = inbox.open(reference, ANN)
    assert shown.answers["safe_number"] == "•••••••••23"
    assert NUMBER not in repr(shown)
    inbox.do("claim", ANN, reference)
    for _ in range(2):
        assert inbox.desk.number(ANN, reference, inbox.now) == NUMBER
    assert inbox.acts()[-2:] == [("ann", "number-shown")] * 2
    assert inbox.open(reference, ANN).answers["safe_number"] == "•••••••••23"


def test_outside_the_safe_time_there_has_to_be_a_reason(inbox):
    reference = inbox.leave(answers=EVENINGS)
    inbox.do("claim", ANN, reference)
    assert "show-number" in inbox.can(reference, ANN)
    before = len(inbox.log())
    for reason in ("", "  "):
        with pytest.raises(NeedsReason, match="not a time that they said is safe"):
            inbox.desk.number(ANN, reference, inbox.now, reason)
    assert len(inbox.log()) == before
    assert inbox.desk.number(ANN, reference, inbox.now, "they are in danger now") == NUMBER
    [note] = inbox.open(reference).notes
    assert (note.by, note.about, note.text) == ("ann", "show-number", "they are in danger now")
    assert inbox.log(acts=None)[-2].detail == {"safe": "no"}
    inbox.now = MONDAY_SEVEN_PM
    assert inbox.desk.number(ANN, reference, inbox.now) == NUMBER


def test_where_no_safe_time_is_known_there_has_to_be_a_reason(inbox):
    reference = inbox.leave(answers={"contact": "call", "safe_number": NUMBER}, sent=False)
    inbox.do("assess", SUE, reference, "contact")
    inbox.do("claim", ANN, reference)
    with pytest.raises(NeedsReason, match="did not say when it is safe"):
        inbox.desk.number(ANN, reference, inbox.now)
    assert inbox.desk.number(ANN, reference, inbox.now, "the supervisor decided so") == NUMBER


def test_the_number_is_only_for_who_has_claimed_it(inbox):
    reference = inbox.leave()
    for officer in (ANN, SUE):
        with pytest.raises(NotNow, match="Claim it first"):
            inbox.desk.number(officer, reference, inbox.now)
    inbox.do("claim", BEN, reference)
    for officer in (ANN, SUE):
        with pytest.raises(NotNow, match="Somebody else"):
            inbox.desk.number(officer, reference, inbox.now)


# Taking a message out.


def unpacked(packed):
    with zipfile.ZipFile(io.BytesIO(packed)) as whole:
        assert whole.testzip() is None
        return {name: whole.read(name) for name in whole.namelist()}


def test_a_message_is_taken_out_with_all_that_belongs_to_it(inbox):
    reference = inbox.leave(tapes=2)
    inbox.stored(0, b"one")
    inbox.stored(1, b"two")
    inbox.do("claim", ANN, reference)
    inbox.do("attempt", ANN, reference, "reached", "they are well")
    inbox.ask("change", reference, ("safe_time", "mornings"))
    files = unpacked(inbox.desk.export(ANN, reference, inbox.now, {"ann": "Ann Example"}))
    assert list(files) == ["message.txt", "message.json", "recording-1.wav", "recording-2.wav", "log.txt"]
    assert (files["recording-1.wav"], files["recording-2.wav"]) == (b"one", b"two")
    text = files["message.txt"].decode()
    assert text.startswith(f"Message {reference}\n\nHide your number.\nLeave no voicemail.\nSend no text.\n")
    assert "Left: Monday 2 November 2026, 10:00 GMT" in text
    assert "Ann Example (attempt): they are well" in text
    told = json.loads(files["message.json"])
    assert (told["reference"], told["stage"], told["queue"]) == (reference, "contacted", "dacorum")
    assert [one["result"] for one in told["attempts"]] == ["reached"]
    assert told["requests"] == [
        {
            "kind": "change",
            "at": "2026-11-02T11:50:00+00:00",
            "answers": {"safe_time": "mornings"},
            "decision": "",
        }
    ]
    assert "Ann Example: claimed" in files["log.txt"].decode()
    assert inbox.acts()[-1] == ("ann", "exported")


def test_the_number_is_taken_out_only_by_who_could_have_it_shown(inbox):
    reference = inbox.leave(answers=EVENINGS)

    def number():
        files = unpacked(inbox.desk.export(ANN, reference, inbox.now))
        found = [name for name, content in files.items() if NUMBER.encode() in content]
        assert json.loads(files["message.json"])["answers"]["safe_number"].endswith("23")
        return found, inbox.log()[-1].detail

    inbox.now = MONDAY_SEVEN_PM
    assert number() == ([], {"number": "hidden"})
    inbox.do("claim", ANN, reference)
    assert number() == (["message.txt", "message.json"], {"number": "shown"})
    inbox.now += timedelta(hours=12)
    assert number() == ([], {"number": "hidden"})


def test_what_has_no_number_is_taken_out_too(inbox):
    reference = inbox.leave(answers=RING_BACK, tapes=0, area="")
    files = unpacked(inbox.desk.export(SUE, reference, inbox.now))
    assert b"Do not ring." in files["message.txt"]


# What is stored, and what can be opened where.


def test_nothing_that_officers_write_is_stored_in_clear(inbox):
    reference = inbox.leave(sent=False)
    secret = "SECRETWORDS"
    for what, more in {
        "assess": ("contact", secret),
        "claim": (),
        "attempt": ("no-answer", secret),
        "note": (secret + " again",),
        "contacted": (secret,),
        "close": ("contacted", secret),
        "reopen": (secret,),
        "hold": (secret,),
        "end_hold": (),
        "erase": (secret,),
        "undo_erase": (secret,),
        "hand_over": ("ben", secret),
        "release": (secret,),
    }.items():
        inbox.do(what, SUE, reference, *more)
    inbox.do("claim", SUE, reference)
    inbox.desk.number(SUE, reference, inbox.now, secret)
    assert len(inbox.open(reference).notes) == 12
    everything = repr([inbox.rows(table) for table in tables.metadata.sorted_tables]).encode()
    for private in (secret, NUMBER, "evenings", "they are"):
        assert private.encode() not in everything
    for entry in inbox.log():
        assert secret not in repr(entry)
    shown = inbox.open(reference)
    assert secret not in repr(shown)


def test_without_the_private_key_the_list_is_there_and_the_words_are_not(any_ready_url):
    inbox = Inbox(opened(any_ready_url))
    reference = inbox.leave()
    inbox.stored()
    inbox.do("note", ANN, reference, "words")
    inbox.do("hold", SUE, reference, "evidence")
    inbox.ask("cancel", reference)
    blind = Store(any_ready_url, Vault(b"the same on every host of these tests", PrivateKeys(None)))
    desk = inbox.another(blind)
    shown = desk.open(ANN, reference, inbox.now)
    assert (shown.listed.reference, shown.hold_reason, dict(shown.answers)) == (
        reference,
        "",
        {"area": "dacorum"},
    )
    assert {note.text for note in shown.notes} == {""}
    with pytest.raises(NoRecording, match="the key"):
        desk.audio(ANN, reference, 1, inbox.now)
    assert [(one.reference, one.about) for one in desk.requests(SUE, inbox.now)] == [("", None)]
    blind.close()
    inbox.store.close()


def test_a_key_that_comes_back_opens_what_it_could_not(any_ready_url):
    inbox = Inbox(opened(any_ready_url))
    reference = inbox.leave()
    inbox.ask("cancel", reference)
    keys = PrivateKeys(None)
    store = Store(any_ready_url, Vault(b"the same on every host of these tests", keys))
    desk = inbox.another(store)
    assert desk.counts(ANN, inbox.now).requests == 0
    for key_id in vault().private_keys:
        keys.add(vault().private_keys[key_id])
    assert desk.counts(ANN, inbox.now).requests == 1
    store.close()
    inbox.store.close()


def test_the_names_of_calls_are_in_nothing_that_is_shown(inbox):
    reference = inbox.leave()
    inbox.ask("cancel", reference)
    shown = repr((inbox.listed(), inbox.open(reference), inbox.desk.requests(SUE, inbox.now), inbox.log()))
    for row in inbox.store.database.read(lambda c: c.execute(select(tables.call)).all()):
        assert row.call_sid not in shown
