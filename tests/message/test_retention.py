"""How long messages are kept, what holds them, how an erasure is undone, and what proves it."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from message_calls import CANCEL, CONSENT, SAFE_NUMBER, after
from sqlalchemy import insert, select
from task_line import LIMITS, Line, ca_sid, re_sid
from vaults import Killed, Mortal

from ivr.call.effects import Answered, Discarded, Requested, Sent
from ivr.message import items, keeping, sweeping, tables
from ivr.message.accounts.values import Officer
from ivr.message.audit import LINE, Audit, entries
from ivr.message.desk import Desk, Wanted
from ivr.message.retention import Periods, retain
from ivr.message.tools import Limits
from ivr.message.values import StoreUnavailable
from ivr.phone.twilio_api import Fault

SUPERVISOR = Officer("s1", "supervisor")
SHORT = Limits(word_waits=(), periods=Periods(closed_days=10, unfinished_days=2, undo_days=1, proof_days=20))


@pytest.fixture
def line(any_ready_url):
    line = Line(any_ready_url)
    yield line
    line.close()


def left_behind(line, *, sent: bool, number=1, sids=(1,)) -> str:
    """Have a message left, fetched and told of; return its reference."""
    call = line.leave(number, sids, end=False)
    call.do(20, Answered("area", "dacorum"))
    if sent:
        call.do(21, Sent())
    line.end(call)
    line.run(7)
    return next(one.reference for one in line.store.messages(call.sid, line.clock.now))


def officers(line) -> SimpleNamespace:
    """What officers do with a message as a whole, each in a transaction of its own."""
    database, vault = line.store.database, line.store.vault

    def done(work, *between):
        return lambda reference, *more: database.write(lambda c: work(c, *between, reference, *more))

    return SimpleNamespace(
        mark_heard=done(keeping.mark_heard),
        close=done(keeping.close),
        hold=done(keeping.hold, vault),
        release=done(keeping.release, vault),
        erase=done(keeping.erase),
        undo_erasure=done(keeping.undo_erasure, vault),
    )


def references(line) -> list[str]:
    return [listed.reference for listed in line.tasks.listing()]


def nothing_is_left(line, reference) -> None:
    assert reference not in references(line)
    assert line.store.all_messages(line.clock.now) == []
    for table in (tables.recording, tables.item, tables.item_key, tables.answer):
        assert line.rows(table) == []
    assert all(row.reference is None for row in line.rows(tables.message))
    assert line.left() == []


def test_a_closed_message_is_erased_after_its_days_and_those_in_which_that_can_be_undone(line):
    reference = left_behind(line, sent=True)
    officers(line).mark_heard(reference, line.clock.now)
    officers(line).close(reference, line.clock.now)
    closed_at = line.clock.now
    officers(line).close(reference, line.clock.now + timedelta(days=5))  # the first time counts
    assert line.tasks.listing()[0].days_left == 33
    line.clock.now = closed_at + timedelta(days=30, seconds=-1)
    assert line.tasks.retain().due == 0
    line.clock.pass_by(seconds=1)
    assert [line.tasks.retain().due, line.tasks.retain().due] == [1, 0]
    assert line.tasks.listing()[0].erased_on == closed_at + timedelta(days=33)
    line.clock.pass_by(days=3, seconds=-1)
    assert line.tasks.retain().erased == 0
    assert references(line) == [reference]
    line.clock.pass_by(seconds=1)
    assert [line.tasks.retain().erased, line.tasks.retain().erased] == [1, 0]
    nothing_is_left(line, reference)
    [proof] = line.rows(tables.deletion)
    assert (proof.reference, proof.why, proof.opened_on) == (reference, "closed", "2026-11-02")
    assert (proof.answers, proof.recordings) == (2, 1)
    assert proof.provider_clear_at == proof.deleted_at == line.clock.now


def test_an_unfinished_message_is_erased_after_somebody_has_listened(line):
    reference = left_behind(line, sent=False)
    line.clock.pass_by(days=400)
    assert line.tasks.retain().due == 0  # nothing that nobody has heard is erased for its age
    officers(line).mark_heard(reference, line.clock.now)
    line.clock.pass_by(days=6.9)
    assert line.tasks.retain().due == 0
    line.clock.pass_by(days=0.1)
    assert line.tasks.retain().due == 1
    line.clock.pass_by(days=3)
    assert line.tasks.retain().erased == 1
    nothing_is_left(line, reference)
    assert line.rows(tables.deletion)[0].why == "unfinished"


def test_a_sent_message_that_is_not_closed_stays(line):
    reference = left_behind(line, sent=True)
    officers(line).mark_heard(reference, line.clock.now)
    line.clock.pass_by(days=4000)
    assert (line.tasks.retain().due, references(line)) == (0, [reference])


def test_what_was_closed_unheard_stays(line):
    reference = left_behind(line, sent=True)
    officers(line).close(reference, line.clock.now)
    line.clock.pass_by(days=4000)
    assert (line.tasks.retain().due, references(line)) == (0, [reference])
    assert line.tasks.listing()[0].days_left is None


def test_what_is_held_stays_until_it_is_released(line):
    reference = left_behind(line, sent=False)
    database, vault = line.store.database, line.store.vault
    officers(line).mark_heard(reference, line.clock.now)
    officers(line).hold(reference, "evidence in a case", line.clock.now)
    officers(line).hold(reference, "something else", line.clock.now + timedelta(days=1))
    reason = database.read(lambda connection: vault.get(connection, items.of_hold(reference)))
    assert reason == b"evidence in a case"
    assert b"evidence" not in repr(line.rows(tables.item)).encode()
    line.clock.pass_by(days=4000)
    assert line.tasks.retain().due == 0
    assert (line.tasks.listing()[0].held, line.tasks.listing()[0].days_left) == (True, None)
    officers(line).release(reference)
    assert line.tasks.retain().due == 1
    line.clock.pass_by(days=2)
    officers(line).hold(reference, "again", line.clock.now)  # calls off what was due
    line.clock.pass_by(days=2)
    assert line.tasks.retain().erased == 0
    officers(line).release(reference)
    assert line.tasks.retain().due == 1
    line.clock.pass_by(days=3)
    assert line.tasks.retain().erased == 1
    nothing_is_left(line, reference)


@pytest.mark.parametrize("due", [False, True])
def test_what_is_held_at_the_last_moment_stays(line, due):
    reference = left_behind(line, sent=False)
    database, vault = line.store.database, line.store.vault
    officers(line).mark_heard(reference, line.clock.now)
    line.clock.pass_by(days=7)
    if due:
        line.tasks.retain()
        line.clock.pass_by(days=3)

    class LastMoment:
        """A database in which somebody holds the message between the looking and the writing."""

        def __getattr__(self, name):
            return getattr(database, name)

        def read(self, work):
            found = database.read(work)
            if found:
                officers(line).hold(reference, "evidence", line.clock.now)
            return found

    store = SimpleNamespace(database=LastMoment(), vault=vault, jobs=line.queue)
    done = line.more_tasks(store=store).retain()
    assert (done.due, done.erased) == (0, 0)
    assert line.tasks.listing()[0].held is True


def test_an_erasure_that_is_undone_is_held(line):
    reference = left_behind(line, sent=False)
    database, vault = line.store.database, line.store.vault
    officers(line).undo_erasure(reference, "nothing to undo", line.clock.now)
    assert line.tasks.listing()[0].held is False
    officers(line).mark_heard(reference, line.clock.now)
    line.clock.pass_by(days=7)
    line.tasks.retain()
    officers(line).undo_erasure(reference, "still needed", line.clock.now)
    line.clock.pass_by(days=100)
    assert (line.tasks.retain().erased, references(line)) == (0, [reference])
    assert database.read(lambda c: vault.get(c, items.of_hold(reference))) == b"still needed"


def test_somebody_may_have_a_message_erased_that_nobody_heard(line):
    reference = left_behind(line, sent=True)
    officers(line).erase(reference, line.clock.now, timedelta(days=3))
    officers(line).erase(reference, line.clock.now + timedelta(days=1), timedelta(days=3))
    line.clock.pass_by(days=3)
    assert line.tasks.retain().erased == 1
    assert line.rows(tables.deletion)[0].why == "asked"
    nothing_is_left(line, reference)


def test_what_is_held_is_not_erased_by_anybody(line):
    reference = left_behind(line, sent=True)
    officers(line).hold(reference, "evidence", line.clock.now)
    officers(line).erase(reference, line.clock.now, timedelta())
    assert line.tasks.retain().erased == 0


@pytest.mark.parametrize("do", ["mark_heard", "close", "hold", "release", "erase", "undo_erasure"])
def test_a_reference_that_no_message_has(line, do):
    more = {
        "mark_heard": (after(0),),
        "close": (after(0),),
        "hold": ("why", after(0)),
        "release": (),
        "erase": (after(0), timedelta()),
        "undo_erasure": ("why", after(0)),
    }[do]
    with pytest.raises(keeping.UnknownMessage):
        getattr(officers(line), do)("12345678", *more)
    assert line.rows(tables.item) == []


def test_other_messages_of_the_call_stay_as_they_are(line):
    call = line.leave(1, (1,), end=False)
    call.do(5, Sent())
    call.do(6, CANCEL)
    call.do(7, CONSENT, SAFE_NUMBER)
    line.tell(call, 8, 2)
    line.end(call)
    line.run(7)
    first, second = line.store.messages(call.sid, line.clock.now)
    requests = line.store.requests(call.sid)
    assert (first.state, second.state, len(requests)) == ("sent", "unfinished", 1)
    officers(line).erase(first.reference, line.clock.now, timedelta())
    assert line.tasks.retain().erased == 1
    assert line.store.messages(call.sid, line.clock.now) == [second]
    assert line.store.requests(call.sid) == requests
    assert line.heard(1) is None
    assert line.heard(2) is not None
    # What is told again, late, of the erased one changes nothing.
    line.store.recording(call.sid, 2, "message", re_sid(1), "https://api.example/1", 12, line.clock.now)
    call.do(4, Answered("name", "Sam"), at=line.clock.now)
    line.run(30)
    assert line.store.messages(call.sid, line.clock.now) == [second]


def test_of_a_call_whose_only_message_was_erased_nothing_is_known_a_week_later(line):
    reference = left_behind(line, sent=True)
    officers(line).erase(reference, line.clock.now, timedelta())
    line.tasks.retain()
    line.clock.pass_by(days=7)
    line.run(1)
    for table in (tables.call, tables.step, tables.mark, tables.message, tables.recording, tables.item):
        assert line.rows(table) == []


def test_what_the_provider_still_has_is_deleted_and_only_then_is_the_proof_complete(line):
    line.served.faults.set(Fault("error", on="delete"))
    reference = left_behind(line, sent=True)
    assert line.left() == [re_sid(1)]
    officers(line).erase(reference, line.clock.now, timedelta())
    line.tasks.retain()
    [unwanted] = line.rows(tables.unwanted_recording)
    assert (unwanted.recording_sid, unwanted.why, unwanted.deleted_at) == (re_sid(1), "erased", None)
    assert line.rows(tables.deletion)[0].provider_clear_at is None
    line.clock.pass_by(days=400)
    assert line.tasks.retain().proofs_dropped == 0  # not while there is something to prove
    line.served.faults.clear()
    line.run(1)
    line.tasks.retain()
    assert line.left() == []
    nothing_is_left(line, reference)


def test_proofs_go_after_their_days(line):
    reference = left_behind(line, sent=True)
    officers(line).erase(reference, line.clock.now, timedelta())
    line.tasks.retain()
    line.clock.pass_by(days=365, seconds=-1)
    assert (line.tasks.retain().proofs_dropped, len(line.rows(tables.deletion))) == (0, 1)
    line.clock.pass_by(seconds=1)
    assert (line.tasks.retain().proofs_dropped, line.rows(tables.deletion)) == (1, [])
    assert line.rows(tables.unwanted_recording) == []


def test_a_message_that_cannot_be_erased_stops_no_other(line, monkeypatch):
    references = [left_behind(line, sent=True, number=number, sids=(number,)) for number in (1, 2)]
    for reference in references:
        officers(line).erase(reference, line.clock.now, timedelta())
    really = sweeping.sweep

    def sweep(connection, call_sid, now, vault):
        if call_sid == ca_sid(1):
            raise KeyError("hush")
        really(connection, call_sid, now, vault)

    with monkeypatch.context() as broken:
        broken.setattr(sweeping, "sweep", sweep)
        with pytest.raises(StoreUnavailable):
            line.tasks.retain()
    assert [row.reference for row in line.rows(tables.deletion)] == references[1:]
    assert line.tasks.retain().erased == 1


def test_a_proof_says_nothing_of_the_caller(line):
    reference = left_behind(line, sent=True)
    officers(line).erase(reference, line.clock.now, timedelta())
    line.tasks.retain()
    text = str(line.rows(tables.deletion))
    for private in ("0770090", "dacorum", ca_sid(1), re_sid(1)):
        assert private not in text


def test_every_period_is_a_setting(line):
    reference = left_behind(line, sent=False)
    officers(line).mark_heard(reference, line.clock.now)

    def retained(days: float):
        return retain(
            line.store.database, line.store.vault, line.clock.now + timedelta(days=days), SHORT.periods
        )

    assert [retained(1.9).due, retained(2).due, retained(2.9).erased, retained(3).erased] == [0, 1, 0, 1]
    assert [retained(22.9).proofs_dropped, retained(23.1).proofs_dropped] == [0, 1]


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_crash_at_any_point_erases_once_in_the_end(when):
    for turn in range(1, 30):
        line = Line("sqlite://", SHORT)
        reference = left_behind(line, sent=False)
        officers(line).erase(reference, line.clock.now, timedelta())
        store = SimpleNamespace(
            database=Mortal(line.store.database, turn, when), vault=line.store.vault, jobs=line.queue
        )
        try:
            line.more_tasks(store=store).retain()
        except Killed:
            line.tasks.retain()
            nothing_is_left(line, reference)
            assert len(line.rows(tables.deletion)) == 1
            line.close()
        else:
            line.close()
            break
    assert turn > 5


def requested(line, number: int, *, handled: bool = True) -> None:
    """Have somebody ask for an earlier message to be cancelled, and key in how they can be reached."""
    call = line.call(number)
    call.do(1, CANCEL, at=line.clock.now)
    call.do(2, SAFE_NUMBER, at=line.clock.now)
    line.end(call)
    if handled:
        deal_with(line)


def deal_with(line, decision="refused") -> None:
    """Have an officer decide about all requests that are open."""
    for asked in desk_of(line).requests(SUPERVISOR, line.clock.now):
        desk_of(line).handle(SUPERVISOR, asked.request_id, line.clock.now, decision)


def desk_of(line) -> Desk:
    return Desk(line.store, Audit(line.store.vault))


def test_a_request_and_what_came_with_it_is_erased_after_its_days(line):
    requested(line, 1)
    line.clock.pass_by(days=1)
    requested(line, 2)
    line.run(7)
    line.clock.pass_by(days=364, minutes=-8)
    assert line.tasks.retain().requests_dropped == 0
    assert len(line.rows(tables.request)) == 2
    line.clock.pass_by(minutes=1)
    assert line.tasks.retain().requests_dropped == 1
    assert [row.call_sid for row in line.rows(tables.request)] == [ca_sid(2)]
    assert [row.call_sid for row in line.rows(tables.answer)] == [ca_sid(2)]
    assert {row.item_id for row in line.rows(tables.item)} == {
        items.of_request(ca_sid(2), 1),
        items.of_answer(ca_sid(2), 2, "safe_number"),
    }
    [left] = line.store.all_requests()
    assert (left.reference, left.answers) == ("40506070", {"safe_number": "07700900123"})
    assert line.tasks.retain().requests_dropped == 0


def test_a_request_that_nobody_has_dealt_with_stays_whatever_its_age(line):
    requested(line, 1, handled=False)
    line.run(7)
    line.clock.pass_by(days=4000)
    assert line.tasks.retain().requests_dropped == 0
    deal_with(line)
    line.clock.pass_by(days=365, seconds=-1)
    assert line.tasks.retain().requests_dropped == 0
    line.clock.pass_by(seconds=1)
    assert line.tasks.retain().requests_dropped == 1


def test_a_change_stays_as_long_as_the_message_that_it_changed(line):
    reference = left_behind(line, sent=True)
    call = line.call(2)
    call.do(1, Requested("change", reference), Answered("safe_time", "evenings"), at=line.clock.now)
    line.end(call)
    deal_with(line, "done")
    line.clock.pass_by(days=4000)
    assert line.tasks.retain().requests_dropped == 0
    assert desk_of(line).open(SUPERVISOR, reference, line.clock.now).answers["safe_time"] == "evenings"
    officers(line).erase(reference, line.clock.now, timedelta())
    assert (line.tasks.retain().erased, line.rows(tables.request)) == (1, [])


def test_what_officers_did_and_wrote_goes_with_the_message_and_the_log_says_so(line):
    reference = left_behind(line, sent=False)
    desk, now = desk_of(line), line.clock.now
    desk.assess(SUPERVISOR, reference, now, "contact", "it is urgent")
    desk.claim(SUPERVISOR, reference, now)
    desk.attempt(SUPERVISOR, reference, now, "no-answer", "it rang for long")
    desk.hold(SUPERVISOR, reference, now, "evidence")
    desk.end_hold(SUPERVISOR, reference, now)
    assert [len(line.rows(table)) for table in (tables.note, tables.attempt)] == [3, 1]
    notice = {"call_sid": ca_sid(1), "kind": "message", "step": 1, "officer_id": "s1", "due_at": now}
    line.store.database.write(lambda c: c.execute(insert(tables.notice).values(**notice)))
    officers(line).erase(reference, now, timedelta())
    assert line.tasks.retain().erased == 1
    nothing_is_left(line, reference)
    assert line.rows(tables.note) == line.rows(tables.attempt) == line.rows(tables.notice) == []
    [row] = line.rows(tables.message)
    assert [row.state, row.queue, row.assessment, row.claimed_by, row.outcome, row.attempts] == [None] * 5 + [
        0
    ]
    entry = line.store.database.read(entries)[0]
    assert (entry.act, entry.who, entry.reference, entry.detail) == (
        "erased",
        LINE,
        reference,
        {"why": "asked"},
    )


def test_what_officers_wrote_goes_with_a_message_that_its_caller_discarded(line):
    call = line.leave(1, (1,))
    line.run(1)
    desk, now = desk_of(line), line.clock.now
    reference = line.store.messages(call.sid, now)[0].reference
    desk.note(SUPERVISOR, reference, now, "a voice with no name")
    desk.hold(SUPERVISOR, reference, now, "evidence")
    call.do(9, Discarded(), at=now)  # this webhook was very late
    line.run(40)
    assert line.rows(tables.note) == line.rows(tables.item) == []
    assert desk.list(SUPERVISOR, Wanted("all"), line.clock.now).total == 0


def test_of_a_call_whose_only_request_was_erased_nothing_is_known_later(line):
    requested(line, 1)
    line.run(7)
    line.clock.pass_by(days=365)
    line.tasks.retain()
    line.clock.pass_by(days=2)
    line.tasks.tend()
    for table in (tables.call, tables.step, tables.request, tables.answer, tables.item, tables.item_key):
        assert line.rows(table) == []


def test_what_else_was_left_in_the_call_of_an_old_request_stays(line):
    call = line.leave(1, (1,), end=False)
    call.do(5, Answered("area", "dacorum"), Sent())
    call.do(6, CANCEL, at=line.clock.now)
    call.do(7, Answered("callback_time", "evening"), at=line.clock.now)
    call.do(8, CONSENT, Answered("name", "told again"), at=line.clock.now)
    line.tell(call, 9, 2)
    line.end(call)
    deal_with(line)
    line.run(7)
    before = line.store.all_messages(line.clock.now)
    line.clock.pass_by(days=365)
    assert line.tasks.retain().requests_dropped == 1
    assert line.store.all_requests() == []
    assert [row.name for row in line.rows(tables.answer)] == ["safe_number", "area", "name"]
    line.run(7)
    assert line.store.all_messages(line.clock.now) == before
    assert (line.heard(1) is not None, line.heard(2) is not None) == (True, True)


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_crash_at_any_point_erases_a_request_whole_or_not_at_all(when):
    for turn in range(1, 30):
        line = Line("sqlite://", SHORT)
        requested(line, 1)
        line.clock.pass_by(days=365)
        mortal = SimpleNamespace(
            database=Mortal(line.store.database, turn, when), vault=line.store.vault, jobs=line.queue
        )
        killed = False
        try:
            line.more_tasks(store=mortal).retain()
        except Killed:
            killed = True
        counts = {len(line.rows(table)) for table in (tables.request, tables.answer)}
        assert counts in ({0}, {1})
        line.tasks.retain()
        assert line.rows(tables.item) == line.rows(tables.request) == []
        line.close()
        if not killed:
            break
    assert turn > 3


def test_while_a_call_lasts_nothing_of_it_is_erased(line):
    call = line.leave(1, (1,), end=False)
    reference = line.store.messages(call.sid, line.clock.now)[0].reference
    officers(line).erase(reference, line.clock.now, timedelta())
    assert line.tasks.retain().erased == 0
    assert line.store.database.read(lambda c: c.execute(select(tables.deletion)).all()) == []
    assert LIMITS.periods == Periods()
