"""What the provider has against what is known here: taken in, fetched after all, missed, deleted, or left alone."""

import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from message_calls import CONSENT, opened
from sqlalchemy import update
from task_line import ACCOUNT, TOKEN, Line, ca_sid, its_client, re_sid, said
from vaults import Killed, Mortal

from ivr.call.effects import Discarded, Sent
from ivr.message import tables
from ivr.message.jobs import RowsOnly
from ivr.message.provider import Provider, ProviderTrouble, Unavailable
from ivr.message.reconcile import DAYS, Report, nightly, reconcile
from ivr.message.tools import nth
from ivr.phone.sound import sound
from ivr.phone.twilio_api import Fault


@pytest.fixture
def line():
    line = Line()
    yield line
    line.close()


def compared(line: Line, provider: Provider | None = None, **more) -> Report:
    store = line.store
    return reconcile(store.database, store.vault, provider or its_client(), line.queue, line.clock(), **more)


def found(report: Report) -> dict[str, int]:
    """What is not nothing in a report."""
    numbers = {name: getattr(report, name) for name in Report.__slots__ if name != "at"}
    return {name: number for name, number in numbers.items() if number}


def put(line: Line, number: int, call: int, seconds: int = 12, **more) -> None:
    """Have the provider keep a recording that nobody tells us of."""
    line.served.recordings.add(re_sid(number), ca_sid(call), sound(re_sid(number), seconds), seconds, **more)


def settle(line: Line) -> None:
    """Let the time pass in which webhooks may come late, and the tasks do what is to be done."""
    line.run(minutes=7)


def unwanted(line: Line, number: int):
    rows = {row.recording_sid: row for row in line.rows(tables.unwanted_recording)}
    return rows.get(re_sid(number))


def change(line: Line, table, number: int, **values) -> None:
    this = update(table).where(table.c.recording_sid == re_sid(number))
    line.store.database.write(lambda connection: connection.execute(this.values(**values)))


# When it is done


def at_night(line: Line, hour: int, day: int = 3, minute: int = 23) -> Report | None:
    """What the round of an hour does."""
    line.clock.now = line.clock.now.replace(day=day, hour=hour, minute=minute)
    return nightly(line.store.database, line.store.vault, its_client(), line.queue, line.clock.now)


def test_it_is_done_once_a_night(line):
    done = [(day, hour) for day in (3, 4, 5) for hour in range(24) if at_night(line, hour, day) is not None]
    assert done == [(3, 0), (3, 3), (4, 3), (5, 3)]  # the first because it had never been done


def test_where_the_provider_was_away_it_is_done_within_an_hour_of_its_return(line):
    assert at_night(line, 3) is not None
    line.served.faults.set(Fault("unavailable", on="list"))
    for hour in (3, 4, 5):
        with pytest.raises(Unavailable):
            at_night(line, hour, day=4)
    line.served.faults.clear()
    assert at_night(line, 6, day=4) is not None
    assert at_night(line, 7, day=4) is None
    assert at_night(line, 3, day=5) is not None  # and at night again the next time


def test_what_an_operator_has_compared_since_the_night_began_is_not_compared_again(line):
    at_night(line, 2)
    line.clock.pass_by(hours=1)
    compared(line)
    assert at_night(line, 4) is None


def test_a_comparison_from_the_future_keeps_nobody_from_comparing(line):
    line.clock.pass_by(days=20)
    compared(line)
    assert at_night(line, 3) is not None


# What nobody told us of


def test_what_the_provider_has_of_our_call_becomes_part_of_its_message(line):
    line.leave(1, (1,))
    put(line, 2, call=1)
    settle(line)
    assert line.row(2) is None
    assert found(compared(line)) == {"unknown": 1, "adopted": 1}
    row = line.row(2)
    assert (row.state, row.node, row.attempt, row.due_at is not None) == ("expected", "", 1, True)
    line.run(minutes=1)
    assert line.heard(2) == said(2)
    assert line.left() == []
    [listed] = line.store.all_messages(line.clock())
    assert (listed.recordings, listed.state) == ((12, 12), "unfinished")
    assert len(line.mail.told) == 1  # of the message; it was told of before
    assert found(compared(line)) == {}


