"""What operators can do about recordings that were given up, that wait for long, or that are not whole."""

from collections.abc import Callable, Collection
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection, select, update

from ivr.message import tables
from ivr.message.calls import hold
from ivr.message.fetching import DOUBTFUL
from ivr.message.happenings import story_of
from ivr.message.tools import Tools, locked_call, next_round, recording_row

_recordings = tables.recording
_WAITS: Final = "waits"
"""The condition of a recording whose next attempt is due later. One that is due now is with a worker already."""


def begin_again(tools: Tools, which: Collection[str] | None = None) -> list[str]:
    """Have recordings fetched again that were given up or are doubtful, and now those that wait for later.

    Return the provider's names of them. `which` are references of messages and names of recordings; None is all. What
    is stored of a doubtful one stays until something better has come.
    """
    return _change_all(tools, which, ("failed", DOUBTFUL, _WAITS), _begin_again)


def accept(tools: Tools, which: Collection[str] | None = None) -> list[str]:
    """Take doubtful recordings for what they are: the provider's copy goes. Return the provider's names of them."""
    return _change_all(tools, which, (DOUBTFUL,), _accept)


_Change = Callable[[Connection, Tools, Any], None]


def _change_all(
    tools: Tools, which: Collection[str] | None, what: tuple[str, ...], change: _Change
) -> list[str]:
    chosen = tools.database.read(lambda connection: _chosen(connection, tools, which, what))
    one = partial(_one, tools=tools, what=what, change=change)
    return [sid for call_sid, sid in chosen if tools.database.write(partial(one, call_sid=call_sid, sid=sid))]


def _one(
    connection: Connection, tools: Tools, what: tuple[str, ...], change: _Change, call_sid: str, sid: str
) -> bool:
    call, row = locked_call(connection, call_sid), recording_row(connection, sid)
    if call is None or row is None or _condition(row, tools) not in what:
        return False  # somebody else was first
    hold(connection, call_sid, over_by=call.over_by, guess=True)  # there is something to finish again
    change(connection, tools, row)
    return True


def _begin_again(connection: Connection, tools: Tools, row: Any) -> None:
    attempt = next_round(row.attempt)
    change = {"state": "expected", "attempt": attempt, "due_at": tools.clock(), "trouble": None}
    this = _recordings.c.recording_sid == row.recording_sid
    connection.execute(update(_recordings).where(this).values(**change))
    tools.jobs.fetch(connection, row.recording_sid, attempt)


def _accept(connection: Connection, tools: Tools, row: Any) -> None:
    this = _recordings.c.recording_sid == row.recording_sid
    connection.execute(update(_recordings).where(this).values(trouble=None))
    tools.jobs.finish(connection, row.call_sid)


def _condition(row: Any, tools: Tools) -> str:
    if row.state == "expected" and row.due_at is not None and row.due_at > tools.clock():
        return _WAITS
    return DOUBTFUL if row.state == "stored" and row.trouble == DOUBTFUL else str(row.state)


def _chosen(
    connection: Connection, tools: Tools, which: Collection[str] | None, what: tuple[str, ...]
) -> list[tuple[str, str]]:
    """Return calls and recordings: those in one of these conditions, of the messages or of the names given."""
    found = [
        row
        for row in connection.execute(select(_recordings).order_by(_recordings.c.at)).all()
        if _condition(row, tools) in what
    ]
    if which is not None:
        owners = dict(_owners(connection, {row.call_sid for row in found}))
        wanted = set(which)
        found = [row for row in found if {row.recording_sid, owners.get(row.recording_sid)} & wanted]
    return [(row.call_sid, row.recording_sid) for row in found]


def _owners(connection: Connection, call_sids: Collection[str]) -> list[tuple[str, str | None]]:
    """Return recordings with the reference of the message that each belongs to."""
    pairs = []
    for call_sid in call_sids:
        story = story_of(connection, call_sid)
        for message in story.messages:
            reference = story.references.get(message.opened)
            pairs += [(row.name, reference) for row in message.recordings]
    return pairs
