"""`ivr serve` as a process of its own, rung over HTTP by `ivr call --line`."""

import contextlib
import dataclasses
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
from types import SimpleNamespace

import pytest
import requests
from command_line import IVR, SMALL, ivr, process, surroundings
from web_end import nobody

from ivr.call.effects import Answered
from ivr.cli.demonstration import shown
from ivr.cli.telephone import invented_token, known_token, settings_of, token_file
from ivr.menu import load_text
from ivr.message.accounts import WrongPassword
from ivr.message.values import CallRef
from ivr.web.inbox.making import accounts_of
from ivr.web.making import store_of
from ivr.web.settings import Settings, from_environment
from scripts.storm.processes import free_port

TOKEN = "0123456789abcdef" * 2
PATIENCE = 240
"""Seconds that anything may take on a machine that is busy with other things."""


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
        giving_up = threading.Timer(PATIENCE, self.process.kill)
        giving_up.start()
        for line in self.process.stdout:
            self.said.append(line.rstrip())
            if line.startswith(words):
                break
        giving_up.cancel()
        assert self.said, "it has said nothing"
        assert self.said[-1].startswith(words), self.said

    def stop(self, how=signal.SIGINT, *, everyone=True):
        """Ask it to stop: the whole group as a terminal does, or the one process. Give its exit code."""
        (os.killpg if everyone else os.kill)(self.process.pid, how)
        rest, _ = self.process.communicate(timeout=PATIENCE)
        self.said += rest.splitlines()
        return self.process.returncode

    def close(self):
        with contextlib.suppress(ProcessLookupError):  # where nobody of them is left
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)
        self.process.stdout.close()


def in_language(line, language):
    return ("call", "--line", line.address, "--keys", "", "--language", language, "--format", "json")


def url_of(folder):
    """Where the messages are of the line that runs in a folder."""
    return f"sqlite:///{folder / 'var' / 'liaison-line.db'}"


def a_store(folder):
    """The store of the line that runs in a folder."""
    return store_of(Settings(database_url=url_of(folder)))


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


def until(true, seconds=PATIENCE):
    """Wait until something is so, and give it."""
    give_up = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < give_up, "it has not come in time"
        time.sleep(0.1)
    return found


def listed(folder):
    """What `ivr messages list` tells of a line's messages."""
    done = ivr("messages", "list", "--format", "json", env={"IVR_DATABASE_URL": url_of(folder)})
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


# A demonstration that runs ------------------------------------------------------------------------------------------------


def come_in(line, password):
    """Log in as the account of the demonstration; give the session and where it ended."""
    browser = requests.Session()
    page = browser.get(f"{line.address}/inbox/login", timeout=PATIENCE).text
    form = {
        "login": "demo",
        "password": password,
        "csrf_token": re.search(r'name="csrf_token" value="([^"]+)"', page)[1],
    }
    return browser, browser.post(f"{line.address}/inbox/login", form, timeout=PATIENCE).url


def password_told(said):
    return next((found[1] for told in said if (found := re.search(r"demo, password (\S+)\.", told))), None)


@dataclasses.dataclass(frozen=True)
class Demonstration:
    """A line that runs, the folder it runs in, the password of the account that was there before it began, and the first
    page of its inbox as it was before anybody rang."""

    line: Running
    folder: Path
    password: str
    first_page: str


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demonstration")
    (folder / "menus.yaml").write_text(SMALL, encoding="utf-8")
    settings = from_environment({"IVR_DATABASE_URL": url_of(folder)})
    said = list(shown(settings, load_text(SMALL.encode()), "127.0.0.1", "http://127.0.0.1:5055"))
    nobody_agreed(folder)
    line = Running(folder)
    try:
        line.until("The line answers at")
        browser, ended = come_in(line, password_told(said))
        yield Demonstration(line, folder, password_told(said), browser.get(ended, timeout=PATIENCE).text)
        assert line.stop() == 0
        assert line.said[-1] == "The line has stopped."
        assert "Traceback" not in "\n".join(line.said)
        assert not (folder / "var" / "local-twilio").exists()
    finally:
        line.close()


