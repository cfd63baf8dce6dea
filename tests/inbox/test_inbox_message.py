"""The page of one message: the rules of contact first, nothing shown that was not asked for, everything in words."""

import re
from datetime import UTC, datetime

import pytest
from inbox_end import SHIPPED, made
from pages_read import Page, facts
from sqlalchemy import update

from ivr.message import tables

EVENING = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def line(tmp_path_factory):
    end = made(tmp_path_factory.mktemp("line"))
    yield end
    end.close()


@pytest.fixture
def end(line):
    line.clock.now = EVENING
    return line


def opened(end, left, role="officer", officer=None):
    client = end.client(officer or end.officer(role))
    return Page(client.get(f"/inbox/messages/{left.reference}"))


def rules(page):
    return page.all("//ul[@class='rules__list']/li")


def without_tokens(text):
    """A page without what proves that a form is ours: that holds the second in which it was made."""
    return re.sub(r'(name="csrf_token" value=)"[^"]+"', r'\1""', text)


def section(page, name):
    (found,) = page.find(f"//section[@aria-labelledby='{name}']")
    return re.sub(r"\s+", " ", found.text_content()).strip()


def test_the_rules_are_the_first_thing_on_the_page(end):
    page = opened(end, end.message(seconds=(3, 12), nodes=("name",)))

    first, *rest = page.main
    assert first.get("class") == "rules"
    assert rules(page) == [
        "Hide your number.",
        "Leave no voicemail.",
        "Send no text.",
        "Say nothing to anyone else.",
        "Only in the evening, 5 to 9.",
    ]
    assert "Before you contact them" in page.heading
    order = [one.get("aria-labelledby") for one in rest]
    assert order.index("name") < order.index("answers") < order.index("recordings") < order.index("reach")


def test_outside_the_safe_time_there_is_a_warning_and_when_next(end):
    left = end.message()
    end.clock.now = datetime(2026, 11, 23, 21, 0, tzinfo=UTC)

    warning = section(opened(end, left), "rules")

    assert "Warning: It is now outside the safe time." in warning
    assert "The next safe time begins Tuesday 24 November 2026, 5pm GMT." in warning


def test_inside_the_safe_time_there_is_no_warning(end):
    told = section(opened(end, end.message()), "rules")

    assert "It is now a safe time" in told
    assert "Warning" not in told


def test_whoever_said_no_time_is_for_a_person_to_judge(end):
    page = opened(end, end.message(answers={"safe_time": "not-stated"}))

    assert "No safe time is known: judge before you ring." in rules(page)
    assert "They did not say enough to know whether now is safe." in section(page, "rules")


def test_answers_are_told_in_the_words_their_caller_heard(end):
    told = facts(opened(end, end.message()).find("//section[@aria-labelledby='answers']")[0])

    assert next(iter(told)) == "Reason"
    assert (told["Reason"], told["Area"], told["Safe time"]) == ("hate crime", "Watford", "evenings")


def test_the_words_stay_those_of_the_menu_that_was_heard(tmp_path):
    menus = tmp_path / "menus.yaml"
    menus.write_text(SHIPPED.read_text())
    end = made(tmp_path, menus=menus)
    left = end.message()
    end.close()
    menus.write_text(SHIPPED.read_text().replace("{for: hate crime, value:", "{for: something newer, value:"))
    later = made(tmp_path, menus=menus)

    told = facts(opened(later, left).find("//section[@aria-labelledby='answers']")[0])

    later.close()
    assert told["Reason"] == "hate crime"


def test_an_answer_that_no_menu_has_is_told_by_its_own_word(end):
    left = end.message(reason="something-else", area="watford")

    told = facts(opened(end, left).find("//section[@aria-labelledby='answers']")[0])

    assert told["Reason"] == "something else"


def test_no_number_is_on_the_page(end):
    left = end.message(answers={"other": "01632 960123"})
    officer = end.officer()
    client = end.client(officer)
    client.send(f"/inbox/messages/{left.reference}/claim")

    text = client.get(f"/inbox/messages/{left.reference}").text

    assert "hidden, ends with 23" in text
    for number in ("960123", "900123", "900 123", "0 7 7 0 0", "tel:"):
        assert number not in text


