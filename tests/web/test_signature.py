"""Our check of a signature gives the verdict of Twilio's own library, and refuses where the library crashes."""

from hashlib import sha256
from urllib.parse import urlencode

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator, get_signature_algorithm
from werkzeug.datastructures import MultiDict
from werkzeug.test import EnvironBuilder

from ivr.web.signature import NotConfigured, Signature, signed_path

TOKEN = "not-a-real-token"
FORM = [
    ("CallSid", "CA00000000000000000000000000000001"),
    ("From", "+447700900001"),
    ("FromCity", ""),
    ("Digits", "1"),
]
SHARED_KEY = "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256"
LIBRARY = RequestValidator(TOKEN)

BASES = st.sampled_from(
    [
        "https://line.example",
        "https://line.example/",
        "https://line.example:443",
        "https://line.example:80",
        "https://line.example:8443/ivr",
        "http://line.example",
        "http://line.example:80/ivr/",
        "http://127.0.0.1:5055",
        "HTTPS://Line.Example",
        "https://someone:secret@line.example",
        "https://[2001:db8::1]/ivr",
    ]
)
TEXTS = st.text(st.characters(codec=None), max_size=5)
SENSIBLE = st.text("abDigits019 +/é…", max_size=5)
PAIRS = st.lists(st.tuples(st.one_of(SENSIBLE, TEXTS), st.one_of(SENSIBLE, TEXTS)), max_size=8)
PATHS = st.one_of(
    st.sampled_from(
        ["/voice", "/voice/1a2b/en/normal/main/1/-/3/29000000/-", "/voice?", "/voice?a=%20&b=", "/"]
    ),
    st.lists(
        st.one_of(st.sampled_from([*"/?;#&=%+ \t\r\n:@[]\\", "//", "%2F", "a", "voice"]), TEXTS),
        max_size=10,
    ).map(lambda parts: "/" + "".join(parts)),
)
SETTINGS_HEADERS = st.one_of(
    st.none(),
    st.sampled_from(
        [
            "",
            SHARED_KEY,
            "algorithm=hmac_sha1",
            "algorithm=HMAC_SHA512",
            "algorithm=",
            " algorithm = HMAC_SHA256 ",
        ]
    ),
    st.text(",=algorithmHMAC_SHA256 ", max_size=12),
)


def library_says(url, pairs, header, settings_header):
    """The library's verdict; False where it raises, which a web framework would answer with 500."""
    try:
        return LIBRARY.validate(
            url, MultiDict(pairs), header, algorithm=get_signature_algorithm(settings_header)
        )
    except (TypeError, ValueError, AttributeError):
        return False


def sign(url, pairs, settings_header=None):
    return LIBRARY.compute_signature(url, MultiDict(pairs), get_signature_algorithm(settings_header))


def without_slash(base):
    return base.rstrip("/")


@given(BASES, PATHS, PAIRS, SETTINGS_HEADERS, st.booleans(), st.data())
@example("https://line.example", "/voice", FORM, None, True, None)
def test_the_verdict_is_the_librarys(base, path, pairs, settings_header, honest, data):
    url = without_slash(base) + path
    try:
        header = sign(url, pairs, settings_header)
    except ValueError:
        header = "AAAA"
    if not honest:
        change = data.draw(st.sampled_from(["header", "path", "pairs", "settings", "cut"]))
        if change == "header":
            header = data.draw(
                st.one_of(st.none(), st.text(max_size=40), st.just(header.lower()), st.just(header + " "))
            )
        elif change == "cut":
            header = header[: data.draw(st.integers(0, len(header)))]
        elif change == "path":
            path = data.draw(PATHS)
        elif change == "pairs":
            pairs = data.draw(st.permutations(pairs + pairs[:1] + data.draw(PAIRS)))
        else:
            settings_header = data.draw(SETTINGS_HEADERS)
    url = without_slash(base) + path
    assert Signature(TOKEN, base).valid(path, pairs, header, settings_header) is library_says(
        url, pairs, header, settings_header
    )


@pytest.mark.parametrize(
    "path",
    [
        "/voice;",
        "/voice;a",
        "/a;b;/c",
        "/voice\n",
        "/vo\tice",
        "/voice#",
        "/voice#a",
        "/voice?#",
        "/voice??",
        "/é",
        "/\x00",
    ],
)
@pytest.mark.parametrize(
    "settings_header", [None, SHARED_KEY, "algorithm= ,algorithm=HMAC_SHA256", "algorithm=hmac_sha256"]
)
def test_the_verdict_is_the_librarys_on_paths_that_urllib_would_change(path, settings_header):
    url = "https://line.example" + path
    for header in (
        sign(url, FORM, settings_header),
        sign("https://line.example/voice", FORM, settings_header),
    ):
        ours = Signature(TOKEN, "https://line.example").valid(path, FORM, header, settings_header)
        assert ours is library_says(url, FORM, header, settings_header)


@given(BASES, PAIRS, SETTINGS_HEADERS)
def test_what_was_signed_with_the_port_or_without_it_is_accepted(base, pairs, settings_header):
    from twilio.request_validator import add_port, remove_port, urlparse

    for form in (add_port, remove_port):
        url = form(urlparse(without_slash(base) + "/voice"))
        try:
            header = sign(url, pairs, settings_header)
        except ValueError:
            assume(False)
        assert Signature(TOKEN, base).valid("/voice", pairs, header, settings_header)


