"""What is known of recordings before their audio is here, the work that is started for them, and playing them."""

import itertools
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest
from message_calls import CONSENT, SAFE_NUMBER, TEN, Call, after, opened, taped
from sqlalchemy import Connection, insert, select, update

from ivr.call.effects import Answered, Confirmed, Discarded, RecordingKept, Sent
from ivr.message import StoreUnavailable, tables
from ivr.message.store import Store
from ivr.message.values import PlayableRecording


@dataclass
class Noted:
    """Jobs that are only noted; each leaves a row in the transaction that it was started in."""

    started: list[tuple[Any, ...]] = field(default_factory=list)

    def fetch(self, connection: Connection, recording_sid: str, attempt: int, delay: float = 0) -> None:
        self._note(connection, "fetch", recording_sid, attempt, delay)

    def ended(self, recording_sid: str, attempt: int) -> bool:
        return False

    def finish(self, connection: Connection, call_sid: str) -> None:
        self._note(connection, "finish", call_sid)

    def _note(self, connection: Connection, *job: Any) -> None:
        self.started.append(job)
        row = {"version": f"job {len(self.started)}", "text": b"", "first_served": TEN}
        connection.execute(insert(tables.flow_version).values(**row))


@pytest.fixture
def jobs() -> Noted:
    return Noted()


@pytest.fixture
def noted(any_ready_url: str, jobs: Noted) -> Any:
    store = opened(any_ready_url, jobs=jobs)
    yield Call(store)
    store.close()


def recordings(call: Call) -> list[tuple[str, str, int | None]]:
    """Name, state and seconds of each recording of the call; those to be deleted have why for their state."""
    kept, unwanted = tables.recording, tables.unwanted_recording

    def read(connection: Connection) -> list[Any]:
        here = select(kept.c.recording_sid, kept.c.state, kept.c.seconds).where(kept.c.call_sid == call.sid)
        there = select(unwanted.c.recording_sid, unwanted.c.why, unwanted.c.deleted_at)
        return [*connection.execute(here).all(), *connection.execute(there).all()]

    return sorted(map(tuple, call.store.database.read(read)))


def row_of(call: Call, sid: str = "RE1") -> Any:
    one = select(tables.recording).where(tables.recording.c.recording_sid == sid)
    return call.store.database.read(lambda connection: connection.execute(one).one())


def set_state(call: Call, **values: Any) -> None:
    change = update(tables.recording).values(**values)
    call.store.database.write(lambda connection: connection.execute(change))


def test_a_recording_is_to_be_fetched_at_once_and_once(noted: Call, jobs: Noted) -> None:
    noted.do(3, CONSENT)
    for _ in range(2):
        noted.do(4, taped())
        noted.tape(4, seconds=13)
    row = row_of(noted)
    assert (row.state, row.attempt, row.due_at, row.seconds) == ("expected", 1, TEN, 13)
    assert (row.trouble, row.stored_at, row.deleted_at) == (None, None, None)
    assert jobs.started == [("fetch", "RE1", 1, 0)]


def test_the_end_of_a_call_starts_what_waits_for_it(noted: Call, jobs: Noted) -> None:
    noted.do(3, CONSENT, SAFE_NUMBER, Confirmed())
    assert jobs.started == []
    noted.end()
    assert jobs.started == [("finish", "CA1")]


def test_work_starts_with_the_row_it_belongs_to_or_not_at_all(noted: Call, jobs: Noted) -> None:
    with pytest.raises(StoreUnavailable):
        noted.do(3, taped(), CONSENT, Answered("name", "\ud800"))  # no database takes half a character
    assert recordings(noted) == []
    assert noted.store.version("job 1") is None
    noted.do(3, taped())
    assert noted.store.version(f"job {len(jobs.started)}") is not None


def finished_at(call: Call) -> Any:
    return call.store.database.read(
        lambda connection: connection.execute(select(tables.call.c.finished_at)).scalar_one()
    )


@pytest.mark.parametrize(
    "more",
    [lambda call: call.do(9, Sent()), lambda call: call.tape(9), lambda call: call.tape(9, status="absent")],
)
def test_whatever_comes_after_a_call_was_finished_has_it_finished_again(call: Call, more: Any) -> None:
    call.do(3, CONSENT)
    call.end()
    store = call.store
    done = update(tables.call).values(finished_at=after(4), swept_at=after(4))
    store.database.write(lambda connection: connection.execute(done))
    assert finished_at(call) == after(4)
    more(call)
    assert finished_at(call) is None


STATUS = {
    "length": lambda call: call.tape(4, seconds=12),
    "no length": lambda call: call.tape(4, seconds=None),
    "nothing": lambda call: call.tape(4, seconds=0),
    "absent": lambda call: call.tape(4, seconds=None, status="absent"),
    "failed": lambda call: call.tape(4, seconds=None, status="failed"),
    "kept": lambda call: call.do(4, RecordingKept("message", "RE1", "https://api.example/RE1", 0)),
    "kept with length": lambda call: call.do(4, taped()),
}


