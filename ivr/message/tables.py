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
    Column(
        "finished_at",
        UtcDateTime,
        doc="when all was done that waits for the end of the call; empty: not since the last write",
    ),
    Column("listed_at", UtcDateTime, doc="when officers' lists took it in; empty: not since the last write"),
    Index(None, "swept_at"),
    Index(None, "finished_at"),
    Index(None, "listed_at"),
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
    Column("notified_at", UtcDateTime, doc="when the officers were told of it"),
    Column("alarmed_at", UtcDateTime, doc="when somebody was told that nobody had listened"),
    Column("heard_at", UtcDateTime, doc="when an officer first listened to it or read it"),
    Column("closed_at", UtcDateTime, doc="when an officer closed it"),
    Column("held_at", UtcDateTime, doc="since when it must not be erased whatever its age"),
    Column("erase_at", UtcDateTime, doc="when it is erased, unless somebody undoes that before"),
    Column(
        "state", String, doc="sent or unfinished, as officers' lists have it; empty: not for them, or not yet"
    ),
    Column("queue", String, doc="the area whose officers it is for, or central"),
    Column("emergencies", Integer, doc="how often its caller asked for emergency help"),
    Column("assessment", String, doc="contact or no-contact: what a supervisor decided of an unfinished one"),
    Column("claimed_by", String, doc="the officer who has it; empty: nobody"),
    Column("claimed_at", UtcDateTime),
    Column(
        "attempts",
        Integer,
        nullable=False,
        default=0,
        server_default="0",
        doc="how often it was tried to ring",
    ),
    Column("contacted_at", UtcDateTime, doc="when an officer spoke to its caller"),
    Column("outcome", String, doc="how it was closed, in one word"),
    PrimaryKeyConstraint("call_sid", "opened_step"),
    Index(None, "closed_at", "state", "opened_at"),
    Index(None, "queue"),
    Index(None, "claimed_by"),
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
    Column("value", String, doc="in clear, only of what routes a message; empty: it is sealed"),
    Column("in_call", LargeBinary, doc="hidden by the call's own key, until the call is over"),
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
    Column("state", String, nullable=False, default="expected", doc="expected, stored, absent or failed"),
    Column(
        "attempt", Integer, nullable=False, default=1, doc="the attempt to fetch it that is due or under way"
    ),
    Column("due_at", UtcDateTime, doc="when that attempt is due; empty: none is"),
    Column("trouble", String, doc="why the last attempt did not succeed, in one word"),
    Column("stored_at", UtcDateTime, doc="when it was sealed and stored here"),
    Column("deleted_at", UtcDateTime, doc="when the provider's copy was gone"),
    Index(None, "call_sid"),
    Index(None, "state", "due_at"),
)

unwanted_recording = Table(
    "ivr_unwanted_recording",
    metadata,
    Column("recording_sid", String, primary_key=True),
    Column("url", String, nullable=False),
    Column(
        "why",
        String,
        nullable=False,
        doc="discarded: by the caller; empty: nothing was said; erased: too old",
    ),
    Column("since", UtcDateTime, nullable=False),
    Column("deleted_at", UtcDateTime, doc="when the provider's copy was gone"),
    Column("trouble", String, doc="why deleting it did not succeed, in one word"),
    Index(None, "deleted_at"),
)