def test_a_line_without_a_token_is_rung_by_its_own_telephone_only(demonstration, monkeypatch):
    line, folder = demonstration.line, demonstration.folder
    assert f"    ivr call --line {line.address}" in line.said
    assert line.said[0] == "Small line: menus.yaml, 13 nodes, English, Polski."

    kept = folder / "var" / "telephone-token"
    token = kept.read_text()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert token.strip() not in "".join(line.said)

    monkeypatch.chdir(folder)
    for language in ("en", "pl"):
        done = ivr(*in_language(line, language))
        assert done.exit_code == 0, done.stderr
        assert f"/{language}/normal/" in json.loads(done.stdout)[0]["twiml"]
    done = ivr(*in_language(line, "cy"))
    assert done.exit_code == 2
    assert "The line has no language “cy”" in done.stderr

    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{line.address}/voice", b"CallSid=CA1", timeout=PATIENCE)
    with refused.value:
        assert refused.value.code == 403

    kept.write_text(f"{TOKEN}\n")
    try:
        done = ivr("call", "--line", line.address, "--keys", "")
    finally:
        kept.write_text(token)
    assert done.exit_code == 2
    assert "does not take this telephone's signature" in done.stderr


def test_where_a_line_listens_no_other_begins(demonstration):
    busy = process("serve", "--port", demonstration.line.port, folder=demonstration.folder)
    assert (busy.returncode, busy.stdout) == (2, b"")
    assert b"already listening" in busy.stderr


def test_what_the_last_call_of_the_night_left_over_goes_while_the_line_runs(demonstration):
    until(lambda: answers(demonstration.folder) == {})


def test_what_is_said_to_a_demonstration_is_fetched_from_the_stand_in(demonstration):
    line, folder = demonstration.line, demonstration.folder
    keys = "1 1 record:12 1"
    done = process("call", "--line", line.address, "--keys", keys, "--format", "json", folder=folder)
    told = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert [document["node"] for document in told[:-1]] == ["main", "agree", "message", "review", "sent"]
    (message,) = told[-1]["messages"]
    assert (message["state"], message["recordings"]) == ("sent", [12])
    assert told[-1]["problems"] == []

    def recordings():
        (found,) = [each for each in listed(folder) if each["reference"] == message["reference"]]
        return [each["state"] for each in found["recordings"]]

    until(lambda: recordings() == ["stored"])
    assert (folder / "var" / "local-twilio").stat().st_mode & 0o077 == 0


def test_a_demonstration_has_an_account_and_something_to_look_at(demonstration):
    line, folder = demonstration.line, demonstration.folder
    assert "Open messages (4)" in demonstration.first_page
    assert password_told(line.said) == demonstration.password
    assert (folder / "var" / "demonstration-password").stat().st_mode & 0o077 == 0
    assert come_in(line, demonstration.password)[1] == f"{line.address}/inbox/"
    assert come_in(line, "something else")[1] == f"{line.address}/inbox/login"


WRITTEN = ("MENUS", "TWILIO_AUTH_TOKEN", "TWILIO_ACCOUNT_SID", "TWILIO_API_URL", "PUBLIC_URL", "STUDIO")
"""The settings that a line writes into the environment, for the processes that answer."""


