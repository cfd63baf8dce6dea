"""Doing the work: the process that DBOS runs in."""

import os
import secrets
import socket
import threading
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Final

from sqlalchemy import Engine

from ivr.message.connecting import Database
from ivr.message.work.beating import EVERY, SILENCE, Heartbeat
from ivr.message.work.doing import Doing, Round, Tasks
from ivr.message.work.engine import APPLICATION, AT_ONCE, ENDED, JOBS, ROUNDS, VERSION, engine_of, is_shared
from ivr.message.work.quiet import be_quiet

if TYPE_CHECKING:
    from dbos import WorkflowStatus

PATIENCE: Final = 20.0
"""Seconds that a clean stop waits for jobs to end."""
KEPT_FOR: Final = timedelta(days=2)
"""How long the engine's own rows of jobs that are done stay."""
PURGE: Final = "purge"
_PURGE_TIMES: Final = "17 * * * *"
_POLL_SECONDS: Final = 0.25
_AT_A_TIME: Final = 500


class Worker:
    """Does the jobs of one database until it is stopped, together with any number of others, on this host or elsewhere.

    There can be one in a process. `database` is that of `url`; the signs of life are in it. Everything that `tasks`
    and `rounds` do may happen twice: where a host dies in the middle, another does it again within seconds.
    """

    _one: ClassVar = threading.Lock()  # DBOS itself is one in a process

    def __init__(
        self,
        url: str,
        database: Database,
        tasks: Tasks,
        rounds: Iterable[Round] = (),
        *,
        every: float = EVERY,
        silence: float = SILENCE,
    ) -> None:
        if not is_shared(url):
            raise ValueError("a database in memory has nothing that another process could work on")
        self.name = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
        """Another one at every start: what an earlier process of the same host began is taken over, not resumed."""
        self._url = url
        self._doing = Doing(tasks, (*rounds, Round(PURGE, _PURGE_TIMES, self.purge)))
        self._heart = Heartbeat(
            database, self.name, self._take_over, self._owners, self._revive, every=every, silence=silence
        )
        self._engine: Engine | None = None
        self._missed: set[str] = set()

    def start(self) -> None:
        """Begin. Makes DBOS's tables where there are none.

        Raises RuntimeError if one runs in this process already; StoreUnavailable, or what the database's driver
        raises, where the database cannot be reached.
        """
        be_quiet()
        from dbos import DBOS, DBOSPortableJSONSerializer

        if not self._one.acquire(blocking=False):
            raise RuntimeError("there is a worker in this process already")
        try:
            self._heart.beat()  # before the first job: whoever has jobs has a row
            self._engine = engine_of(self._url)
            DBOS(
                config={
                    "name": APPLICATION,
                    "application_version": VERSION,
                    "executor_id": self.name,
                    "system_database_engine": self._engine,
                    "serializer": DBOSPortableJSONSerializer(),
                    "use_listen_notify": False,  # nothing here waits for what another job tells
                    "log_level": "WARNING",
                    "enable_otlp": False,
                }
            )
            rounds = self._doing.register()
            DBOS.launch()
            DBOS.register_queue(
                JOBS,
                worker_concurrency=AT_ONCE,
                polling_interval_sec=_POLL_SECONDS,
                on_conflict="always_update",
            )
            DBOS.register_queue(ROUNDS, worker_concurrency=2, on_conflict="always_update")
            DBOS.apply_schedules(rounds)
            self._heart.start()
            self._doing.begin()
        except BaseException:
            self._close(1)
            raise

    def stop(self, patience: float = PATIENCE) -> bool:
        """Take no more jobs, let those end that run, and go; say whether all ended within so many seconds.

        What did not end stays with this worker's row: another worker takes it over when the row does not beat.
        """
        return self._close(patience)

    def purge(self, kept_for: timedelta = KEPT_FOR) -> None:
        """Delete the engine's own rows of jobs that ended long ago. The messages' rows are untouched."""
        from dbos import DBOS

        before = (datetime.now(UTC) - kept_for).isoformat()
        while ids := [
            job.workflow_id
            for job in DBOS.list_workflows(
                status=ENDED, completed_before=before, limit=_AT_A_TIME, load_input=False, load_output=False
            )
        ]:
            DBOS.delete_workflows(ids)

    # Whose jobs are whose -----------------------------------------------------------------------------------------

    def _owners(self) -> set[str]:
        return {job.executor_id for job in _pending() if job.executor_id}

    def _take_over(self, name: str) -> None:
        _resume(_pending(name))

    def _revive(self) -> None:
        """Bring back jobs that are this worker's by their rows, and that it does not have in hand, two looks in a row.

        A database that goes away in the wrong moment leaves such a job. Each would take one of the places for good.
        """
        mine = {job.workflow_id: job for job in _pending(self.name)}
        missing = mine.keys() - self._doing.held
        _resume([mine[name] for name in missing & self._missed])
        self._missed = missing - self._missed

    def _close(self, patience: float) -> bool:
        from dbos import DBOS

        try:
            # It waits a second at least, so that what is beginning just now is seen, too.
            DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=max(1, round(patience)))
            ended = not self._doing.running
            self._heart.stop(leave=ended)
            return ended
        finally:
            if self._engine is not None:
                self._engine.dispose()
            self._one.release()


def _resume(jobs: "Iterable[WorkflowStatus]") -> None:
    from dbos import DBOS

    by_queue: dict[str | None, list[str]] = {}
    for job in jobs:
        by_queue.setdefault(job.queue_name, []).append(job.workflow_id)
    for queue, ids in by_queue.items():
        DBOS.resume_workflows(ids, queue_name=queue)


def _pending(name: str | None = None) -> "list[WorkflowStatus]":
    from dbos import DBOS

    return DBOS.list_workflows(status="PENDING", executor_id=name, load_input=False, load_output=False)
