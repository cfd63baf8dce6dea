"""What somebody hostile tries at the inbox, and what comes of it."""

import json
import logging
from contextlib import ExitStack
from datetime import timedelta

import pytest
from inbox_end import PASSWORD, made

from ivr.message import tables
from ivr.message.accounts import OPERATOR
from ivr.message.audit import Act, verify
from ivr.web.inbox import address, protection


@pytest.fixture
def end(tmp_path):
    end = made(tmp_path)
    end.means.accounts._passwords = end.accounts._passwords  # the app's own hashes cost nothing, too
    yield end
    end.close()


def entries(end, act):
    """What the log says of this act: the reference, and what else."""
    return [
        (row.reference, json.loads(row.detail)) for row in end.rows(tables.audit) if row.what == act.value
    ]


# a demonstration's account is good here only


def demonstration(tmp_path, **settings):
    end = made(
        tmp_path,
        demonstration=True,
        inbox_url="http://127.0.0.1:5055",
        twilio_auth_token="x" * 32,
        **settings,
    )
    end.means.accounts._passwords = end.accounts._passwords
    added = end.accounts.add(
        login="demo", name="Demo", role="supervisor", demonstration=True, by=OPERATOR, at=end.clock.now
    )
    return end, {"login": "demo", "password": added.first_password}


@pytest.mark.parametrize(
    ("base", "headers", "own", "status"),
    [
        ("http://127.0.0.1:5055", {}, "127.0.0.1", 303),
        ("http://localhost:5055", {}, "127.0.0.1", 303),
        ("https://line.tunnel.example", {}, "127.0.0.1", 401),  # a tunnel or a proxy on this machine
        ("http://127.0.0.1.elsewhere.example", {}, "127.0.0.1", 401),  # a name of somebody's that leads here
        ("http://127.0.0.1:5055", {"X-Forwarded-For": "127.0.0.1"}, "127.0.0.1", 401),
        ("http://127.0.0.1:5055", {"X-Real-IP": "198.51.100.9"}, "127.0.0.1", 401),
        ("http://127.0.0.1:5055", {"Via": "1.1 proxy"}, "127.0.0.1", 401),
        ("http://127.0.0.1:5055", {}, "192.0.2.9", 401),
    ],
)
def test_the_account_of_a_demonstration_is_for_who_is_here(tmp_path, base, headers, own, status):
    end, given = demonstration(tmp_path)
    client = end.client(address=own)
    client.base = base
    assert client.send("/inbox/login", given, headers=headers).status_code == status
    end.close()


def test_behind_proxies_nobody_is_here(tmp_path):
    """Whoever gets around the proxy can write down any address, that of this machine, too."""
    end, given = demonstration(tmp_path, trusted_proxies=1)
    client = end.client(address="198.51.100.9")
    headers = {"X-Forwarded-For": "127.0.0.1"}
    assert client.send("/inbox/login", given, headers=headers).status_code == 401
    with end.app.test_request_context("/", headers=headers, environ_base={"REMOTE_ADDR": "198.51.100.9"}):
        assert address.address_here(end.settings) == address.FORWARDED
    end.close()


@pytest.mark.parametrize("host", ["[", "[::1", "", "\x00", "a b", "evil\tX: y"])
def test_a_host_that_is_none_breaks_nothing(end, host):
    answer = end.client().get("/inbox/login", headers={"Host": host})
    assert answer.status_code in (200, 400)
    assert not address.is_here_by_name(f"http://{host}") or host == ""


# what is refused is written down


def test_a_page_that_a_role_may_not_have_is_written_down_once(end):
    manager = end.officer("manager", [])
    client = end.client(manager)
    for _ in range(3):
        assert client.get("/inbox/accounts").status_code == 403
    assert client.get("/inbox/log").status_code == 403
    told = [
        (None, {"account": manager.officer_id, "page": page, "why": "role"})
        for page in ("list_accounts", "log")
    ]
    assert entries(end, Act.REFUSED) == told
    end.clock.pass_by(minutes=11)
    client.get("/inbox/accounts")
    assert len(entries(end, Act.REFUSED)) == 3


