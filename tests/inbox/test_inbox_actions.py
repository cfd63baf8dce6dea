"""What officers do with a message, through its forms: each once, told why not where it cannot be, nothing typed is lost."""

from datetime import UTC, datetime

import pytest
from inbox_end import made
from pages_read import Page

EVENING = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
VERBS = (
    "claim", "release", "hand-over", "attempt", "contacted", "close", "reopen", "note", "assess", "hold", "unhold",
    "erase", "undo-erase", "number", "export",
)  # fmt: skip
FOR_SUPERVISORS = frozenset({"reopen", "assess", "hold", "unhold", "erase", "undo-erase"})


@pytest.fixture(scope="module")
def line(tmp_path_factory):
    end = made(tmp_path_factory.mktemp("line"))
    yield end
    end.close()


@pytest.fixture
def end(line):
    line.clock.now = EVENING
    return line


class Desk:
    """An officer at the page of one message."""

    def __init__(self, end, left, role="officer", **more):
        self.end, self.left = end, left
        self.officer = end.officer(role, **more)
        self.client = end.client(self.officer)
        self.at = f"/inbox/messages/{left.reference}"

    def page(self):
        return Page(self.client.get(self.at))

    def can(self):
        forms = [form.get("action") for form in self.page().find("//form")]
        return {form.split("#")[0].rsplit("/", 1)[1] for form in forms}

    def do(self, verb, **fields):
        return self.client.send(f"{self.at}/{verb}", fields)

    def done(self, verb, **fields):
        """Do it, and return what the page says then."""
        answer = self.do(verb, **fields)
        assert answer.status_code == 303, Page(answer, answer.status_code).words[:300]
        (told,) = Page(self.client.get(answer.headers["Location"])).all("//*[@role='alert']//p")
        return told

    def refused(self, verb, status=409, **fields):
        """Try it, and return the page that says why not."""
        page = Page(self.do(verb, **fields), status)
        assert page.title.startswith("Error: ")
        return page

    def acts(self):
        return [act for act in self.end.acts(self.left.reference) if act != "opened"]


def why(page):
    (summary,) = page.find("//div[contains(@class, 'govuk-error-summary__body')]")
    return " ".join(summary.text_content().split())


def field(page, identity):
    (found,) = page.find(f"//*[@id='{identity}']")
    return found


def test_a_message_from_new_to_closed(end):
    desk = Desk(end, end.message())

    assert desk.done("claim") == "You have claimed this message."
    desk.client.get(f"{desk.at}/recordings/1")
    assert desk.done("attempt", result="no-answer") == "The attempt is written down."
    assert "1 of 3 attempts reached nobody." in desk.page().words
    end.clock.pass_by(minutes=2)
    assert desk.done("attempt", result="reached", note="They are well.") == "The attempt is written down."
    assert desk.done("close", outcome="contacted") == "It is closed."

    page = desk.page()
    assert "It was closed on Monday 23 November 2026, 6:02pm GMT: Contacted." in page.words
    assert "They are well." in page.words
    assert desk.acts() == ["claimed", "played", "attempted", "attempted", "closed"]


def test_every_form_of_the_page_can_be_done_and_every_other_says_why_not(end):
    for role in ("officer", "supervisor"):
        for sent in (True, False):
            desk = Desk(end, end.message(sent=sent), role)
            for verb in sorted(set(VERBS) - desk.can() - {"note", "export"}):
                if role == "officer" and verb in FOR_SUPERVISORS:
                    assert desk.do(verb).status_code == 403
                elif verb not in ("release", "hold", "unhold", "undo-erase", "erase", "reopen"):
                    page = desk.refused(
                        verb, result="reached", outcome="test", decision="contact", to=desk.officer.officer_id
                    )
                    assert why(page) not in ("", "None")
            assert desk.acts() == []


def test_of_two_who_claim_it_the_second_is_told_so(end):
    left = end.message()
    first, second = Desk(end, left), Desk(end, left)
    first.done("claim")

    assert why(second.refused("claim")) == "Somebody else has claimed it."
    assert first.done("claim") == "You have claimed this message."
    assert first.acts() == ["claimed"]


def test_what_was_typed_is_on_the_page_again(end):
    left = end.message()
    desk, supervisor = Desk(end, left), Desk(end, left, "supervisor")
    desk.done("claim")

    page = desk.refused("attempt", 400, note="I rang & nobody answered.")

    assert why(page) == "Choose what came of the attempt."
    assert field(page, "attempt-note").text.strip() == "I rang & nobody answered."
    assert page.find("//a[@href='#do-attempt']")
    supervisor.done("hand-over", to=supervisor.officer.officer_id)
    page = desk.refused("attempt", result="no-answer", note="I rang again.")
    assert why(page) == "Somebody else has claimed it."
    assert "What you had written is in the box for a new note" in page.words
    assert field(page, "do-note").text.strip() == "I rang again."


