"""The texts of menu files, kept so that any process can finish a call that began on one."""

from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select

from ivr.message import tables


def text_of(connection: Connection, version: str) -> bytes | None:
    """Return the text that was kept under a version, or None."""
    versions = tables.flow_version
    text: bytes | None = connection.execute(
        select(versions.c.text).where(versions.c.version == version)
    ).scalar()
    return text


def keep(connection: Connection, version: str, text: bytes) -> None:
    """Keep a text under its version, unless there is one."""
    if text_of(connection, version) is None:
        row = {"version": version, "text": text, "first_served": datetime.now(UTC)}
        connection.execute(insert(tables.flow_version).values(**row))
