"""What is done to a store: it is down for a while; something else happens just as it is about to commit."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event

from ivr.message.store import Store


@dataclass(slots=True)
class Switch:
    """Whether the store is down."""

    down: bool = False


@contextmanager
def switch_of(store: Store) -> Iterator[Switch]:
    """Give the switch of a store that is open in this process."""
    switch, engine = Switch(), store.engine

    def refuse(*of_the_statement: Any) -> None:
        # Not one of SQLAlchemy's own errors: for those the store would wait, and so would whoever tries it.
        if switch.down:
            raise ConnectionRefusedError("the store is down")

    event.listen(engine, "before_cursor_execute", refuse)
    try:
        yield switch
    finally:
        event.remove(engine, "before_cursor_execute", refuse)


def on_commit(store: Store, do: Callable[[], None]) -> None:
    """Do something whenever a store that is open in this process is just about to commit."""
    event.listen(store.engine, "commit", lambda connection: do())
