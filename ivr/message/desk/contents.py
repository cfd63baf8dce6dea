"""What is in a message, opened: its answers, and the recordings that belong to it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from ivr.message import tables
from ivr.message.desk.opened import Recording
from ivr.message.fetching import DOUBTFUL
from ivr.message.happenings import stories, story_of
from ivr.message.spans import Answers, Message
from ivr.message.vault import Vault

_recordings, _requests = tables.recording, tables.request


def answers_of(connection: Connection, vault: Vault, row: Any) -> dict[str, str]:
    """Return the newest answers of a message, as far as they can be opened here.

    A change that an officer has carried out counts as the caller's last word.
    """
    told = stories(connection, row.call_sid, vault).get(row.call_sid)
    held = next((one for one in told.messages if one.opened == row.opened_step), None) if told else None
    answers = confirmed(held.answers) if held else {}
    about = (_requests.c.about == row.reference) & (_requests.c.kind == "change")
    done = select(_requests).where(about, _requests.c.decision == "done").order_by(_requests.c.handled_at)
    for request in connection.execute(done).all():
        answers |= request_answers(connection, vault, request)
    return answers


def confirmed(answers: Answers) -> dict[str, str]:
    """Return the newest answers, but no way of contact that was confirmed for another number than the newest.

    Whoever goes back, keys in another number and hangs up has not said that this one is safe to ring.
    """
    last = {row.name: row.step for row in answers.rows}
    newest = answers.newest()
    if last.get("safe_number", 0) > last.get("contact", 0):
        newest.pop("contact", None)
    return newest


def request_answers(connection: Connection, vault: Vault, request: Any) -> dict[str, str]:
    """Return what came with a request, as far as it can be opened here."""
    told = stories(connection, request.call_sid, vault).get(request.call_sid)
    made = next((one for one in told.requests if one.step == request.step), None) if told else None
    # The reference itself is told beside them, as far as it can be.
    return made.answers.newest() if made else {}


def masked(answers: dict[str, str]) -> dict[str, str]:
    """Return the answers with a number hidden but for its last two digits, wherever one is.

    >>> masked({"safe_number": "07700900123", "contact": "call"})
    {'safe_number': '•••••••••23', 'contact': 'call'}
    """
    return {name: _masked(value) if _is_number(value) else value for name, value in answers.items()}


def message_of(connection: Connection, row: Any) -> Message | None:
    """Return a message as its call tells of it, sealed as it is; None if the call tells of none there."""
    told = story_of(connection, row.call_sid)
    return next((one for one in told.messages if one.opened == row.opened_step), None)


def recording_rows(connection: Connection, row: Any) -> list[Any]:
    """Return the rows of a message's recordings with something in them, in the order they were made."""
    held = message_of(connection, row)
    names = [one.name for one in held.recordings if one.seconds != 0] if held else []
    these = select(_recordings).where(_recordings.c.recording_sid.in_(names))
    found = {one.recording_sid: one for one in connection.execute(these)}
    return [found[name] for name in names if name in found and found[name].state != "absent"]


def recordings(rows: Sequence[Any]) -> tuple[Recording, ...]:
    """Return recordings as officers see them."""
    return tuple(
        Recording(number, row.node, row.seconds, row.state, _doubtful(row), row.at)
        for number, row in enumerate(rows, 1)
    )


def _doubtful(row: Any) -> bool:
    return bool(row.state == "stored" and row.trouble == DOUBTFUL)


def _is_number(value: str) -> bool:
    return sum(sign.isdigit() for sign in value) >= 9


def _masked(value: str) -> str:
    return "•" * (len(value) - 2) + value[-2:]
