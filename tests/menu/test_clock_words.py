"""Moments as people say them, by the clock in London."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.menu.clock_words import NotATime, clock_examples, clock_words, read_clock
from ivr.menu.feasts import easter

LONDON = ZoneInfo("Europe/London")
SUNDAY = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


def read(text: str, now: datetime = SUNDAY) -> str:
    moment = read_clock(text, now)
    assert moment.tzinfo is LONDON
    return moment.isoformat(timespec="minutes")[:16]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-12-25 10:00", "2026-12-25T10:00"),
        ("2026-12-25T10:00:00", "2026-12-25T10:00"),
        ("2026-07-25T10:00:00Z", "2026-07-25T11:00"),
        ("2026-12-25", "2026-12-25T12:00"),
        ("2026-12-25 9am", "2026-12-25T09:00"),
        ("Christmas Day 10:00", "2026-12-25T10:00"),
        ("10:00 on Christmas Day", "2026-12-25T10:00"),
        ("CHRISTMAS at ten", "2026-12-25T10:00"),
        ("five to five on Friday", "2026-11-27T16:55"),
        ("Friday 16:55", "2026-11-27T16:55"),
        ("Fri, 4.55 p.m.", "2026-11-27T16:55"),
        ("Friday 4:55", "2026-11-27T04:55"),
        ("Friday", "2026-11-27T12:00"),
        ("Friday evening", "2026-11-27T19:00"),
        ("Friday 24:00", "2026-11-28T00:00"),
        ("tomorrow noon", "2026-11-23T12:00"),
        ("the day after tomorrow at 9", "2026-11-24T09:00"),
        ("Boxing Day", "2026-12-26T12:00"),
        ("New Year’s Day", "2027-01-01T12:00"),
        ("New Year's Day 2031 00:00", "2031-01-01T00:00"),
        ("Easter Monday 9am", "2027-03-29T09:00"),
        ("Good Friday half past eight", "2027-03-26T08:30"),
        ("next bank holiday 11:00", "2026-12-25T11:00"),
        ("bank holiday Monday 10:00", "2026-12-28T10:00"),
        ("August bank holiday 10:00", "2027-08-30T10:00"),
        ("half past nine tonight", "2026-11-22T21:30"),
        ("half nine tonight", "2026-11-22T21:30"),
        ("tonight at midnight", "2026-11-23T00:00"),
        ("tonight at two", "2026-11-23T02:00"),
        ("midnight", "2026-11-23T00:00"),
        ("five to midnight", "2026-11-22T23:55"),
        ("twenty-five past three on Wednesday", "2026-11-25T15:25"),
        ("a quarter to one tomorrow", "2026-11-23T12:45"),
        ("ten minutes past six in the morning on Monday", "2026-11-23T06:10"),
        ("nine thirty am on the 25th of December", "2026-12-25T09:30"),
        ("5 o'clock Monday", "2026-11-23T17:00"),
        ("25/12/2027 10:00", "2027-12-25T10:00"),
        ("25.12.2027 16.55", "2027-12-25T16:55"),
        ("Dec 25th 10:00", "2026-12-25T10:00"),
        ("Friday 27 November 10:00", "2026-11-27T10:00"),
        ("29 February 10:00", "2028-02-29T10:00"),
        ("1 May 2026 10:00", "2026-05-01T10:00"),  # a year was said: that day, although it is over
        ("this morning at 8", "2026-11-22T08:00"),
        ("next working day 9am", "2026-11-23T09:00"),
        ("in 2 hours", "2026-11-22T20:00"),
        ("17:00", "2026-11-23T17:00"),  # today's is over
        ("18:00", "2026-11-22T18:00"),  # now is not over
        ("Sunday 19:00", "2026-11-22T19:00"),
        ("Sunday 17:00", "2026-11-29T17:00"),
        ("next Sunday 19:00", "2026-11-29T19:00"),
        ("now", "2026-11-22T18:00"),
        ("the clocks go back 01:30", "2027-10-31T01:30"),
    ],
)
def test_what_is_said_is_read(text, moment):
    assert read(text) == moment


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "There is no time here"),
        ("yesterday", "is no time"),
        ("banana", "“banana” is not understood"),
        ("fridya 10:00", "Did you mean “friday”?"),
        ("Friday 5", "17:00, 5am or 5pm"),
        ("Friday Monday", "“monday” is one too many"),
        ("10:00 11:00", "“11:00” is one too many"),
        ("noon at nine", "Two times of day"),
        ("Christmas Day Boxing Day", "Two days"),
        ("Friday midnight", "00:00 for where that day begins"),
        ("tonight in the morning", "at once"),
        ("Thursday 27 November 10:00", "27 November 2026 is a Friday"),
        ("31 February", "no such day"),
        ("2026-13-01 10:00", "no such day"),
        ("25:00", "from 00:00 to 24:00"),
        ("9:75", "from 00:00 to 24:00"),
        ("2026-03-29 01:30", "the clocks go forward"),
        ("0001-01-01T00:00:00", "from 1970"),
        ("9999-12-31T23:59:59Z", "to 2199"),
        ("1 May 2500", "to 2199"),
        ("Friday " * 40, "too long"),
    ],
)
def test_what_is_no_moment_is_refused_with_what_would_be_right(text, why):
    with pytest.raises(NotATime, match=why) as refused:
        read_clock(text, SUNDAY)
    assert isinstance(refused.value, ValueError)


def test_the_night_in_which_the_clocks_go_back_has_an_hour_twice():
    first = read_clock("25 October 2026 01:30", SUNDAY)
    assert first.utcoffset() == timedelta(hours=1)
    between = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)  # 01:45, the first time
    assert read_clock("01:30", between).astimezone(UTC) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_a_day_with_its_weekday_is_the_next_one_of_that_date():
    assert read("Saturday 27 November 10:00", datetime(2026, 12, 1, tzinfo=UTC)) == "2027-11-27T10:00"


def test_an_hour_that_is_left_out_in_march_is_looked_for_on_the_next_day():
    now = datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert read("01:30", now) == "2026-03-30T01:30"


def test_easter_is_where_the_bank_holidays_have_it():
    from ivr.menu.opening import bank_holidays

    mondays = {
        day for day in bank_holidays("england-and-wales") if day.month in (3, 4) and day.weekday() == 0
    }
    assert mondays == {easter(year) + timedelta(days=1) for year in {day.year for day in mondays}}
    assert easter(1981) == date(1981, 4, 19)
    assert easter(2038) == date(2038, 4, 25)


def moments(first: int, last: int):
    seconds = st.integers(0, int(timedelta(days=365.25 * (last - first)).total_seconds()))
    return seconds.map(lambda later: datetime(first, 1, 1, tzinfo=UTC) + timedelta(seconds=later))


EVER = moments(1971, 2190)


@given(EVER, EVER)
def test_a_moment_in_words_is_read_back(moment, now):
    local = moment.astimezone(LONDON)
    back = read_clock(clock_words(moment), now)
    assert back.replace(tzinfo=None, fold=0) == local.replace(tzinfo=None, fold=0)


@given(st.sampled_from(clock_examples()), moments(2019, 2027))
def test_the_examples_are_read_and_lie_ahead(text, now):
    assert now <= read_clock(text, now) < now + timedelta(days=367) or "tonight" in text


WORDS = st.sampled_from(
    re.findall(
        r"\S+",
        "five to past half at on friday monday 10:00 noon tonight tomorrow christmas easter bank holiday next 25 december 2026 "
        "2026-12-25 31/02 9am pm midnight in hours the of morning new year's , . ² ’",
    )
)


@given(st.one_of(st.lists(WORDS, max_size=6).map(" ".join), st.text(max_size=30)), EVER)
def test_any_text_is_read_or_refused(text, now):
    try:
        moment = read_clock(text, now)
    except NotATime:
        return
    assert moment.tzinfo is LONDON
