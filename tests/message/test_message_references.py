"""Eight random digits, each of them used once."""

import itertools
from collections.abc import Callable, Iterable

import pytest
from message_calls import CONSENT, SAFE_NUMBER, Call, opened

from ivr.call.effects import Sent
from ivr.message import StoreUnavailable, writing
from ivr.message.store import Store


def chance(numbers: Iterable[int]) -> Callable[[int], int]:
    drawn = iter(numbers)
    return lambda below: next(drawn) % below


@pytest.mark.parametrize(("drawn", "reference"), [(0, "10000000"), (89_999_999, "99999999")])
def test_a_reference_is_eight_digits_and_does_not_begin_with_0(drawn: int, reference: str) -> None:
    store = opened("sqlite://", below=chance([drawn]))
    Call(store).do(3, CONSENT)
    assert store.reference("CA1", 3) == reference
    store.close()


def test_a_reference_that_is_taken_is_drawn_again() -> None:
    store = opened("sqlite://", below=chance([7, 7, 7, 7, 8, 7, 8, 9]))
    call = Call(store)
    for step in (3, 5, 7):
        call.do(step, CONSENT)
        call.do(step + 1, Sent())
    assert [call.store.reference("CA1", step) for step in (3, 5, 7)] == ["10000007", "10000008", "10000009"]
    store.close()


def test_where_chance_is_broken_nothing_is_written_and_it_is_said() -> None:
    numbers = itertools.chain([7] * 60, [8])
    store = opened("sqlite://", below=chance(numbers))
    Call(store).do(3, CONSENT)
    second = Call(store, "CA2")
    with pytest.raises(StoreUnavailable, match="no unused reference"):
        second.do(3, CONSENT)
    assert second.left() == []
    for _ in range(9):
        next(numbers)
    second.do(3, CONSENT)
    assert store.reference("CA2", 3) == "10000008"
    store.close()


def test_the_constraint_refuses_a_reference_that_another_process_took_meanwhile(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = chance([10_000_007, 10_000_007, 10_000_007, 10_000_008])
    monkeypatch.setattr(writing, "unused", lambda connection, below: str(drawn(10**8)))  # does not look first
    for sid in ("CA1", "CA2"):
        Call(store, sid).do(3, CONSENT, SAFE_NUMBER)
    assert [store.reference(sid, 3) for sid in ("CA1", "CA2")] == ["10000007", "10000008"]
    assert Call(store, "CA2").left() == [("draft", {"safe_number": "07700900123"}, [])]
