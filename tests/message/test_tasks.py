"""From a recording at the provider to an officer who was told of it: however it comes, and whatever breaks."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from types import SimpleNamespace

import pytest
from message_calls import CONSENT, SAFE_NUMBER, after
from sqlalchemy import insert, update
from task_line import ACCOUNT, LIMITS, TOKEN, Clock, Line, Mailbox, ca_sid, its_client, re_sid, said
from vaults import Killed, Mortal

from ivr.call.effects import Discarded, RecordingKept, Sent
from ivr.message import sweeping, tables
from ivr.message.jobs import RowsOnly
from ivr.message.provider import Provider
from ivr.message.tasks import Tasks
from ivr.message.tools import BACKOFF
from ivr.message.values import CallRef, StoreUnavailable
from ivr.phone.twilio_api import Fault


@pytest.fixture
def line():
    line = Line()
    yield line
    line.close()


def is_done(line: Line, *numbers: int, told: int = 1) -> None:
    """Every recording is here once, whole, readable, gone at the provider; every message was told of once."""
    for number in numbers:
        row = line.row(number)
        assert (row.state, row.trouble, row.due_at) == ("stored", None, None)
        assert row.deleted_at is not None
        assert line.heard(number) == said(number)
    assert line.left() == []
    assert len(line.mail.told) == len(set(line.mail.told)) == told
    assert all(call.finished_at is not None for call in line.rows(tables.call))
    assert line.rows(tables.lease) == []


# How a recording can come


def test_a_call_that_is_hung_up_on_leaves_an_unfinished_message(line):
    line.leave(1, (1, 2))
    line.run()
    is_done(line, 1, 2)
    [listed] = line.tasks.listing()
    assert line.mail.told == [(listed.reference, True)]


def test_a_message_that_was_sent_is_told_of_as_sent(line):
    call = line.leave(1, (1,), end=False)
    call.do(8, Sent())
    line.end(call)
    line.run()
    is_done(line, 1)
    assert line.mail.told[0][1] is False


@pytest.mark.parametrize("order", ["callback", "step", "step, callback", "callback, step", "each twice"])
def test_a_recording_is_told_of_by_its_step_its_callback_or_both(line, order):
    call = line.leave(1, (), end=False)
    sid = re_sid(1)
    url = line.speak(sid, call.sid)

    def by_step():
        call.do(2, RecordingKept("message", sid, url, 0))

    def by_callback():
        line.store.recording(call.sid, 2, "message", sid, url, 12, line.clock.now)

    if order == "callback":
        by_callback()
    elif order == "step":
        by_step()
    elif order == "step, callback":
        by_step(), line.run(), by_callback()
    elif order == "callback, step":
        by_callback(), line.run(), by_step()
    else:
        by_step(), by_callback(), line.run(), by_callback(), by_step()
    line.end(call)
    line.run()
    is_done(line, 1)
    assert line.row().seconds == 12
    assert line.served.recordings.find(sid).fetched == 1


def test_a_recording_that_comes_after_the_end_is_kept_and_told_of_once(line):
    call = line.leave(1, ())
    line.run()
    assert len(line.mail.told) == 1
    line.clock.pass_by(minutes=8)
    line.tell(call, 2, 1)
    line.run()
    is_done(line, 1)


def test_nothing_is_deleted_and_nobody_told_while_the_call_lasts(line):
    call = line.leave(1, (1,), end=False)
    call.do(8, Sent())
    line.run(3)
    assert (line.row().state, line.row().deleted_at) == ("stored", None)
    assert line.mail.told == []
    assert line.left() == [re_sid(1)]
    assert line.tasks.finish(call.sid) is False


def test_a_call_that_nobody_says_the_end_of_is_finished_when_it_must_be_over(line):
    line.leave(1, (1,), end=False)
    line.run(24)
    assert line.mail.told == []
    line.run(2)
    is_done(line, 1)


@pytest.mark.parametrize("first", ["recording", "absent"])
def test_a_recording_in_which_nothing_was_said_is_deleted_and_not_kept(line, first):
    call = line.leave(1, (), end=False)
    url = line.speak(re_sid(1), call.sid, 0)
    call.do(2, RecordingKept("message", re_sid(1), url, 0))
    if first == "recording":
        line.store.recording(call.sid, 2, "message", re_sid(1), url, 0, line.clock.now)
    else:
        line.store.recording(call.sid, 2, "message", re_sid(1), url, None, line.clock.now, status="absent")
    line.end(call)
    line.run(7)
    is_done(line)
    assert line.heard() is None


def test_a_recording_of_which_no_length_is_told_and_that_is_empty_is_not_kept(line):
    call = line.leave(1, (), end=False)
    url = line.speak(re_sid(1), call.sid, 0)
    call.do(2, RecordingKept("message", re_sid(1), url, 0))
    assert line.tasks.fetch(re_sid(1)) == "gone"
    line.end(call)
    line.run(7)
    is_done(line)


def test_what_was_discarded_before_it_is_fetched_is_never_fetched(line):
    call = line.leave(1, (1,), end=False)
    call.do(9, Discarded())
    assert line.tasks.fetch(re_sid(1), 1) == "gone"
    line.end(call)
    line.run(7)
    is_done(line, told=0)
    assert (line.rows(tables.recording), line.rows(tables.item)) == ([], [])
    assert line.served.recordings.find(re_sid(1)).fetched == 0


def test_what_was_discarded_after_it_was_stored_is_erased(line):
    call = line.leave(1, (1,), end=False)
    line.run()
    assert line.heard() == said()
    call.do(9, Discarded())
    line.end(call)
    line.run(7)
    is_done(line, told=0)
    assert (line.rows(tables.recording), line.heard()) == ([], None)


class Meanwhile(Provider):
    """A provider that lets something happen while it sends a recording."""

    def __init__(self, line, happens):
        super().__init__(line.served.url, ACCOUNT, TOKEN, timeout=60)
        self._happens = happens

    def audio(self, sid, url):
        body = super().audio(sid, url)
        self._happens()
        return body


def test_what_is_discarded_while_it_is_fetched_is_not_stored(line):
    call = line.leave(1, (1,), end=False)
    tasks = line.more_tasks(provider=Meanwhile(line, lambda: call.do(9, Discarded())))
    assert tasks.fetch(re_sid(1)) == "gone"
    assert line.heard() is None
    line.end(call)
    line.run(7)
    is_done(line, told=0)


def test_a_recording_that_is_swept_away_while_it_is_fetched_is_not_stored(line):
    call = line.leave(1, (1,))

    def happens():
        call.do(9, Discarded(), at=line.clock.now)
        line.clock.pass_by(minutes=6)
        line.store.sweep(line.clock.now)

    assert line.more_tasks(provider=Meanwhile(line, happens)).fetch(re_sid(1)) == "gone"
    line.run(2)
    is_done(line, told=0)
    assert line.rows(tables.item) == [] or line.heard() is None


def test_a_length_that_is_told_meanwhile_is_checked_too(line):
    call = line.leave(1, (), end=False)
    url = line.speak(re_sid(1), call.sid, 12)
    line.store.recording(call.sid, 2, "message", re_sid(1), url, 11, line.clock.now)

    def happens():
        line.store.recording(call.sid, 2, "message", re_sid(1), url, 12, line.clock.now)

    assert line.more_tasks(provider=Meanwhile(line, happens)).fetch(re_sid(1)) == "later"
    assert line.heard() is None
    line.end(call)
    line.run(1)
    is_done(line, 1)


def test_a_row_that_nobody_knows_is_gone(line):
    assert line.tasks.fetch(re_sid(77)) == "gone"
    assert line.tasks.finish(ca_sid(77)) is False


# What the provider does


@pytest.mark.parametrize(
    ("fault", "word"),
    [
        ("not-found", "not-there"),
        ("unauthorised", "refused"),
        ("error", "broken"),
        ("unavailable", "broken"),
        ("drop", "cut-short"),
        ("cut", "cut-short"),
        ("truncated", "not-whole"),
        ("shorter", "not-whole"),
        ("garbage", "not-whole"),
    ],
)
def test_whatever_the_provider_does_wrong_is_tried_again_later(line, fault, word):
    line.served.faults.set(Fault(fault, on="media", times=3))
    line.leave(1, (1,))
    for wait in BACKOFF[:3]:
        line.queue.run(line.tasks)
        row = line.row()
        assert (row.state, row.trouble) in [("expected", word), ("expected", "unreachable")]
        assert row.due_at == line.clock.now + timedelta(seconds=wait)
        line.clock.pass_by(seconds=wait - 0.5)
        line.queue.run(line.tasks)
        assert line.row().attempt == row.attempt
        line.clock.pass_by(seconds=0.5)
    line.run(1)
    is_done(line, 1)


def test_the_provider_is_left_alone_for_as_long_as_it_says(line):
    line.served.faults.set(Fault("too-many", times=1, seconds=90))
    line.leave(1, (1,))
    line.queue.run(line.tasks)
    assert line.row().due_at == after(1.5)
    line.run(2)
    is_done(line, 1)


def test_the_providers_own_account_of_the_length_decides(line):
    call = line.leave(1, (), end=False)
    url = line.speak(re_sid(1), call.sid, 12)
    line.store.recording(call.sid, 2, "message", re_sid(1), url, 27, line.clock.now)  # before silence was cut
    assert line.tasks.fetch(re_sid(1)) == "stored"
    line.end(call)
    line.run()
    is_done(line, 1)


def test_an_outage_of_more_than_a_day_loses_nothing(line):
    line.served.faults.set(Fault("unavailable", on="any"))
    line.leave(1, (1,))
    for _ in range(31 * 3):
        line.clock.pass_by(minutes=20)
        line.queue.run(line.tasks)
        line.tasks.tend()
    assert line.row().state == "expected"
    assert len(line.mail.told) == 1  # the news of a safe number was not held back
    line.served.faults.clear()
    line.run(61)
    is_done(line, 1)


def test_what_is_given_up_is_visible_and_one_command_begins_again(line):
    line.served.faults.set(Fault("unauthorised", on="media"))
    line.leave(1, (1,))
    while line.row().state == "expected":
        line.clock.pass_by(minutes=30)
        line.queue.run(line.tasks)
    assert line.clock.now - after(0) > timedelta(days=1)
    line.run(2)
    [listed] = line.tasks.listing()
    [recording] = listed.recordings
    assert (recording.state, recording.trouble, recording.at_provider) == ("failed", "refused", True)
    assert (recording.attempts, recording.due_at) == (48, None)
    assert line.rows(tables.call)[0].finished_at is not None
    line.served.faults.clear()
    assert line.tasks.retry(["another"]) == []
    assert line.tasks.retry([listed.reference]) == [re_sid(1)]
    assert line.tasks.retry() == []
    assert line.tasks.listing()[0].recordings[0].attempts == 0
    line.run()
    is_done(line, 1)


def test_a_recording_that_never_is_whole_is_kept_as_it_is_until_a_person_has_decided(line):
    line.served.faults.set(Fault("truncated"))
    call = line.leave(1, (1,))
    line.run(7)
    row = line.row()
    assert (row.state, row.trouble, row.attempt, row.deleted_at) == ("stored", "doubtful", 6, None)
    assert line.heard() == said()[: len(said()) // 2]
    assert line.left() == [re_sid(1)]
    assert (len(line.mail.told), line.tasks.finish(call.sid)) == (1, True)
    assert line.tasks.retry([re_sid(1)]) == [re_sid(1)]  # it is no better, and nothing is lost by trying
    line.served.faults.set(Fault("garbage"))
    line.run(7)
    assert (line.row().trouble, line.row().state) == ("doubtful", "stored")
    assert line.heard() == said()[: len(said()) // 2]
    line.tasks.retry()
    line.served.faults.clear()
    line.run(2)
    is_done(line, 1)


def test_what_is_stored_in_doubt_outlives_a_retry_that_finds_nothing(line):
    line.served.faults.set(Fault("truncated"))
    line.leave(1, (1,))
    line.run(7)
    line.served.recordings.delete(re_sid(1))
    line.tasks.retry()
    line.served.faults.clear()
    while line.row().state == "expected":
        line.clock.pass_by(hours=1)
        line.queue.run(line.tasks)
    assert (line.row().state, line.row().trouble) == ("stored", "doubtful")
    assert line.heard() == said()[: len(said()) // 2]


def test_a_doubtful_recording_can_be_taken_for_what_it_is(line):
    line.served.faults.set(Fault("shorter"))
    line.leave(1, (1,))
    line.run(7)
    assert line.tasks.accept([re_sid(2)]) == []
    assert line.tasks.accept([re_sid(1)]) == [re_sid(1)]
    line.run()
    assert line.left() == []
    assert line.row().trouble is None


def test_where_there_is_no_key_nothing_is_lost(line):
    line.leave(1, (1,), end=False)
    line.store.database.write(lambda c: c.execute(update(tables.public_key).values(retired_at=after(0))))
    assert line.tasks.fetch(re_sid(1)) == "later"
    assert (line.row().trouble, line.heard()) == ("no-key", None)
    line.store.database.write(lambda c: c.execute(update(tables.public_key).values(retired_at=None)))
    line.run(30)
    is_done(line, 1)


def test_without_an_account_recordings_wait(line):
    line.leave(1, (1,))
    tasks = Tasks(line.store, None, None, line.clock, LIMITS)
    assert tasks.fetch(re_sid(1)) == "later"
    assert line.row().trouble == "no-account"
    assert tasks.tend().troubles == ()


# Telling, and deleting


def test_an_outage_of_the_mail_is_waited_for(line):
    line.mail.refuse = 30
    for number in range(1, 5):
        line.leave(number, (number,))
    line.run(5)
    assert line.mail.told == []
    assert "send mail" in line.tasks.tend().troubles
    assert line.left() == []  # nothing else waits for it
    line.mail.refuse = 0
    line.run(1)
    is_done(line, 1, 2, 3, 4, told=4)


def test_a_notice_that_was_cut_off_is_sent_again(line):
    line.mail.cut = 1
    line.leave(1, (1,))
    line.run(1)
    assert len(line.mail.told) == 2
    assert len(set(line.mail.told)) == 1


def test_the_notice_waits_for_recordings_at_most_a_quarter_of_an_hour(line):
    line.served.faults.set(Fault("error", on="media"))
    line.leave(1, (1,))
    line.run(14)
    assert line.mail.told == []
    line.run(1)
    assert len(line.mail.told) == 1
    line.served.faults.clear()
    line.run(30)
    is_done(line, 1)


def test_deleting_is_tried_again_until_it_is_done(line):
    line.served.faults.set(Fault("error", on="delete"))
    call = line.leave(1, (1,))
    line.run(2)
    assert (line.left(), line.row().trouble) == ([re_sid(1)], "broken")
    assert line.tasks.finish(call.sid) is False
    line.served.faults.clear()
    line.run(1)
    is_done(line, 1)


def test_what_was_deleted_there_without_our_hearing_so_is_done(line):
    line.served.faults.set(Fault("lost", on="delete", times=1))
    line.leave(1, (1,))
    line.run(1)
    is_done(line, 1)


def test_an_outage_does_not_make_everything_wait_for_every_recording(line):
    line.served.faults.set(Fault("error", on="delete"))
    for number in range(1, 9):
        line.leave(number, (number,), end=False)
    line.run()
    for number in range(1, 9):
        line.end(line.call(number))
    line.queue.waiting.clear()
    line.clock.pass_by(minutes=1)
    tended = line.tasks.tend()
    assert "delete at the provider" in tended.troubles
    assert line.served.faults.happened["error"] == 3
    assert len(line.mail.told) == 8


# Jobs that are lost


def test_rows_whose_jobs_were_lost_are_found(line):
    line.queue.loses = True
    line.leave(1, (1,))
    line.leave(2, (2,), end=False)
    line.run(1)
    line.queue.loses = False
    line.end(line.call(2))
    line.run(2)
    is_done(line, 1, 2, told=2)


def test_a_job_that_ended_without_doing_its_work_is_taken_for_lost_after_some_minutes(line):
    line.leave(1, (1,))
    line.queue.waiting.clear()  # the engine says that it is done
    line.run(9)
    assert line.row().state == "expected"
    line.run(2)
    is_done(line, 1)


def test_a_job_of_which_the_engine_says_that_it_ended_without_doing_its_work_is_lost(line):
    line.queue.knows = True
    line.leave(1, (1,))
    line.queue.waiting.clear()  # the database was away for longer than it was tried
    line.run(2)
    is_done(line, 1)


def test_jobs_in_a_long_queue_do_not_overtake_each_other_for_ever(line):
    line.leave(1, (1,))
    jobs = []
    for _ in range(25):  # a minute's round, and the queue is always longer than that
        line.clock.pass_by(minutes=1)
        line.tasks.tend()
        jobs += [job[2] for job in line.queue.waiting.values() if job[1] == "fetch"]
        line.queue.waiting.clear()
    assert len(set(jobs)) < 5
    assert line.tasks.fetch(*jobs[0]) == "stored"


def test_an_attempt_that_was_overtaken_leaves_the_recording_alone(line):
    line.served.faults.set(Fault("error", on="media", times=5))
    line.leave(1, (1,))
    for _ in range(3):
        line.clock.pass_by(seconds=5)
        line.queue.run(line.tasks)
    line.clock.pass_by(seconds=60)
    assert line.tasks.fetch(re_sid(1), 3) == "later"  # it is due
    assert line.tasks.fetch(re_sid(1), 3) == "superseded"
    assert line.tasks.fetch(re_sid(1)) == "superseded"
    line.run(5)
    is_done(line, 1)
    assert line.tasks.fetch(re_sid(1), 2) == "stored"


def test_the_attempt_that_is_due_may_come_early_by_its_hosts_clock(line):
    line.served.faults.set(Fault("error", on="media", times=5))
    line.leave(1, (1,))
    for _ in range(5):
        line.queue.run(line.tasks)
        line.clock.pass_by(seconds=15)
    row = line.row()
    line.clock.now = row.due_at - timedelta(seconds=12)
    assert line.tasks.fetch(re_sid(1)) == "superseded"
    assert line.tasks.fetch(re_sid(1), row.attempt - 1) == "superseded"
    assert line.tasks.fetch(re_sid(1), row.attempt) == "stored"


def test_two_hosts_that_fail_at_the_same_attempt_count_it_once(line):
    line.served.faults.set(Fault("truncated"))
    line.leave(1, (1,))
    other = []
    slow = line.more_tasks(provider=Meanwhile(line, lambda: other.append(line.tasks.fetch(re_sid(1)))))
    assert [slow.fetch(re_sid(1)), *other] == ["superseded", "later"]
    assert line.row().attempt == 2


def test_however_many_jobs_were_lost_nothing_is_given_up_before_a_day_has_passed(line):
    line.served.faults.set(Fault("error", on="media"))
    line.leave(1, (1,))
    line.store.database.write(lambda c: c.execute(update(tables.recording).values(attempt=60)))
    line.clock.pass_by(hours=23)
    assert line.tasks.fetch(re_sid(1)) == "later"
    line.clock.pass_by(hours=1)
    assert line.tasks.fetch(re_sid(1)) == "failed"


def test_one_thing_that_fails_stops_nothing_else(line):
    line.leave(1, (1,))
    line.leave(2, (2,))

    def fails(now):
        raise StoreUnavailable("the message store cannot be written (OperationalError)")

    broken = SimpleNamespace(
        database=line.store.database, vault=line.store.vault, jobs=line.queue, sweep=fails
    )
    line.queue.run(line.tasks)
    line.clock.pass_by(minutes=1)
    assert line.more_tasks(store=broken).tend().troubles == ("sweep",)
    is_done(line, 1, 2, told=2)


def test_a_call_that_cannot_be_swept_stops_no_other(line, monkeypatch):
    """Nor what is done besides: that there is trouble is said when all the rest is done."""
    really = sweeping.sweep

    def sweep(connection, call_sid, now, vault):
        if call_sid == ca_sid(1):
            raise KeyError("hush")
        really(connection, call_sid, now, vault)

    monkeypatch.setattr(sweeping, "sweep", sweep)
    line.leave(1, (1,))
    line.leave(2, (2,))
    line.clock.pass_by(minutes=5)
    with pytest.raises(StoreUnavailable, match=r"^1 .*\(KeyError\)$"):
        line.store.sweep(line.clock.now)
    assert [row.swept_at is not None for row in line.rows(tables.call)] == [False, True]
    line.end(line.call(3))  # whoever tells of an end hears nothing of it
    assert "sweep" in line.tasks.tend().troubles


def test_a_store_that_is_away_is_not_asked_for_each_call(line, monkeypatch):
    for number in range(1, 9):
        line.leave(number, (number,))
    line.clock.pass_by(minutes=5)
    asked = []

    def fails(work):
        asked.append(work)
        raise StoreUnavailable("the message store cannot be written (OperationalError)")

    monkeypatch.setattr(line.store.database, "write", fails)
    monkeypatch.setattr(line.store.database, "rehearse", fails)
    with pytest.raises(StoreUnavailable):
        line.store.sweep(line.clock.now)
    assert len(asked) == 2


def test_a_recording_that_is_to_be_deleted_already_does_not_stop_the_sweep(line):
    call = line.leave(1, (1,), end=False)
    at = line.clock.now
    gone = {"url": "", "why": "empty", "since": at, "deleted_at": at}
    nothing = {"call_sid": call.sid, "step": 3, "node": "m", "url": "", "seconds": 0, "at": at}

    def twice(connection):
        connection.execute(insert(tables.unwanted_recording).values(recording_sid=re_sid(9), **gone))
        connection.execute(
            insert(tables.recording).values(recording_sid=re_sid(9), state="absent", **nothing)
        )

    line.store.database.write(twice)
    line.end(call)
    line.run(10)
    assert line.row(9) is None
    assert line.rows(tables.call)[0].swept_at is not None
    is_done(line, 1)


def test_times_of_a_clock_that_was_years_ahead_are_put_right(line, caplog):
    line.served.recordings.clock = Clock()  # the provider's is right
    line.clock.pass_by(days=400)
    line.leave(1, (1,))
    line.leave(2, (2,), end=False)  # and nobody says that it ended
    line.clock.pass_by(days=-400)
    with caplog.at_level(logging.WARNING):
        line.run(60)
    is_done(line, 1, 2, told=2)
    told = [record.getMessage() for record in caplog.records if "clock" in record.getMessage()]
    assert told == [
        "5 times were more than a day ahead, and are now put right: a clock was wrong, or this one is"
    ]


def test_times_that_may_be_right_are_left_alone(line):
    began = int(line.clock.now.timestamp()) // 60
    line.store.do((CONSENT, SAFE_NUMBER), CallRef(ca_sid(1), began, None, 24 * 60), 1, line.clock.now)
    before = line.rows(tables.call)
    line.tasks.tend()
    assert line.rows(tables.call) == before


@pytest.mark.parametrize(("days", "told"), [(6.9, 1), (7.1, 0)])
def test_messages_of_a_time_without_mail_are_told_of_when_there_is_mail(line, days, told):
    silent = Tasks(line.store, its_client(), None, line.clock, line.limits, jobs=line.queue)
    line.leave(1, (1,))
    line.call(2).do(1, CONSENT, SAFE_NUMBER, at=line.clock.now)  # never kept
    line.end(line.call(2))
    line.leave(3, (3,), end=False).do(7, Discarded())
    line.end(line.call(3))
    for _ in range(7):
        line.clock.pass_by(minutes=1)
        line.queue.run(silent)
        silent.tend()
    assert all(call.finished_at is not None for call in line.rows(tables.call))
    line.clock.pass_by(days=days)
    line.mail.refuse = 1
    line.run(3)
    assert len(line.mail.told) == told
    assert line.tasks.tend().finished == 0  # nothing is left that it would try again and again


# Two at once, and crashes


@pytest.mark.usefixtures("patient")
def test_two_hosts_at_the_same_instant_tell_once(any_ready_url):
    lines = [Line(any_ready_url)]
    lines.append(Line(any_ready_url))
    mail = Mailbox()
    for each in lines:
        each.mail, each.clock = mail, lines[0].clock
        each.queue.clock = each.clock
        each.tasks = each.more_tasks()
    line = lines[0]
    numbers = range(1, 13)
    for number in numbers:
        line.leave(number, (2 * number, 2 * number + 1))
    both = Barrier(2)

    def host(each: Line) -> None:
        for number in numbers:
            both.wait(240)
            each.tasks.fetch(re_sid(2 * number))
            each.tasks.fetch(re_sid(2 * number + 1))
            each.tasks.finish(ca_sid(number))

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(host, each) for each in lines]:
            done.result()
    is_done(line, *range(2, 26), told=12)
    for each in lines:
        each.close()


class Crashing:
    """What stands before a provider or a mailbox: it does what it is asked, and then the process dies, once."""

    def __init__(self, whole, what):
        self._whole, self._what = whole, what

    def __getattr__(self, name):
        do = getattr(self._whole, name)
        if name != self._what:
            return do

        def and_die(*args, **more):
            do(*args, **more)
            raise Killed

        return and_die


@pytest.mark.parametrize("what", ["audio", "delete", "tell"])
def test_a_crash_after_something_was_done_outside_loses_nothing(line, what):
    line.leave(1, (1,), end=False)
    if what != "audio":
        line.run()
    line.end(line.call(1))
    dying = line.more_tasks(provider=Crashing(its_client(), what), mail=Crashing(line.mail, what))
    with pytest.raises(Killed):
        dying.fetch(re_sid(1)) if what == "audio" else dying.finish(ca_sid(1))
    line.run(5)
    if what == "tell":
        assert len(line.mail.told) == 2
        assert len(set(line.mail.told)) == 1
        line.mail.told.pop()
    is_done(line, 1)


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_crash_at_any_point_loses_nothing(when):
    turns = 0
    for turn in range(1, 60):
        line = Line()
        line.leave(1, (1, 2), end=False)
        line.call(1).do(8, Sent())
        line.end(line.call(1))
        mortal = Mortal(line.store.database, turn, when)
        store = SimpleNamespace(
            database=mortal, vault=line.store.vault, jobs=line.queue, sweep=line.store.sweep
        )
        dying = line.more_tasks(store=store)
        try:
            line.queue.run(dying)
        except Killed:
            turns += 1
        else:
            line.close()
            break
        # What died at its work is brought back by the engine; what was not begun is there still.
        line.run(1)
        line.clock.pass_by(minutes=10)
        line.run(4)
        assert len(set(line.mail.told)) == 1
        line.mail.told = line.mail.told[:1]
        is_done(line, 1, 2)
        line.close()
    assert turns > 8


def test_a_database_that_is_away_for_a_moment_after_the_mail_does_not_tell_twice(line):
    line.leave(1, ())
    away = []

    class Away:
        def __init__(self, database):
            self._database = database

        def __getattr__(self, name):
            return getattr(self._database, name)

        def write(self, work):
            if line.mail.told and len(away) < 2:
                away.append(1)
                raise StoreUnavailable("the message store cannot be written (OperationalError)")
            return self._database.write(work)

    store = SimpleNamespace(
        database=Away(line.store.database), vault=line.store.vault, jobs=RowsOnly(), sweep=line.store.sweep
    )
    assert line.more_tasks(store=store).finish(ca_sid(1)) is True
    assert (len(line.mail.told), len(away)) == (1, 2)


# What is shown


def test_the_list_shows_how_far_messages_are_and_nothing_of_them(line):
    call = line.leave(1, (1,), end=False)
    [listed] = line.tasks.listing()
    assert (listed.state, listed.language, listed.notified_at) == ("draft", "en", None)
    assert listed.recordings[0].state == "expected"
    line.end(call)
    line.run()
    discarded = line.leave(2, (2,), end=False)
    discarded.do(9, Discarded())
    line.call(3).do(1, CONSENT, SAFE_NUMBER)
    line.end(line.call(3))
    [listed] = line.tasks.listing()
    assert (listed.state, listed.days_left, listed.erased_on) == ("unfinished", None, None)
    assert listed.notified_at == after(0)
    assert "07700900123" not in repr(listed)


def test_nobody_is_told_of_what_was_not_kept(line):
    line.call(1).do(1, CONSENT, SAFE_NUMBER)
    line.end(line.call(1))
    line.run(7)
    assert line.mail.told == []
    assert line.rows(tables.call)[0].finished_at is not None
