"""Fetching a recording: from the provider, whole, sealed and stored, or another attempt later.

The row carries the state. Nothing waits here: an attempt that fails writes into the row when the next is due, and
starts that as a job, in one transaction.
"""

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from sqlalchemy import Connection, func, select, update

from ivr.message import items, tables
from ivr.message.audio import NotWhole, Wave, whole
from ivr.message.calls import Occasion, hold, was_over
from ivr.message.happenings import story_of
from ivr.message.provider import NotThereYet, Provider, ProviderTrouble, Unavailable
from ivr.message.sealing import NoRecipient
from ivr.message.spans import is_wanted
from ivr.message.tools import LONGEST_WAIT, Tools, backoff, locked_call, nth, recording_row
from ivr.message.writing import open_for_recordings

log = logging.getLogger(__name__)

Outcome = Literal["stored", "later", "failed", "gone", "superseded"]
"""`stored`: it is here. `later`: another attempt is due. `failed`: it was given up. `gone`: it is not wanted, or there
is none. `superseded`: another attempt takes care of it."""

DOUBTFUL: Final = "doubtful"
"""The trouble of a recording that is stored and not whole: it stays at the provider until a person has decided."""
_EARLY: Final = timedelta(seconds=5)
"""How much too early a job may come, by another host's clock."""
_recordings = tables.recording


@dataclass(frozen=True, slots=True)
class _Due:
    """A recording as its row tells of it before it is fetched."""

    sid: str
    call_sid: str
    url: str = field(repr=False)
    seconds: int | None
    attempt: int
    trouble: str | None


@dataclass(frozen=True, slots=True)
class _Got:
    """A recording's audio; `seconds` its length, None where nobody knows; `doubtful` if it is not whole."""

    body: bytes = field(repr=False)
    seconds: int | None
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class _Trouble:
    """Why there is nothing to keep yet: one word, and after how many seconds the provider wants to be asked again."""

    word: str
    wait: float = 0


def fetch(tools: Tools, sid: str, attempt: int | None = None) -> Outcome:
    """Make one attempt to fetch a recording and keep it. See `Tasks.fetch`."""
    due = tools.database.read(lambda connection: _look(connection, sid, attempt, tools.clock()))
    if not isinstance(due, _Due):
        return due
    got = _get(tools, due)  # no transaction is open meanwhile: it may take long
    now = tools.clock()
    if isinstance(got, _Got):
        keep = got
        try:
            return tools.database.write(lambda connection: _keep(connection, tools, due, keep, now))
        except NoRecipient:
            got = _Trouble("no-key")
    trouble = got
    return tools.database.write(lambda connection: _put_off(connection, tools, due, trouble, now))


def _look(connection: Connection, sid: str, attempt: int | None, now: datetime) -> _Due | Outcome:
    row = recording_row(connection, sid)
    if row is None or row.state != "expected":
        return _as_it_is(row)
    if attempt != row.attempt and row.due_at is not None and row.due_at > now + _EARLY:
        return "superseded"
    # An older attempt that comes when one is due does the work: where jobs queue for longer than a minute, they
    # would otherwise overtake each other for ever.
    if not is_wanted(story_of(connection, row.call_sid), row):
        return "gone"
    return _Due(sid, row.call_sid, row.url, row.seconds, row.attempt, row.trouble)


def _as_it_is(row: Any) -> Outcome:
    outcomes: dict[str, Outcome] = {"stored": "stored", "failed": "failed", "expected": "superseded"}
    return outcomes.get(row.state, "gone") if row is not None else "gone"


def _get(tools: Tools, due: _Due) -> _Got | _Trouble:
    provider = tools.provider
    if provider is None:
        return _Trouble("no-account")
    body = b""
    try:
        body = provider.audio(due.sid, due.url)
        return _whole(provider, due, body, tools.limits.attempts_to_be_whole)
    except NotWhole:
        often = nth(due.attempt) >= tools.limits.attempts_to_be_whole
        # What somebody said is never lost for being cut short: after some time it is kept as far as it goes.
        if body and often and due.trouble == "not-whole":
            return _Got(body, due.seconds, doubtful=True)
        return _Trouble("not-whole")
    except Unavailable as error:
        return _Trouble(error.word, error.retry_after or 0)
    except ProviderTrouble as error:
        return _Trouble(error.word)


