"""A worker as a process of its own, with tasks that only write down what they were asked.

    python a_worker.py URL FOLDER

Each line of FOLDER/done is one thing done. What is asked for waits while there is a file FOLDER/hold. It says `ready`,
and stops well when it is told to by SIGTERM.
"""

import logging
import os
import signal
import sys
import threading
import time
from pathlib import Path

from ivr.message.connecting import Database
from ivr.message.work import Round, Worker

URL, FOLDER = sys.argv[1], Path(sys.argv[2])


def note(*words):
    with (FOLDER / "done").open("a") as file:
        file.write(" ".join(map(str, (*words, os.getpid()))) + "\n")


class Notes:
    def fetch(self, recording_sid, attempt):
        note("begin", recording_sid)
        if "broken" in recording_sid:
            raise ValueError("a secret: 07700 900123")
        while (FOLDER / "hold").exists():
            time.sleep(0.02)
        note("fetch", recording_sid, attempt)
        return "stored"

    def finish(self, call_sid):
        note("finish", call_sid)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    rounds = [Round("every-second", "* * * * * *", lambda: note("round", int(time.time())))]
    every = float(os.environ.get("EVERY", "1"))
    worker = Worker(URL, database := Database(URL), Notes(), rounds, every=every)
    worker.start()
    print("ready", flush=True)
    stopping.wait()
    print("ended" if worker.stop(float(os.environ.get("PATIENCE", "20"))) else "left", flush=True)
    database.close()
    os._exit(0)  # what is left runs on in its thread, and would be waited for
