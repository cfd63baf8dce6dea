from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from message_calls import Call, opened

from ivr.message import engines
from ivr.message.store import Store
from tests import postgresql
from tests.patience import be_patient


@pytest.fixture(params=["sqlite", "postgresql"])
def any_url(request: pytest.FixtureRequest, url_in_a_hurry: str) -> str:
    """The address of an empty database of either kind, for more than one store."""
    return postgresql.fresh() if request.param == "postgresql" else url_in_a_hurry


@pytest.fixture(params=["sqlite", "postgresql"])
def any_ready_url(request: pytest.FixtureRequest, url_in_a_hurry: str) -> str:
    """The same, where it does not matter who makes the tables: on PostgreSQL they are there already."""
    return postgresql.ready() if request.param == "postgresql" else url_in_a_hurry


@pytest.fixture
def url_in_a_hurry(url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a file of SQLite's for which this process does not wait until it is on the disk.

    Most of the time of a test went into that, and nobody cuts this machine's power to see what is left.
    """
    prepare = engines._prepare_sqlite

    def in_a_hurry(connection: Any, record: object) -> None:
        prepare(connection, record)
        connection.execute("PRAGMA synchronous = OFF").close()

    monkeypatch.setattr(engines, "_prepare_sqlite", in_a_hurry)
    return url


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody give up waiting for a lock or a connection: a machine may be slow, or stand still, for longer than a
    caller would wait. For tests of several at once that do not try the waiting itself."""
    be_patient(monkeypatch)


@pytest.fixture(params=["in memory", "postgresql"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    store = opened("sqlite://" if request.param == "in memory" else postgresql.ready())
    yield store
    store.close()


@pytest.fixture
def call(store: Store) -> Call:
    return Call(store)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'line' / 'messages.sqlite'}"
