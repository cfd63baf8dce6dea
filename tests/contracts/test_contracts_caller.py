"""The fixture `caller` with the line's own app: nothing but the environment and `ivr.create_app()`."""

import pytest

import ivr

MENU = """\
line: {name: Night line, start: main, person: person, languages: {en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}}}
nodes:
  main: {kind: menu, prompt: Hello., options: {1: {to: leave a message, goto: message}}}
  message: {kind: record, prompt: Speak., longest: 3 minutes, silence: 15 seconds, recorded: thanks, empty: main}
  thanks: {kind: end, prompt: "Your reference is {reference}. Goodbye."}
  person: {kind: transfer, number: person, prompt: Wait., unavailable: "To speak to a person, ring 101."}
"""
SECRET = "5ecret" * 5


@pytest.fixture(params=["https://line.example", "https://phone.example:8443"])
def app(request, tmp_path, monkeypatch):
    (tmp_path / "menus.yaml").write_text(MENU)
    monkeypatch.setenv("IVR_MENUS", str(tmp_path / "menus.yaml"))
    monkeypatch.setenv("IVR_PUBLIC_URL", request.param)
    monkeypatch.setenv("IVR_TWILIO_AUTH_TOKEN", SECRET)
    monkeypatch.setenv("IVR_DATABASE_URL", f"sqlite:///{tmp_path / 'line.db'}")
    app = ivr.create_app()
    yield app
    app.extensions["store"].close()


def test_a_message_is_left(app, caller):
    caller.dial().press("1").record(12)
    assert caller.heard[-1].endswith("Goodbye.")
    assert caller.ended == "hangup"
    assert [(m["state"], m["recordings"]) for m in caller.messages] == [("unfinished", [12])]


def test_the_token_is_in_no_repr(app):
    assert SECRET not in repr(app.extensions)
