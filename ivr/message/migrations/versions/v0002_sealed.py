"""Sealed items and the keys they are sealed to; what is to be done about each recording and each message.

What the first version kept in clear stays so here. `Store.prepare` seals it, with keys that a migration has not.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    _change()
    _add()
    op.drop_table("ivr_secret")


def _change() -> None:
    op.add_column("ivr_call", sa.Column("finished_at", _moment))
    op.create_index(op.f("ix_ivr_call_finished_at"), "ivr_call", ["finished_at"])
    for name in ("notified_at", "alarmed_at", "heard_at", "closed_at", "held_at", "erase_at"):
        op.add_column("ivr_message", sa.Column(name, _moment))
    with op.batch_alter_table("ivr_answer") as answer:
        answer.alter_column("value", existing_type=sa.String(), nullable=True)
        answer.add_column(sa.Column("in_call", sa.LargeBinary))
    with op.batch_alter_table("ivr_request") as request:
        request.alter_column("reference", existing_type=sa.String(), nullable=True)
    _change_recordings()
    op.add_column("ivr_unwanted_recording", sa.Column("deleted_at", _moment))
    op.add_column("ivr_unwanted_recording", sa.Column("trouble", sa.String))
    op.create_index(op.f("ix_ivr_unwanted_recording_deleted_at"), "ivr_unwanted_recording", ["deleted_at"])


def _change_recordings() -> None:
    """Have every recording fetched that the first version only noted; in those of 0 seconds nothing was said."""
    op.add_column("ivr_recording", sa.Column("state", sa.String))
    op.add_column("ivr_recording", sa.Column("attempt", sa.Integer))
    for name in ("due_at", "stored_at", "deleted_at"):
        op.add_column("ivr_recording", sa.Column(name, _moment))
    op.add_column("ivr_recording", sa.Column("trouble", sa.String))
    op.execute("UPDATE ivr_recording SET attempt = 1, state = 'absent' WHERE seconds = 0")
    op.execute("UPDATE ivr_recording SET attempt = 1, state = 'expected', due_at = at WHERE state IS NULL")
    with op.batch_alter_table("ivr_recording") as recording:
        recording.alter_column("state", existing_type=sa.String(), nullable=False)
        recording.alter_column("attempt", existing_type=sa.Integer(), nullable=False)
    op.create_index(op.f("ix_ivr_recording_state_due_at"), "ivr_recording", ["state", "due_at"])


def _add() -> None:
    op.create_table(
        "ivr_item",
        _text("item_id"),
        sa.Column("ciphertext", sa.LargeBinary, nullable=False),
        sa.Column("sealed_at", _moment, nullable=False),
        _key("ivr_item", "item_id"),
    )
    op.create_table(
        "ivr_item_key",
        _text("item_id"),
        _text("key_id"),
        sa.Column("sealed_key", sa.LargeBinary, nullable=False),
        _key("ivr_item_key", "item_id", "key_id"),
        sa.ForeignKeyConstraint(
            ["item_id"],
            ["ivr_item.item_id"],
            name=op.f("fk_ivr_item_key_item_id_ivr_item"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(op.f("ix_ivr_item_key_key_id"), "ivr_item_key", ["key_id"])
    op.create_table(
        "ivr_public_key",
        _text("key_id"),
        _text("purpose"),
        sa.Column("public_key", sa.LargeBinary, nullable=False),
        sa.Column("made_at", _moment, nullable=False),
        sa.Column("retired_at", _moment),
        sa.Column("voucher", sa.LargeBinary, nullable=False),
        _key("ivr_public_key", "key_id"),
    )
    op.create_table(
        "ivr_deletion",
        _text("reference"),
        _text("why"),
        _text("opened_on"),
        sa.Column("deleted_at", _moment, nullable=False),
        _number("answers"),
        _number("recordings"),
        sa.Column("provider_clear_at", _moment),
        _key("ivr_deletion", "reference"),
    )
    op.create_table(
        "ivr_worker",
        _text("name"),
        _number("beats"),
        sa.Column("beat_at", _moment, nullable=False),
        _key("ivr_worker", "name"),
    )
    op.create_table(
        "ivr_lease",
        _text("name"),
        sa.Column("until", _moment, nullable=False),
        _key("ivr_lease", "name"),
    )
    op.create_table(
        "ivr_reconciliation",
        sa.Column("at", _moment, nullable=False),
        *(_number(name) for name in ("unknown", "adopted", "missing")),
        _key("ivr_reconciliation", "at"),
    )


_moment = sa.DateTime(timezone=True)


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.String, nullable=False)


def _number(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer, nullable=False)


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))