def test_the_name_is_a_recording_of_its_own(end):
    page = opened(end, end.message(seconds=(3, 12, 61), nodes=("name",)))

    assert "Recording 1: the name, 3 seconds" in section(page, "name")
    assert "Recording 2: the message, 12 seconds" in section(page, "recordings")
    assert "Recording 3: the message, 1 minute 1 second" in section(page, "recordings")
    assert len(page.find("//audio")) == 3
    for audio in page.find("//audio"):
        assert audio.get("preload") == "none"
        assert audio.get("controls") is not None
        assert audio.get("autoplay") is None


def test_whoever_gave_no_name_is_not_asked_for(end):
    page = opened(end, end.message())

    assert "They gave no name." in section(page, "name")
    assert "Hello, I'm returning a call." in section(page, "reach")


def test_the_script_has_their_own_choices(end):
    chose = {"rules": "changed", "voicemail": "first-name", "others": "ask-for-name"}
    page = opened(end, end.message(seconds=(3, 12), nodes=("name",), answers=chose))

    said = page.all("//ol[contains(@class, 'script')]//q")
    assert said[:3] == [
        "Hello. Is that (the name they gave)?",
        "Could I speak to (the name they gave)? I'll try another time, thanks.",
        "Hi, it's (your first name), returning your call. I'll try again.",
    ]
    assert "If someone else answers, ask for them by name. Never say police." in rules(page)


def test_nobody_is_to_ring_whoever_rings_back(end):
    page = opened(end, end.message(answers={"contact": "ring-back", "safe_number": "none"}))

    assert rules(page)[0] == "Do not ring. They will ring 101 and give the reference."
    reach = section(page, "reach")
    assert "When they ring" in reach
    assert "They ring back themselves: there is no number." in reach
    assert "hidden" not in reach
    assert not page.find("//form[contains(@action, '/number')]")


def test_a_recording_that_has_not_come_is_told_of(end):
    page = opened(end, end.message(fetched=False))

    assert "It has not come from the telephone company yet." in section(page, "recordings")
    assert not page.find("//audio")


def test_one_that_may_not_be_whole_is_told_of(end):
    assert "It may not be whole" in section(opened(end, end.message(doubtful=True)), "recordings")


def test_an_unfinished_message_has_to_be_assessed_first(end):
    left = end.message(sent=False)

    for_officer = opened(end, left)
    for_supervisor = opened(end, left, "supervisor")

    assert (
        rules(for_officer)[0] == "Not sent by the caller. A supervisor has to assess it before anyone rings."
    )
    assert not for_officer.find("//form[contains(@action, '/assess')]")
    assert for_supervisor.find("//form[contains(@action, '/assess')]")


def test_what_a_supervisor_decided_is_among_the_rules(end):
    left, supervisor = end.message(sent=False), end.officer("supervisor")
    client, at = end.client(supervisor), f"/inbox/messages/{left.reference}"

    client.send(f"{at}/assess", {"decision": "contact", "note": "They sound safe."})
    may = Page(client.get(at))
    client.send(f"{at}/assess", {"decision": "no-contact"})
    may_not = Page(client.get(at))

    assert rules(may)[0] == "Hide your number."
    assert "A supervisor decided that they may be contacted." in section(may, "rules")
    assert rules(may_not)[0] == "A supervisor decided that nobody is to contact them. Do not ring."


def test_a_wish_not_to_be_contacted_is_said_before_the_rules(end):
    left = end.message()
    end.request("cancel", left.reference)

    page = opened(end, left)

    assert rules(page)[:2] == ["They asked us not to contact them. Do not ring.", "Hide your number."]
    (link,) = page.find("//p[@class='rules__request']/a")
    assert link.get("href").startswith("/inbox/requests/")


def test_who_has_claimed_it_is_told_and_why_nobody_else_can(end):
    left, first = end.message(), end.officer(name="Sam Okoro")
    end.client(first).send(f"/inbox/messages/{left.reference}/claim")

    told = section(opened(end, left), "standing")

    assert "Sam Okoro" in told
    assert "Claim it: not now. Somebody else has claimed it." in told


def test_the_log_says_who_did_what(end):
    left, officer = end.message(), end.officer(name="Sam Okoro")
    client = end.client(officer)
    client.send(f"/inbox/messages/{left.reference}/claim")

    log = Page(client.get(f"/inbox/messages/{left.reference}")).all("//ol[contains(@class, 'log')]/li")

    assert log[0].endswith("Sam Okoro: Opened the message")
    assert log[1] == "Monday 23 November 2026, 6pm GMT. Sam Okoro: Claimed it"


