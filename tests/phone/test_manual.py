"""The manual of the stand-in is true: its example passes, its tables name what there is."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from ivr.phone.twilio_api.faults import KINDS, PLACES

MANUAL = (Path(__file__).parents[2] / "docs" / "local-twilio.md").read_text("utf-8")
EXAMPLES = re.findall(r"^```python\n(.*?)^```$", MANUAL, re.MULTILINE | re.DOTALL)


def test_the_example_is_a_test_that_passes(tmp_path):
    (tmp_path / "test_example.py").write_text(EXAMPLES[0], "utf-8")
    (tmp_path / "pytest.ini").write_text(
        "[pytest]\n"
    )  # whatever lies in the folders above is not for this run
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-W",
        "error",
        "test_example.py",
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed" in done.stdout


def test_the_faults_in_the_manual_can_be_switched_on(local_twilio):
    from ivr.phone.twilio_api import Fault

    exec(EXAMPLES[1], {"local_twilio": local_twilio, "Fault": Fault})
    assert len(local_twilio.faults.told()["faults"]) == 3


def test_another_process_is_used_as_the_manual_says(local_twilio):
    from lines import TOKEN, Line

    from ivr.phone.caller import Caller
    from ivr.phone.twilio_api import Fault, RemoteRecordings
    from ivr.phone.wsgi import WsgiLine

    post = WsgiLine(Line(voice="<Record action='/said'/>", said="<Hangup/>")).post
    sid, token = local_twilio.account_sid, local_twilio.auth_token
    names = {
        "account_sid": sid,
        "auth_token": token,
        "post": post,
        "Fault": Fault,
        "RemoteRecordings": RemoteRecordings,
        "Caller": lambda *given, **named: Caller(*given, token=TOKEN, **named),
    }
    exec(EXAMPLES[2].replace("http://127.0.0.1:5056", local_twilio.url), names)
    assert [it.seconds for it in local_twilio.recordings.all()] == [12]
    assert local_twilio.faults.told()["seed"] == 7


@pytest.mark.parametrize("name", [*KINDS, *PLACES])
def test_every_fault_and_place_is_in_the_manual(name):
    assert f"`{name}`" in MANUAL


@pytest.mark.parametrize("name", re.findall(r"/stand-in/(\w+)", MANUAL))
def test_every_address_in_the_manual_is_there(local_twilio, name):
    from twilios import ask

    methods = ("GET", "PUT", "POST")
    answers = [ask(local_twilio, method, f"/stand-in/{name}").status_code for method in methods]
    assert set(answers) != {404}
