"""The domestic abuse service: open, closed or not sure, to the second, on the clock in London."""

import pytest

NUMBER = "0 3 0 0, 7 9 0, 6 7 7 2"

OPEN, CLOSED, UNSURE = "abuse-open", "abuse-closed", "abuse-unsure"


def _rung_at(call, clock, instant: str):
    clock.set(instant)
    return call.dial().choose("go on", "domestic abuse")


@pytest.mark.parametrize(
    ("instant", "state"),
    [
        pytest.param("2026-11-27T16:59:59", OPEN, id="Friday, a second before it shuts"),
        pytest.param("2026-11-27T17:00:00", CLOSED, id="Friday, the second it shuts"),
        pytest.param("2026-11-27T16:55:00", OPEN, id="the last minutes are open, not unsure"),
        pytest.param("2026-11-30T08:59:59", CLOSED, id="Monday, a second before it opens"),
        pytest.param("2026-11-30T09:00:00", OPEN, id="Monday, the second it opens"),
        pytest.param("2026-11-28T12:00:00", CLOSED, id="Saturday"),
        pytest.param("2026-11-29T12:00:00", CLOSED, id="Sunday"),
        pytest.param("2026-04-03T10:00:00", UNSURE, id="Good Friday"),
        pytest.param("2026-12-25T10:00:00", UNSURE, id="Christmas Day, a Friday"),
        pytest.param("2026-12-26T10:00:00", CLOSED, id="Boxing Day, a Saturday"),
        pytest.param("2026-12-28T10:00:00", UNSURE, id="the substitute for Boxing Day"),
        pytest.param("2026-12-29T10:00:00", OPEN, id="the day after the substitute"),
        pytest.param("2026-03-30T09:00:00", OPEN, id="the Monday after the clocks go forward, as it opens"),
        pytest.param(
            "2026-03-30T08:59:59", CLOSED, id="the Monday after the clocks go forward, before it opens"
        ),
        pytest.param("2026-03-29T03:00:00", CLOSED, id="the night the clocks go forward"),
        pytest.param("2026-10-26T09:00:00", OPEN, id="the Monday after the clocks go back"),
        pytest.param("2026-10-26T16:59:59", OPEN, id="the Monday after the clocks go back, before it shuts"),
        pytest.param("2026-07-01T08:59:59", CLOSED, id="in summer by London time, not UTC"),
        pytest.param("2040-03-07T10:00:00", UNSURE, id="past the end of the known bank holidays"),
        pytest.param("2040-03-07T20:00:00", CLOSED, id="past the end, after hours"),
    ],
)
def test_what_is_said_at_an_instant(call, clock, instant, state):
    assert _rung_at(call, clock, instant).node == state


@pytest.mark.parametrize(
    "instant", ["2026-11-25T10:00:00", "2026-11-25T20:00:00", "2026-12-25T10:00:00", "2040-03-07T10:00:00"]
)
def test_the_number_is_said_twice_whatever_the_hour(call, clock, instant):
    _rung_at(call, clock, instant)
    assert call.heard.count(NUMBER) == 2
    assert "Independent Domestic Abuse Advocacy service" in call.heard
    assert "This service is not the police." in call.heard


@pytest.mark.parametrize(
    ("instant", "when"),
    [
        ("2026-11-25T17:00:00", "tomorrow"),
        ("2026-11-27T17:00:00", "Monday"),
        ("2026-11-30T08:00:00", "today"),
        ("2026-11-29T12:00:00", "tomorrow"),
        (
            "2026-12-24T17:00:00",
            "Tuesday",
        ),  # the 25th and the 28th are bank holidays, the 26th and 27th a weekend
    ],
)
def test_the_next_day_it_opens_is_named(call, clock, instant, when):
    _rung_at(call, clock, instant)
    assert f"They are closed until 9 in the morning, {when}." in call.heard


def test_an_open_day_says_until_when(call, clock):
    _rung_at(call, clock, "2026-11-25T10:00:00")
    assert "They should be open now, until 5 in the afternoon." in call.heard


def test_an_unsure_day_does_not_say_closed(call, clock):
    """Nothing says that the service shuts on bank holidays."""
    _rung_at(call, clock, "2026-12-28T10:00:00")
    assert "usually open from 9 to 5, Monday to Friday. Today may be different." in call.heard
    assert "closed" not in call.heard


def test_from_there_to_a_liaison_officer_and_back_to_the_number(call, clock):
    _rung_at(call, clock, "2026-11-25T10:00:00").listen()
    assert "It may show" in call.heard or "may show on your phone and your bill" in call.heard
    call.press("star")
    assert NUMBER in call.heard
    call.choose("liaison officer").listen()
    assert call.node == "consent"


def test_messages_are_taken_at_all_hours_and_officers_are_not_promised(call, clock):
    clock.set("2026-12-25T03:00:00")
    call.to_review().choose("send it")
    assert call.message["state"] == "sent"
    assert "24 hours" not in call.all_heard
    assert "day and night" not in call.all_heard
