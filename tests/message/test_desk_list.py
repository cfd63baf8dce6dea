"""Lists of messages: what is in them for whom, in which order, and what tells that they have changed."""

from datetime import timedelta

import pytest
from desks import ADA, ANN, BEN, CAZ, MIA, SUE, Inbox
from message_calls import CONSENT, EMERGENCY, Call, after, opened, taped
from sqlalchemy import select, update

from ivr.call.effects import Answered, Confirmed, Discarded, Sent
from ivr.message import tables
from ivr.message.desk import Wanted, refresh
from ivr.message.desk.refresh import refresh as taken_in
from ivr.message.values import StoreUnavailable


@pytest.fixture
def inbox(store):
    return Inbox(store)


def test_a_message_is_listed_with_all_there_is_to_say_of_it_without_its_words(inbox):
    reference = inbox.leave(tapes=2, fives=3)
    inbox.now = after(150)
    [row] = inbox.listed(ANN)
    assert (row.reference, row.state, row.stage, row.queue) == (reference, "sent", "new", "dacorum")
    assert (row.language, row.opened_at, row.waiting) == ("en", after(0), timedelta(minutes=150))
    assert (row.recordings, row.seconds, row.unheard_hours, row.pressed_5) == (2, 24, 2, True)
    assert (row.claimed_by, row.attempts, row.outcome, row.days_left) == ("", 0, "", None)
    assert (row.needs_assessment, row.held, row.requests) == (False, False, 0)


def test_the_longest_waiting_comes_first_whatever_it_is(inbox):
    second, first = inbox.leave(minutes=5), inbox.leave(minutes=0, sent=False)
    third = inbox.leave(minutes=9)
    assert inbox.references(SUE) == [first, second, third]


def test_officers_see_their_areas_and_what_they_have_claimed(inbox):
    dacorum, watford, unsure = (inbox.leave(area=area) for area in ("dacorum", "watford", "any"))
    elsewhere, unasked = inbox.leave(area="stevenage"), inbox.leave(area="")
    assert inbox.references(ANN) == [dacorum]
    assert set(inbox.references(BEN)) == {dacorum, watford}
    assert set(inbox.references(CAZ)) == {watford, unsure, unasked}
    assert set(inbox.references(SUE)) == {dacorum, watford, unsure, elsewhere, unasked}
    assert inbox.references(MIA, "all") == inbox.references(ADA, "all") == []
    inbox.do("hand_over", SUE, elsewhere, to="ann")
    assert set(inbox.references(ANN)) == {dacorum, elsewhere}
    assert inbox.references(ANN, "mine") == [elsewhere]


def test_each_list_has_what_its_name_says(inbox):
    new, mine, unassessed, closed = (inbox.leave(minutes=minute, sent=minute != 2) for minute in range(4))
    inbox.do("claim", ANN, mine)
    inbox.do("close", SUE, closed, "test")
    assert inbox.references(ANN) == [new, mine, unassessed]
    assert inbox.references(ANN, "mine") == [mine]
    assert inbox.references(ANN, "unassessed") == [unassessed]
    assert inbox.references(ANN, "closed") == [closed]
    assert inbox.references(ANN, "all") == [new, mine, unassessed, closed]
    assert inbox.references(SUE, "mine") == []
    inbox.do("assess", SUE, unassessed, "no-contact")
    assert inbox.references(ANN, "unassessed") == []


def test_the_one_closed_last_is_the_first_of_the_closed_ones(inbox):
    references = [inbox.leave(minutes=minute) for minute in range(3)]
    for reference in (references[1], references[0], references[2]):
        inbox.pass_by(minutes=1)
        inbox.do("close", SUE, reference, "test")
    assert inbox.references(SUE, "closed") == [references[2], references[0], references[1]]
    assert inbox.one(references[1]).waiting == timedelta(minutes=120)  # it waits no longer


def test_a_queue_and_a_reference_are_looked_for(inbox):
    dacorum, watford = inbox.leave(area="dacorum"), inbox.leave(area="watford")
    inbox.do("close", SUE, watford, "test")
    assert inbox.references(SUE, "all", queue="watford") == [watford]
    assert inbox.references(SUE, queue="watford") == []
    assert inbox.references(ANN, "all", queue="watford") == []
    assert inbox.references(SUE, reference=watford) == [watford]  # closed or not
    assert watford in inbox.references(SUE, reference=watford[2:6])
    assert inbox.references(ANN, reference=watford) == []
    assert inbox.references(SUE, reference="%") == inbox.references(SUE, reference="________") == []
    assert inbox.references(ANN, reference=dacorum) == [dacorum]


def test_a_list_has_pages_of_twenty_five_and_the_last_stands_for_all_after_it(inbox):
    references = [inbox.leave(minutes=minute, tapes=0) for minute in range(27)]
    first, second, beyond, before = (
        inbox.desk.list(SUE, Wanted(page=page), inbox.now) for page in (1, 2, 9, -1)
    )
    assert [row.reference for row in first.rows] == references[:25]
    assert [row.reference for row in second.rows] == references[25:]
    assert (first.total, first.pages, first.page, second.page) == (27, 2, 1, 2)
    assert (beyond, before) == (second, first)
    empty = inbox.desk.list(MIA, Wanted(), inbox.now)
    assert (empty.rows, empty.total, empty.page, empty.pages) == ((), 0, 1, 1)


