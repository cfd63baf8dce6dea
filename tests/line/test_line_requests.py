"""Changing or cancelling an earlier request: a note to a person, and the same words whatever the reference."""

import pytest

CHANGE, CANCEL = "change a request", "stop an officer"


def _asked(call, what, reference):
    return call.dial().choose("go on", "anything else", what).press(f"{reference} hash")


@pytest.fixture
def app(make_app):
    """A line of its own for each test: requests are counted by number and day."""
    return make_app()


@pytest.fixture
def sent(app, phone):
    """The reference of a message somebody has sent."""
    sender = phone(app).to_review().choose("send it")
    sender.hang_up()
    return sender.message["reference"]


def _unlike(reference: str) -> str:
    return ("1" if reference[0] != "1" else "2") + reference[1:]


def _said(call, reference: str) -> list[str]:
    in_groups = " ".join(reference[:4]) + ", " + " ".join(reference[4:])
    return [words.replace(in_groups, "…") for words in call.caller.all_heard]


@pytest.mark.parametrize("what", [CHANGE, CANCEL])
def test_the_words_are_the_same_whether_or_not_there_is_such_a_reference(app, phone, sent, what):
    known, unknown = phone(app), phone(app, from_number="+447700900002")
    _asked(known, what, sent)
    _asked(unknown, what, _unlike(sent))
    for call in (known, unknown):
        if what == CHANGE:
            call.choose("mornings")
        call.stay_silent()
    assert _said(known, sent) == _said(unknown, _unlike(sent))
    assert [it.kind for it in known.requests] == [it.kind for it in unknown.requests]


def test_cancelling_is_a_note_to_a_person_and_deletes_nothing(app, phone, call, sent):
    _asked(call, CANCEL, sent)
    assert "an officer will see that you do not want to be contacted" in call.heard
    assert "They may still have to act if someone is in danger." in call.heard
    call.stay_silent()
    (request,) = call.requests
    assert (request.kind, request.reference) == ("cancel", sent)
    assert call.messages == []


def test_changing_takes_a_new_safe_time(call, sent):
    _asked(call, CHANGE, sent).choose("evenings").stay_silent()
    (request,) = call.requests
    assert (request.kind, request.reference) == ("change", sent)
    assert request.answers["safe_time"] == "evenings"


def test_nothing_of_the_message_is_ever_told(call, sent):
    _asked(call, CHANGE, sent).choose("evenings").stay_silent()
    for told in ("7 7 0 0", "any day", "unfinished", "recording"):
        assert told not in call.all_heard


def test_the_number_is_read_back_and_star_enters_it_again(call, sent):
    _asked(call, CHANGE, sent)
    assert " ".join(sent[:4]) in call.heard
    call.press("star")
    assert call.node == "change-request"


def test_three_tries_then_a_person(call):
    """What is not a reference is asked for three times, without blame; then the call leads to a person."""
    _asked(call, CANCEL, "1234")
    assert call.heard.startswith("Sorry, a reference number has eight digits.")
    call.press("12 hash").press("123456789 hash")
    assert call.node == "person"
    assert call.requests == []


def test_no_more_than_three_requests_a_call(call, sent):
    """Nobody can try out references: the fourth of a call changes nothing, and sounds the same."""
    call.dial().choose("go on", "anything else", CHANGE)
    for _ in range(5):
        call.press("12345678 hash")
        assert call.node == "change-time"
        call.press("star")
    assert len(call.requests) == 3