def test_it_belongs_to_the_last_of_several_messages(line):
    call = line.leave(1, (1,), end=False)
    call.do(5, Sent())
    call.do(6, CONSENT)
    line.tell(call, 9, 2)
    line.end(call)
    put(line, 3, call=1)
    settle(line)
    compared(line)
    assert line.row(3).step == 10
    first, second = line.store.all_messages(line.clock())
    assert (first.recordings, second.recordings) == ((12,), (12, 12))


def test_a_call_whose_callbacks_were_all_lost_still_leaves_its_message(line):
    call = line.call()
    call.do(1, CONSENT, at=line.clock())
    put(line, 1, call=1)
    line.end(call)
    settle(line)
    assert line.store.all_messages(line.clock()) == []
    assert found(compared(line)) == {"unknown": 1, "adopted": 1}
    settle(line)
    assert line.heard(1) == said(1)
    [message] = line.store.all_messages(line.clock())
    assert (message.state, message.recordings) == ("unfinished", (12,))
    assert len(line.mail.told) == 1


def test_what_was_said_after_a_message_was_deleted_is_a_message_of_its_own(line):
    call = line.leave(1, (1,), end=False)
    call.do(7, Discarded())
    line.end(call)
    put(line, 2, call=1)
    settle(line)
    compared(line)
    [message] = line.store.all_messages(line.clock())
    assert message.recordings == (12,)
    assert message.opened_at == line.served.recordings.find(re_sid(2)).made_at


def test_an_empty_one_of_our_call_goes_the_way_of_empty_ones(line):
    call = line.call()
    call.do(1, CONSENT, at=line.clock())
    put(line, 1, call=1, seconds=0)
    line.end(call)
    settle(line)
    compared(line)
    settle(line)
    assert line.row(1) is None
    assert unwanted(line, 1).why == "empty"
    assert line.left() == []


@pytest.mark.parametrize("minutes", [-60, 0, 4])
def test_while_its_callbacks_may_still_come_it_is_left_to_them(line, minutes):
    call = line.call()
    call.do(1, CONSENT, at=line.clock())
    put(line, 1, call=1)
    if minutes >= 0:
        line.end(call)
        line.clock.pass_by(minutes=minutes)
    assert found(compared(line)) == {}
    assert line.row(1) is None
    assert line.left() == [re_sid(1)]


def test_what_belongs_to_no_call_of_this_line_is_counted_and_never_touched(line):
    line.leave(1, (1,))
    for number in (7, 8):
        put(line, number, call=99)
    settle(line)
    assert found(compared(line)) == {"unknown": 2}
    line.run(minutes=3)
    assert sorted(line.left()) == [re_sid(7), re_sid(8)]
    assert [
        seen for seen in line.served.api.requests if seen.method == "DELETE" and re_sid(7) in seen.path
    ] == []
    assert line.row(7) is None
    [row] = line.rows(tables.reconciliation)
    assert (row.unknown, row.adopted, row.missing) == (2, 0, 0)


class Otherwise(Provider):
    """The provider, with another status for each recording it lists."""

    status = ""

    def recordings(self, since):
        return (replace(each, status=self.status) for each in super().recordings(since))


@pytest.mark.parametrize(
    ("status", "adopted"),
    [
        ("completed", 1),
        ("processing", 1),
        ("stopped", 1),
        ("in-progress", 0),
        ("paused", 0),
        ("absent", 0),
        ("deleted", 0),
    ],
)
def test_what_has_no_audio_is_not_taken(line, status, adopted):
    line.leave(1, (1,))
    put(line, 2, call=1)
    settle(line)
    provider = Otherwise(line.served.url, ACCOUNT, TOKEN)
    provider.status = status
    assert compared(line, provider).adopted == adopted
    assert (line.row(2) is not None) == bool(adopted)
    provider.close()


def test_only_the_last_days_are_looked_at(line):
    line.leave(1, (1,))
    settle(line)
    put(line, 2, call=1, made_at=line.clock() - timedelta(days=DAYS + 1))
    assert found(compared(line)) == {}
    assert found(compared(line, days=DAYS + 1)) == {"unknown": 1, "adopted": 1}


