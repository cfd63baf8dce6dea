"""Coming in by the organisation's sign-in, against a provider over real HTTP: what it says, what is forged, what fails."""

import ast
import hmac
import json
import logging
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask import Response
from inbox_end import made
from joserfc.jwk import OctKey
from oidc_provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    RSA,
    by_hand,
    by_rsa,
    ec_key,
    other_key,
    signed,
    unsigned,
)
from signing_in import MAIL, SAM, signing_in

from ivr.web.inbox.entering import identity
from ivr.web.inbox.entering.organisation import NotReached, Organisation

ROOT = Path(__file__).parents[2]
CALLBACK = "/inbox/sign-in/callback"


@pytest.fixture
def there(tmp_path, patient):
    """An inbox whose officers come in by a provider that runs."""
    with signing_in(tmp_path) as both:
        yield both


def go(client, there):
    """Go to the provider and sign in; return the path, with its query, that it leads back to."""
    answer = client.get("/inbox/sign-in")
    assert answer.status_code == 303
    back = urlsplit(there.provider.agree(answer.location))
    assert f"{back.scheme}://{back.netloc}{back.path}" == f"http://127.0.0.1:5055{CALLBACK}"
    return f"{back.path}?{back.query}"


def came_in(there, client=None):
    client = client or there.end.client()
    return client.get(go(client, there))


def is_in(client):
    return client.get("/inbox/account", headers={"Sec-Fetch-Dest": "empty"}).status_code == 200


# the way in


def test_who_signs_in_there_is_in_here(there):
    client = there.end.client()
    answer = came_in(there, client)
    assert (answer.status_code, answer.location) == (303, "/inbox/")
    assert is_in(client)
    assert "Sam Jones" in client.get("/inbox/account").text
    assert there.end.acts()[-1] == "entered"
    client.send("/inbox/logout")
    assert not is_in(client)


def test_the_question_says_all_that_is_needed(there):
    answer = there.end.client().get("/inbox/sign-in")
    asked = {name: value for name, (value,) in parse_qs(urlsplit(answer.location).query).items()}
    assert asked["response_type"] == "code"
    assert asked["client_id"] == CLIENT_ID
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == f"http://127.0.0.1:5055{CALLBACK}"
    assert "openid" in asked["scope"].split()
    assert len(asked["state"]) >= 22
    assert len(asked["nonce"]) >= 22
    assert CLIENT_SECRET not in answer.location
    again = parse_qs(urlsplit(there.end.client().get("/inbox/sign-in").location).query)
    for name in ("state", "nonce", "code_challenge"):
        assert again[name] != [asked[name]], "new each time"


def test_it_comes_back_to_the_address_of_the_settings(there):
    answer = there.end.client().get("/inbox/sign-in", headers={"Host": "elsewhere.example"})
    (back,) = parse_qs(urlsplit(answer.location).query)["redirect_uri"]
    assert back == f"http://127.0.0.1:5055{CALLBACK}"


def test_who_wanted_a_page_gets_there(there):
    client = there.end.client()
    client.get("/inbox/account")
    assert came_in(there, client).location == "/inbox/account"


def test_the_token_is_new(there):
    client = there.end.client(there.end.officer())
    before = client.token
    with client.session_transaction(base_url=client.base) as kept:
        kept["planted"] = "by somebody"
    came_in(there, client)
    with client.session_transaction(base_url=client.base) as kept:
        assert kept["s"] != before
        assert kept.keys() <= {"s", "csrf_token"}, "nothing of the sign-in stays in the browser"
    thief = there.end.client()
    thief.be_in(before)
    assert not is_in(thief)


def test_once_bound_somebody_is_known_by_the_subject_and_not_by_the_mail(there):
    came_in(there)
    there.provider.person = {**SAM, "email": "sam.jones-smith@force.example"}
    assert came_in(there).location == "/inbox/"
    there.provider.person = {**SAM, "sub": "somebody who has that mail address now"}
    assert came_in(there).status_code == 403


def test_the_claim_of_the_settings_is_the_login(tmp_path, there):
    end = there.end
    settings = end.settings.model_copy(update={"oidc_claim": "preferred_username"})
    there.provider.person = {
        "sub": "8",
        "preferred_username": "sjones",
        "email": MAIL,
        "email_verified": True,
    }
    organisation = Organisation(settings)
    back = f"http://127.0.0.1:5055{CALLBACK}"
    pending = organisation.begin(back, end.clock.now)
    given = dict(pair for pair in parse_items(there.provider.agree(pending.url)))
    who = organisation.finish(pending.pending, given, back, end.clock.now)
    assert (who.issuer, who.subject, who.claim) == (there.provider.issuer, "8", "sjones")
    assert "sjones" not in repr(who)
    assert pending.pending["verifier"] not in repr(pending)


