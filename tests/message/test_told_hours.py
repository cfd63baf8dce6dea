"""When somebody is told: at any moment of any day, also where the clock changes."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ivr.message.told.hours import LONDON, QuietHours, due

moments = st.integers(0, 2 * 366 * 24 * 3600 * 1000).map(
    lambda each: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(milliseconds=each)
)
times = st.times().map(lambda each: each.replace(second=0, microsecond=0))
NIGHT = QuietHours(time(20), time(7))
SPRING, AUTUMN = datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def london(at: datetime) -> str:
    return at.astimezone(LONDON).isoformat(" ", "minutes")


@pytest.mark.parametrize(
    ("at", "end"),
    [
        ("2026-11-22 21:00+00:00", "2026-11-23 07:00+00:00"),
        ("2026-11-22 03:00+00:00", "2026-11-22 07:00+00:00"),
        ("2026-07-01 20:00+01:00", "2026-07-02 07:00+01:00"),
        ("2026-03-28 21:00+00:00", "2026-03-29 07:00+01:00"),
        ("2026-10-24 21:00+01:00", "2026-10-25 07:00+00:00"),
    ],
)
def test_the_night_ends_at_seven_by_the_clock_on_the_wall(at, end):
    at = datetime.fromisoformat(at)
    assert NIGHT.hold(at)
    assert london(NIGHT.over(at)) == end


def test_at_their_end_they_are_over_and_at_their_start_they_hold():
    assert not NIGHT.hold(datetime(2026, 11, 22, 7, tzinfo=UTC))
    assert NIGHT.hold(datetime(2026, 11, 22, 20, tzinfo=UTC))
    noon = QuietHours(time(12), time(13))
    assert london(noon.over(datetime(2026, 11, 22, 12, tzinfo=UTC))) == "2026-11-22 13:00+00:00"
    assert not noon.hold(datetime(2026, 11, 22, 21, tzinfo=UTC))


def test_they_are_read_as_the_setting_has_them():
    assert QuietHours.read("20:00-07:00") == NIGHT
    assert QuietHours.read("") is None


@given(moments, times, times)
@example(SPRING, time(20), time(1, 30))  # the clock leaves 01:30 out
@example(AUTUMN, time(20), time(1, 30))  # and shows it twice
@example(AUTUMN + timedelta(hours=1), time(20), time(1, 30))
@example(AUTUMN + timedelta(hours=1), time(1, 15), time(1, 30))
def test_they_end_at_the_first_moment_at_which_they_do_not_hold(at, start, end):
    if start == end:
        return
    quiet = QuietHours(start, end)
    over = quiet.over(at)
    assert not quiet.hold(over)
    if not quiet.hold(at):
        assert over == at
        return
    # Every minute until then is quiet, but for the hour in which the clock left their end out.
    last = over - MINUTE
    left_out = (
        last.astimezone(LONDON).utcoffset() != (last - timedelta(hours=1)).astimezone(LONDON).utcoffset()
    )
    until = over - timedelta(hours=1) if left_out else over
    each = at.replace(second=0, microsecond=0) + MINUTE
    while each < until:
        assert quiet.hold(each)
        each += MINUTE


@given(moments, st.sampled_from(["at-once", "hourly", "daily"]), st.none() | st.just(NIGHT))
def test_nobody_is_told_too_early_or_in_quiet_hours_and_everybody_within_a_day(at, notices, quiet):
    when = due(notices, at, quiet)
    assert when > at or (when == at and notices == "at-once")
    assert quiet is None or not quiet.hold(when)
    longest = {"at-once": timedelta(0), "hourly": timedelta(hours=1), "daily": timedelta(hours=25)}[notices]
    assert when - at <= longest + (timedelta(hours=12) if quiet else timedelta(0))


@given(moments)
def test_an_hour_is_full_and_a_morning_is_at_eight_in_london(at):
    hour, morning = due("hourly", at, None), due("daily", at, None).astimezone(LONDON)
    assert (hour.minute, hour.second, hour.microsecond) == (0, 0, 0)
    assert hour - at <= timedelta(hours=1)
    assert (morning.hour, morning.minute) == (8, 0)
    assert morning - at <= timedelta(hours=25)
