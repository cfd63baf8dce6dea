"""What callers ask for after they left a message: shown to those whose message it is, and decided by a person."""

import pytest
from desks import ADA, ANN, BEN, CAZ, MIA, NUMBER, SUE, Inbox
from message_calls import Call, after

from ivr.call.effects import Answered, Requested
from ivr.message import tables
from ivr.message.desk import NotNow, UnknownMessage


@pytest.fixture
def inbox(store):
    return Inbox(store)


def test_a_request_is_shown_with_the_message_it_is_about(inbox):
    reference = inbox.leave()
    inbox.ask("change", reference, ("safe_time", "mornings"))
    [asked] = inbox.desk.requests(ANN, inbox.now)
    assert (asked.kind, asked.reference, asked.about) == ("change", reference, reference)
    assert (dict(asked.answers), asked.at, asked.handled_at, asked.decision) == (
        {"safe_time": "mornings"},
        after(110),
        None,
        "",
    )
    assert inbox.one(reference, ANN).requests == 1
    assert inbox.open(reference, ANN).requests == (asked,)
    assert reference not in repr(asked).replace(f"about='{reference}'", "")


def test_requests_are_for_those_whose_message_it_is_and_unknown_ones_for_the_central_queue(inbox):
    dacorum, watford = inbox.leave(area="dacorum"), inbox.leave(area="watford")
    inbox.ask("cancel", dacorum)
    inbox.ask("cancel", watford)
    inbox.ask("cancel", "99999999")
    about = {officer: inbox.desk.requests(officer, inbox.now) for officer in (ANN, BEN, CAZ, SUE, MIA, ADA)}
    assert {officer.officer_id: [one.about for one in seen] for officer, seen in about.items()} == {
        "ann": [dacorum],
        "ben": [dacorum, watford],
        "caz": [watford, None],
        "sue": [dacorum, watford, None],
        "mia": [],
        "ada": [],
    }
    assert about[SUE][2].reference == "99999999"
    assert [inbox.desk.counts(officer, inbox.now).requests for officer in (ANN, BEN, CAZ, SUE, MIA)] == [
        1,
        2,
        2,
        3,
        0,
    ]


def test_looking_at_requests_is_logged_every_ten_minutes(inbox):
    inbox.desk.requests(SUE, inbox.now)
    inbox.ask("cancel", inbox.leave())
    inbox.ask("cancel", "99999999")
    for minutes in (0, 9, 1.1):
        inbox.pass_by(minutes=minutes)
        inbox.desk.requests(SUE, inbox.now)
    assert [(entry.act, entry.detail) for entry in inbox.log()] == [("request-opened", {"requests": 2})] * 2


def test_a_message_that_is_to_be_cancelled_is_closed_as_withdrawn(inbox):
    reference = inbox.leave()
    inbox.do("claim", ANN, reference)
    inbox.ask("cancel", reference)
    [request] = inbox.asked(ANN)
    inbox.do("handle", ANN, request, "done", "nobody rang")
    row = inbox.one(reference)
    assert (row.stage, row.outcome, row.requests) == ("closed", "withdrawn", 0)
    opened = inbox.open(reference)
    assert [(note.about, note.text) for note in opened.notes] == [("request", "nobody rang")]
    assert [(one.decision, one.handled_at) for one in opened.requests] == [("done", inbox.now)]
    [entry] = inbox.log(acts=None)[-2:-1]
    assert (entry.act, entry.who, entry.reference) == ("request-handled", "ann", reference)
    assert entry.detail == {"request": request, "kind": "cancel", "decision": "done", "outcome": "withdrawn"}
    assert inbox.asked() == []
    [handled] = inbox.desk.requests(ANN, inbox.now, handled=True)
    assert (handled.about, handled.decision, handled.reference) == (reference, "done", reference)
    assert inbox.desk.requests(CAZ, inbox.now, handled=True) == []


def test_a_change_counts_as_the_callers_last_word(inbox):
    reference = inbox.leave()
    inbox.do("claim", ANN, reference)
    for time in ("mornings", "evenings"):
        inbox.ask("change", reference, ("safe_time", time))
        inbox.pass_by(minutes=1)
    assert inbox.open(reference).answers["safe_time"] == "any"
    first, second = inbox.asked(ANN)
    inbox.do("handle", ANN, first, "done")
    assert inbox.open(reference).answers["safe_time"] == "mornings"
    inbox.do("handle", ANN, second, "done")
    assert inbox.open(reference).answers["safe_time"] == "evenings"
    with pytest.raises(NotNow, match="not a time that they said is safe"):
        inbox.desk.number(ANN, reference, inbox.now)


def test_a_change_that_is_refused_changes_nothing(inbox):
    reference = inbox.leave()
    inbox.ask("change", reference, ("safe_time", "mornings"))
    [request] = inbox.asked(ANN)
    inbox.do("handle", ANN, request, "refused", "we spoke meanwhile")
    assert inbox.open(reference).answers["safe_time"] == "any"


