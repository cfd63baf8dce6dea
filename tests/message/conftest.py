from collections.abc import Iterator
from pathlib import Path

import pytest
from message_calls import Call, opened

from ivr.message.store import Store
from tests import postgresql


@pytest.fixture(params=["sqlite", "postgresql"])
def any_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of either kind, for more than one store."""
    if request.param == "postgresql":
        return postgresql.fresh()
    return f"sqlite:///{tmp_path / 'line' / 'messages.sqlite'}"


@pytest.fixture(params=["in memory", "postgresql"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    store = opened("sqlite://" if request.param == "in memory" else postgresql.fresh())
    yield store
    store.close()


@pytest.fixture
def call(store: Store) -> Call:
    return Call(store)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'line' / 'messages.sqlite'}"
