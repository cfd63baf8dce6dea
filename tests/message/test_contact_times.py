"""When it is safe to ring, by the clock in London."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.message.contact import next_safe, safe_now
from ivr.message.contact.times import LONDON

CALL = {"contact": "call", "safe_number": "07700900123"}
times = st.sampled_from(["any", "mornings", "afternoons", "evenings", "not-stated", "", "nights"])
days = st.sampled_from(["any", "monday-friday", "weekends", "not-stated", "", "tuesdays"])
EARLY = datetime(2025, 1, 1)  # noqa: DTZ001  # the strategy gives it its zone
moments = st.datetimes(min_value=EARLY, max_value=EARLY.replace(year=2030), timezones=st.just(UTC))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def asked(part: str, on: str = "any") -> dict[str, str]:
    return CALL | {"safe_time": part, "safe_days": on}


@pytest.mark.parametrize(
    ("part", "on", "now", "safe"),
    [
        ("mornings", "any", "2026-11-23T07:59:59", "no"),
        ("mornings", "any", "2026-11-23T08:00:00", "yes"),
        ("mornings", "any", "2026-11-23T11:59:59", "yes"),
        ("mornings", "any", "2026-11-23T12:00:00", "no"),
        ("afternoons", "any", "2026-11-23T12:00:00", "yes"),
        ("afternoons", "any", "2026-11-23T17:00:00", "no"),
        ("evenings", "any", "2026-11-23T17:00:00", "yes"),
        ("evenings", "any", "2026-11-23T21:00:00", "no"),
        ("any", "any", "2026-11-23T03:00:00", "yes"),
        ("any", "monday-friday", "2026-11-22T23:59:59", "no"),
        ("any", "monday-friday", "2026-11-23T00:00:00", "yes"),
        ("any", "weekends", "2026-11-20T23:59:59", "no"),
        ("any", "weekends", "2026-11-21T00:00:00", "yes"),
        ("evenings", "weekends", "2026-11-22T18:00:00", "yes"),
        ("evenings", "not-stated", "2026-11-22T18:00:00", "unknown"),
        ("evenings", "not-stated", "2026-11-22T16:00:00", "no"),
        ("not-stated", "weekends", "2026-11-22T16:00:00", "unknown"),
        ("not-stated", "weekends", "2026-11-23T16:00:00", "no"),
        ("not-stated", "not-stated", "2026-11-23T16:00:00", "unknown"),
        # In summer London is an hour ahead of UTC: 16:30 UTC is half past five.
        ("evenings", "any", "2026-07-01T17:30:00", "yes"),
    ],
)
def test_each_part_of_a_day_begins_and_ends_by_the_clock_in_london(part, on, now, safe):
    assert safe_now(asked(part, on), at(now).astimezone(UTC)) == safe


def test_nobody_rings_whoever_rings_back():
    back = asked("any") | {"contact": "ring-back"}

    assert safe_now(back, at("2026-11-23T12:00:00")) == "no"
    assert next_safe(back, at("2026-11-23T12:00:00")) is None


def test_without_a_confirmed_way_it_is_never_known_to_be_safe():
    assert safe_now({"safe_time": "any", "safe_days": "any"}, at("2026-11-23T12:00:00")) == "unknown"


@pytest.mark.parametrize(
    ("part", "on", "now", "then"),
    [
        ("evenings", "any", "2026-11-22T22:00:00", "2026-11-23T17:00:00"),
        ("evenings", "any", "2026-11-22T12:00:00", "2026-11-22T17:00:00"),
        ("mornings", "monday-friday", "2026-11-20T13:00:00", "2026-11-23T08:00:00"),
        ("any", "weekends", "2026-11-23T00:00:00", "2026-11-28T00:00:00"),
        # The clocks go forward on 28 March 2027, and back on 25 October 2026.
        ("mornings", "any", "2027-03-27T20:00:00", "2027-03-28T08:00:00"),
        ("mornings", "weekends", "2026-10-24T13:00:00", "2026-10-25T08:00:00"),
    ],
)
def test_the_next_safe_time(part, on, now, then):
    assert next_safe(asked(part, on), at(now)) == at(then)


def test_now_is_the_next_safe_time_where_it_is_safe():
    now = at("2026-11-22T18:00:00")

    assert next_safe(asked("evenings"), now) == now


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        safe_now(asked("any"), datetime(2026, 11, 22))  # noqa: DTZ001


@given(times, days, moments)
def test_what_was_not_stated_is_never_known_to_be_safe(part, on, now):
    known = part in ("any", "mornings", "afternoons", "evenings") and on in (
        "any",
        "monday-friday",
        "weekends",
    )

    assert safe_now(asked(part, on), now) in (("yes", "no") if known else ("no", "unknown"))


@given(times, days, moments)
def test_the_next_safe_time_is_the_first_one(part, on, now):
    answers = asked(part, on)
    then = next_safe(answers, now)

    assert then is not None
    assert then >= now
    assert safe_now(answers, then) != "no"
    assert then - now <= timedelta(days=7, hours=1)
    before = [now + (then - now) * part / 20 for part in range(20)]
    assert all(safe_now(answers, one) == "no" for one, after in pairwise([*before, then]) if one < then)
