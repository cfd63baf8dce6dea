"""The store of what callers leave: the one thing other rooms hold of this one."""

import contextlib
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy import Connection, insert, select

from ivr.call.effects import Effect
from ivr.message import calls, limits, reading, sweeping, tables, writing
from ivr.message.connecting import Database
from ivr.message.references import Below
from ivr.message.values import (
    USUAL_MINUTES,
    CallRef,
    MessageView,
    RequestView,
    SaidSoFar,
    StoreUnavailable,
)


class Store:
    """Messages, requests and menu versions in one database, by its SQLAlchemy URL.

    A step is that in the URL of the webhook (the place it was posted to), for the page's own recordings too.
    Times are aware. Everything may be called from any thread and process at once, and any write again.
    All methods but `healthy` raise StoreUnavailable. `below` is the source of chance for references.
    """

    def __init__(self, url: str, *, below: Below = secrets.randbelow) -> None:
        self._database = Database(url)
        self._below = below

    def prepare(self) -> None:
        """Create what is missing of file and tables. Any other method does so at first use, too."""
        self._database.write(lambda connection: None)

    def close(self) -> None:
        """Close all connections."""
        self._database.close()

    def healthy(self) -> bool:
        """Say whether a message could be written now: writes a row and takes it back. Never raises."""
        try:
            self._database.rehearse(_try_to_write)
        except Exception:  # whatever is wrong, the answer is no
            return False
        return True

    def do(self, effects: Iterable[Effect], call: CallRef, step: int, at: datetime) -> None:
        """Carry out the effects of one step of a call, in one transaction and once."""
        wanted = writing.last_answers(tuple(effects))
        if wanted:
            self._database.write(
                lambda connection: writing.do(
                    wanted,
                    call,
                    calls.Occasion(connection, call.sid, step, at, self._below, call.caller),
                )
            )

    def recording(
        self,
        call_sid: str,
        step: int,
        node: str,
        sid: str,
        url: str,
        seconds: int | None,
        at: datetime,
        *,
        status: str = "completed",
    ) -> None:
        """Keep what a recording's status callback tells. `seconds` is None where it does not tell the length.

        Nothing is done for the statuses that say there is no recording: `absent` and `failed`.
        """
        if status in ("absent", "failed"):
            return

        def keep(connection: Connection) -> None:
            occasion = calls.Occasion(connection, call_sid, step, at, self._below)
            guess = at + timedelta(minutes=USUAL_MINUTES) + calls.OVERTIME
            calls.hold(connection, call_sid, over_by=guess, guess=True)
            writing.keep_recording(occasion, node, sid, url, seconds)
            writing.open_for_recordings(occasion)

        self._database.write(keep)

    def call_ended(self, call_sid: str, at: datetime) -> None:
        """Keep that a call ended, and sweep: other calls may have left what has to go by now."""
        self._database.write(lambda connection: calls.end(connection, call_sid, at))
        with contextlib.suppress(StoreUnavailable):  # the next call's end sweeps again
            self.sweep(at)

    def sweep(self, now: datetime) -> None:
        """Erase what must go of calls that are over. Worth calling every few minutes."""
        over = self._database.read(lambda connection: sweeping.due(connection, now))
        for call_sid in over:
            self._database.write(partial(sweeping.sweep, call_sid=call_sid, now=now))
        empty = self._database.read(lambda connection: sweeping.forgettable(connection, now))
        for call_sid in empty:
            self._database.write(partial(sweeping.forget, call_sid=call_sid))
        self._database.write(lambda connection: limits.forget_other_days(connection, now))
        if over or empty:
            self._database.scrub()

    def said_so_far(self, call_sid: str, step: int) -> SaidSoFar:
        """Return all that the page of this step may say or go by, read in one statement."""
        return self._database.read(lambda connection: reading.said_so_far(connection, call_sid, step))

    def answers(self, call_sid: str, step: int) -> dict[str, str]:
        """Return the answers that the page of this step may say."""
        return self.said_so_far(call_sid, step).answers

    def answer(self, call_sid: str, name: str, step: int) -> str | None:
        """Return one answer that the page of this step may say, or None."""
        return self.answers(call_sid, step).get(name)

    def reference(self, call_sid: str, step: int) -> str | None:
        """Return the reference of the message that this step belongs to, or None."""
        return self.said_so_far(call_sid, step).reference

    def messages(self, call_sid: str, now: datetime) -> list[MessageView]:
        """Return the messages of a call as they stand at `now`, oldest first."""
        return self._database.read(lambda connection: reading.messages(connection, now, call_sid))

    def all_messages(self, now: datetime) -> list[MessageView]:
        """Return the messages of all calls as they stand at `now`, oldest first."""
        return self._database.read(lambda connection: reading.messages(connection, now))

    def requests(self, call_sid: str) -> list[RequestView]:
        """Return the requests of a call, oldest first."""
        return self._database.read(lambda connection: reading.requests(connection, call_sid))

    def all_requests(self) -> list[RequestView]:
        """Return the requests of all calls, oldest first."""
        return self._database.read(reading.requests)

    def keep_version(self, version: str, text: bytes) -> None:
        """Keep the text of a menu file under its version. The first text kept under a version stays."""
        if self.version(version) is None:
            self._database.write(lambda connection: _keep_version(connection, version, text))

    def version(self, version: str) -> bytes | None:
        """Return the text of a menu file kept under its version, or None."""
        return self._database.read(lambda connection: _version(connection, version))


def _version(connection: Connection, version: str) -> bytes | None:
    versions = tables.flow_version
    text: bytes | None = connection.execute(
        select(versions.c.text).where(versions.c.version == version)
    ).scalar()
    return text


def _keep_version(connection: Connection, version: str, text: bytes) -> None:
    if _version(connection, version) is None:
        row = {"version": version, "text": text, "first_served": datetime.now(UTC)}
        connection.execute(insert(tables.flow_version).values(**row))


def _try_to_write(connection: Connection) -> None:
    row = {"name": f"healthy {secrets.token_hex(8)}", "secret": b""}
    connection.execute(insert(tables.secret).values(**row))
