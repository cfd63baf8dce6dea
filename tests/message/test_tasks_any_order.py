"""Webhooks, jobs, rounds, faults, crashes and time in any order: in the end everything is as it must be."""

from dataclasses import dataclass, field
from types import SimpleNamespace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from message_calls import CONSENT, SAFE_NUMBER, Call
from task_line import Line, ca_sid, re_sid, said
from vaults import Killed, Mortal

from ivr.call.effects import Confirmed, Discarded, RecordingKept, Sent
from ivr.message import tables
from ivr.phone.twilio_api import Fault

FAULTS = st.lists(
    st.builds(
        Fault,
        st.sampled_from(["not-found", "unauthorised", "too-many", "error", "drop", "lost"]),
        on=st.sampled_from(["media", "recording", "delete", "any"]),
        chance=st.sampled_from([0.3, 1.0]),
    )
    | st.builds(Fault, st.sampled_from(["cut", "truncated", "shorter", "garbage"]), chance=st.just(0.5)),
    max_size=2,
)


@dataclass
class Caller:
    """A call as its caller knows it. `owed` are webhooks that have not arrived yet; they come in any order."""

    call: Call
    step: int = 1
    confirmed: bool = False
    sent: bool = False
    discarded: bool = False
    over: bool = False
    recordings: list[tuple[int, int]] = field(default_factory=list)
    owed: list = field(default_factory=list)

    @property
    def kept(self) -> bool:
        said_something = any(seconds for _, seconds in self.recordings)
        return not self.discarded and (self.confirmed or self.sent or said_something)


