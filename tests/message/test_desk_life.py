"""What officers do with a message, from the first claim to the last word, and what they cannot do as things stand."""

from datetime import timedelta

import pytest
from desks import ADA, ANN, ANY_TIME, BEN, CAZ, MIA, OFF, RING_BACK, SUE, Inbox
from message_calls import after

from ivr.message import keeping, tables
from ivr.message.desk import OUTCOMES, NotNow, UnknownMessage
from ivr.message.retention import Periods, retain


@pytest.fixture
def inbox(store):
    return Inbox(store)


def test_a_message_is_claimed_tried_reached_and_closed(inbox):
    reference = inbox.leave()
    assert inbox.one(reference).stage == "new"
    inbox.do("claim", ANN, reference)
    assert (inbox.one(reference).stage, inbox.one(reference).claimed_by) == ("claimed", "ann")
    inbox.do("attempt", ANN, reference, "no-answer", "it rang for long")
    inbox.pass_by(hours=3)
    inbox.do("attempt", ANN, reference, "not-safe")
    assert inbox.one(reference).attempts == 2
    inbox.pass_by(hours=3)
    inbox.do("attempt", ANN, reference, "reached", "they are well")
    inbox.pass_by(minutes=9)
    assert (inbox.one(reference).stage, inbox.one(reference).attempts) == ("contacted", 2)
    inbox.do("close", ANN, reference, "contacted", "nothing more to do")
    row = inbox.one(reference)
    assert (row.stage, row.outcome, row.claimed_by) == ("closed", "contacted", "ann")
    opened = inbox.open(reference)
    assert [(one.number, one.by, one.result) for one in opened.attempts] == [
        (1, "ann", "no-answer"),
        (2, "ann", "not-safe"),
        (3, "ann", "reached"),
    ]
    assert [(one.by, one.about, one.text) for one in opened.notes] == [
        ("ann", "attempt", "it rang for long"),
        ("ann", "attempt", "they are well"),
        ("ann", "close", "nothing more to do"),
    ]
    assert opened.closed_at == inbox.now
    assert [entry.act for entry in opened.log] == ["opened", "closed", *["attempted"] * 3, "claimed"]


def test_after_three_attempts_it_is_closed_as_no_contact_or_a_supervisor_goes_on(inbox):
    reference = inbox.leave()
    inbox.do("claim", ANN, reference)
    for result in ("no-answer", "not-safe", "no-answer"):
        assert {"attempt", "show-number"} <= set(inbox.can(reference, ANN))
        assert inbox.can(reference, ANN).outcomes == OUTCOMES
        inbox.do("attempt", ANN, reference, result)
        inbox.pass_by(minutes=1)
    can = inbox.can(reference, ANN)
    assert {"attempt", "show-number", "contacted"}.isdisjoint(can)
    assert "three attempts" in can.why_not["attempt"]
    assert can.outcomes == ("no-contact",)
    for again in ("no-answer", "reached"):
        with pytest.raises(NotNow, match="three attempts"):
            inbox.do("attempt", ANN, reference, again)
    with pytest.raises(NotNow, match="three attempts"):
        inbox.do("close", ANN, reference, "contacted")
    inbox.do("hand_over", SUE, reference, to="sue")
    assert {"attempt", "show-number"} <= set(inbox.can(reference, SUE))
    assert inbox.can(reference, SUE).outcomes == OUTCOMES
    inbox.do("attempt", SUE, reference, "no-answer")
    inbox.do("hand_over", SUE, reference, to="ann")
    inbox.do("close", ANN, reference, "no-contact")
    inbox.do("reopen", SUE, reference, "their friend wrote")
    assert (inbox.one(reference).stage, inbox.one(reference).attempts) == ("new", 0)
    inbox.do("claim", ANN, reference)
    inbox.do("attempt", ANN, reference, "no-answer")
    assert inbox.open(reference).attempts[-1].number == 5


def test_who_was_reached_once_may_be_rung_again(inbox):
    reference = inbox.leave()
    inbox.do("claim", ANN, reference)
    for result in ("reached", "no-answer", "no-answer", "no-answer", "no-answer"):
        inbox.do("attempt", ANN, reference, result)
        inbox.pass_by(minutes=2)
    assert inbox.can(reference, ANN).outcomes == OUTCOMES


def test_only_one_has_it_and_the_other_is_told_so(inbox):
    reference = inbox.leave()
    inbox.do("claim", ANN, reference)
    for what, more in WORK.items():
        with pytest.raises(NotNow, match="Somebody else has claimed it"):
            inbox.do(what, BEN, reference, *more)
    assert inbox.acts() == [("ann", "claimed")]
    assert inbox.can(reference, BEN).why_not["claim"] == "Somebody else has claimed it."


