"""The tables. Nothing in them is peculiar to one database.

Rows are only added while a call lasts; what a call's messages are is worked out from them (`spans`). So a
webhook that comes late, or after a younger one, lands where it belongs.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    TypeDecorator,
)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, aware and in UTC on both sides; SQLite itself keeps no zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware moment into UTC. A naive one is refused: nobody knows when it is."""
        if value is not None and value.tzinfo is None:
            raise TypeError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back the moment in UTC."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _of_call() -> Column[str]:
    return Column("call_sid", String, ForeignKey("ivr_call.call_sid"), nullable=False)


call = Table(
    "ivr_call",
    metadata,
    Column("call_sid", String, primary_key=True),
    Column("over_by", UtcDateTime, nullable=False, doc="by when the call is over even if nobody says so"),
    Column("ended_at", UtcDateTime, doc="when the status callback said that it ended"),
    Column("swept_at", UtcDateTime, doc="when what must go was erased; empty: not since the last write"),
    Column("empty", Boolean, nullable=False, default=False, doc="the sweep found nothing worth keeping"),
    Index(None, "swept_at"),
)

step = Table(
    "ivr_step",
    metadata,
    _of_call(),
    Column("step", Integer, nullable=False),
    PrimaryKeyConstraint("call_sid", "step"),
)

message = Table(
    "ivr_message",
    metadata,
    _of_call(),
    Column("opened_step", Integer, nullable=False),
    Column("reference", String, unique=True, doc="empty once the message is erased"),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("version", String, doc="this and the next three are the proof of consent, or empty"),
    Column("language", String),
    Column("node", String),
    Column("key", String),
    PrimaryKeyConstraint("call_sid", "opened_step"),
)

mark = Table(
    "ivr_mark",
    metadata,
    _of_call(),
    Column("step", Integer, nullable=False),
    Column("what", String, nullable=False, doc="confirmed, sent, discarded or marked"),
    Column("name", String, nullable=False, default="", doc="what is marked"),
    PrimaryKeyConstraint("call_sid", "step", "what", "name"),
)

answer = Table(
    "ivr_answer",
    metadata,
    _of_call(),
    Column("step", Integer, nullable=False),
    Column("name", String, nullable=False),
    Column("value", String, nullable=False),
    PrimaryKeyConstraint("call_sid", "step", "name"),
)

recording = Table(
    "ivr_recording",
    metadata,
    Column("recording_sid", String, primary_key=True),
    _of_call(),
    Column("step", Integer, nullable=False),
    Column("node", String, nullable=False),
    Column("url", String, nullable=False),
    Column("seconds", Integer, doc="empty: not known yet; 0: nothing was said"),
    Column("at", UtcDateTime, nullable=False),
    Index(None, "call_sid"),
)

unwanted_recording = Table(
    "ivr_unwanted_recording",
    metadata,
    Column("recording_sid", String, primary_key=True),
    Column("url", String, nullable=False),
    Column("why", String, nullable=False, doc="discarded: by the caller; empty: nothing was said"),
    Column("since", UtcDateTime, nullable=False),
)

request = Table(
    "ivr_request",
    metadata,
    _of_call(),
    Column("step", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("reference", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("call_sid", "step"),
)

request_count = Table(
    "ivr_request_count",
    metadata,
    Column("caller_hash", String, primary_key=True, doc="keyed; another one every day"),
    Column("day", String, nullable=False),
    Column("requests", Integer, nullable=False),
)

secret = Table(
    "ivr_secret",
    metadata,
    Column("name", String, primary_key=True),
    Column("secret", LargeBinary, nullable=False),
)

flow_version = Table(
    "ivr_flow_version",
    metadata,
    Column("version", String, primary_key=True),
    Column("text", LargeBinary, nullable=False),
    Column("first_served", UtcDateTime, nullable=False),
)

OF_A_CALL = (step, mark, answer, recording, request, message)
"""The tables whose rows belong to one call, to be emptied before the call's own row can go."""
