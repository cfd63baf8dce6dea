"""The fixture `caller` rings an app that knows nothing of Liaison Line."""

import pytest
from foreign_app import create_app

from ivr.phone.steps import StepDoesNotFit


@pytest.fixture
def app():
    return create_app()


def test_an_order_goes_through_gathers_cookies_redirects_and_a_recording(caller, app):
    caller.dial("/pizza")
    assert caller.keys == {"1": "for Margherita", "2": "for Funghi"}
    caller.press("2").press("12 hash")
    assert caller.heard == ["Say where you live after the beep."]
    assert caller.waiting == "record"
    caller.record(7, then="star")
    assert caller.heard == ["Thank you. 12 Funghi. Goodbye."]
    assert caller.ended == "hangup"
    assert app.orders == [("Funghi", 12, 7)]
    assert caller.messages == []


def test_silence_is_asked_again_and_costs_no_time(caller):
    caller.dial("/pizza").wait().wait()
    assert [document.url for document in caller.documents] == ["/pizza", "/pizza", "/pizza"]
    assert caller.all_heard.count("We did not hear you.") == 2
    assert caller.waiting == "gather"
    assert caller.seconds > 8


def test_an_endless_line_is_found_out(caller):
    caller.expect_problems().dial("/pizza")
    while caller.ended is None:
        caller.wait()
    assert caller.ended == "endless"
    assert len(caller.documents) == 51
    assert "does not end by itself" in caller.problems[-1]


def test_keys_typed_ahead_go_on_to_the_next_gather(caller):
    caller.dial("/pizza").press("13#")
    assert caller.at == "/how-many"


def test_a_wrong_key_is_the_apps_to_answer(caller):
    caller.dial("/pizza").press("7")
    assert caller.all_heard[1:] == ["There is no such pizza.", caller.all_heard[0]]


def test_nothing_said_falls_through(caller, app):
    caller.dial("/pizza").press("1 1 hash").wait()
    assert caller.heard[-1] == "We cannot deliver to nowhere. Goodbye."
    assert caller.ended == "hangup"
    assert app.orders == []


def test_hanging_up_while_recording_is_an_order_too(caller, app):
    caller.dial("/pizza").press("1 1 hash").record(9, then="hangup")
    assert caller.ended == "caller-hung-up"
    assert app.orders == [("Margherita", 1, 9)]


def test_a_recording_cannot_be_made_at_a_menu(caller):
    caller.dial("/pizza")
    with pytest.raises(StepDoesNotFit, match=r"'record:3' does not fit: the call waits for a key"):
        caller.record(3)
