"""Whoever tells a process to stop is heard, also where it stands still just then."""

import os
import signal
import subprocess
import sys
import threading

import pytest

from ivr.cli.told import Told

WAITS = """
import signal, threading, time
from ivr.cli.told import Told

told = Told()
signal.signal(signal.SIGTERM, lambda *_: told.set())

def goes_on():
    while True:
        time.sleep(0.01)

for _ in range(4):
    threading.Thread(target=goes_on, daemon=True).start()
print("ready", flush=True)
told.wait()
print("ended", flush=True)
"""


def test_a_process_that_was_frozen_when_it_was_told_to_stop_stops():
    for _ in range(3):  # another of its threads may take the signal, or not
        process = subprocess.Popen([sys.executable, "-c", WAITS], stdout=subprocess.PIPE, text=True)
        assert process.stdout.readline() == "ready\n"
        os.kill(process.pid, signal.SIGSTOP)
        os.waitid(os.P_PID, process.pid, os.WSTOPPED)
        process.terminate()
        process.send_signal(signal.SIGCONT)
        assert process.communicate(timeout=240) == ("ended\n", None)
        assert process.returncode == 0


def test_it_is_an_event():
    told = Told()
    assert not told.wait(0.01)
    threading.Timer(0.05, told.set).start()
    assert told.wait()
    assert told.is_set()
    told.clear()
    assert not told.is_set()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_of_ones_own_is_heard(number):
    told = Told()
    before = signal.signal(number, lambda *_: told.set())
    try:
        os.kill(os.getpid(), number)
        assert told.wait(240)
    finally:
        signal.signal(number, before)