WORK = {
    "claim": (),
    "release": (),
    "hand_over": ("caz",),
    "attempt": ("no-answer",),
    "contacted": (),
    "close": ("test",),
}
"""What an officer does with a message, and with what."""

VERBS = {"hand_over": "hand-over", "end_hold": "unhold", "undo_erase": "undo-erase"}
SUPERVISION = {
    "assess": ("contact",),
    "reopen": ("why",),
    "hold": ("why",),
    "end_hold": (),
    "erase": ("why",),
    "undo_erase": ("why",),
}


def test_what_nobody_has_claimed_is_claimed_first(inbox):
    reference = inbox.leave()
    for what, more in WORK.items():
        if what not in ("claim", "release"):
            with pytest.raises(NotNow, match="Claim it first"):
                inbox.do(what, ANN, reference, *more)
    inbox.do("release", ANN, reference)
    assert inbox.log() == []


def test_what_is_closed_is_worked_on_no_more(inbox):
    reference = inbox.leave()
    inbox.do("claim", ANN, reference)
    inbox.do("close", ANN, reference, "no-contact")
    before = inbox.row(reference)
    for officer in (ANN, BEN, SUE):
        for what, more in WORK.items():
            with pytest.raises(NotNow, match="It is closed"):
                inbox.do(what, officer, reference, *more)
    assert inbox.row(reference) == before
    assert inbox.can(reference, ANN).may == {"note", "export"}
    assert inbox.can(reference, SUE).may == {"note", "export", "reopen", "hold", "erase"}
    inbox.do("note", ANN, reference, "they wrote to thank us")


@pytest.mark.parametrize("what", SUPERVISION)
def test_some_things_only_a_supervisor_does(inbox, what):
    reference = inbox.leave(sent=False)
    inbox.do("assess", SUE, reference, "contact")
    inbox.do("claim", ANN, reference)
    with pytest.raises(NotNow, match="Only a supervisor"):
        inbox.do(what, ANN, reference, *SUPERVISION[what])
    assert VERBS.get(what, what) in inbox.can(reference, ANN).why_not
    assert inbox.acts() == [("sue", "assessed"), ("ann", "claimed"), ("ann", "opened")]


def test_who_does_not_see_a_message_does_nothing_with_it_and_cannot_tell_it_from_none(inbox):
    reference = inbox.leave(area="stevenage")
    told = set()
    for officer in (ANN, MIA, ADA):
        for name in (reference, "99999999"):
            for what, more in {**WORK, **SUPERVISION, "note": ("words",)}.items():
                with pytest.raises(UnknownMessage) as refused:
                    inbox.do(what, officer, name, *more)
                told.add(str(refused.value))
            for ask in (
                inbox.desk.open,
                inbox.desk.export,
                lambda *where: inbox.desk.audio(*where[:2], 1, where[2]),
                inbox.desk.number,
            ):
                with pytest.raises(UnknownMessage) as refused:
                    ask(officer, name, inbox.now)
                told.add(str(refused.value))
    assert len(told) == 1
    assert inbox.log() == []
    assert keeping.UnknownMessage is UnknownMessage


def test_what_is_handed_over_is_seen_by_who_has_it_now_and_no_more_by_who_had(inbox):
    reference = inbox.leave(area="watford")
    inbox.do("hand_over", SUE, reference, to="ann", note="you know them")
    assert inbox.open(reference, ANN).notes[0].text == "you know them"
    inbox.do("hand_over", ANN, reference, to="caz")
    with pytest.raises(UnknownMessage):
        inbox.open(reference, ANN)
    inbox.pass_by(minutes=1)
    inbox.do("release", CAZ, reference, reason="on leave")
    assert inbox.one(reference).claimed_by == ""
    assert [(note.about, note.text) for note in inbox.open(reference).notes] == [
        ("hand-over", "you know them"),
        ("release", "on leave"),
    ]
    assert inbox.log()[0].detail == {"to": "ann"}


@pytest.mark.parametrize("to", ["nobody", "mia", "ada", "off", ""])
def test_nothing_is_handed_to_who_does_not_take_messages(inbox, to):
    reference = inbox.leave()
    inbox.do("claim", ANN, reference)
    with pytest.raises(NotNow, match="nobody of that name"):
        inbox.do("hand_over", ANN, reference, to=to)
    assert inbox.one(reference).claimed_by == "ann"
    assert OFF.disabled


