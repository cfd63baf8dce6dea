"""Several officers do anything in any order, callers too: what must always hold, holds after each step."""

from desks import ANN, ANY_TIME, BEN, CAZ, NUMBER, RING_BACK, SUE, Inbox
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule
from message_calls import opened

from ivr.call.effects import Sent
from ivr.message import tables
from ivr.message.audit import entries, verify
from ivr.message.desk import NeedsReason, NotNow, UnknownMessage, Wanted
from ivr.message.retention import Periods, retain

OFFICERS = {officer.officer_id: officer for officer in (ANN, BEN, CAZ, SUE)}
officers = st.sampled_from(list(OFFICERS.values()))
outcomes = st.sampled_from(["contacted", "no-contact", "withdrawn", "test"])
results = st.sampled_from(["reached", "no-answer", "not-safe"])
words = st.sampled_from(["", "some words", "others"])
CHANGES = (
    *("state", "closed_at", "outcome", "claimed_by", "claimed_at", "contacted_at", "attempts", "assessment"),
    *("held_at", "erase_at"),
)


class Work(RuleBasedStateMachine):
    """A model of a desk: of each message what its row should say of who has it and whether it is closed."""

    messages = Bundle("messages")

    @initialize()
    def begin(self):
        self.inbox = Inbox(opened("sqlite://"))
        self.calls = {}
        self.entries = 0
        self.closed = {}
        self.claimed = {}
        self.ringing = {}

    def teardown(self):
        try:
            assert self.inbox.store.database.read(lambda c: verify(c, self.inbox.store.vault)).well
        finally:
            self.inbox.store.close()

    @rule(
        target=messages,
        sent=st.booleans(),
        area=st.sampled_from(["dacorum", "watford", ""]),
        rings=st.booleans(),
    )
    def leave(self, sent, area, rings):
        answers = ANY_TIME if rings else RING_BACK
        reference = self.inbox.leave(sent=sent, area=area, answers=answers, tapes=1)
        self.calls[reference], self.ringing[reference] = self.inbox.call, rings
        self.inbox.stored()
        self.inbox.references()
        self.closed[reference] = self.claimed[reference] = None
        return reference

    def attempt_to(self, what, officer, reference, *more):
        """Do something; return whether it was done. The log grew by one if anything changed, and else by nothing."""
        row, notes = self.row(reference), len(self.inbox.rows(tables.note))
        try:
            self.inbox.do(what, officer, reference, *more)
        except (NotNow, UnknownMessage):
            assert self.row(reference) == row
            assert len(self.inbox.rows(tables.note)) == notes
            assert self.logged() == self.entries
            return False
        changed = self.row(reference) != row or len(self.inbox.rows(tables.note)) != notes
        assert self.logged() == self.entries + changed
        self.entries += changed
        if changed:
            assert self.last_entry().who == officer.officer_id
        return True

    def logged(self):
        entry = self.last_entry()
        return entry.number if entry else 0

    def last_entry(self):
        newest = self.inbox.store.database.read(lambda c: entries(c, limit=1))
        return newest[0] if newest else None

    def row(self, reference):
        found = [row for row in self.inbox.rows(tables.message) if row.reference == reference]
        return tuple(getattr(found[0], name) for name in CHANGES) if found else None

    @rule(reference=messages, officer=officers)
    def claim(self, reference, officer):
        before = self.claimed.get(reference)
        if self.attempt_to("claim", officer, reference):
            assert before in (None, officer.officer_id)
            self.claimed[reference] = officer.officer_id

    @rule(reference=messages, officer=officers, why=words)
    def release(self, reference, officer, why):
        before = self.claimed.get(reference)
        if self.attempt_to("release", officer, reference, why):
            assert before in (None, officer.officer_id) or officer is SUE
            self.claimed[reference] = None

    @rule(reference=messages, officer=officers, to=officers, why=words)
    def hand_over(self, reference, officer, to, why):
        before = self.claimed.get(reference)
        if self.attempt_to("hand_over", officer, reference, to.officer_id, why):
            assert before in (officer.officer_id, to.officer_id) or officer is SUE
            self.claimed[reference] = to.officer_id

    @rule(reference=messages, officer=officers, result=results, why=words)
    def attempt(self, reference, officer, result, why):
        if self.attempt_to("attempt", officer, reference, result, why):
            self.may_contact(reference, officer)

    @rule(reference=messages, officer=officers, why=words)
    def contacted(self, reference, officer, why):
        if self.attempt_to("contacted", officer, reference, why):
            self.may_contact(reference, officer)

    @rule(reference=messages, officer=officers, outcome=outcomes, why=words)
    def close(self, reference, officer, outcome, why):
        before = self.closed.get(reference)
        if self.attempt_to("close", officer, reference, outcome, why):
            assert before in (None, outcome)
            self.closed[reference] = outcome

    @rule(reference=messages, officer=officers, why=words)
    def reopen(self, reference, officer, why):
        if self.attempt_to("reopen", officer, reference, why):
            assert officer is SUE
            if self.closed[reference] is not None:
                self.closed[reference] = self.claimed[reference] = None

    @rule(reference=messages, officer=officers, text=words)
    def note(self, reference, officer, text):
        self.attempt_to("note", officer, reference, text)

    @rule(
        reference=messages, officer=officers, decision=st.sampled_from(["contact", "no-contact"]), why=words
    )
    def assess(self, reference, officer, decision, why):
        if self.attempt_to("assess", officer, reference, decision, why):
            assert officer is SUE

    @rule(
        reference=messages, officer=officers, what=st.sampled_from(["hold", "erase", "undo_erase"]), why=words
    )
    def keep_or_erase(self, reference, officer, what, why):
        if self.attempt_to(what, officer, reference, why):
            assert officer is SUE

    @rule(reference=messages, officer=officers)
    def end_hold(self, reference, officer):
        if self.attempt_to("end_hold", officer, reference):
            assert officer is SUE

    @rule(reference=messages, officer=officers, reason=words)
    def number(self, reference, officer, reason):
        try:
            shown = self.inbox.desk.number(officer, reference, self.inbox.now, reason)
        except NeedsReason:
            assert not reason
            return
        except (NotNow, UnknownMessage):
            return
        assert shown == NUMBER
        assert self.ringing[reference]
        assert self.inbox.one(reference).requests == 0
        self.may_contact(reference, officer)
        self.entries = self.logged()
        assert self.last_entry().act == "number-shown"

    def may_contact(self, reference, officer):
        """Nobody is contacted but by who has claimed it, and if it was not sent only as a supervisor decided."""
        row = self.inbox.one(reference)
        assert row.claimed_by == officer.officer_id
        assert row.stage != "closed"
        assert row.state == "sent" or self.inbox.row(reference).assessment == "contact"

    @rule(reference=messages, officer=officers)
    def look(self, reference, officer):
        try:
            shown = self.inbox.open(reference, officer)
        except UnknownMessage:
            return
        assert "show-number" not in shown.can or not shown.listed.needs_assessment
        assert NUMBER not in repr((shown, dict(shown.answers)))
        self.entries = self.logged()

    @rule(reference=messages, kind=st.sampled_from(["cancel", "change"]))
    def ask(self, reference, kind):
        self.inbox.ask(kind, reference, ("safe_time", "any"))

    @rule(officer=officers, decision=st.sampled_from(["done", "refused"]), which=st.integers(0, 3))
    def handle(self, officer, decision, which):
        asked = self.inbox.desk.requests(officer, self.inbox.now)
        self.entries = self.logged()
        if not asked:
            return
        one = asked[which % len(asked)]
        try:
            self.inbox.do("handle", officer, one.request_id, decision)
        except NotNow:
            assert self.claimed[one.about] != officer.officer_id
            assert officer is not SUE
            return
        self.entries += 1
        cancelled = (one.kind, decision) == ("cancel", "done") and one.about is not None
        if cancelled and self.closed[one.about] is None:
            self.closed[one.about] = "withdrawn"

    @rule(reference=messages)
    def send_late(self, reference):
        self.calls[reference].do(90, Sent(), at=self.inbox.now)
        self.inbox.references()

    @rule(minutes=st.sampled_from([1, 30, 60 * 24 * 5]))
    def pass_by(self, minutes):
        self.inbox.pass_by(minutes=minutes)

    @rule(reference=messages)
    def erase_in_time(self, reference):
        self.attempt_to("erase", SUE, reference, "asked for")
        self.inbox.pass_by(days=4)
        self.erase_what_is_old()

    @rule()
    def erase_what_is_old(self):
        kept = set(self.inbox.references(show="all"))
        done = retain(self.inbox.store.database, self.inbox.store.vault, self.inbox.now, Periods())
        gone = kept - set(self.inbox.references(show="all"))
        assert len(gone) == done.erased
        for reference in gone:
            self.closed.pop(reference)
            self.claimed.pop(reference)
        assert {proof.reference for proof in self.inbox.desk.erased(SUE, self.inbox.now)} >= gone
        self.entries = self.logged()

    @invariant()
    def each_is_as_the_model_has_it(self):
        rows = {row.reference: row for row in self.inbox.rows(tables.message) if row.reference}
        assert rows.keys() == self.claimed.keys() == self.closed.keys()
        for reference, row in rows.items():
            assert (row.claimed_by, row.outcome) == (self.claimed[reference], self.closed[reference])
            assert (row.closed_at is None) == (row.outcome is None)
            assert row.held_at is None or row.erase_at is None

    @invariant()
    def lists_and_counts_agree(self):
        officer = list(OFFICERS.values())[self.entries % len(OFFICERS)]
        seen = self.inbox.desk.list(officer, Wanted(), self.inbox.now)
        counts = self.inbox.desk.counts(officer, self.inbox.now)
        mine = sum(row.claimed_by == officer.officer_id for row in seen.rows)
        assert counts.open == seen.total
        assert seen.pages > 1 or counts.mine == mine

    @invariant()
    def the_log_hangs_together(self):
        assert self.logged() == self.entries

    @invariant()
    def nothing_is_left_of_what_was_erased(self):
        rows = {(row.call_sid, row.opened_step) for row in self.inbox.rows(tables.message) if row.reference}
        for table in (tables.note, tables.attempt):
            assert {(row.call_sid, row.opened_step) for row in self.inbox.rows(table)} <= rows


Work.TestCase.settings = settings(max_examples=settings().max_examples // 2, stateful_step_count=30)
TestWork = Work.TestCase