def parse_items(address):
    return [(name, value) for name, (value,) in parse_qs(urlsplit(address).query).items()]


def test_a_claim_that_is_told_only_when_asked_for_is_asked_for(there):
    there.provider.only_when_asked = {"email", "email_verified"}
    assert came_in(there).location == "/inbox/"
    assert there.provider.asked[-1] == "/userinfo"


def test_what_is_told_of_somebody_else_is_not_believed(there):
    there.provider.only_when_asked = {"email", "email_verified"}
    client = there.end.client()
    back = go(client, there)
    there.provider.fault = lambda path: (
        Response('{"sub": "somebody else", "email": "sam@force.example"}', content_type="application/json")
        if path == "/userinfo"
        else None
    )
    assert client.get(back).status_code == 403


@pytest.mark.parametrize("way", ["client_secret_basic", "client_secret_post"])
def test_both_ways_to_show_the_secret_are_known(there, way):
    there.provider.client.ways = {way}
    assert came_in(there).location == "/inbox/"


def test_what_is_known_of_the_provider_is_asked_once_an_hour(there):
    came_in(there)
    came_in(there)
    found = "/.well-known/openid-configuration"
    assert there.provider.asked.count(found) == 1
    there.end.clock.pass_by(minutes=61)
    came_in(there)
    assert there.provider.asked.count(found) == 2


def test_a_new_key_is_asked_for_when_it_is_met(there):
    came_in(there)
    there.provider.keys = [ec_key()]
    assert came_in(there).location == "/inbox/"
    assert there.provider.asked.count("/keys") == 2


def test_an_issuer_may_end_in_a_slash(there):
    there.provider.about = {"issuer": f"{there.provider.issuer}/"}
    there.provider.forge = lambda claims, header, good: signed(
        {**claims, "iss": f"{claims['iss']}/"}, header, RSA
    )
    assert came_in(there).location == "/inbox/"


# who does not come in


def test_who_has_no_account_is_told_so(there):
    there.provider.person = {"sub": "9", "email": "stranger@force.example", "email_verified": True}
    client = there.end.client()
    answer = came_in(there, client)
    assert answer.status_code == 403
    assert "There is no account here" in answer.text
    assert not is_in(client)
    assert there.end.acts()[-1] == "refused"


def test_who_is_disabled_is_not_in(there):
    there.end.accounts.disable(there.officer.officer_id, by="operator", at=there.end.clock.now)
    assert came_in(there).status_code == 403


@pytest.mark.parametrize("verified", [False, "false", None, 0, "no"])
def test_a_mail_address_that_nobody_verified_is_nobodys(there, verified):
    there.provider.person = {**SAM, "email_verified": verified}
    assert came_in(there).status_code == 403


@pytest.mark.parametrize("claim", [7, "", " ", ["sam@force.example"], None])
def test_a_claim_that_names_nobody_lets_nobody_in(there, claim):
    there.provider.person = {**SAM, "email": claim}
    assert came_in(there).status_code == 403


