"""Somebody who is put through, on a line that has no number for them."""

import pytest
from studio_end import SHIPPED, Browser, line_of, means_of

from ivr import load
from ivr.phone.scenario.reading import read
from ivr.web.practice.scenarios import run_scenarios
from ivr.web.settings import Settings


@pytest.fixture(scope="module")
def browser():
    app = line_of(SHIPPED, numbers={})
    yield Browser(app)
    means_of(app).calls.close()
    app.extensions["store"].close()


def test_without_a_number_the_line_says_how_else(browser):
    phone = browser.ring().all("1", "0")
    assert "dial" not in {document["waiting"] for document in phone.documents}


def test_a_person_can_be_rung_who_is_made_up(browser):
    phone = browser.ring(answers="yes").all("1", "0")
    assert phone.documents[-1]["waiting"] == "dial"
    assert "+44163296" in phone.documents[-1]["twiml"]
    phone.all("dial:busy")
    assert phone.documents[-1]["waiting"] != "dial"
    assert phone.state["answers"] == "yes"


def test_it_is_in_what_is_kept_of_the_call(browser):
    phone = browser.ring(answers="yes").all("1", "0", "dial:no-answer", "hangup")
    text = browser.get(f"{phone.url}/scenario").text
    assert "numbers:" in text
    (result,) = run_scenarios([read(text.encode(), "x.yaml")], lambda: load(SHIPPED), Settings())
    assert result.outcome.passed, (text, result.outcome.failure)
    assert "answers=yes" in browser.get(f"{phone.url}/link").json["fragment"]


def test_a_place_behind_it_can_be_jumped_to(browser):
    phone = browser.ring(answers="yes", node="person")
    assert phone.documents[-1]["waiting"] == "dial"


def test_it_is_yes_or_no(browser):
    assert browser.post("calls", {"answers": "perhaps"}).status_code == 400
