"""Coming in and leaving: two steps, the page that was wanted, waits in words, and nothing that tells who has an account."""

import logging
import re
import time
from base64 import b64encode
from datetime import timedelta
from urllib.parse import unquote

import pyotp
import pytest
from flask import session as cookie_here
from hypothesis import given
from hypothesis import strategies as st
from inbox_end import made, wrong_code
from itsdangerous import TimestampSigner
from lxml import html

from ivr.message import tables
from ivr.web.inbox import address, sessions
from ivr.web.inbox.entering import device, login

NEW = "four green teapots sing"


def quick(end):
    """Let the app's own hashes cost nothing, too."""
    end.means.accounts._passwords = end.accounts._passwords
    return end


@pytest.fixture
def end(tmp_path):
    end = quick(made(tmp_path))
    yield end
    end.close()


def first_of(end, **more):
    """An account that nobody has used yet, with its first password."""
    added = end._add("officer", ["watford"], "Sam Jones", "", password=True, **more)
    return added.officer, added.first_password


def typed(client, login, password):
    return client.send("/inbox/login", {"login": login, "password": password})


def come_in(client, known, **more):
    assert typed(client, known.login, known.password).location == "/inbox/login/code"
    return client.send("/inbox/login/code", {"code": known.code(), **more})


def page(response):
    return html.fromstring(response.text)


def summary(response):
    """What the page says is wrong: the field that each problem leads to, and its words."""
    links = page(response).xpath("//*[@class='govuk-error-summary']//a")
    return {link.get("href").removeprefix("#"): " ".join(link.text_content().split()) for link in links}


def cookies(response):
    """Each cookie that is set, by its name, with all that is said of it."""
    return {value.partition("=")[0]: value for value in response.headers.getlist("Set-Cookie")}


def is_in(client):
    # As a script asks, so that it is not remembered as a page that somebody wanted.
    return client.get("/inbox/account", headers={"Sec-Fetch-Dest": "empty"}).status_code == 200


# the two steps


def test_the_first_time_a_password_and_an_app_are_set_up(end):
    officer, first = first_of(end)
    client = end.client()
    assert typed(client, officer.login, first).location == "/inbox/login/set-up"
    assert not is_in(client), "the first password alone lets nobody in"
    shown = client.get("/inbox/login/set-up")
    picture = page(shown).xpath("//img")[0]
    assert picture.get("src").startswith("data:image/svg+xml"), (
        "the picture needs no other request, and no script"
    )
    assert "%3Cscript" not in picture.get("src")
    assert picture.get("alt")
    secret = page(shown).xpath("//code")[0].text_content()
    assert re.fullmatch(r"(\w{4} )+\w{1,4}", secret), "in groups, to be typed"
    code = pyotp.TOTP(secret.replace(" ", "")).at(end.clock.now)
    answer = client.send("/inbox/login/set-up", {"password": NEW, "code": f"{code[:3]} {code[3:]}"})
    codes = [item.text_content().strip() for item in page(answer).xpath("//ol//code")]
    assert answer.status_code == 200
    assert len(codes) == 10
    assert answer.headers["Cache-Control"] == "no-store"
    assert is_in(client)
    again = client.get("/inbox/login/set-up")
    assert (again.status_code, again.location) == (303, "/inbox/"), (
        "it is set up once, and codes are shown once"
    )
    client.send("/inbox/logout")
    assert typed(client, officer.login, first).status_code == 401, "the first password is good once"
    typed(client, officer.login, NEW)
    assert client.send("/inbox/login/code", {"recovery_code": codes[0]}).location == "/inbox/"
    client.send("/inbox/logout")
    typed(client, officer.login, NEW)
    used = client.send("/inbox/login/code", {"recovery_code": codes[0]})
    assert used.status_code == 401
    assert list(summary(used)) == ["recovery_code"]


def test_the_picture_is_of_the_same_secret(end):
    officer, first = first_of(end)
    client = end.client()
    typed(client, officer.login, first)
    once, twice = client.get("/inbox/login/set-up").text, client.get("/inbox/login/set-up").text
    assert page_codes(once) == page_codes(twice), "the app may have scanned the first"
    secret = page_codes(once)[0].replace(" ", "")
    wrong = client.send("/inbox/login/set-up", {"password": NEW, "code": wrong_code(secret, end.clock.now)})
    assert wrong.status_code == 401
    assert page_codes(wrong.text) == page_codes(once)


