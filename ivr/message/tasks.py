"""The tasks: what is done of messages away from any call. Whoever runs jobs calls these, and nothing else of this room.

Each may be done twice, on two hosts at once, and after a crash at any point: the rows say what is left. Each effect
outside the database is one that does no harm the second time: fetching, deleting at the provider (what is not there is
deleted), and a mail under the same Message-ID. To whom mail is due is in rows, too, so that it can wait for an hour, a
morning, or a mail server.
"""

import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from sqlalchemy import Connection, bindparam, or_, select

from ivr.message import (
    fetching,
    finishing,
    leases,
    listing,
    lost,
    retention,
    retrying,
    tables,
    wrong_clocks,
)
from ivr.message.fetching import Outcome
from ivr.message.jobs import Jobs
from ivr.message.listing import MessageListed
from ivr.message.notices import Notifier
from ivr.message.patience import Patience
from ivr.message.provider import Provider
from ivr.message.retention import Retained
from ivr.message.store import Store
from ivr.message.told import alarms, planning, sending
from ivr.message.tools import Limits, Tools

log = logging.getLogger(__name__)

_calls, _unwanted = tables.call, tables.unwanted_recording
_UNFINISHED: Final = (
    select(_calls.c.call_sid)
    .where(
        _calls.c.finished_at.is_(None),
        or_(_calls.c.over_by <= bindparam("now"), _calls.c.ended_at <= bindparam("now")),
    )
    .order_by(_calls.c.over_by)
)
_STILL_THERE: Final = (
    select(_unwanted.c.recording_sid).where(_unwanted.c.deleted_at.is_(None)).order_by(_unwanted.c.since)
)


@dataclass(frozen=True, slots=True)
class Tended:
    """What a minute's round did.

    `started` recordings whose jobs were started again, `finished` calls, `deleted` unwanted recordings; `troubles` are
    the names of what could not be done now.
    """

    started: int
    finished: int
    deleted: int
    troubles: tuple[str, ...]


