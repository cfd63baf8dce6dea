"""The processes that answer, under granian: as many as wanted, and another where one dies."""

import json
import multiprocessing
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, Literal

from ivr.cli.exits import Cannot
from ivr.cli.output import complain, say
from ivr.cli.told import Told

THREADS: Final = 4
"""Threads of each process: enough that a call does not wait for another that waits for the database."""
_DEATHS, _WITHIN = 5, 60.0
"""So many times in so many seconds everything is started anew, after processes died one upon the other."""
_LONGEST_LOOK: Final = 30.0
"""Seconds that a busy line may take to say whether it is ready, before it is asked again."""
_PARTS: Final = {"store": "the database", "keys": "the keys", "room": "room on the disk", "menu": "the menu"}
"""What the parts of `/readyz` are called among people."""

# Nothing of a request is logged: what the app says of itself is enough, and holds nothing personal.
_LOGGING: Final[dict[str, Any]] = {
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(message)s"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "plain", "stream": "ext://sys.stderr"}
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"_granian": {"handlers": ["stderr"], "propagate": False}},
}


def log_plainly() -> None:
    """Let this process log as those that answer do."""
    import logging.config

    logging.config.dictConfig({"version": 1, "disable_existing_loggers": False, **_LOGGING})


def run(app: Literal["both", "voice", "inbox"], host: str, port: int, workers: int, address: str) -> None:
    """Answer until this process is told to stop. Raises Cannot where it cannot, or ends by itself."""
    # A process that has threads must not be forked.
    multiprocessing.set_start_method("spawn", force=True)
    answered, deaths = threading.Event(), 0
    with _told_when_ready(address, answered):
        while True:
            began = time.monotonic()
            if _served(app, host, port, workers, address):
                return
            deaths = deaths + 1 if time.monotonic() - began < _WITHIN else 1
            # granian gives up where one process dies soon after another. Kills come like that; what never ran does not.
            if not answered.is_set() or deaths > _DEATHS:
                raise Cannot("The line has stopped: its processes ended by themselves. The reason is above.")
            complain(
                "Processes of the line ended by themselves, one soon after another. They are started anew."
            )


def _served(app: str, host: str, port: int, workers: int, address: str) -> bool:
    """Serve once; say whether it ended because it was told to."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    server = Server(
        f"ivr.cli.web_process:{app}",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        factory=True,
        workers=workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        log_access=False,
        # Its own news are for people who know it; what goes wrong in a worker comes from the app or from Python.
        log_level=LogLevels.critical,
        log_dictconfig=_LOGGING,
        workers_kill_timeout=10,
    )
    server.main_loop_interrupt = Told()
    try:
        server.serve()
    except SystemExit:
        pass  # it says so, too, where a process had ended by the time it was told
    except (OSError, RuntimeError) as error:
        raise Cannot(f"The line cannot run at {address} ({error}).") from None
    return bool(server.interrupt_signal)


@contextmanager
def _told_when_ready(address: str, answered: threading.Event) -> Iterator[None]:
    stopped = threading.Event()
    threading.Thread(target=_tell_when_ready, args=(address, stopped, answered), daemon=True).start()
    try:
        yield
    finally:
        stopped.set()


def _tell_when_ready(address: str, stopped: threading.Event, answered: threading.Event) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while not stopped.wait(0.1):
        try:
            opener.open(f"{address}/healthz", timeout=_LONGEST_LOOK).close()
        except OSError:
            continue
        answered.set()
        say(f"The line answers at {address}. Ctrl-C stops it.")
        break
    while not stopped.wait(0.1):
        try:
            opener.open(f"{address}/readyz", timeout=_LONGEST_LOOK).close()
        except urllib.error.HTTPError as unready:
            with unready:
                why = _what_is_missing(unready.read())
            complain(f"It cannot keep messages now, and tells callers so{why}. `ivr doctor` says what to do.")
        except OSError:  # it is very busy, or it is being stopped
            continue
        return


def _what_is_missing(answer: bytes) -> str:
    """Return which parts `/readyz` says are not well, as the end of a sentence; "" where it says nothing."""
    try:
        told = json.loads(answer)
    except ValueError:
        return ""
    parts = [words for part, words in _PARTS.items() if isinstance(told, dict) and told.get(part) is False]
    return f". It lacks: {', '.join(parts)}" if parts else ""