def test_what_there_is_to_do_is_counted(inbox):
    mine = inbox.leave()
    inbox.leave(sent=False)
    inbox.leave(area="watford")
    closed = inbox.leave(area="watford")
    inbox.do("claim", BEN, mine)
    inbox.do("close", SUE, closed, "test")
    inbox.ask("cancel", mine)
    counts = inbox.desk.counts(BEN, inbox.now)
    assert (counts.queues, counts.mine, counts.unassessed) == ({"dacorum": 2, "watford": 1}, 1, 1)
    assert (counts.requests, counts.open) == (1, 3)
    assert inbox.desk.counts(CAZ, inbox.now).requests == 0
    nothing = inbox.desk.counts(MIA, inbox.now)
    assert (nothing.queues, nothing.mine, nothing.unassessed, nothing.requests) == ({}, 0, 0, 0)


def test_hours_are_counted_while_nobody_has_listened(inbox):
    reference = inbox.leave()
    inbox.now = after(59)
    assert inbox.one(reference).unheard_hours is None
    inbox.now = after(60)
    assert inbox.one(reference).unheard_hours == 1
    inbox.now = after(60 * 30)
    assert inbox.one(reference).unheard_hours == 30
    inbox.stored()
    inbox.desk.audio(ANN, reference, 1, inbox.now)
    assert inbox.one(reference).unheard_hours is None


def test_days_are_left_once_it_is_known_how_many(inbox):
    reference = inbox.leave(tapes=0)
    inbox.open(reference)
    assert inbox.one(reference).days_left is None
    inbox.do("close", SUE, reference, "test")
    assert inbox.one(reference).days_left == 33
    inbox.pass_by(days=40)
    assert inbox.one(reference).days_left == 0
    inbox.do("hold", SUE, reference, "evidence")
    assert (inbox.one(reference).held, inbox.one(reference).days_left) == (True, None)


# What a call that goes on, or that comes late, does to the lists.


def test_a_draft_is_listed_only_when_its_call_is_over(inbox):
    reference = inbox.leave(sent=False, end=False)
    inbox.now = after(10)
    assert inbox.references() == []
    with pytest.raises(LookupError):
        inbox.open(reference)
    inbox.call.end(11)
    inbox.now = after(12)
    assert inbox.one(reference).state == "unfinished"


def test_a_call_that_nobody_tells_the_end_of_is_over_some_day(inbox):
    reference = inbox.leave(sent=False, end=False)
    inbox.now = after(24)
    assert inbox.references() == []
    inbox.now = after(25)
    assert inbox.references() == [reference]


def test_what_was_sent_is_listed_while_its_call_goes_on(inbox):
    reference = inbox.leave(end=False)
    inbox.now = after(1)
    assert inbox.one(reference).state == "sent"
    before = inbox.rows(tables.call)
    assert inbox.references() == [reference]
    assert inbox.rows(tables.call) == before


def test_nothing_is_written_when_there_is_nothing_to_write(inbox):
    inbox.leave()
    inbox.leave(end=False)
    assert taken_in(inbox.store.database, inbox.now) == 2
    assert taken_in(inbox.store.database, inbox.now) == 0


def test_what_comes_late_is_taken_in(inbox):
    reference = inbox.leave(sent=False, area="")
    assert (inbox.one(reference).state, inbox.one(reference).queue) == ("unfinished", "central")
    inbox.call.do(9, Answered("area", "watford"), Sent(), EMERGENCY, at=after(90))
    assert (inbox.one(reference).state, inbox.one(reference).queue) == ("sent", "watford")
    assert inbox.row(reference).emergencies == 1


def test_what_officers_have_seen_stays_although_its_call_seems_to_go_on(inbox):
    reference = inbox.leave(sent=False, end=False)
    inbox.now = after(30)
    assert inbox.references() == [reference]
    inbox.call.do(9, EMERGENCY, at=after(31))  # nobody told of the call's end, so it has one later now
    inbox.now = after(32)
    assert inbox.references() == [reference]


def test_what_its_caller_deleted_after_all_is_listed_no_more(inbox):
    reference = inbox.leave(sent=False)
    assert inbox.references() == [reference]
    inbox.call.do(9, Discarded(), at=after(100))
    assert inbox.references(show="all") == []
    with pytest.raises(LookupError):
        inbox.open(reference)


def test_what_turned_out_to_be_empty_is_listed_no_more(inbox):
    call = Call(inbox.store, "CA9")
    call.do(1, CONSENT)
    call.tape(2, "RE9", None)
    call.end()
    assert len(inbox.references()) == 1
    call.tape(2, "RE9", 0, at=after(100), status="absent")
    assert inbox.references() == []