def test_however_many_there_are_each_is_compared(line):
    line.leave(1, (1,))
    settle(line)
    line.served.recordings.clear()
    change(line, tables.recording, 1, trouble="doubtful")
    put(line, 1, call=1, made_at=line.clock() - timedelta(hours=1))  # so it comes last in the list
    for number in range(2, 452):
        put(line, number, call=1 if number == 451 else 99)
    assert found(compared(line)) == {"unknown": 450, "adopted": 1}


# What was given up too early


def test_one_that_was_said_to_be_absent_and_is_there_is_fetched(line):
    call = line.leave(1, (1,), end=False)
    line.store.recording(call.sid, 5, "message", re_sid(2), "", None, line.clock())
    line.store.recording(call.sid, 5, "message", re_sid(2), "", None, line.clock(), status="absent")
    assert line.row(2).state == "absent"
    put(line, 2, call=1)
    line.end(call)
    line.clock.pass_by(minutes=6)
    assert found(compared(line))["regained"] == 1
    row = line.row(2)
    assert (row.state, row.seconds, row.step, row.node) == ("expected", 12, 5, "message")
    line.run(minutes=2)
    assert line.heard(2) == said(2)
    assert line.left() == []


def test_one_that_was_said_to_be_absent_and_is_empty_is_left_as_it_is(line):
    call = line.leave(1, (1,))
    line.store.recording(call.sid, 5, "message", re_sid(2), "", 0, line.clock())
    put(line, 2, call=1, seconds=0)
    line.run()
    line.clock.pass_by(minutes=6)
    assert found(compared(line)) == {}
    assert line.row(2).state == "absent"


@pytest.mark.parametrize("forgotten", [False, True])
def test_one_that_was_taken_for_empty_and_is_not_comes_back_with_its_call(line, forgotten):
    call = line.call()
    call.do(1, CONSENT, at=line.clock())
    line.store.recording(call.sid, 2, "message", re_sid(1), "", 0, line.clock())
    line.end(call)
    line.clock.pass_by(minutes=6)
    line.store.sweep(line.clock())
    assert unwanted(line, 1).why == "empty"
    if forgotten:
        line.clock.pass_by(days=8)
        line.store.sweep(line.clock())
        assert line.rows(tables.call) == []
    put(line, 1, call=1)
    assert found(compared(line)) == {"regained": 1}
    line.run(minutes=7)
    assert line.heard(1) == said(1)
    assert unwanted(line, 1) is None
    assert line.left() == []
    assert len(line.mail.told) == 1


def test_one_that_is_empty_is_deleted_when_nothing_more_can_come_of_it(line):
    call = line.call()
    call.do(1, CONSENT, at=line.clock())
    put(line, 1, call=1, seconds=0)
    line.store.recording(call.sid, 2, "message", re_sid(1), "", 0, line.clock())
    line.end(call)
    line.clock.pass_by(minutes=6)
    line.store.sweep(line.clock())
    assert found(compared(line)) == {}
    line.clock.pass_by(hours=1)
    assert found(compared(line)) == {"deleted": 1}
    assert line.left() == []


# What never came


def test_one_that_is_not_there_after_a_day_is_missing(line):
    call = line.leave(1, (1,), end=False)
    line.store.recording(call.sid, 5, "message", re_sid(2), "", 12, line.clock())
    line.end(call)
    settle(line)
    line.clock.pass_by(hours=23)
    assert found(compared(line)) == {}
    line.clock.pass_by(hours=1)
    assert found(compared(line)) == {"missing": 1}
    row = line.row(2)
    assert (row.state, row.trouble, row.due_at) == ("failed", "missing", None)
    assert line.row(1).state == "stored"
    assert line.mail.told == []
    line.run()  # nothing is waited for any more
    assert len(line.mail.told) == 1
    assert line.rows(tables.reconciliation)[-1].missing == 1
    assert found(compared(line)) == {"missing": 1}  # still
    assert line.tasks.retry([re_sid(2)]) == [re_sid(2)]
    assert line.row(2).state == "expected"


def test_one_that_was_missing_and_comes_up_is_fetched(line):
    call = line.leave(1, (), end=False)
    line.store.recording(call.sid, 2, "message", re_sid(1), "", 12, line.clock())
    line.end(call)
    line.clock.pass_by(days=1, minutes=1)
    assert found(compared(line)) == {"missing": 1}
    put(line, 1, call=1)
    attempt = line.row(1).attempt
    assert found(compared(line)) == {"regained": 1}
    assert line.row(1).attempt == attempt + 1 == nth(attempt + 1)
    assert f"fetch-{re_sid(1)}-{attempt + 1}" in line.queue.waiting
    line.run(minutes=7)
    assert line.heard(1) == said(1)
    assert line.left() == []


