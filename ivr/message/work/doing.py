"""What DBOS runs, under which name, and what it is let know of it."""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Protocol

from ivr.message.work.engine import FETCH, FINISH, ROUNDS

if TYPE_CHECKING:
    from dbos import ScheduleInput, StepOptions

logger = logging.getLogger(__name__)

_TRIES: Final = 4
_FIRST_WAIT: Final = 1.0
"""Seconds; each wait is twice the one before. A database that restarts is waited for; for longer trouble the row has a
time of its own."""


class Tasks(Protocol):
    """What jobs do: `ivr.message.tasks.Tasks`. Doing it twice is doing it once."""

    def fetch(self, recording_sid: str, attempt: int, /) -> object:
        """Make this attempt to fetch a recording. If it gives a word for what came of it, that is kept with the job."""

    def finish(self, call_sid: str, /) -> object:
        """Do what can be done only once a call is over."""


@dataclass(frozen=True, slots=True)
class Round:
    """What is done again and again: its name, the times in cron's notation (UTC; with six fields the first is seconds).

    However many workers there are, each time is one round. What `do` raises is logged by name, and the next comes.
    """

    name: str
    times: str
    do: Callable[[], object]
    at_start: bool = False
    """Whether it is also done whenever a worker starts."""


class JobFailed(Exception):
    """Raised instead of what a task raised: the engine keeps its text, which is only the name of the other one."""


class Doing:
    """The tasks and rounds of a worker as DBOS knows them. `running` is how many are being done now.

    `held` are the names of the jobs that this process has in hand, also between two tries.
    """

    def __init__(self, tasks: Tasks, rounds: Iterable[Round]) -> None:
        self._tasks = tasks
        self._rounds = tuple(rounds)
        self._lock = threading.Lock()
        self.running = 0
        self.held: set[str] = set()

    def register(self) -> "list[ScheduleInput]":
        """Tell DBOS what there is, and return when the rounds are. It has to be made, but not launched, by then.

        A job may end with a word, never with what it worked on.
        """
        from dbos import DBOS

        def fetch(recording_sid: str, attempt: int) -> str | None:
            with self._holding():
                return DBOS.run_step(
                    _patient(FETCH), self._do, FETCH, self._tasks.fetch, recording_sid, attempt
                )

        def finish(call_sid: str) -> str | None:
            with self._holding():
                return DBOS.run_step(_patient(FINISH), self._do, FINISH, self._tasks.finish, call_sid)

        DBOS.workflow(name=FETCH)(fetch)
        DBOS.workflow(name=FINISH)(finish)
        return [
            {
                "schedule_name": each.name,
                "schedule": each.times,
                "queue_name": ROUNDS,
                "workflow_fn": DBOS.workflow(name=each.name)(self._going_round(each)),
                "context": None,
            }
            for each in self._rounds
        ]

    def begin(self) -> None:
        """Do the rounds that are done at each start. DBOS has to run."""
        from dbos import DBOS

        for each in self._rounds:
            if each.at_start:
                DBOS.trigger_schedule(each.name)

    def _going_round(self, each: Round) -> Callable[[datetime, Any], None]:
        from dbos import DBOS

        def go_round(time: datetime, context: Any) -> None:
            with self._holding():
                DBOS.run_step({"name": each.name}, self._do, each.name, each.do)

        return go_round

    @contextmanager
    def _holding(self) -> Iterator[None]:
        from dbos import DBOS

        name = DBOS.workflow_id or ""
        self.held.add(name)
        try:
            yield
        finally:
            self.held.discard(name)

    def _do(self, name: str, task: Callable[..., object], *inputs: str | int) -> str | None:
        with self._lock:
            self.running += 1
        try:
            result = task(*inputs)
        except Exception as error:
            kind = type(error).__name__
            logger.error("The job “%s” failed: %s", name, kind)
        else:
            return result if isinstance(result, str) else None
        finally:
            with self._lock:
                self.running -= 1
        raise JobFailed(kind)  # outside `except`: nothing of the first error rides along


def _patient(name: str) -> "StepOptions":
    return {
        "name": name,
        "retries_allowed": True,
        "max_attempts": _TRIES,
        "interval_seconds": _FIRST_WAIT,
        "backoff_rate": 2.0,
    }