def test_a_supervisor_releases_hands_over_and_closes_what_others_have(inbox):
    first, second, third = (inbox.leave(minutes=minute) for minute in range(3))
    for reference in (first, second, third):
        inbox.do("claim", ANN, reference)
    inbox.do("release", SUE, first)
    inbox.do("hand_over", SUE, second, to="ben")
    inbox.do("close", SUE, third, "duplicate")
    assert [inbox.one(reference).claimed_by for reference in (first, second)] == ["", "ben"]
    assert inbox.one(third).outcome == "duplicate"
    with pytest.raises(NotNow, match="Somebody else has claimed it"):  # but the number is for who has it
        inbox.desk.number(SUE, second, inbox.now)


# Unfinished messages.


def test_nobody_rings_about_an_unfinished_message_before_a_supervisor_has_assessed_it(inbox):
    reference = inbox.leave(sent=False)
    assert inbox.one(reference).needs_assessment is True
    for officer in (ANN, SUE):
        inbox.do("hand_over", SUE, reference, to=officer.officer_id)
        for what, more in {"attempt": ("reached",), "contacted": (), "close": ("no-contact",)}.items():
            with pytest.raises(NotNow, match="supervisor has to assess it first"):
                inbox.do(what, officer, reference, *more)
        with pytest.raises(NotNow, match="supervisor has to assess it first"):
            inbox.desk.number(officer, reference, inbox.now)
    inbox.do("assess", SUE, reference, "contact", "they sound afraid")
    assert inbox.one(reference).needs_assessment is False
    assert inbox.desk.number(SUE, reference, inbox.now) == "07700900123"
    inbox.do("attempt", SUE, reference, "reached")
    opened = inbox.open(reference)
    assert (opened.assessment, opened.notes[0].about) == ("contact", "assessment")


def test_where_a_supervisor_decides_that_nobody_rings_it_can_only_be_closed(inbox):
    reference = inbox.leave(sent=False)
    inbox.do("assess", SUE, reference, "no-contact")
    inbox.do("claim", ANN, reference)
    for what, more in {"attempt": ("reached",), "contacted": (), "close": ("contacted",)}.items():
        with pytest.raises(NotNow, match="nobody is to contact them"):
            inbox.do(what, ANN, reference, *more)
    with pytest.raises(NotNow, match="nobody is to contact them"):
        inbox.desk.number(ANN, reference, inbox.now)
    inbox.do("close", ANN, reference, "no-contact")


def test_a_supervisor_may_think_again(inbox):
    reference = inbox.leave(sent=False)
    for decision in ("no-contact", "contact", "no-contact"):
        inbox.do("assess", SUE, reference, decision)
        assert inbox.row(reference).assessment == decision
    assert [entry.detail for entry in inbox.log()] == [
        {"decision": "no-contact"},
        {"decision": "contact"},
        {"decision": "no-contact"},
    ]


def test_what_its_caller_sent_needs_no_assessment(inbox):
    reference = inbox.leave()
    with pytest.raises(NotNow, match="needs no assessment"):
        inbox.do("assess", SUE, reference, "contact")
    closed = inbox.leave(sent=False)
    inbox.do("assess", SUE, closed, "contact")
    inbox.do("close", SUE, closed, "test")
    with pytest.raises(NotNow, match="It is closed"):
        inbox.do("assess", SUE, closed, "no-contact")


def test_who_rings_back_themselves_is_never_rung_and_may_be_reached(inbox):
    reference = inbox.leave(answers=RING_BACK)
    inbox.do("claim", ANN, reference)
    with pytest.raises(NotNow, match="there is no number"):
        inbox.desk.number(ANN, reference, inbox.now)
    assert "ring back" in inbox.can(reference, ANN).why_not["show-number"]
    for result in ("no-answer", "not-safe"):
        with pytest.raises(NotNow, match="nobody to ring"):
            inbox.do("attempt", ANN, reference, result)
    inbox.do("attempt", ANN, reference, "reached", "they gave the reference")
    assert inbox.one(reference).stage == "contacted"


# Keeping and erasing.


def test_a_message_is_held_and_let_go_again(inbox):
    reference = inbox.leave()
    inbox.do("hold", SUE, reference, " evidence in a case ")
    opened = inbox.open(reference)
    assert (opened.listed.held, opened.hold_reason) == (True, "evidence in a case")
    with pytest.raises(NotNow, match="on hold"):
        inbox.do("erase", SUE, reference, "asked for")
    inbox.do("end_hold", SUE, reference)
    opened = inbox.open(reference)
    assert (opened.listed.held, opened.hold_reason) == (False, "")
    assert [(note.about, note.text) for note in opened.notes] == [("hold", "evidence in a case")]


