"""The form parser gives what the standard library and Werkzeug give, on every body that is UTF-8."""

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from ivr.web.form import LONGEST, MOST_FIELDS, FormTooLarge, parse_form

# Bytes that matter to the format come up far more often than they would by chance.
BODIES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                b"&",
                b"=",
                b"+",
                b"%",
                b"%2B",
                b"%e2%80%a6",
                b"%C3",
                b"%c3%A9",
                b"%00",
                b";",
                b"%4",
                b"a",
                b"Digits",
            ]
        ),
        st.binary(max_size=3),
        st.text(max_size=3).map(lambda text: text.encode("utf-8", "replace")),
    ),
    max_size=40,
).map(b"".join)


@given(BODIES)
@example(b"Digits=&Digits=1&Digits=&FromCity=")
@example(b"%f0%9f%93%9e=a+b%2")
@example(b"=&&=x&y==z=")
@example(b"a=%80&%8F=%ff")
def test_pairs_are_those_of_the_standard_library(body):
    assert parse_form(body).pairs == parse_qsl(
        body.decode("utf-8", "replace"), keep_blank_values=True, errors="replace"
    )


@given(st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8)), max_size=12))
def test_pairs_are_those_flask_would_see(pairs):
    body = urlencode(pairs).encode()
    builder = EnvironBuilder(method="POST", data=body, content_type="application/x-www-form-urlencoded")
    theirs = Request(builder.get_environ()).form
    ours = parse_form(body)
    assert sorted(ours.pairs) == sorted(theirs.items(multi=True))
    assert ours.values == dict(theirs.items())


def test_blank_and_repeated_fields_are_kept_and_the_first_value_counts():
    form = parse_form(b"Digits=1&FromCity=&Digits=2&msg=Gather+End")
    assert form.pairs == [("Digits", "1"), ("FromCity", ""), ("Digits", "2"), ("msg", "Gather End")]
    assert form.values == {"Digits": "1", "FromCity": "", "msg": "Gather End"}


def test_a_form_of_the_greatest_size_is_read_and_one_byte_more_is_not():
    assert parse_form(b"a" * LONGEST).pairs == [("a" * LONGEST, "")]
    with pytest.raises(FormTooLarge):
        parse_form(b"a" * (LONGEST + 1))


def test_a_form_of_the_most_fields_is_read_and_one_more_is_not():
    assert len(parse_form(b"&".join([b"a=1"] * MOST_FIELDS)).pairs) == MOST_FIELDS
    with pytest.raises(FormTooLarge):
        parse_form(b"&".join([b"a=1"] * (MOST_FIELDS + 1)))


def test_nothing_posted_is_in_the_repr():
    form = parse_form(b"From=%2B447700900001&Digits=07700900123")
    assert "7700900" not in repr(form)
    assert "2 fields" in repr(form)