request = Table(
    "ivr_request",
    metadata,
    _of_call(),
    Column("step", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("reference", String, doc="in clear only in old databases; what was keyed in is sealed"),
    Column("at", UtcDateTime, nullable=False),
    Column("about", String, doc="the reference of the message it was found to be about, once it was handled"),
    Column("handled_at", UtcDateTime, doc="when an officer decided what follows from it"),
    Column("decision", String, doc="done or refused"),
    PrimaryKeyConstraint("call_sid", "step"),
    Index(None, "handled_at"),
)

attempt = Table(
    "ivr_attempt",
    metadata,
    _of_call(),
    Column("opened_step", Integer, nullable=False),
    Column("number", Integer, nullable=False, doc="from 1"),
    Column("officer_id", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("result", String, nullable=False, doc="reached, no-answer or not-safe"),
    PrimaryKeyConstraint("call_sid", "opened_step", "number"),
)

note = Table(
    "ivr_note",
    metadata,
    Column("note_id", String, primary_key=True, doc="random; its words are the sealed item of this name"),
    _of_call(),
    Column("opened_step", Integer, nullable=False),
    Column("officer_id", String, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column(
        "about", String, nullable=False, doc="what it was written with: note, attempt, assessment, close …"
    ),
    Index(None, "call_sid", "opened_step"),
)

audit = Table(
    "ivr_audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False, doc="from 1, without a gap"),
    Column("at", UtcDateTime, nullable=False),
    Column("who", String, nullable=False, doc="an officer's identity, or line or operator"),
    Column("what", String, nullable=False, doc="a word of `Act`"),
    Column("reference", String, doc="of the message it was done to"),
    Column("detail", String, nullable=False, doc="words and numbers that say nothing of a caller, as JSON"),
    Column("previous", LargeBinary, nullable=False, doc="the digest of the entry before"),
    Column("digest", LargeBinary, nullable=False),
    Column("seal", LargeBinary, nullable=False, doc="made of the digest with the server's secret"),
    Column("sealed_under", String, nullable=False, doc="which secret that was, without telling it"),
    Index(None, "reference"),
    Index(None, "who"),
)

officer = Table(
    "ivr_officer",
    metadata,
    Column("officer_id", String, primary_key=True, doc="random; name and login are a sealed item"),
    Column("role", String, nullable=False),
    Column("login_hash", String, unique=True, doc="keyed with the server's secret"),
    Column("subject_hash", String, unique=True, doc="of whom the organisation's own sign-in names; keyed"),
    Column("mail", LargeBinary, doc="hidden with the server's secret"),
    Column("hashed_under", String, nullable=False, doc="which secret that was, without telling it"),
    Column("password_hash", String, doc="argon2id"),
    Column(
        "must_change",
        Boolean,
        nullable=False,
        default=False,
        doc="the password is one for the first time only",
    ),
    Column("first_until", UtcDateTime, doc="until when that one is good"),
    Column("has_code", Boolean, nullable=False, default=False, doc="a second step was set up"),
    Column("last_code", Integer, doc="the time step of the code used last, which is not taken again"),
    Column(
        "demonstration",
        Boolean,
        nullable=False,
        default=False,
        doc="made for a demonstration, and only good there",
    ),
    Column("notices", String, nullable=False, doc="at-once, hourly, daily or none"),
    Column("epoch", Integer, nullable=False, default=0, doc="sessions of another epoch have ended"),
    Column("made_at", UtcDateTime, nullable=False),
    Column("disabled_at", UtcDateTime),
    Column("entered_at", UtcDateTime, doc="when they last came in"),
)

officer_area = Table(
    "ivr_officer_area",
    metadata,
    Column("officer_id", String, ForeignKey("ivr_officer.officer_id", ondelete="CASCADE"), nullable=False),
    Column("area", String, nullable=False, doc="a queue: an area's name, or central"),
    PrimaryKeyConstraint("officer_id", "area"),
    Index(None, "area"),
)

recovery_code = Table(
    "ivr_recovery_code",
    metadata,
    Column("officer_id", String, ForeignKey("ivr_officer.officer_id", ondelete="CASCADE"), nullable=False),
    Column("code_hash", String, nullable=False),
    PrimaryKeyConstraint("officer_id", "code_hash"),
)

session = Table(
    "ivr_session",
    metadata,
    Column("token_hash", String, primary_key=True),
    Column("officer_id", String, ForeignKey("ivr_officer.officer_id", ondelete="CASCADE"), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("stage", String, nullable=False, doc="code, set-up or in"),
    Column("began_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Index(None, "officer_id"),
)

login_failure = Table(
    "ivr_login_failure",
    metadata,
    Column("of", String, primary_key=True, doc="an account, a known device of it, or an address; keyed"),
    Column("failures", Integer, nullable=False),
    Column("last_at", UtcDateTime, nullable=False),
    Column("wait_until", UtcDateTime),
)

notice = Table(
    "ivr_notice",
    metadata,
    _of_call(),
    Column("kind", String, nullable=False, doc="message, request or unheard"),
    Column("step", Integer, nullable=False, doc="that opened the message, or at which the request was made"),
    Column("officer_id", String, nullable=False, doc="who is to be told; empty: those of the settings"),
    Column("due_at", UtcDateTime, nullable=False, doc="the year 9000: never, their address was refused"),
    Column("sent_at", UtcDateTime),
    PrimaryKeyConstraint("call_sid", "kind", "step", "officer_id"),
    Index(None, "sent_at", "due_at"),
)

request_count = Table(
    "ivr_request_count",
    metadata,
    Column("caller_hash", String, primary_key=True, doc="keyed; another one every day"),
    Column("day", String, nullable=False),
    Column("requests", Integer, nullable=False),
)

flow_version = Table(
    "ivr_flow_version",
    metadata,
    Column("version", String, primary_key=True),
    Column("text", LargeBinary, nullable=False),
    Column("first_served", UtcDateTime, nullable=False),
)

item = Table(
    "ivr_item",
    metadata,
    Column("item_id", String, primary_key=True, doc="its identity, which the seal is bound to"),
    Column("ciphertext", LargeBinary, nullable=False),
    Column("sealed_at", UtcDateTime, nullable=False),
)

item_key = Table(
    "ivr_item_key",
    metadata,
    Column("item_id", String, ForeignKey("ivr_item.item_id", ondelete="CASCADE"), nullable=False),
    Column("key_id", String, nullable=False),
    Column("sealed_key", LargeBinary, nullable=False),
    PrimaryKeyConstraint("item_id", "key_id"),
    Index(None, "key_id"),
)

public_key = Table(
    "ivr_public_key",
    metadata,
    Column("key_id", String, primary_key=True),
    Column("purpose", String, nullable=False, doc="inbox or recovery"),
    Column("public_key", LargeBinary, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("retired_at", UtcDateTime, doc="since when nothing is sealed to it any more"),
    Column("voucher", LargeBinary, nullable=False, doc="made with the server's secret: nobody slipped it in"),
)

deletion = Table(
    "ivr_deletion",
    metadata,
    Column("reference", String, primary_key=True),
    Column("why", String, nullable=False),
    Column("opened_on", String, nullable=False, doc="the day, as 2026-11-22"),
    Column("deleted_at", UtcDateTime, nullable=False),
    Column("answers", Integer, nullable=False),
    Column("recordings", Integer, nullable=False),
    Column("provider_clear_at", UtcDateTime, doc="when the provider's last copy was known to be gone"),
)

worker = Table(
    "ivr_worker",
    metadata,
    Column("name", String, primary_key=True),
    Column("beats", Integer, nullable=False, doc="grows while it lives"),
    Column("beat_at", UtcDateTime, nullable=False),
)

lease = Table(
    "ivr_lease",
    metadata,
    Column("name", String, primary_key=True, doc="what only one process may be doing, such as a notice"),
    Column("until", UtcDateTime, nullable=False, doc="when it is given up for lost and another may begin"),
)

reconciliation = Table(
    "ivr_reconciliation",
    metadata,
    Column("at", UtcDateTime, primary_key=True),
    Column("unknown", Integer, nullable=False, doc="recordings at the provider that no message knows"),
    Column(
        "adopted",
        Integer,
        nullable=False,
        doc="of those, how many belong to calls of this line and were taken",
    ),
    Column("missing", Integer, nullable=False, doc="recordings of messages that the provider does not have"),
)

OF_A_CALL = (step, mark, answer, recording, request, attempt, note, notice, message)
"""The tables whose rows belong to one call, to be emptied before the call's own row can go."""
