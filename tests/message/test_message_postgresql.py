"""PostgreSQL: how it is reached, and what happens while it is busy, restarted or away."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from message_calls import CONSENT, SAFE_NUMBER, TEN, Call, opened
from sqlalchemy import func, insert, select, text
from sqlalchemy.engine import make_url

from ivr.call.effects import Sent
from ivr.message import StoreUnavailable, connecting, engines, tables
from ivr.message.connecting import Database
from ivr.message.store import Store
from ivr.message.work import Enqueuer
from tests import postgresql


@pytest.fixture
def address() -> str:
    return postgresql.ready()


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    store = opened(address)
    yield store
    store.close()


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_an_address_without_a_driver_is_reached_with_psycopg(address: str, scheme: str) -> None:
    store = opened(address.replace("postgresql", scheme, 1))
    Call(store).do(3, CONSENT, SAFE_NUMBER)
    assert store.engine.driver == "psycopg"
    assert Call(store).left() == [("draft", {"safe_number": "07700900123"}, [])]
    store.close()


def test_commits_are_safe_and_waits_are_short_even_if_the_server_is_set_up_otherwise(address: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {make_url(address).database} SET synchronous_commit = off")
    store = opened(address)
    names = ("synchronous_commit", "lock_timeout")
    said = store.database.read(lambda here: [here.execute(text(f"SHOW {name}")).scalar() for name in names])
    assert said == ["on", "2s"]
    store.close()


def test_a_server_set_up_to_be_safer_still_stays_so(address: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(
            f"ALTER DATABASE {make_url(address).database} SET synchronous_commit = remote_apply"
        )
    store = opened(address)
    said = store.database.read(lambda here: here.execute(text("SHOW synchronous_commit")).scalar())
    assert said == "remote_apply"
    store.close()


def test_what_is_read_together_is_of_one_moment(store: Store) -> None:
    calls = tables.call
    count = select(func.count()).select_from(calls)

    def read(connection: Any) -> tuple[int, int]:
        before = connection.execute(count).scalar_one()
        Call(store).do(3, CONSENT)
        return before, connection.execute(count).scalar_one()

    assert store.database.read(read) == (0, 0)
    assert len(store.all_messages(TEN)) == 1


def test_nothing_is_written_by_mistake_while_reading(store: Store) -> None:
    row = {"call_sid": "CA1", "over_by": TEN}
    with pytest.raises(StoreUnavailable):
        store.database.read(lambda connection: connection.execute(insert(tables.call).values(row)))


def cut_off(address: str) -> None:
    """What a restart of the server does to everybody's connections. They are gone when it returns."""
    with psycopg.connect(postgresql.server(), autocommit=True) as connection:
        gone = connection.execute(
            "SELECT pg_terminate_backend(pid, 120000) FROM pg_stat_activity WHERE datname = %s",
            [make_url(address).database],
        )
        assert all(well for (well,) in gone)


def test_a_connection_that_is_cut_in_the_middle_of_a_step_loses_and_doubles_nothing(
    address: str, store: Store
) -> None:
    call = Call(store)
    call.do(3, CONSENT)
    times = []

    def write(connection: Any) -> None:
        times.append(1)
        row = {"call_sid": "CA1", "step": 4, "what": "sent"}
        connection.execute(insert(tables.mark).values(row))
        if len(times) == 1:
            cut_off(address)

    store.database.write(write)
    assert len(times) == 2
    assert call.left() == [("sent", {}, [])]


@pytest.mark.parametrize("last", [False, True], ids=["in the middle", "at the end"])
def test_a_connection_that_is_cut_while_a_job_is_started_loses_nothing(address: str, last: bool) -> None:
    """Starting a job never fails the row it belongs to. But the row is not written by a connection that is gone."""
    cuts = []

    def write(connection: Any) -> None:
        row = {"call_sid": "CA1", "over_by": TEN}
        connection.execute(insert(tables.call).values(row))
        if not cuts:
            cuts.append(1)
            cut_off(address)
        jobs.finish(connection, "CA1")
        if not last:
            connection.execute(insert(tables.step).values({"call_sid": "CA1", "step": 1}))

    jobs, database = Enqueuer(address), Database(address)
    jobs.prepare()
    database.write(write)
    found = database.read(lambda connection: connection.execute(select(tables.call.c.call_sid)).all())
    assert [row.call_sid for row in found] == ["CA1"]
    jobs.close()
    database.close()


def test_connections_that_were_cut_while_nobody_used_them_are_not_noticed(address: str, store: Store) -> None:
    for step in (3, 4, 5):
        Call(store).do(step, CONSENT)
        cut_off(address)
    assert store.healthy()
    assert len(Call(store).left()) == 1


@pytest.fixture
def let_in(address: str, store: Store) -> Iterator[Callable[[], object]]:
    """A server that lets nobody in until this is called: as one that is being restarted."""
    store.prepare()
    name = make_url(address).database
    with psycopg.connect(postgresql.server(), autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        cut_off(address)
        yield lambda: connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        connection.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


class Pauses(list[float]):
    """Every pause between two tries. Nobody waits for them, and a clock goes on by as much."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.then: Callable[[], object] = lambda: None
        monkeypatch.setattr(
            connecting, "time", SimpleNamespace(sleep=self.sleep, monotonic=lambda: sum(self))
        )

    def sleep(self, seconds: float) -> None:
        self.append(seconds)
        self.then()


def test_a_server_that_is_away_for_a_moment_is_waited_for(
    store: Store, let_in: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses = Pauses(monkeypatch)
    pauses.then = lambda: len(pauses) == 3 and let_in()
    Call(store).do(3, CONSENT)
    assert len(pauses) == 3
    assert len(Call(store).left()) == 1


@pytest.mark.usefixtures("let_in")
def test_a_server_that_stays_away_is_given_up_in_time(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses = Pauses(monkeypatch)
    monkeypatch.setattr(connecting, "LOST_SECONDS", 1)
    for use in (store.prepare, lambda: Call(store).do(3, CONSENT, SAFE_NUMBER)):
        pauses.clear()
        with pytest.raises(StoreUnavailable) as raised:
            use()
        assert sum(pauses[:-1]) <= 1 < sum(pauses)
        assert raised.value.__context__ is None
    assert store.healthy() is False


def test_somebody_who_holds_a_call_for_long_is_not_waited_for_without_end(
    address: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "BUSY_SECONDS", 0.05)
    monkeypatch.setattr(connecting, "PATIENCE_SECONDS", 0.2)
    Call(store).do(3, CONSENT)
    with psycopg.connect(address) as connection:
        connection.execute("SELECT * FROM ivr_call FOR UPDATE")
        with pytest.raises(StoreUnavailable):
            Call(store).do(4, SAFE_NUMBER)
        assert store.said_so_far("CA1", 4).answers == {}, "whoever reads does not wait"
    Call(store).do(4, SAFE_NUMBER, Sent())
    assert Call(store).left() == [("sent", {"safe_number": "07700900123"}, [])]


def test_a_wrong_address_says_nothing_of_the_password() -> None:
    store = opened("postgresql://line:secret@/messages?host=/no-such-folder&connect_timeout=1")
    with pytest.raises(StoreUnavailable) as raised:
        store.prepare()
    assert "secret" not in str(raised.value) + repr(store)
    assert raised.value.__context__ is None
