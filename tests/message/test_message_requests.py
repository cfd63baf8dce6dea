"""Asking for an earlier message to be cancelled or changed."""

from message_calls import CALLER, CANCEL, CONSENT, SAFE_NUMBER, TEN, Call, after, opened
from sqlalchemy import select

from ivr.call.effects import Answered, Requested, Sent
from ivr.message import tables
from ivr.message.store import Store


def kinds(call: Call) -> list[tuple[str, str, dict[str, str]]]:
    return [(wish.kind, wish.reference, wish.answers) for wish in call.store.requests(call.sid)]


def test_a_request_takes_the_answers_that_follow_it(call: Call) -> None:
    call.do(1, Answered("area", "dacorum"))
    call.do(3, CANCEL)
    call.do(4, SAFE_NUMBER)
    call.do(5, Requested("change", "87654321"))
    call.do(6, Answered("safe_number", "07700900999"))
    assert kinds(call) == [
        ("cancel", "40506070", {"safe_number": "07700900123"}),
        ("change", "87654321", {"safe_number": "07700900999"}),
    ]
    assert call.left() == []
    assert call.store.answers(call.sid, 5) == {"area": "dacorum"}


def test_an_unsent_message_keeps_its_answers_and_a_sent_one_gives_way_to_a_request(call: Call) -> None:
    call.do(3, CONSENT)
    call.do(4, CANCEL)
    call.do(5, SAFE_NUMBER)
    call.do(6, Sent())
    call.do(7, Answered("area", "dacorum"))
    call.do(8, Requested("change", "87654321"))
    call.do(9, Answered("area", "watford"))
    assert call.left() == [("sent", {"safe_number": "07700900123", "area": "dacorum"}, [])]
    assert kinds(call) == [("cancel", "40506070", {}), ("change", "87654321", {"area": "watford"})]


def test_a_message_opened_after_a_request_takes_the_answers_again(call: Call) -> None:
    call.do(3, CANCEL)
    call.do(4, CONSENT)
    call.do(5, SAFE_NUMBER)
    assert kinds(call) == [("cancel", "40506070", {})]
    assert call.left()[0][1] == {"safe_number": "07700900123"}


def test_three_requests_of_a_call_are_kept_and_repeats_do_not_count(call: Call) -> None:
    for step in (1, 1, 2, 1, 2, 3, 4):
        call.do(step, Requested("cancel", f"1000000{step}"))
    assert [wish.reference for wish in call.store.requests(call.sid)] == ["10000001", "10000002", "10000003"]


def ring_and_ask(store: Store, calls: int, caller: str | None, day: float = 0) -> int:
    for number in range(calls):
        Call(store, f"CA{day}-{number}", caller).do(1, CANCEL, at=after(day * 24 * 60))
    return len(store.all_requests())


def test_ten_requests_a_day_are_kept_of_one_number(store: Store) -> None:
    assert ring_and_ask(store, 12, CALLER) == 10
    assert ring_and_ask(store, 1, "+447700900002", day=0.1) == 11
    assert ring_and_ask(store, 2, CALLER, day=1) == 13


def test_withheld_numbers_do_not_use_up_each_others_requests(store: Store) -> None:
    assert ring_and_ask(store, 12, None) == 12


def test_the_callers_number_is_not_in_the_database_and_its_hash_only_for_the_day(any_ready_url: str) -> None:
    store = opened(any_ready_url)
    Call(store).do(1, CANCEL)
    Call(store, "CA2").do(1, CANCEL)
    Call(store, "CA3").do(1, CANCEL, at=after(24 * 60))
    counts = select(tables.request_count)
    kept = store.database.read(lambda connection: connection.execute(counts).all())
    assert sorted((row.day, row.requests) for row in kept) == [("2026-11-02", 2), ("2026-11-03", 1)]
    assert len({row.caller_hash for row in kept}) == 2
    assert not [row for row in kept if "900001" in "".join(map(str, row))]
    store.sweep(after(24 * 60))
    assert [row.day for row in store.database.read(lambda connection: connection.execute(counts).all())] == [
        "2026-11-03"
    ]
    store.close()


def test_nothing_tells_whether_the_reference_exists(call: Call) -> None:
    call.do(3, CONSENT)
    call.do(4, Sent())
    real = call.store.reference(call.sid, 4)
    other = Call(call.store, "CA2")
    seen = []
    for step, reference in ((1, real), (2, "99999999")):
        seen.append(other.do(step, Requested("cancel", str(reference)), at=TEN))
    assert seen == [None, None]
    assert [wish.reference for wish in call.store.requests("CA2")] == [real, "99999999"]
    assert call.left()[0][0] == "sent"
