"""What is only given to who may have it, and never without an entry in the log: a recording, a number."""

from datetime import datetime

from sqlalchemy import Connection

from ivr.message import contact, items, keeping
from ivr.message.accounts.values import Officer
from ivr.message.audit import Act, entries
from ivr.message.desk import contents
from ivr.message.desk.one import AGAIN_AFTER
from ivr.message.desk.rows import message_row
from ivr.message.desk.tools import Tools, acting
from ivr.message.desk.values import NeedsReason, NoRecording
from ivr.message.sealing import CannotOpen
from ivr.message.vault import Missing

_OUTSIDE = "It is not a time that they said is safe. Say why you ring now."
_UNKNOWN = "They did not say when it is safe. Say why you ring now."


def audio(tools: Tools, officer: Officer, reference: str, number: int, now: datetime) -> bytes:
    """Return a recording. See `Desk.audio`."""

    def read(connection: Connection) -> tuple[bytes, bool]:
        row = message_row(connection, officer, reference)
        rows = contents.recording_rows(connection, row)
        if not 0 < number <= len(rows):
            raise NoRecording("There is no such recording.")
        recording = rows[number - 1]
        if recording.state == "failed":
            raise NoRecording("It could not be fetched from the telephone service.")
        if recording.state != "stored":
            raise NoRecording("It is still on its way from the telephone service.")
        try:
            sound = tools.vault.get(connection, items.of_recording(recording.recording_sid))
        except (CannotOpen, Missing):
            raise NoRecording("It cannot be opened here: the key that it was sealed to is missing.") from None
        return sound, row.heard_at is None or not lately(connection)

    def lately(connection: Connection) -> bool:
        who, since = officer.officer_id, now - AGAIN_AFTER
        played = entries(
            connection, reference=reference, who=who, acts=(Act.PLAYED,), since=since, limit=1000
        )
        return any(entry.detail.get("recording") == number for entry in played)

    def write(connection: Connection) -> None:
        this = acting(tools, connection, officer, reference, now)
        keeping.mark_heard(connection, reference, now)
        if not lately(connection):
            this.log(Act.PLAYED, recording=number)

    sound, new = tools.database.read(read)
    if new:
        tools.database.write(write)
    return sound


def number(tools: Tools, officer: Officer, reference: str, reason: str, now: datetime) -> str:
    """Return the safe number. See `Desk.number`."""

    def show(connection: Connection) -> str:
        this = acting(tools, connection, officer, reference, now)
        this.need("show-number")
        answers = contents.answers_of(connection, tools.vault, this.row)
        safe = contact.safe_now(answers, now)
        if safe != "yes" and not reason.strip():
            raise NeedsReason(_OUTSIDE if safe == "no" else _UNKNOWN)
        this.note("show-number", reason)
        this.log(Act.NUMBER_SHOWN, safe=safe)
        return answers["safe_number"]

    return tools.database.write(show)
