"""A desk with people and messages, for tests."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from message_calls import CONSENT, EMERGENCY, TEN, Call, after
from sqlalchemy import insert, select, update

from ivr.call.effects import Answered, Confirmed, RecordingKept, Requested, Sent
from ivr.message import items, tables
from ivr.message.accounts.values import Officer
from ivr.message.audit import Audit, entries
from ivr.message.desk import Desk, Wanted
from ivr.message.retention import Periods
from ivr.message.store import Store

NUMBER = "07700900123"
ANY_TIME = {"contact": "call", "safe_number": NUMBER, "safe_time": "any", "safe_days": "any"}
RING_BACK = {"contact": "ring-back", "safe_number": "none"}

ANN = Officer("ann", "officer", frozenset({"dacorum"}), name="Ann Example")
BEN = Officer("ben", "officer", frozenset({"dacorum", "watford"}))
CAZ = Officer("caz", "officer", frozenset({"watford", "central"}))
SUE = Officer("sue", "supervisor")
MIA = Officer("mia", "manager")
ADA = Officer("ada", "administrator")
OFF = Officer("off", "officer", frozenset({"dacorum"}), disabled=True)
TWO_HOURS_LATER = after(120)
EVERYBODY = (ANN, BEN, CAZ, SUE, MIA, ADA, OFF)


@dataclass
class Inbox:
    """A desk over a store. `now` is the time at which everything is done."""

    store: Store
    now: datetime = TWO_HOURS_LATER
    periods: Periods = field(default_factory=Periods)
    calls: int = 0

    def __post_init__(self):
        self.desk = self.another()
        self.store.database.write(employ)

    def another(self, store=None):
        """The desk of another process, or of another host."""
        store = store or self.store
        return Desk(store, Audit(store.vault), self.periods)

    def leave(
        self, *, sent=True, area="dacorum", answers=None, tapes=1, minutes=0, fives=0, end=True, seconds=12
    ):
        """Have a message left, and return its reference."""
        self.calls += 1
        call = Call(self.store, f"CA{self.calls:032x}")
        at = after(minutes)
        said = [Answered(name, value) for name, value in (ANY_TIME if answers is None else answers).items()]
        call.do(1, CONSENT, *said, Confirmed(), at=at)
        for number in range(tapes):
            sid = self.sid(number)
            call.do(2 + number, RecordingKept("message", sid, f"https://api.example/{sid}", seconds), at=at)
        for step in range(fives):
            call.do(20 + step, EMERGENCY, at=at)
        if area:
            call.do(50, Answered("area", area), at=at)
        if sent:
            call.do(60, Sent(), at=at)
        if end:
            call.end(minutes + 3)
        self.call = call
        return self.store.messages(call.sid, at)[-1].reference

    def sid(self, number=0):
        return f"RE{self.calls:016x}{number:016x}"

    def stored(self, number=0, sound=b"RIFF and what was said"):
        """Have a recording of the last message arrive."""
        sid = self.sid(number)

        def write(connection):
            self.store.vault.put(connection, items.of_recording(sid), sound, self.now)
            this = update(tables.recording).where(tables.recording.c.recording_sid == sid)
            connection.execute(this.values(state="stored", due_at=None))

        self.store.database.write(write)

    def ask(self, kind, reference, *answers, end=True):
        """Have a caller ask for something about an earlier message, and return the request's identity."""
        self.calls += 1
        call = Call(self.store, f"CA{self.calls:032x}", caller=None)
        at = self.now - timedelta(minutes=10)
        call.do(1, Requested(kind, reference), at=at)
        for step, (name, value) in enumerate(answers, 2):
            call.do(step, Answered(name, value), at=at)
        if end:
            self.store.call_ended(call.sid, at)

    def asked(self, officer=SUE):
        """The identities of the open requests that somebody sees."""
        return [one.request_id for one in self.desk.requests(officer, self.now)]

    def pass_by(self, **more):
        self.now += timedelta(**more)

    def listed(self, officer=SUE, show="open", **more):
        return self.desk.list(officer, Wanted(show, **more), self.now).rows

    def references(self, officer=SUE, show="open", **more):
        return [row.reference for row in self.listed(officer, show, **more)]

    def one(self, reference, officer=SUE):
        """A message as lists show it."""
        [row] = self.listed(officer, reference=reference)
        return row

    def open(self, reference, officer=SUE):
        return self.desk.open(officer, reference, self.now)

    def can(self, reference, officer):
        return self.open(reference, officer).can

    def do(self, what, officer, reference, *more, **named):
        return getattr(self.desk, what)(officer, reference, self.now, *more, **named)

    def log(self, **more):
        """What is in the log, oldest first."""
        return self.store.database.read(lambda connection: entries(connection, limit=1000, **more))[::-1]

    def acts(self, **more):
        return [(entry.who, entry.act) for entry in self.log(**more)]

    def rows(self, table):
        return self.store.database.read(lambda connection: connection.execute(select(table)).all())

    def row(self, reference):
        [row] = [row for row in self.rows(tables.message) if row.reference == reference]
        return row


def employ(connection):
    """Give everybody an account."""
    known = set(connection.execute(select(tables.officer.c.officer_id)).scalars())
    for officer in EVERYBODY:
        if officer.officer_id not in known:
            more = {"made_at": TEN, "disabled_at": TEN if officer.disabled else None}
            row = {
                "officer_id": officer.officer_id,
                "role": officer.role,
                "hashed_under": "",
                "notices": "none",
            }
            connection.execute(insert(tables.officer).values(**row, **more))
