"""The menu file changes, breaks and vanishes under a running line; calls in progress notice nothing."""

import logging
import os
import re
import shutil
import threading
import time

import pytest
from twilio_end import SMALL, Twilio, line_settings

from ivr import menu
from ivr.call.turn import parse_path
from ivr.web import create_app, flows, menu_file, places
from ivr.web.flows import Flows, NoFlow
from ivr.web.menu_file import MenuFile

BROKEN = b"line: {name: broken\nnodes: ]"


def changed(number: int) -> bytes:
    return SMALL.read_bytes().replace(b"the small line.", b"the line number %d." % number)


def following(twiml: str) -> str:
    return re.search(r'action="([^"]+)"', twiml)[1]


def test_a_new_call_gets_the_new_file_and_an_old_call_stays_on_its_own(twilio, menus):
    old = following(twilio.post("/voice"))
    menus.write_bytes(changed(2))
    assert "number 2" in twilio.post("/voice")
    assert "small line" in twilio.post(old, Digits="9")
    menus.write_bytes(changed(3))
    assert "number 3" in twilio.post("/voice")
    assert "small line" in twilio.post(old, Digits="9")


def test_a_file_that_looks_the_same_but_is_not(twilio, menus, monkeypatch):
    """The same length within the same moment, however long that is on this machine: neither size nor time tells."""
    monkeypatch.setattr(menu_file, "_SETTLED", 600.0)
    moment = time.time()
    os.utime(menus, (moment, moment))
    twilio.post("/voice")
    for number in range(2, 6):
        menus.write_bytes(changed(number))
        os.utime(menus, (moment, moment))
        assert f"number {number}" in twilio.post("/voice")


def test_a_file_that_nobody_touched_is_not_read_again(menus, monkeypatch):
    reads = []
    monkeypatch.setattr(menu_file, "load", lambda path: reads.append(path) or menu.load(path))
    long_ago = menus.stat().st_mtime - 3600
    os.utime(menus, (long_ago, long_ago))
    source = MenuFile(menus)
    assert source() is source()
    os.utime(menus, (long_ago + 5, long_ago + 5))  # saved again without a change
    source()
    assert len(reads) == 1


def test_whoever_asks_at_the_same_time_waits_for_the_one_who_reads(menus, monkeypatch):
    reads, got = [], []
    monkeypatch.setattr(menu_file, "load", lambda path: reads.append(path) or menu.load(path))
    os.utime(menus, (0, 0))
    source, start = MenuFile(menus), threading.Barrier(4)

    def ask():
        start.wait()
        got.append(source())

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(reads) == 1
    assert len({id(flow) for flow in got}) == 1


@pytest.mark.parametrize("how", ["broken", "missing", "folder", "empty", "binary", "unreadable flow"])
def test_the_last_good_version_stays_on_the_line(twilio, menus, caplog, how):
    call = following(twilio.post("/voice"))
    menus.unlink()
    if how == "folder":
        menus.mkdir()
    elif how != "missing":
        bad = {"broken": BROKEN, "empty": b"", "binary": bytes(range(256))}
        menus.write_bytes(bad.get(how, changed(2).replace(b"goto: main", b"goto: mian", 1)))
    for _ in range(3):
        assert "small line" in twilio.post("/voice")
    assert "What would you like" in twilio.post(call, Digits="1")
    reports = [record for record in caplog.records if "cannot be used" in record.message]
    assert len(reports) == 1  # once, not with every call
    assert "menus.yaml:" in reports[0].message
    assert reports[0].levelno == logging.ERROR
    if menus.is_dir():
        menus.rmdir()
    menus.write_bytes(changed(7))
    assert "number 7" in twilio.post("/voice")


def test_a_fault_of_the_reader_itself_takes_no_line_down(twilio, menus, caplog, monkeypatch):
    twilio.post("/voice")
    menus.write_bytes(changed(2))
    with monkeypatch.context() as broken:
        broken.setattr(menu_file, "load", lambda path: {}["07700900123"])
        for _ in range(2):
            assert "small line" in twilio.post("/voice")
    assert "KeyError" in caplog.text
    assert "07700900123" not in caplog.text
    assert "number 2" in twilio.post("/voice")


def test_two_faults_in_a_row_are_two_reports(twilio, menus, caplog):
    twilio.post("/voice")
    for text in (BROKEN, BROKEN, b"nodes: {}", BROKEN):
        menus.write_bytes(text)
        twilio.post("/voice")
    assert len([record for record in caplog.records if "cannot be used" in record.message]) == 3