def _whole(provider: Provider, due: _Due, body: bytes, patience: int) -> _Got:
    """Check the audio against the length that was told; the provider's own account of it decides where they differ."""
    if due.seconds is not None:
        try:
            whole(body, due.seconds)
        except NotWhole:
            its_own = _seconds_at_provider(provider, due.sid)
            if its_own in (None, due.seconds):
                raise
            whole(body, its_own)
        return _Got(body, due.seconds)
    its_own = _seconds_at_provider(provider, due.sid)
    if its_own is None and nth(due.attempt) < patience:
        raise NotThereYet("not-there", "the provider does not know yet how long it is")
    wave: Wave = whole(body, its_own)
    return _Got(body, its_own if its_own is not None else max(1, round(wave.seconds)) if wave.seconds else 0)


def _seconds_at_provider(provider: Provider, sid: str) -> int | None:
    return found.seconds if (found := provider.find(sid)) is not None else None


def _keep(connection: Connection, tools: Tools, due: _Due, got: _Got, now: datetime) -> Outcome:
    call = locked_call(connection, due.call_sid)
    row = recording_row(connection, due.sid)
    if row is None or row.state != "expected":
        return _as_it_is(row)
    if not is_wanted(story_of(connection, row.call_sid), row):
        return "gone"  # its caller deleted it while it was fetched; nothing of it stays
    if row.seconds != due.seconds and row.seconds is not None:  # it was checked against another length
        return _put_off(connection, tools, due, _Trouble("not-whole"), now)
    if got.seconds == 0:  # only now is it known that nothing was said: the sweep is to see that
        hold(connection, due.call_sid, over_by=now, guess=True)
        change: dict[str, Any] = {"state": "absent", "seconds": 0, "trouble": None}
    else:
        _seal(connection, tools, due.sid, got, now)
        trouble = DOUBTFUL if got.doubtful else None
        change = {"state": "stored", "seconds": got.seconds, "stored_at": now, "trouble": trouble}
    this = _recordings.c.recording_sid == due.sid
    connection.execute(update(_recordings).where(this).values(due_at=None, **change))
    if got.seconds == 0:  # what it would have opened is then opened by the next one
        open_for_recordings(Occasion(connection, tools.means, due.call_sid, row.step, row.at))
    if call is not None and was_over(call, now):
        tools.jobs.finish(connection, due.call_sid)
    return "stored" if change["state"] == "stored" else "gone"


def _seal(connection: Connection, tools: Tools, sid: str, got: _Got, now: datetime) -> None:
    """Seal the audio. It replaces what was stored of it in doubt, unless it is no better."""
    item_id = items.of_recording(sid)
    this = tables.item.c.item_id == item_id
    stored = connection.execute(select(func.length(tables.item.c.ciphertext)).where(this)).scalar()
    if stored is None or not got.doubtful or stored < len(got.body):
        tools.vault.erase(connection, [item_id])
        tools.vault.put(connection, item_id, got.body, now)


def _put_off(connection: Connection, tools: Tools, due: _Due, trouble: _Trouble, now: datetime) -> Outcome:
    call = locked_call(connection, due.call_sid)
    row = recording_row(connection, due.sid)
    if row is None or row.state != "expected" or row.attempt != due.attempt:
        return _as_it_is(row)
    this = update(_recordings).where(_recordings.c.recording_sid == due.sid)
    if nth(row.attempt) >= tools.limits.attempts and now - row.at >= tools.limits.give_up_after:
        log.error("A recording was given up after %s attempts: %s", nth(row.attempt), trouble.word)
        doubtful = row.stored_at is not None
        state, word = ("stored", DOUBTFUL) if doubtful else ("failed", trouble.word)
        connection.execute(this.values(state=state, trouble=word, due_at=None))
        if call is not None and was_over(call, now):
            tools.jobs.finish(connection, due.call_sid)
        return "failed"
    log.log(logging.WARNING if nth(row.attempt) > 4 else logging.INFO, "No recording yet: %s", trouble.word)
    wait = max(backoff(row.attempt), min(trouble.wait, LONGEST_WAIT))
    later = {"attempt": row.attempt + 1, "due_at": now + timedelta(seconds=wait), "trouble": trouble.word}
    connection.execute(this.values(**later))
    tools.jobs.fetch(connection, due.sid, row.attempt + 1, wait)
    return "later"