class AnyOrder(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.line = Line()
        self.callers: list[Caller] = []
        self.people = {""}
        self.recorded = 0
        self.killed = 0

    @initialize(officers=st.sampled_from([(), ("at-once",), ("at-once", "hourly")]))
    def first(self, officers: tuple[str, ...]) -> None:
        self.people = {self.line.officer(each, "central", notices=each) for each in officers} or {""}
        self.dial(confirms=True)

    @precondition(lambda self: len(self.callers) < 4)
    @rule(confirms=st.booleans())
    def dial(self, confirms: bool) -> None:
        caller = Caller(self.line.call(len(self.callers) + 1), confirmed=confirms)
        effects = (CONSENT, SAFE_NUMBER, Confirmed()) if confirms else (CONSENT, SAFE_NUMBER)
        caller.call.do(1, *effects, at=self.line.clock.now)
        self.callers.append(caller)

    def _on_the_line(self, which: int) -> Caller | None:
        there = [caller for caller in self.callers if not (caller.over or caller.sent or caller.discarded)]
        return there[which % len(there)] if there else None

    @rule(
        which=st.integers(0, 3),
        seconds=st.sampled_from([0, 1, 12, 40]),
        ready_after=st.sampled_from([0, 3, 90]),
        comes=st.sampled_from(["step", "callback", "both"]),
        twice=st.booleans(),
    )
    def record(self, which: int, seconds: int, ready_after: float, comes: str, twice: bool) -> None:
        caller = self._on_the_line(which)
        if caller is None:
            return
        self.recorded += 1
        caller.step += 1
        step, sid, call, line = caller.step, re_sid(self.recorded), caller.call, self.line
        url = line.speak(sid, call.sid, seconds, ready_after=ready_after)
        caller.recordings.append((self.recorded, seconds))

        def by_step() -> None:
            call.do(step, RecordingKept("message", sid, url, 0), at=line.clock.now)

        def by_callback() -> None:
            line.store.recording(call.sid, step, "message", sid, url, seconds, line.clock.now)

        # An empty one has no step of its own; without its callback nobody would know of it.
        ways = {"step": [by_step], "callback": [by_callback], "both": [by_step, by_callback]}[comes]
        caller.owed += ways * (2 if twice else 1)

    @rule(which=st.integers(0, 3), sends=st.booleans(), late=st.booleans())
    def close(self, which: int, sends: bool, late: bool) -> None:
        caller = self._on_the_line(which)
        if caller is None:
            return
        caller.step += 1
        step = caller.step
        caller.sent, caller.discarded = sends, not sends
        effect = Sent() if sends else Discarded()
        caller.owed.append(lambda: caller.call.do(step, effect, at=self.line.clock.now))
        if not late:
            caller.owed.pop()()

    @rule(which=st.integers(0, 3), told=st.booleans())
    def hang_up(self, which: int, told: bool) -> None:
        talking = [caller for caller in self.callers if not caller.over]
        if talking:
            caller = talking[which % len(talking)]
            caller.over = True
            if told:
                caller.owed.append(lambda: self.line.end(caller.call))

    @rule(which=st.integers(0, 3), owed=st.integers(0, 9))
    def arrive(self, which: int, owed: int) -> None:
        caller = self.callers[which % len(self.callers)]
        if caller.owed:
            caller.owed.pop(owed % len(caller.owed))()

    @rule()
    def work(self) -> None:
        self.line.queue.run(self.line.tasks)

    @rule(turn=st.integers(1, 12), when=st.sampled_from(["before", "after"]), tends=st.booleans())
    def work_and_die(self, turn: int, when: str, tends: bool) -> None:
        line = self.line
        store = SimpleNamespace(
            database=Mortal(line.store.database, turn, when),
            vault=line.store.vault,
            jobs=line.queue,
            sweep=line.store.sweep,
        )
        dying, waiting, told = line.more_tasks(store=store), dict(line.queue.waiting), len(line.mail.letters)
        try:
            if tends:
                dying.tend()
            else:
                line.queue.run(dying)
        except Killed:
            if not tends:  # the engine brings back what was not done to its end
                line.queue.waiting = waiting | line.queue.waiting
            self.killed += len(line.mail.letters) > told

    @rule(which=st.integers(0, 9))
    def forget_a_job(self, which: int) -> None:
        if names := sorted(self.line.queue.waiting):
            self.line.queue.waiting.pop(names[which % len(names)])

    @rule()
    def tend(self) -> None:
        self.line.tasks.tend()

    @rule(which=st.integers(0, 3))
    def finish(self, which: int) -> None:
        self.line.tasks.finish(self.callers[which % len(self.callers)].call.sid)

    @rule(which=st.integers(1, 9))
    def fetch(self, which: int) -> None:
        self.line.tasks.fetch(re_sid(which))

    @rule(faults=FAULTS, seed=st.integers(0, 9))
    def provider_has_trouble(self, faults: list[Fault], seed: int) -> None:
        self.line.served.faults.set(*faults, seed=seed)

    @rule(refuse=st.integers(0, 3), cut=st.integers(0, 1))
    def mail_has_trouble(self, refuse: int, cut: int) -> None:
        self.line.mail.refuse = refuse
        self.line.mail.cut = cut

    @rule(seconds=st.sampled_from([1, 10, 59, 61, 300, 1000]))
    def time_passes(self, seconds: int) -> None:
        self.line.clock.pass_by(seconds=seconds)

    @invariant()
    def nothing_is_deleted_before_it_is_stored(self) -> None:
        left = set(self.line.left())
        gone = [row for row in self.line.rows(tables.recording) if row.recording_sid not in left]
        assert all(row.stored_at is not None for row in gone if row.seconds != 0)

    def teardown(self) -> None:
        try:
            self.in_the_end()
        finally:
            self.line.close()

    def in_the_end(self) -> None:
        line = self.line
        while any(caller.owed for caller in self.callers):
            for number in range(len(self.callers)):
                self.arrive(number, 0)
        line.served.faults.clear()
        line.mail.refuse = line.mail.cut = 0
        for caller in self.callers:
            caller.over = True
        line.tasks.retry()  # what a broken provider has left in doubt
        line.clock.pass_by(minutes=30)  # over, at the latest, and the grace
        line.run(3)
        for _ in range(3):
            line.clock.pass_by(hours=1)
            line.run(2)
        for number, caller in enumerate(self.callers, 1):
            views = line.store.messages(ca_sid(number), line.clock.now)
            assert [view.state for view in views] == (
                ["sent" if caller.sent else "unfinished"] if caller.kept else []
            )
            for recording, seconds in caller.recordings:
                row = line.row(recording)
                if caller.kept and seconds:
                    assert (row.state, row.trouble) == ("stored", None)
                    assert line.heard(recording) == said(recording, seconds)
                else:
                    assert (row, line.heard(recording)) == (None, None)
        assert line.left() == []
        there = {view.reference for view in line.store.all_messages(line.clock.now)}
        names: dict[tuple[str, str], set[str]] = {}
        for letter in line.mail.letters:
            for new in letter.new:
                names.setdefault((letter.to, new.reference), set()).add(letter.identity)
        assert names.keys() >= {(to, reference) for to in self.people for reference in there}
        assert all(len(each) == 1 for each in names.values())
        again = len(line.mail.letters) - len({letter.identity for letter in line.mail.letters})
        assert again <= self.killed + line.mail.cut_off
        assert all(row.sent_at is not None for row in line.rows(tables.notice))
        assert all(row.finished_at is not None for row in line.rows(tables.call))


AnyOrder.TestCase.settings = settings(max_examples=30, stateful_step_count=30)
TestAnyOrder = AnyOrder.TestCase
