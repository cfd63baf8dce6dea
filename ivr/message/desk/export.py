"""A message as a ZIP file: for a record that is kept elsewhere. It is made in memory and never written to disk here."""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from ivr.message import contact, items
from ivr.message.accounts.values import Officer
from ivr.message.audit import Act
from ivr.message.desk import contents, one
from ivr.message.desk.opened import Opened
from ivr.message.desk.rows import message_row
from ivr.message.desk.tools import Tools, acting

_LONDON: Final = ZoneInfo("Europe/London")


def export(tools: Tools, officer: Officer, reference: str, now: datetime, names: Mapping[str, str]) -> bytes:
    """Return the file. See `Desk.export`."""

    def read(connection: Connection) -> tuple[bytes, bool]:
        row = message_row(connection, officer, reference)
        opened = one.opened(connection, tools, officer, reference, now)
        answers = dict(opened.answers)
        with_number = "show-number" in opened.can and contact.safe_now(answers, now) == "yes"
        if with_number:
            answers |= contents.answers_of(connection, tools.vault, row)
        rows = contents.recording_rows(connection, row)
        items_of = [items.of_recording(one.recording_sid) for one in rows]
        sound = tools.vault.get_many(connection, items_of)
        heard = {
            f"recording-{number}.wav": sound[name] for number, name in enumerate(items_of, 1) if name in sound
        }
        return _zipped(opened, answers, heard, now, names), with_number

    def write(connection: Connection) -> None:
        this = acting(tools, connection, officer, reference, now)
        this.need("export")
        this.log(Act.EXPORTED, number="shown" if with_number else "hidden")

    whole, with_number = tools.database.read(read)
    tools.database.write(write)
    return whole


def _zipped(
    opened: Opened,
    answers: Mapping[str, str],
    heard: Mapping[str, bytes],
    now: datetime,
    names: Mapping[str, str],
) -> bytes:
    files = {
        "message.txt": "\n".join(_text(opened, answers, names)).encode(),
        "message.json": json.dumps(_data(opened, answers, names), indent=2, ensure_ascii=False).encode(),
        **heard,
        "log.txt": "\n".join(_log(opened, names)).encode(),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, now.astimezone(_LONDON).timetuple()[:6])
            entry.external_attr = 0o600 << 16
            whole.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _text(opened: Opened, answers: Mapping[str, str], names: Mapping[str, str]) -> Iterator[str]:
    listed = opened.listed
    unassessed = listed.needs_assessment
    yield f"Message {listed.reference}"
    yield ""
    yield from contact.rules(answers, unfinished=unassessed).sentences
    yield ""
    yield f"Left: {_moment(listed.opened_at)}"
    yield f"State: {listed.state}, {listed.stage}"
    yield f"Queue: {listed.queue}"
    yield f"Language: {listed.language or 'not known'}"
    if opened.closed_at is not None:
        yield f"Closed: {_moment(opened.closed_at)}, {listed.outcome or 'no outcome'}"
    if opened.proof is not None:
        yield f"Agreed to by key {opened.proof.key} at {opened.proof.node}, menu version {opened.version}"
    yield from ("", "Answers")
    yield from (f"{name}: {value}" for name, value in answers.items())
    yield from ("", "Recordings")
    for recording in opened.recordings:
        length = f"{recording.seconds} seconds" if recording.seconds is not None else "length not known"
        doubt = ", may not be whole" if recording.doubtful else ""
        yield f"{recording.number}: {recording.node}, {length}, {recording.state}{doubt}, {_moment(recording.at)}"
    yield from ("", "Attempts")
    for attempt in opened.attempts:
        yield f"{attempt.number}: {_moment(attempt.at)}, {_name(attempt.by, names)}: {attempt.result}"
    yield from ("", "Requests of the caller")
    for asked in opened.requests:
        yield f"{_moment(asked.at)}: {asked.kind}, {asked.decision or 'open'}"
    yield from ("", "Notes")
    for note in opened.notes:
        yield f"{_moment(note.at)}, {_name(note.by, names)} ({note.about}): {note.text}"
    yield ""


def _data(opened: Opened, answers: Mapping[str, str], names: Mapping[str, str]) -> dict[str, Any]:
    listed = opened.listed
    return {
        "reference": listed.reference,
        "state": listed.state,
        "stage": listed.stage,
        "queue": listed.queue,
        "language": listed.language,
        "opened_at": _iso(listed.opened_at),
        "closed_at": _iso(opened.closed_at),
        "outcome": listed.outcome,
        "assessment": opened.assessment,
        "menu_version": opened.version,
        "contact_rules": list(contact.rules(answers, unfinished=listed.needs_assessment).sentences),
        "answers": dict(answers),
        "recordings": [
            {
                "number": one.number,
                "node": one.node,
                "seconds": one.seconds,
                "state": one.state,
                "doubtful": one.doubtful,
                "at": _iso(one.at),
            }
            for one in opened.recordings
        ],
        "attempts": [
            {"number": one.number, "at": _iso(one.at), "by": _name(one.by, names), "result": one.result}
            for one in opened.attempts
        ],
        "requests": [
            {"kind": one.kind, "at": _iso(one.at), "answers": dict(one.answers), "decision": one.decision}
            for one in opened.requests
        ],
        "notes": [
            {"at": _iso(one.at), "by": _name(one.by, names), "about": one.about, "text": one.text}
            for one in opened.notes
        ],
    }


def _log(opened: Opened, names: Mapping[str, str]) -> Iterator[str]:
    for entry in reversed(opened.log):
        told = ", ".join(f"{name} {value}" for name, value in sorted(entry.detail.items()))
        yield f"{entry.number}: {_moment(entry.at)}, {_name(entry.who, names)}: {entry.act} {told}".rstrip()
    yield ""


def _name(officer_id: str, names: Mapping[str, str]) -> str:
    return names.get(officer_id, officer_id)


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None


def _moment(at: datetime) -> str:
    local = at.astimezone(_LONDON)
    return f"{local:%A} {local.day} {local:%B %Y, %H:%M %Z}"
