"""Databases of every version there was come to today's tables, whoever opens them and however many at once."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
from a_worker import NURSERY
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from first_version import BY, TEN, build
from message_calls import CONSENT, SAFE_NUMBER, Call, opened
from sqlalchemy import Connection, inspect, select, text

from ivr.message import StoreUnavailable, migrations, tables
from ivr.message.engines import engine_of
from ivr.message.migrations import bring_up_to_date, version
from ivr.message.store import Store
from ivr.message.vault import Vault
from tests import postgresql
from tests.patience import be_patient


def rows(url: str, table: str) -> list[Any]:
    engine = engine_of(url)
    with engine.connect() as connection:
        found = connection.execute(text(f"SELECT * FROM {table}")).all()
    engine.dispose()
    return list(found)


def shape(url: str) -> dict[str, Any]:
    """Every table there is: its columns, keys and indexes, as the database itself tells of them."""
    engine = engine_of(url)
    look = inspect(engine)
    told = {
        table: (
            {
                column["name"]: (str(column["type"]), column["nullable"], column["default"])
                for column in look.get_columns(table)
            },
            look.get_pk_constraint(table),
            sorted(map(repr, look.get_foreign_keys(table))),
            sorted(map(repr, look.get_unique_constraints(table))),
            sorted(
                (index["name"], index["column_names"], index["unique"]) for index in look.get_indexes(table)
            ),
        )
        for table in look.get_table_names()
    }
    engine.dispose()
    return told


def what_differs(connection: Connection) -> list[Any]:
    """What Alembic would write into the next version, for tables as they are now in the code."""
    compared = MigrationContext.configure(
        connection, opts={"version_table": migrations.VERSION_TABLE, "compare_type": True}
    )
    return compare_metadata(compared, tables.metadata)


def another(url: str) -> str:
    """The address of another empty database of the same kind."""
    return postgresql.fresh() if url.startswith("postgresql") else f"{url}.another"


def test_a_new_database_and_one_that_went_through_every_version_are_the_same(any_url: str) -> None:
    new = another(any_url)
    opened(new).prepare()
    build(any_url)
    store = opened(any_url)
    store.prepare()
    assert shape(any_url) == shape(new)
    assert shape(new).keys() == {*tables.metadata.tables, migrations.VERSION_TABLE}
    assert store.database.read(what_differs) == []
    store.close()


def test_the_first_version_in_the_code_is_that_which_databases_have(any_url: str) -> None:
    kept = another(any_url)
    build(kept)
    with (engine := engine_of(any_url)).connect() as connection:
        connection.execution_options(ivr_writing=True)
        migrations._upgrade(connection, to=migrations.FIRST)
        connection.commit()
    engine.dispose()
    made = shape(any_url)
    del made[migrations.VERSION_TABLE]
    assert made == shape(kept)


def test_the_newest_version_is_the_one_that_is_named() -> None:
    scripts = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert scripts.get_current_head() == migrations.NEWEST
    assert scripts.get_base() == migrations.FIRST


def test_what_differs_would_be_found(any_url: str) -> None:
    store = opened(any_url)
    store.prepare()
    store.database.write(lambda connection: connection.execute(text("DROP INDEX ix_ivr_item_key_key_id")))
    assert len(store.database.read(what_differs)) == 1
    store.close()


def test_an_old_database_keeps_all_that_is_in_it(any_url: str) -> None:
    build(any_url)
    store = opened(any_url)
    store.prepare()
    messages = store.all_messages(BY)
    assert [(each.state, each.reference, each.answers, each.recordings) for each in messages] == [
        ("sent", "40506070", {"safe_number": "07700900123", "area": "dacorum"}, (12,)),
        ("unfinished", "40506071", {"safe_number": "07700900999"}, (0,)),
    ]
    assert messages[0].proof is not None
    [request] = store.all_requests()
    assert (request.kind, request.reference, request.at) == ("cancel", "10203040", TEN)
    assert store.version("0123456789ab") == b"line:"
    assert len(rows(any_url, "ivr_unwanted_recording")) == 1
    assert len(rows(any_url, "ivr_request_count")) == 1
    store.close()


def test_a_call_that_goes_on_across_the_upgrade_reads_back_what_it_was_told(any_url: str) -> None:
    build(any_url)
    store = opened(any_url)
    store.prepare()
    assert store.answers("CA2", 4) == {"safe_number": "07700900999"}
    assert store.answers("CA1", 5) == {"area": "dacorum"}, "that call was over, and what it said is sealed"
    store.close()


def test_recordings_that_were_only_noted_are_to_be_fetched_now(any_url: str) -> None:
    build(any_url)
    store = opened(any_url)
    recordings = store.database.read(lambda connection: connection.execute(select(tables.recording)).all())
    assert {(row.recording_sid, row.state, row.attempt, row.due_at) for row in recordings} == {
        ("RE1", "expected", 1, TEN),
        ("RE2", "expected", 1, TEN),
        ("RE3", "absent", 1, None),
    }
    calls = store.database.read(lambda connection: connection.execute(select(tables.call)).all())
    assert {row.finished_at for row in calls} == {None}
    store.close()


def test_what_was_in_clear_is_in_clear_nowhere_once_it_is_sealed(url: str) -> None:
    build(url)
    folder = Path(url.removeprefix("sqlite:///")).parent
    private = (b"07700900123", b"07700900999", b"10203040")
    assert all(any(number in file.read_bytes() for file in folder.iterdir()) for number in private)
    store = opened(url)
    store.prepare()
    left = {number for number in private for file in folder.iterdir() if number in file.read_bytes()}
    assert left == set()
    store.close()


def test_without_a_key_to_seal_to_what_is_in_clear_waits_for_one(any_url: str) -> None:
    build(any_url)
    without = Vault(b"the secret of a host that only writes", None)
    store = Store(any_url, without)
    store.prepare()
    assert {row.value for row in rows(any_url, "ivr_answer")} == {"07700900123", "dacorum", "07700900999"}
    assert not store.health().keys
    store.close()
    store = opened(any_url)
    store.prepare()
    assert {row.value for row in rows(any_url, "ivr_answer")} == {None, "dacorum"}
    assert {row.reference for row in rows(any_url, "ivr_request")} == {None}
    store.close()


def open_each(urls: list[str], barrier: Any) -> None:
    """What each of several processes does that start at the same instant."""
    be_patient()
    for url in urls:
        store = opened(url)
        barrier.wait(240)
        store.prepare()
        Call(store, "CA9").do(3, CONSENT, SAFE_NUMBER)
        store.close()


def test_several_processes_that_start_at_once_all_succeed(any_url: str) -> None:
    new = another(any_url)
    build(any_url)
    barrier = NURSERY.Barrier(4)
    processes = [NURSERY.Process(target=open_each, args=([any_url, new], barrier)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(240)
    assert [process.exitcode for process in processes] == [0] * 4
    for url, messages in ((any_url, 3), (new, 1)):
        store = opened(url)
        assert store.database.read(version) == migrations.NEWEST
        assert store.database.read(what_differs) == []
        assert len(rows(url, "ivr_message")) == messages
        assert len(rows(url, "ivr_public_key")) == 2
        store.close()


def test_on_postgresql_whoever_comes_second_waits_for_the_first() -> None:
    """Two that changed the tables at once would each find half of the other's work."""
    url = postgresql.fresh()
    waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    store = opened(url)
    with psycopg.connect(url, autocommit=True) as first, ThreadPoolExecutor(1) as threads:
        first.execute("SELECT pg_advisory_lock(%s)", [migrations._LOCK])
        second = threads.submit(store.prepare)
        while first.execute(waiting).fetchone() != (1,):
            assert not second.done()
            time.sleep(0.02)
        assert inspect_tables(first) == []
        first.execute("SELECT pg_advisory_unlock_all()")
        second.result()
        assert migrations.VERSION_TABLE in inspect_tables(first)
    store.close()


