"""Accounts: one's own, and those of others for who keeps them. What is shown once, what is asked about, what is logged."""

import json
import re

import pytest
from inbox_end import PASSWORD, made
from lxml import html

from ivr.message import tables
from ivr.message.accounts import UnknownOfficer

NEW = "four green teapots sing"


@pytest.fixture
def end(tmp_path):
    end = made(tmp_path)
    end.means.accounts._passwords = end.accounts._passwords
    yield end
    end.close()


@pytest.fixture
def keeper(end):
    """The browser of who keeps the accounts."""
    return end.client(end.officer("administrator", (), name="Kim Keeper"))


def page(response):
    return html.fromstring(response.text)


def words(response):
    return " ".join(page(response).xpath("//main")[0].text_content().split())


def summary(response):
    links = page(response).xpath("//*[@class='govuk-error-summary']//li")
    return {
        (next(iter(item.xpath("a/@href")), "").removeprefix("#")): " ".join(item.text_content().split())
        for item in links
    }


def is_in(client):
    return client.get("/inbox/account", headers={"Sec-Fetch-Dest": "empty"}).status_code == 200


def form(**changes):
    return {
        "name": "Sam Jones",
        "login": "sam@force.example",
        "mail": "sam@force.example",
        "role": "officer",
        "areas": ["watford", "central"],
        "notices": "daily",
    } | changes


def logged(end):
    return [(row.what, row.who, json.loads(row.detail)) for row in end.rows(tables.audit)]


# those of others


def test_an_account_is_made_and_its_first_password_is_shown_once(end, keeper):
    answer = keeper.send("/inbox/accounts/new", form())
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    password = page(answer).xpath("//main//code")[0].text_content()
    made_ = end.accounts.by_login("sam@force.example")
    assert (made_.name, made_.role, made_.areas) == ("Sam Jones", "officer", {"watford", "central"})
    assert (made_.mail, made_.notices, made_.has_password) == ("sam@force.example", "daily", True)
    for path in ("/inbox/accounts", f"/inbox/accounts/{made_.officer_id}"):
        assert password not in keeper.get(path).text
    begun = end.client().send("/inbox/login", {"login": "sam@force.example", "password": password})
    assert begun.location == "/inbox/login/set-up"
    what, who, detail = logged(end)[-1]
    assert what == "account-made"
    assert end.accounts.get(who).name == "Kim Keeper"
    assert detail["account"] == made_.officer_id
    assert "sam" not in json.dumps(detail).lower()


def test_an_account_that_comes_by_sign_in_only_has_no_password(tmp_path):
    end = made(
        tmp_path, oidc_issuer="https://login.force.example", oidc_client_id="x", oidc_client_secret="x"
    )
    keeper = end.client(end.officer("administrator", ()))
    answer = keeper.send("/inbox/accounts/new", form(way="sign-in"))
    made_ = end.accounts.by_login("sam@force.example")
    assert (answer.status_code, answer.location) == (303, f"/inbox/accounts/{made_.officer_id}")
    assert not made_.has_password
    first = end.accounts.enter_by_sign_in("https://login.force.example", "7", made_.login, at=end.clock.now)
    assert "another identity" in words(keeper.get(f"{answer.location}/reset"))
    reset = keeper.send(f"{answer.location}/reset")
    assert reset.location == answer.location, "there is no first password to show"
    assert end.accounts.session(first.token, end.clock.now) is None
    end.accounts.enter_by_sign_in("https://login.force.example", "8", made_.login, at=end.clock.now)
    end.close()


