"""Who gets in where: every role, and everybody who is not in, at every page and every form there is.

The table is written by hand, and knows nothing of the marks on the views. A route that is not in it fails.
"""

from datetime import timedelta

import pytest
from flask import Blueprint, Flask
from flask.sessions import SecureCookieSessionInterface
from inbox_end import made
from itsdangerous import URLSafeTimedSerializer

from ivr.message import tables
from ivr.message.accounts import ROLES, May
from ivr.web.inbox import guard, protection

O, S, M, A = "officer", "supervisor", "manager", "administrator"  # noqa: E741  # as in the table's columns
EVERYBODY = (O, S, M, A)
READERS, WORKERS, SUPERVISORS = (O, S), (O, S), (S,)
PUBLIC, HALF_WAY = "public", "half-way"
MESSAGE = "/inbox/messages/<reference>"

REFUSED = frozenset({400, 409, 422})
"""They may, but something is missing, or it cannot be done to this message now."""

# Of each route and method: who may, and what they get; a form is sent empty, so most answer that something is missing.
# Everybody else gets 403 who is in, and is led to the login, or told 401, who is not.
TABLE = {
    ("/inbox/login", "GET"): (PUBLIC, 200),
    ("/inbox/login", "POST"): (PUBLIC, 400),
    ("/inbox/login/code", "GET"): (HALF_WAY, 200),
    ("/inbox/login/code", "POST"): (HALF_WAY, 400),
    ("/inbox/login/set-up", "GET"): (HALF_WAY, 200),
    ("/inbox/login/set-up", "POST"): (HALF_WAY, 400),
    ("/inbox/logout", "POST"): (PUBLIC, 303),
    ("/inbox/sign-in", "GET"): (PUBLIC, 404),  # no provider is set here
    ("/inbox/sign-in/callback", "GET"): (PUBLIC, 404),
    ("/inbox/assets/<version>/<name>", "GET"): (PUBLIC, 200),
    ("/inbox", "GET"): (EVERYBODY, 303),
    ("/inbox/", "GET"): (EVERYBODY, {O: 200, S: 200, M: 303, A: 303}),
    ("/inbox/changes", "GET"): (READERS, 200),
    ("/inbox/stay", "GET"): (EVERYBODY, 200),
    ("/inbox/staying", "GET"): (EVERYBODY, 200),
    ("/inbox/account", "GET"): (EVERYBODY, 200),
    ("/inbox/account/notices", "POST"): (EVERYBODY, 400),
    ("/inbox/account/password", "POST"): (EVERYBODY, 400),
    ("/inbox/account/recovery-codes", "POST"): (EVERYBODY, 400),
    ("/inbox/account/others", "POST"): (EVERYBODY, 303),
    ("/inbox/account/everywhere", "POST"): (EVERYBODY, 303),
    (MESSAGE, "GET"): (READERS, 200),
    (f"{MESSAGE}/recordings/<int:number>", "GET"): (READERS, 200),
    (f"{MESSAGE}/claim", "POST"): (WORKERS, 303),
    (f"{MESSAGE}/release", "POST"): (WORKERS, 303),
    (f"{MESSAGE}/hand-over", "POST"): (WORKERS, REFUSED),
    (f"{MESSAGE}/number", "POST"): (WORKERS, REFUSED),
    (f"{MESSAGE}/attempt", "POST"): (WORKERS, REFUSED),
    (f"{MESSAGE}/contacted", "POST"): (WORKERS, REFUSED),
    (f"{MESSAGE}/note", "POST"): (WORKERS, REFUSED),
    (f"{MESSAGE}/close", "POST"): (WORKERS, REFUSED),
    (f"{MESSAGE}/export", "POST"): (WORKERS, 200),
    (f"{MESSAGE}/assess", "POST"): (SUPERVISORS, REFUSED),
    (f"{MESSAGE}/reopen", "POST"): (SUPERVISORS, 303),
    (f"{MESSAGE}/hold", "POST"): (SUPERVISORS, REFUSED),
    (f"{MESSAGE}/unhold", "POST"): (SUPERVISORS, 303),
    (f"{MESSAGE}/erase", "POST"): (SUPERVISORS, REFUSED),
    (f"{MESSAGE}/undo-erase", "POST"): (SUPERVISORS, REFUSED),
    ("/inbox/requests", "GET"): (READERS, 200),
    ("/inbox/requests/<request_id>", "GET"): (READERS, 200),
    ("/inbox/requests/<request_id>", "POST"): (WORKERS, REFUSED),
    ("/inbox/erased", "GET"): (SUPERVISORS, 200),
    ("/inbox/log", "GET"): (SUPERVISORS, 200),
    ("/inbox/numbers", "GET"): ((S, M), 200),
    ("/inbox/numbers.csv", "GET"): ((S, M), 200),
    ("/inbox/log-of-accounts", "GET"): ((A,), 200),
    ("/inbox/accounts", "GET"): ((A,), 200),
    ("/inbox/accounts/new", "GET"): ((A,), 200),
    ("/inbox/accounts/new", "POST"): ((A,), 400),
    ("/inbox/accounts/<officer_id>", "GET"): ((A,), 200),
    ("/inbox/accounts/<officer_id>", "POST"): ((A,), 400),
    ("/inbox/accounts/<officer_id>/disable", "GET"): ((A,), 200),
    ("/inbox/accounts/<officer_id>/disable", "POST"): ((A,), 303),
    ("/inbox/accounts/<officer_id>/enable", "POST"): ((A,), 303),
    ("/inbox/accounts/<officer_id>/reset", "GET"): ((A,), 200),
    ("/inbox/accounts/<officer_id>/reset", "POST"): ((A,), 303),  # of an account without a password
    ("/inbox/accounts/<officer_id>/sessions", "POST"): ((A,), 303),
}
BY_ITSELF = {"/inbox/changes", "/inbox/staying"}
"""What pages ask for without anybody doing anything."""
ROWS = [pytest.param(rule, method, id=f"{method} {rule}") for rule, method in TABLE]


