"""The store itself: its file, its health, its silence about what it holds."""

import gc
import itertools
import logging
import sqlite3
import stat
import subprocess
import sys
import traceback
from pathlib import Path
from types import SimpleNamespace

import pytest
from message_calls import CANCEL, CONSENT, SAFE_NUMBER, TEN, Call, opened, taped
from sqlalchemy import Engine

from ivr.call.effects import Answered
from ivr.message import CallRef, StoreUnavailable, connecting, engines, tables
from ivr.message.store import Store


def file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def test_the_file_and_its_folder_are_for_this_user_alone(url: str) -> None:
    store = opened(url)
    store.prepare()
    Call(store).do(3, CONSENT)
    folder = file_of(url).parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
    assert len(list(folder.iterdir())) == 3, "with the write-ahead log and its index"
    store.close()


def test_what_is_committed_survives_and_is_there_for_the_next_process(any_url: str) -> None:
    store = opened(any_url)
    Call(store).do(3, CONSENT, SAFE_NUMBER)
    store.close()
    again = opened(any_url)
    assert Call(again).left() == [("draft", {"safe_number": "07700900123"}, [])]
    again.close()


def test_sqlite_is_set_up_to_lose_nothing(url: str) -> None:
    store = opened(url)
    with store._database._open().connect() as connection:
        said = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
        }
    assert said == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 2000,
        "secure_delete": 1,
    }
    store.close()


def test_preparing_twice_is_preparing_once(store: Store) -> None:
    store.prepare()
    Call(store).do(3, CONSENT)
    store.prepare()
    assert len(store.all_messages(TEN)) == 1


def test_a_version_keeps_its_first_text(store: Store) -> None:
    assert store.version("0123456789ab") is None
    store.keep_version("0123456789ab", b"line: \xe2\x80\xa6")
    store.keep_version("0123456789ab", b"other")
    assert store.version("0123456789ab") == b"line: \xe2\x80\xa6"


def test_a_healthy_store_leaves_no_trace_of_being_asked(store: Store) -> None:
    assert store.healthy()
    with store._database._open().connect() as connection:
        for table in (tables.flow_version, tables.item, tables.item_key):
            assert connection.execute(table.select()).all() == []


def no_folder(tmp_path: Path) -> str:
    (tmp_path / "file").write_text("")
    return f"sqlite:///{tmp_path / 'file' / 'messages.sqlite'}"


def not_a_database(tmp_path: Path) -> str:
    (tmp_path / "menus.yaml").write_text("line:\n" * 1000)
    return f"sqlite:///{tmp_path / 'menus.yaml'}"


def a_folder(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}"


@pytest.mark.parametrize(
    "broken",
    [
        no_folder,
        not_a_database,
        a_folder,
        lambda _: "nonsense",
        lambda _: "",
        lambda _: "nosuch://user:secret@host/x",
    ],
)
def test_a_store_that_cannot_be_used_says_so_and_nothing_else(broken, tmp_path: Path) -> None:
    store = opened(broken(tmp_path))
    assert store.healthy() is False
    for use in (
        store.prepare,
        lambda: Call(store).do(3, SAFE_NUMBER),
        lambda: Call(store).tape(3),
        lambda: Call(store).end(),
        lambda: store.sweep(TEN),
        lambda: store.said_so_far("CA1", 3),
        lambda: store.all_messages(TEN),
        lambda: store.all_requests(),
        lambda: store.keep_version("0123456789ab", b""),
    ):
        with pytest.raises(StoreUnavailable) as raised:
            use()
        assert_says_no_value(raised.value)


def assert_says_no_value(error: BaseException) -> None:
    assert error.__cause__ is None
    assert error.__context__ is None
    told = "".join(traceback.format_exception(error))
    assert "07700" not in told
    assert "secret@" not in told


