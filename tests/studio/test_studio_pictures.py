"""The map in its forms, the page itself, and the scenarios run from it."""

import re
from xml.etree import ElementTree

import pytest
from studio_end import HOST, SMALL, Browser, line_of, means_of, until

from ivr.menu import load
from ivr.web.studio.ringing.ways import Ways

SCENARIO = """\
call: {title}
steps:
- hears: What would you like to do
- press: {key}
- at: agree
- hangs up
- message: none
"""


def test_the_page_has_what_it_needs_and_no_script_inside(browser, monkeypatch):
    prepared = []
    monkeypatch.setattr(Ways, "prepare", lambda ways, flow, now: prepared.append(flow.version))
    text = browser.get("").text
    assert prepared == [load(SMALL).version], "whoever jumps to a node soon does not wait for the ways to it"
    assert "A small line" in text
    assert browser.headers["X-CSRF-Token"] in text
    assert "Polski" in text
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son[a-z]+=|\sstyle=|javascript:", text)
    assert browser.get("").status_code == 200
    assert browser.client.get("/studio", headers=browser.headers).headers["Location"] == "/studio/"


def test_every_node_is_on_the_map_in_every_form(browser):
    nodes = set(load(SMALL).nodes)
    drawn = ElementTree.fromstring(browser.get("map.svg").data)  # our own
    assert {each.get("data-node") for each in drawn.iter() if each.get("data-node")} == nodes
    assert not [each for each in drawn.iter() if each.tag.endswith(("style", "script")) or each.get("style")]
    for text in (browser.get("outline").text, browser.get("map.mmd").text):
        for node in nodes:
            assert node in text


def test_the_map_for_paper_is_a_page_by_itself_with_nothing_but_its_own_style(browser):
    answer = browser.get("map.svg?print=yes")
    assert "<style>" in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert answer.mimetype == "image/svg+xml"


def test_the_map_shows_where_a_call_is(browser):
    phone = browser.ring().all("1")
    drawn = ElementTree.fromstring(browser.get(f"map.svg?call={phone.state['id']}").data)
    here = [each.get("data-node") for each in drawn.iter() if "here" in (each.get("class") or "").split()]
    assert here == ["agree"]
    phone.do("hangup")
    over = browser.get(f"map.svg?call={phone.state['id']}").text
    assert 'class="flag" href="#sign-flag-over"' in over
    assert 'outline__node here over"' in browser.get(f"outline?call={phone.state['id']}").text
    assert browser.get("map.svg?call=gone").status_code == 404


@pytest.fixture
def suite(tmp_path):
    """A browser in front of a line with three scenarios: one that holds, one that does not, and none."""
    file = tmp_path / "menus.yaml"
    file.write_bytes(SMALL.read_bytes())
    calls = tmp_path / "tests" / "calls"
    calls.mkdir(parents=True)
    (calls / "good.yaml").write_text(SCENARIO.format(title="Somebody is asked first", key="1"))
    (calls / "wrong.yaml").write_text(SCENARIO.format(title="Somebody is lost", key="2"))
    (calls / "broken.yaml").write_text("call: x\nsteps:\n- presss: 1\n")
    app = line_of(file)
    yield Browser(app)
    app.extensions["store"].close()


def ended(browser):
    until(lambda: not means_of(browser.client.application).suite.progress().running)
    return browser.get("scenarios").json


def test_scenarios_are_run_and_what_nobody_has_tried_is_drawn(suite):
    tag = suite.get("now").headers["ETag"]
    assert suite.get("scenarios").json["running"] is False
    assert suite.post("scenarios", {"fault": None}).status_code == 202
    told = ended(suite)
    assert (told["done"], told["of"], told["error"]) == (3, 3, "")
    results = {result["title"]: result for result in told["results"]}
    assert results["Somebody is asked first"]["passed"]
    lost = results["Somebody is lost"]
    assert not lost["passed"]
    assert (lost["failure"]["line"], lost["file"].endswith("wrong.yaml")) == (5, True)
    assert any("We are open" in heard for heard in lost["failure"]["heard"])
    assert results["broken.yaml"]["failure"]["line"] == 3
    assert "press" in results["broken.yaml"]["failure"]["message"]
    assert 0 < told["coverage"]["share"] < 1
    assert told["coverage"]["untried"]
    now = suite.get("now", **{"If-None-Match": tag})
    assert now.json["coverage"]["share"] == told["coverage"]["share"]
    assert "untried" in suite.get("map.svg").text
    assert suite.post("scenarios", {"fault": "rain"}).status_code == 400


def test_a_fault_is_run_with_each_scenario_that_holds(suite):
    assert suite.post("scenarios", {"fault": "twice"}).status_code == 202
    results = ended(suite)["results"]
    (twice,) = [result for result in results if result["fault"]]
    assert (twice["title"], twice["fault"], twice["passed"]) == ("Somebody is asked first", "twice", True)
    assert twice["outcome"].startswith("Every webhook came twice")


def test_without_scenarios_there_is_nothing_to_run_and_everything_to_try(tmp_path):
    file = tmp_path / "menus.yaml"
    file.write_bytes(SMALL.read_bytes())
    app = line_of(file)
    browser = Browser(app, Host=HOST)
    browser.post("scenarios", {})
    told = ended(browser)
    assert (told["results"], told["coverage"]["tried"]) == ([], 0)
    assert means_of(app).suite.progress().error == ""
    app.extensions["store"].close()
