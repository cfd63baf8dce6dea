"""`ivr web` and `ivr worker` as processes of their own, as on several hosts."""

import signal
import subprocess
import threading

import pytest
from command_line import IVR, SMALL, process, surroundings
from test_cli_serve import PATIENCE, Running, a_store, listed, until

from ivr.phone.sound import sound
from ivr.phone.twilio_api import TwilioApi, serve


class Worker:
    """A worker that is at work."""

    def __init__(self, folder, **env):
        self.process = subprocess.Popen(
            [str(IVR), "worker"],
            cwd=folder,
            env=surroundings(**env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        giving_up = threading.Timer(PATIENCE, self.process.kill)
        giving_up.start()
        self.said = []
        for line in self.process.stdout:  # on a busy machine it may have to try again before it begins
            self.said.append(line.rstrip())
            if self.said[-1] == "The worker is at work. Ctrl-C stops it.":
                break
        giving_up.cancel()
        assert self.said[-1:] == ["The worker is at work. Ctrl-C stops it."], self.said

    def stop(self, how):
        self.process.send_signal(how)
        rest, _ = self.process.communicate(timeout=PATIENCE)
        self.said += rest.splitlines()
        return self.process.returncode

    def close(self):
        self.process.kill()
        self.process.wait(PATIENCE)
        self.process.stdout.close()


@pytest.fixture
def twilio():
    with serve(TwilioApi()) as served:
        yield served


@pytest.fixture
def house(tmp_path, twilio):
    """Starts processes of one line, which has an account at the stand-in."""
    (tmp_path / "menus.yaml").write_text(SMALL, encoding="utf-8")
    env = {
        "IVR_TWILIO_ACCOUNT_SID": twilio.account_sid,
        "IVR_TWILIO_AUTH_TOKEN": twilio.auth_token,
        "IVR_TWILIO_API_URL": twilio.url,
    }
    running = []

    def start(kind, *words):
        one = Worker(tmp_path, **env) if kind == "worker" else Running(tmp_path, *words, command=kind, **env)
        running.append(one)
        if kind != "worker":
            one.until("The line answers at")
        return one

    yield start
    for one in running:
        one.close()


def recordings(folder):
    messages = listed(folder)
    return [each["state"] for message in messages for each in message["recordings"]]


def test_who_answers_and_who_works_are_different_processes(house, tmp_path, twilio):
    # Who only answers calls holds no key that opens anything, and makes none.
    store = a_store(tmp_path)
    store.prepare()
    store.close()
    first = house("worker")  # it makes the engine's tables: until then jobs wait for a round
    assert first.stop(signal.SIGTERM) == 0
    assert first.said[-1] == "The worker has stopped."
    web = house("web", "--only", "voice")
    keys = ("call", "--line", web.address, "--keys", "1 1 record:12 1", "--format", "json")
    env = {"IVR_TWILIO_AUTH_TOKEN": twilio.auth_token}
    done = process(*keys, folder=tmp_path, env=env)
    assert done.returncode == 0, done.stderr
    assert recordings(tmp_path) == ["expected"]
    (sid,) = [each["sid"] for message in listed(tmp_path) for each in message["recordings"]]
    call_sid = "CA" + "0" * 32
    twilio.add(sid, call_sid, sound(sid, 12), 12)

    second = house("worker")
    until(lambda: recordings(tmp_path) == ["stored"])
    assert second.stop(signal.SIGINT) == 0
    assert second.said[-1] == "The worker has stopped."
    assert web.stop() == 0
