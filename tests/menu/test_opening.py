"""Opening hours by the clock on a wall in London."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from menu_texts import flow_of

from ivr.call.turn import NodeId, Turn
from ivr.menu import Flow
from ivr.menu.opening import Opening, bank_holidays
from ivr.menu.step import Moment
from ivr.walk.pages import Pages

LONDON = ZoneInfo("Europe/London")
NINE_TO_FIVE = Opening((*(((540, 1020),),) * 5, (), ()), "england-and-wales")
LAST_KNOWN = bank_holidays("england-and-wales")[-1]


def london(text: str, *, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON, fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("when", "state"),
    [
        ("2026-11-27T16:59:59", "open"),  # a Friday
        ("2026-11-27T17:00:00", "closed"),
        ("2026-11-30T08:59:59", "closed"),  # a Monday
        ("2026-11-30T09:00:00", "open"),
        ("2026-11-28T12:00:00", "closed"),  # a Saturday
        ("2026-11-29T12:00:00", "closed"),
        ("2026-04-03T10:00:00", "unsure"),  # Good Friday
        ("2026-04-03T20:00:00", "unsure"),
        ("2026-04-06T10:00:00", "unsure"),  # Easter Monday
        ("2026-12-25T10:00:00", "unsure"),  # Christmas, a Friday
        ("2026-12-26T10:00:00", "closed"),  # Boxing Day is a Saturday,
        ("2026-12-28T09:00:00", "unsure"),  # so the Monday after it is the holiday
        ("2026-12-28T08:59:59", "unsure"),
        ("2026-12-29T09:00:00", "open"),
        ("2026-12-31T16:59:59", "open"),
        ("2026-12-31T23:59:59", "closed"),
        ("2027-01-01T00:00:00", "unsure"),
        ("2027-01-04T09:00:00", "open"),
        ("2026-03-27T16:59:59", "open"),  # the last day before the clocks go forward
        ("2026-03-30T08:59:59", "closed"),
        ("2026-03-30T09:00:00", "open"),  # 08:00 in UTC
        ("2026-10-23T16:59:59", "open"),
        ("2026-10-26T08:59:59", "closed"),
        ("2026-10-26T09:00:00", "open"),  # 09:00 in UTC
    ],
)
def test_the_instants_that_are_easily_wrong(when, state):
    assert NINE_TO_FIVE.state(london(when)) == state


@pytest.mark.parametrize(
    ("utc", "state"),
    [
        ("2026-03-27T16:59:59", "open"),
        ("2026-03-30T07:59:59", "closed"),
        ("2026-03-30T08:00:00", "open"),
        ("2026-10-26T08:59:59", "closed"),
        ("2026-10-26T09:00:00", "open"),
    ],
)
def test_the_clock_on_the_wall_is_what_counts(utc, state):
    assert NINE_TO_FIVE.state(datetime.fromisoformat(utc).replace(tzinfo=UTC)) == state


def weekly(**days: list[tuple[int, int]]) -> Opening:
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    return Opening(tuple(tuple(days.get(name, ())) for name in names))


def test_the_night_the_clocks_go_forward_has_no_half_past_one():
    night = weekly(sunday=[(0, 90)])  # 00:00-01:30 on 29 March 2026: from 01:00 the clock shows 02:00
    assert night.state(datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC)) == "open"
    assert night.state(datetime(2026, 3, 29, 1, 0, 0, tzinfo=UTC)) == "closed"
    assert weekly(sunday=[(60, 120)]).state(datetime(2026, 3, 29, 0, 30, tzinfo=UTC)) == "closed"
    assert weekly(sunday=[(60, 120)]).state(datetime(2026, 3, 29, 1, 30, tzinfo=UTC)) == "closed"


def test_the_night_the_clocks_go_back_has_half_past_one_twice():
    night = weekly(sunday=[(60, 120)])  # 01:00-02:00 on 25 October 2026
    instants = [
        datetime(2026, 10, 25, 0, 0, tzinfo=UTC) + timedelta(minutes=m) for m in (-1, 0, 30, 60, 90, 119, 120)
    ]
    assert [night.state(at) for at in instants] == [
        "closed",
        "open",
        "open",
        "open",
        "open",
        "open",
        "closed",
    ]


def test_past_the_last_known_bank_holiday_nobody_can_be_sure_in_hours():
    day = LAST_KNOWN + timedelta(days=1)
    while day.weekday() > 4:
        day += timedelta(days=1)
    assert NINE_TO_FIVE.state(london(f"{day}T12:00:00")) == "unsure"
    assert NINE_TO_FIVE.state(london(f"{day}T20:00:00")) == "closed"
    assert Opening(NINE_TO_FIVE.week).state(london(f"{day}T12:00:00")) == "open"
    assert NINE_TO_FIVE.state(london("1990-01-02T12:00:00")) == "unsure"


def test_bank_holidays_count_only_where_they_are_named_and_where_hours_are():
    assert Opening(NINE_TO_FIVE.week).state(london("2026-12-25T10:00:00")) == "open"
    saturdays = Opening(((), (), (), (), (), ((540, 1020),), ()), "england-and-wales")
    assert saturdays.state(london("2026-12-28T10:00:00")) == "closed"
    assert (
        Opening(NINE_TO_FIVE.week, "scotland").state(london("2026-11-30T10:00:00")) == "unsure"
    )  # St Andrew's
    assert NINE_TO_FIVE.state(london("2026-11-30T10:00:00")) == "open"


def test_several_spans_a_day():
    hours = weekly(saturday=[(540, 720), (780, 960)])
    at = {"08:59": "closed", "09:00": "open", "11:59": "open", "12:00": "closed", "12:59": "closed", "13:00": "open", "16:00": "closed"}  # fmt: skip
    assert {time: hours.state(london(f"2026-11-28T{time}:00")) for time in at} == at
    assert hours.next_open(london("2026-11-28T12:30:00")) == date(2026, 11, 28)
    assert hours.next_open(london("2026-11-28T13:00:00")) == date(2026, 12, 5)


def test_until_midnight_and_round_the_clock():
    hours = weekly(friday=[(1320, 1440)], saturday=[(0, 1440)])
    assert hours.state(london("2026-11-27T23:59:59")) == "open"
    assert hours.state(london("2026-11-28T00:00:00")) == "open"
    assert hours.state(london("2026-11-28T23:59:59")) == "open"
    assert hours.state(london("2026-11-29T00:00:00")) == "closed"


@pytest.mark.parametrize(
    ("when", "day"),
    [
        ("2026-11-27T17:00:00", "2026-11-30"),  # Friday after five: Monday
        ("2026-11-28T10:00:00", "2026-11-30"),
        ("2026-11-30T08:00:00", "2026-11-30"),  # today
        ("2026-11-30T17:00:00", "2026-12-01"),  # tomorrow
        ("2026-12-24T17:00:00", "2026-12-29"),  # over Christmas
        ("2026-04-02T18:00:00", "2026-04-07"),  # over Easter
        ("2026-12-31T18:00:00", "2027-01-04"),  # over the new year, a Friday
        ("2026-03-28T12:00:00", "2026-03-30"),  # over the night the clocks go forward
    ],
)
def test_the_next_opening_day(when, day):
    assert NINE_TO_FIVE.next_open(london(when)) == date.fromisoformat(day)


def test_what_never_opens_has_no_next_day():
    assert weekly().next_open(london("2026-11-27T17:00:00")) is None


HOURS = """\
  main: {kind: hours, open: {monday-friday: 09:00-17:00, saturday: [09:00-12:00, 13:00-16:00], sunday: closed},
    bank_holidays: england-and-wales, when_open: bye, when_closed: closed}
  closed: {kind: menu, prompt: "They open {next_open_day}.", options: {1: {to: go, goto: bye}}}
