"""Nobody but Twilio is answered: 403 and not a word more, whatever else is wrong with the request."""

import logging
import re
from urllib.parse import urlencode

import pytest
from twilio_end import CALL, PUBLIC, TOKEN, Twilio, line_settings
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import Client

from ivr.web import create_app
from ivr.web.signature import NotConfigured

FORM = "application/x-www-form-urlencoded"
OPEN = {"/", "/healthz", "/readyz"}
"""What anybody may read."""

EXAMPLES = {"place": "0123456789ab/en/normal/main/1/-/1/1/-", "node": "main", "step": "1"}


def refused(answer) -> bool:
    assert answer.status_code == 403
    assert answer.data == b""
    return True


TOKEN_IN_URL = {"/voice/listen/<token>.wav"}
"""Where a token in the URL is the guard: see test_listening.py."""
SIGNED = {"/voice", "/voice/<path:place>", "/voice/recording/<node>/<step>", "/voice/status"}
"""What only Twilio may ask."""


def rules_of(app):
    """Every rule but those of the inbox, whose guard has a test of its own."""
    return {rule.rule for rule in app.url_map.iter_rules() if not rule.rule.startswith("/inbox")}


def voice_rules(app):
    return [rule for rule in app.url_map.iter_rules() if rule.rule in rules_of(app) - OPEN - TOKEN_IN_URL]


def test_every_route_has_a_guard_or_is_open_on_purpose(app):
    assert rules_of(app) == OPEN | TOKEN_IN_URL | SIGNED


def test_the_two_sides_of_the_line_can_be_served_apart(make_app):
    assert rules_of(make_app(only="voice")) == OPEN | TOKEN_IN_URL | SIGNED
    assert not any(rule.rule.startswith("/inbox") for rule in make_app(only="voice").url_map.iter_rules())
    assert rules_of(make_app(only="inbox", twilio_auth_token="", public_url="")) == OPEN


def test_the_side_that_answers_calls_cannot_open_what_it_keeps(make_app):
    both, voice = make_app(), make_app(only="voice")
    twilio = Twilio(voice)
    twiml = twilio.post("/voice")
    for digits in ("", "1", "1", "1"):
        twiml = twilio.post(re.findall(r'action="([^"]+)"', twiml)[-1], Digits=digits)
    assert "after the beep" in twiml
    assert not voice.extensions["store"].vault.can_open
    assert voice.extensions["caller_messages"](CALL)[0]["answers"] == {}
    assert both.extensions["caller_messages"](CALL)[0]["answers"] == {"safe_number": "07700900001"}


def test_every_route_that_is_not_public_refuses_whoever_is_not_twilio(app):
    rules = voice_rules(app)
    assert {rule.rule for rule in rules} == SIGNED
    client = app.test_client()
    adapter = app.url_map.bind("line.example")
    for rule in rules:
        path = adapter.build(rule.endpoint, {name: EXAMPLES[name] for name in rule.arguments})
        for headers in ({}, {"X-Twilio-Signature": ""}, {"X-Twilio-Signature": "bm9wZQ=="}):
            assert refused(client.post(path, data={"CallSid": "CA1"}, headers=headers))


def test_the_guard_belongs_to_the_blueprint_so_that_a_new_route_has_it(app):
    assert len(app.before_request_funcs["voice"]) == 1
    for rule in voice_rules(app):
        assert rule.endpoint.startswith("voice.")


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_only_post_is_answered(app, method):
    client = app.test_client()
    for path in ("/voice", "/voice/x", "/voice/status", "/voice/recording/main/1"):
        answer = client.open(path, method=method)
        assert answer.status_code == 405
        assert answer.headers["Allow"] == "POST"


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/voice/",
        "/voice//",
        "/voice//x",
        "/voice/a//b",
        "/static/x",
        "/voice.php",
        "/voice/../etc",
    ],
)
def test_other_paths_are_not_found_and_never_redirected(app, path):
    answer = app.test_client().post(path)
    assert answer.status_code in (403, 404)
    assert "Location" not in answer.headers


