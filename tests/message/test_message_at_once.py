"""The same webhook at the same instant, on several threads and in several processes."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from a_worker import NURSERY
from message_calls import CANCEL, CONSENT, SAFE_NUMBER, TEN, Call, opened, taped

from ivr.call.effects import Sent
from tests.patience import be_patient

pytestmark = pytest.mark.usefixtures("patient")

STEPS = 100


def steps(url: str, barrier: Any) -> None:
    """Every step is a message of its own, so that one done twice shows."""
    store = opened(url)
    for step in range(STEPS):
        if step % 10 == 0:
            barrier.wait(240)
        Call(store, f"CA{step // 10}").do(step, CONSENT, SAFE_NUMBER, taped(f"RE{step}"), Sent())
    store.close()


def patient_steps(url: str, barrier: Any) -> None:
    be_patient()
    steps(url, barrier)


def check(url: str) -> None:
    store = opened(url)
    messages = store.all_messages(TEN)
    assert [message.recordings for message in messages] == [(12,)] * STEPS
    assert len({message.reference for message in messages}) == STEPS
    store.close()


def test_two_stores_doing_the_same_step_at_once_do_it_once(any_ready_url: str) -> None:
    barrier = Barrier(2)
    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(steps, any_ready_url, barrier) for _ in range(2)]:
            done.result()
    check(any_ready_url)


def test_two_processes_doing_the_same_step_at_once_do_it_once(any_ready_url: str) -> None:
    opened(any_ready_url).prepare()
    barrier = NURSERY.Barrier(2)
    processes = [NURSERY.Process(target=patient_steps, args=(any_ready_url, barrier)) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(300)
    assert [process.exitcode for process in processes] == [0, 0]
    check(any_ready_url)


@pytest.mark.parametrize("in_memory", [True, False])
def test_threads_share_a_store(any_ready_url: str, in_memory: bool) -> None:
    store = opened("sqlite://" if in_memory else any_ready_url)
    store.prepare()  # who comes while it is opened for the first time is not let wait for long

    def ring(number: int) -> str | None:
        call = Call(store, f"CA{number}")
        call.do(1, CANCEL)
        call.do(2, CONSENT, SAFE_NUMBER)
        call.do(3, taped(f"RE{number}"))
        call.end(0)
        return store.reference(call.sid, 3)

    with ThreadPoolExecutor(4) as threads:
        references = list(threads.map(ring, range(20)))
    assert len(set(references)) == 20
    assert [message.state for message in store.all_messages(TEN)] == ["unfinished"] * 20
    assert len(store.all_requests()) == 10
    store.close()


def test_processes_that_keep_the_same_version_at_once_keep_one(any_ready_url: str) -> None:
    stores = [opened(any_ready_url) for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda store: store.keep_version("0123456789ab", b"line:"), stores))
    assert [store.version("0123456789ab") for store in stores] == [b"line:"] * 4
    for store in stores:
        store.close()