def test_a_line_without_any_good_file_apologises_until_it_is_mended(make_app, menus):
    menus.write_bytes(BROKEN)
    twilio = Twilio(make_app())
    assert "something went wrong" in twilio.post("/voice")
    assert "something went wrong" in twilio.post("/voice/0123456789ab/en/normal/main/1/-/1/1/-")
    assert twilio.client.get("/readyz").status_code == 503
    menus.write_bytes(SMALL.read_bytes())
    assert "small line" in twilio.post("/voice")
    assert twilio.client.get("/readyz").status_code == 200


def test_another_process_goes_on_with_a_call_on_a_version_it_never_served(make_app, menus):
    one = Twilio(make_app())
    path = following(one.post("/voice"))
    menus.write_bytes(changed(2))
    other = Twilio(make_app())
    assert "What would you like" in other.post(path, Digits="1")
    assert "number 2" in other.post("/voice")
    menus.write_bytes(BROKEN)
    third = Twilio(make_app())  # a new process, a broken file, a call in progress
    assert "What would you like" in third.post(path, Digits="1")


def test_a_version_is_kept_once_in_a_process(app, twilio, monkeypatch):
    store = app.extensions["store"]
    before = store.version(menu.load(SMALL).version)
    assert before is None  # not before somebody rings
    for _ in range(3):
        twilio.post("/voice")
    assert store.version(menu.load(SMALL).version) == SMALL.read_bytes()


def test_keeping_the_version_is_tried_again_until_it_works(tmp_path):
    tries = []

    def keep(version: str, text: bytes) -> None:
        tries.append(version)
        if len(tries) < 3:
            raise OSError("full")

    held = Flows(lambda: menu.load(SMALL), "/voice", keep, lambda version: None)
    for _ in range(2):
        with pytest.raises(OSError, match="full"):
            held.remember(held.current())
    for _ in range(3):
        held.remember(held.current())
    assert len(tries) == 3


def test_many_versions_do_not_fill_the_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(flows, "MOST_VERSIONS", 3)
    texts: dict[str, bytes] = {}
    newest = [0]
    held = Flows(
        lambda: menu.load_text(changed(newest[0]), "menus.yaml"), "/voice", texts.__setitem__, texts.get
    )
    versions = []
    for number in range(6):
        newest[0] = number
        serving = held.current()
        held.remember(serving)
        versions.append(serving.flow.version)
    assert held.ready(versions[-1])
    assert sum(1 for version in versions if held.ready(version)) == 3
    for version in versions:
        assert held.version(version).flow.version == version
        assert held.ready(versions[-1])  # the current one is never put away
    with pytest.raises(NoFlow):
        held.version("0123456789ab")


def test_another_text_under_the_name_of_a_version_is_not_served():
    forged = changed(1)  # a good menu, but not the one that this call began with
    version = menu.load(SMALL).version
    held = Flows(
        lambda: menu.load_text(forged, "menus.yaml"), "/voice", lambda *_: None, {version: forged}.get
    )
    with pytest.raises(NoFlow):
        held.version(version)


def test_many_places_do_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr(places, "_MOST_KEPT", 10)
    room = places.Places()
    for number in range(1, 60):
        place = f"0123456789ab/en/normal/main/{number}/-/{number}/29000000/{f'node-{number}'}"
        for _ in range(2):
            assert room.read(place) == parse_path(place)
        assert max(len(room._turns), len(room._trails)) <= 10


def test_a_kept_version_that_cannot_be_read_any_more_is_an_apology(app, twilio):
    app.extensions["store"].keep_version("0123456789ab", BROKEN)
    assert "something went wrong" in twilio.post("/voice/0123456789ab/en/normal/main/1/-/1/1/-")


def test_many_calls_while_the_file_changes(patient, app, menus):
    failures: list[Exception] = []
    stop = threading.Event()

    def ring() -> None:
        twilio = Twilio(app)
        try:
            while not stop.is_set():
                path = following(twilio.post("/voice"))
                assert "What would you like" in twilio.post(path, Digits="1")
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=ring) for _ in range(3)]
    for thread in threads:
        thread.start()
    twilio = Twilio(app)
    for number in range(12):
        new = menus.with_suffix(".new")
        new.write_bytes(BROKEN if number % 3 == 2 else changed(number))
        shutil.move(new, menus)
        twilio.post("/voice")
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_flow_of_ones_own(tmp_path, clock):
    app = create_app(
        line_settings(tmp_path, menus=tmp_path / "none.yaml"),
        clock=clock,
        flow_source=lambda: menu.load(SMALL),
    )
    assert "small line" in Twilio(app).post("/voice")
    app.extensions["store"].close()


def test_calls_that_begin_in_another_language(tmp_path, clock, menus):
    app = create_app(line_settings(tmp_path), clock=clock, language="pl")
    twilio = Twilio(app)
    first = twilio.post("/voice")
    assert "/pl/" in following(first)
    assert "Co chcesz" in twilio.post(following(first), Digits="1")
    app.extensions["store"].close()
