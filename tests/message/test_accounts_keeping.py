"""Keeping accounts: made, found, changed, disabled, reset, and all of it in the log."""

import threading

import pytest
from accounts_made import BETTER, GOOD, Made
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete

from ivr.message import tables
from ivr.message.accounts import LoginTaken, Refusal, UnknownOfficer, WrongPassword
from ivr.message.accounts.keyed import Keyed, as_written
from ivr.message.accounts.mails import recipients
from ivr.message.audit import OPERATOR, entries
from ivr.message.values import StoreUnavailable
from ivr.message.vault import Vault

MAIL = "sam@force.example"


@pytest.fixture
def made(any_ready_url):
    made = Made(any_ready_url)
    yield made
    made.close()


@pytest.fixture
def lone():
    made = Made()
    yield made
    made.close()


def by(made, who=OPERATOR):
    return {"by": who, "at": made.now}


def log(made):
    return list(reversed(made.database.read(entries)))


def test_an_account_is_found_by_identity_and_by_login_however_it_is_written(made):
    sam = made.add("Sam@Force.example", areas=["watford", "central"], mail=MAIL, notices="daily").officer
    assert (sam.name, sam.login, sam.mail) == ("Sam Jones", "Sam@Force.example", MAIL)
    assert (sam.role, sam.areas, sam.notices) == ("officer", {"watford", "central"}, "daily")
    assert made.accounts.get(sam.officer_id) == sam
    for login in ("sam@force.example", " SAM@FORCE.EXAMPLE ", "ｓａｍ@force.example"):
        assert made.accounts.by_login(login) == sam
    for unknown in (lambda: made.accounts.get("x"), lambda: made.accounts.by_login("sam")):
        with pytest.raises(UnknownOfficer):
            unknown()


def test_everybody_is_told_by_name(made):
    for login, name in (("a", "Zoë"), ("b", "alex"), ("c", "Kim")):
        made.add(login, name)
    assert [one.name for one in made.accounts.all()] == ["alex", "Kim", "Zoë"]
    assert sorted(made.accounts.names().values()) == ["Kim", "Zoë", "alex"]
    assert made.accounts.names() == {one.officer_id: one.name for one in made.accounts.all()}


def test_a_login_belongs_to_one_account(made):
    made.add("sam")
    with pytest.raises(LoginTaken):
        made.add("SAM")
    assert len(made.accounts.all()) == 1


@pytest.mark.usefixtures("patient")
def test_of_two_who_make_the_same_login_at_once_one_is_refused(made):
    made.rows(tables.officer)  # the database is open
    outcomes = []

    def add():
        try:
            made.add("sam")
            outcomes.append("made")
        except LoginTaken:
            outcomes.append("taken")

    threads = [threading.Thread(target=add) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(outcomes) == ["made", "taken", "taken", "taken"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"login": ""},
        {"login": "two words"},
        {"login": "x" * 101},
        {"login": "a\x00b"},
        {"name": " \n "},
        {"name": "x" * 101},
        {"name": "a\x07b"},
        {"mail": "nowhere"},
        {"mail": "a@b.example, c@d.example"},
        {"mail": "a@b.example\nBcc: c@d.example"},
        {"role": "king"},
        {"notices": "often"},
    ],
)
def test_what_cannot_be_is_refused_in_words_that_do_not_repeat_it(lone, wrong):
    with pytest.raises(Refusal) as told:
        lone.add(**wrong)
    assert not any(value and value in str(told.value) for value in wrong.values())
    assert lone.rows(tables.officer) == []


def test_a_change_changes_what_is_given_and_nothing_else(made):
    sam = made.add(areas=["watford"], mail=MAIL).officer
    changed = made.accounts.change(sam.officer_id, role="supervisor", name="Sam Smith", **by(made))
    assert (changed.role, changed.name, changed.areas, changed.mail) == (
        "supervisor",
        "Sam Smith",
        {"watford"},
        MAIL,
    )
    changed = made.accounts.change(sam.officer_id, areas=[], mail="", notices="none", **by(made))
    assert (changed.role, changed.areas, changed.mail, changed.notices) == ("supervisor", set(), "", "none")
    assert made.accounts.get(sam.officer_id) == changed
    told = [(entry.act, entry.detail.get("what")) for entry in log(made)]
    assert told[1:] == [("account-changed", "role,name"), ("account-changed", "areas,mail,notices")]


def test_a_change_that_changes_nothing_is_not_in_the_log(lone):
    sam = lone.add(areas=["watford"]).officer
    lone.accounts.change(sam.officer_id, role="officer", areas=["watford"], name="Sam Jones", **by(lone))
    assert lone.acts() == ["account-made"]


def test_a_change_of_name_leaves_the_way_in_as_it_was(made):
    sam = made.settled()
    made.accounts.change(sam.officer.officer_id, name="Sam Smith", mail=MAIL, **by(made))
    assert made.session(sam.enter().token).officer.name == "Sam Smith"
    assert made.code(made.password("sam", GOOD), sam.recovery[0]).stage == "in"


def test_mail_goes_where_the_account_says(made):
    def addresses():
        return [one.mail for one in made.database.read(lambda c: recipients(c, made.vault, "watford"))]

    sam = made.add(areas=["watford"], mail=MAIL).officer
    assert addresses() == [MAIL]
    made.accounts.change(sam.officer_id, mail="jones@force.example", **by(made))
    assert addresses() == ["jones@force.example"]
    made.accounts.disable(sam.officer_id, **by(made))
    assert addresses() == []


