"""Starting work in the transaction of the row it belongs to."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import uuid4

# DBOS loads this part of SQLAlchemy in its thread. As long as it is half there, an ordinary statement in another thread
# fails, and a caller hears an apology. So it is whole before there are threads.
import sqlalchemy.orm  # noqa: F401
from sqlalchemy import Connection, Engine

from ivr.message.work.engine import ENDED, FETCH, FINISH, JOBS, VERSION, engine_of, is_shared, teach
from ivr.message.work.quiet import be_quiet

if TYPE_CHECKING:
    from dbos import DBOSClient, EnqueueOptions

logger = logging.getLogger(__name__)

_EARLY: Final = 1000
"""How many jobs wait at most for DBOS to be loaded; the rows of others wait for a round."""
_SETTLED: Final = 2.0
"""Seconds within which a transaction has ended, as good as always."""


class _Job(NamedTuple):
    """A job as DBOS is asked for it."""

    name: str
    which: str
    inputs: tuple[str | int, ...]
    delay: float


class Enqueuer:
    """The jobs of a process that writes rows: `Jobs`, kept in the rows' own database by its SQLAlchemy URL.

    A row that is rolled back takes its job with it. Nothing here ever fails what it is part of: while DBOS's tables are
    not there yet, or whatever else goes wrong, the row alone is left, and a worker's round finds it. What comes before
    DBOS is loaded is started once it is; a job whose row was rolled back by then finds nothing to do. May be used from
    any thread.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._shared = is_shared(url)  # in memory there is nobody who could do the work
        self._client: DBOSClient | None = None
        self._engine: Engine | None = None
        self._lock = threading.Lock()
        self._begun = False
        self._early: deque[_Job] = deque(maxlen=_EARLY)
        self._well = True

    def prepare(self) -> None:
        """Load what is needed, which takes seconds, and start what has waited for it."""
        be_quiet()
        from dbos import DBOSClient, DBOSPortableJSONSerializer

        with self._lock:
            self._begun = True
            if self._client is not None or not self._shared:
                return
            self._engine = engine = engine_of(self._url)
            # It writes through the connections it is handed; this engine only tells it which database that is.
            self._client = client = DBOSClient(
                system_database_engine=engine,
                serializer=DBOSPortableJSONSerializer(),
                retry_connection_errors=False,
                lazy=True,
            )
            early = list(self._early)
            self._early.clear()
        if early:
            self._safely(lambda: _start_all(engine, client, early))

    def prepare_soon(self) -> None:
        """Load it in a thread, once, so that no call has to wait."""
        with self._lock:
            if self._begun or not self._shared:
                return
            self._begun = True
        threading.Thread(target=self._prepare_aside, name="ivr-enqueuer", daemon=True).start()

    def close(self) -> None:
        """Let go of what was loaded; what is started afterwards is left to the rows."""
        with self._lock:
            client, self._client = self._client, None
            engine, self._engine = self._engine, None
            self._shared = False
        if client is not None:
            client.destroy()
        if engine is not None:
            engine.dispose()

    def fetch(self, connection: Connection, recording_sid: str, attempt: int, delay: float = 0) -> None:
        """Fetch a recording, after so many seconds. The same recording and attempt twice is one job."""
        inputs = (recording_sid, attempt)
        self._enqueue(connection, _Job(FETCH, f"{recording_sid}-{attempt}", inputs, delay))

    def ended(self, recording_sid: str, attempt: int) -> bool:
        """Say whether that job has ended, whatever came of it; False where DBOS is not loaded, or cannot be asked."""
        with self._lock:
            client = self._client
        found: list[object] = []

        def ask(client: "DBOSClient") -> None:
            ids = [_id(FETCH, f"{recording_sid}-{attempt}")]
            found.extend(
                client.list_workflows(workflow_ids=ids, status=ENDED, load_input=False, load_output=False)
            )

        if client is not None:
            self._safely(lambda: ask(client))
        return bool(found)

    def finish(self, connection: Connection, call_sid: str) -> None:
        """Do what can be done only once a call is over. Each time is a job of its own."""
        self._enqueue(connection, _Job(FINISH, f"{call_sid}-{uuid4().hex}", (call_sid,), 0))

    def _enqueue(self, connection: Connection, job: _Job) -> None:
        with self._lock:
            client = self._client
            if client is None and self._shared:
                self._early.append(job)
        if client is None:
            self.prepare_soon()
        else:
            self._safely(lambda: _start(connection, client, job))

    def _safely(self, start: Callable[[], None]) -> None:
        try:
            start()
        # Whatever it is: the row is what counts. What the error says is not told, it may quote the row. Is the
        # connection gone, then the row's next statement, or its commit, fails too, and all of it is done again.
        except Exception as error:
            if self._well:
                logger.warning("Work is left to the worker's next round: %s", type(error).__name__)
            self._well = False
        else:
            self._well = True

    def _prepare_aside(self) -> None:
        self._safely(self.prepare)


def _start(connection: Connection, client: "DBOSClient", job: _Job) -> None:
    """Start a job in its row's transaction, which goes on as it was if that fails."""
    options: EnqueueOptions = {
        "workflow_name": job.name,
        "queue_name": JOBS,
        "workflow_id": _id(job.name, job.which),
        "app_version": VERSION,
    }
    if job.delay > 0:
        options["delay_seconds"] = job.delay
    teach(connection)
    with connection.begin_nested():
        client.enqueue_in_transaction(connection, options, *job.inputs)


def _id(name: str, which: str) -> str:
    return f"{name}-{which}"


def _start_all(engine: Engine, client: "DBOSClient", jobs: list[_Job]) -> None:
    """Start jobs whose rows were written before, or are being written now: not at once, so that they find them."""
    with engine.begin() as connection:
        for job in jobs:
            _start(connection, client, job._replace(delay=max(job.delay, _SETTLED)))
