"""The texts of menu files, kept so that any process can finish a call that began on one."""

from datetime import UTC, datetime

from sqlalchemy import Connection

from ivr.message import rows, tables


def text_of(connection: Connection, version: str) -> bytes | None:
    """Return the text that was kept under a version, or None."""
    row = rows.find(connection, tables.flow_version, {"version": version}).first()
    return None if row is None else row.text


def keep(connection: Connection, version: str, text: bytes) -> None:
    """Keep a text under its version, unless there is one."""
    if text_of(connection, version) is None:
        row = {"version": version, "text": text, "first_served": datetime.now(UTC)}
        rows.add(connection, tables.flow_version, row)