def test_each_message_of_a_call_has_its_own_recordings(inbox):
    call = Call(inbox.store, "CA9")
    call.do(1, CONSENT, Confirmed(), taped("RE1", 10))
    call.do(3, Answered("area", "dacorum"), Sent())
    call.do(4, CONSENT, Confirmed())
    call.tape(5, "RE2", 20)
    call.tape(6, "RE3", None)
    call.do(7, CONSENT)  # agreed to again, which opens nothing
    call.do(8, Sent())
    call.end()
    assert [(row.recordings, row.seconds) for row in inbox.listed()] == [(1, 10), (2, 20)]


def test_a_call_that_cannot_be_told_stops_no_other(inbox, monkeypatch):
    first, second = inbox.leave(minutes=0), inbox.leave(minutes=1)
    really = refresh.story_of

    def story_of(connection, call_sid):
        if call_sid == f"CA{1:032x}":
            raise KeyError("hush")
        return really(connection, call_sid)

    with monkeypatch.context() as broken:
        broken.setattr(refresh, "story_of", story_of)
        with pytest.raises(StoreUnavailable):
            taken_in(inbox.store.database, inbox.now)
        assert inbox.references() == [second]
    assert inbox.references() == [first, second]


def test_many_calls_are_taken_in_at_once(inbox, monkeypatch):
    monkeypatch.setattr(refresh, "_AT_ONCE", 10)
    references = [inbox.leave(minutes=minute / 10, tapes=0) for minute in range(13)]
    for number in range(13):
        Call(inbox.store, f"CB{number}").end()  # calls that left nothing
    assert taken_in(inbox.store.database, inbox.now) == 26
    assert inbox.desk.list(SUE, Wanted(), inbox.now).total == len(references)


# The stamp.

CHANGES = {
    "claimed": lambda inbox, reference: inbox.do("claim", ANN, reference),
    "handed over": lambda inbox, reference: inbox.do("hand_over", SUE, reference, to="caz"),
    "attempted": lambda inbox, reference: (
        inbox.do("claim", SUE, reference),
        inbox.do("attempt", SUE, reference, "no-answer"),
    ),
    "contacted": lambda inbox, reference: (
        inbox.do("claim", SUE, reference),
        inbox.do("contacted", SUE, reference),
    ),
    "heard": lambda inbox, reference: inbox.desk.audio(SUE, reference, 1, inbox.now),
    "closed": lambda inbox, reference: inbox.do("close", SUE, reference, "test"),
    "held": lambda inbox, reference: inbox.do("hold", SUE, reference, "evidence"),
    "to be erased": lambda inbox, reference: inbox.do("erase", SUE, reference, "asked for"),
    "asked about": lambda inbox, reference: inbox.ask("cancel", reference),
    "another": lambda inbox, _: inbox.leave(),
    "another recording": lambda inbox, _: inbox.call.tape(3, "RE9", 5, at=after(100)),
    "another area": lambda inbox, _: inbox.call.do(70, Answered("area", "watford"), at=after(100)),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_stamp_changes_with_the_list(inbox, what):
    reference = inbox.leave(sent=what != "another area")
    inbox.stored()
    before = inbox.desk.stamp(BEN, inbox.now)
    assert inbox.desk.list(BEN, Wanted(), inbox.now).stamp == before
    inbox.pass_by(minutes=1)
    assert inbox.desk.stamp(BEN, inbox.now) == before
    CHANGES[what](inbox, reference)
    assert inbox.desk.stamp(BEN, inbox.now) != before


def test_a_stamp_stays_when_the_list_of_somebody_else_changes(inbox):
    inbox.leave(area="dacorum")
    other = inbox.leave(area="stevenage")
    inbox.stored()
    before = inbox.desk.stamp(ANN, inbox.now)
    for what in ("claimed", "heard", "held", "closed", "asked about", "another recording"):
        officer_of = {"claimed": SUE}.get(what)
        if officer_of:
            inbox.do("claim", SUE, other)
        else:
            CHANGES[what](inbox, other)
    assert inbox.desk.stamp(ANN, inbox.now) == before
    inbox.open(inbox.references(ANN)[0], ANN)
    assert inbox.desk.stamp(ANN, inbox.now) == before  # to look at something changes no list


def test_a_list_is_read_where_nothing_can_be_written(url):
    inbox = Inbox(opened(url))
    reference = inbox.leave()
    assert inbox.references() == [reference]
    late = inbox.leave(minutes=1)

    def refuse(_):
        raise StoreUnavailable("full")

    inbox.store.database.write = refuse
    assert inbox.references() == [reference]
    with pytest.raises(StoreUnavailable):  # what cannot be logged is not shown
        inbox.open(reference)
    del inbox.store.database.write
    assert inbox.references() == [reference, late]
    inbox.store.close()


def test_of_an_old_database_everything_is_taken_in(inbox):
    reference = inbox.leave()
    inbox.references()
    forgotten = {"state": None, "queue": None, "emergencies": None}
    inbox.store.database.write(lambda c: c.execute(update(tables.message).values(**forgotten)))
    inbox.store.database.write(lambda c: c.execute(update(tables.call).values(listed_at=None)))
    assert inbox.references(ANN) == [reference]
    listed_at = inbox.store.database.read(lambda c: c.execute(select(tables.call.c.listed_at)).scalar_one())
    assert listed_at == inbox.now
