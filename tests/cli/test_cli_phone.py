"""`ivr phone`: a softphone in another process rings the shipped menu, hears it, presses keys and leaves a message."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from ivr.phone.sip import g711
from tests.cli.command_line import ivr
from tests.phone.softphone import Softphone, until

ROOT = Path(__file__).parents[2]


def words(*arguments, **environ):
    command = [sys.executable, "-m", "ivr", "phone", *arguments]
    return {
        "args": command,
        "cwd": ROOT,
        "env": {**os.environ, **environ},
        "stdin": subprocess.DEVNULL,
        "text": True,
    }


@contextlib.contextmanager
def rung(*arguments):
    """The command, and the first line that it has said. An interrupt ends it, and it ends well."""
    process = subprocess.Popen(
        **words("--port", "0", *arguments), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    giving_up = threading.Timer(240, process.kill)  # nobody waits for ever for what it does not say
    giving_up.start()
    try:
        yield process, process.stdout.readline()
    finally:
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
        assert process.wait(240) == 0, rest
        giving_up.cancel()
        process.stdout.close()
        assert "Traceback" not in rest


def level(phone, seconds=1.0):
    """How loud the last of what was heard is."""
    return g711.level(g711.decode(bytes(phone.heard[-int(seconds * 8000) :]), "PCMU"))


def test_a_softphone_hears_the_menu_and_its_keys_lead_on():
    with rung("--from", "withheld", "--at", "Christmas Day 10:00") as (process, said):
        host, port = re.fullmatch(r"Ring sip:menu@(\S+):(\d+) with any softphone\. .*\n", said).groups()
        phone = Softphone((host, int(port)))
        phone.ring()
        assert process.stdout.readline() == "A softphone rings.\n"
        assert process.stdout.readline() == "[welcome]\n"
        until(lambda: len(phone.heard) > 16000 and level(phone, 2) > 300)  # somebody speaks
        phone.press("1")
        while (line := process.stdout.readline()) != "[main]\n":
            assert line, "it has ended"
        phone.hang_up()
        while not (line := process.stdout.readline()).startswith("You have hung up"):
            assert line, "it has ended"
        phone.close()


@pytest.mark.parametrize(
    ("arguments", "environ", "why"),
    [
        (["--port", "{taken}"], {}, "Nobody can ring 127.0.0.1, port "),
        (["--host", "192.0.2.77"], {}, "Choose another --host or --port."),
        (["--host", "nowhere.invalid"], {}, "Choose another --host or --port."),
        ([], {"IVR_SPEECH": "off"}, "IVR_SPEECH is off: a softphone would hear nothing."),
        (["missing.yaml"], {}, "missing.yaml"),
        (["--language", "xx"], {}, "no language"),
        (["--line", "127.0.0.1:9", "menus.yaml"], {}, "leave out FILE and --at"),
        (["--from", "somebody"], {}, "is no telephone number"),
    ],
)
def test_what_cannot_be_done_is_said_at_once(arguments, environ, why):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        port = str(taken.getsockname()[1])
        arguments = [argument.format(taken=port) for argument in arguments]
        port_first = [] if "--port" in arguments else ["--port", "0"]
        done = ivr("phone", *port_first, *arguments, env=environ)
    assert done.exit_code == 2
    assert why in done.stderr
