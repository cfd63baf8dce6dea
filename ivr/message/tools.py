"""What the tasks of this room work with, and how long they wait for what."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection

from ivr.message import rows, tables
from ivr.message.calls import Means
from ivr.message.connecting import Database
from ivr.message.jobs import Jobs
from ivr.message.notices import Notifier
from ivr.message.provider import Provider
from ivr.message.retention import Periods
from ivr.message.told.hours import QuietHours
from ivr.message.vault import Vault

BACKOFF: Final = (1, 2, 4, 8, 15, 30, 60, 120, 300, 600, 1800, 3600)
"""Seconds from a first, second, … attempt that failed to the next one; the last stays."""
LONGEST_WAIT: Final = 3600.0
"""The most seconds that the provider is believed when it says to come again later."""
ROUND: Final = 1000
"""Attempts are numbered on for ever; where an operator begins again, or a job was lost, with the next full thousand."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How often something is tried, and how long something is waited for."""

    attempts: int = 48
    """After so many, and a day, a recording is given up; with `BACKOFF` they take a day and a half."""
    give_up_after: timedelta = timedelta(days=1)
    attempts_to_be_whole: int = 6
    """After so many, a recording that is not whole is kept as it is, for a person to judge."""
    notice_waits: timedelta = timedelta(minutes=15)
    """How long after a call its notice waits for the recordings: the news of a safe number is not held back."""
    notice_lease: timedelta = timedelta(minutes=2)
    """How long one process alone may try to tell of a message: longer than a mail server can keep it waiting."""
    word_waits: tuple[float, ...] = (1, 2, 4, 8, 15, 30)
    """Seconds between attempts to write down that a mail was taken, within the lease."""
    lost_after: timedelta = timedelta(minutes=1)
    """How long after a recording was due its job is started again."""
    begun_again_after: timedelta = timedelta(minutes=10)
    """How long after a recording was due its job is taken for lost, and a new one is made."""
    unheard_hours: int = 24
    """After so many a message that nobody has listened to is told of again, to supervisors."""
    quiet: QuietHours | None = None
    """When no mail is sent."""
    periods: Periods = field(default_factory=Periods)


@dataclass(frozen=True, slots=True)
class Tools:
    """The database and what seals; who has the recordings (None: nobody), who tells officers (None: nobody is told)."""

    database: Database
    vault: Vault
    jobs: Jobs
    provider: Provider | None
    notifier: Notifier | None
    clock: Callable[[], datetime]
    limits: Limits

    @property
    def means(self) -> Means:
        """What writing needs besides a database."""
        return Means(self.vault, self.jobs, secrets.randbelow)


def nth(attempt: int) -> int:
    """Return which attempt of its round it is, from 1."""
    return attempt % ROUND


def next_round(attempt: int) -> int:
    """Return the first attempt of the next round."""
    return (attempt // ROUND + 1) * ROUND + 1


def backoff(attempt: int) -> float:
    """Return the seconds from this attempt, which failed, to the next."""
    return BACKOFF[min(max(nth(attempt), 1), len(BACKOFF)) - 1]


def locked_call(connection: Connection, call_sid: str) -> Any:
    """Return a call's row, None if there is none, and let nobody else write of the call until the transaction ends."""
    return rows.find(connection, tables.call, {"call_sid": call_sid}, lock=True).first()


def recording_row(connection: Connection, recording_sid: str) -> Any:
    """Return a recording's row, None if there is none."""
    return rows.find(connection, tables.recording, {"recording_sid": recording_sid}).first()