def test_a_disabled_account_is_closed_until_it_is_enabled(made):
    sam = made.settled()
    for _ in range(2):
        made.accounts.disable(sam.officer.officer_id, **by(made))
    assert made.accounts.get(sam.officer.officer_id).disabled
    for _ in range(2):
        made.accounts.enable(sam.officer.officer_id, **by(made))
    assert sam.enter().stage == "in"
    assert [one for one in made.acts() if "abled" in one] == ["account-disabled", "account-enabled"]


def test_a_reset_leaves_nothing_of_the_way_in_before(made):
    sam = made.settled()
    first = made.accounts.reset(sam.officer.officer_id, **by(made))
    assert made.session(sam.begun.token) is None
    assert made.rows(tables.recovery_code) == []
    assert not made.accounts.get(sam.officer.officer_id).has_code
    with pytest.raises(WrongPassword):
        made.password("sam", GOOD)
    again = made.settle(sam.officer, "sam", first, BETTER)
    assert again.secret != sam.secret
    half = made.password("sam", BETTER)
    for old in (sam.shows(), sam.recovery[0]):
        with pytest.raises(WrongPassword):
            made.code(half, old)
    assert made.code(half, again.shows()).stage == "in"


def test_a_reset_lets_another_subject_of_the_sign_in_be_bound(made):
    sam = made.add("sam@force.example", password=False).officer
    made.accounts.enter_by_sign_in("https://old.example", "1", "sam@force.example", at=made.now)
    assert made.accounts.reset(sam.officer_id, **by(made)) == ""
    begun = made.accounts.enter_by_sign_in("https://new.example", "9", "sam@force.example", at=made.now)
    assert made.session(begun.token).officer == made.accounts.get(sam.officer_id)


def test_first_passwords_are_long_and_random(lone):
    firsts = {lone.add(f"officer-{number}").first_password for number in range(20)}
    assert len(firsts) == 20
    assert all(len(first.replace("-", "")) == 20 for first in firsts)


@pytest.mark.parametrize("how", ["disable", "role"])
def test_the_last_administrator_stays_unless_an_operator_says_otherwise(made, how):
    kim, ann = (made.add(login, role="administrator").officer for login in ("kim", "ann"))
    made.add("gone", role="supervisor")

    def end(officer, who):
        if how == "disable":
            made.accounts.disable(officer.officer_id, **by(made, who))
        else:
            made.accounts.change(officer.officer_id, role="officer", **by(made, who))

    end(ann, kim.officer_id)
    with pytest.raises(Refusal, match="only account that keeps the others"):
        end(kim, kim.officer_id)
    assert not made.accounts.get(kim.officer_id).disabled
    made.accounts.change(kim.officer_id, name="Kim Smith", role="administrator", **by(made, kim.officer_id))
    end(kim, OPERATOR)


@pytest.mark.usefixtures("patient")
def test_two_administrators_cannot_end_each_other_at_the_same_instant(made):
    kim, ann = (made.add(login, role="administrator").officer for login in ("kim", "ann"))
    start, outcomes = threading.Barrier(2), []

    def end(officer, who):
        start.wait()
        try:
            made.accounts.disable(officer.officer_id, **by(made, who.officer_id))
            outcomes.append("done")
        except Refusal:
            outcomes.append("refused")

    threads = [threading.Thread(target=end, args=pair) for pair in ((kim, ann), (ann, kim))]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(outcomes) == ["done", "refused"]


def test_the_log_says_who_did_what_to_whom_and_no_name(made):
    kim = made.add("kim.okonkwo", "Kim Okonkwo", role="administrator").officer
    sam = made.accounts.add(
        login="sam.okonkwo", name="Sam Okonkwo", role="officer", mail=MAIL, **by(made, kim.officer_id)
    ).officer
    made.accounts.reset(sam.officer_id, **by(made, kim.officer_id))
    with pytest.raises(WrongPassword):
        made.password("sam.okonkwo", "guess guess guess")
    made.accounts.disable(sam.officer_id, **by(made, kim.officer_id))
    told = [(entry.who, entry.act, entry.detail.get("account")) for entry in log(made)]
    assert told == [
        (OPERATOR, "account-made", kim.officer_id),
        (kim.officer_id, "account-made", sam.officer_id),
        (kim.officer_id, "account-reset", sam.officer_id),
        ("line", "refused", sam.officer_id),
        (kim.officer_id, "account-disabled", sam.officer_id),
    ]
    assert "konkwo" not in str(made.rows(tables.audit))


def test_without_a_key_to_seal_to_nothing_is_made(lone):
    lone.add("kim")
    lone.database.write(lambda connection: connection.execute(delete(tables.public_key)))
    with pytest.raises(StoreUnavailable):
        lone.add("sam")
    assert [one.login for one in lone.accounts.all()] == ["kim"]


@given(st.text(), st.text())
def test_codes_are_read_as_they_were_written(text, other):
    assert as_written(as_written(text)) == as_written(text)
    keyed = Keyed(Vault(b"0123456789abcdef", None))
    # Two lists of parts are never one: neither by where they are cut, nor by what they hold.
    same = keyed.subject(text, other) == keyed.subject(text + other[:1], other[1:])
    assert same is (other == "")