@pytest.fixture
def begun(tmp_path, monkeypatch, cheap_passwords):
    """Begins a line in this process, up to where others would answer, and gives what it has said."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "menus.yaml").write_text(SMALL, encoding="utf-8")
    monkeypatch.setattr("ivr.cli.server.log_plainly", lambda: None)
    monkeypatch.setattr("ivr.cli.server._free", lambda host, port: None)  # tests look up no such address
    monkeypatch.setattr(
        "ivr.cli.server.working", lambda settings: contextlib.nullcontext(SimpleNamespace(left=False))
    )

    def begin(host, **env):
        ran = []
        monkeypatch.setattr("ivr.cli.server.run", lambda *words: ran.append(words))
        done = ivr("serve", "--host", host, env={f"IVR_{name}": None for name in WRITTEN} | env)
        assert done.exit_code == 0, done.output
        assert [(app, where) for app, where, *_ in ran] == [("both", host)]
        return done.stdout.splitlines()

    return begin


def test_a_demonstration_that_begins_again_has_the_same_account_and_the_same_messages(begun, tmp_path):
    first = begun("127.0.0.1")
    messages = listed(tmp_path)
    assert len(messages) == 4
    again = begun("127.0.0.1")
    assert password_told(again) == password_told(first) is not None
    assert listed(tmp_path) == messages


def test_a_line_that_listens_everywhere_tells_nobody_of_that_account(begun):
    said = begun("0.0.0.0")
    assert password_told(said) is None
    assert not any("/inbox/ with" in told for told in said)


def test_where_no_line_runs_nobody_answers():
    address = f"http://127.0.0.1:{nobody()}"
    done = ivr("call", "--line", address, "--keys", "", env={"IVR_TWILIO_AUTH_TOKEN": TOKEN})
    assert done.exit_code == 2
    assert "Nobody answers" in done.stderr


@pytest.mark.parametrize(
    ("env", "comes_in"),
    [
        ({}, True),
        ({"IVR_PUBLIC_URL": "https://line.example"}, False),
        ({"IVR_INBOX_URL": "https://inbox.example"}, False),
        ({"IVR_DEMONSTRATION": "no", "IVR_DEMONSTRATION_APPROVED_BY": "A. N. Approver"}, False),
    ],
    ids=["only here", "public line", "public inbox", "no demonstration"],
)
def test_nobody_has_that_account_where_others_could_come_in(begun, tmp_path, env, comes_in):
    password = password_told(begun("127.0.0.1"))
    secret = (tmp_path / "var" / "server-secret").read_text().strip()
    env = {"IVR_DATABASE_URL": url_of(tmp_path), "IVR_SECRET": secret, **env}
    said = begun("127.0.0.1", **env)
    assert password_told(said) == (password if comes_in else None)
    assert any("/inbox/ with" in told for told in said) is comes_in

    settings = from_environment(env)
    store = store_of(settings)
    try:
        accounts, now = accounts_of(settings, store), datetime.now(UTC)
        with contextlib.nullcontext() if comes_in else pytest.raises(WrongPassword):
            accounts.check_password("demo", password, address="127.0.0.1", device="", at=now)
    finally:
        store.close()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")
def test_a_process_that_is_killed_is_followed_by_another_however_often(demonstration):
    line = demonstration.line
    for _ in range(2):
        (one,) = until(lambda: children(line))
        os.kill(one, signal.SIGKILL)
        until(lambda one=one: one not in children(line))
        until(lambda: answers_now(line))


# Other lines --------------------------------------------------------------------------------------------------------------


def children(line):
    """The processes that answer, of a line."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(words[1]) == line.process.pid and b"spawn_main" in command_of(folder.name):
            found.append(int(folder.name))
    return found


def command_of(number):
    """What a process was started as; nothing where it has ended."""
    try:
        return Path(f"/proc/{number}/cmdline").read_bytes()
    except OSError:
        return b""


def answers_now(line):
    try:
        urllib.request.urlopen(f"{line.address}/healthz", timeout=5).close()
    except OSError:
        return False
    return True


WAITS_LONG = """
import granian.server
usual = granian.server.Server
granian.server.Server = lambda *words, **more: usual(*words, **more | {"workers_kill_timeout": 3600})
from ivr.__main__ import main
main()
"""
"""The command, which waits longer than anybody for a process that does not end."""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")
def test_a_line_with_a_token_and_an_address_behind_a_proxy(run, tmp_path, monkeypatch):
    """It is stopped as systemd stops a service: a worker that is told often must end by itself."""
    env = {"IVR_TWILIO_AUTH_TOKEN": TOKEN, "IVR_PUBLIC_URL": "https://line.example/office"}
    line = run(
        *("--menus", str(tmp_path / "menus.yaml"), "--workers", "2"),
        program=(sys.executable, "-c", WAITS_LONG),
        IVR_SPEECH="off",
        **env,
    )
    assert any("https://line.example/office/voice/status" in said for said in line.said)
    assert not (tmp_path / "var" / "telephone-token").exists()
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    done = ivr("call", "--line", f"{line.address}/", "--keys", "2 77 hash", "--format", "json")
    assert done.exit_code == 0, done.stderr
    told = json.loads(done.stdout)
    assert told[1]["url"].startswith("/office/voice/")
    assert [document["node"] for document in told[:-1]] == ["main", "number", "heard-it"]

    for each in until(lambda: len(both := children(line)) == 2 and both):
        for _ in range(50):
            with contextlib.suppress(ProcessLookupError):
                os.kill(each, signal.SIGTERM)
    assert line.stop(signal.SIGTERM) == 0
    assert line.said[-1] == "The line has stopped."


