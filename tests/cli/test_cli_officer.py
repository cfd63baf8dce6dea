"""`ivr officer`: the accounts of the inbox, made and ended where it runs."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from command_line import LINE, SMALL, ivr
from operated import REAL, Line

from ivr.message import tables
from ivr.message.accounts import Accounts, WrongPassword
from ivr.message.audit import Audit
from ivr.web.making import KEYS_FOLDER
from tests import postgresql

AREAS = """\
  areas:
    watford: {name: Watford, towns: [Watford]}
    st-albans: {name: St Albans, towns: [St Albans]}
    any: {name: Anywhere, towns: []}
"""
MAIL = "sam@force.example"
pytestmark = pytest.mark.usefixtures("cheap_passwords")

PASSWORD = re.compile(r"First password, shown only now: (\S+)\n")


@pytest.fixture
def line(tmp_path, monkeypatch):
    line = Line(tmp_path, monkeypatch, **REAL)
    (tmp_path / "menus.yaml").write_text(SMALL.replace(LINE, LINE + AREAS), encoding="utf-8")
    line.begin()
    line.make_keys()
    return line


def add(login="sam", *more):
    return ivr("officer", "add", login, "--name", "Sam Jones", "--role", "officer", *more)


def listed(*words):
    done = ivr("officer", "list", "--format", "json", *words)
    assert done.exit_code == 0
    return json.loads(done.stdout)


def with_accounts(line, do):
    idle = timedelta(minutes=30)

    def work(store):
        return do(Accounts(store.database, store.vault, Audit(store.vault), idle=idle, longest=idle))

    return line.with_store(work)


def comes_in(line, login, password):
    def enter(accounts):
        try:
            return accounts.check_password(login, password, address="", device="", at=datetime.now(UTC))
        except WrongPassword:
            return None

    return with_accounts(line, enter)


def acts(line):
    return [(row.who, row.what) for row in sorted(line.rows(tables.audit), key=lambda row: row.number)]


def test_an_officer_is_made_and_can_begin(line):
    done = add("sam", "--area", "watford", "--area", "central", "--mail", MAIL, "--notices", "daily")
    assert done.exit_code == 0, done.stderr
    assert done.stderr == ""
    assert "Made an account: sam, Sam Jones; officer; central, watford; no app set up yet." in done.stdout
    assert comes_in(line, "SAM", PASSWORD.search(done.stdout)[1]).stage == "set-up"
    (officer,) = listed()
    assert (officer["login"], officer["role"], officer["areas"]) == ("sam", "officer", ["central", "watford"])
    assert (officer["notices"], officer["password"], officer["code"]) == ("daily", True, False)
    assert acts(line) == [("operator", "account-made")]


def test_mail_is_listed_only_when_asked_for(line):
    add("sam", "--mail", MAIL)
    for told in (ivr("officer", "list").stdout, json.dumps(listed())):
        assert MAIL not in told
    assert listed("--mail")[0]["mail"] == MAIL
    assert MAIL in ivr("officer", "list", "--mail").stdout


def test_an_officer_of_no_area_is_warned_of(line):
    done = add()
    assert done.exit_code == 0
    assert "They answer no area yet" in done.stderr
    assert ivr("officer", "add", "kim", "--name", "Kim", "--role", "administrator").stderr == ""


def test_whoever_comes_by_sign_in_gets_no_password(line):
    done = add("sam@force.example", "--sign-in-only")
    assert done.exit_code == 0
    assert not PASSWORD.search(done.stdout)
    assert "by your organisation's own sign-in" in done.stdout
    assert listed()[0]["password"] is False


@pytest.mark.parametrize(
    ("area", "words"),
    [("wattford", "Did you mean watford?"), ("paris", "There are watford, st-albans, central."), ("any", "There is no area any.")],
)  # fmt: skip
def test_an_area_that_is_none_ends_with_2_and_nothing_is_done(line, area, words):
    done = add("sam", "--area", area)
    assert done.exit_code == 2
    assert words in done.stderr
    assert listed() == []


def test_a_login_that_is_taken_ends_with_1(line):
    add("sam")
    done = add("SAM")
    assert (done.exit_code, done.stderr) == (1, "ivr: There is an account of this login already.\n")


@pytest.mark.parametrize(
    "words",
    [
        ("add", "sam", "--role", "officer"),
        ("add", "sam", "--name", "Sam"),
        ("add", "sam", "--name", "Sam", "--role", "king"),
        ("add", "two words", "--name", "Sam", "--role", "officer"),
        ("add", "sam", "--name", " ", "--role", "officer"),
        ("add", "sam", "--name", "Sam", "--role", "officer", "--mail", "no address"),
        ("change", "sam"),
        ("change", "sam", "--area", "watford", "--no-areas"),
        ("disable",),
        ("lost",),
    ],
)
def test_wrong_usage_ends_with_2(line, words):
    assert ivr("officer", *words).exit_code == 2
    assert listed() == []


@pytest.mark.parametrize("command", ["disable", "enable", "reset", "out", "change"])
def test_an_account_that_is_not_there_ends_with_2(line, command):
    add("samantha")
    more = ["--name", "Sam"] if command == "change" else []
    done = ivr("officer", command, "samanta", *more)
    assert done.exit_code == 2
    assert "There is no account samanta. Did you mean samantha? Nothing was done." in done.stderr
    assert acts(line) == [("operator", "account-made")]


def test_an_account_is_changed(line):
    add("sam", "--area", "watford", "--mail", MAIL)
    done = ivr("officer", "change", "sam", "--role", "supervisor", "--area", "st-albans", "--mail", "")
    assert (done.exit_code, done.stdout) == (
        0,
        "It is now: sam, Sam Jones; supervisor; st-albans; no app set up yet; no mail.\n",
    )
    (officer,) = listed("--mail")
    assert (officer["role"], officer["areas"], officer["mail"]) == ("supervisor", ["st-albans"], "")
    assert ivr("officer", "change", "sam", "--no-areas").exit_code == 0
    assert listed()[0]["areas"] == []


def test_a_disabled_officer_is_out_until_enabled(line):
    password = PASSWORD.search(add().stdout)[1]
    assert ivr("officer", "disable", "sam").exit_code == 0
    assert comes_in(line, "sam", password) is None
    assert "sam, Sam Jones; officer; no area; disabled\n" in ivr("officer", "list").stdout
    assert ivr("officer", "enable", "sam").exit_code == 0
    assert comes_in(line, "sam", password) is not None


def test_a_reset_gives_another_password_and_ends_sessions(line):
    password = PASSWORD.search(add().stdout)[1]
    begun = comes_in(line, "sam", password)
    done = ivr("officer", "reset", "sam")
    assert done.exit_code == 0
    now = datetime.now(UTC)
    assert with_accounts(line, lambda accounts: accounts.session(begun.token, now)) is None
    assert comes_in(line, "sam", password) is None
    assert comes_in(line, "sam", PASSWORD.search(done.stdout)[1]).stage == "set-up"
    ivr("officer", "disable", "sam")
    assert "still disabled" in ivr("officer", "reset", "sam").stderr


def test_everybody_is_out_when_told_so(line):
    begun = comes_in(line, "sam", PASSWORD.search(add().stdout)[1])
    now = datetime.now(UTC)
    assert with_accounts(line, lambda accounts: accounts.session(begun.token, now)) is not None
    assert ivr("officer", "out", "sam").stdout == "sam is out everywhere.\n"
    assert with_accounts(line, lambda accounts: accounts.session(begun.token, now)) is None


def test_an_operator_may_disable_the_last_administrator(line):
    ivr("officer", "add", "kim", "--name", "Kim", "--role", "administrator")
    assert ivr("officer", "disable", "kim").exit_code == 0


def test_without_accounts_it_says_how_to_make_one(line):
    done = ivr("officer", "list")
    assert (done.exit_code, done.stdout) == (0, "There is no account yet. `ivr officer add` makes one.\n")


def test_without_the_private_key_it_says_where_to_go(line):
    add()
    (line.folder / "var" / KEYS_FOLDER).rename(line.folder / "elsewhere")
    for words in (("list",), ("disable", "sam")):
        done = ivr("officer", *words)
        assert done.exit_code == 2
        assert "Run this where the inbox runs" in done.stderr
    assert "Traceback" not in add("kim").output


def test_without_any_key_it_says_how_to_make_one(tmp_path, monkeypatch):
    Line(tmp_path, monkeypatch, **REAL).begin()
    done = ivr("officer", "list")
    assert done.exit_code == 2
    assert "`ivr keys new` makes one" in done.stderr


@pytest.mark.parametrize("url", [None, "sqlite://"])
def test_without_a_database_it_ends_with_2(tmp_path, monkeypatch, url):
    Line(tmp_path, monkeypatch, **REAL, IVR_DATABASE_URL=url)
    done = ivr("officer", "list")
    assert done.exit_code == 2
    assert "There is no database here" in done.stderr
    assert not (tmp_path / "var").exists()


def test_it_works_on_postgresql(tmp_path, monkeypatch):
    line = Line(tmp_path, monkeypatch, **REAL, IVR_DATABASE_URL=postgresql.fresh())
    line.begin()
    line.make_keys()
    assert add().exit_code == 0
    assert [one["login"] for one in listed()] == ["sam"]


def test_a_database_gives_away_no_name_login_mail_or_password(line):
    password = PASSWORD.search(add("sam.jones", "--mail", MAIL).stdout)[1]
    for file in (line.folder / "var").glob("liaison-line.db*"):
        kept = file.read_bytes().lower()
        for secret in (b"jones", b"force.example", password.encode()):
            assert secret not in kept, (file.name, secret)