@pytest.mark.parametrize(
    ("change", "problems"),
    [
        ({"name": " "}, {"name": "Enter their name"}),
        ({"login": ""}, {"login": "Enter their login"}),
        ({"role": ""}, {"role": "Choose what they are here for"}),
        ({"role": "emperor"}, {"role": "Choose what they are here for"}),
        ({"mail": "sam"}, {"mail": "Enter one mail address"}),
        ({"mail": "a@b.example, c@d.example"}, {"mail": "Enter one mail address"}),
        ({"name": "x" * 101}, {"name": "100 characters"}),
        ({"name": "", "login": "", "role": ""}, {"name": "", "login": "", "role": ""}),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(end, keeper, change, problems):
    answer = keeper.send("/inbox/accounts/new", form(**change))
    assert answer.status_code == 400
    said = summary(answer)
    assert said.keys() == problems.keys()
    for field, part in problems.items():
        assert part in said[field]
        assert page(answer).xpath(f"//*[@id='{field}']"), "the link leads to the field"
    assert page(answer).xpath("//input[@name='areas'][@checked]/@value") == ["watford", "central"]
    assert len(end.accounts.all()) == 1


def test_a_login_is_one_persons(end, keeper):
    end.officer(login="sam@force.example")
    answer = keeper.send("/inbox/accounts/new", form(login="SAM@force.example"))
    assert answer.status_code == 400
    assert summary(answer) == {"login": "There is an account of this login already."}


@pytest.mark.parametrize("change", [{"areas": ["atlantis"]}, {"notices": "never"}])
def test_what_no_page_of_ours_sends_is_not_taken(end, keeper, change):
    assert keeper.send("/inbox/accounts/new", form(**change)).status_code == 400
    assert len(end.accounts.all()) == 1


def test_an_account_is_changed(end, keeper):
    officer = end.officer("officer", ["watford", "an area of last year"])
    path = f"/inbox/accounts/{officer.officer_id}"
    shown = page(keeper.get(path))
    assert shown.xpath("//input[@name='role'][@checked]/@value") == ["officer"]
    assert shown.xpath("//input[@name='areas'][@checked]/@value") == ["watford"]
    answer = keeper.send(path, form(role="supervisor", areas=["central"], mail="", notices="none"))
    assert (answer.status_code, answer.location) == (303, path)
    changed = end.accounts.get(officer.officer_id)
    assert (changed.name, changed.role, changed.mail, changed.notices) == (
        "Sam Jones",
        "supervisor",
        "",
        "none",
    )
    assert changed.areas == {"central", "an area of last year"}, "what was on no form is not lost"
    assert changed.login == officer.login, "a login stays"
    assert "The account was changed." in words(keeper.get(path))
    assert logged(end)[-1][0] == "account-changed"


def test_names_are_text(end, keeper):
    name = "<script>alert(1)</script>"
    officer = end.officer(name=name)
    for path in (
        "",
        f"/{officer.officer_id}",
        f"/{officer.officer_id}/disable",
        f"/{officer.officer_id}/reset",
    ):
        answer = keeper.get(f"/inbox/accounts{path}")
        assert name in words(answer) or name in page(answer).xpath("//input/@value")
        assert not [script for script in page(answer).xpath("//script") if script.text]
    by_password = end.with_password(name=name).officer.officer_id
    assert name in words(keeper.send(f"/inbox/accounts/{by_password}/reset"))


def test_who_is_disabled_is_out_at_once_and_stays_out(end, keeper):
    known = end.with_password()
    client = end.client(known.officer)
    path = f"/inbox/accounts/{known.officer.officer_id}"
    asked = keeper.get(f"{path}/disable")
    assert page(asked).xpath("//h1")[0].text_content().startswith("Disable the account of")
    assert is_in(client), "asking does nothing"
    assert keeper.send(f"{path}/disable").location == path
    assert not is_in(client)
    assert (
        end.client().send("/inbox/login", {"login": known.login, "password": known.password}).status_code
        == 401
    )
    assert "Disabled" in words(keeper.get("/inbox/accounts"))
    assert keeper.send(f"{path}/enable").location == path
    assert not is_in(client), "what was ended does not begin again by itself"
    assert (
        end.client().send("/inbox/login", {"login": known.login, "password": known.password}).status_code
        == 303
    )
    assert {"account-disabled", "account-enabled"} <= {what for what, *_ in logged(end)}


def test_a_reset_account_begins_again(end, keeper):
    known = end.with_password()
    client = end.client(known.officer)
    path = f"/inbox/accounts/{known.officer.officer_id}/reset"
    assert "anew" in words(keeper.get(path))
    assert is_in(client), "asking does nothing"
    answer = keeper.send(path)
    password = page(answer).xpath("//main//code")[0].text_content()
    assert answer.headers["Cache-Control"] == "no-store"
    assert not is_in(client)
    login = {"login": known.login}
    assert end.client().send("/inbox/login", login | {"password": known.password}).status_code == 401
    again = end.client()
    assert again.send("/inbox/login", login | {"password": password}).location == "/inbox/login/set-up"
    assert "account-reset" in [what for what, *_ in logged(end)]
    assert password not in str(end.rows(tables.audit))


def test_somebody_is_put_out_everywhere(end, keeper):
    officer = end.officer()
    one, other = end.client(officer), end.client(officer)
    path = f"/inbox/accounts/{officer.officer_id}"
    assert words(keeper.get(path)).count("last seen") == 2
    assert keeper.send(f"{path}/sessions").location == path
    assert not is_in(one)
    assert not is_in(other)
    assert "Nowhere" in words(keeper.get(path))
    assert is_in(keeper)


def test_somebody_always_keeps_the_accounts(end, keeper):
    (own,) = [one.officer_id for one in end.accounts.all() if one.role == "administrator"]
    path = f"/inbox/accounts/{own}"
    answer = keeper.send(path, form(role="manager"))
    assert answer.status_code == 400
    assert "only account that keeps the others" in summary(answer)["role"]
    assert keeper.send(f"{path}/disable").location == path
    assert "only account that keeps the others" in words(keeper.get(path))
    assert is_in(keeper)
    assert end.accounts.get(own).role == "administrator"


def test_an_account_that_is_not_there(end, keeper):
    for path in ("", "/disable", "/reset"):
        assert keeper.get(f"/inbox/accounts/nobody{path}").status_code == 404
    for path in ("", "/disable", "/reset", "/enable", "/sessions"):
        assert keeper.send(f"/inbox/accounts/nobody{path}", form()).status_code == 404
    with pytest.raises(UnknownOfficer):
        end.accounts.get("nobody")


def test_who_keeps_accounts_sees_no_message(end, keeper):
    left = end.message()
    for path in (f"/inbox/messages/{left.reference}", "/inbox/requests", "/inbox/log", "/inbox/erased"):
        assert keeper.get(path).status_code == 403
    assert left.reference not in keeper.get("/inbox/accounts").text


# one's own


def test_somebody_sees_who_they_are_here(end):
    officer = end.officer("officer", ["watford", "central"], name="Sam Jones", mail="sam@force.example")
    shown = words(end.client(officer).get("/inbox/account"))
    for part in ("Sam Jones", officer.login, "sam@force.example", "Liaison officer", "Watford", "Not sure"):
        assert part in shown


def test_how_somebody_is_told(end):
    officer = end.officer()
    client = end.client(officer)
    assert client.send("/inbox/account/notices", {"notices": "hourly"}).location == "/inbox/account"
    assert end.accounts.get(officer.officer_id).notices == "hourly"
    assert page(client.get("/inbox/account")).xpath("//input[@name='notices'][@checked]/@value") == ["hourly"]
    assert summary(client.send("/inbox/account/notices", {"notices": "x"})).keys() == {"notices"}
    client.send("/inbox/account/notices", {"notices": "none", "role": "administrator", "areas": "central"})
    assert end.accounts.get(officer.officer_id).role == "officer", "a form changes what it is for"


def test_a_password_is_changed_by_who_knows_it(end):
    known = end.with_password()
    here, elsewhere = end.client(known.officer), end.client(known.officer)
    wrong = here.send("/inbox/account/password", {"old_password": "not it", "password": NEW})
    assert (wrong.status_code, summary(wrong).keys()) == (401, {"old_password"})
    weak = here.send("/inbox/account/password", {"old_password": PASSWORD, "password": "short"})
    assert (weak.status_code, summary(weak).keys()) == (400, {"password"})
    for fields, field in (({"password": NEW}, "old_password"), ({"old_password": PASSWORD}, "password")):
        assert summary(here.send("/inbox/account/password", fields)).keys() == {field}
    done = here.send("/inbox/account/password", {"old_password": PASSWORD, "password": NEW})
    assert (done.status_code, done.location) == (303, "/inbox/account")
    assert is_in(here)
    assert not is_in(elsewhere), "whoever has the old one is out"
    login = {"login": known.login}
    assert end.client().send("/inbox/login", login | {"password": PASSWORD}).status_code == 401
    assert end.client().send("/inbox/login", login | {"password": NEW}).status_code == 303
    for answer in (wrong, weak):
        assert PASSWORD not in answer.text
        assert NEW not in answer.text


def test_a_password_cannot_be_guessed_from_a_browser_that_was_left_open(end):
    client = end.client(end.with_password().officer)
    tried = {"old_password": "not it", "password": NEW}
    seen = [client.send("/inbox/account/password", tried).status_code for _ in range(6)]
    assert seen == [401] * 5 + [429]
    answer = client.send("/inbox/account/password", tried)
    assert "Try again in" in summary(answer)["old_password"]
    assert int(answer.headers["Retry-After"]) > 0


def test_new_recovery_codes_are_for_who_has_the_app(end):
    known = end.with_password()
    client = end.client(known.officer)
    assert summary(client.send("/inbox/account/recovery-codes")).keys() == {"code"}
    assert client.send("/inbox/account/recovery-codes", {"code": known.wrong_code()}).status_code == 401
    answer = client.send("/inbox/account/recovery-codes", {"code": known.code()})
    codes = [item.text_content() for item in page(answer).xpath("//ol//code")]
    assert len(set(codes)) == 10
    assert not set(codes) & set(known.recovery)
    assert answer.headers["Cache-Control"] == "no-store"
    other = end.client()
    other.send("/inbox/login", {"login": known.login, "password": PASSWORD})
    assert other.send("/inbox/login/code", {"recovery_code": known.recovery[0]}).status_code == 401
    assert other.send("/inbox/login/code", {"recovery_code": codes[3].upper()}).status_code == 303


def test_all_other_sessions_are_ended(end):
    officer = end.officer()
    here, elsewhere, colleague = end.client(officer), end.client(officer), end.client(end.officer())
    shown = words(here.get("/inbox/account"))
    assert shown.count("last seen") == 2
    assert shown.count("(here)") == 1
    assert here.send("/inbox/account/others").location == "/inbox/account"
    assert is_in(here)
    assert not is_in(elsewhere)
    assert is_in(colleague)
    assert "End all others" not in here.get("/inbox/account").text


def test_somebody_leaves_everywhere(end):
    officer = end.officer()
    here, elsewhere = end.client(officer), end.client(officer)
    assert here.send("/inbox/account/everywhere").location == "/inbox/login"
    assert not is_in(here)
    assert not is_in(elsewhere)


def test_who_comes_by_sign_in_has_no_password_to_change(end):
    text = end.client(end.officer()).get("/inbox/account").text
    assert "old_password" not in text
    assert "recovery-codes" not in text


def test_times_are_told_with_their_zone(end):
    shown = words(end.client(end.officer()).get("/inbox/account"))
    assert re.search(r"Since \w+ 23 November 2026, 10(am|:00) GMT", shown), shown


def test_nothing_personal_is_in_an_address(end, keeper):
    known = end.with_password()
    links = page(keeper.get("/inbox/accounts")).xpath("//main//a/@href")
    assert f"/inbox/accounts/{known.officer.officer_id}" in links
    for link in links:
        assert "@" not in link
        assert known.officer.name not in link