def test_a_line_that_cannot_keep_messages_says_so(run, tmp_path):
    nowhere = {"IVR_DATABASE_URL": f"sqlite:///{tmp_path}", "IVR_LEAST_FREE_MB": "99999999"}
    line = run(IVR_TWILIO_AUTH_TOKEN=TOKEN, IVR_SPEECH="off", **nowhere)
    line.until("It cannot keep messages now")
    assert (
        "It lacks: the database, the keys, room on the disk. `ivr doctor` says what to do." in line.said[-1]
    )
    assert line.stop(signal.SIGTERM, everyone=False) == 0
    assert sum("The jobs of the line cannot begin" in said for said in line.said) <= 1
    assert any("Messages cannot be kept now" in said for said in line.said)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")
def test_where_officers_work_needs_no_token_answers_no_call_and_ends_with_its_first_process(run, tmp_path):
    line = run("--only", "inbox", command="web")
    assert not (tmp_path / "var" / "telephone-token").exists()
    with pytest.raises(urllib.error.HTTPError) as missing:
        urllib.request.urlopen(f"{line.address}/voice", b"CallSid=CA1", timeout=PATIENCE)
    with missing.value:
        assert missing.value.code == 404

    (one,) = until(lambda: children(line))
    os.kill(line.process.pid, signal.SIGKILL)
    until(lambda: not command_of(one))
    line.process.wait(PATIENCE)
    assert not answers_now(line)


# What does not even begin -------------------------------------------------------------------------------------------------


@pytest.fixture
def begin(tmp_path, monkeypatch):
    """Types a command that must be refused before anything begins."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "menus.yaml").write_text(SMALL, encoding="utf-8")

    def begun(*_, **__):
        raise AssertionError("it has begun")

    for name in (
        "ivr.cli.server.run",
        "ivr.cli.server.working",
        "ivr.cli.server.say",
        "ivr.cli.worker.working",
    ):
        monkeypatch.setattr(name, begun)

    def begin(command, *words, **env):
        words = words if command == "worker" or "--port" in words else ("--port", free_port(), *words)
        return ivr(command, *words, env={"IVR_MENUS": None} | env)

    return begin


SERVICES = ("serve", "web", "worker")


@pytest.mark.parametrize("command", SERVICES)
def test_a_database_in_memory_cannot_be_shared(begin, command):
    done = begin(command, IVR_DATABASE_URL="sqlite://")
    assert done.exit_code == 2
    assert "in memory" in done.stderr


@pytest.mark.parametrize("command", SERVICES)
def test_a_file_that_is_no_database_is_refused_before_anything_is_written(begin, tmp_path, command):
    (tmp_path / "notes.txt").write_text("milk and eggs, and whatever else there is to buy")
    there = sorted(tmp_path.iterdir())
    done = begin(command, IVR_DATABASE_URL="sqlite:///notes.txt")
    assert done.exit_code == 2
    assert done.stderr == (
        "ivr: notes.txt is no database of SQLite's, so no message can be kept in it. Name another file in "
        "IVR_DATABASE_URL.\n"
    )
    assert sorted(tmp_path.iterdir()) == there


@pytest.mark.parametrize("command", SERVICES)
def test_real_calls_need_a_secret_of_the_line(begin, command):
    env = {"IVR_DEMONSTRATION": "no", "IVR_DEMONSTRATION_APPROVED_BY": "Sam", "IVR_TWILIO_AUTH_TOKEN": TOKEN}
    done = begin(command, **env)
    assert done.exit_code == 2, done.stderr
    assert "IVR_SECRET" in done.stderr


def test_a_broken_menu_stops_it_before_it_starts(begin, tmp_path):
    (tmp_path / "menus.yaml").write_text(SMALL.replace("goto: sent", "goto: nowhere"), encoding="utf-8")
    done = begin("serve")
    assert done.exit_code == 1
    assert "There is no node" in done.stderr
    assert begin("serve", "--menus", "nothing.yaml").exit_code == 2


def test_settings_and_hosts_that_cannot_be_stop_it_in_words(begin, tmp_path):
    done = begin("serve", IVR_DEMONSTRATION="no")
    assert done.exit_code == 2
    assert "IVR_DEMONSTRATION_APPROVED_BY" in done.stderr
    done = process("serve", "--host", "192.0.2.1", "--port", free_port(), folder=tmp_path)
    assert done.returncode == 2
    assert b"cannot listen at 192.0.2.1" in done.stderr


def test_a_place_that_cannot_be_written_is_told_in_words(begin, tmp_path):
    (tmp_path / "var").write_text("a file where a folder should be")
    done = begin("serve")
    assert done.exit_code == 2
    assert "cannot be kept in var/server-secret" in done.stderr


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