def page_codes(text):
    document = html.fromstring(text)
    return document.xpath("//code")[0].text_content(), document.xpath("//img")[0].get("src")


@pytest.mark.parametrize(
    ("fields", "problems"),
    [
        ({"password": "", "code": "123456"}, {"password": "Choose a password"}),
        ({"password": NEW, "code": ""}, {"code": "Enter the code"}),
        ({"password": "short", "code": "123456"}, {"password": "at least 12"}),
        ({"password": "x" * 129, "code": "123456"}, {"password": "at most 128"}),
    ],
)
def test_what_is_wrong_with_a_set_up_is_said_at_its_field(end, fields, problems):
    officer, first = first_of(end)
    client = end.client()
    typed(client, officer.login, first)
    answer = client.send("/inbox/login/set-up", fields)
    assert answer.status_code == 400
    said = summary(answer)
    assert said.keys() == problems.keys()
    for field, words in problems.items():
        assert words in said[field]
        box = page(answer).get_element_by_id(field)
        assert f"{field}-error" in box.get("aria-describedby")
    assert page(answer).xpath("//title")[0].text.startswith("Error: ")
    assert "x" * 129 not in answer.text, "a password is never sent back"


def test_a_code_comes_after_the_password_and_is_good_once(end):
    known = end.with_password()
    client, other = end.client(), end.client()
    assert typed(client, known.login, known.password).location == "/inbox/login/code"
    assert not is_in(client)
    assert client.send("/inbox/login/code", {"code": known.code()}).location == "/inbox/"
    assert is_in(client)
    typed(other, known.login, known.password)
    assert other.send("/inbox/login/code", {"code": known.code()}).status_code == 401
    end.clock.pass_by(seconds=30)
    assert other.send("/inbox/login/code", {"code": known.code()}).status_code == 303


def test_the_token_is_another_one_after_each_step(end):
    known = end.with_password()
    client = end.client()
    client.get("/inbox/login")
    tokens = []
    for step in (
        lambda: typed(client, known.login, known.password),
        lambda: client.send("/inbox/login/code", {"code": known.code()}),
    ):
        step()
        with client.session_transaction(base_url=client.base) as kept:
            tokens.append(kept["s"])
            assert kept.keys() <= {"s", "csrf_token", "wanted"}
    assert len(set(tokens)) == 2
    stolen = end.client()
    stolen.be_in(tokens[0])
    assert stolen.get("/inbox/login/code").location == "/inbox/login"


def test_a_cookie_from_before_is_worth_nothing_after(end):
    """Somebody prepares a browser with a session of their own; its user comes in; the one who prepared it is not in."""
    known, prepared = end.with_password(), end.client(end.officer())
    token = prepared.token
    come_in(prepared, known)
    with prepared.session_transaction(base_url=prepared.base) as kept:
        assert kept["s"] != token
    thief = end.client()
    thief.be_in(token)
    assert not is_in(thief)


def test_nobody_learns_who_has_an_account(end):
    known, disabled = end.with_password(), end.with_password()
    by_sign_in = end.officer()
    end.accounts.disable(disabled.officer.officer_id, by="operator", at=end.clock.now)
    seen = set()
    for name, password in (
        (known.login, "not the password"),
        ("nobody@force.example", "not the password"),
        (disabled.login, disabled.password),
        (by_sign_in.login, "not the password"),
    ):
        answer = typed(end.client(), name, password)
        text = re.sub(r'name="csrf_token" value="[^"]*"', "", answer.text).replace(name, "LOGIN")
        seen.add((answer.status_code, text, *sorted(cookies(answer))))
    assert len(seen) == 1
    assert next(iter(seen))[0] == 401


def test_what_was_typed_is_shown_again_as_text_and_no_password_is(end):
    answer = typed(end.client(), '"><script>alert(1)</script>', "secret lanterns here")
    assert page(answer).get_element_by_id("login").get("value") == '"><script>alert(1)</script>'
    assert not [script for script in page(answer).xpath("//script") if script.text]
    assert "secret lanterns here" not in answer.text


@pytest.mark.parametrize(
    ("fields", "problems"),
    [
        ({}, {"login", "password"}),
        ({"login": " ", "password": "x"}, {"login"}),
        ({"login": "x", "password": ""}, {"password"}),
    ],
)
def test_what_is_missing_is_said_at_its_field(end, fields, problems):
    answer = end.client().send("/inbox/login", fields)
    assert answer.status_code == 400
    assert summary(answer).keys() == problems