def test_the_log_says_in_words_who_asked_for_what(end):
    manager, keeper = end.officer("manager", [], name="Max Planck"), end.officer("administrator", [])
    end.client(manager).get("/inbox/accounts")
    page = end.client(keeper).get("/inbox/log-of-accounts").text
    assert "Their role does not let them do this" in page
    assert "Page list_accounts" in page
    assert page.count("Max Planck") > 1, "in the choice of whom to look for, and at the entry"


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("way", ["get", "recordings/1", "export", "claim", "number"])
def test_a_message_of_another_area_is_written_down_as_one_that_is_not_there(end, there, way):
    left = end.message(area="dacorum").reference if there else "40506070"
    client = end.client(end.officer(areas=["watford"]))
    here = f"/inbox/messages/{left}"
    answer = client.get(here if way == "get" else f"{here}/{way}") if way in ("get", "recordings/1") else None
    answer = answer or client.send(f"{here}/{way}")
    assert answer.status_code == 404
    assert [reference for reference, _ in entries(end, Act.NOT_THEIRS)] == [left]


def test_whoever_tries_a_thousand_references_does_not_fill_the_log(end):
    client = end.client(end.officer(areas=["watford"]))
    for number in range(30):
        assert client.get(f"/inbox/messages/{40_506_000 + number}").status_code == 404
    assert len(entries(end, Act.NOT_THEIRS)) == 20
    assert end.store.database.read(lambda connection: verify(connection, end.store.vault)).well


@pytest.mark.parametrize(
    "asked", ["Sam Jones", "07700900123", "%0d%0aforged", "4050607", "４０５０６０７０", "a@b.example"]
)
def test_what_is_no_reference_is_not_written_down(end, asked):
    assert end.client(end.officer()).get(f"/inbox/messages/{asked}").status_code == 404
    assert entries(end, Act.NOT_THEIRS) == [(None, {"page": "one_message"})]


def test_an_address_with_a_nul_is_not_found(end):
    """PostgreSQL takes none in a text, and would fail."""
    client = end.client(end.officer("administrator", []))
    assert client.get("/inbox/accounts/a%00b").status_code == 404
    assert end.client(end.officer()).get("/inbox/messages/4050%006070").status_code == 404


# passwords


def test_a_first_password_is_good_for_a_week(end):
    added = end._add("officer", ["watford"], "", "", password=True)
    given = {"login": added.officer.login, "password": added.first_password}
    end.clock.pass_by(days=6, hours=23)
    assert end.client().send("/inbox/login", given).status_code == 303
    end.clock.pass_by(hours=1)
    late = end.client().send("/inbox/login", given)
    wrong = end.client().send("/inbox/login", {**given, "password": "not the password"})
    assert late.status_code == wrong.status_code == 401
    assert "not right" in late.text
    assert [detail["why"] for _, detail in entries(end, Act.REFUSED)] == ["first-password", "password"]


def test_after_a_reset_there_is_another_week(end):
    added = end._add("officer", ["watford"], "", "", password=True)
    end.clock.pass_by(days=8)
    who = added.officer.officer_id
    password = end.accounts.reset(who, by=OPERATOR, at=end.clock.now)
    end.clock.pass_by(days=6)
    given = {"login": added.officer.login, "password": password}
    assert end.client().send("/inbox/login", given).status_code == 303


def test_a_password_of_their_own_is_good_for_ever(end):
    known = end.with_password()
    end.clock.pass_by(days=400)
    given = {"login": known.login, "password": known.password}
    assert end.client().send("/inbox/login", given).location == "/inbox/login/code"


# what stays in a browser


def test_whoever_leaves_everywhere_leaves_no_page_behind(end):
    client = end.client(end.officer())
    answer = client.send("/inbox/account/everywhere")
    assert '"cache"' in answer.headers["Clear-Site-Data"]
    assert client.get("/inbox/account").status_code == 303