class Persons:
    """Everybody there is, with a browser each. Sessions are made anew at each call."""

    def __init__(self, end):
        self.end = end
        self.of_role = {role: end.officer(role, ["watford"]) for role in ROLES}
        self.gone = end.officer("supervisor")
        self.new = end.with_password("administrator").officer
        self.began = end.clock.now

    def in_as(self, role):
        return self.end.client(self.of_role[role])

    def at_stage(self, stage):
        client = self.end.client()
        client.be_in(self.end.accounts.begin(self.of_role[S].officer_id, self.end.clock.now, stage))
        return client

    def out(self):
        """Everybody who is not in, however near they have been."""
        end, supervisor = self.end, self.of_role[S].officer_id
        minutes, hours = end.settings.idle_minutes, end.settings.session_hours
        yield "nobody", end.client()
        for name, ago in (("idle", timedelta(minutes=minutes)), ("too long", timedelta(hours=hours))):
            client = end.client()
            client.be_in(end.accounts.begin(supervisor, end.clock.now - ago))
            yield name, client
        disabled = end.client(self.gone)
        end.accounts.disable(self.gone.officer_id, by="operator", at=end.clock.now)
        yield "disabled", disabled
        end.accounts.enable(self.gone.officer_id, by="operator", at=end.clock.now)
        yield "disabled, and enabled again", disabled
        ended = end.client(self.gone)
        end.accounts.end_sessions(self.gone.officer_id, by="operator", at=end.clock.now)
        yield "ended everywhere", ended
        left = end.client(self.of_role[S])
        end.accounts.leave(left.token, end.clock.now)
        yield "left", left
        stage = end.client()
        stage.be_in(end.accounts.begin(supervisor, end.clock.now, "some-day"))
        yield "at a stage that nobody knows", stage
        for token in ("guessed", "", ["a list"]):
            guessed = end.client()
            guessed.be_in(token)
            yield f"with the token {token!r}", guessed
        yield "with a cookie that another key has signed", self._forged()

    def _forged(self):
        client, officer = self.end.client(), self.of_role[S]
        other = Flask("other")
        other.secret_key = b"somebody else's"
        signer = SecureCookieSessionInterface().get_signing_serializer(other)
        token = self.end.accounts.begin(officer.officer_id, self.end.clock.now)
        client.set_cookie("ivr", signer.dumps({"s": token}), domain="127.0.0.1")
        return client