class Tasks:
    """Fetching recordings, finishing calls, and what is done every minute, every ten, and when an operator asks.

    `provider` None: there is no account, so nothing can be fetched. `notifier` None: nobody is told. `clock` gives
    aware times. `jobs` starts work, as the store's own does unless given. `chores` are what else is done every minute,
    by what they do (`forget old sessions`); each gets the time, and may fail. All methods raise StoreUnavailable,
    unless they say otherwise; then what was done so far stays done, and doing it again does the rest.
    """

    def __init__(
        self,
        store: Store,
        provider: Provider | None,
        notifier: Notifier | None,
        clock: Callable[[], datetime],
        limits: Limits | None = None,
        *,
        jobs: Jobs | None = None,
        chores: Mapping[str, Callable[[datetime], object]] | None = None,
    ) -> None:
        self._store = store
        self._chores = dict(chores or {})
        self._tools = Tools(
            store.database, store.vault, jobs or store.jobs, provider, notifier, clock, limits or Limits()
        )

    def fetch(self, recording_sid: str, attempt: int | None = None) -> Outcome:
        """Make one attempt to fetch a recording; seal it, store it, and say what came of it.

        No transaction is open while it is fetched. If its caller has deleted it meanwhile, nothing of it stays. If it
        cannot be had or is not whole, another attempt is due later, and its job is started. `attempt` is which attempt
        this is: one that has been overtaken leaves it alone, unless one is due.
        """
        return fetching.fetch(self._tools, recording_sid, attempt)

    def finish(self, call_sid: str) -> bool:
        """Tell the officers of what a call left, and delete at the provider what is stored here, once it is over.

        The notice waits for the recordings, but at most for a quarter of an hour. Says whether nothing is left but mail
        that is due later; what is left is done by a later round, or when the next recording has come.
        """
        return finishing.finish(self._tools, call_sid)

    def tend(self) -> Tended:
        """Do every minute what nobody else has done: sweep, start lost jobs, finish calls, delete what is unwanted.

        Mail that is due is sent: of an hour or a day, or what the mail server has not taken. Officers are also told of
        what was finished within a week while there was nobody who could be told. What fails stops nothing else, and is
        in `troubles`. Never raises StoreUnavailable.
        """
        now, patience = self._tools.clock(), Patience()
        troubles: list[str] = []

        def done(what: str, do: Callable[[], int | None]) -> int:
            try:
                return do() or 0
            except (
                Exception
            ) as error:  # whatever it is, the rest goes on; its text could quote what somebody said
                log.warning("Could not %s now (%s)", what, type(error).__name__)
                troubles.append(what)
                return 0

        def each(what: str, names: list[str], do: Callable[[str], bool]) -> int:
            return sum(done(what, partial(do, name)) for name in names)

        read = self._tools.database.read
        overdue: list[str] = []
        over: list[str] = []
        unwanted: list[str] = []
        done("put times right", lambda: self._put_right(now))
        done("sweep", lambda: self._store.sweep(now))
        done("look for recordings that are due", lambda: overdue.extend(lost.overdue(self._tools)))
        started = each("start a job again", overdue, partial(lost.start_again, self._tools))
        done("look for calls to finish", lambda: over.extend(read(self._unfinished)))
        if self._tools.notifier is not None:
            late = partial(planning.late, tools=self._tools, since=now - planning.TOLD_LATE)
            done("look for messages nobody was told of", lambda: over.extend(read(late)))
        finished = each("finish a call", over, lambda sid: finishing.finish(self._tools, sid, patience))
        done("send mail that is due", lambda: len(sending.send(self._tools, patience)))
        done("look for unwanted recordings", lambda: unwanted.extend(read(_still_there)))
        deleted = each("delete an unwanted recording", unwanted, lambda sid: self._delete(sid, patience))
        done("forget old leases", lambda: self._tools.database.write(partial(leases.forget_old, now=now)))
        for what, chore in self._chores.items():
            done(what, partial(_do, chore, now))
        if patience.provider <= 0:
            troubles.append("delete at the provider")
        if patience.mail <= 0:
            troubles.append("send mail")
        return Tended(started, finished, deleted, tuple(dict.fromkeys(troubles)))

    def alarm(self) -> int:
        """Tell the supervisors of messages that nobody has listened to. Returns of how many."""
        return alarms.alarm(self._tools)

    def retain(self) -> Retained:
        """Erase what has been kept for long enough."""
        tools = self._tools
        return retention.retain(tools.database, tools.vault, tools.clock(), tools.limits.periods)

    def listing(self) -> list[MessageListed]:
        """Return how far every message is, oldest first, without anything that was said."""
        return listing.listing(self._tools)

    def retry(self, which: Collection[str] | None = None) -> list[str]:
        """Have recordings fetched again that were given up or are doubtful, and now those that wait for later.

        Returns the provider's names of them. `which` are references of messages and names of recordings; None is all.
        """
        return retrying.begin_again(self._tools, which)

    def accept(self, which: Collection[str] | None = None) -> list[str]:
        """Take doubtful recordings for what they are: the provider's copy goes. Returns its names of them."""
        return retrying.accept(self._tools, which)

    def _put_right(self, now: datetime) -> None:
        changed = self._tools.database.write(partial(wrong_clocks.put_right, now=now))
        if changed:
            log.warning(
                "%s times were more than a day ahead, and are now put right: a clock was wrong, or this one is",
                changed,
            )

    def _unfinished(self, connection: Connection) -> list[str]:
        return list(connection.execute(_UNFINISHED, {"now": self._tools.clock()}).scalars())

    def _delete(self, sid: str, patience: Patience) -> bool:
        return patience.provider > 0 and finishing.delete_at_provider(self._tools, sid, patience)


def _do(chore: Callable[[datetime], object], now: datetime) -> None:
    chore(now)


def _still_there(connection: Connection) -> list[str]:
    return list(connection.execute(_STILL_THERE).scalars())
