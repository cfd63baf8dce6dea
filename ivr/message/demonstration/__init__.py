"""A few messages that nobody left, for a demonstration: so that whoever opens the inbox has something to open.

Their numbers belong to nobody (Ofcom keeps 07700 900000 to 900999 for drama), their words were made up, and the voice
is a computer's (hibari-tts 0.2.1, Apache-2.0), as 8 kHz mu-law, which is how telephones sound.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Final

from sqlalchemy import Connection, select, update

from ivr.call.effects import Answered, Confirmed, Consented, Effect, RecordingKept, Requested, Sent
from ivr.call.keys import Key
from ivr.call.turn import NodeId
from ivr.message import calls, items, sweeping, tables, writing
from ivr.message.audio import whole
from ivr.message.jobs import RowsOnly
from ivr.message.references import Below
from ivr.message.store import Store
from ivr.message.values import CallRef

_HERE: Final = files(__name__)


@dataclass(frozen=True, slots=True)
class Said:
    """A recording: at which node it was made, and which file of `said` it is."""

    node: str
    file: str


@dataclass(frozen=True, slots=True)
class MadeUp:
    """A message: how long ago it was left, the answers in their order, what was said, whether it was sent.

    `later` are answers given after that.
    """

    ago: timedelta
    answers: Sequence[tuple[str, str]]
    said: Sequence[Said] = ()
    sent: bool = True
    later: Sequence[tuple[str, str]] = ()


MESSAGES: Final = (
    MadeUp(
        timedelta(days=2, hours=4),
        (
            ("mode", "voice"),
            ("safe_number", "07700900321"),
            ("contact", "call"),
            ("rules", "safest"),
            ("safe_time", "evenings"),
            ("safe_days", "monday-friday"),
        ),
        (Said("name", "robin-name"), Said("message", "robin")),
        later=(("area", "watford"), ("reason", "hate-crime")),
    ),
    MadeUp(
        timedelta(days=1, hours=1),
        (("mode", "keypad"), ("safe_number", "none"), ("contact", "ring-back")),
        later=(("area", "any"), ("reason", "other")),
    ),
    MadeUp(
        timedelta(hours=5),
        (
            ("mode", "voice"),
            ("safe_number", "07700900654"),
            ("contact", "call"),
            ("rules", "safest"),
            ("safe_time", "mornings"),
            ("safe_days", "not-stated"),
        ),
        (Said("message", "nobody"),),
        sent=False,
    ),
    MadeUp(
        timedelta(minutes=40),
        (
            ("mode", "voice"),
            ("safe_number", "07700900987"),
            ("contact", "call"),
            ("rules", "changed"),
            ("caller_id", "shown"),
            ("voicemail", "first-name"),
            ("others", "ask-for-name"),
            ("safe_time", "any"),
            ("safe_days", "any"),
        ),
        (Said("name", "alex-name"), Said("message", "alex")),
        later=(("area", "st-albans"), ("reason", "other")),
    ),
)
"""Every message of a demonstration, oldest first."""


def fill(store: Store, version: str, language: str, now: datetime, below: Below) -> int:
    """Put the messages there, and a request about the first, unless any call is known already. Say how many.

    `version` is that of the menu that serves now, `language` the code of its first language. Raises StoreUnavailable.
    """
    return store.database.write(lambda connection: _fill(connection, store, version, language, now, below))


def _fill(
    connection: Connection, store: Store, version: str, language: str, now: datetime, below: Below
) -> int:
    if connection.execute(select(tables.call.c.call_sid).limit(1)).first() is not None:
        return 0
    means = calls.Means(store.vault, RowsOnly(), below)
    consent = Consented(version, language, NodeId("consent"), Key("1"))
    for number, message in enumerate(MESSAGES, 1):
        _leave(connection, means, f"CA{number:032x}", message, consent, now)
    about = connection.execute(
        select(tables.message.c.reference).order_by(tables.message.c.opened_at).limit(1)
    ).scalar_one()
    asked: tuple[Effect, ...] = (Requested("change", about), Answered("safe_time", "afternoons"))
    _call(connection, means, f"CA{len(MESSAGES) + 1:032x}", asked, now - timedelta(hours=3))
    return len(MESSAGES)


def _leave(
    connection: Connection, means: calls.Means, sid: str, message: MadeUp, consent: Consented, now: datetime
) -> None:
    effects: list[Effect] = [consent, *(Answered(*answer) for answer in message.answers), Confirmed()]
    audio = {}
    for number, said in enumerate(message.said):
        name = f"RE{sid[-16:]}{number:016x}"
        audio[name] = _HERE.joinpath("said", f"{said.file}.wav").read_bytes()
        effects.append(
            RecordingKept(
                NodeId(said.node), name, f"https://demonstration.invalid/{name}", _seconds(audio[name])
            )
        )
    if message.sent:
        effects += [Sent(), *(Answered(*answer) for answer in message.later)]
    at = now - message.ago
    _call(connection, means, sid, tuple(effects), at)
    for name, sound in audio.items():
        means.vault.put(connection, items.of_recording(name), sound, at)
        this = update(tables.recording).where(tables.recording.c.recording_sid == name)
        connection.execute(this.values(state="stored", due_at=None, stored_at=at, deleted_at=at))
    # Nobody is to be told of it, and nothing has to be done at the provider.
    this = update(tables.message).where(tables.message.c.call_sid == sid)
    connection.execute(this.values(notified_at=at))
    sweeping.sweep(connection, sid, now, means.vault)
    connection.execute(update(tables.call).where(tables.call.c.call_sid == sid).values(finished_at=at))


def _call(
    connection: Connection, means: calls.Means, sid: str, effects: tuple[Effect, ...], at: datetime
) -> None:
    """Write one step for each effect, a second after the other, and the call's end."""
    ref = CallRef(sid, int(at.timestamp()) // 60)
    for step, effect in enumerate(effects, 1):
        occasion = calls.Occasion(connection, means, sid, step, at + timedelta(seconds=step))
        writing.do((effect,), ref, occasion)
    calls.end(connection, sid, at + timedelta(seconds=len(effects) + 1))


def _seconds(sound: bytes) -> int:
    """Return how long a WAV file lasts, in whole seconds, one at least, as the provider tells it."""
    return max(1, round(whole(sound, None).seconds))