def test_a_wrong_signature_is_refused(app, twilio):
    pairs = twilio.fields()
    good = twilio.sign("/voice", pairs)
    client = app.test_client()

    def post(signature: str, **more):
        body = {"data": urlencode(pairs), "content_type": FORM} | more
        return client.post("/voice", headers={"X-Twilio-Signature": signature}, **body)

    assert post(good).status_code == 200
    assert refused(post(good[:-2] + "A="))
    assert refused(post(good + " "))
    assert refused(post(good, data=urlencode([*pairs, ("Digits", "1")])))
    assert refused(post(good, query_string="x=1"))
    assert refused(post(good, content_type="application/json"))
    assert refused(post(good, content_type="multipart/form-data; boundary=x"))
    assert refused(post(good, content_type=""))
    assert post(good, content_type=FORM.upper() + ";charset=utf-8").status_code == 200


def test_the_four_ways_to_crash_twilios_own_library(app, make_app, twilio):
    client = app.test_client()
    # 1. no header at all
    assert refused(client.post("/voice", data=urlencode(twilio.fields()), content_type=FORM))
    # 2. a body that is not a form, without bodySHA256
    signature = {"X-Twilio-Signature": twilio.sign("/voice", [])}
    assert refused(client.post("/voice", data=b"{}", content_type="application/json", headers=signature))
    # 3. a name, a password and a port in the URL: what Twilio signed is let in, anything else is not
    for host in ("user:secret@line.example:8443", "[2001:db8::1]:8443"):
        public = f"https://{host}"
        other = Twilio(make_app(public_url=public), public)
        pairs = other.fields()
        headers = {"X-Twilio-Signature": "AAAA"}
        assert refused(other.client.post("/voice", data=urlencode(pairs), content_type=FORM, headers=headers))
    # 4. a query that somebody decoded or wrote anew
    assert refused(
        client.post(
            "/voice?a=%C3%A9",
            data="",
            content_type=FORM,
            headers={"X-Twilio-Signature": twilio.sign("/voice?a=é", [])},
        )
    )


def test_a_query_is_part_of_what_is_signed(twilio):
    assert twilio.send("/voice?heard=nothing&x=%C3%A9+%2B", twilio.fields()).status_code == 200


def test_a_public_url_that_keeps_twilios_overrides_works(make_app):
    public = f"{PUBLIC}#rc=2&rp=all"
    assert Twilio(make_app(public_url=public)).send("/voice", []).status_code == 200


@pytest.mark.parametrize("changes", [{"twilio_auth_token": ""}, {"public_url": ""}])
def test_without_a_token_or_an_address_nothing_is_served(tmp_path, changes):
    with pytest.raises(NotConfigured):
        create_app(line_settings(tmp_path, **changes))


def test_blank_and_repeated_fields_count(twilio):
    pairs = [*twilio.fields(), ("CallerName", ""), ("Twice", "b"), ("Twice", "a"), ("Twice", "a"), ("", "")]
    assert twilio.send("/voice", pairs).status_code == 200
    assert twilio.send("/voice", [("é", "ü ∑ + %41 & =")]).status_code == 200


def test_a_body_that_is_too_long_is_refused_unread(app, twilio):
    class Counted:
        read_bytes = 0

        def read(self, size: int = -1) -> bytes:
            Counted.read_bytes += max(size, 0)
            return b"x" * max(size, 0)

    for length in ("65537", "99999999", "9" * 30, "-1", "1e3", "²", "x"):
        environ = {"CONTENT_LENGTH": length, "wsgi.input": Counted(), "CONTENT_TYPE": FORM}
        assert refused(app.test_client().post("/voice", environ_overrides=environ))
    assert Counted.read_bytes == 0
    pairs = [("A", "x" * 65_000)]
    assert twilio.send("/voice", pairs).status_code == 200
    assert refused(twilio.send("/voice", [("A", "x" * 66_000)]))
    assert refused(twilio.send("/voice", [(f"a{number}", "") for number in range(1001)]))


