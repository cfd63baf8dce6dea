"""Statements that one database has compiled serve every other of its kind."""

import pytest
from message_calls import CONSENT, SAFE_NUMBER, Call, opened, taped
from sqlalchemy import select
from sqlalchemy.engine import make_url
from sqlalchemy.sql.selectable import Select

from ivr.call.effects import Sent
from ivr.message import tables
from ivr.message.statements import MOST, Statements, statements_of
from ivr.message.store import Store
from tests import postgresql


def ring(store: Store) -> list:
    call = Call(store)
    call.do(3, CONSENT, SAFE_NUMBER, taped(), Sent())
    call.end()
    left = call.left(9)
    store.close()
    return left


@pytest.mark.parametrize("kind", ["in memory", "postgresql"])
def test_a_second_database_compiles_nothing_that_the_first_has_compiled(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def another() -> Store:
        return opened("sqlite://" if kind == "in memory" else postgresql.fresh())

    def compiles(*args: object, **more: object) -> None:
        raise AssertionError("it is compiled again")

    first, second = ring(another()), another()
    second.prepare()  # tables are made with statements that are not kept
    with monkeypatch.context() as patch:
        patch.setattr(Select, "_compiler", compiles)
        assert ring(second) == first == [("sent", {"safe_number": "07700900123"}, [12])]


def test_each_kind_of_database_has_its_own() -> None:
    here, there = (f"postgresql+psycopg://line:secret@{host}/" for host in ("a.example", "b.example"))
    urls = ["sqlite://", "sqlite:///var/line.db", f"{here}one", f"{here}two", f"{there}one"]
    memory, file, one, two, elsewhere = (statements_of(make_url(url)) for url in urls)
    assert memory is file
    assert one is two
    assert len({id(each) for each in (memory, one, elsewhere)}) == 3


def test_not_more_than_so_many_are_kept() -> None:
    kept, dialect, statement = Statements(), object(), select(tables.call)
    for number in range(MOST):
        kept[dialect, statement, number] = str(number)
    assert (len(kept), kept.get((object(), statement, 7))) == (MOST, "7")
    kept[dialect, statement, -1] = "one more"
    assert (len(kept), kept.get((dialect, statement, 7)), kept.get((dialect, statement, -1))) == (
        1,
        None,
        "one more",
    )
