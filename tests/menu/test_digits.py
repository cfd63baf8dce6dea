"""Numbers: which are taken, and how they are spoken."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ivr.call.digits import in_groups
from ivr.menu.accepting import ACCEPTED, accept, sample, uk_phone_number
from ivr.walk.filling import spoken

DIGITS = st.text("0123456789", min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("07700900123", "0 7 7 0 0, 9 0 0, 1 2 3"),
        ("02079460123", "0 2 0, 7 9 4 6, 0 1 2 3"),
        ("03007906772", "0 3 0 0, 7 9 0, 6 7 7 2"),
        ("0163296001", "0 1 6 3 2, 9 6 0, 0 1"),
        ("101", "1 0 1"),
        ("999", "9 9 9"),
        ("48213765", "4 8 2 1, 3 7 6 5"),
        ("12345", "1 2 3, 4 5"),
        ("1", "1"),
        ("0300 790 6772", "0 3 0 0, 7 9 0, 6 7 7 2"),
        ("+44 7700 900123", "4 4, 7 7 0 0, 9 0 0 1 2 3"),
        ("", ""),
    ],
)
def test_a_number_is_said_in_groups(number, said):
    assert in_groups(number) == said


@given(DIGITS)
def test_every_digit_is_said_once_and_in_order(digits):
    said = in_groups(digits)
    assert re.sub(r"[ ,]", "", said) == digits
    groups = said.split(", ")
    assert all(len(group.split()) <= 5 for group in groups)
    assert len(groups) == 1 or len(groups[-1].split()) > 1  # a digit alone is easily missed


@given(st.text(max_size=20))
@example("²")
@example("٣")
def test_only_digits_are_said_one_by_one(value):
    if value.isdigit() and value.isascii():
        assert spoken(value) == in_groups(value)
    else:
        assert spoken(value) == value


@given(DIGITS)
def test_a_telephone_number_is_taken_as_it_is_kept(digits):
    kept = uk_phone_number(digits)
    if kept is None:
        return
    assert uk_phone_number(kept) == kept
    assert kept in ("999", "112") or re.fullmatch(r"0[1237]\d{8,9}", kept)
    assert not kept.startswith(("070", "076")) or kept.startswith("07624")


@given(st.from_regex(r"0(?:[12]\d{8,9}|3\d{9}|7[1-57-9]\d{8})", fullmatch=True))
def test_however_the_country_is_written_it_is_the_same_number(number):
    assert uk_phone_number(number) == number
    for written in ("44", "0044", "440", "00440"):
        assert uk_phone_number(written + number[1:]) == number


@pytest.mark.parametrize(
    "digits",
    ["07012345678", "07612345678", "08001111", "08001234567", "08456123456", "08701234567", "09061234567", "1", "101", "111", "0", "00", "004477009001234", "01632", "0800", "05512345678", "06123456789", "٠٧٧٠٠٩٠٠١٢٣"],
)  # fmt: skip
def test_what_nobody_can_safely_be_rung_on_is_refused(digits):
    assert accept("uk-phone-number", digits, 1, 30) is None


def test_numbers_of_the_isle_of_man_are_no_pagers():
    assert uk_phone_number("07624123456") == "07624123456"


@given(st.sampled_from(ACCEPTED), st.integers(1, 30), st.integers(1, 30))
def test_a_sample_is_taken(name, one, other):
    least, most = sorted((one, other))
    digits = sample(name, least, most)
    assert accept(name, digits, least, most) == digits


@given(st.text("0123456789*", max_size=32), st.integers(1, 30), st.integers(1, 30))
def test_digits_are_as_many_as_asked_for(digits, one, other):
    least, most = sorted((one, other))
    taken = accept("digits", digits, least, most)
    assert taken == (digits if digits.isdigit() and least <= len(digits) <= most else None)
    assert accept("reference", digits, 1, 30) == (digits if re.fullmatch(r"\d{8}", digits) else None)