def test_a_body_shorter_than_its_length_is_refused(app, twilio):
    pairs = twilio.fields()
    headers = {"X-Twilio-Signature": twilio.sign("/voice", pairs)}
    whole = urlencode(pairs)
    answer = app.test_client().post(
        "/voice",
        data=whole,
        content_type=FORM,
        headers=headers,
        environ_overrides={"CONTENT_LENGTH": str(len(whole) + 5)},
    )
    assert refused(answer)


def test_a_body_in_pieces_is_read_whole(app, twilio):
    pairs = twilio.fields()
    body = urlencode(pairs).encode()

    class Slow:
        rest = body

        def read(self, size: int = -1) -> bytes:
            piece, self.rest = self.rest[:7], self.rest[7:]
            return piece

    environ = {"CONTENT_LENGTH": str(len(body)), "wsgi.input": Slow(), "CONTENT_TYPE": FORM}
    headers = {"X-Twilio-Signature": twilio.sign("/voice", pairs)}
    assert app.test_client().post("/voice", headers=headers, environ_overrides=environ).status_code == 200
    environ |= {"CONTENT_LENGTH": "", "wsgi.input": Slow(), "wsgi.input_terminated": True}
    assert app.test_client().post("/voice", headers=headers, environ_overrides=environ).status_code == 200


# Behind a proxy -------------------------------------------------------------------------------------------------


def test_behind_a_proxy_only_the_public_url_counts(twilio):
    internal = {"base_url": "http://10.0.0.7:8080"}
    lies = {"X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.example", "X-Forwarded-Port": "81"}
    assert twilio.send("/voice", twilio.fields(), **internal).status_code == 200
    assert twilio.send("/voice", twilio.fields(), **internal, headers=lies).status_code == 200


def test_a_signature_for_another_host_is_refused_whatever_the_headers_say(app):
    other = Twilio(app, "https://evil.example")
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    assert refused(other.send("/voice", other.fields(), headers=headers, base_url="https://evil.example"))


@pytest.mark.parametrize("prefix", ["/prefix", "/a/b", "/voice", "/v%20x"])
def test_a_public_url_with_a_path(make_app, prefix):
    """A proxy that takes the prefix away, and one that does not."""
    twilio = Twilio(make_app(public_url=PUBLIC + prefix), PUBLIC + prefix)
    page = twilio.send("/voice", twilio.fields())
    assert page.status_code == 200
    assert f'action="{prefix}/voice/' in page.text
    onward = page.text.partition(f'action="{prefix}')[2].partition('"')[0]
    for seen in (onward, prefix + onward):
        answer = twilio.send(onward, twilio.fields(Digits="1"), at=seen)
        assert answer.status_code == 200
        assert "What would you like" in answer.text
    assert twilio.send("/voice", twilio.fields(), at=prefix + "/voice").status_code == 200
    assert twilio.send("/voice/status", twilio.fields(), at="/voice/status").status_code == 200
    if prefix != "/voice":  # where the proxy leaves that one on, its pages cannot be told from the webhook
        assert twilio.client.get(prefix + "/healthz").status_code == 200
        assert twilio.client.get(prefix + "/").status_code == 200


def test_mounted_under_the_prefix_by_another_app(make_app):
    public = PUBLIC + "/prefix"
    app = make_app(public_url=public)
    twilio = Twilio(app, public)
    twilio.client = Client(DispatcherMiddleware(lambda *_: [], {"/prefix": app}))
    assert twilio.send("/voice", twilio.fields(), at="/prefix/voice").status_code == 200


def test_being_refused_leaves_nothing_behind(app, twilio, caplog):
    caplog.set_level(logging.DEBUG)
    app.test_client().post("/voice/x", data={"Digits": "07700900123"}, headers={"X-Twilio-Signature": "x"})
    assert "07700900123" not in caplog.text
    assert TOKEN not in caplog.text