FORGED = {
    "signed by another key of the same name": lambda c, h, g: signed(c, h, other_key()),
    "signed by a key that nobody knows": lambda c, h, g: signed(c, h | {"kid": "x"}, other_key("x")),
    "not signed": lambda c, h, g: unsigned(c),
    "not signed, but said to be": lambda c, h, g: g.rpartition(".")[0] + ".",
    "another's claims under a good signature": lambda c, h, g: ".".join(
        (g.split(".")[0], unsigned({**c, "sub": "1"}).split(".")[1], g.split(".")[2])
    ),
    "signed with the public key as a shared secret": lambda c, h, g: by_hand(
        c, h | {"alg": "HS256"}, lambda text: hmac.digest(RSA.as_pem(private=False), text, "sha256")
    ),
    "signed with the client's secret": lambda c, h, g: signed(
        c, h, OctKey.import_key(CLIENT_SECRET.encode()), "HS256"
    ),
    "another nonce": lambda c, h, g: signed({**c, "nonce": "of another sign-in"}, h, RSA),
    "no nonce": lambda c, h, g: signed(without(c, "nonce"), h, RSA),
    "for another client": lambda c, h, g: signed({**c, "aud": "another"}, h, RSA),
    "for other clients": lambda c, h, g: signed({**c, "aud": ["one", "another"]}, h, RSA),
    "for another client, though asked by us": lambda c, h, g: signed(
        {**c, "aud": "another", "azp": CLIENT_ID}, h, RSA
    ),
    "for us among others, asked by another": lambda c, h, g: signed(
        {**c, "aud": [CLIENT_ID, "another"], "azp": "another"}, h, RSA
    ),
    "for us among others, and nobody says who asked": lambda c, h, g: signed(
        {**c, "aud": [CLIENT_ID, "another"]}, h, RSA
    ),
    "for nobody": lambda c, h, g: signed(without(c, "aud"), h, RSA),
    "expired": lambda c, h, g: signed({**c, "iat": c["iat"] - 900, "exp": c["exp"] - 900}, h, RSA),
    "without an end": lambda c, h, g: signed(without(c, "exp"), h, RSA),
    "without a beginning": lambda c, h, g: signed(without(c, "iat"), h, RSA),
    "from the future": lambda c, h, g: signed({**c, "iat": c["iat"] + 900}, h, RSA),
    "not good yet": lambda c, h, g: signed({**c, "nbf": c["iat"] + 900}, h, RSA),
    "of another issuer": lambda c, h, g: signed({**c, "iss": "https://elsewhere.example"}, h, RSA),
    "of no issuer": lambda c, h, g: signed(without(c, "iss"), h, RSA),
    "of nobody": lambda c, h, g: signed(without(c, "sub"), h, RSA),
    "of a number": lambda c, h, g: signed({**c, "sub": 7}, h, RSA),
    "of another token": lambda c, h, g: signed({**c, "at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}, h, RSA),
    "with a condition nobody here knows": lambda c, h, g: by_hand(c, h | {"crit": ["x"], "x": 1}, by_rsa),
    "no identity at all": lambda c, h, g: "nothing",
    "empty": lambda c, h, g: "",
}


def without(claims, name):
    return {key: value for key, value in claims.items() if key != name}


@pytest.mark.parametrize("how", FORGED)
def test_what_is_forged_is_not_believed(there, how, caplog):
    there.provider.forge = FORGED[how]
    client = there.end.client()
    answer = came_in(there, client)
    assert answer.status_code == 403
    assert "The sign-in did not work" in answer.text
    assert not is_in(client)
    assert "entered" not in there.end.acts()
    assert "not believed" in caplog.text
    assert MAIL not in caplog.text


def test_what_is_not_forged_by_the_same_hand_is_believed(there):
    """So that the forgeries above fail for what they are named after, and not for how they are made."""
    there.provider.forge = lambda claims, header, good: signed(claims, header, RSA)
    assert came_in(there).location == "/inbox/"
    there.provider.forge = lambda claims, header, good: by_hand(claims, header, by_rsa)
    assert came_in(there).location == "/inbox/"


def test_nothing_is_signed_with_what_everybody_knows():
    assert not [name for name in identity.ALGORITHMS if name.startswith("HS") or name == "none"]


def test_an_algorithm_that_the_provider_does_not_name_is_not_taken(there):
    there.provider.about = {"id_token_signing_alg_values_supported": ["RS256"]}
    there.provider.keys = [ec_key()]
    assert came_in(there).status_code == 403


# answers that come back


def test_an_answer_is_good_once(there):
    client = there.end.client()
    back = go(client, there)
    assert client.get(back).status_code == 303
    client.send("/inbox/logout")
    assert client.get(back).status_code == 403
    assert not is_in(client)


def test_a_code_is_good_once_also_with_a_cookie_from_before(there):
    """Somebody has copied the cookie and the address: the provider has given the identity already."""
    client, thief = there.end.client(), there.end.client()
    back = go(client, there)
    with client.session_transaction(base_url=client.base) as kept:
        copied = dict(kept)
    client.get(back)
    with thief.session_transaction(base_url=thief.base) as other:
        other.update(copied)
    assert thief.get(back).status_code == 403
    assert not is_in(thief)


def test_an_answer_is_good_in_the_browser_that_asked_only(there):
    victim = there.end.client()
    back = go(there.end.client(), there)
    assert victim.get(back).status_code == 403, "nobody is put into somebody else's account"
    victim.get("/inbox/sign-in")
    assert victim.get(back).status_code == 403
    assert not is_in(victim)


def test_a_code_of_another_sign_in_is_no_code(there):
    """The state is right, the code is a stolen one: PKCE binds it to the browser that asked."""
    client, other = there.end.client(), there.end.client()
    stolen = dict(parse_items(go(other, there)))["code"]
    state = dict(parse_items(go(client, there)))["state"]
    assert client.get(f"{CALLBACK}?{urlencode({'code': stolen, 'state': state})}").status_code == 403
    assert not is_in(client)


@pytest.mark.parametrize(
    "change",
    [
        {"state": "another"},
        {"state": ""},
        {"state": "\u00e9"},
        {"state": None},
        {"code": None},
        {"code": ""},
        {"code": "made up"},
        {"iss": "https://elsewhere.example"},
        {"error": "access_denied", "code": None},
        {"error": "access_denied"},
    ],
    ids=str,
)
def test_an_answer_that_is_not_what_was_asked_for(there, change):
    client = there.end.client()
    given = dict(parse_items(go(client, there))) | change
    query = urlencode({name: value for name, value in given.items() if value is not None})
    answer = client.get(f"{CALLBACK}?{query}")
    assert answer.status_code == 403
    assert not is_in(client)
    assert "access_denied" not in answer.text
    assert "made up" not in answer.text


def test_an_answer_must_name_its_issuer_where_the_provider_does(there):
    there.provider.about = {"authorization_response_iss_parameter_supported": True}
    client = there.end.client()
    back = go(client, there)
    assert client.get(back).status_code == 403
    back = go(client, there)
    assert client.get(f"{back}&{urlencode({'iss': there.provider.issuer})}").status_code == 303


def test_an_answer_that_comes_too_late(there):
    client = there.end.client()
    back = go(client, there)
    there.end.clock.pass_by(minutes=10, seconds=1)
    assert client.get(back).status_code == 403


def test_a_cookie_of_nonsense_is_none(there):
    client = there.end.client()
    for nonsense in ({"state": "x"}, {}, [], "x", {"state": 1, "nonce": 1, "verifier": 1, "until": "x"}):
        with client.session_transaction(base_url=client.base) as kept:
            kept["sign-in"] = nonsense
        assert client.get(f"{CALLBACK}?state=x&code=x").status_code == 403


# a provider that is ill


def down(path):
    return Response(status=503)


def nonsense(path):
    return Response("<html>", content_type="text/html")


def too_much(path):
    return Response(b"[" + b" " * 600_000 + b"]", content_type="application/json")


def elsewhere(path):
    return Response(status=302, headers={"Location": "http://127.0.0.1:9/"})


def a_list(path):
    return Response("[]", content_type="application/json")


@pytest.mark.parametrize("fault", [down, nonsense, too_much, elsewhere, a_list])
@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/keys"])
def test_a_provider_that_is_ill_at_the_beginning(there, fault, path):
    there.provider.fault = lambda asked: fault(asked) if asked == path else None
    answer = there.end.client().get("/inbox/sign-in")
    assert answer.status_code == 503
    assert "cannot be reached now" in answer.text
    there.provider.fault = lambda asked: None
    assert came_in(there).location == "/inbox/", "nothing of it is remembered"


@pytest.mark.parametrize("fault", [down, nonsense, too_much, elsewhere, a_list])
def test_a_provider_that_is_ill_at_the_end(there, fault):
    client = there.end.client()
    back = go(client, there)
    there.provider.fault = lambda asked: fault(asked) if asked == "/token" else None
    answer = client.get(back)
    assert answer.status_code in (403, 503)
    assert not is_in(client)
    assert there.provider.asked[-1] == "/token", "it goes nowhere else"


def test_nobody_is_followed_elsewhere(there):
    def leads_on(path):
        if path == "/keys":
            return Response(status=302, headers={"Location": f"{there.provider.issuer}/elsewhere"})
        good = json.dumps({"keys": [RSA.as_dict(private=False)]})
        return Response(good, content_type="application/json") if path == "/elsewhere" else None

    there.provider.fault = leads_on
    assert there.end.client().get("/inbox/sign-in").status_code == 503
    assert "/elsewhere" not in there.provider.asked


@pytest.mark.parametrize(("characters", "status"), [(100_000, 303), (600_000, 503)])
def test_an_answer_has_a_longest_size(there, characters, status):
    there.provider.about = {"padding": "x" * characters}
    assert there.end.client().get("/inbox/sign-in").status_code == status


def test_a_provider_that_is_not_there(tmp_path):
    end = made(
        tmp_path, oidc_issuer="http://127.0.0.1:9", oidc_client_id=CLIENT_ID, oidc_client_secret=CLIENT_SECRET
    )
    assert end.client().get("/inbox/sign-in").status_code == 503
    assert "Come in" in end.client().get("/inbox/login").text, "the page itself does not need it"
    end.close()


def test_a_provider_that_says_nothing_is_not_waited_for_long(there):
    may_speak, spoke = threading.Event(), []
    there.provider.fault = lambda path: spoke.append(may_speak.wait(300))
    organisation = Organisation(there.end.settings, timeout=0.2)
    try:
        with pytest.raises(NotReached):
            organisation.begin("http://127.0.0.1:5055/", there.end.clock.now)
        assert spoke == [], "nobody waited until it did"
    finally:
        may_speak.set()


@pytest.mark.parametrize(
    "name", ["authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"]
)
@pytest.mark.parametrize(
    "address",
    [
        "http://elsewhere.example/x",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "ftp://elsewhere.example/",
        "//elsewhere.example",
        "javascript:alert(1)",
        "",
        7,
    ],
)
def test_an_address_that_is_not_safe_is_not_asked(there, name, address):
    there.provider.about = {name: address}
    there.provider.only_when_asked = {"email", "email_verified"}
    client = there.end.client()
    answer = client.get("/inbox/sign-in")
    if answer.status_code == 303:
        answer = client.get(
            urlsplit(there.provider.agree(answer.location))._replace(scheme="", netloc="").geturl()
        )
    assert answer.status_code == 503
    assert not is_in(client)


def test_a_provider_elsewhere_leads_nobody_to_this_machine(there):
    """What runs here may trust whoever asks from here."""
    settings = there.end.settings.model_copy(update={"oidc_issuer": "https://login.force.example"})
    organisation = Organisation(settings)
    for here in ("https://127.0.0.1/x", "http://localhost:5055/x", "https://[::1]/"):
        with pytest.raises(NotReached):
            organisation._address({"token_endpoint": here}, "token_endpoint")
    address = "https://keys.elsewhere.example/x"
    assert organisation._address({"token_endpoint": address}, "token_endpoint") == address


def test_a_provider_that_calls_itself_otherwise_is_another_one(there):
    there.provider.about = {"issuer": "https://elsewhere.example"}
    assert there.end.client().get("/inbox/sign-in").status_code == 503


# without one


def test_without_a_provider_there_is_no_such_page(tmp_path):
    end = made(tmp_path)
    for path in ("/inbox/sign-in", CALLBACK):
        assert end.client().get(path).status_code == 404
    assert "sign-in" not in end.client().get("/inbox/login").text
    end.close()


def test_the_page_to_come_in_leads_there(there):
    text = there.end.client().get("/inbox/login").text
    assert 'href="/inbox/sign-in"' in text, "a link: a form's answer must not lead to another host"


def test_without_authlib_the_extra_is_named(tmp_path, monkeypatch, caplog):
    import ivr.web.inbox.entering.sso as sso

    monkeypatch.setattr(sso, "find_spec", lambda name: None)
    end = made(
        tmp_path, oidc_issuer="http://127.0.0.1:9", oidc_client_id=CLIENT_ID, oidc_client_secret=CLIENT_SECRET
    )
    assert "pip install 'liaison-line[sso]'" in caplog.text
    assert end.client().get("/inbox/sign-in").status_code == 503
    assert end.client().get(CALLBACK).status_code == 503
    assert "not installed here" in end.client().get("/inbox/sign-in").text
    end.close()


def test_authlib_is_loaded_by_whoever_signs_in_only():
    code = "import sys, ivr.web.inbox.entering.sso; print([m for m in ('authlib', 'joserfc') if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert ast.literal_eval(shown.stdout) == []


# nothing in the log


def test_nothing_of_a_sign_in_is_in_the_log(there, caplog):
    caplog.set_level(logging.DEBUG)
    client = there.end.client()
    back = go(client, there)
    code = dict(parse_items(back))["code"]
    with client.session_transaction(base_url=client.base) as kept:
        secrets = [*kept["sign-in"].values()]
    client.get(back)
    mine = [
        record.getMessage() for record in caplog.records if not record.name.startswith("authlib.oauth2.rfc")
    ]
    text = "\n".join(mine)  # the provider's own log is not ours
    for secret in (code, MAIL, SAM["sub"], CLIENT_SECRET, *secrets[:3]):
        assert secret not in text
