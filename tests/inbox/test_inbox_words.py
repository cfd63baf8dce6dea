"""The words of the inbox: times as a clock in London shows them, waiting, and what callers chose and officers did."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from inbox_end import SHIPPED

from ivr import load
from ivr.message.audit.acts import Act
from ivr.web.inbox import words


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("when", "told"),
    [
        (at(2026, 11, 22, 19, 30), "Sunday 22 November 2026, 7:30pm GMT"),
        (at(2026, 11, 22, 19, 0), "Sunday 22 November 2026, 7pm GMT"),
        (at(2026, 1, 1, 0, 0), "Thursday 1 January 2026, 12 midnight GMT"),
        (at(2026, 1, 1, 12, 0), "Thursday 1 January 2026, 12 noon GMT"),
        (at(2026, 1, 1, 0, 5), "Thursday 1 January 2026, 12:05am GMT"),
        (at(2026, 6, 30, 23, 5), "Wednesday 1 July 2026, 12:05am BST"),  # the day is London's too
        # The clocks go forward on the last Sunday of March, at 1am: there is no 1:30am.
        (at(2026, 3, 29, 0, 59), "Sunday 29 March 2026, 12:59am GMT"),
        (at(2026, 3, 29, 1, 0), "Sunday 29 March 2026, 2am BST"),
        # They go back on the last of October, at 2am: there are two, and only the zone tells them apart.
        (at(2026, 10, 25, 0, 30), "Sunday 25 October 2026, 1:30am BST"),
        (at(2026, 10, 25, 1, 30), "Sunday 25 October 2026, 1:30am GMT"),
    ],
)
def test_a_moment_is_told_as_the_clock_in_london_shows_it(when, told):
    assert words.moment(when) == told


def test_today_and_yesterday_are_londons():
    now = at(2026, 7, 1, 23, 30)  # half past midnight of the 2nd, in London
    assert words.moment(at(2026, 7, 1, 23, 10), now) == "today, 12:10am BST"
    assert words.moment(at(2026, 7, 1, 22, 10), now) == "yesterday, 11:10pm BST"
    assert words.moment(at(2026, 6, 30, 12, 0), now) == "Tuesday 30 June 2026, 1pm BST"


@pytest.mark.parametrize(
    ("how_long", "told"),
    [
        (timedelta(), "less than a minute"),
        (timedelta(seconds=60), "1 minute"),
        (timedelta(minutes=59, seconds=59), "59 minutes"),
        (timedelta(hours=2), "2 hours"),
        (timedelta(hours=23, minutes=59), "23 hours"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=3), "3 days"),
        (timedelta(seconds=-5), "less than a minute"),  # two hosts' clocks
    ],
)
def test_waiting_is_told_in_its_largest_whole_unit(how_long, told):
    assert words.waiting(how_long) == told


_UNITS = {"minute": 60, "hour": 3600, "day": 86_400}


@given(st.timedeltas(min_value=timedelta(minutes=1), max_value=timedelta(days=4000)))
def test_waiting_is_never_told_longer_than_it_was_and_right_to_its_unit(how_long):
    number, unit = words.waiting(how_long).split()
    assert unit.endswith("s") == (number != "1")
    told = int(number) * _UNITS[unit.removesuffix("s")]
    assert told <= how_long.total_seconds() < told + _UNITS[unit.removesuffix("s")]
    assert int(number) < {"minute": 60, "hour": 24, "day": 5000}[unit.removesuffix("s")]


@given(st.integers(631_152_000, 3_786_912_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)))
def test_every_moment_has_one_zone_and_no_two_hours_of_a_day_sound_the_same(when):
    told = words.moment(when)
    assert told.endswith(("GMT", "BST"))
    assert told != words.moment(when + timedelta(hours=1))
    assert told != words.moment(when + timedelta(hours=12))


def test_everything_that_is_logged_has_words():
    assert set(words.ACTS) == set(Act)
    assert len(set(words.ACTS.values())) == len(Act)
    assert words.act("number-shown") == "Showed the number"
    assert words.act("danced-on-it") == "Danced on it"  # of a newer version


def test_areas_have_their_names_and_none_is_the_central_queue(menus):
    areas = {"watford": "Watford", "st-albans": "St Albans"}
    assert words.area("st-albans", areas) == "St Albans"
    assert words.area("central", areas) == "Not sure (central queue)"
    assert words.area("potters-bar", areas) == "Potters bar"
    assert list(words.queues(areas)) == ["watford", "st-albans", "central"]
    assert words.language("en", menus) == "English"
    assert words.language("cy", menus) == "cy"
    assert words.language("", menus) == "Not known"


@pytest.fixture(scope="module")
def menus():
    return load(SHIPPED)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("safe_time", "evenings", "evenings"),
        ("safe_days", "monday-friday", "Monday to Friday only"),
        ("area", "watford", "Watford"),
        ("area", "any", "anywhere, or not sure"),
        ("reason", "abuse", "abuse by a partner or family member"),
        ("reason", "not-stated", "not stated"),
        ("caller_id", "hidden", "keep the officer's number hidden"),
        ("others", "ask-for-name", "the officer asks for them by the name they gave"),
        ("contact", "ring-back", "the caller rings back"),
        ("safe_number", "07700900123", "07700900123"),
        ("safe_number", "none", "none: the caller rings back"),
        ("colour", "dark-blue", "dark blue"),
    ],
)
def test_an_answer_is_told_in_the_words_its_caller_heard(menus, name, value, told):
    assert words.answer_words(menus, name, value) == told


def test_without_its_menu_an_answer_is_told_by_itself():
    assert words.answer_words(None, "safe_days", "monday-friday") == "monday friday"
    assert words.question("safe_time") == "Safe time"
    assert words.question("favourite_colour") == "Favourite colour"
