from collections.abc import Iterator
from pathlib import Path

import pytest
from message_calls import Call, opened

from ivr.message import connecting, engines
from ivr.message.store import Store
from tests import postgresql


@pytest.fixture(params=["sqlite", "postgresql"])
def any_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of either kind, for more than one store."""
    if request.param == "postgresql":
        return postgresql.fresh()
    return f"sqlite:///{tmp_path / 'line' / 'messages.sqlite'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def any_ready_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The same, where it does not matter who makes the tables: on PostgreSQL they are there already."""
    if request.param == "postgresql":
        return postgresql.ready()
    return f"sqlite:///{tmp_path / 'line' / 'messages.sqlite'}"


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody give up waiting for a lock or a connection: a machine may be slow, or stand still, for longer than a
    caller would wait. For tests of several at once that do not try the waiting itself."""
    monkeypatch.setattr(connecting, "PATIENCE_SECONDS", 300.0)
    monkeypatch.setitem(connecting.Database._attempt.__kwdefaults__, "tries", 10_000)
    monkeypatch.setattr(engines, "BUSY_SECONDS", 60)


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
