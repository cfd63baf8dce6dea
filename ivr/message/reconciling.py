"""The changes that a reconciliation makes, one by one: each looks again, in a transaction of its own.

So they may be made twice, and on two hosts at once, and whatever has happened since the comparison counts.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from sqlalchemy import Connection, select, update

from ivr.message import comparing, recordings, tables
from ivr.message.calls import Means, Occasion, hold
from ivr.message.connecting import Database
from ivr.message.provider import AtProvider, Provider, ProviderTrouble
from ivr.message.writing import open_for_recordings

log = logging.getLogger(__name__)

_PATIENCE: Final = 3
"""How many failures of the provider are put up with before the rest is left for the next time."""

_calls, _recordings, _unwanted = tables.call, tables.recording, tables.unwanted_recording


@dataclass(slots=True)
class Tally:
    """How often the provider failed, and what was left because of that."""

    failures: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class Round:
    """One reconciliation: with what it is done, and when."""

    database: Database
    means: Means
    provider: Provider
    now: datetime
    tally: Tally


def adopt(connection: Connection, do: Round, found: AtProvider) -> bool:
    """Take a recording into the last message of its call, if that is a call of this line and nobody else did."""
    if not _locked(connection, found.call_sid) or comparing.known(connection, found.sid):
        return False
    _keep(connection, do, found, comparing.last_step(connection, found.call_sid) + 1, "")
    return True


def regain(connection: Connection, do: Round, found: AtProvider) -> bool:
    """Have a recording fetched that was given up, unless that has been done meanwhile."""
    _locked(connection, found.call_sid)
    row = comparing.of(connection, _recordings, found.sid)
    unwanted = comparing.of(connection, _unwanted, found.sid)
    if not comparing.is_to_regain(row, unwanted, found):
        return False
    if row is None:  # the call may have been forgotten since: it comes back with what was said
        _keep(connection, do, found, comparing.last_step(connection, found.call_sid) + 1, "")
    elif row.state == "absent":
        _keep(connection, do, found, row.step, row.node)
    else:
        hold(connection, row.call_sid, over_by=do.now, guess=True)
        this = update(_recordings).where(_recordings.c.recording_sid == found.sid)
        again = row.attempt + 1
        connection.execute(this.values(state="expected", attempt=again, due_at=do.now, trouble=None))
        do.means.jobs.fetch(connection, found.sid, again)
    return True


def _keep(connection: Connection, do: Round, found: AtProvider, step: int, node: str) -> None:
    """Keep a recording as its callback would have; the message counts from when it was made."""
    hold(connection, found.call_sid, over_by=do.now, guess=True)
    occasion = Occasion(connection, do.means, found.call_sid, step, min(found.made_at, do.now))
    recordings.keep(occasion, node, found.sid, "", found.seconds)
    open_for_recordings(occasion)


def look_for(do: Round, sid: str) -> None:
    """Ask for one recording by its name, and write down if it is not there."""
    if do.tally.failures >= _PATIENCE:
        do.tally.left += 1
        return
    try:
        found = do.provider.find(sid)
    except ProviderTrouble as trouble:
        _count(do.tally, trouble)
        return
    if found is None:
        do.database.write(partial(_give_up, do=do, sid=sid))


def _give_up(connection: Connection, do: Round, sid: str) -> None:
    row = comparing.of(connection, _recordings, sid)
    if row is None:
        return
    hold(connection, row.call_sid, over_by=do.now, guess=True)
    if sid in comparing.overdue(connection, do.now):
        this = update(_recordings).where(_recordings.c.recording_sid == sid)
        connection.execute(this.values(state="failed", trouble=comparing.MISSING, due_at=None))
        do.means.jobs.finish(connection, row.call_sid)


def delete(do: Round, sid: str, there: Mapping[str, AtProvider]) -> bool:
    """Delete a recording at the provider, if that is still to be done, and write it down."""
    if do.tally.failures >= _PATIENCE:
        do.tally.left += 1
        return False
    if sid not in do.database.read(partial(comparing.leftover, now=do.now, there=there, only=sid)):
        return False
    try:
        do.provider.delete(sid)
    except ProviderTrouble as trouble:
        _count(do.tally, trouble)
        return False
    do.database.write(partial(_write_deleted, sid=sid, at=do.now))
    return True


def _count(tally: Tally, trouble: ProviderTrouble) -> None:
    tally.failures += 1
    tally.left += 1
    log.warning("The provider failed while its recordings were reconciled: %s", trouble.word)


def _write_deleted(connection: Connection, sid: str, at: datetime) -> None:
    for table in (_recordings, _unwanted):  # it may have moved from one to the other
        connection.execute(
            update(table).where(table.c.recording_sid == sid).values(deleted_at=at, trouble=None)
        )


def _locked(connection: Connection, call_sid: str) -> bool:
    """Keep everybody else from writing of a call; say whether there is one."""
    this = select(_calls.c.call_sid).where(_calls.c.call_sid == call_sid).with_for_update()
    return connection.execute(this).first() is not None