"""


def said(flow: Flow, when: str, language: str = "en") -> str:
    turn = Turn(flow.version, language, "normal", NodeId("closed"))
    return Pages(flow).next_open_day(turn, Moment(turn, flow.line, london(when), {}))


def test_the_next_opening_day_is_said_as_people_say_it():
    flow = flow_of(HOURS, start="main")
    assert said(flow, "2026-11-30T08:00:00") == "today"
    assert said(flow, "2026-11-30T18:00:00") == "tomorrow"
    assert said(flow, "2026-11-27T18:00:00") == "tomorrow"  # Saturday has hours here
    assert said(flow, "2026-11-28T12:30:00") == "today"
    assert said(flow, "2026-11-28T18:00:00") == "Monday"
    assert said(flow, "2026-12-24T18:00:00") == "Saturday"  # Boxing Day, whose holiday is the Monday
    assert flow_of(HOURS.replace("monday-friday", "monday-tuesday"), start="main").nodes["main"].open[2] == ()


def test_the_next_opening_day_is_said_in_the_callers_language():
    flow = flow_of(
        HOURS,
        start="main",
        languages="en: {name: English, voice: Polly.Amy, locale: en-GB}, pl: {name: Polski, voice: Polly.Ola, locale: pl-PL}",
        more="translations: {pl: {line: {phrases: {monday: poniedziałek}}}}\n",
    )
    assert said(flow, "2026-11-28T18:00:00", "pl") == "poniedziałek"
    assert said(flow, "2026-11-28T18:00:00", "en") == "Monday"


def test_unsure_has_a_node_of_its_own_or_counts_as_closed():
    hours = flow_of(HOURS, start="main").nodes["main"]
    assert hours.at("unsure") == "closed"
    nodes = HOURS.replace("when_closed: closed}", "when_closed: closed, when_unsure: bye}")
    assert flow_of(nodes, start="main").nodes["main"].at("unsure") == "bye"


# -- a slow and obvious oracle --

SPANS = st.lists(st.integers(0, 96), min_size=0, max_size=4, unique=True).map(
    lambda ends: tuple((a * 15, b * 15) for a, b in zip(sorted(ends)[::2], sorted(ends)[1::2], strict=False))
)
WEEKS = st.tuples(*[SPANS] * 7)
INSTANTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
DIVISIONS = st.sampled_from([None, "england-and-wales", "scotland", "northern-ireland"])


def oracle(week, division, now: datetime) -> str:
    shown = now.astimezone(LONDON).strftime("%H:%M")
    today = now.astimezone(LONDON).date()
    spans = [(f"{a // 60:02}:{a % 60:02}", f"{b // 60:02}:{b % 60:02}") for a, b in week[today.weekday()]]
    holidays = bank_holidays(division) if division else ()
    if today in holidays and spans:
        return "unsure"
    if not [True for start, end in spans if start <= shown < end]:
        return "closed"
    return "unsure" if holidays and not holidays[0] <= today <= holidays[-1] else "open"


@given(WEEKS, DIVISIONS, INSTANTS)
def test_any_week_at_any_instant(week, division, now):
    assert Opening(week, division).state(now) == oracle(week, division, now)


@given(WEEKS, DIVISIONS, INSTANTS)
def test_it_does_open_on_the_next_opening_day_and_not_before(week, division, now):
    opening = Opening(week, division)
    day = opening.next_open(now)
    today = now.astimezone(LONDON).date()
    if day is None:
        assert not any(week) or division
        return
    assert today <= day <= today + timedelta(days=14)
    starts = [start for start, _ in week[day.weekday()]]
    first = datetime(day.year, day.month, day.day, tzinfo=LONDON) + timedelta(minutes=starts[-1])
    assume(first.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) == first.replace(tzinfo=None))
    assert opening.state(first) in ("open", "unsure")
    between = today + timedelta(days=1)
    while between < day:
        assert not week[between.weekday()] or (division and between in bank_holidays(division))
        between += timedelta(days=1)


@given(WEEKS, DIVISIONS)
def test_the_sides_show_every_state_a_week_can_be_in(week, division):
    opening = Opening(week, division)
    seen = {opening.state(at) for at in opening.sides()}
    start = datetime(2026, 6, 1, tzinfo=UTC)
    quarter_hours = (start + timedelta(minutes=15 * n) for n in range(7 * 96))
    assert {opening.state(at) for at in quarter_hours} <= seen
    if division and any(week):
        holidays = [day for day in bank_holidays(division) if week[day.weekday()]]
        assert not holidays or "unsure" in seen