def test_no_other_site_begins_a_sign_in(tmp_path):
    end = made(
        tmp_path,
        oidc_issuer="https://login.force.example",
        oidc_client_id="line",
        oidc_client_secret="a secret of these tests",
    )
    for site in ("cross-site", "same-site"):
        answer = end.client().get("/inbox/sign-in", headers={"Sec-Fetch-Site": site})
        assert (answer.status_code, answer.location) == (303, "/inbox/login")
    with end.app.test_request_context("/", headers={"Sec-Fetch-Site": "same-origin"}):
        assert not protection.comes_from_elsewhere()
    end.close()


# what a thief finds


def test_a_stolen_database_and_a_stolen_log_name_no_officer_and_let_nobody_in(tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    end = made(tmp_path)
    end.means.accounts._passwords = end.accounts._passwords
    known = end.with_password(
        name="Rosalind Franklin", login="rosalind@force.example", mail="rf@force.example"
    )
    left = end.message(area="watford")
    client = end.client()
    client.send("/inbox/login", {"login": known.login, "password": known.password})
    client.send("/inbox/login/code", {"code": known.code()})
    with client.session_transaction(base_url=client.base) as session:
        token = session["s"]
    message = f"/inbox/messages/{left.reference}"
    client.get(message)
    client.get(f"{message}/recordings/1")
    client.send(f"{message}/claim")
    client.send(f"{message}/note", {"note": "their dog is called Biscuit"})
    shown = client.send(f"{message}/number", {"reason": "they asked for Thursday"})
    assert "07700 900 123" in shown.text
    secrets = [
        "Rosalind", "Franklin", "rosalind@", "rf@force", known.secret, PASSWORD, token, *known.recovery,
        *(code.replace("-", "") for code in known.recovery),
        "Biscuit", "Thursday", "7700900123", "900 123",  # fewer digits alone could be a part of some name made of chance
    ]  # fmt: skip
    stolen = b"".join(file.read_bytes() for file in (tmp_path / "line").iterdir() if file.is_file())
    (sound,) = left.recordings.values()
    for secret in secrets:
        assert secret.encode() not in stolen, secret
        assert secret not in caplog.text, secret
    assert sound[100:164] not in stolen
    end.close()


def test_a_form_with_too_many_fields_costs_nothing(end):
    many = {f"field-{number}": "x" for number in range(3_000)}
    assert end.client().send("/inbox/login", many).status_code in (400, 401, 413)


def test_a_flood_of_logins_holds_few_threads_and_keeps_out_nobody_who_is_known(end):
    """Each thread that waits for a hash could answer a call meanwhile."""
    known, passwords = end.with_password(), end.means.accounts._passwords
    own = end.client()
    given = {"login": known.login, "password": known.password}
    own.send("/inbox/login", given)
    assert own.send("/inbox/login/code", {"code": known.code()}).status_code == 303
    own.send("/inbox/logout")
    before = {row.of: row.failures for row in end.rows(tables.login_failure)}
    with ExitStack() as flood:
        for _ in range(6):
            flood.enter_context(passwords.in_line(known=False))
        stranger = end.client(address="192.0.2.8").send("/inbox/login", given)
        assert (stranger.status_code, stranger.headers["Retry-After"]) == (429, "5")
        assert own.send("/inbox/login", given).location == "/inbox/login/code"
    failed = {row.of: row.failures for row in end.rows(tables.login_failure)}
    assert sum(failed.values()) == sum(before.values()), "nothing was looked at"
    assert end.client(address="192.0.2.8").send("/inbox/login", given).location == "/inbox/login/code"


def test_a_session_of_before_is_worth_nothing_after_a_reset(end):
    known = end.with_password()
    client = end.client(known.officer)
    assert client.get("/inbox/account").status_code == 200
    end.accounts.reset(known.officer.officer_id, by=OPERATOR, at=end.clock.now)
    assert client.get("/inbox/account").status_code == 303
    end.clock.pass_by(seconds=timedelta(minutes=1).total_seconds())
    given = {"login": known.login, "password": known.password}
    assert end.client().send("/inbox/login", given).status_code == 401