def test_the_number_is_shown_once_in_groups_and_logged(end):
    desk = Desk(end, end.message())
    desk.done("claim")

    answer = desk.do("number")
    page = Page(answer)

    (link,) = page.find("//p[@class='number']/a")
    assert (link.get("href"), link.text) == ("tel:07700900123", "07700 900 123")
    assert "Digit by digit: 0 7 7 0 0, 9 0 0, 1 2 3" in page.words
    assert "Hide your number." in page.all("//*[@id='number']//li")
    assert answer.headers["Cache-Control"] == "no-store"
    assert desk.acts() == ["claimed", "number-shown"]
    assert "900 123" not in desk.client.get(desk.at).text


@pytest.mark.parametrize("asked", [{"safe_time": "evenings"}, {"safe_time": "not-stated"}])
def test_when_it_is_not_known_to_be_safe_the_number_needs_a_reason(end, asked):
    desk = Desk(end, end.message(answers=asked))
    end.clock.now = NIGHT
    desk.client = end.client(desk.officer)
    desk.done("claim")

    page = desk.refused("number")

    assert "Say why you ring now." in why(page)
    assert "900 123" not in page.words
    assert desk.acts() == ["claimed"]
    page = Page(desk.do("number", reason="They asked for it in the message."))
    assert "07700 900 123" in page.words
    assert "They asked for it in the message." in page.words


def test_a_wish_not_to_be_contacted_keeps_the_number_hidden(end):
    left = end.message()
    desk = Desk(end, left)
    desk.done("claim")
    end.request("cancel", left.reference)

    assert "Deal with that request first." in why(desk.refused("number"))
    assert "number" not in desk.can()


def test_whoever_rings_back_has_no_number_and_can_be_spoken_to(end):
    desk = Desk(end, end.message(answers={"contact": "ring-back", "safe_number": "none"}))
    desk.done("claim")

    assert why(desk.refused("number")) == "They ring back themselves: there is no number."
    assert desk.page().all("//input[@type='radio']/following-sibling::label") == ["Reached"]
    desk.done("attempt", result="reached")


def test_before_it_is_assessed_nobody_rings(end):
    left = end.message(sent=False)
    officer, supervisor = Desk(end, left), Desk(end, left, "supervisor")
    officer.done("claim")

    assert why(officer.refused("number")) == "A supervisor has to assess it first."
    assert why(officer.refused("attempt", result="reached")) == "A supervisor has to assess it first."
    assert why(supervisor.refused("assess", 400)) == "Choose whether they may be contacted."
    assert supervisor.done("assess", decision="contact", note="Safe.") == "The assessment is written down."
    assert "07700 900 123" in Page(officer.do("number")).words


def test_after_three_attempts_it_is_closed_as_no_contact(end):
    desk = Desk(end, end.message())
    desk.done("claim")
    for _ in range(3):
        desk.done("attempt", result="no-answer")
        end.clock.pass_by(minutes=2)

    assert "3 of 3 attempts reached nobody. Close it as no contact." in desk.page().words
    assert {"attempt", "number"} & desk.can() == set()
    assert [one.get("value") for one in desk.page().find("//select[@id='do-close']/option")] == [
        "",
        "no-contact",
    ]
    assert "three attempts" in why(desk.refused("attempt", result="no-answer"))
    desk.client.get(f"{desk.at}/recordings/1")
    assert desk.done("close", outcome="no-contact") == "It is closed."


def test_closing_what_nobody_has_heard_is_asked_about(end):
    desk = Desk(end, end.message())
    desk.done("claim")

    page = Page(desk.do("close", outcome="test", note="Only a try."))

    assert "Close this message?" in page.heading
    assert "Nobody has listened to it yet." in page.words
    assert desk.acts() == ["claimed"]
    back = Page(desk.do("close", outcome="test", note="Only a try.", sure="no"))
    assert field(back, "close-note").text.strip() == "Only a try."
    assert back.find("//select[@id='do-close']/option[@value='test'][@selected]")
    assert desk.acts() == ["claimed"]
    fields = {one.get("name"): one.get("value") for one in page.find("//input[@type='hidden']")}
    assert desk.done("close", **{**fields, "sure": "yes"}) == "It is closed."
    assert "Only a try." in desk.page().words


def test_an_outcome_has_to_be_chosen(end):
    desk = Desk(end, end.message())
    desk.done("claim")

    for outcome in ("", "won"):
        assert why(desk.refused("close", 400, outcome=outcome)) == "Choose how it ends."
    assert desk.acts() == ["claimed"]


def test_erasing_needs_a_reason_and_is_asked_about_and_can_be_undone(end):
    desk = Desk(end, end.message(), "supervisor")

    assert why(desk.refused("erase", 400)) == "Write why it is to be erased."
    page = Page(desk.do("erase", reason="They asked for it."))
    assert "Until then it can be undone." in page.words
    assert desk.acts() == []
    told = desk.done("erase", reason="They asked for it.", sure="yes")
    assert told.startswith("It is going to be erased.")
    assert "It is erased Thursday 26 November 2026, 6pm GMT." in desk.page().words
    assert desk.done("undo-erase", reason="A mistake.") == "It is not erased. It is on hold from now on."
    assert "It is on hold, so it is not erased. Why: A mistake." in desk.page().words
    assert desk.acts() == ["erasure-asked", "erasure-undone"]