def inspect_tables(connection: psycopg.Connection[Any]) -> list[str]:
    found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return [name for (name,) in found]


def test_an_upgrade_that_fails_changes_nothing_and_is_done_next_time(
    any_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(any_url)
    before = shape(any_url)

    def fails(connection: Connection) -> None:
        raise OSError("the power is off")

    store = opened(any_url)
    monkeypatch.setattr(store.database, "_ready", fails)
    with pytest.raises(StoreUnavailable):
        store.prepare()
    assert shape(any_url) == before
    monkeypatch.undo()
    store = opened(any_url)
    store.prepare()
    assert len(store.all_messages(BY)) == 2
    store.close()


def test_a_database_of_a_newer_program_is_left_alone(any_url: str) -> None:
    store = opened(any_url)
    store.prepare()
    store.close()
    (engine := engine_of(any_url)).connect().close()
    with engine.begin() as connection:
        connection.execution_options(ivr_writing=True)
        connection.execute(text("UPDATE ivr_alembic_version SET version_num = '9999'"))
    engine.dispose()
    store = opened(any_url)
    assert not store.healthy()
    with pytest.raises(StoreUnavailable, match="newer version of this program"):
        store.prepare()


def test_opening_twice_changes_nothing(any_url: str) -> None:
    engine = engine_of(any_url)
    done = []
    for _ in range(2):
        with engine.connect() as connection:
            connection.execution_options(ivr_writing=True)
            done.append(bring_up_to_date(connection))
            connection.commit()
    engine.dispose()
    assert done == [True, False]


@pytest.mark.parametrize("old", [True, False], ids=["old", "new"])
def test_alembic_is_loaded_only_where_a_database_has_to_be_changed(url: str, old: bool) -> None:
    if old:
        build(url)
    code = (
        "import sys; from ivr.message.store import Store; from ivr.message.vault import Vault\n"
        f"store = Store({url!r}, Vault(b'x' * 32, None)); store.prepare(); store.close()\n"
        "sys.exit('alembic' in sys.modules)"
    )
    loaded = [subprocess.run([sys.executable, "-c", code], check=False).returncode for _ in range(2)]
    assert loaded == [int(old), 0]


def test_tables_of_others_in_the_same_database_are_not_touched(any_url: str) -> None:
    build(any_url)
    with (engine := engine_of(any_url)).begin() as connection:
        connection.execute(text("CREATE TABLE queues (name VARCHAR)"))
        connection.execute(text("INSERT INTO queues VALUES ('theirs')"))
    engine.dispose()
    store = opened(any_url)
    store.prepare()
    assert [tuple(row) for row in rows(any_url, "queues")] == [("theirs",)]
    store.close()
