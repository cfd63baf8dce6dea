"""For whom the studio is there, who may do what in it, and what another site can have a browser do: nothing.

The table is written by hand, and knows nothing of the marks on the views. A route that is not in it fails.
"""

import pytest
from flask import Blueprint
from studio_end import HOST, SMALL, Browser, line_of, means_of

from ivr.web.settings import Settings, SettingsError, from_environment
from ivr.web.studio import guard
from ivr.web.studio.protection import HEADERS
from ivr.web.studio.switch import switched

CALL = "/studio/calls/<call_id>"
VISITORS, HERE = "visitors", "here"
TABLE = {
    ("/studio", "GET"): VISITORS,
    ("/studio/", "GET"): VISITORS,
    ("/studio/assets/<version>/<name>", "GET"): VISITORS,
    ("/studio/now", "GET"): VISITORS,
    ("/studio/map.svg", "GET"): VISITORS,
    ("/studio/map.mmd", "GET"): VISITORS,
    ("/studio/outline", "GET"): VISITORS,
    ("/studio/calls", "POST"): VISITORS,
    (CALL, "GET"): VISITORS,
    (f"{CALL}/do", "POST"): VISITORS,
    (f"{CALL}/record", "POST"): VISITORS,
    (f"{CALL}/speak", "POST"): VISITORS,
    (f"{CALL}/sound/<document>/<part>", "GET"): VISITORS,
    (f"{CALL}/scenario", "GET"): VISITORS,
    (f"{CALL}/link", "GET"): VISITORS,
    (f"{CALL}/save", "POST"): HERE,
    ("/studio/scenarios", "GET"): VISITORS,
    ("/studio/scenarios", "POST"): HERE,
}


def routes(app):
    for rule in app.url_map.iter_rules():
        if guard.is_studio(rule.rule):
            for method in rule.methods - {"HEAD", "OPTIONS"}:
                yield rule, method


@pytest.fixture(scope="module")
def nowhere():
    """A line without a studio: how it answers is how every address of one must answer that is not there."""
    app = line_of(SMALL, studio="off")
    yield app.test_client()
    app.extensions["store"].close()


@pytest.fixture(scope="module")
def for_others():
    app = line_of(SMALL, studio="on")
    yield app
    means_of(app).calls.close()
    app.extensions["store"].close()


def test_every_address_is_in_the_table_and_marked_so(app):
    found = {
        (rule.rule, method): guard.mark_of(app.view_functions[rule.endpoint]) for rule, method in routes(app)
    }
    assert found == TABLE


def asked(client, rule, method, **how):
    """Ask for a route with made-up names in it; what differs from answer to answer is left out."""
    address = rule.replace("<call_id>", "x").replace("<version>", "x").replace("<name>", "x")
    address = address.replace("<document>", "0").replace("<part>", "0")
    answer = client.open(address, method=method, **how)
    return answer.status_code, answer.data, sorted(answer.headers)


ELSEWHERE = [
    {"headers": {"Host": "studio.example"}},
    {"headers": {"Host": "127.0.0.1.studio.example:5055"}},
    {"headers": {"Host": HOST, "X-Forwarded-For": "192.0.2.1"}},
    {"headers": {"Host": HOST, "Forwarded": "for=192.0.2.1"}},
    {"headers": {"Host": HOST, "X-Forwarded-Host": "studio.example"}},
    {"headers": {"Host": HOST, "Via": "1.1 proxy"}},
    {"headers": {"Host": HOST}, "environ_base": {"REMOTE_ADDR": "192.0.2.1"}},
]


@pytest.mark.parametrize("how", ELSEWHERE, ids=lambda how: str(how)[13:60])
def test_who_comes_from_elsewhere_finds_nothing_at_any_address(app, nowhere, how):
    client = app.test_client()
    for rule, method in TABLE:
        assert asked(client, rule, method, **how) == asked(nowhere, rule, method, **how), rule
    for address in ("/studio/calls", "/studio/nothing", "/studio//", "/studio/assets/x/y/z"):
        assert asked(client, address, "GET", **how) == asked(nowhere, address, "GET", **how)
        assert asked(client, address, "DELETE", **how)[0] == 404


def test_behind_proxies_that_are_trusted_nobody_is_here():
    app = line_of(SMALL, trusted_proxies=1)
    try:
        for more in ({}, {"X-Forwarded-For": "127.0.0.1"}, {"X-Forwarded-For": "192.0.2.1"}):
            answer = app.test_client().get("/studio/now", headers={"Host": HOST, **more})
            assert answer.status_code == 404
    finally:
        app.extensions["store"].close()


@pytest.mark.parametrize("studio", ["", "off"])
def test_it_is_not_there_unless_it_is_switched_on(studio):
    app = line_of(SMALL, studio=studio)
    assert not list(routes(app))
    app.extensions["store"].close()


@pytest.mark.parametrize("only", ["voice", "inbox"])
def test_half_a_line_has_none(only):
    app = line_of(SMALL, only=only)
    assert not list(routes(app))
    app.extensions["store"].close()


def test_a_view_that_nobody_has_marked_is_closed():
    app = line_of(SMALL)
    more = Blueprint("more", __name__)
    more.add_url_rule("/studio/more", "more", lambda: "open")
    app.register_blueprint(more)
    assert Browser(app).get("more").status_code == 404
    app.extensions["store"].close()


