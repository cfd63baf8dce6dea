"""The line with each fault: the call goes the same way, and an officer finds the same in the end."""

import logging
from dataclasses import replace

import pytest
from faulty_calls import ASKED, DELETED, HUNG_UP, NOTHING, ONE_SENT, SENT, SETTINGS, scenario, small
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ivr.phone.faults import FAULTS
from ivr.phone.scenario.running import Outcome
from ivr.phone.scenario.values import At, Leaves
from ivr.web.practice.faults import run_with_fault, run_with_faults, running

QUICK = ("twice", "late", "out-of-order", "same-instant", "menu-changed")
"""Faults that are done in a moment, and that each have a way of their own to go wrong."""


SAID = {
    # Nine steps and a request for what is played, which no fault touches; with two callbacks twelve webhooks.
    "killed": ("The process was killed at each of 12 webhooks, and started again: the call", "1 recording."),
    "forged": ("Strangers sent 24 webhooks with a made-up signature: each was refused, and", "1 recording."),
    "unsigned": ("Strangers sent 24 webhooks without a signature: each was refused, and", "1 recording."),
    "stale": ("Strangers sent 46 webhooks with the signature of another one: each", "1 recording."),
    "menu-changed": (
        "The menu file was changed or broken 9 times while the call went on: who",
        "1 recording.",
    ),
    "store-down": (
        "The store was down for ten seconds, once at each of 12 moments: 6 times",
        "kept is lost.",
    ),
}
"""How what came of the sent message begins and ends."""


@pytest.fixture(autouse=True)
def quiet(caplog):
    """A line that is without its store says so at every step."""
    caplog.set_level(logging.CRITICAL)


@pytest.fixture(scope="module", autouse=True)
def run_once_without_faults():
    """Where nothing is wrong a scenario goes the same way each time: it is run so once, and then with each fault."""
    ran, run = [], running._plain

    def plain(call, settings, *, looks):
        for before, so_set, found in ran:
            if (before, so_set) == (call, settings):
                return found
        ran.append((call, settings, run(call, settings, looks=True)))
        return ran[-1][2]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(running, "_plain", plain)
        yield


@pytest.mark.parametrize("name", FAULTS)
def test_a_message_is_sent_whatever_happens(name):
    result = run_with_fault(scenario(SENT, ONE_SENT), name, small, SETTINGS)
    assert (result.fault, result.held, result.wrong) == (name, True, ())
    assert result.scenario.passed
    begins, ends = SAID.get(name, (f"{FAULTS[name].did}: the call", "left one message with 1 recording."))
    assert result.outcome.startswith(begins)
    assert result.outcome.endswith(ends)


@pytest.mark.parametrize("name", ["killed", "same-instant", "out-of-order", "store-down"])
def test_who_hangs_up_while_speaking_loses_nothing(name):
    kept = Leaves(1, state="unfinished", answers={"safe_number": "07700900123"}, recordings=(4,))
    result = run_with_fault(scenario(HUNG_UP, kept), name, small, SETTINGS)
    assert result.wrong == ()
    assert result.held


@pytest.mark.parametrize(
    ("steps", "left"),
    [(ASKED, "one request about an earlier message"), (DELETED, "nothing"), (NOTHING, "nothing")],
)
def test_what_a_call_has_left_is_said(steps, left):
    result = run_with_fault(scenario(steps), "twice", small, SETTINGS)
    assert result.outcome == f"Every webhook came twice: the call went the same way and left {left}."


@pytest.mark.parametrize("name", ["recording-404", "media-401"])
def test_where_nothing_is_recorded_nothing_goes_wrong_with_that(name):
    result = run_with_fault(scenario(NOTHING), name, small, SETTINGS)
    assert result.held
    assert result.outcome == "Nothing is recorded in this call, so nothing could go wrong with that."


def test_where_the_store_is_not_needed_nobody_notices():
    result = run_with_fault(scenario(NOTHING), "store-down", small, SETTINGS)
    assert result.held
    assert result.outcome.endswith("moments: nobody noticed, and the call left nothing.")


def test_a_scenario_that_fails_anyway_proves_nothing():
    (result,) = run_with_faults(scenario("1", ONE_SENT), ["twice"], small, SETTINGS)
    assert not result.held
    assert result.outcome == (
        "Without any fault the scenario already fails: The call has left no messages, not 1 message."
    )
    assert not result.scenario.passed


def test_a_scenario_of_another_menu_is_not_rung():
    (result,) = run_with_faults(scenario("1", At("nowhere", line=4)), ["killed"], small, SETTINGS)
    assert not result.held
    assert isinstance(result.scenario, Outcome)
    assert result.scenario.failure.line == 4


def test_there_is_no_other_fault():
    with pytest.raises(KeyError):
        run_with_fault(scenario("1"), "gremlins", small, SETTINGS)


KEYS = st.sampled_from(
    [
        *("1", "1", "1", "1", "2", "3", "4", "6", "9", "star", "0", "wait", "07700900123#", "dial:busy"),
        *("record:3", "record:0", "record:4+hangup", "record:4+5", "hangup"),
    ]
)


@settings(max_examples=2, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(keys=st.lists(KEYS, max_size=9).map(" ".join))
@example(keys="1 1 1 record:5 2 record:3 6 1 1 4 12345678# hangup")
def test_no_call_goes_another_way(keys):
    call = scenario(keys)
    results = run_with_faults(call, QUICK, small, SETTINGS)
    first = next(results)
    if not first.scenario.passed:
        # The first step that does not fit where the call is, and all that follow, are left out.
        call = replace(call, steps=call.steps[: first.scenario.presses])
        results = run_with_faults(call, QUICK, small, SETTINGS)
        first = next(results)
    for result in (first, *results):
        assert result.wrong == ()
        assert result.held
        assert "07700900" not in result.outcome
