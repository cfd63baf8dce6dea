"""A stand-in used from another process: its own addresses, and the program that runs it alone."""

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from twilios import ACCOUNT, TOKEN, ask, ca, client_of, error_of, media, re

from ivr.phone.sound import sound
from ivr.phone.twilio_api import Fault, PhoneNumber, RemoteRecordings, StandInFailed, TwilioApi, serve

PATIENCE = 120.0
"""Seconds for an answer: a busy machine is slow, not wrong."""


@pytest.fixture
def local():
    with serve(TwilioApi(ACCOUNT, TOKEN)) as served:
        yield served


@pytest.fixture
def remote(local):
    return RemoteRecordings(local.url + "/", ACCOUNT, TOKEN, timeout=PATIENCE)


def test_a_recording_is_kept_there(local, remote):
    assert remote.api_url == local.url
    made = datetime(2026, 3, 1, 12, tzinfo=UTC)
    remote.add(re(1), ca(1), sound(re(1), 12), 12, ready_after=0.0, made_at=made)
    remote.add(re(2), ca(1), b"x", 3, ready_after=3600)
    assert media(local, re(1)).content == sound(re(1), 12)
    assert client_of(local).recordings(re(1)).fetch().date_created == made
    assert media(local, re(2)).status_code == 404
    told = {it["sid"]: it for it in remote.all()}
    assert told[re(1)] == {
        "sid": re(1),
        "call_sid": ca(1),
        "seconds": 12,
        "bytes": 192044,
        "made_at": "2026-03-01T12:00:00+00:00",
        "ready": True,
        "deleted": False,
        "fetched": 1,
    }
    assert (told[re(2)]["ready"], told[re(2)]["fetched"]) == (False, 0)
    local.recordings.delete(re(1))
    assert [(it["deleted"], it["bytes"]) for it in remote.all() if it["sid"] == re(1)] == [(True, 0)]


def test_faults_are_switched_there(local, remote):
    remote.set_faults(Fault("not-found", times=1), Fault("hang", on="list", seconds=0.5), seed=9)
    assert media(local, re(1)).status_code == 404
    assert remote.happened() == {"not-found": 1}
    assert local.faults.told()["seed"] == 9
    assert local.faults.told()["faults"][1] == {"kind": "hang", "on": "list", "chance": 1.0, "seconds": 0.5}
    assert ask(local, "DELETE", "/stand-in/faults").status_code == 204
    assert remote.happened() == {}


def test_faults_can_be_written_by_hand(local):
    wish = '{"faults": [{"kind": "error", "on": "account"}]}'
    assert ask(local, "PUT", "/stand-in/faults", data=wish).json()["faults"][0]["kind"] == "error"
    assert error_of(ask(local, "GET", f"/2010-04-01/Accounts/{ACCOUNT}.json")) == (20500, 500)


def test_numbers_are_set_there(local, remote):
    remote.set_numbers([PhoneNumber("+441632960000", voice_url="https://line.example/voice")])
    (number,) = client_of(local).incoming_phone_numbers.list()
    assert number.voice_url == "https://line.example/voice"


def test_requests_are_told_there_and_its_own_are_none(local, remote):
    media(local, re(1))
    path = f"/2010-04-01/Accounts/{ACCOUNT}/Recordings/{re(1)}.wav"
    assert remote.requests() == [{"method": "GET", "path": path, "query": "", "status": 404}]


def test_reset_forgets_all_but_the_numbers(local, remote):
    remote.add(re(1), ca(1), b"x", 1)
    remote.set_faults(Fault("error", on="any"))
    remote.set_numbers([PhoneNumber("+441632960000")])
    media(local, re(1))
    remote.reset()
    assert (remote.all(), remote.requests(), remote.happened()) == ([], [], {})
    assert media(local, re(1)).status_code == 404
    assert len(client_of(local).incoming_phone_numbers.list()) == 1