@pytest.fixture(scope="module")
def everybody(tmp_path_factory):
    end = made(tmp_path_factory.mktemp("guard"))
    end.means.accounts._passwords = end.accounts._passwords
    yield Persons(end)
    end.close()


@pytest.fixture
def persons(everybody):
    """Everybody, and nobody is in yet, whatever the test before has done."""
    end = everybody.end
    end.clock.now, end.app.testing = everybody.began, True
    end.store.database.write(lambda connection: connection.execute(tables.session.delete()))
    return everybody


@pytest.fixture(scope="module")
def places(everybody):
    """A path of each route, with things in it that are there."""
    end = everybody.end
    left = end.message(area="watford")
    end.request("cancel", left.reference)
    (asked,) = end.desk.requests(everybody.of_role[S], end.clock.now)
    from ivr.web.inbox.assets import VERSION

    things = {
        "<reference>": left.reference,
        "<int:number>": "1",
        "<request_id>": str(asked.request_id),
        "<version>": VERSION,
        "<name>": "inbox.css",
    }

    def path(rule, *, fresh=False):
        if fresh and "<reference>" in rule:
            rule = rule.replace("<reference>", end.message(area="watford").reference)
        if "<officer_id>" in rule:
            rule = rule.replace("<officer_id>", end.officer().officer_id)
        for name, value in things.items():
            rule = rule.replace(name, value)
        assert "<" not in rule, "say what stands there"
        return rule

    return path


def ask(client, method, path, **more):
    return client.send(path, **more) if method == "POST" else client.open(path, method=method, **more)


def routes(app):
    return {
        (rule.rule, method)
        for rule in app.url_map.iter_rules()
        if rule.endpoint.partition(".")[0] == "inbox" or rule.rule.startswith("/inbox")
        for method in rule.methods
    }


# what there is


def test_every_route_is_in_the_table_and_the_other_way_round(persons):
    there_is = {(rule, method) for rule, method in routes(persons.end.app) if method != "HEAD"}
    assert there_is == TABLE.keys()


def test_a_head_is_where_a_get_is_and_nothing_else_is_anywhere(persons):
    there_is = routes(persons.end.app)
    assert {rule for rule, method in there_is if method == "HEAD"} == {
        rule for rule, method in TABLE if method == "GET"
    }
    assert {method for _, method in there_is} == {"GET", "HEAD", "POST"}


def test_every_view_says_who_may_come(persons):
    app = persons.end.app
    marks = {
        name: guard.mark_of(view) for name, view in app.view_functions.items() if name.startswith("inbox.")
    }
    assert None not in marks.values()
    assert set(marks.values()) <= {*May, guard.PUBLIC, guard.HALF_WAY}
    public = {name.removeprefix("inbox.") for name, mark in marks.items() if mark == guard.PUBLIC}
    assert public == {"login", "logout", "sign_in", "sign_in_callback", "asset"}
    half_way = {name.removeprefix("inbox.") for name, mark in marks.items() if mark == guard.HALF_WAY}
    assert half_way == {"code", "set_up"}


