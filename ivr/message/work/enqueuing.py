"""Starting work in the transaction of the row it belongs to."""

import contextlib
import logging
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from sqlalchemy import Connection, Engine

from ivr.message.work.engine import FETCH, FINISH, JOBS, VERSION, engine_of, is_shared, teach
from ivr.message.work.quiet import be_quiet

if TYPE_CHECKING:
    from dbos import DBOSClient

logger = logging.getLogger(__name__)

_UNREADY: Final = "Work is left to the worker's next round: %s"


class Enqueuer:
    """The jobs of a process that writes rows: `Jobs`, kept in the rows' own database by its SQLAlchemy URL.

    A row that is rolled back takes its job with it. Nothing here ever fails what it is part of: until DBOS is loaded,
    while its tables are not there yet, or whatever else goes wrong, the row alone is left, and a worker finds it
    within a minute. May be used from any thread.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._client: DBOSClient | None = None
        self._engine: Engine | None = None
        self._lock = threading.Lock()
        self._begun = not is_shared(url)  # in memory there is nobody who could do the work
        self._well = True

    def prepare(self) -> None:
        """Load what is needed, which takes seconds. Opens no connection."""
        be_quiet()
        from dbos import DBOSClient, DBOSPortableJSONSerializer

        with self._lock:
            self._begun = True
            if self._client is None:
                self._engine = engine_of(self._url)
                # It writes through the connections it is handed; this engine only tells it which database that is.
                self._client = DBOSClient(
                    system_database_engine=self._engine,
                    serializer=DBOSPortableJSONSerializer(),
                    retry_connection_errors=False,
                    lazy=True,
                )

    def prepare_soon(self) -> None:
        """Load it in a thread, once, so that no call has to wait."""
        with self._lock:
            if self._begun:
                return
            self._begun = True
        threading.Thread(target=self._prepare_aside, name="ivr-enqueuer", daemon=True).start()

    def close(self) -> None:
        """Let go of what was loaded; what is started afterwards is left to the rows."""
        with self._lock:
            client, self._client = self._client, None
            engine, self._engine = self._engine, None
        if client is not None:
            client.destroy()
        if engine is not None:
            engine.dispose()

    def fetch(self, connection: Connection, recording_sid: str, attempt: int, delay: float = 0) -> None:
        """Fetch a recording, after so many seconds. The same recording and attempt twice is one job."""
        self._enqueue(connection, FETCH, f"{recording_sid}-{attempt}", recording_sid, attempt, delay=delay)

    def finish(self, connection: Connection, call_sid: str) -> None:
        """Do what can be done only once a call is over. Each time is a job of its own."""
        self._enqueue(connection, FINISH, f"{call_sid}-{uuid4().hex}", call_sid)

    def _enqueue(
        self, connection: Connection, name: str, which: str, *inputs: str | int, delay: float = 0
    ) -> None:
        client = self._client
        if client is None:
            self.prepare_soon()
            return
        options: Mapping[str, Any] = {
            "workflow_name": name,
            "queue_name": JOBS,
            "workflow_id": f"{name}-{which}",
            "app_version": VERSION,
        }
        if delay > 0:
            options = {**options, "delay_seconds": delay}
        try:
            teach(connection)
            with connection.begin_nested():
                client.enqueue_in_transaction(connection, options, *inputs)  # type: ignore[arg-type]  # a dict of them
        # Whatever it is: the row is what counts. What the error says is not told, it may quote the row.
        except Exception as error:
            if self._well:
                logger.warning(_UNREADY, type(error).__name__)
            self._well = False
        else:
            self._well = True

    def _prepare_aside(self) -> None:
        with contextlib.suppress(Exception):
            self.prepare()
