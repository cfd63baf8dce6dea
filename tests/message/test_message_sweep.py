"""What is erased, when, and what comes later still."""

from pathlib import Path

from message_calls import CANCEL, CONSENT, SAFE_NUMBER, Call, after, opened, taped
from sqlalchemy import text

from ivr.call.effects import Answered, Confirmed, Discarded, Sent
from ivr.message.engines import engine_of
from ivr.message.store import Store

DAY = 24 * 60
WEEK = 7 * DAY


def rows(url: str, table: str) -> list[tuple]:
    engine = engine_of(url)
    with engine.connect() as connection:
        found = connection.execute(text(f"select * from {table}")).all()
    engine.dispose()
    return [tuple(row) for row in found]


def test_scratch_and_unkept_drafts_are_erased_after_the_grace(any_ready_url: str) -> None:
    store = opened(any_ready_url)
    call = Call(store)
    call.do(1, Answered("area", "dacorum"))
    call.do(3, CONSENT, SAFE_NUMBER)
    call.tape(4, "RE1", 0)
    call.end(3)
    store.sweep(after(7.9))
    assert len(rows(any_ready_url, "ivr_answer")) == 2
    store.sweep(after(8))
    assert rows(any_ready_url, "ivr_answer") == []
    assert rows(any_ready_url, "ivr_recording") == []
    assert [row[0] for row in rows(any_ready_url, "ivr_unwanted_recording")] == ["RE1"]
    store.close()


def test_a_discarded_message_leaves_a_bare_row_and_what_to_delete_at_the_provider(any_ready_url: str) -> None:
    store = opened(any_ready_url)
    call = Call(store)
    call.do(3, CONSENT, SAFE_NUMBER)
    call.do(4, taped())
    call.do(5, Discarded())
    call.do(6, CONSENT, Confirmed())
    call.end(6)
    store.sweep(after(11))
    assert rows(any_ready_url, "ivr_answer") == []
    assert [row[:3] for row in rows(any_ready_url, "ivr_unwanted_recording")] == [
        ("RE1", "https://api.example/RE1", "discarded")
    ]
    call.tape(4, "RE1", 12, at=after(12))  # the same recording, told of again
    call.do(4, SAFE_NUMBER, Sent(), at=after(12))
    call.tape(4, "RE9", 12, at=after(12))  # another one of the same message
    assert call.left(12) == [("unfinished", {}, [])]
    store.sweep(after(20))
    assert rows(any_ready_url, "ivr_recording") == []
    assert {row[0] for row in rows(any_ready_url, "ivr_unwanted_recording")} == {"RE1", "RE9"}
    store.close()


def test_an_erased_message_cannot_be_sent_any_more(store: Store) -> None:
    call = Call(store)
    call.do(3, CONSENT, SAFE_NUMBER)
    call.do(7, Discarded())
    call.end(3)
    store.sweep(after(9))
    call.do(5, Sent(), at=after(10))
    assert call.left(10) == store.all_messages(after(10)) == []


def test_the_end_of_one_call_sweeps_the_others(any_ready_url: str) -> None:
    store = opened(any_ready_url)
    Call(store).do(3, CONSENT, SAFE_NUMBER)
    Call(store, "CA2").end(31)
    assert rows(any_ready_url, "ivr_answer") == []
    store.close()


def test_sent_and_unfinished_messages_and_requests_stay_as_they_are(store: Store) -> None:
    call = Call(store)
    call.do(1, Answered("area", "scratch"))
    call.do(3, CONSENT, SAFE_NUMBER)
    call.do(4, Sent())
    call.do(5, CANCEL)
    call.do(6, Answered("area", "dacorum"))
    call.do(7, CONSENT, Answered("name", "keyed"), taped())
    call.end(8)
    before = store.all_messages(after(8)), store.all_requests()
    for minutes in (13, 14, DAY + 14, 2 * DAY):
        store.sweep(after(minutes))
    assert (store.all_messages(after(2 * DAY)), store.all_requests()) == before
    assert [message.state for message in before[0]] == ["sent", "unfinished"]
    assert store.requests(call.sid)[0].answers == {"area": "dacorum"}
    assert store.answer(call.sid, "area", 2) is None


def test_a_recording_that_comes_after_the_sweep_still_finds_its_message(store: Store) -> None:
    call = Call(store)
    call.do(3, CONSENT, SAFE_NUMBER)
    call.end(3)
    store.sweep(after(9))
    assert store.all_messages(after(9)) == []
    call.tape(4, at=after(10))
    store.sweep(after(20))
    [message] = store.all_messages(after(20))
    assert (message.state, message.recordings) == ("unfinished", (12,))
    assert message.proof is not None


def test_a_recording_taken_for_empty_is_taken_back(store: Store) -> None:
    call = Call(store)
    call.do(3, CONSENT)
    call.tape(4, "RE1", 0)
    call.end(3)
    store.sweep(after(9))
    call.tape(4, "RE1", 0, at=after(10))
    assert call.left(10) == []
    call.tape(4, "RE1", 7, at=after(11))
    assert call.left(11) == [("unfinished", {}, [7])]


def test_a_call_that_left_nothing_is_forgotten_after_a_week(any_ready_url: str) -> None:
    store = opened(any_ready_url)
    nothing, something = Call(store, "CA1"), Call(store, "CA2")
    nothing.do(3, CONSENT, SAFE_NUMBER)
    nothing.end(3)
    something.do(3, CONSENT, Confirmed())
    something.end(3)
    store.sweep(after(8))
    store.sweep(after(3 + WEEK - 1))
    assert len(rows(any_ready_url, "ivr_call")) == 2
    store.sweep(after(3 + WEEK))
    assert [row[0] for row in rows(any_ready_url, "ivr_call")] == ["CA2"]
    assert {
        row[0] for table in ("step", "mark", "message") for row in rows(any_ready_url, f"ivr_{table}")
    } == {"CA2"}
    store.close()


def test_a_recording_that_comes_even_later_is_not_lost(store: Store) -> None:
    call = Call(store)
    call.do(3, CONSENT)
    call.end(3)
    for minutes in (8, 8 + WEEK):
        store.sweep(after(minutes))
    call.tape(4, at=after(9 + WEEK))
    assert call.left(9 + WEEK) == [("draft", {}, [12])]
    assert call.left(60 + WEEK) == [("unfinished", {}, [12])]


def test_a_call_that_lasts_longer_than_the_longest_keeps_what_is_said_in_it(store: Store) -> None:
    call = Call(store)
    call.do(3, CONSENT, SAFE_NUMBER)
    call.do(9, Answered("area", "dacorum"), at=after(34))  # somebody who needs long, through a relay service
    assert [state for state, _, _ in call.left(36)] == ["draft"]
    Call(store, "CA2").end(36)  # another call's end sweeps
    assert store.answers(call.sid, 9) == {"safe_number": "07700900123", "area": "dacorum"}
    call.do(10, Confirmed(), Sent(), at=after(37))
    assert [state for state, _, _ in call.left(60)] == ["sent"]


def test_what_is_erased_is_in_no_file_any_more(tmp_path: Path) -> None:
    """Nor in the journal beside the database, while the line runs and keeps it open."""
    store = opened(f"sqlite:///{tmp_path / 'line.db'}")
    call = Call(store)
    call.do(3, CONSENT, Answered("area", "dacorum"))
    assert any(b"dacorum" in file.read_bytes() for file in tmp_path.iterdir())
    call.end(3)
    store.sweep(after(9))
    assert [file.name for file in tmp_path.iterdir() if b"dacorum" in file.read_bytes()] == []
    store.close()
