"""Once a night: the recordings that the provider has against those known here, so that none is left out or behind.

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
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection, Row, insert, select

from ivr.message import comparing, reconciling, tables
from ivr.message.calls import Means, was_over
from ivr.message.connecting import Database
from ivr.message.jobs import Jobs
from ivr.message.provider import AtProvider, Provider
from ivr.message.reconciling import Round, Tally
from ivr.message.references import Below
from ivr.message.sweeping import GRACE
from ivr.message.vault import Vault

log = logging.getLogger(__name__)

NIGHT: Final = 3
"""From which hour of the day, UTC, it is to be done."""

DAYS: Final = 30
"""How many days back the provider's recordings are looked at."""

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


def nightly(database: Database, vault: Vault, provider: Provider, jobs: Jobs, now: datetime) -> Report | None:
    """Reconcile, unless that was done since the night began. To be called every hour.

    So a night in which the provider is away is made up for as soon as it is back. Returns None where there was nothing
    to do, and raises what `reconcile` does.
    """
    night = now.astimezone(UTC).replace(hour=NIGHT, minute=0, second=0, microsecond=0)
    since = night if night <= now else night - timedelta(days=1)
    if database.read(lambda connection: _done(connection, since, now)):
        return None
    return reconcile(database, vault, provider, jobs, now)


def _done(connection: Connection, since: datetime, now: datetime) -> bool:
    at = tables.reconciliation.c.at
    # What is said to be done hours from now was written by a clock that was wrong.
    this = select(at).where(at >= since, at <= now + timedelta(hours=1)).limit(1)
    return connection.execute(this).first() is not None


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
    do = Round(database, Means(vault, jobs, below), provider, now, Tally())
    there = {each.sid: each for each in provider.recordings(now - timedelta(days=days))}
    unknown, regained = _told_apart(do, there)
    adopted = sum(database.write(partial(reconciling.adopt, do=do, found=each)) for each in unknown)
    back = sum(database.write(partial(reconciling.regain, do=do, found=each)) for each in regained)
    for sid in database.read(partial(comparing.overdue, now=now)):
        if sid not in there:
            reconciling.look_for(do, sid)
    deleted = sum(
        reconciling.delete(do, sid, there)
        for sid in database.read(partial(comparing.leftover, now=now, there=there))
    )
    missing = database.read(comparing.missing)
    report = Report(now, len(unknown), adopted, back, missing, deleted, do.tally.left)
    database.write(partial(_write_down, report=report))
    log.info("Reconciled with the provider: %s adopted, %s deleted, %s left", adopted, deleted, report.left)
    return report


def _told_apart(do: Round, there: Mapping[str, AtProvider]) -> tuple[list[AtProvider], list[AtProvider]]:
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


def _write_down(connection: Connection, report: Report) -> None:
    rows = tables.reconciliation
    if connection.execute(select(rows.c.at).where(rows.c.at == report.at)).first() is None:
        found = {"unknown": report.unknown, "adopted": report.adopted, "missing": report.missing}
        connection.execute(insert(rows).values(at=report.at, **found))
