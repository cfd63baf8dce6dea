"""Requests of callers: an officer is told that nobody checked who rang, and what they decide is what happens."""

import pytest
from inbox_end import made
from pages_read import Page, facts

from ivr.message import tables


@pytest.fixture
def end(tmp_path):
    end = made(tmp_path)
    yield end
    end.close()


def address_of(client, number=0):
    """Where the request of this place in the list leads."""
    return Page(client.get("/inbox/requests")).find("//article/h2/a")[number].get("href")


def test_the_list_says_what_callers_want_and_when(end):
    left = end.message().reference
    end.request("cancel", left)
    end.request("change", left, answers={"safe_time": "mornings"})
    page = Page(end.client(end.officer()).get("/inbox/requests"))
    groups = f"{left[:4]} {left[4:]}"
    assert page.heading == "Requests of callers (2)"
    assert page.title.startswith("Requests of callers (2) – ")
    assert page.all("//article/h2") == [f"Stop contacting them: {groups}", f"Change the safe time: {groups}"]
    assert page.facts(1) == {
        "Asked": "Monday 23 November 2026, 9:55am GMT",
        "Reference they keyed in": groups,
        "Safe time": "mornings",
    }


def test_an_empty_list_says_so(end):
    client = end.client(end.officer())
    assert "No caller asks for anything" in Page(client.get("/inbox/requests")).words
    assert "No request was dealt with yet" in Page(client.get("/inbox/requests?show=handled")).words


def test_a_request_warns_that_nobody_checked_who_rang_and_leads_to_its_message(end):
    left = end.message().reference
    end.request("cancel", left)
    client = end.client(end.officer())
    page = Page(client.get(address_of(client)))
    assert page.heading == "Request: stop contacting them"
    assert "Nobody checked who called." in page.words
    assert page.link(f"Message {left[:4]} {left[4:]}") == f"/inbox/messages/{left}"
    assert "its number is not shown to anybody until this is dealt with" in page.words


def test_a_change_tells_the_new_safe_time_in_the_words_that_were_heard(end):
    left = end.message().reference
    end.request("change", left, answers={"safe_time": "any"})
    client = end.client(end.officer())
    page = Page(client.get(address_of(client)))
    assert "What is safe now" in page.words
    assert facts(page.main)["Safe time"] == "any time"


def test_a_change_without_a_time_is_told_as_not_known(end):
    end.request("change", end.message().reference)
    client = end.client(end.officer())
    assert "They did not say when it is safe now." in Page(client.get(address_of(client))).words


def test_a_cancellation_that_is_done_closes_the_message(end):
    left = end.message().reference
    end.request("cancel", left)
    client = end.client(end.officer())
    address = address_of(client)
    answer = client.send(address, data={"decision": "done"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/inbox/requests")
    page = Page(client.get("/inbox/requests"))
    assert "The caller is left alone" in page.words
    assert page.heading == "Requests of callers (0)"
    (row,) = end.rows(tables.message)
    assert row.outcome == "withdrawn"
    assert end.acts(left)[-1] == "request-handled"
    handled = Page(client.get("/inbox/requests?show=handled"))
    assert handled.heading == "Requests that were dealt with (1)"
    page = Page(client.get(address))
    assert facts(page.main)["Decision"] == "Done"
    assert not page.find("//form//textarea")


def test_a_change_that_is_done_is_the_safe_time_from_now_on(end):
    left, officer = end.message().reference, end.officer()
    end.request("change", left, answers={"safe_time": "mornings"})
    client = end.client(officer)
    client.send(address_of(client), data={"decision": "done"})
    assert end.desk.open(officer, left, end.clock.now).answers["safe_time"] == "mornings"
    assert "The message has the new safe time." in Page(client.get("/inbox/requests")).words


def test_refusing_needs_a_reason_and_changes_nothing_else(end):
    left, officer = end.message().reference, end.officer()
    end.request("cancel", left)
    client = end.client(officer)
    address = address_of(client)
    page = Page(client.send(address, data={"decision": "refused", "note": "  "}), 422)
    assert page.link("Say why it is refused.") == "#note"
    assert page.title.startswith("Error: ")
    (chosen,) = page.find("//input[@checked]")
    assert chosen.get("value") == "refused"
    client.send(address, data={"decision": "refused", "note": "Somebody may be in danger."})
    (row,) = end.rows(tables.message)
    assert row.closed_at is None
    notes = end.desk.open(officer, left, end.clock.now).notes
    assert [note.text for note in notes] == ["Somebody may be in danger."]


@pytest.mark.parametrize(
    ("data", "field", "words"),
    [
        ({}, "#decision-done", "Choose what is to happen."),
        ({"decision": "maybe"}, "#decision-done", "Choose what is to happen."),
        ({"decision": "done", "note": "x" * 5001}, "#note", "Use at most 5000 characters. These are 5001."),
    ],
)
def test_what_cannot_be_done_is_said_at_its_field_and_nothing_is_lost(end, data, field, words):
    end.request("cancel", end.message().reference)
    client = end.client(end.officer())
    page = Page(client.send(address_of(client), data=data), 422)
    assert page.link(words) == field
    assert page.find("//textarea")[0].text_content().strip() == data.get("note", "")
    (row,) = end.rows(tables.message)
    assert row.closed_at is None


def test_a_request_about_no_message_can_be_put_away(end):
    end.request("cancel", "20000000")
    client = end.client(end.officer(areas=["central"]))
    address = address_of(client)
    page = Page(client.get(address))
    assert "You can see no message with this reference." in page.words
    assert not page.find("//textarea")
    client.send(address, data={"decision": "refused"})
    page = Page(client.get("/inbox/requests"))
    assert "The request is put away." in page.words
    assert page.heading == "Requests of callers (0)"


def test_nobody_sees_requests_about_messages_that_are_not_theirs(end):
    end.request("cancel", end.message(area="dacorum").reference)
    theirs, client = end.client(end.officer(areas=["dacorum"])), end.client(end.officer(areas=["watford"]))
    address = address_of(theirs)
    assert Page(client.get("/inbox/requests")).heading == "Requests of callers (0)"
    assert client.get(address).status_code == 404
    assert client.send(address, data={"decision": "done"}).status_code == 404
    assert client.get("/inbox/requests/0123456789abcdef0123").status_code == 404


def test_who_comes_second_is_told_so(end):
    left = end.message().reference
    end.request("cancel", left)
    first, second = end.client(end.officer()), end.client(end.officer())
    address = address_of(first)
    first.send(address, data={"decision": "refused", "note": "Danger."})
    answer = second.send(address, data={"decision": "done"})
    page = Page(second.get(answer.headers["Location"]))
    assert "Somebody has dealt with it already." in page.words
    (row,) = end.rows(tables.message)
    assert row.closed_at is None
