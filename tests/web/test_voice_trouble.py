"""The store is gone, full or read-only at any step of a call: the caller hears what still works."""

import logging
import re
import shutil

import pytest
from twilio_end import CALL, Twilio

from ivr.message.values import StoreUnavailable

SORRY = "something went wrong"
RECORDED = {"RecordingUrl": "https://x.example/RE" + "5" * 32, "RecordingDuration": "8", "Digits": "#"}
STEPS = [{"Digits": "1"}, {"Digits": "1"}, {"Digits": "1"}, {"Digits": "1"}, RECORDED, {"Digits": "1"}]
"""welcome, main, agree (writes), own-number (writes), message (writes), review (sends)"""
WRITES = {2, 3, 4, 5}


def following(twiml: str) -> str:
    return re.findall(r'action="([^"]+)"', twiml)[-1]


def gone(app, tmp_path):
    app.extensions["store"].close()
    for file in tmp_path.glob("line.db*"):
        file.unlink()
    (tmp_path / "line.db").mkdir()


def full(app, tmp_path):
    def no_room(*args: object, **more: object) -> None:
        raise StoreUnavailable("the disk is full")

    store = app.extensions["store"]
    for name in ("do", "recording", "call_ended", "said_so_far", "keep_version", "version"):
        setattr(store, name, no_room)
    store.healthy = lambda: False


def broken_code(app, tmp_path):
    def wrong(*args: object, **more: object) -> None:
        raise ZeroDivisionError("07700 900123 was keyed in")

    store = app.extensions["store"]
    for name in ("do", "recording", "call_ended", "said_so_far", "healthy", "keep_version", "version"):
        setattr(store, name, wrong)


@pytest.mark.parametrize("trouble", [gone, full, broken_code])
@pytest.mark.parametrize("when", range(len(STEPS)))
def test_a_store_that_breaks_before_any_step(app, twilio, tmp_path, caplog, trouble, when):
    caplog.set_level(logging.DEBUG)
    twiml = twilio.post("/voice")
    for form in STEPS[:when]:
        twiml = twilio.post(following(twiml), **form)
    trouble(app, tmp_path)
    for step in range(when, len(STEPS)):
        twiml = twilio.post(following(twiml), **STEPS[step])
        if step in WRITES:
            assert SORRY in twiml  # and never a reference of a message that is not kept
            assert "<Hangup" in twiml
            assert "reference" not in twiml
            break
        assert SORRY not in twiml  # what needs no store goes on
    assert SORRY in twiml
    twilio.post(
        "/voice/recording/message/5", RecordingSid="RE1", RecordingStatus="completed", RecordingDuration="3"
    )
    twilio.post("/voice/status", CallStatus="completed")
    assert "900123" not in caplog.text
    assert "Traceback" not in caplog.text
    assert any(record.levelno == logging.ERROR for record in caplog.records)


def test_a_call_can_begin_and_press_keys_without_any_store(make_app, tmp_path):
    (tmp_path / "line.db").mkdir()
    twilio = Twilio(make_app())
    twiml = twilio.post("/voice")
    twiml = twilio.post(following(twiml), Digits="1")
    assert "What would you like" in twiml
    assert "open now" in twilio.post(following(twiml), Digits="2")
    assert "hang up and ring" in twilio.post(following(twiml), Digits="5")
    assert twilio.client.get("/readyz").status_code == 503
    assert twilio.client.get("/healthz").status_code == 200


def test_a_read_only_store(make_app, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    make_app()  # prepares the file
    file = tmp_path / "line.db"
    app = make_app(database_url=f"sqlite:///file:{file}?mode=ro&uri=true")
    twilio = Twilio(app)
    assert twilio.client.get("/readyz").status_code == 503
    twiml = twilio.post("/voice")
    for form in STEPS[:2]:
        twiml = twilio.post(following(twiml), **form)
    assert SORRY in twilio.post(following(twiml), Digits="1")
    assert not (tmp_path / "file:").exists()


def test_a_store_that_comes_back_is_used_again(app, twilio, tmp_path):
    twiml = twilio.post("/voice")
    for form in STEPS[:2]:
        twiml = twilio.post(following(twiml), **form)
    agree = following(twiml)
    gone(app, tmp_path)
    assert SORRY in twilio.post(agree, Digits="1")
    shutil.rmtree(tmp_path / "line.db")
    assert "ringing from" in twilio.post(agree, Digits="1")
    assert app.extensions["caller_messages"](CALL)[0]["state"] == "draft"


def test_the_apology_is_in_the_callers_language(app, twilio, tmp_path):
    menus = tmp_path / "menus.yaml"
    polish = "  pl:\n    line:\n      phrases:\n        error: Przepraszamy.\n    nodes:"
    menus.write_text(menus.read_text().replace("  pl:\n    nodes:", polish))
    twiml = twilio.post("/voice")
    twiml = twilio.post(following(twiml), Digits="1")
    twiml = twilio.post(following(twiml), Digits="3")
    assert "Co chcesz" in twiml
    twiml = twilio.post(following(twiml), Digits="1")
    gone(app, tmp_path)
    assert "Przepraszamy." in twilio.post(following(twiml), Digits="1")


@pytest.mark.parametrize("trouble", [gone, full, broken_code])
def test_emergency_help_is_told_of_without_any_store(app, twilio, tmp_path, trouble):
    twiml = twilio.post("/voice")
    for form in STEPS[:4]:
        twiml = twilio.post(following(twiml), **form)
    trouble(app, tmp_path)
    assert "hang up and ring" in twilio.post(following(twiml), **RECORDED | {"Digits": "5"})
    assert "hang up and ring" in twilio.post(following(twiml), Digits="5", CallSid="")
