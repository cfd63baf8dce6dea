"""All that happened in a call, from the rows: what `spans` makes messages of."""

from collections import defaultdict
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    LargeBinary,
    Select,
    bindparam,
    case,
    cast,
    literal_column,
    null,
    select,
    union_all,
)
from sqlalchemy.sql.expression import CompoundSelect

from ivr.message import items, tables
from ivr.message.sealing import CallSeal
from ivr.message.spans import Row, Story, story
from ivr.message.vault import Vault


def _happenings(*, of_call: bool, up_to_step: bool = False) -> CompoundSelect[Any]:
    """Return the statement for all that happened: the call's name, the columns of `Row`, and a hidden answer."""
    message, mark, answer = tables.message, tables.mark, tables.answer
    recording, request = tables.recording, tables.request
    nothing: ColumnElement[str] = literal_column("''")
    no_number, none_hidden = cast(null(), Integer), cast(null(), LargeBinary)
    opened = case(
        (message.c.version.is_(None), literal_column("'opened'")), else_=literal_column("'consented'")
    )

    def some(table: Any, step: ColumnElement[int], *columns: Any, hidden: Any = none_hidden) -> Select[Any]:
        arm = select(table.c.call_sid, step, *columns, hidden)
        if of_call:
            arm = arm.where(table.c.call_sid == bindparam("call_sid"))
        else:
            arm = arm.join(tables.call).where(tables.call.c.empty.is_(False))
        return arm.where(step <= bindparam("step")) if up_to_step else arm

    return union_all(
        some(message, message.c.opened_step, opened, nothing, message.c.reference, no_number),
        some(mark, mark.c.step, mark.c.what, mark.c.name, nothing, no_number),
        some(
            answer,
            answer.c.step,
            literal_column("'answer'"),
            answer.c.name,
            answer.c.value,
            no_number,
            hidden=answer.c.in_call,
        ),
        some(
            recording,
            recording.c.step,
            literal_column("'recording'"),
            recording.c.recording_sid,
            recording.c.url,
            recording.c.seconds,
        ),
        some(
            request,
            request.c.step,
            literal_column("'requested'"),
            request.c.kind,
            request.c.reference,
            no_number,
        ),
    )


_OF_CALL_SO_FAR = _happenings(of_call=True, up_to_step=True)
_OF_CALL = _happenings(of_call=True)
_OF_ALL = _happenings(of_call=False)


def story_of(connection: Connection, call_sid: str) -> Story:
    """Return what a call's rows amount to; what is sealed stays so."""
    rows = connection.execute(_OF_CALL, {"call_sid": call_sid})
    return story(Row(*row[1:-1]) for row in rows)


def story_so_far(connection: Connection, call_sid: str, step: int, seal: CallSeal) -> Story:
    """Return what a call's rows up to a step, itself included, amount to: read in one statement.

    Answers that are hidden while the call lasts are shown. Raises CannotOpen.
    """
    rows = connection.execute(_OF_CALL_SO_FAR, {"call_sid": call_sid, "step": step})
    return story(_shown(Row(*row[1:-1]), row[-1], seal) for row in rows)


def _shown(row: Row, hidden: bytes | None, seal: CallSeal) -> Row:
    if hidden is None:
        return row
    return row._replace(value=seal.show(items.in_call(row.step, row.name), hidden))


def stories(connection: Connection, call_sid: str | None, vault: Vault) -> dict[str, Story]:
    """Return what the rows of one call or of all amount to, opened as far as they can be here."""
    wanted = _OF_ALL if call_sid is None else _OF_CALL
    found = connection.execute(wanted, {} if call_sid is None else {"call_sid": call_sid}).all()
    rows = [(sid, Row(*row)) for sid, *row, _ in found]
    sealed = {item_id for sid, row in rows if (item_id := _item(sid, row))}
    opened = vault.get_many(connection, sealed) if vault.can_open else {}
    of_calls: dict[str, list[Row]] = defaultdict(list)
    for sid, row in rows:
        item_id = _item(sid, row)
        plain = opened.get(item_id) if item_id else None
        of_calls[sid].append(row if plain is None else row._replace(value=plain.decode()))
    return {sid: story(of_call) for sid, of_call in of_calls.items()}


def _item(call_sid: str, row: Row) -> str | None:
    """Return the name of the item that holds what the row does not; None where the row holds all there is."""
    if row.value is None and row.what == "answer":
        return items.of_answer(call_sid, row.step, row.name)
    if row.value is None and row.what == "requested":
        return items.of_request(call_sid, row.step)
    return None