@given(
    st.binary(max_size=20) | st.text(max_size=20).map(lambda text: text.encode("utf-8", "replace")),
    st.integers(0, 4),
)
def test_a_body_that_is_no_form_needs_its_hash_in_the_query(body, case):
    query = [
        "",
        "?bodySHA256=",
        f"?bodySHA256={sha256(body).hexdigest()}",
        "?bodySHA256=" + "0" * 64,
        "?bodySHA256=é",
    ][case]
    path = "/voice" + query
    header = sign("https://line.example" + path, [])
    try:
        library = LIBRARY.validate("https://line.example" + path, body.decode(), header)
    except (TypeError, AttributeError):
        library = False
    except UnicodeDecodeError:
        library = case == 2  # the library cannot be given such bytes; their hash is as good as any other
    assert Signature(TOKEN, "https://line.example").valid(path, body, header) is library


def test_a_form_is_checked_by_its_fields_also_where_a_body_hash_is_named():
    path = "/voice?bodySHA256=" + "0" * 64
    header = sign("https://line.example" + path, FORM)
    assert Signature(TOKEN, "https://line.example").valid(path, FORM, header)
    assert not Signature(TOKEN, "https://line.example").valid(path, FORM[1:], header)


@pytest.mark.parametrize("header", [None, "", "é", "\udcff", "\x00", "A" * 100_000])
def test_a_missing_or_odd_header_is_refused_and_never_an_error(header):
    assert Signature(TOKEN, "https://line.example").valid("/voice", FORM, header) is False


def test_a_body_without_its_hash_is_refused_and_never_an_error():
    header = sign("https://line.example/voice", [])
    assert Signature(TOKEN, "https://line.example").valid("/voice", b'{"Digits": "1"}', header) is False
    with pytest.raises((TypeError, AttributeError)):
        LIBRARY.validate("https://line.example/voice", '{"Digits": "1"}', header)


@pytest.mark.parametrize(
    ("configured", "signed"),
    [
        ("https://someone:secret@line.example:8443", "https://someone:secret@line.example:8443"),
        ("https://someone:secret@line.example:8443", "https://someone:secret@line.example"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]"),
    ],
)
def test_a_password_or_an_ipv6_host_beside_a_port_is_handled_right(configured, signed):
    """Twilio's library takes what is before the first colon for the host, and refuses the second and fourth."""
    assert Signature(TOKEN, configured).valid("/voice", FORM, sign(signed + "/voice", FORM))
    assert not Signature(TOKEN, configured).valid(
        "/voice", FORM, sign(signed.split(":8443")[0][:-1] + "/voice", FORM)
    )


@pytest.mark.parametrize("configured", ["https://line.example#rc=2", "https://line.example/#rc=2&rt=5000"])
def test_overrides_in_the_fragment_are_not_signed(configured):
    assert Signature(TOKEN, configured).valid("/voice", FORM, sign("https://line.example/voice", FORM))


def test_the_query_is_checked_as_it_was_sent():
    check = Signature(TOKEN, "https://line.example")
    header = sign("https://line.example/voice?heard=no%20thing", FORM)
    assert check.valid("/voice?heard=no%20thing", FORM, header)
    assert not check.valid("/voice?heard=no thing", FORM, header)
    assert not check.valid("/voice?heard=no+thing", FORM, header)


@pytest.mark.parametrize("path", ["", "voice", "@evil.example/voice", ":8443/voice", "?a=1"])
def test_a_path_that_could_change_the_host_is_refused(path):
    header = sign("https://line.example" + path, FORM)
    assert not Signature(TOKEN, "https://line.example").valid(path, FORM, header)


@pytest.mark.parametrize("token", ["", "  ", "\udcff"])
def test_without_a_token_nothing_can_be_checked(token):
    with pytest.raises(NotConfigured):
        Signature(token, "https://line.example")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "line.example",
        "ftp://line.example",
        "https://",
        "https://h:0",
        "https://h:99999",
        "https://h?a=1",
        "https://[h",
        "https://\udcff",
        "//h",
    ],
)
def test_without_a_usable_public_url_nothing_can_be_checked(url):
    with pytest.raises(NotConfigured):
        Signature(TOKEN, url)


def test_no_secret_is_in_the_repr():
    text = repr(Signature(TOKEN, "https://someone:secret@line.example"))
    assert TOKEN not in text
    assert "secret" not in text


@pytest.mark.parametrize(
    "path",
    ["/voice", "/voice/1a2b/en/slow/main-2/1/-/3/29000000/welcome.main", "/voice?heard=nothing&a=%20b"],
)
def test_the_signed_path_is_the_one_sent(path):
    assert signed_path(EnvironBuilder(path=path, method="POST").get_environ()) == path


def test_a_whole_request_as_werkzeug_gives_it():
    body = urlencode(FORM)
    environ = EnvironBuilder(path="/voice/a.b/-?heard=nothing", method="POST", data=body).get_environ()
    header = sign("https://line.example:443/voice/a.b/-?heard=nothing", FORM)
    assert Signature(TOKEN, "https://line.example").valid(signed_path(environ), FORM, header)