def test_one_that_is_there_and_cannot_be_fetched_yet_is_not_missing(line):
    for made in (line.clock(), line.clock() - timedelta(days=DAYS + 5)):  # in the list, and too old for it
        line.store.recording(ca_sid(1), 2, "message", re_sid(1), "", 12, line.clock())
        put(line, 1, call=1, made_at=made)
        line.clock.pass_by(days=1, minutes=1)
        assert found(compared(line)) == {}
        assert line.row(1).state == "expected"
        line.served.recordings.clear()


def test_one_that_comes_while_it_is_looked_for_is_not_missing(line):
    line.store.recording(ca_sid(1), 2, "message", re_sid(1), "", 12, line.clock())
    line.clock.pass_by(days=1, minutes=1)

    class Late(Provider):
        def find(self, sid):
            change(line, tables.recording, 1, state="stored", stored_at=line.clock(), due_at=None)

    provider = Late(line.served.url, ACCOUNT, TOKEN)
    assert compared(line, provider).missing == 0
    assert line.row(1).state == "stored"
    provider.close()


def test_what_is_in_the_list_is_not_asked_for_again(line):
    line.store.recording(ca_sid(1), 2, "message", re_sid(1), "", 12, line.clock())
    put(line, 1, call=1)
    line.clock.pass_by(days=1, minutes=1)
    line.served.api.requests.clear()
    compared(line)
    assert [seen.method for seen in line.served.api.requests] == ["GET"]


def test_one_of_which_something_is_stored_is_not_missing(line):
    line.store.recording(ca_sid(1), 2, "message", re_sid(1), "", 12, line.clock())
    change(line, tables.recording, 1, stored_at=line.clock())
    line.clock.pass_by(days=1, minutes=1)
    assert found(compared(line)) == {}
    assert line.row(1).state == "expected"


# What is still there and should not be


def test_what_is_stored_and_still_there_is_deleted(line):
    line.served.faults.set(Fault("unavailable", on="delete"))
    line.leave(1, (1, 2))
    settle(line)
    assert line.row(1).state == "stored"
    assert len(line.left()) == 2
    line.served.faults.clear()
    assert found(compared(line)) == {"deleted": 2}
    assert line.left() == []
    assert (line.row(1).deleted_at, line.row(1).trouble) == (line.clock(), None)


def test_what_was_taken_for_deleted_and_is_there_again_is_deleted(line):
    line.leave(1, (1,))
    settle(line)
    call = line.leave(2, (2,), end=False)
    call.do(7, Discarded())
    line.end(call)
    settle(line)
    assert line.left() == []
    line.served.recordings.clear()
    put(line, 1, call=1)
    put(line, 2, call=2)
    assert found(compared(line)) == {"deleted": 2}
    assert line.left() == []
    assert line.row(1).deleted_at == unwanted(line, 2).deleted_at == line.clock()


def test_while_the_call_may_go_on_nothing_is_deleted(line):
    call = line.leave(1, (1,), end=False)
    line.run()
    assert line.row(1).state == "stored"
    assert found(compared(line)) == {}
    assert line.left() == [re_sid(1)]
    line.end(call)
    assert found(compared(line)) == {"deleted": 1}


def test_the_provider_keeps_what_is_perhaps_not_whole_here(line):
    line.leave(1, (1,))
    put(line, 1, call=1)
    change(line, tables.recording, 1, state="stored", trouble="doubtful", stored_at=line.clock())
    settle(line)
    assert found(compared(line)) == {}
    assert line.left() == [re_sid(1)]


def test_what_is_not_in_the_list_any_more_and_not_known_to_be_gone_is_deleted_by_its_name(line):
    line.leave(1, (1,), end=False)
    line.run()
    change(line, tables.recording, 1, state="stored")
    line.end(line.call(1))
    line.clock.pass_by(days=DAYS + 2)
    assert found(compared(line)) == {"deleted": 1}
    assert line.left() == []


# When the provider fails