def test_what_a_page_asks_for_by_itself_keeps_nobody_in(persons):
    end = persons.end
    views = end.app.view_functions
    found = {
        rule.rule for rule in end.app.url_map.iter_rules() if guard.is_by_itself(views.get(rule.endpoint))
    }
    assert found == BY_ITSELF
    client, began = persons.in_as(O), end.clock.now
    for minutes in (10, 20, 29):
        end.clock.now = began + timedelta(minutes=minutes)
        assert client.get("/inbox/changes").status_code == 200
    end.clock.now = began + timedelta(minutes=30)
    assert client.get("/inbox/changes").status_code == 401, "not led elsewhere: nobody sees where"
    client.be_in(end.accounts.begin(persons.of_role[O].officer_id, began))
    for minutes in (20, 40):
        end.clock.now = began + timedelta(minutes=minutes)
        assert client.get("/inbox/account").status_code == 200, "who does something stays in"


def test_how_long_it_lasts_is_told_and_whoever_writes_stays_in(persons):
    end, client = persons.end, persons.in_as(M)
    began = end.clock.now
    half_an_hour = end.settings.idle_minutes * 60
    assert client.get("/inbox/staying").json == {"left": half_an_hour}
    end.clock.now = began + timedelta(minutes=10)
    assert client.get("/inbox/staying").json == {"left": half_an_hour - 600}, "asking keeps nobody in"
    assert client.get("/inbox/stay").json == {"left": half_an_hour}
    assert client.get("/inbox/staying").json == {"left": half_an_hour}


def test_what_pages_are_for_is_the_same_in_the_table_of_roles(persons):
    """Marks say `May`; which roles that is, the other table says. Both are compared with what is written here."""
    app = persons.end.app
    from ivr.message.accounts import MAY

    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith("inbox."):
            continue
        mark = guard.mark_of(app.view_functions[rule.endpoint])
        for method in rule.methods - {"HEAD"}:
            who, _ = TABLE[rule.rule, method]
            if isinstance(who, tuple):
                assert {role for role in ROLES if mark in MAY[role]} == set(who), rule.rule


# who gets in


@pytest.mark.parametrize(("rule", "method"), ROWS)
def test_every_role_at_every_route(persons, places, rule, method):
    who, status = TABLE[rule, method]
    for role in EVERYBODY:
        client = persons.in_as(role)
        may = who == PUBLIC or role in who
        answer = ask(client, method, places(rule, fresh=may and method == "POST"))
        if who == HALF_WAY:
            assert (answer.status_code, answer.location) == (303, "/inbox/"), role
        elif rule == "/inbox/login" and method == "GET":
            assert (answer.status_code, answer.location) == (303, "/inbox/"), "who is in need not come in"
        elif not may:
            assert answer.status_code == 403, role
            assert "Your role does not let you do this" in answer.text
        else:
            expected = status[role] if isinstance(status, dict) else status
            assert answer.status_code in (expected if expected is REFUSED else {expected}), (
                role,
                answer.location,
            )
            assert (
                rule == "/inbox/logout"
                or answer.location not in ("/inbox/login", "/inbox/login/code")
                or (rule == "/inbox/account/everywhere")
            )


@pytest.mark.parametrize(("rule", "method"), [row for row in ROWS if row.values[1] == "GET"])
def test_a_head_gets_what_a_get_gets_and_no_page(persons, places, rule, method):
    path = places(rule)
    for client in (*map(persons.in_as, EVERYBODY), persons.end.client(), persons.at_stage("code")):
        head, get = client.head(path), client.get(path)
        assert (head.status_code, head.location, head.data) == (get.status_code, get.location, b"")


@pytest.mark.parametrize(("rule", "method"), ROWS)
def test_whoever_is_not_in_gets_nothing(persons, places, rule, method):
    who, status = TABLE[rule, method]
    path = places(rule)
    for name, client in persons.out():
        before = persons.end.entries()
        answer = ask(client, method, path)
        if who == PUBLIC:
            assert answer.status_code == status, name
        elif name == "at a stage that nobody knows":
            assert answer.status_code == 403
        elif method == "POST" or rule in BY_ITSELF:
            assert answer.status_code == 401, name
        else:
            assert (answer.status_code, answer.location) == (303, "/inbox/login"), name
        if who != PUBLIC:
            assert persons.end.entries() == before, "nothing was done, so nothing is in the log"
            assert "watford" not in answer.text.lower()