def test_forms_can_be_filled_by_a_browser_and_pasted_into(end):
    known = end.with_password()
    client = end.client()
    filled = {}
    for path in ("/inbox/login", "/inbox/login/code"):
        document = page(client.get(path))
        filled |= {
            box.get("name"): box.get("autocomplete") for box in document.xpath("//input[@autocomplete]")
        }
        assert not document.xpath("//*[@onpaste or @maxlength or @readonly]")
        typed(client, known.login, known.password)
    assert filled == {
        "login": "username",
        "password": "current-password",
        "code": "one-time-code",
        "recovery_code": "off",
    }


# trying again and again


def test_a_wait_is_told_in_words(end):
    known = end.with_password()
    stranger = end.client(address="192.0.2.7")
    for _ in range(5):
        assert typed(stranger, known.login, "not the password").status_code == 401
    answer = typed(stranger, known.login, known.password)
    assert answer.status_code == 429, "the right one is not even looked at"
    assert summary(answer)["login"].endswith("Try again in 30 seconds.")
    assert answer.headers["Retry-After"] == "30"
    end.clock.pass_by(seconds=31)
    assert typed(stranger, known.login, known.password).status_code == 303


def test_nobody_can_lock_somebody_out_whose_browser_is_known(end):
    known = end.with_password()
    own, stranger = end.client(), end.client(address="192.0.2.7")
    come_in(own, known)
    own.send("/inbox/logout")
    end.clock.pass_by(seconds=30)
    while typed(stranger, known.login, "not the password").status_code != 429:
        pass
    assert typed(own, known.login, known.password).status_code == 303


def test_codes_cannot_be_tried_for_ever(end):
    known = end.with_password()
    client = end.client()
    typed(client, known.login, known.password)
    tried = {"code": known.wrong_code()}
    seen = [client.send("/inbox/login/code", tried).status_code for _ in range(6)]
    assert seen == [401] * 5 + [429]


@given(st.integers(0, 10_000_000))
def test_a_wait_is_never_told_too_short(milliseconds):
    wait = timedelta(milliseconds=milliseconds)
    from ivr.web.inbox.entering.steps import later

    number, unit = re.fullmatch(r"Try again in (\d+) (second|minute)s?\.", later(wait)).groups()
    told = timedelta(**{f"{unit}s": int(number)})
    assert wait <= told < wait + timedelta(**{f"{unit}s": 1}) + timedelta(seconds=1)


# the page that was wanted


def test_who_wanted_a_page_gets_there(end):
    known = end.with_password()
    client = end.client()
    asked = client.get("/inbox/account?from=mail")
    assert (asked.status_code, asked.location) == (303, "/inbox/login"), "it is not in the address"
    assert come_in(client, known).location == "/inbox/account?from=mail"
    client.send("/inbox/logout")
    end.clock.pass_by(seconds=30)
    assert come_in(client, known).location == "/inbox/", "once"


@pytest.mark.parametrize(
    ("role", "home"),
    [
        ("officer", "/inbox/"),
        ("supervisor", "/inbox/"),
        ("manager", "/inbox/numbers"),
        ("administrator", "/inbox/accounts"),
    ],
)
def test_everybody_begins_at_a_page_that_is_for_them(end, role, home):
    client = end.client()
    for answer in (
        come_in(client, end.with_password(role)),
        end.client(end.officer(role)).get("/inbox/login"),
    ):
        assert answer.location == "/inbox/"
    begins = client.get("/inbox/")
    assert (begins.location or "/inbox/") == home


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://elsewhere.example/inbox/",
        "//elsewhere.example/inbox/",
        "/inbox//elsewhere.example",
        "/inbox/\\elsewhere.example",
        "/inbox/\r\nX: y",
        "/voice",
        "/inboxes",
        "inbox/",
        "/inbox/" + "x" * 600,
        7,
    ],
)
def test_nobody_is_led_elsewhere(end, elsewhere):
    known = end.with_password()
    client = end.client()
    typed(client, known.login, known.password)
    with client.session_transaction(base_url=client.base) as kept:
        kept["wanted"] = elsewhere
    assert client.send("/inbox/login/code", {"code": known.code()}).location == "/inbox/"
    with end.app.test_request_context("/inbox/"):
        if isinstance(elsewhere, str):
            sessions.want(elsewhere)
            assert "wanted" not in cookie_here