@pytest.mark.parametrize("kind", ["error", "too-many", "unauthorised", "drop", "not-found"])
def test_without_a_list_nothing_is_done(line, kind):
    situations(line)
    before = state(line)
    line.served.faults.set(Fault(kind, on="list"))
    with pytest.raises(ProviderTrouble):
        compared(line)
    assert state(line) == before
    assert line.rows(tables.reconciliation) == []


def test_without_the_second_page_nothing_is_done(line, monkeypatch):
    monkeypatch.setattr("ivr.message.provider._PAGE_SIZE", 2)
    situations(line)
    before = state(line)

    class Ends(Provider):
        def recordings(self, since):
            for number, each in enumerate(super().recordings(since)):
                if number == 3:
                    raise Unavailable("slow", "in the middle")
                yield each

    provider = Ends(line.served.url, ACCOUNT, TOKEN)
    with pytest.raises(Unavailable):
        compared(line, provider)
    assert state(line) == before
    provider.close()


def test_what_cannot_be_asked_or_deleted_is_left_for_the_next_time(line):
    situations(line)
    line.served.faults.set(Fault("unavailable", on="delete"), Fault("unavailable", on="recording"))
    report = compared(line)
    assert report.left > 0
    assert (report.missing, report.deleted) == (0, 0)
    assert report.adopted == 1
    asked = [seen for seen in line.served.api.requests if seen.status == 503]
    assert len(asked) >= 3
    line.served.faults.clear()
    again = compared(line)
    assert (again.left, again.missing) == (0, 1)
    assert again.deleted > 0


def test_one_outage_is_not_waited_for_once_for_each_recording(line):
    line.served.faults.set(Fault("unavailable", on="delete"))
    line.leave(1, tuple(range(1, 11)))
    settle(line)
    line.served.api.requests.clear()
    assert found(compared(line)) == {"left": 10}
    assert len([seen for seen in line.served.api.requests if seen.method == "DELETE"]) == 3


# Twice, at once, and killed in between


def situations(line: Line) -> None:
    """A line in which there is one of everything to do."""
    line.served.faults.set(Fault("unavailable", on="delete"))
    line.leave(1, (1,))  # stored, and still there
    call = line.leave(2, (2,), end=False)
    call.do(7, Discarded())  # deleted by its caller, and still there
    line.end(call)
    line.store.recording(ca_sid(3), 2, "message", re_sid(3), "", 12, line.clock())  # never comes
    empty = line.call(4)
    empty.do(1, CONSENT, at=line.clock())
    line.store.recording(empty.sid, 2, "message", re_sid(4), "", 0, line.clock())  # not empty after all
    line.end(empty)
    settle(line)
    line.clock.pass_by(days=1)
    line.queue.waiting.clear()
    line.served.faults.clear()
    change(line, tables.recording, 3, state="expected", due_at=line.clock())
    change(line, tables.unwanted_recording, 4, deleted_at=None)
    line.served.recordings.add(re_sid(4), ca_sid(4), said(4), 12)
    put(line, 5, call=1)  # nobody told of it
    put(line, 6, call=99)  # somebody else's


def state(line: Line) -> dict[str, list]:
    """All that the rows say, but when, and what the provider has."""
    whens = {"at", "due_at", "deleted_at", "finished_at", "swept_at", "reference", "attempt", "beat_at"}

    def plain(table):
        rows = [{k: v for k, v in row._mapping.items() if k not in whens} for row in line.rows(table)]
        return sorted(rows, key=repr)

    kept = (tables.recording, tables.unwanted_recording, tables.message, tables.call)
    return {table.name: plain(table) for table in kept} | {"provider": sorted(line.left())}


EVERYTHING = {"unknown": 2, "adopted": 1, "regained": 1, "missing": 1, "deleted": 2}


def test_one_of_everything(line):
    situations(line)
    assert found(compared(line)) == EVERYTHING
    line.queue.run(line.tasks)
    line.run(minutes=7)
    assert line.left() == [re_sid(6)]
    assert [line.heard(number) for number in (1, 4, 5)] == [said(1), said(4), said(5)]
    assert line.row(3).trouble == "missing"


