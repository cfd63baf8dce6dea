"""The menu file while somebody works on it: what the page is told, and what becomes of calls that go on."""

import os

import pytest
from studio_end import SMALL, Browser, line_of, means_of, until

from ivr.menu import load
from ivr.web import menu_file
from ivr.web.studio.live import EVERY, Live


@pytest.fixture
def menus(tmp_path):
    file = tmp_path / "menus.yaml"
    file.write_bytes(SMALL.read_bytes())
    return file


@pytest.fixture
def now():
    return [0.0]


@pytest.fixture
def page(menus, now):
    app = line_of(menus)
    means_of(app).live.monotonic = lambda: now[0]
    yield Browser(app)
    means_of(app).calls.close()
    app.extensions["store"].close()


def later(now):
    now[0] += EVERY + 0.01


def settled(page):
    """The answer when the rules have been asked."""
    until(lambda: page.get("now").json["lint"] is not None)
    return page.get("now").json


def test_a_page_is_told_how_the_file_stands_and_only_once(page, now):
    first = page.get("now")
    assert first.json["version"] == load(SMALL).version
    assert first.json["good"] is True
    assert first.json["broken"] == []
    told = settled(page)
    assert told["lint"]
    assert {"line", "column", "message", "remedy", "level", "rule", "node"} <= told["lint"][0].keys()
    answer = page.get("now")
    again = page.get("now", **{"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert page.get("now", **{"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_calls_and_the_page_read_the_file_once(menus, monkeypatch):
    reads = []
    monkeypatch.setattr(menu_file, "load", lambda path: reads.append(path) or load(path))
    os.utime(menus, (0, 0))
    app = line_of(menus)
    assert Browser(app).get("now").json["good"]
    assert reads == [menus]
    app.extensions["store"].close()


def test_a_file_that_is_saved_is_followed_and_a_call_goes_on_as_it_began(page, menus, now):
    phone = page.ring().all()
    version, tag = phone.documents[-1]["url"].split("/")[2], page.get("now").headers["ETag"]
    menus.write_text(menus.read_text().replace("What would you like to do?", "What is it that you want?"))
    later(now)
    told = page.get("now", **{"If-None-Match": tag})
    assert told.status_code == 200
    assert told.json["version"] != version
    phone.all("9")
    assert "What would you like to do?" in str(phone.documents[-1]["heard"])
    assert "keys_everywhere" in phone.documents[-1]
    assert phone.documents[-1]["keys_everywhere"]
    assert "What is it that you want?" in str(page.ring().all().documents[-1]["heard"])
    assert "What is it that you want?" in page.get("outline").text
    scenario = page.get(f"{phone.url}/scenario").text
    assert "What would you like to do" in scenario


def test_a_broken_file_shows_its_problems_and_the_last_good_one_stays(page, menus, now):
    good = page.get("now").json["version"]
    text = menus.read_text()
    menus.write_text(text.replace("goto: main", "goto: mian", 1))
    later(now)
    told = page.get("now").json
    assert (told["version"], told["good"]) == (good, False)
    (problem, *_) = told["broken"]
    assert "mian" in problem["message"]
    assert problem["line"] > 1
    assert page.ring().node == "welcome"
    assert page.get("map.svg").status_code == 200
    menus.write_text(text)
    later(now)
    told = page.get("now").json
    assert (told["version"], told["good"], told["broken"]) == (good, True, [])


def test_without_any_good_version_the_page_is_there_and_says_so(tmp_path, now):
    file = tmp_path / "menus.yaml"
    file.write_text("nodes: {")
    app = line_of(file)
    means_of(app).live.monotonic = lambda: now[0]
    page = Browser(app)
    assert page.get("").status_code == 200
    assert page.get("now").json["version"] is None
    for answer in (page.post("calls"), page.get("map.svg"), page.get("outline")):
        assert answer.status_code == 409
        assert "menu file" in answer.json["error"]
    file.write_bytes(SMALL.read_bytes())
    later(now)
    assert page.post("calls").status_code == 201
    means_of(app).calls.close()
    app.extensions["store"].close()


def test_the_file_is_looked_at_no_more_often_than_is_of_use():
    looked, now, flow = [], [0.0], load(SMALL)

    def source():
        looked.append(now[0])
        return flow

    live = Live(source, monotonic=lambda: now[0])
    for _ in range(50):
        live.look()
    assert looked == [0.0]
    now[0] = EVERY
    live.look()
    assert looked == [0.0, EVERY]


def test_what_cannot_be_looked_at_takes_nothing_down(caplog):
    def source():
        raise RuntimeError("private")

    seen = Live(source).look()
    assert (seen.flow, seen.good, seen.broken) == (None, False, ())
    assert "RuntimeError" in caplog.text
    assert "private" not in caplog.text
