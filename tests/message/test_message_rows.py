"""Rows by the values of their columns: the statements are kept, the values are not."""

from datetime import UTC, datetime, timedelta

import pytest

from ivr.message import rows, tables
from ivr.message.connecting import Database

THEN = datetime(2026, 11, 25, 10, tzinfo=UTC)


@pytest.fixture
def database():
    database = Database("sqlite://")
    yield database
    database.close()


def calls_in(database, key, **how):
    found = database.write(lambda connection: rows.find(connection, tables.call, key, **how).all())
    return [(row.call_sid, row.over_by) for row in found]


def test_each_look_has_values_of_its_own(database):
    one, other = ({"call_sid": sid, "over_by": THEN} for sid in ("CA1", "CA2"))
    database.write(lambda connection: rows.add(connection, tables.call, one, other))
    database.write(lambda connection: rows.add(connection, tables.call, {**one, "call_sid": "CA3"}))
    assert calls_in(database, {"call_sid": "CA2"}) == [("CA2", THEN)]
    assert calls_in(database, {"call_sid": "CA1"}, lock=True) == [("CA1", THEN)]
    assert calls_in(database, {"over_by": THEN, "call_sid": "CA3"}) == [("CA3", THEN)]
    assert calls_in(database, {"call_sid": "CA4"}) == calls_in(database, {"call_sid": None}) == []
    assert len(calls_in(database, {})) == 3


def test_a_row_is_changed_also_in_what_it_was_found_by(database):
    for sid in ("CA1", "CA2"):
        row = {"call_sid": sid, "over_by": THEN}
        database.write(lambda connection, row=row: rows.add(connection, tables.call, row))
    later = THEN + timedelta(hours=1)
    key, values = {"call_sid": "CA1", "over_by": THEN}, {"over_by": later, "ended_at": None}
    database.write(lambda connection: rows.change(connection, tables.call, key, values))
    assert sorted(calls_in(database, {})) == [("CA1", later), ("CA2", THEN)]
    database.write(lambda connection: rows.change(connection, tables.call, key, {"call_sid": "CA9"}))
    assert sorted(calls_in(database, {})) == [("CA1", later), ("CA2", THEN)]