def test_how_long_it_is_kept_is_told(end):
    left, officer = end.message(), end.officer()
    client, at = end.client(officer), f"/inbox/messages/{left.reference}"
    client.send(f"{at}/claim")
    client.get(f"{at}/recordings/1")
    client.send(f"{at}/close", {"outcome": "no-contact"})
    end.clock.pass_by(days=21)
    page = Page(end.client(officer).get(at))

    assert "It is erased in 12 days." in section(page, "kept")
    assert "It was closed on Monday 23 November 2026, 6pm GMT: No contact." in section(page, "finish")


def test_what_officers_write_is_told_as_it_is(end):
    left = end.message()
    client, at = end.client(end.officer()), f"/inbox/messages/{left.reference}"

    client.send(f"{at}/note", {"note": '<script>alert(1)</script> & "so" {{ 7 * 7 }}'})

    page = client.get(at)
    assert "<script>alert" not in page.text
    assert Page(page).all("//p[contains(@class, 'note__text')]") == [
        '<script>alert(1)</script> & "so" {{ 7 * 7 }}'
    ]


def test_names_and_notes_are_written_in_their_own_direction(end):
    left, name = end.message(), "عائشة الزهراء"
    client, at = end.client(end.officer(name=name)), f"/inbox/messages/{left.reference}"
    client.send(f"{at}/note", {"note": "ملاحظة (2)"})
    page = Page(client.get(at))
    assert page.all("//p[@class='govuk-body note__text' and @dir='auto']") == ["ملاحظة (2)"]
    for place in ("//article[contains(@class, 'note')]", "//ol[contains(@class, 'log')]/li"):
        assert set(page.all(f"{place}//bdi")) == {name}
    assert all(box.get("dir") == "auto" for box in page.find("//textarea"))


@pytest.mark.parametrize("reference", ["00000000", "not-one", "1" * 300])
def test_a_message_that_is_not_theirs_is_told_of_like_none_at_all(end, reference):
    left = end.message(area="stevenage")
    client = end.client(end.officer("officer", ["watford"]))

    theirs, none = client.get(f"/inbox/messages/{left.reference}"), client.get(f"/inbox/messages/{reference}")

    assert (theirs.status_code, none.status_code) == (404, 404)
    assert without_tokens(theirs.text) == without_tokens(none.text)


@pytest.mark.parametrize("role", ["manager", "administrator"])
def test_no_content_for_who_answers_no_messages(end, role):
    left = end.message()

    assert end.client(end.officer(role)).get(f"/inbox/messages/{left.reference}").status_code == 403


def test_nobody_comes_in_without_a_session(end):
    left = end.message()
    answer = end.client().get(f"/inbox/messages/{left.reference}")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/inbox/login")
    assert end.acts(left.reference) == []


def test_the_page_has_nothing_that_its_policy_forbids_and_is_kept_nowhere(end):
    answer = end.client(end.officer("supervisor")).get(f"/inbox/messages/{end.message(sent=False).reference}")

    assert answer.headers["Cache-Control"] == "no-store"
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", answer.text)


def test_every_field_has_a_name_and_no_identity_is_there_twice(end):
    left, supervisor = end.message(sent=False), end.officer("supervisor")
    client = end.client(supervisor)
    for done in (None, "claim"):
        if done:
            client.send(f"/inbox/messages/{left.reference}/{done}")
        page = Page(client.get(f"/inbox/messages/{left.reference}"))
        ids = page.tree.xpath("//@id")
        assert len(ids) == len(set(ids))
        for field in page.find("//*[self::textarea or self::select or self::input[@type != 'hidden']]"):
            assert page.find(f"//label[@for='{field.get('id')}']")
        for described in page.tree.xpath("//@aria-describedby | //@aria-labelledby"):
            assert set(described.split()) <= set(ids)


def test_a_message_of_a_menu_that_is_gone_can_still_be_read(end):
    left = end.message(reason="hate-crime")
    this = update(tables.message).where(tables.message.c.reference == left.reference)
    end.store.database.write(lambda connection: connection.execute(this.values(version="ffffffffffff")))

    told = facts(opened(end, left).find("//section[@aria-labelledby='answers']")[0])

    assert (told["Reason"], told["Area"]) == ("hate crime", "watford")