def test_a_message_is_erased_unless_that_is_undone_in_time(inbox):
    inbox.periods = Periods(undo_days=2)
    inbox.desk = inbox.another()
    reference = inbox.leave()
    inbox.do("erase", SUE, reference, "they asked for it")
    opened = inbox.open(reference)
    assert (opened.erase_at, opened.listed.days_left) == (inbox.now + timedelta(days=2), 2)
    assert opened.can.why_not["erase"] == "It is to be erased already."
    inbox.do("undo_erase", SUE, reference, "it was another one")
    opened = inbox.open(reference)
    assert (opened.erase_at, opened.listed.held, opened.hold_reason) == (None, True, "it was another one")
    assert opened.can.why_not["undo-erase"] == "It is not about to be erased."


def test_what_is_to_be_erased_is_not_opened_again_by_the_way(inbox):
    reference = inbox.leave()
    inbox.do("close", SUE, reference, "test")
    inbox.do("erase", SUE, reference, "a test")
    with pytest.raises(NotNow, match="Undo that first"):
        inbox.do("reopen", SUE, reference, "a mistake")
    inbox.do("undo_erase", SUE, reference, "a mistake")
    inbox.do("reopen", SUE, reference, "a mistake")
    row = inbox.row(reference)
    assert (row.closed_at, row.outcome, row.claimed_by, row.contacted_at) == (None, None, None, None)


def test_proofs_of_erasures_are_for_supervisors(inbox):
    reference = inbox.leave()
    inbox.do("erase", SUE, reference, "they asked for it")
    inbox.pass_by(days=4)
    retain(inbox.store.database, inbox.store.vault, inbox.now, Periods())
    [proof] = inbox.desk.erased(SUE, inbox.now)
    assert (proof.reference, proof.why, proof.deleted_at) == (reference, "asked", inbox.now)
    assert (proof.answers, proof.recordings, proof.opened_on) == (5, 1, "2026-11-02")
    assert [inbox.desk.erased(who, inbox.now) for who in (ANN, MIA, ADA)] == [[], [], []]
    with pytest.raises(UnknownMessage):
        inbox.open(reference)
    assert inbox.references(show="all") == []


def test_what_nobody_needs_to_hear_is_not_kept_for_want_of_a_listener(inbox):
    silent, spoken, withdrawn = (inbox.leave(tapes=tapes) for tapes in (0, 1, 1))
    inbox.do("close", SUE, silent, "test")
    inbox.do("close", SUE, spoken, "test")
    inbox.do("close", SUE, withdrawn, "withdrawn")
    assert [inbox.row(reference).heard_at for reference in (silent, spoken, withdrawn)] == [
        inbox.now,
        None,
        inbox.now,
    ]


# Twice is once; and what cannot be.

TWICE = {
    "claim": ((), ()),
    "release": ((), ()),
    "hand_over": (("ben", "please"), ()),
    "attempt": (("no-answer", "it rang"), ()),
    "contacted": (("they are well",), ()),
    "close": (("no-contact", "three letters came back"), ()),
    "note": (("they like tea",), ()),
    "assess": (("contact", "urgent"), ()),
    "hold": (("evidence",), ()),
    "end_hold": ((), ("hold",)),
    "erase": (("they asked",), ()),
    "undo_erase": (("a mistake",), ("erase",)),
    "reopen": (("a mistake",), ("close",)),
}


@pytest.mark.parametrize("what", TWICE)
def test_what_is_done_twice_by_the_same_person_is_done_once(inbox, what):
    more, first = TWICE[what]
    reference = inbox.leave(sent=False)
    if what != "assess":
        inbox.do("assess", SUE, reference, "contact")
    if what != "claim":
        inbox.do("claim", SUE, reference)
    for before in first:
        inbox.do(before, SUE, reference, *TWICE[before][0])
    entries = len(inbox.log())
    inbox.do(what, SUE, reference, *more)
    once = inbox.row(reference), inbox.rows(tables.note), inbox.rows(tables.attempt)
    inbox.pass_by(seconds=20)
    inbox.do(what, SUE, reference, *more)
    assert (inbox.row(reference), inbox.rows(tables.note), inbox.rows(tables.attempt)) == once
    assert len(inbox.log()) == entries + 1