def test_a_store_mends_itself_once_what_was_wrong_is_gone(tmp_path: Path) -> None:
    store = opened(no_folder(tmp_path))
    assert not store.healthy()
    (tmp_path / "file").unlink()
    assert store.healthy()
    store.close()


def test_a_store_that_somebody_else_holds_is_given_up_in_time(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "BUSY_SECONDS", 0.05)
    store = opened(url)
    store.prepare()
    hog = sqlite3.connect(file_of(url), isolation_level=None)
    hog.execute("BEGIN EXCLUSIVE")
    seconds, pauses = itertools.count(), []
    clock = SimpleNamespace(monotonic=lambda: next(seconds), sleep=pauses.append)
    monkeypatch.setattr(connecting, "time", clock)
    with pytest.raises(StoreUnavailable) as raised:
        Call(store).do(3, SAFE_NUMBER)
    assert len(pauses) == connecting.PATIENCE_SECONDS
    assert_says_no_value(raised.value)
    assert store.healthy() is False
    hog.execute("ROLLBACK")
    hog.close()
    assert store.healthy()
    Call(store).do(3, CONSENT)
    assert len(store.all_messages(TEN)) == 1
    store.close()


def test_readiness_waits_for_another_writer_as_a_write_does(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "BUSY_SECONDS", 0.05)
    store = opened(url)
    store.prepare()
    hog = sqlite3.connect(file_of(url), isolation_level=None)
    hog.execute("BEGIN IMMEDIATE")
    pauses = []

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            hog.execute("ROLLBACK")

    monkeypatch.setattr(connecting, "time", SimpleNamespace(monotonic=lambda: 0, sleep=sleep))
    assert store.healthy()
    assert len(pauses) == 3
    hog.close()
    store.close()


def test_a_second_store_in_a_process_does_not_drop_the_locks_of_the_first(url: str) -> None:
    first, second = opened(url), opened(url)
    first.prepare()
    second.prepare()
    second.close()
    look = "import sqlite3, sys; base = sqlite3.connect(sys.argv[1]); base.execute('SELECT * FROM ivr_call')"
    subprocess.run([sys.executable, "-c", f"{look}; base.close()", file_of(url)], check=True, timeout=240)
    assert Path(f"{file_of(url)}-wal").exists()  # or what is written next would be written to a deleted file
    first.close()


def test_a_failing_effect_leaves_nothing_of_its_step(any_url: str) -> None:
    store = opened(any_url)
    call = Call(store)
    with pytest.raises(StoreUnavailable) as raised:
        call.do(3, CONSENT, SAFE_NUMBER, Answered("name", "\ud800"))  # no database takes half a character
    assert_says_no_value(raised.value)
    assert call.left() == []
    call.do(3, CONSENT, SAFE_NUMBER)
    assert len(call.left()) == 1
    store.close()


def test_nothing_a_caller_said_is_in_a_repr_or_a_log(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    call = Call(store)
    call.do(3, CONSENT, SAFE_NUMBER, taped(), CANCEL)
    seen = [
        call.ref,
        store,
        store.said_so_far(call.sid, 3),
        store.requests(call.sid),
        store.all_messages(TEN),
    ]
    call.end()
    words = repr(seen) + caplog.text
    for private in ("07700900123", "40506070", "900001", str(store.reference(call.sid, 3))):
        assert private not in words


def test_the_callers_number_is_not_in_the_repr_of_a_call() -> None:
    assert "900001" not in repr(CallRef("CA1", 0, "+447700900001"))


def test_importing_the_room_costs_no_database() -> None:
    code = "import sys, ivr.message; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_store_that_nobody_closes_leaves_no_connection_open(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    disposed = []
    monkeypatch.setattr(Engine, "dispose", lambda engine: disposed.append(engine))
    store = opened(url)
    store.prepare()
    assert disposed == []
    del store
    gc.collect()
    assert len(disposed) == 1
    monkeypatch.undo()
    disposed[0].dispose()
