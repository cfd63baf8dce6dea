"""Webhooks that come twice, late, early and in any order."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from message_calls import CONSENT, EMERGENCY, Call, after, opened, taped, told

from ivr.call.effects import Answered, Confirmed, Discarded, Effect, Requested, Sent
from ivr.message.store import Store

SIDS = (f"CA{number}" for number in count())
WHAT_HAPPENS = st.sampled_from(
    [
        "answer",
        "answer",
        "answer",
        "confirm",
        "tape",
        "tape",
        "nothing said",
        "emergency",
        "ask",
        "consent",
        "consent",
        "close",
    ]
)


@dataclass
class Told:
    """One call: its webhooks in order, and what a reader in that order would say must come of it."""

    webhooks: list[Callable[[Call], None]] = field(default_factory=list)
    messages: list[dict] = field(default_factory=list)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    discarded: set[str] = field(default_factory=set)


def do(step: int, *effects: Effect) -> Callable[[Call], None]:
    return lambda call: call.do(step, *effects)


def tape(step: int, sid: str, seconds: int | None) -> Callable[[Call], None]:
    return lambda call: call.tape(step, f"{call.sid}-{sid}", seconds)


def kept(step: int, sid: str, seconds: int) -> Callable[[Call], None]:
    return lambda call: call.do(step, taped(f"{call.sid}-{sid}", seconds))


def absent(step: int, sid: str) -> Callable[[Call], None]:
    return lambda call: call.tape(step, f"{call.sid}-{sid}", None, status="absent")


@st.composite
def calls(draw: st.DrawFn) -> Told:
    """Any call that a flow could make: recordings and closing only in an open message, three requests at most."""
    told, open_message, answers = Told(), None, None
    step = 0
    for number, what in enumerate(draw(st.lists(WHAT_HAPPENS, max_size=14))):
        step += draw(st.integers(1, 3))  # steps in between did nothing
        if what == "answer":
            answer = Answered(draw(st.sampled_from(["safe_number", "area"])), f"value-{number}")
            told.webhooks.append(do(step, answer))
            if answers is not None:
                answers[answer.name] = answer.value
        elif what == "emergency":
            told.webhooks.append(do(step, EMERGENCY))
        elif what == "consent":
            told.webhooks.append(do(step, CONSENT))
            if open_message is None:
                answers = {}
                open_message = {"state": "unkept", "answers": answers, "recordings": []}
                told.messages.append(open_message)
        elif what == "ask" and len(told.requests) < 3:
            told.webhooks.append(do(step, Requested("cancel", f"ref-{number}")))
            belongs: dict[str, str] = {}
            told.requests.append((f"ref-{number}", belongs))
            if open_message is None:
                answers = belongs
        elif open_message is not None and what == "confirm":
            told.webhooks.append(do(step, Confirmed()))
            open_message["state"] = "unfinished"
        elif open_message is not None and what == "tape":
            seconds = draw(st.integers(1, 180))
            by_action, by_status = draw(st.sampled_from([(0, seconds), (seconds, None), (seconds, seconds)]))
            told.webhooks += [kept(step, f"RE{number}", by_action), tape(step, f"RE{number}", by_status)]
            open_message["recordings"].append(seconds)
            open_message["state"] = "unfinished"
        elif open_message is not None and what == "nothing said":
            told.webhooks += [kept(step, f"RE{number}", 0), absent(step, f"RE{number}")]
        elif open_message is not None and what == "close":
            if draw(st.booleans()):
                told.webhooks.append(do(step, Sent()))
                open_message["state"] = "sent"
            else:
                told.webhooks.append(do(step, Discarded()))
                told.messages.remove(open_message)
                answers = None
            open_message = None
    told.webhooks.append(lambda call: call.end(20))
    return told


@pytest.fixture(scope="module")
def shared() -> Iterator[Store]:
    store = opened("sqlite://")
    yield store
    store.close()


def left(call: Call) -> tuple[list, list]:
    messages = told(call.store.messages(call.sid, after(20)))
    return messages, [(wish.reference, wish.answers) for wish in call.store.requests(call.sid)]


@settings(deadline=None, max_examples=100)
@given(one=calls(), random=st.randoms(use_true_random=False), repeats=st.integers(1, 3))
def test_webhooks_in_any_order_and_number_leave_the_same_and_lose_nothing(
    shared: Store, one: Told, random: Random, repeats: int
) -> None:
    in_order, shuffled = Call(shared, next(SIDS), None), Call(shared, next(SIDS), None)
    for webhook in one.webhooks:
        webhook(in_order)
    expected = (
        [
            (message["state"], message["answers"], message["recordings"])
            for message in one.messages
            if message["state"] != "unkept"
        ],
        one.requests,
    )
    assert left(in_order) == expected

    webhooks = one.webhooks * repeats
    random.shuffle(webhooks)
    for webhook in webhooks:
        webhook(shuffled)
    assert left(shuffled) == expected

    shared.sweep(after(30))
    for webhook in one.webhooks:  # and once more, after what must go is gone
        webhook(in_order)
    assert left(in_order) == left(shuffled) == expected


EFFECTS = st.lists(
    st.one_of(
        st.just(CONSENT),
        st.builds(Answered, st.text(max_size=3), st.text(max_size=3)),
        st.sampled_from([Confirmed(), Sent(), Discarded(), EMERGENCY]),
        st.builds(taped, st.sampled_from(["", "RE1", "RE2", "RE3"]), st.integers(0, 2)),
        st.builds(Requested, st.sampled_from(["cancel", "change"]), st.text(max_size=3)),
    ),
    max_size=4,
)
SURPRISES = st.lists(
    st.one_of(
        st.tuples(st.just("do"), st.integers(0, 6), EFFECTS),
        st.tuples(
            st.just("tape"), st.integers(0, 6), st.sampled_from(["RE1", "RE4"]), st.none() | st.integers(0, 2)
        ),
        st.tuples(st.just("end"), st.integers(0, 9)),
        st.tuples(st.just("sweep"), st.integers(0, 3000)),
    ),
    max_size=12,
)


@settings(deadline=None, max_examples=60)
@given(happening=SURPRISES)
def test_whatever_happens_nothing_raises_and_no_reference_is_used_twice(happening: list[tuple]) -> None:
    store = opened("sqlite://")
    call = Call(store, next(SIDS))
    for what, *details in happening:
        if what == "do":
            call.do(details[0], *details[1])
        elif what == "tape":
            call.tape(*details)
        elif what == "end":
            call.end(*details)
        else:
            store.sweep(after(*details))
        for step in (0, 3, 6):
            store.said_so_far(call.sid, step)
        references = [message.reference for message in store.all_messages(after(3000))]
        assert len(set(references)) == len(references)
        store.all_requests()
    store.close()
