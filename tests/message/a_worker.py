"""A worker as a process of its own, with tasks that only write down what they were asked.

Each line of FOLDER/done is one thing done. What is asked for waits while there is a file FOLDER/hold. It says `ready`.
SIGTERM tells it to stop well: it says `stopping` when nothing more is taken from the queues, and then whether everything
had `ended` or something was `left`.

All workers are children of one process that has loaded the engine already, which takes seconds.
"""

import logging
import multiprocessing
import os
import signal
import sys
import threading
import time

from ivr.cli.told import Told
from ivr.message.connecting import Database
from ivr.message.work import Round, Worker, doing
from tests.patience import be_patient

NURSERY = multiprocessing.get_context("forkserver")
NURSERY.set_forkserver_preload(["dbos", "ivr.message.work", "pytest"])


class Notes:
    def __init__(self, folder):
        self.folder = folder

    def note(self, *words):
        with (self.folder / "done").open("a") as file:
            file.write(" ".join(map(str, (*words, os.getpid()))) + "\n")

    def fetch(self, recording_sid, attempt):
        self.note("begin", recording_sid)
        if "broken" in recording_sid:
            raise ValueError("a secret: 07700 900123")
        while (self.folder / "hold").exists():
            time.sleep(0.02)
        self.note("fetch", recording_sid, attempt)
        return "stored"

    def finish(self, call_sid):
        self.note("finish", call_sid)

    def round(self):
        from dbos import DBOS

        self.note("round", DBOS.workflow_id)


def tell_when_over(taking, says):
    for thread in taking:
        thread.join()
    says.send("stopping" if taking else "stopping, and nothing was ever taken")


def work(url, folder, every, silence, patience, says):
    """What the process does: from its start until it is told to stop. `says` is told its words."""
    be_patient()
    doing._FIRST_WAIT = 0.05
    log = os.open(folder / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for number in (1, 2):
        os.dup2(log, number)
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, force=True)
    stopping = Told()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    notes = Notes(folder)
    rounds = [Round("every-second", "* * * * * *", notes.round)]
    worker = Worker(url, database := Database(url), notes, rounds, every=every, silence=silence)
    worker.start()
    says.send("ready")
    stopping.wait()
    taking = [thread for thread in threading.enumerate() if thread.name.startswith("queue-worker-")]
    telling = threading.Thread(target=tell_when_over, args=(taking, says))
    telling.start()
    ended = worker.stop(patience)
    telling.join()
    says.send("ended" if ended else "left")
    database.close()
    os._exit(0)  # what is left runs on in its thread, and would be waited for
