"""Posting to a WSGI app as a server would."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.wrappers import Request

from ivr.phone.wsgi import WsgiLine

text = st.text(st.characters(codec="utf-8"), max_size=20)


@given(st.dictionaries(text, text, max_size=5), st.text("aé /%", max_size=8))
def test_the_app_gets_the_form_and_the_path(form, path):
    seen = []

    def app(environ, start_response):
        request = Request(environ)
        seen.append(
            (request.method, request.host, request.scheme, request.headers["X-Kind"], request.form.to_dict())
        )
        start_response("200 OK", [])
        return []

    line = WsgiLine(app)
    line.post(
        "https://line.example:8443/" + path.replace("%", "%25"), form, {"X-Kind": "b", "Content-Type": "x"}
    )
    assert seen == [("POST", "line.example:8443", "https", "b", form)]


def test_a_get_has_a_query_and_no_body():
    def app(environ, start_response):
        request = Request(environ)
        start_response(
            "418 Teapot", [("X-A", "1"), ("X-A", "2"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]
        )
        return [f"{request.path} {request.query_string} {request.get_data()}".encode()]

    answer = WsgiLine(app).get("http://line.example/a%C3%A9?x=%20", {})
    assert answer.status == 418
    assert answer.headers == {"X-A": "1, 2", "Set-Cookie": "a=1; b=2"}
    assert answer.body.decode() == "/aé b'x=%20' b''"


def test_what_is_written_late_and_what_has_to_be_closed():
    class Late:
        closed = False

        def __init__(self, start_response):
            self.start_response = start_response

        def __iter__(self):
            self.start_response("200 OK", [])(b"first ")
            yield b"second"

        def close(self):
            Late.closed = True

    assert (
        WsgiLine(lambda environ, start_response: Late(start_response)).get("http://x.example/", {}).body
        == b"first second"
    )
    assert Late.closed


def test_what_the_app_raises_comes_out():
    def app(environ, start_response):
        raise KeyError("here")

    with pytest.raises(KeyError, match="here"):
        WsgiLine(app).post("http://x.example/", {}, {})
