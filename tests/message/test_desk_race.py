"""Two officers at once: on one host and on two, each time exactly one is first."""

from functools import partial
from threading import Barrier, Thread

import pytest
from desks import ANN, BEN, CAZ, SUE, Inbox
from message_calls import opened
from sqlalchemy import select, update

from ivr.call.effects import Sent
from ivr.message import tables
from ivr.message.audit import verify
from ivr.message.desk import NotNow
from ivr.message.desk.refresh import refresh

RACES = 100

pytestmark = pytest.mark.usefixtures("patient")


@pytest.fixture
def two_hosts(any_ready_url):
    """An inbox, and the desks of two hosts that share its database."""
    inbox = Inbox(opened(any_ready_url))
    other = opened(any_ready_url)
    yield inbox, (inbox.desk, inbox.another(other))
    inbox.store.close()
    other.close()


def at_once(*things):
    """Do things in threads that begin together; return what each gave, or raised."""
    ready, came = Barrier(len(things)), [None] * len(things)

    def run(number, do):
        ready.wait()
        try:
            came[number] = do()
        except Exception as error:
            came[number] = error

    threads = [Thread(target=run, args=each) for each in enumerate(things)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


def set_free(inbox, reference):
    nobody = {"claimed_by": None, "claimed_at": None, "closed_at": None, "outcome": None}
    this = update(tables.message).where(tables.message.c.reference == reference)
    inbox.store.database.write(lambda c: c.execute(this.values(**nobody)))


def test_however_often_several_claim_at_once_one_has_it(two_hosts):
    inbox, (here, there) = two_hosts
    reference = inbox.leave()
    inbox.references()
    for race in range(RACES):
        came = at_once(
            lambda: here.claim(ANN, reference, inbox.now),
            lambda: there.claim(BEN, reference, inbox.now),
            lambda: there.claim(SUE, reference, inbox.now),
        )
        lost = [error for error in came if isinstance(error, NotNow)]
        assert (len(lost), came.count(None)) == (2, 1), came
        assert {str(error) for error in lost} == {"Somebody else has claimed it."}
        winner = ("ann", "ben", "sue")[came.index(None)]
        assert inbox.row(reference).claimed_by == winner
        assert inbox.acts()[-1] == (winner, "claimed")
        assert len(inbox.log()) == race + 1
        set_free(inbox, reference)
    assert inbox.store.database.read(lambda c: verify(c, inbox.store.vault)).well


def test_a_claim_that_is_sent_twice_is_one_claim(two_hosts):
    inbox, desks = two_hosts
    reference = inbox.leave()
    for _ in range(10):
        came = at_once(*[lambda desk=desk: desk.claim(ANN, reference, inbox.now) for desk in desks * 2])
        assert came == [None] * 4
    assert inbox.acts() == [("ann", "claimed")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hand_over", "release"),
        ("close", "release"),
        ("hand_over", "close"),
        ("attempt", "close"),
    ],
)
def test_one_after_the_other_in_some_order(two_hosts, one, other):
    inbox, desks = two_hosts
    reference = inbox.leave()
    more = {"hand_over": ("caz",), "close": ("test",), "release": (), "attempt": ("no-answer",)}
    for _ in range(5):
        inbox.do("claim", ANN, reference)
        before, attempts = len(inbox.log()), len(inbox.rows(tables.attempt))
        came = at_once(
            lambda: getattr(desks[0], one)(ANN, reference, inbox.now, *more[one]),
            lambda: getattr(desks[1], other)(SUE, reference, inbox.now, *more[other]),
        )
        assert all(each is None or isinstance(each, NotNow) for each in came), came
        done = came.count(None)
        assert done >= 1
        assert before + 1 <= len(inbox.log()) <= before + done
        row = inbox.row(reference)
        assert row.attempts == len(inbox.rows(tables.attempt)) >= attempts
        set_free(inbox, reference)
        inbox.pass_by(minutes=2)
    assert CAZ.sees("watford")


def test_attempts_that_are_logged_at_once_are_all_counted(two_hosts):
    inbox, desks = two_hosts
    reference = inbox.leave()
    inbox.do("claim", ANN, reference)
    came = at_once(
        lambda: desks[0].attempt(ANN, reference, inbox.now, "no-answer"),
        lambda: desks[1].attempt(ANN, reference, inbox.now, "not-safe"),
        lambda: desks[1].attempt(ANN, reference, inbox.now, "not-safe"),
    )
    assert came == [None] * 3
    rows = inbox.rows(tables.attempt)
    assert sorted(row.number for row in rows) == list(range(1, len(rows) + 1))
    assert inbox.row(reference).attempts == len(rows) in (2, 3)


def test_a_request_is_decided_once(two_hosts):
    inbox, desks = two_hosts
    for _ in range(10):
        reference = inbox.leave()
        inbox.ask("cancel", reference)
        [request] = inbox.asked()
        came = at_once(
            partial(desks[0].handle, ANN, request, inbox.now, "done"),
            partial(desks[1].handle, BEN, request, inbox.now, "refused"),
        )
        assert [type(each) for each in came].count(NotNow) == came.count(None) == 1, came
        [row] = [row for row in inbox.rows(tables.request) if row.about == reference]
        assert (inbox.row(reference).outcome == "withdrawn") == (row.decision == "done")


def test_calls_are_taken_in_by_several_at_once_and_late_webhooks_are_not_lost(two_hosts):
    inbox, _ = two_hosts
    other = opened(inbox.store.engine.url.render_as_string(hide_password=False))
    for _ in range(15):
        reference = inbox.leave(sent=False)
        came = at_once(
            lambda: refresh(inbox.store.database, inbox.now),
            lambda: refresh(other.database, inbox.now),
            partial(inbox.call.do, 70, Sent(), at=inbox.now),
        )
        assert not any(isinstance(each, Exception) for each in came), came
        assert inbox.one(reference).state == "sent"
    waiting = select(tables.call).where(tables.call.c.listed_at.is_(None))
    assert inbox.store.database.read(lambda c: c.execute(waiting).all()) == []
    other.close()