def test_a_hold_has_a_reason_and_ends(end):
    desk = Desk(end, end.message(), "supervisor")

    assert "Say why" in why(desk.refused("hold"))
    desk.done("hold", reason="For a court.")
    assert "Why: For a court." in desk.page().words
    assert "erase" not in desk.can()
    assert desk.done("unhold") == "The hold has ended."
    assert desk.acts() == ["held", "hold-ended"]


def test_it_is_handed_over_to_who_answers_its_area(end):
    left = end.message(area="stevenage")
    desk = Desk(end, left, areas=["stevenage"])
    there = end.officer("officer", ["stevenage"], name="Ash Reyes")
    end.officer("officer", ["watford"], name="Kim Lowe")
    off = end.officer("officer", ["stevenage"], name="Lee Brand")
    end.accounts.disable(off.officer_id, by=desk.officer.officer_id, at=end.clock.now)
    end.officer("manager", (), name="Max Field")
    desk.done("claim")

    named = desk.page().all("//select[@id='do-hand-over']/option")

    assert "Ash Reyes, officer" in named
    assert not {"Kim Lowe, officer", "Lee Brand, officer", "Max Field, manager"} & set(named)
    assert why(desk.refused("hand-over", 400, note="Please.")) == "Choose who is to have it."
    told = desk.done("hand-over", to=there.officer_id, note="Please ring at six.")
    assert told == f"Message {left.reference[:4]} {left.reference[4:]} is handed over."
    page = desk.page()
    assert "Ash Reyes" in page.words
    assert "Please ring at six." in page.words


def test_released_it_can_be_claimed_by_somebody_else(end):
    left = end.message()
    first, second = Desk(end, left), Desk(end, left)
    first.done("claim")

    told = first.done("release", note="I am away tomorrow.")

    assert told.endswith("is released. Another officer can claim it.")
    second.done("claim")
    assert "I am away tomorrow." in second.page().words
    assert first.acts() == ["claimed", "released", "claimed"]


def test_a_closed_message_is_opened_again_by_a_supervisor(end):
    left = end.message()
    desk, supervisor = Desk(end, left), Desk(end, left, "supervisor")
    desk.done("claim")
    desk.done("close", outcome="duplicate", sure="yes")

    assert desk.do("reopen", note="It is not.").status_code == 403
    assert "Say why" in why(supervisor.refused("reopen"))
    assert supervisor.done("reopen", note="It is another matter.") == "It is open again."
    assert "claim" in desk.can()


def test_a_note_is_kept_and_an_empty_one_is_not(end):
    desk = Desk(end, end.message())

    assert why(desk.refused("note", note="  ")) == "Write something first."
    assert desk.done("note", note="Line one\nline two") == "The note is kept."
    assert "too long" in why(desk.refused("note", note="x" * 5001))
    assert desk.acts() == ["noted"]


@pytest.mark.parametrize("verb", VERBS)
def test_without_a_token_nothing_is_done(end, verb):
    desk = Desk(end, end.message(), "supervisor")

    assert desk.client.post(f"{desk.at}/{verb}", data={"note": "x", "reason": "x"}).status_code == 400
    assert end.acts(desk.left.reference) == []


@pytest.mark.parametrize("verb", VERBS)
def test_by_looking_nothing_is_done(end, verb):
    desk = Desk(end, end.message(), "supervisor")

    assert desk.client.get(f"{desk.at}/{verb}").status_code == 405
    assert end.acts(desk.left.reference) == []


@pytest.mark.parametrize("verb", VERBS)
def test_nothing_is_done_to_what_is_not_theirs(end, verb):
    left = end.message(area="stevenage")
    desk = Desk(end, left, areas=["watford"])
    fields = {"result": "reached", "outcome": "test", "decision": "contact", "to": desk.officer.officer_id}

    answer = desk.do(verb, note="x", reason="x", sure="yes", **fields)

    assert answer.status_code == (403 if verb in FOR_SUPERVISORS else 404)
    assert end.acts(left.reference) == ([] if verb in FOR_SUPERVISORS else ["not-theirs"])


@pytest.mark.parametrize("role", ["manager", "administrator"])
@pytest.mark.parametrize("verb", VERBS)
def test_nothing_is_done_by_who_answers_no_messages(end, verb, role):
    desk = Desk(end, end.message(), role)

    assert desk.do(verb).status_code == 403
    assert end.acts(desk.left.reference) == []


def test_what_a_form_says_is_nowhere_but_on_the_page(end, caplog):
    desk = Desk(end, end.message())
    desk.done("claim")

    with caplog.at_level("DEBUG"):
        answer = desk.do("number")
        noted = desk.do("note", note="a word that nobody else says")

    assert "900123" not in caplog.text
    assert "nobody else says" not in caplog.text
    for one in (answer, noted):
        assert not [value for name, value in one.headers if "900123" in value or "nobody else" in value]