@given(st.text(max_size=40))
def test_what_is_wanted_is_always_in_this_inbox(page):
    from flask import Flask

    app = Flask("wanted")
    app.secret_key = b"of this test only"
    with app.test_request_context("/"):
        sessions.want(f"/inbox/{page}")
        wanted = sessions.wanted()
        assert wanted in ("", f"/inbox/{page}")
        assert not wanted.startswith("/inbox//")
        assert not re.search(r"[\\\s]", wanted)
        assert sessions.wanted() == ""


def test_with_a_prefix_everything_stays_under_it(tmp_path):
    end = quick(
        made(tmp_path, public_url="https://line.example/lgbt", inbox_url="https://inbox.example/lgbt")
    )
    known, client = end.with_password(), end.client()
    client.base = "https://inbox.example/lgbt"
    client.get("/inbox/account")
    answer = typed(client, known.login, known.password)
    assert answer.location == "/lgbt/inbox/login/code"
    answer = client.send("/inbox/login/code", {"code": known.code()})
    assert answer.location == "/lgbt/inbox/account"
    assert "Path=/;" in cookies(answer)["__Host-ivr-device"] + ";"
    end.close()


# leaving


def test_who_leaves_is_out(end):
    client = end.client(end.officer())
    token = client.token
    assert is_in(client)
    answer = client.send("/inbox/logout")
    assert (answer.status_code, answer.location) == (303, "/inbox/login")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "You have left" in client.get("/inbox/login").text
    assert not is_in(client)
    thief = end.client()
    thief.be_in(token)
    assert not is_in(thief), "the session has ended in the store, not only in the browser"
    assert end.acts()[-1] == "left"


def test_who_is_not_in_can_leave_too(end):
    assert end.client().send("/inbox/logout").location == "/inbox/login"


def test_who_is_half_way_can_begin_again(end):
    known = end.with_password()
    client = end.client()
    typed(client, known.login, known.password)
    client.send("/inbox/logout")
    assert client.get("/inbox/login/code").location == "/inbox/login"


def test_a_session_that_ends_between_two_clicks_leads_to_the_login(end):
    known = end.with_password()
    client = end.client()
    typed(client, known.login, known.password)
    end.clock.pass_by(minutes=29)
    assert client.get("/inbox/login/code").status_code == 200
    end.clock.pass_by(minutes=2)
    assert client.get("/inbox/login/code").location == "/inbox/login"
    assert client.send("/inbox/login/code", {"code": known.code()}).status_code == 401


# without local accounts


def test_where_there_are_no_local_accounts_no_password_is_taken(tmp_path):
    end = quick(made(tmp_path, local_accounts=False))
    known, client = end.with_password(), end.client()
    assert not page(client.get("/inbox/login")).xpath("//input[@type='password']")
    assert typed(client, known.login, known.password).status_code == 404
    end.close()


# the browser that is known


def test_the_cookie_of_a_known_browser(tmp_path):
    end = quick(made(tmp_path, inbox_url="https://inbox.example"))
    known, client = end.with_password(), end.client()
    assert "__Host-ivr-device" not in cookies(typed(client, known.login, known.password))
    answer = client.send("/inbox/login/code", {"code": known.code()})
    said = {part.strip() for part in cookies(answer)["__Host-ivr-device"].split(";")}
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/", f"Max-Age={180 * 86_400}"} <= said
    value = client.get_cookie("__Host-ivr-device", domain="inbox.example").value
    for secret in (known.login, known.officer.officer_id, known.officer.name):
        assert secret not in unquote(value)
        assert b64encode(secret.encode()).decode().rstrip("=") not in value
    end.close()


def test_a_known_browser_is_known_by_its_signature_only(end):
    with end.app.test_request_context("/inbox/login") as context:
        response = device.know(end.app.response_class(), "a device of somebody")
        value = response.headers["Set-Cookie"].partition("=")[2].partition(";")[0]
    signed, _, signature = value.rpartition(".")
    # Its first letter: two bits of the last one mean nothing, so another letter there can be the same signature.
    changed = ("A" if signature[0] != "A" else "B") + signature[1:]
    for header, known in (
        (value, "a device of somebody"),
        (f"{signed}.{changed}", ""),
        ("a device of somebody", ""),
        ("", ""),
        (value * 20, ""),
    ):
        with end.app.test_request_context("/inbox/login", headers={"Cookie": f"ivr-device={header}"}):
            assert device.device_here() == known
    del context


