"""Once a day: the recordings that the provider has against those known here, so that none is left out or behind.

- What the provider has of a call of this line and nobody told us of is taken into that call's last message.
- What was taken for empty, or for missing, and is there after all is fetched after all.
- What has been expected for a day and is not there is written down as missing, for a person to look at.
- What is stored here, or not wanted, and still there is deleted there: never while the call may still go on, for the
  caller may be listening to it.
- What belongs to no call of this line is counted and never touched: other programs may use the same account.

The provider is asked for everything before anything is written, and each change is a transaction that looks again, so
nothing is half done when either fails in the middle, and two hosts may do it at once.
"""

import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection, Row, insert, select, update

from ivr.message import comparing, recordings, tables
from ivr.message.calls import Means, Occasion, hold, was_over
from ivr.message.connecting import Database
from ivr.message.jobs import Jobs
from ivr.message.provider import AtProvider, Provider, ProviderTrouble
from ivr.message.references import Below
from ivr.message.sweeping import GRACE
from ivr.message.vault import Vault
from ivr.message.writing import open_for_recordings

log = logging.getLogger(__name__)

DAYS: Final = 30
"""How many days back the provider's recordings are looked at."""

_PATIENCE: Final = 3
"""How many failures of the provider are put up with before the rest is left for the next time."""
_NO_AUDIO: Final = frozenset({"in-progress", "paused", "absent", "deleted"})
"""Twilio's words for a recording of which there is no audio, or not yet."""

_calls, _recordings, _unwanted = tables.call, tables.recording, tables.unwanted_recording


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, and done about it, by `at`. The others are numbers of recordings.

    `unknown`: at the provider, and in no message; of these, `adopted` were taken into one, and the rest belongs to
    other programs, or to calls that left nothing and are forgotten. `regained`: fetched after all. `missing`: of
    messages, and not at the provider, these and earlier times. `deleted`: at the provider. `left`: for the next time,
    because the provider failed.
    """

    at: datetime
    unknown: int
    adopted: int
    regained: int
    missing: int
    deleted: int
    left: int


@dataclass(slots=True)
class _Tally:
    """How often the provider failed, and what was left because of that."""

    failures: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class _Round:
    """One reconciliation: with what it is done, and when."""

    database: Database
    means: Means
    provider: Provider
    now: datetime
    tally: _Tally


def reconcile(
    database: Database,
    vault: Vault,
    provider: Provider,
    jobs: Jobs,
    now: datetime,
    *,
    days: int = DAYS,
    below: Below = secrets.randbelow,
) -> Report:
    """Compare what the provider has with what is known here, put right what can be, and write down what was found.

    Raises ProviderTrouble if the provider cannot list its recordings, and nothing is done then. StoreUnavailable; what
    was done by then stays done, and the next time does the rest.
    """
    do = _Round(database, Means(vault, jobs, below), provider, now, _Tally())
    there = {each.sid: each for each in provider.recordings(now - timedelta(days=days))}
    unknown, regained = _told_apart(do, there)
    adopted = sum(database.write(partial(_adopt, do=do, found=each)) for each in unknown)
    back = sum(database.write(partial(_regain, do=do, found=each)) for each in regained)
    for sid in database.read(partial(comparing.overdue, now=now)):
        if sid not in there:
            _look_for(do, sid)
    deleted = sum(
        _delete(do, sid, there) for sid in database.read(partial(comparing.leftover, now=now, there=there))
    )
    missing = database.read(comparing.missing)
    report = Report(now, len(unknown), adopted, back, missing, deleted, do.tally.left)
    database.write(partial(_write_down, report=report))
    log.info("Reconciled with the provider: %s adopted, %s deleted, %s left", adopted, deleted, report.left)
    return report


def _told_apart(do: _Round, there: Mapping[str, AtProvider]) -> tuple[list[AtProvider], list[AtProvider]]:
    """Return what nothing here knows of, and what is known and was taken for empty or missing.

    Of a call that goes on, or has only just ended, the webhooks may still come: that is neither.
    """
    with_audio = [each for each in there.values() if each.status not in _NO_AUDIO]
    sids, call_sids = [each.sid for each in with_audio], {each.call_sid for each in with_audio}

    def read(connection: Connection) -> tuple[dict[str, Row[Any]], ...]:
        columns = _recordings.c.recording_sid, _unwanted.c.recording_sid
        of_sids = [comparing.rows(connection, column, sids) for column in columns]
        return *of_sids, comparing.rows(connection, _calls.c.call_sid, call_sids)

    known, unwanted, calls = do.database.read(read)
    unknown, regained = [], []
    for each in with_audio:
        call = calls.get(each.call_sid)
        if call is not None and not was_over(call, do.now - GRACE):
            continue
        if each.sid in known or each.sid in unwanted:
            if comparing.is_to_regain(known.get(each.sid), unwanted.get(each.sid), each):
                regained.append(each)
        else:
            unknown.append(each)
    return unknown, regained


def _adopt(connection: Connection, do: _Round, found: AtProvider) -> bool:
    """Take a recording into the last message of its call, if that is a call of this line and nobody else did."""
    if not _locked(connection, found.call_sid) or comparing.known(connection, found.sid):
        return False
    _keep(connection, do, found, comparing.last_step(connection, found.call_sid) + 1, "")
    return True


def _regain(connection: Connection, do: _Round, found: AtProvider) -> bool:
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


def _keep(connection: Connection, do: _Round, found: AtProvider, step: int, node: str) -> None:
    """Keep a recording as its callback would have; the message counts from when it was made."""
    hold(connection, found.call_sid, over_by=do.now, guess=True)
    occasion = Occasion(connection, do.means, found.call_sid, step, min(found.made_at, do.now))
    recordings.keep(occasion, node, found.sid, "", found.seconds)
    open_for_recordings(occasion)


def _look_for(do: _Round, sid: str) -> None:
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


def _give_up(connection: Connection, do: _Round, sid: str) -> None:
    row = comparing.of(connection, _recordings, sid)
    if row is None:
        return
    hold(connection, row.call_sid, over_by=do.now, guess=True)
    if sid in comparing.overdue(connection, do.now):
        this = update(_recordings).where(_recordings.c.recording_sid == sid)
        connection.execute(this.values(state="failed", trouble=comparing.MISSING, due_at=None))
        do.means.jobs.finish(connection, row.call_sid)


def _delete(do: _Round, sid: str, there: Mapping[str, AtProvider]) -> bool:
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


def _count(tally: _Tally, trouble: ProviderTrouble) -> None:
    tally.failures += 1
    tally.left += 1
    log.warning("The provider failed while its recordings were reconciled: %s", trouble.word)


def _write_deleted(connection: Connection, sid: str, at: datetime) -> None:
    for table in (_recordings, _unwanted):  # it may have moved from one to the other
        connection.execute(
            update(table).where(table.c.recording_sid == sid).values(deleted_at=at, trouble=None)
        )


def _write_down(connection: Connection, report: Report) -> None:
    rows = tables.reconciliation
    if connection.execute(select(rows.c.at).where(rows.c.at == report.at)).first() is None:
        found = {"unknown": report.unknown, "adopted": report.adopted, "missing": report.missing}
        connection.execute(insert(rows).values(at=report.at, **found))


def _locked(connection: Connection, call_sid: str) -> bool:
    """Keep everybody else from writing of a call; say whether there is one."""
    this = select(_calls.c.call_sid).where(_calls.c.call_sid == call_sid).with_for_update()
    return connection.execute(this).first() is not None