@pytest.mark.parametrize(("rule", "method"), ROWS)
@pytest.mark.parametrize(
    ("stage", "page"), [("code", "/inbox/login/code"), ("set-up", "/inbox/login/set-up")]
)
def test_whoever_is_half_way_gets_to_the_page_of_their_stage_only(persons, places, rule, method, stage, page):
    who, status = TABLE[rule, method]
    client = persons.at_stage(stage)
    answer = ask(client, method, places(rule))
    if who == PUBLIC or rule == page:
        assert answer.status_code == status
    elif who == HALF_WAY:
        assert (answer.status_code, answer.location) == (303, page)
    elif method == "POST" or rule in BY_ITSELF:
        assert answer.status_code == 401
    else:
        assert (answer.status_code, answer.location) == (303, page)


@pytest.mark.parametrize("rule", sorted({rule for rule, _ in TABLE}))
def test_no_other_method_does_anything(persons, places, rule):
    path = places(rule)
    known = {method for of, method in TABLE if of == rule} | {"HEAD"}
    for client in (persons.end.client(), persons.in_as(S), persons.in_as(A)):
        for method in {"OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "GET", "POST"} - known:
            answer = client.open(path, method=method)
            assert answer.status_code == 405, method
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_who_has_another_role_now_has_it_at_once(persons):
    end = persons.end
    officer = end.officer("officer", ["watford"])
    client = end.client(officer)
    assert client.get("/inbox/changes").status_code == 200
    end.accounts.change(officer.officer_id, by="operator", at=end.clock.now, role="manager")
    assert client.get("/inbox/changes").status_code in (401, 403)


def test_a_player_and_a_script_are_told_and_not_led(persons, places):
    for dest in ("audio", "empty", "script"):
        answer = persons.end.client().get(
            places(f"{MESSAGE}/recordings/<int:number>"), headers={"Sec-Fetch-Dest": dest}
        )
        assert answer.status_code == 401


def test_a_view_without_a_mark_is_closed():
    app = Flask("unmarked")
    pages = Blueprint("inbox", "unmarked")

    @pages.get("/unmarked")
    def unmarked():
        return "open"

    pages.before_request(lambda: guard.check(app, None))
    app.register_blueprint(pages)
    assert app.test_client().get("/unmarked").status_code == 404


# forms


@pytest.mark.parametrize(("rule", "method"), [row for row in ROWS if row.values[1] == "POST"])
def test_a_form_that_no_page_has_made_does_nothing(persons, places, rule, method):
    who, _ = TABLE[rule, method]
    role = S if who in (PUBLIC, HALF_WAY) or S in who else who[0]
    path = places(rule)
    client = persons.at_stage("code") if who == HALF_WAY else persons.in_as(role)
    before = persons.end.entries()
    other = persons.in_as(role)
    assert client.post(path).status_code == 400
    assert client.post(path, data={"csrf_token": "made up"}).status_code == 400
    assert client.post(path, data={"csrf_token": other.form_token() + "x"}).status_code == 400
    signer = URLSafeTimedSerializer("another key", salt="wtf-csrf-token")
    assert client.post(path, data={"csrf_token": signer.dumps("0123456789abcdef" * 2)}).status_code == 400
    for site in ("cross-site", "same-site"):
        assert client.send(path, headers={"Sec-Fetch-Site": site}).status_code == 403, (
            "not even with a right token"
        )
    assert persons.end.entries() == before
    assert client.get("/inbox/login").status_code in (200, 303), "nobody is put out by it either"


def test_a_form_of_somebody_else_is_no_form(persons):
    one, other = persons.in_as(O), persons.in_as(S)
    one.get("/inbox/account")
    other.get("/inbox/account")
    with other.session_transaction(base_url=other.base) as kept:
        kept["csrf_token"] = "f" * 40
    assert one.post("/inbox/account/others", data={"csrf_token": other.form_token()}).status_code == 400


def test_a_form_has_a_longest_size(persons):
    client = persons.in_as(O)
    assert client.send("/inbox/account/notices", {"notices": "x" * 70_000}).status_code == 413
    many = {f"field-{number}": "x" for number in range(300)}
    answer = client.post("/inbox/account/notices", data={**many, "csrf_token": client.form_token()})
    assert answer.status_code == 400
    parts = client.send("/inbox/account/notices", many, content_type="multipart/form-data")
    assert parts.status_code == 413


# what every answer carries


@pytest.mark.parametrize(("rule", "method"), ROWS)
def test_every_answer_carries_the_headers(persons, places, rule, method):
    for client in (persons.end.client(), persons.in_as(S)):
        answer = ask(client, method, places(rule))
        for name, value in protection.HEADERS.items():
            assert answer.headers[name] == value
        if rule != "/inbox/assets/<version>/<name>":
            assert answer.headers["Cache-Control"] == "no-store"
        assert "Strict-Transport-Security" not in answer.headers, "this one is not over https"


def test_the_policy_lets_nothing_in_that_is_not_of_this_host():
    policy = dict(
        part.strip().partition(" ")[::2] for part in protection.HEADERS["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert (
        policy["script-src"]
        == policy["style-src"]
        == policy["connect-src"]
        == policy["form-action"]
        == "'self'"
    )
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in " ".join(policy.values())
    assert "*" not in " ".join(policy.values())


def test_what_is_not_found_carries_them_too(persons):
    for path in ("/inbox/nothing", "/inbox/messages/", "/inbox/accounts/nobody/at/all"):
        answer = persons.in_as(A).get(path)
        assert answer.status_code == 404
        assert answer.headers["Content-Security-Policy"] == protection.HEADERS["Content-Security-Policy"]
    assert persons.in_as(A).get("/inbox/accounts/nobody").status_code == 404


def test_the_cookie_over_https(tmp_path):
    end = made(tmp_path, inbox_url="https://inbox.example")
    answer = end.client().get("/inbox/login")
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-ivr=")
    parts = {part.strip() for part in cookie.split(";")}
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= parts
    assert not any(part.startswith(("Domain", "Expires", "Max-Age")) for part in parts)
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    end.close()


def test_the_cookie_is_signed_with_sha_256(persons):
    """Whoever signs as Flask does by itself, with SHA-1, has signed nothing, though they know the key."""
    app = persons.end.app
    token = persons.end.accounts.begin(persons.of_role[S].officer_id, persons.end.clock.now)
    client = persons.end.client()
    by_default = SecureCookieSessionInterface().get_signing_serializer(app)
    client.set_cookie("ivr", by_default.dumps({"s": token}), domain="127.0.0.1")
    assert client.get("/inbox/account").status_code == 303
    signer = app.session_interface.get_signing_serializer(app)
    client.set_cookie("ivr", signer.dumps({"s": token}), domain="127.0.0.1")
    assert client.get("/inbox/account").status_code == 200


# what goes wrong


def test_a_page_that_fails_says_so_and_the_log_says_only_where(persons, monkeypatch, caplog):
    end = persons.end
    end.app.testing = False
    told = "Sam Jones, 07700 900123"

    def fail(*_, **__):
        raise KeyError(told)

    monkeypatch.setattr(type(end.means.accounts), "sessions_of", fail)
    answer = persons.in_as(O).get("/inbox/account")
    assert answer.status_code == 500
    assert answer.headers["Content-Security-Policy"] == protection.HEADERS["Content-Security-Policy"]
    assert told not in answer.text
    assert "KeyError" in caplog.text
    assert "inbox.account" in caplog.text
    assert "test_inbox_guard.py" in caplog.text, "where it was raised"
    assert told not in caplog.text
    assert "900123" not in caplog.text
    assert "Traceback" not in caplog.text
    assert not [record for record in caplog.records if record.exc_info]
