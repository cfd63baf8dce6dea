"""What stays of a call: scenarios that run as written, links that do the same again, and nobody's number in either."""

import re
from datetime import UTC, datetime
from urllib.parse import parse_qs

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from studio_end import SMALL, Browser, line_of, means_of

from ivr.menu import load
from ivr.phone.scenario import limits
from ivr.phone.scenario.reading import read
from ivr.phone.scenario.values import At, Hears, Leaves
from ivr.web.practice.scenarios import run_scenarios
from ivr.web.settings import Settings
from ivr.web.studio.keeping.files import name_of, save

SOMEBODYS = "07" + "123" + "456" + "789"
DOES = [["1"], ["2"], ["0", "dial:busy"], ["4", "48213765 hash"], ["wait"], ["5"], ["3"], ["9"], ["6"]]
LEAVES = ["1", "1", "2", f"{SOMEBODYS} hash", "1"]


def run(text):
    """Run a scenario as `ivr test` would, on the menu of these tests."""
    (result,) = run_scenarios([read(text.encode(), "x.yaml")], lambda: load(SMALL), Settings())
    return result.outcome


@settings(max_examples=8, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(parts=st.lists(st.sampled_from(DOES), max_size=4), ends=st.sampled_from([[], ["hangup"]]))
def test_a_call_that_is_kept_runs_as_written(parts, ends, somewhere):
    phone = somewhere.ring(clock="Christmas Day 10:00")
    for steps in (*parts, ends):
        for step in steps:
            phone.hear_out()
            if phone.state["ended"] or phone.do(step).status_code != 200:
                break
    text = somewhere.get(f"{phone.url}/scenario").text
    outcome = run(text)
    assert outcome.passed, (text, outcome.failure)
    scenario = read(text.encode(), "x.yaml")
    assert any(isinstance(step, At) for step in scenario.steps)
    assert any(isinstance(step, Hears) for step in scenario.steps)


@pytest.fixture(scope="module")
def somewhere():
    app = line_of(SMALL)
    yield Browser(app)
    means_of(app).calls.close()
    app.extensions["store"].close()


def test_what_it_has_left_is_in_it_and_who_keyed_it_in_is_not(browser):
    phone = browser.ring(number="+44" + SOMEBODYS[1:]).all(*LEAVES, "record:12+hangup")
    text = browser.get(f"{phone.url}/scenario").text
    assert run(text).passed, text
    (left,) = [step for step in read(text.encode(), "x").steps if isinstance(step, Leaves)]
    assert (left.state, left.recordings) == ("unfinished", 1)
    assert left.answers["safe_number"] == "07700900123"
    link = browser.get(f"{phone.url}/link").json["fragment"]
    for kept in (text, link):
        digits = re.sub(r"\D", "", kept)
        assert SOMEBODYS[2:] not in digits
        assert "07700900123" in kept or "7700900123" in kept


def test_a_link_does_the_same_again(browser):
    phone = browser.ring(pace="slow", language="pl", clock="Christmas Day 10:00", number="withheld").all(
        "2", "wait"
    )
    told = {
        name: value for name, (value,) in parse_qs(browser.get(f"{phone.url}/link").json["fragment"]).items()
    }
    steps = told.pop("keys")
    again = browser.ring(**told)
    assert again.do(steps).status_code == 200
    assert [document["heard"][0]["words"] for document in again.documents] == [
        document["heard"][0]["words"] for document in phone.documents
    ]
    assert again.state["steps"] == phone.state["steps"]


def test_the_real_time_is_only_said_where_another_would_lead_elsewhere(browser):
    phone = browser.ring().all("1")
    assert "clock" not in browser.get(f"{phone.url}/scenario").text
    # The real time is the one that the line goes by, whatever the computer's clock shows.
    assert "We are open now." in str(browser.ring().all("2").documents)
    closed = line_of(SMALL, clock=lambda: datetime(2026, 11, 22, 10, tzinfo=UTC))
    other = Browser(closed)
    phone = other.ring().all("2")
    assert "We are closed now." in str(phone.documents)
    text = other.get(f"{phone.url}/scenario").text
    assert "Sunday 22 November 2026" in text
    assert run(text).passed
    means_of(closed).calls.close()
    closed.extensions["store"].close()


def test_it_is_saved_beside_the_menu_and_overwrites_nothing(browser, folder):
    phone = browser.ring().all("1", "hangup")
    there = folder / "tests" / "calls"
    for number in ("", "-2", "-3"):
        answer = browser.post(f"{phone.url}/save", {"title": "Somebody agrees: no, she doesn't! #1"})
        assert answer.status_code == 201, answer.text
        assert answer.json == {"file": f"tests/calls/somebody-agrees-no-she-doesn-t-1{number}.yaml"}
    texts = {file.read_text() for file in there.glob("somebody-agrees*.yaml")}
    assert len(texts) == 1
    (text,) = texts
    assert read(text.encode(), "x").title == "Somebody agrees: no, she doesn't! #1"
    assert run(text).passed
    for title in ("", "   ", "x" * 121, None, 5, "\ud800", "\x1b[31m", "\u202e"):
        assert browser.post(f"{phone.url}/save", {"title": title}).status_code == 400
    assert len(list(there.iterdir())) == 3


def test_a_call_that_is_longer_than_a_scenario_is_told(browser, monkeypatch):
    phone = browser.ring().all("1", "hangup")
    monkeypatch.setattr(limits, "MOST_STEPS", 3)
    answer = browser.get(f"{phone.url}/scenario")
    assert answer.status_code == 409
    assert (
        answer.json["error"]
        == "This call cannot be a scenario. This is one step too many. A scenario has 3 at most."
    )


@pytest.mark.parametrize("written", [SOMEBODYS, f"{SOMEBODYS[:5]} {SOMEBODYS[5:8]} {SOMEBODYS[8:]}"])
def test_a_number_in_a_title_is_nobodys(browser, folder, written):
    phone = browser.ring().all("1", "hangup")
    answer = browser.post(f"{phone.url}/save", {"title": f"What {written} heard"})
    file = folder / answer.json["file"]
    assert file.name == "what-07700900123-heard.yaml"
    assert SOMEBODYS not in file.read_text()
    file.unlink()


@pytest.mark.parametrize(
    "title", ["../../etc/passwd", "/absolute", "..", "a/b\\c", "con:\n- x", "🙂", "-", "."]
)
def test_a_file_is_always_in_the_folder(tmp_path, title):
    file = save(tmp_path / "calls", title, "text")
    assert file.parent == tmp_path / "calls"
    assert re.fullmatch(r"[a-z0-9-]+\.yaml", file.name)
    assert file.read_text() == "text"
    assert len(name_of("word " * 100)) <= 60


def test_a_link_that_lies_in_the_folder_is_not_followed(tmp_path):
    (tmp_path / "elsewhere").write_text("mine")
    (tmp_path / "call.yaml").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "call-2.yaml").symlink_to(tmp_path / "nowhere")
    assert save(tmp_path, "?", "text").name == "call-3.yaml"
    assert (tmp_path / "elsewhere").read_text() == "mine"
    assert not (tmp_path / "nowhere").exists()
