"""The work of a line from this process: what follows a call, until it is told to stop."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from ivr.cli.exits import WELL, Cannot
from ivr.cli.output import complain, say
from ivr.cli.telephone import settings_of
from ivr.cli.told import Told

if TYPE_CHECKING:
    from ivr.message.store import Store
    from ivr.message.tasks import Tasks
    from ivr.message.work import Enqueuer, Round, Worker
    from ivr.web.settings import Settings

_SQLITE: Final = b"SQLite format 3\0"
"""How every file of SQLite's begins."""
_AGAIN: Final = 2.0
"""Seconds from one try to begin to the next, where the database cannot be reached."""


def work() -> None:
    """Do the jobs of the line of the environment until SIGTERM or Ctrl-C. Raises Cannot before anything has begun."""
    settings = settings_of()
    can_work(settings)
    stopping = Told()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    with working(settings, told=True) as worker:
        stopping.wait()
    complain("The worker has stopped.")
    end_at_once_if(worker.left)


def can_work(settings: "Settings") -> None:
    """Raise Cannot where several processes could not share the messages, or have no secret to share.

    Nothing is written before it is known that the database can be one.
    """
    from ivr.web.making import database_file, folder_of, secret_of
    from ivr.web.settings import SettingsError

    if folder_of(settings) is None:
        raise Cannot(
            "IVR_DATABASE_URL is a database in memory, which ends with each process. Name a file, such as "
            "sqlite:///var/liaison-line.db."
        )
    file = database_file(settings)
    if file is not None and _is_something_else(file):
        raise Cannot(
            f"{file} is no database of SQLite's, so no message can be kept in it. Name another file in "
            "IVR_DATABASE_URL."
        )
    try:
        secret_of(settings)
    except SettingsError as error:
        raise Cannot("\n".join(error.problems)) from None


def _is_something_else(file: Path) -> bool:
    """Say whether a file holds anything but a database. What is missing, empty or not to be read may yet be one."""
    # Closing the file drops the locks that SQLite has on it for this process: so this comes before the first use.
    try:
        with file.open("rb") as stream:
            head = stream.read(len(_SQLITE))
    except OSError:
        return False
    return head not in (b"", _SQLITE)


def end_at_once_if(left: bool) -> None:
    """End the process here where jobs go on that would be waited for: others take them over."""
    if left:
        _end()


def _end() -> NoReturn:
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(WELL)


class Working:
    """A worker that begins as soon as the database can be reached, however long that takes. `told`: say when."""

    def __init__(self, settings: "Settings", *, told: bool) -> None:
        self.left = False
        """Whether jobs had not ended when it stopped."""
        self._settings = settings
        self._told = told
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ivr-working", daemon=True)

    def start(self) -> None:
        """Begin, in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """Take no more jobs, wait a while for those that run, and go."""
        self._stopped.set()
        self._thread.join()

    def _run(self) -> None:
        from ivr.message.work import Enqueuer
        from ivr.web.making import store_of, tasks_of

        jobs = Enqueuer(self._settings.database_url)
        # Whoever only works needs no key that opens messages; keys are made by who answers, or by hand.
        store = store_of(self._settings, jobs=jobs, can_open=False)
        try:
            tasks = tasks_of(self._settings, store)
            worker = self._begun(store, tasks, jobs)
            if worker is not None:
                if self._told:
                    say("The worker is at work. Ctrl-C stops it.")
                self._stopped.wait()
                self.left = not worker.stop()
        finally:
            jobs.close()
            store.close()

    def _begun(self, store: "Store", tasks: "Tasks", jobs: "Enqueuer") -> "Worker | None":
        from ivr.message.work import Worker

        told = False
        jobs.prepare()
        while not self._stopped.is_set():
            try:
                worker = Worker(
                    self._settings.database_url,
                    store.database,
                    tasks,
                    rounds_of(self._settings, store, tasks),
                )
                worker.start()
            # Whatever it is, the next try may be better. Its text could hold the database's password.
            except Exception as error:
                if not told:
                    why = type(error).__name__
                    complain(f"The jobs of the line cannot begin ({why}). It is tried again and again.")
                told = True
                self._stopped.wait(_AGAIN)
            else:
                return worker
        return None


@contextmanager
def working(settings: "Settings", *, told: bool = False) -> Iterator[Working]:
    """Do the jobs of a line while the block runs. `told`: say when they have begun."""
    worker = Working(settings, told=told)
    worker.start()
    try:
        yield worker
    finally:
        worker.stop()


def rounds_of(settings: "Settings", store: "Store", tasks: "Tasks") -> "tuple[Round, ...]":
    """Return what is done again and again, whether or not anybody rings. Times are UTC."""
    from ivr.message.work import Round

    return (
        Round("tend", "* * * * *", tasks.tend, at_start=True),
        Round("alarm", "*/10 * * * *", tasks.alarm),
        Round("retain", "*/10 * * * *", tasks.retain),
        Round("reconcile", "23 * * * *", partial(_reconcile, settings, store)),
    )


def _reconcile(settings: "Settings", store: "Store") -> None:
    from ivr.message.reconcile import nightly
    from ivr.web.making import provider_of

    provider = provider_of(settings)
    if provider is None:
        return
    try:
        nightly(store.database, store.vault, provider, store.jobs, datetime.now(UTC))
    finally:
        provider.close()
