"""A line with everything its tasks work with: a store, a stand-in provider on loopback, a mailbox, a clock, a queue."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

from message_calls import CONSENT, SAFE_NUMBER, TEN, Call, opened
from sqlalchemy import insert, select, update

from ivr.call.effects import Confirmed
from ivr.message import items, tables
from ivr.message.accounts.mails import hide_mail
from ivr.message.accounts.roles import Role
from ivr.message.accounts.values import Notices
from ivr.message.notices import MailRefused, MailUnavailable
from ivr.message.provider import Provider
from ivr.message.tasks import Tasks
from ivr.message.told.letters import Letter
from ivr.message.tools import Limits
from ivr.phone.sound import sound
from ivr.phone.twilio_api import Recordings, Served, TwilioApi, recording_path, serve

ACCOUNT = "AC" + "1" * 32
TOKEN = "a token of the stand-in"
LIMITS = Limits(word_waits=(0, 0))


@cache
def provider_on_loopback() -> Served:
    """One server for all tests of a process; each line begins with an empty one."""
    return serve(TwilioApi(ACCOUNT, TOKEN, recordings=Recordings()))


@cache
def its_client() -> Provider:
    return Provider(provider_on_loopback().url, ACCOUNT, TOKEN, timeout=60)


def re_sid(number: int) -> str:
    return f"RE{number:032x}"


def ca_sid(number: int) -> str:
    return f"CA{number:032x}"


@dataclass
class Clock:
    now: datetime = TEN

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **more: float) -> None:
        self.now += timedelta(**more)


@dataclass
class Mailbox:
    """Takes notices. `refuse`: so many are not taken. `cut`: so many are taken, and nobody is told so.

    `cut_off` is how often that happened. `refused`: addresses that are refused, and whether for good. `own`: whether
    the settings name anybody.
    """

    told: list[tuple[str, bool]] = field(default_factory=list)
    alarms: list[list[str]] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    refuse: int = 0
    cut: int = 0
    cut_off: int = 0
    refused: dict[str, bool] = field(default_factory=dict)
    own: bool = True

    def has_own(self, *, unheard: bool) -> bool:
        return self.own

    def tell(self, letter: Letter, at: datetime) -> None:
        if letter.to in self.refused:
            raise MailRefused("refused", for_good=self.refused[letter.to])
        self._take(lambda: self._keep(letter))

    def _keep(self, letter: Letter) -> None:
        self.letters.append(letter)
        self.told += [(new.reference, new.unfinished) for new in letter.new]
        if letter.unheard:
            self.alarms.append(list(letter.unheard))

    def _take(self, take) -> None:
        if self.refuse:
            self.refuse -= 1
            raise MailUnavailable("refused")
        take()
        if self.cut:
            self.cut -= 1
            self.cut_off += 1
            raise MailUnavailable("cut off")


@dataclass
class Queue:
    """Does jobs in their time. The same name twice is one job. `loses`: jobs that it forgets at once. `knows`: which ended."""

    clock: Clock
    waiting: dict[str, tuple[datetime, str, tuple]] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    loses: bool = False
    knows: bool = False
    finishes: int = 0

    def fetch(self, connection, recording_sid: str, attempt: int, delay: float = 0) -> None:
        self._add(f"fetch-{recording_sid}-{attempt}", delay, "fetch", (recording_sid, attempt))

    def ended(self, recording_sid: str, attempt: int) -> bool:
        name = f"fetch-{recording_sid}-{attempt}"
        return self.knows and name in self.known and name not in self.waiting

    def finish(self, connection, call_sid: str) -> None:
        self.finishes += 1
        self._add(f"finish-{call_sid}-{self.finishes}", 0, "finish", (call_sid,))

    def _add(self, name: str, delay: float, what: str, about: tuple) -> None:
        if name not in self.known and not self.loses:
            self.known.add(name)
            self.waiting[name] = (self.clock.now + timedelta(seconds=delay), what, about)

    def run(self, tasks: Tasks) -> list:
        """Do all that is due by now, and what comes of it."""
        done = []
        while due := [(job[0], name) for name, job in self.waiting.items() if job[0] <= self.clock.now]:
            _, what, about = self.waiting.pop(min(due)[1])
            done.append(getattr(tasks, what)(*about))
        return done


class Line:
    """Everything of one line. `calm` goes on until nothing changes any more."""

    def __init__(self, url: str = "sqlite://", limits: Limits = LIMITS) -> None:
        self.clock = Clock()
        self.queue = Queue(self.clock)
        self.mail = Mailbox()
        self.store = opened(url, jobs=self.queue)
        self.served = provider_on_loopback()
        self.served.recordings.clear()
        self.served.recordings.clock = self.clock
        self.served.faults.clear()
        self.served.api.requests.clear()
        self.limits = limits
        self.tasks = self.more_tasks()

    def more_tasks(self, store=None, provider=None, mail=None) -> Tasks:
        return Tasks(
            store or self.store,
            provider or its_client(),
            mail or self.mail,
            self.clock,
            self.limits,
            jobs=self.queue,
        )

    def call(self, number: int = 1) -> Call:
        return Call(self.store, ca_sid(number))

    def speak(self, sid: str, call_sid: str, seconds: int = 12, *, ready_after: float = 0) -> str:
        """Have the provider keep a recording, and return the address it tells."""
        self.served.add(sid, call_sid, sound(sid, seconds), seconds, ready_after=ready_after)
        return self.served.url + recording_path(ACCOUNT, sid)

    def leave(
        self, number: int = 1, sids: tuple[int, ...] = (1,), *, end: bool = True, seconds: int = 12
    ) -> Call:
        """Have a caller confirm a safe number, leave recordings, and hang up."""
        call = self.call(number)
        call.do(1, CONSENT, SAFE_NUMBER, Confirmed(), at=self.clock.now)
        for step, each in enumerate(sids, 2):
            self.tell(call, step, each, seconds)
        if end:
            self.end(call)
        return call

    def tell(self, call: Call, step: int, number: int, seconds: int | None = 12, **more) -> None:
        sid = re_sid(number)
        url = self.speak(sid, call.sid, seconds or 12, **more)
        self.store.recording(call.sid, step, "message", sid, url, seconds, self.clock.now)

    def end(self, call: Call) -> None:
        self.store.call_ended(call.sid, self.clock.now)

    def officer(
        self,
        name: str,
        *areas: str,
        role: Role = "officer",
        notices: Notices = "at-once",
        mail: str | None = None,
    ) -> str:
        """Add an officer who is told by mail, at `name@line.example` unless said otherwise. Returns the address."""
        mail = f"{name}@line.example" if mail is None else mail
        values = {"role": role, "notices": notices, "mail": hide_mail(self.store.vault, name, mail)}

        def write(connection) -> None:
            row = {"officer_id": name, "hashed_under": "", "made_at": TEN, **values}
            connection.execute(insert(tables.officer).values(row))
            for area in areas:
                connection.execute(insert(tables.officer_area).values(officer_id=name, area=area))

        self.store.database.write(write)
        return mail

    def change_officer(self, name: str, **values) -> None:
        this = update(tables.officer).where(tables.officer.c.officer_id == name)
        self.store.database.write(lambda connection: connection.execute(this.values(**values)))

    def change(self, reference: str, **values) -> None:
        """Change a message's row, as officers' work does."""
        this = update(tables.message).where(tables.message.c.reference == reference)
        self.store.database.write(lambda connection: connection.execute(this.values(**values)))

    def run(self, minutes: int = 0) -> None:
        """Do what is due, and for so many minutes what comes up, with a round every minute."""
        self.queue.run(self.tasks)
        for _ in range(minutes):
            self.clock.pass_by(minutes=1)
            self.queue.run(self.tasks)
            self.tasks.tend()

    def rows(self, table) -> list:
        return self.store.database.read(lambda connection: connection.execute(select(table)).all())

    def row(self, number: int = 1):
        found = [row for row in self.rows(tables.recording) if row.recording_sid == re_sid(number)]
        return found[0] if found else None

    def heard(self, number: int = 1) -> bytes | None:
        """What an officer would hear of a recording."""
        name = items.of_recording(re_sid(number))
        opened = self.store.database.read(lambda connection: self.store.vault.get_many(connection, [name]))
        return opened.get(name)

    def left(self) -> list[str]:
        return [recording.sid for recording in self.served.recordings.left()]

    def close(self) -> None:
        self.store.close()


def said(number: int = 1, seconds: int = 12) -> bytes:
    return sound(re_sid(number), seconds)