def test_another_site_can_have_a_browser_do_nothing(browser):
    for site in ("cross-site", "same-site"):
        assert browser.post("calls", **{"Sec-Fetch-Site": site}).status_code == 403
        assert browser.get("now", **{"Sec-Fetch-Site": site}).status_code == 403
        assert (
            browser.get("map.svg", **{"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors"}).status_code == 403
        )
        framed = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}
        assert browser.get("", **framed).status_code == 403
    for origin in ("null", "http://127.0.0.1:5056", "https://127.0.0.1:50550", "http://studio.example"):
        assert browser.post("calls", Origin=origin).status_code == 403
    assert browser.post("calls", Origin=f"http://{HOST}").status_code == 201
    opened = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert browser.get("now", **opened).status_code == 200  # a link elsewhere may lead here


def test_nothing_is_done_without_the_token_of_the_page(app, browser):
    assert Browser(app, **{"X-CSRF-Token": ""}).post("calls").status_code == 400
    assert Browser(app, **{"X-CSRF-Token": "0" * 32}).post("calls").status_code == 400
    assert Browser(app, **{"X-CSRF-Token": "é"}).post("calls").status_code == 400
    assert len(means_of(app).calls) == 0
    for rule, method in TABLE:
        if method == "POST":
            status, *_ = asked(app.test_client(), rule, method, headers={"Host": HOST}, json={})
            assert status == 400, rule


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data"])
def test_what_a_form_can_send_is_not_taken(browser, kind):
    answer = browser.client.post("/studio/calls", data="{}", content_type=kind, headers=browser.headers)
    assert answer.status_code == 400


def test_what_is_too_long_is_not_read(browser):
    phone = browser.ring().all("1", "1", "1")
    headers = {**browser.headers, "Content-Type": "audio/wav"}
    assert browser.post("calls", {"clock": "x" * 20_000}).status_code in (400, 413)
    long = browser.client.post(f"/studio/{phone.url}/record", data=b"x" * (4 * 2**20 + 1), headers=headers)
    assert long.status_code == 413
    assert "4 MB" in long.json["error"]


def test_every_answer_carries_the_headers(browser):
    for answer in (
        browser.get(""),
        browser.get("now"),
        browser.get("nothing"),
        browser.post("calls", {"x": 1}),
    ):
        for name, value in HEADERS.items():
            assert answer.headers[name] == value
        assert "no-store" in answer.headers["Cache-Control"]
        assert "Set-Cookie" not in answer.headers
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "media-src 'self' blob:" in policy
    assert "microphone=(self)" in HEADERS["Permissions-Policy"]


def test_the_page_does_not_know_how_to_do_what_it_cannot(browser):
    assert browser.get("nothing").json["error"]
    assert browser.get("calls").status_code == 405
    assert browser.get("calls/unknown").status_code == 404
    assert browser.client.open("/studio/calls", method="PUT", headers=browser.headers).status_code == 405


def test_switched_on_for_others_it_changes_nothing_and_names_nobody(for_others):
    visitor = Browser(for_others, Host="line.example")
    assert (
        visitor.client.get("/studio/now", headers={"Host": "line.example", "Via": "1.1 x"}).status_code == 200
    )
    phone = visitor.ring().all("0")
    assert phone.documents[-1]["waiting"] == "dial"
    assert "01632960001" not in str(phone.documents)
    assert "+441632960000" in phone.documents[-1]["twiml"]
    for answer in (
        visitor.post(f"{phone.url}/save", {"title": "x"}),
        visitor.post("scenarios", {"fault": None}),
        visitor.post("calls", {"line": "running"}),
    ):
        assert answer.status_code == 403, answer.text
    assert "01632960001" not in visitor.get(f"{phone.url}/scenario").text
    assert not (SMALL.parent / "tests").exists()


HERE_ONLY = Settings(public_url=f"http://{HOST}")


@pytest.mark.parametrize(
    ("settings", "how", "studio"),
    [
        (HERE_ONLY, {}, "here"),
        (HERE_ONLY, {"host": "localhost"}, "here"),
        (HERE_ONLY, {"host": "::1"}, "here"),
        (HERE_ONLY, {"host": "0.0.0.0"}, "off"),  # the very thing that is tried
        (HERE_ONLY, {"host": "192.0.2.1"}, "off"),
        (HERE_ONLY, {"workers": 2}, "off"),
        (HERE_ONLY, {"whole": False}, "off"),
        (Settings(public_url="https://line.example"), {}, "off"),
        (Settings(public_url="http://127.0.0.1", inbox_url="https://inbox.example"), {}, "off"),
        (Settings(public_url="https://127.0.0.1@line.example"), {}, "off"),
        (Settings(trusted_proxies=1), {}, "off"),
        (
            Settings(demonstration=False, secret="s" * 32, demonstration_approved_by="A supervisor"),
            {},
            "off",
        ),
        (Settings(studio="off"), {}, "off"),
        (Settings(studio="on"), {"host": "0.0.0.0"}, "on"),
        (Settings(studio="here", public_url="https://line.example"), {}, "here"),
        (Settings(studio="on"), {"workers": 2}, "off"),
        (Settings(studio="on"), {"whole": False}, "off"),
    ],
)
def test_where_it_is_when_a_line_is_started(settings, how, studio):
    found = switched(settings, **{"host": "127.0.0.1", "workers": 1, "whole": True, **how})
    assert found.studio == studio
    assert not (found.why and found.studio != "off")


@pytest.mark.parametrize(
    ("text", "studio"), [("yes", "on"), ("ON", "on"), ("0", "off"), ("Here", "here"), ("off", "off")]
)
def test_the_setting_is_read_as_people_write_it(text, studio):
    assert from_environment({"IVR_STUDIO": text}).studio == studio


def test_a_setting_that_cannot_be_is_told_with_what_can():
    with pytest.raises(SettingsError, match="IVR_STUDIO: write here"):
        from_environment({"IVR_STUDIO": "everywhere"})
