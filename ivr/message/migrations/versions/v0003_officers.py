"""The officers: their accounts and sessions, what they do with messages, and the log of it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the tables."""
    _change()
    _of_messages()
    _of_officers()


def _change() -> None:
    op.add_column("ivr_call", sa.Column("listed_at", _moment))
    op.add_column("ivr_message", sa.Column("state", sa.String))
    op.add_column("ivr_message", sa.Column("queue", sa.String))
    op.add_column("ivr_message", sa.Column("emergencies", sa.Integer))
    op.add_column("ivr_message", sa.Column("assessment", sa.String))
    op.add_column("ivr_message", sa.Column("claimed_by", sa.String))
    op.add_column("ivr_message", sa.Column("claimed_at", _moment))
    op.add_column("ivr_message", sa.Column("attempts", sa.Integer, nullable=False, server_default="0"))
    op.add_column("ivr_message", sa.Column("contacted_at", _moment))
    op.add_column("ivr_message", sa.Column("outcome", sa.String))
    op.add_column("ivr_request", sa.Column("about", sa.String))
    op.add_column("ivr_request", sa.Column("handled_at", _moment))
    op.add_column("ivr_request", sa.Column("decision", sa.String))
    op.create_index(op.f("ix_ivr_call_listed_at"), "ivr_call", ["listed_at"])
    op.create_index(
        op.f("ix_ivr_message_closed_at_state_opened_at"), "ivr_message", ["closed_at", "state", "opened_at"]
    )
    op.create_index(op.f("ix_ivr_message_queue"), "ivr_message", ["queue"])
    op.create_index(op.f("ix_ivr_message_claimed_by"), "ivr_message", ["claimed_by"])
    op.create_index(op.f("ix_ivr_request_handled_at"), "ivr_request", ["handled_at"])


def _of_messages() -> None:
    op.create_table(
        "ivr_attempt",
        sa.Column("call_sid", sa.String, nullable=False),
        sa.Column("opened_step", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("officer_id", sa.String, nullable=False),
        sa.Column("at", _moment, nullable=False),
        sa.Column("result", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("call_sid", "opened_step", "number", name=op.f("pk_ivr_attempt")),
        sa.ForeignKeyConstraint(
            ["call_sid"], ["ivr_call.call_sid"], name=op.f("fk_ivr_attempt_call_sid_ivr_call")
        ),
    )
    op.create_table(
        "ivr_note",
        sa.Column("note_id", sa.String, nullable=False),
        sa.Column("call_sid", sa.String, nullable=False),
        sa.Column("opened_step", sa.Integer, nullable=False),
        sa.Column("officer_id", sa.String, nullable=False),
        sa.Column("at", _moment, nullable=False),
        sa.Column("about", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("note_id", name=op.f("pk_ivr_note")),
        sa.ForeignKeyConstraint(
            ["call_sid"], ["ivr_call.call_sid"], name=op.f("fk_ivr_note_call_sid_ivr_call")
        ),
    )
    op.create_index(op.f("ix_ivr_note_call_sid_opened_step"), "ivr_note", ["call_sid", "opened_step"])
    op.create_table(
        "ivr_notice",
        sa.Column("call_sid", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("step", sa.Integer, nullable=False),
        sa.Column("officer_id", sa.String, nullable=False),
        sa.Column("due_at", _moment, nullable=False),
        sa.Column("sent_at", _moment),
        sa.PrimaryKeyConstraint("call_sid", "kind", "step", "officer_id", name=op.f("pk_ivr_notice")),
        sa.ForeignKeyConstraint(
            ["call_sid"], ["ivr_call.call_sid"], name=op.f("fk_ivr_notice_call_sid_ivr_call")
        ),
    )
    op.create_index(op.f("ix_ivr_notice_sent_at_due_at"), "ivr_notice", ["sent_at", "due_at"])
    op.create_table(
        "ivr_audit",
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("at", _moment, nullable=False),
        sa.Column("who", sa.String, nullable=False),
        sa.Column("what", sa.String, nullable=False),
        sa.Column("reference", sa.String),
        sa.Column("detail", sa.String, nullable=False),
        sa.Column("previous", sa.LargeBinary, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("seal", sa.LargeBinary, nullable=False),
        sa.Column("sealed_under", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_ivr_audit")),
    )
    op.create_index(op.f("ix_ivr_audit_reference"), "ivr_audit", ["reference"])
    op.create_index(op.f("ix_ivr_audit_who"), "ivr_audit", ["who"])


def _of_officers() -> None:
    op.create_table(
        "ivr_officer",
        sa.Column("officer_id", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("login_hash", sa.String),
        sa.Column("subject_hash", sa.String),
        sa.Column("mail", sa.LargeBinary),
        sa.Column("hashed_under", sa.String, nullable=False),
        sa.Column("password_hash", sa.String),
        sa.Column("must_change", sa.Boolean, nullable=False),
        sa.Column("first_until", _moment),
        sa.Column("has_code", sa.Boolean, nullable=False),
        sa.Column("last_code", sa.Integer),
        sa.Column("demonstration", sa.Boolean, nullable=False),
        sa.Column("notices", sa.String, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("made_at", _moment, nullable=False),
        sa.Column("disabled_at", _moment),
        sa.Column("entered_at", _moment),
        sa.PrimaryKeyConstraint("officer_id", name=op.f("pk_ivr_officer")),
        sa.UniqueConstraint("login_hash", name=op.f("uq_ivr_officer_login_hash")),
        sa.UniqueConstraint("subject_hash", name=op.f("uq_ivr_officer_subject_hash")),
    )
    op.create_table(
        "ivr_officer_area",
        sa.Column("officer_id", sa.String, nullable=False),
        sa.Column("area", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("officer_id", "area", name=op.f("pk_ivr_officer_area")),
        sa.ForeignKeyConstraint(
            ["officer_id"],
            ["ivr_officer.officer_id"],
            name=op.f("fk_ivr_officer_area_officer_id_ivr_officer"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(op.f("ix_ivr_officer_area_area"), "ivr_officer_area", ["area"])
    op.create_table(
        "ivr_recovery_code",
        sa.Column("officer_id", sa.String, nullable=False),
        sa.Column("code_hash", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("officer_id", "code_hash", name=op.f("pk_ivr_recovery_code")),
        sa.ForeignKeyConstraint(
            ["officer_id"],
            ["ivr_officer.officer_id"],
            name=op.f("fk_ivr_recovery_code_officer_id_ivr_officer"),
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "ivr_session",
        sa.Column("token_hash", sa.String, nullable=False),
        sa.Column("officer_id", sa.String, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("stage", sa.String, nullable=False),
        sa.Column("began_at", _moment, nullable=False),
        sa.Column("seen_at", _moment, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_ivr_session")),
        sa.ForeignKeyConstraint(
            ["officer_id"],
            ["ivr_officer.officer_id"],
            name=op.f("fk_ivr_session_officer_id_ivr_officer"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(op.f("ix_ivr_session_officer_id"), "ivr_session", ["officer_id"])
    op.create_table(
        "ivr_login_failure",
        sa.Column("of", sa.String, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("last_at", _moment, nullable=False),
        sa.Column("wait_until", _moment),
        sa.PrimaryKeyConstraint("of", name=op.f("pk_ivr_login_failure")),
    )


_moment = sa.DateTime(timezone=True)
