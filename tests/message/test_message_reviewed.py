"""Odd ends of a call and of a host: what is told late, or contradicts itself, and clocks that were wrong."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from message_calls import CONSENT
from task_line import ACCOUNT, Line, its_client, re_sid, said

from ivr.message import tables
from ivr.message.leases import take
from ivr.message.reconcile import reconcile
from ivr.phone.twilio_api import Fault, recording_path


@pytest.fixture
def line() -> Iterator[Line]:
    line = Line()
    yield line
    line.close()


def is_finished(line: Line) -> bool:
    [view] = line.store.all_messages(line.clock.now)
    assert view.recordings == (12,)
    [call] = line.rows(tables.call)
    return call.finished_at is not None and line.left() == [] and line.mail.told == [(view.reference, True)]


def test_where_the_first_recording_turns_out_absent_the_second_opens_the_message(line: Line) -> None:
    call = line.call()  # no consent is known
    line.tell(call, 4, 1, None)
    line.tell(call, 5, 2, 12)
    line.store.recording(call.sid, 4, "message", re_sid(1), "", None, line.clock.now, status="absent")
    line.end(call)
    line.run(20)
    assert is_finished(line)


def test_where_the_first_recording_turns_out_empty_when_fetched_the_second_opens_the_message(
    line: Line,
) -> None:
    call = line.call()
    line.served.add(re_sid(1), call.sid, said(1, 0), 0)
    url = line.served.url + recording_path(ACCOUNT, re_sid(1))
    line.store.recording(call.sid, 4, "message", re_sid(1), url, None, line.clock.now)
    line.tell(call, 5, 2, 12)
    line.end(call)
    line.run(20)
    assert is_finished(line)


def test_what_is_told_to_be_absent_is_deleted_only_after_the_call(line: Line) -> None:
    call = line.call()
    call.do(1, CONSENT, at=line.clock.now)
    line.speak(re_sid(1), call.sid)
    line.store.recording(call.sid, 2, "message", re_sid(1), "", None, line.clock.now, status="absent")
    line.run(3)
    assert line.left() == [re_sid(1)]
    line.end(call)
    line.run(10)
    assert line.left() == []


def test_a_recording_told_to_be_absent_and_then_its_length_is_fetched(line: Line) -> None:
    call = line.call()
    call.do(1, CONSENT, at=line.clock.now)
    url = line.speak(re_sid(1), call.sid)
    line.store.recording(call.sid, 2, "message", re_sid(1), "", None, line.clock.now, status="absent")
    line.run(2)
    line.store.recording(call.sid, 2, "message", re_sid(1), url, 12, line.clock.now)
    line.end(call)
    line.run(20)
    assert line.heard(1) == said(1)
    assert is_finished(line)


def test_a_recording_that_nobody_told_of_is_adopted_though_the_comparison_failed_for_some_nights(
    line: Line,
) -> None:
    call = line.call()
    call.do(1, CONSENT, at=line.clock.now)
    line.speak(re_sid(1), call.sid)
    line.end(call)
    for _ in range(3):
        line.run(10)
        line.clock.pass_by(days=1)
    reconcile(line.store.database, line.store.vault, its_client(), line.queue, line.clock.now)
    line.run(2)
    assert line.heard(1) == said(1)


def test_a_lease_from_a_clock_that_was_wrong_holds_nobody_up(line: Line) -> None:
    call = line.leave(1)
    of_later, length = line.clock.now + timedelta(days=30), line.limits.notice_lease
    write = line.store.database.write
    assert write(lambda connection: take(connection, f"notice/{call.sid}/1", of_later, length))
    line.run(2)
    assert len(line.mail.told) == 1


def test_a_lease_holds_where_two_clocks_differ_a_little(line: Line) -> None:
    now, length = line.clock.now, timedelta(minutes=2)
    write = line.store.database.write
    assert write(lambda connection: take(connection, "it", now + timedelta(minutes=1), length))
    assert not write(lambda connection: take(connection, "it", now, length))


def test_one_attempt_that_fails_after_a_day_of_lost_jobs_is_not_the_last(line: Line) -> None:
    line.queue.loses = True
    line.leave(1)
    for _ in range(26 * 6):
        line.clock.pass_by(minutes=10)
        line.tasks.tend()
    line.queue.loses = False
    line.served.faults.set(Fault("unavailable", on="media"))
    line.run(15)
    assert line.row(1).trouble == "broken"
    line.served.faults.clear()
    line.run(60)
    assert line.heard(1) == said(1)