@pytest.mark.parametrize(
    ("method", "path", "body", "says"),
    [
        ("POST", f"recordings?call_sid={ca(1)}&seconds=1", "", "sid is missing"),
        ("POST", f"recordings?sid=RE1&call_sid={ca(1)}&seconds=1", "", "a recording's SID is RE and 32"),
        ("POST", f"recordings?sid={re(1)}&call_sid={ca(1)}&seconds=long", "", "invalid literal"),
        (
            "POST",
            f"recordings?sid={re(1)}&call_sid={ca(1)}&seconds=1&made_at=2026-03-01T12:00",
            "",
            "made_at needs a time zone",
        ),
        ("PUT", "faults", "{", "Expecting property name"),
        ("PUT", "faults", "{}", "faults is missing"),
        ("PUT", "faults", "[]", "list indices"),
        ("PUT", "faults", '{"faults": [{"kind": "eror"}]}', "there is no fault 'eror'"),
        ("PUT", "faults", '{"faults": [{"kind": "error", "often": 2}]}', "often"),
        ("PUT", "numbers", '[{"voice_url": ""}]', "number"),
    ],
)
def test_a_slip_is_answered_with_what_is_wrong(local, method, path, body, says):
    response = ask(local, method, f"/stand-in/{path}", data=body)
    assert error_of(response) == (20001, 400)
    assert says in response.json()["message"]


def test_failing_says_why_and_never_the_token(local):
    stranger = RemoteRecordings(local.url, ACCOUNT, "wrong-token", timeout=PATIENCE)
    with pytest.raises(StandInFailed, match="the stand-in answered with 401: Authenticate") as error:
        stranger.add(re(1), ca(1), b"", 1)
    assert "wrong-token" not in str(error.value)
    local.close()
    with pytest.raises(StandInFailed, match=r"at http://127\.0\.0\.1:[0-9]+ cannot be reached"):
        stranger.all()


def test_something_else_that_answers_is_found_out():
    def no_stand_in(environ, start_response):
        start_response("404 Not Found", [("Content-Type", "text/html")])
        return [b"<html>"]

    with (
        serve(no_stand_in_api(no_stand_in)) as served,
        pytest.raises(StandInFailed, match="is it a stand-in"),
    ):
        RemoteRecordings(served.url, ACCOUNT, TOKEN, timeout=PATIENCE).reset()


def no_stand_in_api(app):
    api = TwilioApi()
    return type("Other", (), {"__call__": lambda self, *args: app(*args), "close": api.close})()


def test_a_proxy_in_the_environment_is_not_asked(remote, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert remote.all() == []


def run(*words, **environment):
    command = [sys.executable, "-W", "error", "-m", "ivr.phone.twilio_api", *words]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **environment}
    )


def test_it_runs_alone_until_it_is_interrupted():
    words = ("--port", "0", "--account", ACCOUNT, "--ready-after", "3600")
    with run(*words, TWILIO_AUTH_TOKEN=TOKEN) as process:
        url = process.stdout.readline().split()[-1]
        remote = RemoteRecordings(url, ACCOUNT, TOKEN, timeout=PATIENCE)
        remote.add(re(1), ca(1), sound(re(1), 1), 1)
        assert [it["ready"] for it in remote.all()] == [False]
        port = url.rpartition(":")[2]
        with run("--port", port) as second:
            assert second.wait(PATIENCE) == 2
            assert f"Port {port} cannot be listened at" in second.stderr.read()
        # Not SIGINT, which a shell lets the commands it starts with `&` ignore.
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
        assert process.stderr.read() == ""


def test_it_needs_nothing_but_python():
    script = (
        "import json, sys; before = set(sys.modules); import ivr.phone.twilio_api.__main__; "
        "print(json.dumps(sorted({name.split('.')[0] for name in set(sys.modules) - before})))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert {
        name
        for name in json.loads(done.stdout)
        if name.lstrip("_") not in sys.stdlib_module_names and name not in sys.stdlib_module_names
    } == {"ivr"}
