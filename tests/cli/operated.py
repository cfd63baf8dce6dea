"""A line as an operator has it: settings in the environment, a database in a folder, and what callers left in it."""

import os
from datetime import UTC, datetime, timedelta

from command_line import SMALL
from sqlalchemy import delete, insert, select, update

from ivr.call.effects import Answered, Confirmed, Consented, RecordingKept, Sent
from ivr.message import tables
from ivr.message.keys import new
from ivr.message.values import CallRef
from ivr.web.making import store_of
from ivr.web.settings import from_environment

SECRET = "hush-0123456789abcdefghijklmnopqrstuv"
TOKEN = "hush-token-of-twilio"
SID = "AC" + "0" * 32
SAFE_NUMBER = "07700900123"
REAL = {
    "IVR_DEMONSTRATION": "no",
    "IVR_DEMONSTRATION_APPROVED_BY": "A. N. Approver",
    "IVR_SECRET": SECRET,
    "IVR_PERSON_NUMBER": "01632 960123",
}


class Line:
    """A line in this folder, which becomes the working one."""

    def __init__(self, folder, monkeypatch, **env):
        monkeypatch.chdir(folder)
        self.folder, self._monkeypatch = folder, monkeypatch
        (folder / "menus.yaml").write_text(SMALL, encoding="utf-8")
        self.set(**env)

    def set(self, **env):
        """Set variables; None takes one away."""
        for name, value in env.items():
            if value is None:
                self._monkeypatch.delenv(name, raising=False)
            else:
                self._monkeypatch.setenv(name, str(value))

    @property
    def settings(self):
        return from_environment(os.environ)

    def store(self):
        return store_of(self.settings)

    def begin(self):
        """Do what the first start does: make the database, and the keys of a demonstration."""
        return self.with_store(lambda store: store.prepare())

    def make_keys(self):
        """Do what `ivr keys new` does."""
        recovery = self.folder / "offline.pem"
        self.with_store(lambda store: new(store.database, store.vault, recovery, datetime.now(UTC)))
        return recovery

    def with_store(self, do):
        store = self.store()
        try:
            return do(store)
        finally:
            store.close()

    def write(self, statement):
        self.with_store(lambda store: store.database.write(lambda connection: connection.execute(statement)))

    def insert(self, table, **values):
        self.write(insert(table).values(**values))

    def change(self, table, **values):
        self.write(update(table).values(**values))

    def empty(self, table):
        self.write(delete(table))

    def rows(self, table):
        return self.with_store(
            lambda store: store.database.read(lambda connection: connection.execute(select(table)).all())
        )

    def message(self, call_sid="CA1", sid="RE1", *, hours=1.0, seconds=12, sent=True):
        """Leave a message so many hours ago, with one recording that nobody has fetched. Return its reference."""
        at = datetime.now(UTC) - timedelta(hours=hours)
        call = CallRef(call_sid, int(at.timestamp()) // 60, "+447700900001")

        def leave(store):
            store.do([Consented("0123456789ab", "en", "agree", "1")], call, 1, at)
            answers = [Answered("safe_number", SAFE_NUMBER), Answered("area", "watford"), Confirmed()]
            store.do(answers, call, 2, at)
            store.do([RecordingKept("message", sid, f"https://api.example/{sid}", seconds)], call, 3, at)
            if sent:
                store.do([Sent()], call, 4, at)
            store.call_ended(call_sid, at + timedelta(minutes=2))
            return store.reference(call_sid, 4)

        return self.with_store(leave)

    def works(self, *, seconds_ago=-86_400.0):
        """Let a worker give a sign of life: one that no slow machine can take for an old one."""
        self.empty(tables.worker)
        at = datetime.now(UTC) - timedelta(seconds=seconds_ago)
        self.insert(tables.worker, name="host-1", beats=1, beat_at=at)
