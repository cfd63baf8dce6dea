"""The tables of the first version: messages, requests and menu versions, everything in clear."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "ivr_call",
        sa.Column("call_sid", sa.String, nullable=False),
        sa.Column("over_by", _moment, nullable=False),
        sa.Column("ended_at", _moment),
        sa.Column("swept_at", _moment),
        sa.Column("empty", sa.Boolean, nullable=False),
        _key("ivr_call", "call_sid"),
    )
    op.create_index(op.f("ix_ivr_call_swept_at"), "ivr_call", ["swept_at"])
    _of_a_call("ivr_step", "step")
    _of_a_call(
        "ivr_message",
        "opened_step",
        sa.Column("reference", sa.String),
        sa.Column("opened_at", _moment, nullable=False),
        *(sa.Column(name, sa.String) for name in ("version", "language", "node", "key")),
        sa.UniqueConstraint("reference", name=op.f("uq_ivr_message_reference")),
    )
    _of_a_call("ivr_mark", "step", _text("what"), _text("name"), key=("what", "name"))
    _of_a_call("ivr_answer", "step", _text("name"), _text("value"), key=("name",))
    op.create_table(
        "ivr_recording",
        _text("recording_sid"),
        _text("call_sid"),
        sa.Column("step", sa.Integer, nullable=False),
        _text("node"),
        _text("url"),
        sa.Column("seconds", sa.Integer),
        sa.Column("at", _moment, nullable=False),
        _key("ivr_recording", "recording_sid"),
        _call("ivr_recording"),
    )
    op.create_index(op.f("ix_ivr_recording_call_sid"), "ivr_recording", ["call_sid"])
    op.create_table(
        "ivr_unwanted_recording",
        _text("recording_sid"),
        _text("url"),
        _text("why"),
        sa.Column("since", _moment, nullable=False),
        _key("ivr_unwanted_recording", "recording_sid"),
    )
    _of_a_call(
        "ivr_request", "step", _text("kind"), _text("reference"), sa.Column("at", _moment, nullable=False)
    )
    op.create_table(
        "ivr_request_count",
        _text("caller_hash"),
        _text("day"),
        sa.Column("requests", sa.Integer, nullable=False),
        _key("ivr_request_count", "caller_hash"),
    )
    op.create_table(
        "ivr_secret",
        _text("name"),
        sa.Column("secret", sa.LargeBinary, nullable=False),
        _key("ivr_secret", "name"),
    )
    op.create_table(
        "ivr_flow_version",
        _text("version"),
        sa.Column("text", sa.LargeBinary, nullable=False),
        sa.Column("first_served", _moment, nullable=False),
        _key("ivr_flow_version", "version"),
    )


_moment = sa.DateTime(timezone=True)


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.String, nullable=False)


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _call(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["call_sid"], ["ivr_call.call_sid"], name=op.f(f"fk_{table}_call_sid_ivr_call")
    )


def _of_a_call(
    table: str, step: str, *more: "sa.Column[Any] | sa.Constraint", key: tuple[str, ...] = ()
) -> None:
    """Make a table whose rows belong to a step of a call."""
    number = sa.Column(step, sa.Integer, nullable=False)
    rules = (_key(table, "call_sid", step, *key), _call(table))
    op.create_table(table, _text("call_sid"), number, *more, *rules)