def test_a_new_number_is_masked_too_and_is_the_one_that_is_shown(inbox):
    reference = inbox.leave()
    inbox.do("claim", ANN, reference)
    inbox.ask("change", reference, ("safe_number", "01632960777"))
    [asked] = inbox.desk.requests(ANN, inbox.now)
    assert asked.answers == {"safe_number": "•••••••••77"}
    inbox.do("handle", ANN, asked.request_id, "done")
    assert inbox.desk.number(ANN, reference, inbox.now) == "01632960777"


def test_while_a_request_is_open_nobody_rings(inbox):
    reference = inbox.leave()
    inbox.do("claim", ANN, reference)
    assert inbox.desk.number(ANN, reference, inbox.now) == NUMBER
    inbox.ask("cancel", reference, end=False)  # from its first moment on
    with pytest.raises(NotNow, match="asked for something since"):
        inbox.desk.number(ANN, reference, inbox.now)
    assert "show-number" not in inbox.can(reference, ANN)
    inbox.do("attempt", ANN, reference, "no-answer")  # what was done before can still be written down
    inbox.pass_by(hours=1)
    [request] = inbox.asked(ANN)
    inbox.do("handle", ANN, request, "refused")
    assert inbox.desk.number(ANN, reference, inbox.now) == NUMBER


def test_while_its_caller_is_on_the_line_nobody_decides(inbox):
    reference = inbox.leave()
    call = Call(inbox.store, "CA9", caller=None)
    call.do(1, Requested("change", reference), at=inbox.now)
    [request] = inbox.asked()
    with pytest.raises(NotNow, match="may still be on the line"):
        inbox.do("handle", SUE, request, "done")
    call.do(2, Answered("safe_time", "mornings"), at=inbox.now)
    inbox.store.call_ended("CA9", inbox.now)
    inbox.do("handle", SUE, request, "done")
    assert inbox.open(reference).answers["safe_time"] == "mornings"


def test_what_somebody_else_has_claimed_is_theirs_to_decide(inbox):
    reference = inbox.leave()
    inbox.do("claim", BEN, reference)
    inbox.ask("cancel", reference)
    [request] = inbox.asked(ANN)
    with pytest.raises(NotNow, match="Somebody else has claimed the message"):
        inbox.do("handle", ANN, request, "done")
    assert inbox.row(reference).closed_at is None
    assert inbox.rows(tables.request)[0].handled_at is None
    inbox.do("handle", SUE, request, "done")
    assert inbox.row(reference).outcome == "withdrawn"


def test_a_message_that_was_closed_already_stays_as_it_was_closed(inbox):
    reference = inbox.leave()
    inbox.do("close", SUE, reference, "contacted")
    closed = inbox.row(reference)
    inbox.ask("cancel", reference)
    [request] = inbox.asked(ANN)
    inbox.pass_by(days=1)
    inbox.do("handle", ANN, request, "done")
    assert inbox.row(reference) == closed
    assert inbox.log()[-1].detail == {"request": request, "kind": "cancel", "decision": "done"}


def test_what_was_decided_stays_decided(inbox):
    reference = inbox.leave()
    inbox.ask("cancel", reference)
    [request] = inbox.asked(ANN)
    inbox.do("handle", ANN, request, "refused")
    once = len(inbox.log())
    inbox.do("handle", ANN, request, "refused")
    assert len(inbox.log()) == once
    with pytest.raises(NotNow, match="dealt with it already"):
        inbox.do("handle", ANN, request, "done")
    assert inbox.row(reference).closed_at is None


def test_a_request_about_no_message_is_only_put_aside(inbox):
    inbox.ask("cancel", "99999999")
    [request] = inbox.asked(CAZ)
    with pytest.raises(NotNow, match="no message with this reference"):
        inbox.do("handle", CAZ, request, "refused", "who is this?")
    with pytest.raises(UnknownMessage):
        inbox.do("handle", ANN, request, "refused")
    inbox.do("handle", CAZ, request, "refused")
    assert (inbox.asked(), inbox.rows(tables.request)[0].about) == ([], None)
    assert [one.reference for one in inbox.desk.requests(CAZ, inbox.now, handled=True)] == ["99999999"]
    assert inbox.desk.requests(ANN, inbox.now, handled=True) == []


@pytest.mark.parametrize("officer", [MIA, ADA])
def test_who_does_not_take_messages_decides_nothing(inbox, officer):
    inbox.ask("cancel", inbox.leave())
    [request] = inbox.asked()
    with pytest.raises(NotNow, match="Your account is not for that"):
        inbox.do("handle", officer, request, "done")


def test_a_request_that_is_none_or_not_theirs(inbox):
    reference = inbox.leave(area="watford")
    inbox.ask("cancel", reference)
    [request] = inbox.asked()
    for officer, name in ((SUE, "none"), (SUE, ""), (ANN, request)):
        with pytest.raises(UnknownMessage, match=r"no such|no message"):
            inbox.do("handle", officer, name, "done")
    with pytest.raises(ValueError, match="done or refused"):
        inbox.do("handle", SUE, request, "perhaps")


def test_many_requests_are_told_apart(inbox):
    references = [inbox.leave(minutes=minute, tapes=0) for minute in range(3)]
    for reference in (*references, references[0], "99999999"):
        inbox.ask("cancel", reference)
    assert [row.requests for row in inbox.listed()] == [2, 1, 1]
    assert len(set(inbox.asked())) == 5
