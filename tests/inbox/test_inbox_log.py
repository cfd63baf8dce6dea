"""The log: supervisors read what was done with messages, administrators what was done with accounts, and neither the other."""

from datetime import timedelta

import pytest
from inbox_end import made
from pages_read import Page

from ivr.message.audit import LINE, OPERATOR, Act, Audit, Entry
from ivr.web.inbox.lists.log import OF_MESSAGES, PAGE, line
from ivr.web.inbox.lists.log_words import details


@pytest.fixture
def end(tmp_path):
    end = made(tmp_path)
    yield end
    end.close()


def test_a_supervisor_reads_who_did_what_to_which_message(end):
    left, officer, other = end.message(), end.officer(name="Sam Example"), end.officer(name="Alex Example")
    now = end.clock.now
    end.desk.claim(officer, left.reference, now)
    end.desk.audio(officer, left.reference, 1, now)
    end.desk.attempt(officer, left.reference, now, "no-answer")
    end.desk.hand_over(officer, left.reference, now, other.officer_id)
    page = Page(end.client(end.officer("supervisor")).get("/inbox/log"))
    when, groups = "Monday 23 November 2026, 10am GMT", f"{left.reference[:4]} {left.reference[4:]}"
    assert page.heading == "What was done with messages"
    assert page.rows() == [
        [when, "Sam Example", "Handed it over", groups, "To Alex Example"],
        [when, "Sam Example", "Tried to contact the caller", groups, "Attempt 1; No answer"],
        [when, "Sam Example", "Played a recording", groups, "Recording 1"],
        [when, "Sam Example", "Claimed it", groups, ""],
    ]
    assert page.link(groups) == f"/inbox/messages/{left.reference}"


def test_an_administrator_reads_what_was_done_with_accounts_only(end):
    left, officer = end.message(), end.officer(name="Sam Example")
    end.desk.claim(officer, left.reference, end.clock.now)
    administrator = end.officer("administrator", [], name="Max Example")
    end.accounts.disable(officer.officer_id, by=administrator.officer_id, at=end.clock.now)
    page = Page(end.client(administrator).get("/inbox/log-of-accounts"))
    assert page.heading == "What was done with accounts"
    assert page.rows()[0][1:] == ["Max Example", "Disabled an account", "Account of Sam Example"]
    assert {row[1] for row in page.rows()[1:]} == {"The command line"}
    assert left.reference not in page.words
    assert not page.find("//*[@id='reference']")
    # Nor by asking for it in the address, which asks for nothing here.
    asked = Page(end.client(administrator).get(f"/inbox/log-of-accounts?reference={left.reference}"))
    assert len(asked.rows()) == len(page.rows())
    assert left.reference not in asked.words


def test_nobody_reads_the_other_log(end):
    assert end.client(end.officer("administrator", [])).get("/inbox/log").status_code == 403
    for role in ("officer", "supervisor", "manager"):
        assert end.client(end.officer(role)).get("/inbox/log-of-accounts").status_code == 403
    assert end.client(end.officer()).get("/inbox/log").status_code == 403


def test_the_log_can_be_asked_for_one_message_or_one_officer(end):
    one, other = end.message().reference, end.message().reference
    sam, alex = end.officer(name="Sam Example"), end.officer(name="Alex Example")
    end.desk.claim(sam, one, end.clock.now)
    end.desk.claim(alex, other, end.clock.now)
    client = end.client(end.officer("supervisor"))
    page = Page(client.get("/inbox/log", query_string={"reference": f"{one[:4]} {one[4:]}"}))
    assert [row[3].replace(" ", "") for row in page.rows()] == [one]
    page = Page(client.get(f"/inbox/log?who={alex.officer_id}"))
    assert [row[1] for row in page.rows()] == ["Alex Example"]
    (chosen,) = page.find("//select/option[@selected]")
    assert chosen.get("value") == alex.officer_id
    page = Page(client.get(f"/inbox/log?who={alex.officer_id}&reference={one}"))
    assert "No entry fits." in page.words
    page = Page(client.get("/inbox/log?reference=12&who=nobody&before=x"))
    assert page.title.startswith("Error: ")
    assert len(page.rows()) == 2


def test_a_long_log_has_pages_without_gaps_or_repeats(end):
    audit, supervisor = Audit(end.store.vault), end.officer("supervisor")

    def many(connection):
        for number in range(PAGE * 2 + 10):
            at = end.clock.now + timedelta(seconds=number)
            audit.write(
                connection,
                Act.PLAYED,
                who=supervisor.officer_id,
                at=at,
                reference="40506070",
                recording=number,
            )

    end.store.database.write(many)
    client, seen, address = end.client(supervisor), [], f"/inbox/log?who={supervisor.officer_id}"
    for _ in range(3):
        page = Page(client.get(address))
        seen += [row[4] for row in page.rows()]
        if page.find("//a[@rel='next']"):
            address = page.link("Older entries")
    assert seen == [f"Recording {number}" for number in reversed(range(PAGE * 2 + 10))]
    assert not page.find("//a[@rel='next']")
    assert page.link("Newest entries") == f"/inbox/log?who={supervisor.officer_id}"


def test_an_empty_log_says_so(end):
    assert "Nothing was done yet." in Page(end.client(end.officer("supervisor")).get("/inbox/log")).words


def test_every_act_is_in_one_log():
    told = {
        Act.ENTERED, Act.REFUSED, Act.LEFT, Act.ACCOUNT_MADE, Act.ACCOUNT_CHANGED, Act.ACCOUNT_DISABLED,
        Act.ACCOUNT_ENABLED, Act.ACCOUNT_RESET, Act.SESSIONS_ENDED, Act.PASSWORD_CHANGED, Act.CODE_SET_UP,
    }  # fmt: skip
    assert frozenset(Act) - told == OF_MESSAGES


def test_who_is_gone_and_what_is_no_officer_have_words(end):
    def told(who, act=Act.OPENED, **detail):
        return line(Entry(1, end.clock.now, who, act, None, detail), {"o1": "Sam Example"})

    assert told("o1").who == "Sam Example"
    assert told("o2").who == "Somebody who has no account any more"
    assert told(LINE).who == "The line itself"
    assert told(OPERATOR).who == "The command line"
    refused = told(LINE, Act.REFUSED, account="o1", why="code")
    assert (refused.who, refused.act) == ("Somebody", "Was not let in")
    assert refused.details == ("Account of Sam Example", "The code was wrong")
    assert told(LINE, Act.LOG_SHORTENED, up_to=3, digest="ab", dropped=3).details == ("3 entries dropped",)


def test_details_are_in_words():
    assert details("o1", {"account": "o1", "how": "recovery-code"}, {}) == ("By password and recovery code",)
    assert details("o1", {"what": "role,areas", "role": "supervisor"}, {}) == (
        "Changed: role, areas",
        "Role supervisor",
    )
    assert details("", {"safe": "no"}, {}) == ("Not at a safe time",)
    assert details("", {"colour": "dark-blue"}, {}) == ("Colour: dark-blue",)  # of a newer version
