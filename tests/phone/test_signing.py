"""The telephone's own signature agrees with Twilio's validator."""

from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from ivr.phone.signing import signature

text = st.text(st.characters(codec="utf-8"), max_size=12)
urls = st.builds(
    lambda path, query: f"https://line.example/{path}" + (f"?{query}" if query else ""),
    st.text("abc/%20é-", max_size=20),
    st.text("ab=&%+", max_size=20),
)


@given(urls, st.dictionaries(text, text, max_size=8), st.text("0123456789abcdef", min_size=1, max_size=32))
def test_a_form_is_signed_as_twilio_does(url, form, token):
    assert RequestValidator(token).validate(url, form, signature(token, url, form))


@given(urls, st.dictionaries(text, st.lists(text, min_size=1, max_size=3), max_size=4))
def test_repeated_fields_are_signed_as_twilio_does(url, form):
    assert signature("token", url, form) == RequestValidator("token").compute_signature(url, MultiDict(form))


@given(urls)
def test_nothing_follows_the_url_of_a_get(url):
    assert RequestValidator("token").validate(url, {}, signature("token", url, {}))


def test_the_fragment_is_not_signed():
    url = "https://line.example/voice"
    assert signature("token", url + "#rc=2", {"a": "b"}) == signature("token", url, {"a": "b"})


def test_another_token_gives_another_signature():
    assert signature("one", "https://line.example/", {}) != signature("two", "https://line.example/", {})
