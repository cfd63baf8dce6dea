"""`ivr serve` as a process of its own, rung over HTTP by `ivr call --line`."""

import contextlib
import json
import os
import re
import signal
import stat
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests
from command_line import IVR, SMALL, ivr, process, surroundings

from ivr.call.effects import Answered
from ivr.cli.telephone import invented_token, known_token, settings_of, token_file
from ivr.message.values import CallRef
from ivr.web.making import store_of
from ivr.web.settings import Settings
from scripts.storm.processes import free_port

TOKEN = "0123456789abcdef" * 2


class Running:
    """A line that answers; `address` is where."""

    def __init__(self, folder, *words, command="serve", program=(str(IVR),), **env):
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.said = []
        self.process = subprocess.Popen(
            [*program, command, "--port", str(self.port), *words],
            cwd=folder,
            env=surroundings(**env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def until(self, words):
        """Read what it says up to a line that begins with these words."""
        giving_up = threading.Timer(240, self.process.kill)
        giving_up.start()
        for line in self.process.stdout:
            self.said.append(line.rstrip())
            if line.startswith(words):
                break
        giving_up.cancel()
        assert self.said[-1].startswith(words), self.said

    def stop(self, how=signal.SIGINT, *, everyone=True):
        """Ask it to stop: the whole group as a terminal does, or the one process. Give its exit code."""
        (os.killpg if everyone else os.kill)(self.process.pid, how)
        rest, _ = self.process.communicate(timeout=240)
        self.said += rest.splitlines()
        return self.process.returncode

    def close(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=60)
        self.process.stdout.close()


def in_language(line, language):
    return ("call", "--line", line.address, "--keys", "", "--language", language, "--format", "json")


def a_store(folder):
    """The store of the line that runs in a folder."""
    return store_of(Settings(database_url=f"sqlite:///{folder / 'var' / 'liaison-line.db'}"))


def nobody_agreed(folder, at=datetime(2026, 11, 2, 23, 50, tzinfo=UTC)):
    """Leave a number keyed in by somebody who never agreed to anything, in a call that nobody ends."""
    store = a_store(folder)
    store.do([Answered("safe_number", "07700900123")], CallRef("CA1", int(at.timestamp()) // 60), 2, at)
    store.close()
    assert answers(folder) == {"safe_number": "07700900123"}


def answers(folder):
    store = a_store(folder)
    found = store.answers("CA1", 2)
    store.close()
    return found


def until(true, seconds=240):
    """Wait until something is so, and give it."""
    give_up = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < give_up, "it has not come in time"
        time.sleep(0.1)
    return found


def listed(folder):
    """What `ivr messages list` tells of a line's messages."""
    done = process("messages", "list", "--format", "json", folder=folder)
    return json.loads(done.stdout)["messages"]


@pytest.fixture
def run(tmp_path):
    running = []
    (tmp_path / "menus.yaml").write_text(SMALL, encoding="utf-8")

    def start(*words, **env):
        line = Running(tmp_path, *words, **env)
        running.append(line)
        line.until("The line answers at")
        return line

    yield start
    for line in running:
        line.close()


def test_a_line_without_a_token_is_rung_by_its_own_telephone_only(run, tmp_path, monkeypatch):
    line = run()
    assert f"    ivr call --line {line.address}" in line.said
    assert line.said[0] == "Small line: menus.yaml, 13 nodes, English, Polski."

    kept = tmp_path / "var" / "telephone-token"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert kept.read_text().strip() not in "".join(line.said)

    done = process(
        "call", "--line", line.address, "--keys", "1 1 record:12 1", "--format", "json", folder=tmp_path
    )
    told = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert [document["node"] for document in told[:-1]] == ["main", "agree", "message", "review", "sent"]
    assert [(m["state"], m["recordings"]) for m in told[-1]["messages"]] == [("sent", [12])]
    assert told[-1]["problems"] == []

    monkeypatch.chdir(tmp_path)
    for language in ("en", "pl"):
        done = ivr(*in_language(line, language))
        assert done.exit_code == 0, done.stderr
        assert f"/{language}/normal/" in json.loads(done.stdout)[0]["twiml"]
    done = ivr(*in_language(line, "cy"))
    assert done.exit_code == 2
    assert "The line has no language “cy”" in done.stderr

    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{line.address}/voice", b"CallSid=CA1", timeout=30)
    with refused.value:
        assert refused.value.code == 403

    kept.write_text(f"{TOKEN}\n")
    done = ivr("call", "--line", line.address, "--keys", "")
    assert done.exit_code == 2
    assert "does not take this telephone's signature" in done.stderr

    busy = process("serve", "--port", line.port, folder=tmp_path)
    assert (busy.returncode, busy.stdout) == (2, b"")
    assert b"already listening" in busy.stderr

    assert line.stop() == 0
    assert line.said[-1] == "The line has stopped."
    assert "Traceback" not in "\n".join(line.said)
    assert "cannot keep messages" not in "\n".join(line.said)
    done = ivr("call", "--line", line.address, "--keys", "")
    assert done.exit_code == 2
    assert "Nobody answers" in done.stderr


def test_a_line_with_a_token_and_an_address_behind_a_proxy(run, tmp_path, monkeypatch):
    env = {"IVR_TWILIO_AUTH_TOKEN": TOKEN, "IVR_PUBLIC_URL": "https://line.example/office"}
    line = run("--menus", str(tmp_path / "menus.yaml"), "--workers", "2", **env)
    assert any("https://line.example/office/voice/status" in said for said in line.said)
    assert not (tmp_path / "var" / "telephone-token").exists()
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    done = ivr("call", "--line", f"{line.address}/", "--keys", "2 77 hash", "--format", "json")
    assert done.exit_code == 0, done.stderr
    told = json.loads(done.stdout)
    assert told[1]["url"].startswith("/office/voice/")
    assert [document["node"] for document in told[:-1]] == ["main", "number", "heard-it"]
    assert line.stop(signal.SIGTERM, everyone=False) == 0


def test_a_line_that_cannot_keep_messages_says_so(run, tmp_path):
    line = run(IVR_DATABASE_URL=f"sqlite:///{tmp_path}", IVR_TWILIO_AUTH_TOKEN=TOKEN)
    line.until("It cannot keep messages now")
    assert "It lacks: the database" in line.said[-1]
    assert line.stop() == 0
    assert sum("The jobs of the line cannot begin" in said for said in line.said) <= 1
    assert any("Messages cannot be kept now" in said for said in line.said)


def test_a_line_says_what_it_lacks_to_keep_messages(run):
    line = run(IVR_LEAST_FREE_MB="99999999", IVR_TWILIO_AUTH_TOKEN=TOKEN)
    line.until("It cannot keep messages now")
    assert "It lacks: room on the disk. `ivr doctor` says what to do." in line.said[-1]
    assert line.stop() == 0


def test_what_the_last_call_of_the_night_left_over_goes_while_the_line_runs(run, tmp_path):
    nobody_agreed(tmp_path)
    line = run()
    until(lambda: answers(tmp_path) == {})
    assert line.stop() == 0
    assert line.said[-1] == "The line has stopped."
    assert "Traceback" not in "\n".join(line.said)


def test_what_is_said_to_a_demonstration_is_fetched_from_the_stand_in(run, tmp_path):
    line = run()
    keys = "1 1 record:12 1"
    done = process("call", "--line", line.address, "--keys", keys, "--format", "json", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    until(lambda: [each["state"] for each in listed(tmp_path)[-1]["recordings"]] == ["stored"])
    assert (tmp_path / "var" / "local-twilio").stat().st_mode & 0o077 == 0
    assert line.stop() == 0
    assert not (tmp_path / "var" / "local-twilio").exists()


def come_in(line, password):
    """Log in as the account of the demonstration; give the session and where it ended."""
    browser = requests.Session()
    page = browser.get(f"{line.address}/inbox/login", timeout=30).text
    form = {
        "login": "demo",
        "password": password,
        "csrf_token": re.search(r'name="csrf_token" value="([^"]+)"', page)[1],
    }
    return browser, browser.post(f"{line.address}/inbox/login", form, timeout=30).url


def password_told(line):
    return next(
        (found[1] for told in line.said if (found := re.search(r"demo, password (\S+)\.", told))), None
    )


def test_a_demonstration_has_an_account_and_something_to_look_at(run, tmp_path):
    line = run()
    browser, ended = come_in(line, password_told(line))
    assert ended == f"{line.address}/inbox/"
    assert "Open messages (4)" in browser.get(ended, timeout=30).text
    assert (tmp_path / "var" / "demonstration-password").stat().st_mode & 0o077 == 0
    assert line.stop() == 0
    again = run()
    assert password_told(again) == password_told(line)
    assert len(listed(tmp_path)) == 4
    assert come_in(again, "something else")[1] == f"{again.address}/inbox/login"


@pytest.mark.parametrize(
    ("words", "env"),
    [
        (("--host", "0.0.0.0"), {}),
        ((), {"IVR_PUBLIC_URL": "https://line.example"}),
        ((), {"IVR_INBOX_URL": "https://inbox.example"}),
        (
            (),
            {
                "IVR_DEMONSTRATION": "no",
                "IVR_DEMONSTRATION_APPROVED_BY": "A. N. Approver",
                "IVR_SECRET": "the secret of this test of a line",
            },
        ),
    ],
    ids=["listens everywhere", "public line", "public inbox", "no demonstration"],
)
def test_nobody_has_that_account_where_others_could_come_in(run, tmp_path, words, env):
    password = password_told(first := run())
    assert first.stop() == 0
    line = run(*words, **env)
    assert password_told(line) is None
    assert not any("/inbox/ with" in told for told in line.said)
    if "0.0.0.0" not in words:
        browser, ended = come_in(line, password)
        assert ended == f"{line.address}/inbox/login"
        assert "Leave" not in browser.get(f"{line.address}/inbox/", timeout=30).text


def children(line):
    """The processes that answer, of a line."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "stat").read_text().rpartition(")")[2].split()
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if int(words[1]) == line.process.pid and b"spawn_main" in command:
            found.append(int(folder.name))
    return found


WAITS_LONG = """
import granian.server
usual = granian.server.Server
granian.server.Server = lambda *words, **more: usual(*words, **more | {"workers_kill_timeout": 55})
from ivr.__main__ import main
main()
"""
"""The command, which waits for a process that does not end longer than the slowest machine needs for one that does."""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")
def test_a_stop_that_reaches_every_process_is_quick_however_often_each_is_told(run):
    """As systemd stops a service. A worker that was told twice was waited for, for ten seconds."""
    line = run("--workers", "2", program=(sys.executable, "-c", WAITS_LONG))
    began = time.monotonic()
    for one in children(line):
        for _ in range(50):
            with contextlib.suppress(ProcessLookupError):
                os.kill(one, signal.SIGTERM)
    assert line.stop(signal.SIGTERM) == 0
    assert time.monotonic() - began < 50
    assert line.said[-1] == "The line has stopped."


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")
def test_a_process_that_is_killed_is_followed_by_another_however_often(run):
    line = run()
    for _ in range(3):
        (one,) = until(lambda: children(line))
        os.kill(one, signal.SIGKILL)
        until(lambda one=one: one not in children(line))
        until(lambda: answers_now(line))
    assert line.stop() == 0


def answers_now(line):
    try:
        urllib.request.urlopen(f"{line.address}/healthz", timeout=5).close()
    except OSError:
        return False
    return True


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")
def test_who_answers_ends_with_the_first_process(run):
    line = run()
    assert children(line)
    os.kill(line.process.pid, signal.SIGKILL)
    until(lambda: not answers_now(line))
    line.process.wait(60)


def test_a_database_in_memory_cannot_be_shared(tmp_path):
    (tmp_path / "menus.yaml").write_text(SMALL, encoding="utf-8")
    for command in ("serve", "web", "worker"):
        done = process(command, folder=tmp_path, env={"IVR_DATABASE_URL": "sqlite://"})
        assert done.returncode == 2
        assert b"in memory" in done.stderr


@pytest.mark.parametrize("command", ["serve", "web", "worker"])
def test_a_file_that_is_no_database_is_refused_before_anything_is_written(tmp_path, command):
    (tmp_path / "menus.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("milk and eggs, and whatever else there is to buy")
    words = () if command == "worker" else ("--port", free_port())
    done = process(command, *words, folder=tmp_path, env={"IVR_DATABASE_URL": "sqlite:///notes.txt"})
    assert done.returncode == 2
    assert done.stderr == (
        b"ivr: notes.txt is no database of SQLite's, so no message can be kept in it. Name another file in "
        b"IVR_DATABASE_URL.\n"
    )
    assert sorted(file.name for file in tmp_path.iterdir()) == ["menus.yaml", "notes.txt"]


def test_real_calls_need_a_secret_of_the_line(tmp_path):
    (tmp_path / "menus.yaml").write_text(SMALL, encoding="utf-8")
    env = {"IVR_DEMONSTRATION": "no", "IVR_DEMONSTRATION_APPROVED_BY": "Sam", "IVR_TWILIO_AUTH_TOKEN": TOKEN}
    for command in ("serve", "web", "worker"):
        done = process(command, folder=tmp_path, env=env)
        assert done.returncode == 2, done.stderr
        assert b"IVR_SECRET" in done.stderr


def test_where_officers_work_needs_no_token_and_answers_no_call(tmp_path):
    (tmp_path / "menus.yaml").write_text(SMALL, encoding="utf-8")
    line = Running(tmp_path, "--only", "inbox", command="web")
    try:
        line.until("The line answers at")
        assert not (tmp_path / "var" / "telephone-token").exists()
        with pytest.raises(urllib.error.HTTPError) as missing:
            urllib.request.urlopen(f"{line.address}/voice", b"CallSid=CA1", timeout=30)
        with missing.value:
            assert missing.value.code == 404
        assert line.stop() == 0
    finally:
        line.close()


def test_a_broken_menu_stops_it_before_it_starts(tmp_path):
    (tmp_path / "menus.yaml").write_text(SMALL.replace("goto: sent", "goto: nowhere"), encoding="utf-8")
    done = process("serve", "--port", free_port(), folder=tmp_path)
    assert done.returncode == 1
    assert b"There is no node" in done.stderr
    done = process("serve", "--port", free_port(), "--menus", "nothing.yaml", folder=tmp_path)
    assert done.returncode == 2


def test_settings_and_hosts_that_cannot_be_stop_it_in_words(tmp_path):
    (tmp_path / "menus.yaml").write_text(SMALL, encoding="utf-8")
    done = process("serve", folder=tmp_path, env={"IVR_DEMONSTRATION": "no"})
    assert done.returncode == 2
    assert b"IVR_DEMONSTRATION_APPROVED_BY" in done.stderr
    done = process("serve", "--host", "192.0.2.1", "--port", free_port(), folder=tmp_path)
    assert done.returncode == 2
    assert b"cannot listen at 192.0.2.1" in done.stderr


# The token ----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def settings(tmp_path, monkeypatch):
    monkeypatch.setenv("IVR_DATABASE_URL", f"sqlite:///{tmp_path / 'data' / 'line.db'}")
    return settings_of()


def test_a_token_is_invented_once_and_kept_from_others(settings, tmp_path):
    token = invented_token(settings)
    assert token_file(settings) == tmp_path / "data" / "telephone-token"
    assert len(token) == 32
    assert known_token(settings) == invented_token(settings) == token
    token_file(settings).chmod(0o644)
    assert invented_token(settings) == token
    assert stat.S_IMODE(token_file(settings).stat().st_mode) == 0o600


def test_a_spoilt_token_is_made_anew(settings):
    invented_token(settings)
    token_file(settings).write_text("not a token")
    assert known_token(settings.model_copy(update={"twilio_auth_token": TOKEN})) == TOKEN
    assert len(invented_token(settings)) == 32
    assert known_token(settings) == invented_token(settings)


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("sqlite:///var/liaison-line.db", "var/telephone-token"),
        ("sqlite:////srv/line.db?timeout=5", "/srv/telephone-token"),
        ("sqlite://", "var/telephone-token"),
        ("postgresql://somebody@db.example/line", "var/telephone-token"),
    ],
)
def test_the_token_lies_beside_the_database(settings, url, place):
    assert str(token_file(settings.model_copy(update={"database_url": url}))) == place


def test_without_any_token_nothing_is_rung(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = ivr("call", "--line", "http://127.0.0.1:9", "--keys", "")
    assert done.exit_code == 2
    assert "There is no token to sign with" in done.stderr


def test_a_place_that_cannot_be_written_is_told_in_words(tmp_path):
    (tmp_path / "menus.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "var").write_text("a file where a folder should be")
    done = process("serve", "--port", free_port(), folder=tmp_path)
    assert done.returncode == 2
    assert b"cannot be kept in var/server-secret" in done.stderr