def test_what_is_not_the_same_is_done_again(inbox):
    reference = inbox.leave()
    inbox.do("claim", ANN, reference)
    inbox.do("attempt", ANN, reference, "no-answer")
    inbox.do("attempt", ANN, reference, "not-safe")
    inbox.do("note", ANN, reference, "one")
    inbox.do("note", ANN, reference, "two")
    inbox.do("note", BEN, reference, "two")
    inbox.pass_by(minutes=1)
    inbox.do("attempt", ANN, reference, "not-safe")
    inbox.do("note", ANN, reference, "two")
    assert [len(inbox.rows(table)) for table in (tables.attempt, tables.note)] == [3, 4]


def test_words_that_come_with_what_is_done_already_are_kept(inbox):
    reference = inbox.leave()
    inbox.do("claim", ANN, reference)
    inbox.do("attempt", ANN, reference, "reached")
    inbox.do("contacted", ANN, reference)
    inbox.do("contacted", ANN, reference, "they come on Monday")
    assert [(note.about, note.text) for note in inbox.open(reference).notes] == [
        ("contacted", "they come on Monday")
    ]
    assert inbox.acts()[:3] == [("ann", "claimed"), ("ann", "attempted"), ("ann", "noted")]


def test_closed_as_something_else_it_stays_as_it_was_closed(inbox):
    reference = inbox.leave()
    inbox.do("close", SUE, reference, "duplicate")
    with pytest.raises(NotNow, match="It is closed"):
        inbox.do("close", SUE, reference, "test")
    assert inbox.one(reference).outcome == "duplicate"


@pytest.mark.parametrize(
    ("what", "more"),
    [("note", (" \n",)), ("hold", ("",)), ("erase", (" ",)), ("undo_erase", ("",)), ("reopen", ("",))],
)
def test_where_words_are_needed_there_have_to_be_some(inbox, what, more):
    reference = inbox.leave()
    if what == "undo_erase":
        inbox.do("erase", SUE, reference, "why")
    if what == "reopen":
        inbox.do("close", SUE, reference, "test")
    inbox.references()
    before, entries = inbox.row(reference), len(inbox.log())
    with pytest.raises(NotNow, match=r"Say why|Write something"):
        inbox.do(what, SUE, reference, *more)
    assert (inbox.row(reference), len(inbox.log())) == (before, entries)


def test_words_have_an_end(inbox):
    reference = inbox.leave()
    inbox.do("note", ANN, reference, "ü" * 5000)
    assert inbox.open(reference).notes[0].text == "ü" * 5000
    with pytest.raises(NotNow, match="5,000 characters"):
        inbox.do("note", ANN, reference, "ü" * 5001)
    with pytest.raises(NotNow, match="5,000 characters"):
        inbox.do("hold", SUE, reference, "ü" * 5001)
    assert inbox.row(reference).held_at is None


@pytest.mark.parametrize(("what", "more"), [("attempt", "engaged"), ("close", "bored"), ("assess", "maybe")])
def test_a_word_that_is_none_is_refused(inbox, what, more):
    reference = inbox.leave(sent=False)
    inbox.do("claim", SUE, reference)
    with pytest.raises(ValueError, match=r"one of|contact or"):
        inbox.do(what, SUE, reference, more)
    assert inbox.acts() == [("sue", "claimed")]


def test_where_the_log_cannot_be_written_nothing_is_done(inbox, monkeypatch):
    reference = inbox.leave()
    inbox.references()
    before = inbox.row(reference)

    def refuse(*_, **__):
        raise RuntimeError("no log")

    monkeypatch.setattr("ivr.message.audit.Audit.write", refuse)
    for what, more in {"claim": (), "note": ("words",), "hold": ("why",)}.items():
        with pytest.raises(RuntimeError):
            inbox.do(what, SUE, reference, *more)
    with pytest.raises(RuntimeError):
        inbox.open(reference)
    assert inbox.row(reference) == before
    assert inbox.rows(tables.note) == []


def test_everything_a_message_can_be_done_with_has_words_why_not(inbox):
    reference = inbox.leave(answers=ANY_TIME | {"contact": "not-stated"})
    inbox.do("claim", ANN, reference)
    with pytest.raises(NotNow, match="no safe number"):
        inbox.desk.number(ANN, reference, inbox.now)
    for officer in (ANN, BEN, SUE):
        can = inbox.can(reference, officer)
        assert can.may.isdisjoint(can.why_not)
        assert len(can.may) + len(can.why_not) == 15
        assert all(words.endswith(".") for words in can.why_not.values())
    assert inbox.now == after(120)