def test_doing_it_twice_is_doing_it_once(line):
    situations(line)
    compared(line)
    once = state(line)
    jobs = dict(line.queue.waiting)
    assert found(compared(line)) == {"unknown": 1, "missing": 1}
    assert state(line) == once
    assert line.queue.waiting == jobs
    assert len(line.rows(tables.reconciliation)) == 1  # of this moment; tomorrow's is another
    line.clock.pass_by(days=1)
    compared(line)
    assert len(line.rows(tables.reconciliation)) == 2


@pytest.mark.usefixtures("patient")
def test_two_hosts_at_once_do_it_once(any_ready_url):
    line = Line(any_ready_url)
    situations(line)
    together = Barrier(2)

    class InStep(Provider):
        def recordings(self, since):
            found = list(super().recordings(since))
            together.wait(240)
            return iter(found)

    def host(number: int) -> Report:
        store, provider = opened(any_ready_url), InStep(line.served.url, ACCOUNT, TOKEN)
        try:
            return reconcile(store.database, store.vault, provider, RowsOnly(), line.clock())
        finally:
            store.close()
            provider.close()

    with ThreadPoolExecutor(2) as hosts:
        reports = list(hosts.map(host, range(2)))
    assert sum(report.adopted for report in reports) == 1
    assert sum(report.regained for report in reports) == 1
    both = state(line)
    assert found(compared(line)) == {"unknown": 1, "missing": 1}
    assert state(line) == both
    assert both["provider"] == [re_sid(4), re_sid(5), re_sid(6)]
    line.close()


@pytest.fixture(scope="module")
def undisturbed():
    """How everything is after a comparison that nobody killed."""
    line = Line()
    situations(line)
    compared(line)
    afterwards = state(line)
    line.close()
    return afterwards


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("turn", range(1, 14))
def test_killed_at_any_point_the_next_time_does_the_rest(undisturbed, line, turn, when):
    situations(line)
    mortal = Mortal(line.store.database, turn, when)
    try:
        reconcile(mortal, line.store.vault, its_client(), line.queue, line.clock())
    except Killed:
        pass
    else:
        assert turn > 12  # that is how many there are
    compared(line)
    assert state(line) == undisturbed


Situation = Callable[[Line, int], None]


def _whole(line: Line, number: int) -> None:
    line.leave(number, (number,))


def _untold(line: Line, number: int) -> None:
    call = line.call(number)
    call.do(1, CONSENT, at=line.clock())
    put(line, number, call=number)
    line.end(call)


def _discarded(line: Line, number: int) -> None:
    call = line.leave(number, (number,), end=False)
    call.do(9, Discarded())
    line.end(call)


def _lost(line: Line, number: int) -> None:
    line.store.recording(ca_sid(number), 2, "message", re_sid(number), "", 12, line.clock())
    line.store.call_ended(ca_sid(number), line.clock())


def _strange(line: Line, number: int) -> None:
    put(line, number, call=1000 + number)


SITUATIONS: list[Situation] = [_whole, _untold, _discarded, _lost, _strange]


@settings(max_examples=12, deadline=None)
@given(
    st.lists(st.sampled_from(SITUATIONS), max_size=5),
    st.lists(st.sampled_from(["list", "recording", "delete", "media"]), max_size=3),
    st.integers(0, 3),
)
def test_whatever_was_lost_on_the_way_each_message_is_here_once_and_nowhere_else(what, troubles, seed):
    line = Line()
    line.served.faults.set(*(Fault("unavailable", on=on, chance=0.5) for on in troubles), seed=seed)
    for number, how in enumerate(what, 1):
        how(line, number)
    # Within a week: a call that left nothing else is forgotten after that.
    for _ in range(3):
        line.run(minutes=7)
        line.clock.pass_by(hours=26)
        line.run()
        with contextlib.suppress(ProviderTrouble):
            compared(line)
        line.served.faults.clear()
    line.run(minutes=7)
    strangers = [re_sid(number) for number, how in enumerate(what, 1) if how is _strange]
    assert sorted(line.left()) == strangers
    for number, how in enumerate(what, 1):
        kept = how in (_whole, _untold)
        assert line.heard(number) == (said(number) if kept else None)
        if how is _lost:
            assert (line.row(number).state, line.row(number).trouble) == ("failed", "missing")
    messages = line.store.all_messages(line.clock())
    assert (
        len(messages) == len(line.mail.told) == len([how for how in what if how in (_whole, _untold, _lost)])
    )
    line.close()
