"""The list of messages: what waits longest comes first, every mark is in words, and nobody sees what is not theirs."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inbox_end import made
from pages_read import Page

from ivr.web.inbox.lists.cards import recordings
from ivr.web.inbox.lists.listing import digits_of


@pytest.fixture
def end(tmp_path):
    end = made(tmp_path)
    yield end
    end.close()


def ago(**more):
    return {"ago": timedelta(**more)}


def references(page):
    return [words.removeprefix("Message ").replace(" ", "") for words in page.all("//article/h2")]


def test_what_waits_longest_comes_first(end):
    young, old, middle = (end.message(**ago(hours=hours)).reference for hours in (1, 90, 5))
    page = Page(end.client(end.officer()).get("/inbox/"))
    assert references(page) == [old, middle, young]
    assert [page.facts(number)["Waiting"] for number in range(3)] == ["3 days", "5 hours", "1 hour"]
    assert page.heading == "Open messages (3)"
    assert page.title.startswith("Open messages (3) – ")


def test_a_card_says_in_words_what_there_is_to_know(end):
    left = end.message(seconds=(12, 63), **ago(hours=3))
    page = Page(end.client(end.officer()).get("/inbox/"))
    assert page.marks() == ["New", "Unheard for 3 hours"]
    assert page.facts() == {
        "Waiting": "3 hours",
        "Left": "Monday 23 November 2026, 7am GMT",
        "Area": "Watford",
        "Language": "English",
        "Recordings": "2, of 1 minute 15 seconds",
        "Claimed by": "Nobody",
    }
    assert (
        page.link(f"Message {left.reference[:4]} {left.reference[4:]}") == f"/inbox/messages/{left.reference}"
    )


def test_nothing_that_a_caller_said_is_in_the_list(end):
    end.message(reason="abuse", answers={"safe_time": "evenings"})
    text = end.client(end.officer()).get("/inbox/").text
    for said in ("0770090", "900123", "abuse", "evenings"):
        assert said not in text


def test_an_unfinished_message_is_marked_and_so_is_danger(end):
    end.message(sent=False, presses_5=3, **ago(hours=2))
    page = Page(end.client(end.officer()).get("/inbox/"))
    assert page.marks() == [
        "New",
        "Unfinished",
        "A supervisor has to assess it first",
        "Unheard for 2 hours",
        "Pressed 5 repeatedly",
    ]


def test_a_claimed_message_names_who_has_it(end):
    left = end.message()
    mine, other = end.officer(name="Sam Example"), end.officer(name="Alex Example")
    end.desk.claim(mine, left.reference, end.clock.now)
    assert Page(end.client(mine).get("/inbox/")).marks()[0] == "Claimed by you"
    page = Page(end.client(other).get("/inbox/"))
    assert (page.marks()[0], page.facts()["Claimed by"]) == ("Claimed", "Sam Example")
    assert references(Page(end.client(mine).get("/inbox/?show=mine"))) == [left.reference]
    empty = Page(end.client(other).get("/inbox/?show=mine"))
    assert empty.heading == "Messages claimed by you (0)"
    assert "You have claimed no message." in empty.words


def test_an_open_request_is_marked(end):
    left = end.message()
    end.request("cancel", left.reference)
    page = Page(end.client(end.officer()).get("/inbox/"))
    assert "Its caller asks for a change" in page.marks()
    assert page.link("1 caller asks for a change, or to be left alone") == "/inbox/requests"


def test_officers_see_their_areas_and_supervisors_all(end):
    here, there = end.message(area="watford").reference, end.message(area="dacorum").reference
    unsure = end.message(area=None).reference
    officer = end.client(end.officer(areas=["watford"]))
    assert references(Page(officer.get("/inbox/"))) == [here]
    central = end.client(end.officer(areas=["watford", "central"]))
    assert set(references(Page(central.get("/inbox/")))) == {here, unsure}
    supervisor = end.client(end.officer("supervisor"))
    assert set(references(Page(supervisor.get("/inbox/")))) == {here, there, unsure}
    page = Page(supervisor.get("/inbox/?queue=dacorum"))
    assert (references(page), page.heading) == ([there], "Open messages, Dacorum (1)")
    assert Page(supervisor.get("/inbox/?queue=central")).facts()["Area"] == "Not sure (central queue)"
    # A filter that is not theirs is none.
    assert references(Page(officer.get("/inbox/?queue=dacorum"))) == [here]


def test_each_way_of_showing_is_a_heading_with_its_number(end):
    left, unfinished = end.message(), end.message(sent=False)
    supervisor = end.officer("supervisor")
    end.desk.claim(supervisor, left.reference, end.clock.now)
    end.desk.close(supervisor, left.reference, end.clock.now, "test")
    client = end.client(supervisor)
    for show, heading, there in (
        ("open", "Open messages (1)", [unfinished.reference]),
        ("unassessed", "Messages to assess (1)", [unfinished.reference]),
        ("closed", "Closed messages (1)", [left.reference]),
        ("mine", "Messages claimed by you (0)", []),
        ("nonsense", "Open messages (1)", [unfinished.reference]),
    ):
        page = Page(client.get(f"/inbox/?show={show}"))
        assert (page.heading, references(page)) == (heading, there)
    page = Page(client.get("/inbox/?show=closed"))
    assert page.all("//nav//a") == ["Open (1)", "Claimed by you (0)", "To assess (1)", "Closed", "All"]
    assert page.all("//nav//a[@aria-current]") == ["Closed"]
    assert page.facts()["Kept"] == "Until somebody has listened to it"
    end.desk.audio(supervisor, left.reference, 1, end.clock.now)
    page = Page(client.get("/inbox/?show=closed"))
    assert (page.facts()["Outcome"], page.facts()["Kept for"]) == ("A test", "33 more days")
    assert Page(client.get("/inbox/?show=all")).heading == "All messages (2)"


def test_a_reference_leads_straight_to_its_message(end):
    left = end.message().reference
    end.message()
    client = end.client(end.officer())
    for typed in (left, f"{left[:4]} {left[4:]}", f" {left[:2]}-{left[2:5]}-{left[5:]} ", f"ref. {left}"):
        answer = client.get("/inbox/", query_string={"reference": typed})
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/inbox/messages/{left}")


def test_a_part_of_a_reference_finds_all_that_have_it(end):
    left = end.message().reference
    page = Page(end.client(end.officer()).get(f"/inbox/?reference={left[2:7]}"))
    assert left in references(page)
    assert page.heading == f"Messages with {left[2:7]} in their reference (1)"


def test_a_reference_is_found_whatever_was_shown_before(end):
    left, officer = end.message().reference, end.officer()
    end.desk.claim(officer, left, end.clock.now)
    end.desk.close(officer, left, end.clock.now, "test")
    answer = end.client(officer).get(f"/inbox/?show=mine&reference={left}")
    assert answer.headers["Location"] == f"/inbox/messages/{left}"


def test_a_reference_that_cannot_be_found_says_why_that_may_be(end):
    elsewhere = end.message(area="dacorum").reference
    client = end.client(end.officer())
    none = "20000000" if elsewhere != "20000000" else "20000001"
    for reference in (elsewhere, none):
        page = Page(client.get(f"/inbox/?reference={reference}"))
        assert page.heading == f"Messages with reference {reference[:4]} {reference[4:]} (0)"
        assert f"You can see no message with {reference[:4]} {reference[4:]} in its reference." in page.words


@pytest.mark.parametrize("typed", ["12", "123456789", "watford", "<b>", "'"])
def test_what_is_no_reference_is_answered_at_its_field(end, typed):
    page = Page(end.client(end.officer()).get("/inbox/", query_string={"reference": typed}))
    assert page.title.startswith("Error: ")
    (field,) = page.find("//*[@id='reference']")
    assert (field.get("value"), field.get("aria-invalid")) == (typed, "true")
    described = field.get("aria-describedby").split()
    assert all(len(page.find(f"//*[@id='{name}']")) == 1 for name in described)
    assert page.link("Enter the eight digits of a reference, or at least three of them.") == "#reference"


@given(
    st.text("0123456789", min_size=8, max_size=8),
    st.lists(st.sampled_from(" -.·/\u00a0abc"), min_size=9, max_size=9),
)
def test_blanks_and_dashes_anywhere_do_not_matter(reference, between):
    typed = between[8] + "".join(sign + digit for sign, digit in zip(between, reference, strict=False))
    assert digits_of(typed) == reference


@given(st.text())
def test_whatever_is_typed_is_a_reference_or_nothing(typed):
    found = digits_of(typed, least=3)
    assert found == "" or (3 <= len(found) <= 8 and found.isascii() and found.isdecimal())


def test_a_long_list_has_pages(end):
    for number in range(27):
        end.message(fetched=False, seconds=(), **ago(hours=number + 1))
    client = end.client(end.officer())
    first = Page(client.get("/inbox/"))
    assert (first.heading, len(references(first))) == ("Open messages (27)", 25)
    assert "Page 1 of 2" in first.words
    second = Page(client.get(first.link("Next page")))
    assert (len(references(second)), second.link("Previous page")) == (2, "/inbox/?page=1")
    assert not set(references(first)) & set(references(second))
    assert references(Page(client.get("/inbox/?page=99"))) == references(second)
    assert references(Page(client.get("/inbox/?page=-1"))) == references(first)


def test_an_empty_list_says_what_there_is_to_say(end):
    page = Page(end.client(end.officer()).get("/inbox/"))
    assert page.heading == "Open messages (0)"
    assert "Nobody is waiting." in page.words
    page = Page(end.client(end.officer(areas=[])).get("/inbox/"))
    assert "No area has been given to you yet" in page.words


def test_everybody_is_led_to_where_their_work_is(end):
    assert end.client(end.officer()).get("/inbox").headers["Location"] == "/inbox/"
    for role, page in (("manager", "/inbox/numbers"), ("administrator", "/inbox/accounts")):
        answer = end.client(end.officer(role, [])).get("/inbox/")
        assert (answer.status_code, answer.headers["Location"]) == (303, page)
    answer = end.client().get("/inbox")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/inbox/login")


def test_the_page_knows_when_its_list_has_changed(end):
    client = end.client(end.officer())
    (place,) = Page(client.get("/inbox/")).find("//*[@data-live]")
    assert (place.get("role"), place.text_content().strip()) == ("status", "")
    address, stamp = place.get("data-live"), place.get("data-stamp")
    assert client.get(f"{address}?since={stamp}").json == {"stamp": stamp, "words": ""}
    end.message()
    news = client.get(f"{address}?since={stamp}").json
    assert news["stamp"] != stamp
    assert news["words"] == "The list has changed: 1 open message now."
    end.message(area="dacorum")  # not theirs: nothing has changed
    assert client.get(f"{address}?since={news['stamp']}").json["words"] == ""


def test_asking_for_changes_keeps_nobody_in(tmp_path):
    end = made(tmp_path, idle_minutes=5)
    client = end.client(end.officer())
    for _ in range(4):
        end.clock.pass_by(minutes=1)
        assert client.get("/inbox/changes").status_code == 200
    end.clock.pass_by(minutes=2)
    assert client.get("/inbox/").headers["Location"] == "/inbox/login"
    end.close()


def test_how_much_was_spoken_is_told_in_words():
    assert recordings(1, 0) == "1"
    assert recordings(3, 3600) == "3, of 60 minutes"