@pytest.mark.parametrize(
    ("webhooks", "left"),
    [
        (("kept", "length"), ("unfinished", "expected", 12)),
        (("kept", "no length"), ("unfinished", "expected", None)),
        (("kept", "absent"), (None, "empty", None)),
        (("kept", "failed"), (None, "empty", None)),
        (("kept", "nothing"), (None, "empty", None)),
        (("kept with length", "absent"), ("unfinished", "expected", 12)),
        (("kept with length", "failed"), ("unfinished", "expected", 12)),
        (("kept with length", "nothing"), ("unfinished", "expected", 12)),
        (("absent",), (None, "empty", None)),
        (("nothing",), (None, "empty", None)),
        (("absent", "length", "kept"), ("unfinished", "expected", 12)),
        (("absent", "nothing", "no length"), (None, "empty", None)),
    ],
)
def test_every_end_of_a_recording_in_every_order_comes_to_the_same(
    webhooks: tuple[str, ...], left: tuple[str | None, str, int | None]
) -> None:
    state, of_recording, seconds = left
    store = opened("sqlite://")
    orders = sorted(set(itertools.permutations(webhooks * 2)))
    for number, order in enumerate(Random(7).sample(orders, min(30, len(orders)))):
        call = Call(store, f"CA{number}")
        call.do(3, CONSENT, SAFE_NUMBER)
        for name in order:
            STATUS[name](call)
        call.end(3)
        assert [view.state for view in store.messages(call.sid, after(4))] == ([state] if state else [])
        store.sweep(after(9))
        assert recordings(call) == [("RE1", of_recording, seconds)], order
        wipe(store)
    store.close()


def wipe(store: Store) -> None:
    def empty(connection: Connection) -> None:
        for table in (tables.recording, tables.unwanted_recording):
            connection.execute(table.delete())

    store.database.write(empty)


def test_an_empty_recording_of_a_kept_message_is_deleted_at_the_provider_too(call: Call) -> None:
    call.do(3, CONSENT)
    call.tape(4, "RE1", 0)
    call.tape(5, "RE2", 9)
    call.end()
    call.store.sweep(after(9))
    assert recordings(call) == [("RE1", "empty", None), ("RE2", "expected", 9)]
    assert call.left(9) == [("unfinished", {}, [9])]


def test_a_recording_that_is_here_already_is_not_taken_for_empty(call: Call) -> None:
    call.do(3, CONSENT)
    call.tape(4, seconds=None)
    set_state(call, state="stored", stored_at=TEN, due_at=None)
    call.tape(4, seconds=0)
    call.tape(4, seconds=None, status="failed")
    assert (row_of(call).state, row_of(call).seconds) == ("stored", None)
    call.end()
    call.store.sweep(after(9))
    assert recordings(call) == [("RE1", "stored", None)]


def test_one_that_is_taken_back_is_fetched_by_another_attempt(noted: Call, jobs: Noted) -> None:
    noted.do(3, CONSENT)
    noted.tape(4, seconds=None)
    noted.tape(4, seconds=None, status="absent")
    assert (row_of(noted).state, row_of(noted).due_at) == ("absent", None)
    noted.tape(4, seconds=7)
    assert (row_of(noted).state, row_of(noted).attempt, row_of(noted).due_at) == ("expected", 2, TEN)
    noted.do(4, taped("RE2", 0))
    noted.tape(5, "RE2", 0)
    noted.end()
    noted.store.sweep(after(9))
    noted.tape(5, "RE2", 3, at=after(10))
    assert row_of(noted, "RE2").attempt == 2
    fetched = [job for job in jobs.started if job[0] == "fetch"]
    assert fetched == [
        ("fetch", "RE1", 1, 0),
        ("fetch", "RE1", 2, 0),
        ("fetch", "RE2", 1, 0),
        ("fetch", "RE2", 2, 0),
    ]


def test_one_that_is_gone_at_the_provider_is_not_to_be_deleted_there_again(call: Call) -> None:
    call.do(3, CONSENT)
    call.tape(4)
    set_state(call, deleted_at=TEN)
    call.do(5, Discarded())
    call.end()
    call.store.sweep(after(9))
    assert recordings(call) == [("RE1", "discarded", TEN)]


def test_a_status_of_another_call_changes_nothing(call: Call) -> None:
    call.do(3, CONSENT)
    call.do(4, taped(seconds=0))
    Call(call.store, "CA2").tape(4, status="absent")
    assert recordings(call) == [("RE1", "expected", None)]


def played(call: Call, step: int, *nodes: str) -> list[str]:
    return [recording.sid for recording in call.store.recordings_to_play(call.sid, step, nodes)]


def test_the_caller_hears_what_they_said_in_this_message_so_far_oldest_first(call: Call) -> None:
    call.do(3, CONSENT, taped("RE1"))
    call.do(4, Sent())
    call.do(5, CONSENT)
    call.do(8, RecordingKept("name", "RE4", "https://api.example/RE4", 2))
    call.tape(7, "RE3", None)
    call.tape(6, "RE2", 0)
    call.do(9, taped("RE5"))
    assert played(call, 9) == ["RE3", "RE4", "RE5"]
    assert played(call, 8) == ["RE3", "RE4"]
    assert played(call, 9, "name") == ["RE4"]
    assert played(call, 9, "name", "message") == ["RE3", "RE4", "RE5"]
    assert played(call, 9, "elsewhere") == played(call, 5) == []
    assert played(call, 4) == ["RE1"]
    assert played(Call(call.store, "CA2"), 9) == []
    [one] = call.store.recordings_to_play(call.sid, 8, ["name"])
    assert one == PlayableRecording("RE4", "https://api.example/RE4", 2)
    assert "api.example" not in repr(one)


def test_what_was_deleted_is_not_played(call: Call) -> None:
    call.do(3, CONSENT, taped())
    call.do(4, Discarded())
    assert played(call, 4) == []


def test_a_call_is_over_when_it_was_said_to_be_or_after_its_longest(call: Call) -> None:
    is_over = call.store.is_over
    assert is_over("CA1", TEN), "a call that nothing is known of"
    call.do(3, CONSENT)
    assert [is_over("CA1", after(minutes)) for minutes in (0, 24.9, 25)] == [False, False, True]
    call.end(3)
    assert [is_over("CA1", after(minutes)) for minutes in (2.9, 3)] == [False, True]
