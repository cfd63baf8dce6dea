"""What the store asks of whatever runs work in the background.

The rows say what is to be done; a job only makes it happen at once. So the engine behind this can be another one, or
be away for a while: every minute a worker looks at the rows themselves.
"""

from typing import Protocol

from sqlalchemy import Connection


class Jobs(Protocol):
    """Starts work in the same transaction as the row it belongs to. Must not raise: the row alone is enough."""

    def fetch(self, connection: Connection, recording_sid: str, attempt: int, delay: float = 0) -> None:
        """Fetch a recording, after so many seconds. The same recording and attempt twice is one job."""

    def ended(self, recording_sid: str, attempt: int) -> bool:
        """Say whether that job has ended, whatever came of it; False where nobody knows. No transaction is open."""

    def finish(self, connection: Connection, call_sid: str) -> None:
        """Do what can be done only once a call is over: delete at the provider, tell the officers."""


class RowsOnly:
    """Starts nothing: the rows wait for a worker to look at them."""

    def fetch(self, connection: Connection, recording_sid: str, attempt: int, delay: float = 0) -> None:
        """Leave it to the row."""

    def ended(self, recording_sid: str, attempt: int) -> bool:
        """Nobody knows."""
        return False

    def finish(self, connection: Connection, call_sid: str) -> None:
        """Leave it to the row."""
