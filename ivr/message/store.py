"""The store of what callers leave: the one thing other rooms hold of this one."""

import contextlib
import secrets
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import Connection, Engine

from ivr.call.effects import Effect
from ivr.message import calls, health, reading, sweeping, unsealed, versions, writing
from ivr.message.connecting import Database
from ivr.message.jobs import Jobs, RowsOnly
from ivr.message.references import Below
from ivr.message.sealing import CannotOpen, NoRecipient, NotAKey
from ivr.message.values import (
    CallRef,
    Health,
    MessageView,
    PlayableRecording,
    RequestView,
    SaidSoFar,
    StoreUnavailable,
)
from ivr.message.vault import Vault

T = TypeVar("T")


class Store:
    """Messages, requests and menu versions in one database, by its SQLAlchemy URL.

    A step is that in the URL of the webhook (the place it was posted to), for the page's own recordings too.
    Times are aware. Everything may be called from any thread and process at once, and any write again.
    All methods but `health` and `healthy` raise StoreUnavailable. What callers say is sealed by the `vault`, and
    read here only if that can open it. `jobs` starts what follows; `below` is the source of chance for
    references; with less than `least_free_mb` free megabytes where SQLite's file is, there is no room.
    """

    def __init__(
        self,
        url: str,
        vault: Vault,
        *,
        jobs: Jobs | None = None,
        below: Below = secrets.randbelow,
        least_free_mb: int = 200,
    ) -> None:
        self.vault, self.jobs = vault, jobs or RowsOnly()
        self._database = Database(url, vault.prepare)
        self._means = calls.Means(vault, self.jobs, below)
        self._least_free_mb = least_free_mb

    def prepare(self) -> None:
        """Create what is missing of file, tables and keys, and seal what an older version kept in clear.

        Any other method does the first of these at first use, too.
        """
        unsealed.seal_what_is_in_clear(self._database, self.vault, datetime.now(UTC))

    def close(self) -> None:
        """Close all connections."""
        self._database.close()

    @property
    def database(self) -> Database:
        """The database, for what is done with the same rows elsewhere in this room."""
        return self._database

    @property
    def engine(self) -> Engine:
        """The database's engine, for the engine of the work; see `Database.engine`."""
        return self._database.engine

    def health(self) -> Health:
        """Say whether a message could be written, sealed and kept now. Writes rows and takes them back."""
        return health.of(self._database, self.vault, self._least_free_mb)

    def healthy(self) -> bool:
        """Say whether a message that is begun now could be finished. Never raises."""
        return self.health().well

    def do(self, effects: Iterable[Effect], call: CallRef, step: int, at: datetime) -> None:
        """Carry out the effects of one step of a call, in one transaction and once."""
        wanted = writing.last_answers(tuple(effects))
        if wanted:
            self._sealing(
                lambda connection: writing.do(
                    wanted, call, calls.Occasion(connection, self._means, call.sid, step, at, call.caller)
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

        The statuses `absent` and `failed` say that there is no audio.
        """
        there_is_none = status in ("absent", "failed")

        def keep(connection: Connection) -> None:
            occasion = calls.Occasion(connection, self._means, call_sid, step, at)
            writing.told(occasion, node, sid, url, seconds, there_is_none=there_is_none)

        self._database.write(keep)

    def call_ended(self, call_sid: str, at: datetime) -> None:
        """Keep that a call ended, and sweep: other calls may have left what has to go by now."""

        def end(connection: Connection) -> None:
            calls.end(connection, call_sid, at)
            self.jobs.finish(connection, call_sid)

        self._database.write(end)
        with contextlib.suppress(StoreUnavailable):  # the next call's end sweeps again
            self.sweep(at)

    def sweep(self, now: datetime) -> None:
        """Erase what must go of calls that are over. Worth calling every few minutes."""
        sweeping.sweep_all(self._database, self.vault, now)

    def said_so_far(self, call_sid: str, step: int) -> SaidSoFar:
        """Return all that the page of this step may say or go by, read in one statement."""
        seal = self.vault.call_seal(call_sid)
        return self._opening(lambda connection: reading.said_so_far(connection, call_sid, step, seal))

    def recordings_to_play(
        self, call_sid: str, step: int, nodes: Collection[str] = ()
    ) -> list[PlayableRecording]:
        """Return what was said at these nodes, or at any, in the message of this step and up to it, oldest first."""
        seal = self.vault.call_seal(call_sid)
        return self._opening(
            lambda connection: reading.recordings_to_play(connection, call_sid, step, nodes, seal)
        )

    def is_over(self, call_sid: str, now: datetime) -> bool:
        """Say whether a call is over at `now`. One that nothing is known of is."""
        return self._database.read(lambda connection: calls.is_over(connection, call_sid, now))

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
        return self._database.read(lambda connection: reading.messages(connection, now, self.vault, call_sid))

    def all_messages(self, now: datetime) -> list[MessageView]:
        """Return the messages of all calls as they stand at `now`, oldest first."""
        return self._database.read(lambda connection: reading.messages(connection, now, self.vault))

    def requests(self, call_sid: str) -> list[RequestView]:
        """Return the requests of a call, oldest first."""
        return self._database.read(lambda connection: reading.requests(connection, self.vault, call_sid))

    def all_requests(self) -> list[RequestView]:
        """Return the requests of all calls, oldest first."""
        return self._database.read(lambda connection: reading.requests(connection, self.vault))

    def keep_version(self, version: str, text: bytes) -> None:
        """Keep the text of a menu file under its version. The first text kept under a version stays."""
        if self.version(version) is None:
            self._database.write(lambda connection: versions.keep(connection, version, text))

    def version(self, version: str) -> bytes | None:
        """Return the text of a menu file kept under its version, or None."""
        return self._database.read(lambda connection: versions.text_of(connection, version))

    def _sealing(self, work: Callable[[Connection], T]) -> T:
        try:
            return self._database.write(work)
        except (NoRecipient, NotAKey) as error:
            trouble = str(error)
        raise StoreUnavailable(f"nothing can be sealed: {trouble}")

    def _opening(self, work: Callable[[Connection], T]) -> T:
        try:
            return self._database.read(work)
        except CannotOpen as error:
            trouble = str(error)
        raise StoreUnavailable(f"what the call said cannot be read back: {trouble}")