def test_a_browser_is_forgotten_after_half_a_year(end, monkeypatch):
    for days, known in ((179, "a device"), (181, "")):
        with end.app.test_request_context("/inbox/login"), monkeypatch.context() as then:
            signed_at = int(time.time()) - days * 86_400
            then.setattr(TimestampSigner, "get_timestamp", lambda self, at=signed_at: at)
            cookie = device.know(end.app.response_class(), "a device").headers["Set-Cookie"]
        value = cookie.partition("=")[2].partition(";")[0]
        with end.app.test_request_context("/inbox/login", headers={"Cookie": f"ivr-device={value}"}):
            assert device.device_here() == known


def test_a_form_from_before_is_no_form_after(end):
    """Its hidden field is as new as the token."""
    known, client = end.with_password(), end.client()
    client.get("/inbox/login")
    before = client.form_token()
    come_in(client, known)
    assert client.post("/inbox/account/others", data={"csrf_token": before}).status_code == 400


def test_the_key_of_that_cookie_is_not_that_of_the_session(end):
    """A session's cookie, put in its place, is nothing."""
    client = end.client(end.officer())
    value = client.get_cookie("ivr", domain="127.0.0.1").value
    with end.app.test_request_context("/inbox/login", headers={"Cookie": f"ivr-device={value}"}):
        assert device.device_here() == ""


# where somebody comes from


@pytest.mark.parametrize(
    ("proxies", "own", "headers", "address_"),
    [
        (0, "192.0.2.1", {}, "192.0.2.1"),
        (0, "192.0.2.1", {"X-Forwarded-For": "127.0.0.1"}, "192.0.2.1"),
        (0, "127.0.0.1", {}, "127.0.0.1"),
        (0, "127.0.0.1", {"X-Forwarded-For": "198.51.100.9"}, "forwarded"),
        (0, "::1", {"Forwarded": "for=198.51.100.9"}, "forwarded"),
        (1, "10.0.0.1", {"X-Forwarded-For": "127.0.0.1, 198.51.100.9"}, "198.51.100.9"),
        (2, "10.0.0.1", {"X-Forwarded-For": "127.0.0.1, 198.51.100.9, 10.0.0.2"}, "198.51.100.9"),
        (2, "10.0.0.1", {"X-Forwarded-For": "198.51.100.9"}, "10.0.0.1"),
        (1, "10.0.0.1", {}, "10.0.0.1"),
    ],
)
def test_an_address_is_believed_as_far_as_proxies_are(end, proxies, own, headers, address_):
    settings = end.settings.model_copy(update={"trusted_proxies": proxies})
    with end.app.test_request_context("/inbox/login", headers=headers, environ_base={"REMOTE_ADDR": own}):
        assert address.address_here(settings) == address_


def test_a_proxy_says_nothing_else(tmp_path):
    """Neither the host, the scheme nor a prefix: links stay where they are."""
    end = quick(made(tmp_path, trusted_proxies=1))
    headers = {
        "X-Forwarded-Host": "elsewhere.example",
        "X-Forwarded-Proto": "ftp",
        "X-Forwarded-Prefix": "/elsewhere",
        "X-Forwarded-For": "192.0.2.9",
    }
    assert end.client().get("/inbox/", headers=headers).location == "/inbox/login"
    end.close()


# nothing in the log


def test_nothing_that_was_typed_is_in_the_log(end, caplog):
    known, client = end.with_password(), end.client()
    caplog.set_level(logging.DEBUG)
    typed(client, known.login, "not the password")
    come_in(client, known)
    for secret in (known.login, known.password, known.secret, "not the password", known.officer.name):
        assert secret not in caplog.text
    for row in end.rows(tables.audit):
        assert known.login not in row.detail


def test_codes_are_read_with_the_blanks_that_people_put_into_them(end):
    assert login.in_groups("ABCDEFGHIJ") == "ABCD EFGH IJ"
    with end.app.test_request_context("/", method="POST", data={"code": " 123\u00a0456\n"}):
        assert login.typed_code("code") == "123456"
