"""Writing down who is to be told of what a call left, and when: once, when the call is over.

From then on the rows of `ivr_notice` say what is left to tell. What nobody is there to be told of has no row; it is
looked at again for a week, and told to whoever is there by then.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from sqlalchemy import BindParameter, Connection, bindparam, exists, insert, select, union

from ivr.message import tables
from ivr.message.accounts.mails import Recipient
from ivr.message.accounts.values import queue_of
from ivr.message.happenings import story_of
from ivr.message.spans import Answers, Message, Request, Story
from ivr.message.told import hours, people
from ivr.message.tools import Tools, locked_call

Kind = Literal["message", "request", "unheard"]
"""What is told: a new message, a caller's request about an earlier one, or that nobody has listened."""

TOLD_LATE: Final = timedelta(days=7)
"""For how long after a call it is still told of, where nobody could be told before."""
_AREA: Final = "area"
_calls, _messages, _requests, _notices = tables.call, tables.message, tables.request, tables.notice
_recordings = tables.recording

_IS_NEW: Final = (
    _messages.c.reference.is_not(None)
    & _messages.c.notified_at.is_(None)
    & _messages.c.heard_at.is_(None)
    & _messages.c.closed_at.is_(None)
    & _messages.c.claimed_by.is_(None)
)
"""The condition for a message of which nobody was told, and that nobody has come upon."""

_OF_CALL: Final[BindParameter[str]] = bindparam("of_call")
_NEW: Final = select(_messages.c.opened_step).where(_messages.c.call_sid == _OF_CALL, _IS_NEW)
_OPEN: Final = select(_requests.c.step).where(
    _requests.c.call_sid == _OF_CALL, _requests.c.handled_at.is_(None)
)
_PLANNED: Final = select(_notices.c.kind, _notices.c.step).where(_notices.c.call_sid == _OF_CALL).distinct()
_ON_THE_WAY: Final = select(_recordings.c.recording_sid).where(
    _recordings.c.call_sid == _OF_CALL, _recordings.c.state == "expected"
)
_TOLD: Final = exists().where(
    _notices.c.call_sid == _messages.c.call_sid,
    _notices.c.kind == "message",
    _notices.c.step == _messages.c.opened_step,
)
_KNOWN: Final = exists().where(
    _notices.c.call_sid == _requests.c.call_sid,
    _notices.c.kind == "request",
    _notices.c.step == _requests.c.step,
)
_UNTOLD: Final = (
    select(_calls.c.call_sid)
    .where(
        _calls.c.finished_at >= bindparam("since"),
        _calls.c.empty.is_(False),
        _calls.c.call_sid.in_(
            union(
                select(_messages.c.call_sid).where(_IS_NEW, ~_TOLD),
                select(_requests.c.call_sid).where(_requests.c.handled_at.is_(None), ~_KNOWN),
            )
        ),
    )
    .order_by(_calls.c.finished_at)
)


@dataclass(frozen=True, slots=True)
class Untold:
    """Something of a call that people are to be told of, and for which no row says so yet.

    `waits`: a recording of it is on its way.
    """

    kind: Kind
    step: int
    whom: tuple[Recipient, ...]
    waits: bool


def untold(connection: Connection, tools: Tools, call_sid: str) -> list[Untold]:
    """Return what is still to be written down of a call that is over. What there is nobody to tell is left out."""
    planned = _planned(connection, call_sid)
    of_call = {"of_call": call_sid}
    new = set(connection.execute(_NEW, of_call).scalars())
    open_ = set(connection.execute(_OPEN, of_call).scalars())
    if not (new or open_) or tools.notifier is None:
        return []
    story, on_the_way = story_of(connection, call_sid), _on_the_way(connection, call_sid)
    found: list[Untold] = []
    for message in story.messages:
        if message.opened in new and message.kept() and ("message", message.opened) not in planned:
            whom = people.told(connection, tools, queue_of_message(message))
            waits = any(row.name in on_the_way for row in message.recordings)
            found.append(Untold("message", message.opened, tuple(whom), waits))
    for request in story.requests:
        if request.step in open_ and ("request", request.step) not in planned:
            whom = people.told(connection, tools, queue_of_request(request))
            found.append(Untold("request", request.step, tuple(whom), waits=False))
    return [one for one in found if one.whom]


def plan(connection: Connection, tools: Tools, call_sid: str, now: datetime, *, may_wait: bool) -> None:
    """Write down who is told of what a call left, and when. What `waits` is left for later if it may.

    However often and on however many hosts this is done, each row is written once.
    """
    locked_call(connection, call_sid)
    rows = [
        {
            "call_sid": call_sid,
            "kind": one.kind,
            "step": one.step,
            "officer_id": each.officer_id,
            "due_at": hours.due(each.notices, now, tools.limits.quiet),
        }
        for one in untold(connection, tools, call_sid)
        if not (one.waits and may_wait)
        for each in one.whom
    ]
    if rows:
        connection.execute(insert(_notices), rows)


def late(connection: Connection, tools: Tools, since: datetime) -> list[str]:
    """Return calls finished since then with something that nobody was to be told of: nobody was there at the time.

    A message that was never kept, or that an officer has come upon meanwhile, is nothing to tell of.
    """
    if not people.anybody(connection, tools):
        return []
    sids = connection.execute(_UNTOLD, {"since": since}).scalars().all()
    return [sid for sid in sids if untold(connection, tools, sid)]


def needs_somebody(row: Any) -> bool:
    """Say whether a message, as its row tells, has not been taken up, or erased, by anybody."""
    seen = (row.heard_at, row.closed_at, row.claimed_by)
    return row.reference is not None and not any(seen)


def message_in(story: Story, step: int) -> Message | None:
    """Return the message that this step opened, None where it is not kept."""
    return next((one for one in story.messages if one.opened == step and one.kept()), None)


def request_in(story: Story, step: int) -> Request | None:
    """Return the request made at this step."""
    return next((one for one in story.requests if one.step == step), None)


def queue_of_message(message: Message) -> str:
    """Return whose it is to answer."""
    return _queue(message.answers)


def queue_of_request(request: Request) -> str:
    """Return whose it is: which message it is about is sealed, so it is for the central queue unless it has an area."""
    return _queue(request.answers)


def _queue(answers: Answers) -> str:
    return queue_of(answers.newest().get(_AREA))


def _planned(connection: Connection, call_sid: str) -> Collection[tuple[str, int]]:
    return {(row.kind, row.step) for row in connection.execute(_PLANNED, {"of_call": call_sid})}


def _on_the_way(connection: Connection, call_sid: str) -> set[str]:
    return set(connection.execute(_ON_THE_WAY, {"of_call": call_sid}).scalars())
