from collections.abc import Iterator
from pathlib import Path

import pytest
from message_calls import Call

from ivr.message.store import Store


@pytest.fixture
def store() -> Iterator[Store]:
    store = Store("sqlite://")
    yield store
    store.close()


@pytest.fixture
def call(store: Store) -> Call:
    return Call(store)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'line' / 'messages.sqlite'}"
