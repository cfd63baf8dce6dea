"""Guessing gets slower; nobody is kept out for good, and nobody who is known by anybody elsewhere."""

import threading
from datetime import timedelta

import pytest
from accounts_made import ELSEWHERE, GOOD, HERE, Made
from hypothesis import given
from hypothesis import strategies as st

from ivr.message import tables
from ivr.message.accounts import TooOften, WrongCode, WrongPassword
from ivr.message.accounts.throttle import LONGEST_WAIT, wait_after
from ivr.message.audit import OPERATOR


@pytest.fixture
def made(any_ready_url):
    made = Made(any_ready_url)
    yield made
    made.close()


@pytest.fixture
def lone():
    made = Made()
    yield made
    made.close()


def fail(made, login="sam", *, times=1, **more):
    for _ in range(times):
        with pytest.raises(WrongPassword):
            made.password(login, "not this one at all", **more)


def waits(made, login="sam", **more):
    """For how long the next attempt is not looked at."""
    with pytest.raises(TooOften) as told:
        made.password(login, GOOD, **more)
    return told.value.wait


@pytest.mark.parametrize("login", ["sam", "nobody"])
def test_from_the_fifth_failure_there_is_a_wait_that_doubles_up_to_a_quarter_of_an_hour(made, login):
    made.settled()
    fail(made, login, times=5)
    seen = []
    for _ in range(8):
        wait = waits(made, login)
        seen.append(wait.total_seconds() / 60)
        made.now += wait
        fail(made, login)
    assert seen == [0.5, 1, 2, 4, 8, 15, 15, 15]


def test_while_there_is_a_wait_nothing_is_hashed_counted_or_logged(lone, monkeypatch):
    lone.settled()
    fail(lone, times=5)
    before = lone.acts(), lone.rows(tables.login_failure)
    monkeypatch.setattr(type(lone.accounts._passwords), "check", None)
    for _ in range(20):
        assert waits(lone) == timedelta(seconds=30)
    assert (lone.acts(), lone.rows(tables.login_failure)) == before


def test_after_the_wait_the_right_password_and_code_let_in_and_all_is_forgotten(made):
    sam = made.settled()
    fail(made, times=5)
    made.now += waits(made)
    sam.enter()
    fail(made, times=4)
    assert made.password("sam", GOOD).stage == "code"


def test_the_right_password_alone_makes_nobody_forget_failures(made):
    sam = made.settled()
    for _ in range(5):
        half = made.password("sam", GOOD)
        with pytest.raises(WrongCode):
            made.code(half, "000000")
    with pytest.raises(TooOften):
        made.code(half, sam.shows())
    waits(made)


def test_a_known_device_is_not_kept_out_by_anybody_elsewhere(made):
    sam = made.settled()
    device = sam.enter().device
    made.later(seconds=30)
    fail(made, times=5, address=ELSEWHERE)
    fail(made, "other", times=5, address=HERE)
    waits(made)
    begun = sam.enter(device=device)
    assert begun.stage == "in"
    assert waits(made) > timedelta(0)  # the guesser still waits


def test_a_known_device_is_slowed_by_its_own_failures_only(made):
    sam = made.settled()
    mine, theirs = sam.enter().device, None
    made.later(seconds=30)
    theirs = sam.enter().device
    assert mine != theirs
    fail(made, times=5, device=mine)
    assert waits(made, device=mine) == timedelta(seconds=30)
    assert made.password("sam", GOOD, device=theirs).stage == "code"
    assert made.password("sam", GOOD).stage == "code"


@pytest.mark.parametrize("spoil", ["swap", "cut", "of another account", "made up", "empty"])
def test_a_device_that_was_made_up_is_not_known(made, spoil):
    sam, kim = made.settled("sam"), made.settled("kim")
    device = sam.enter().device
    name, mac = device.split(".")
    spoilt = {
        "swap": f"{name[::-1]}.{mac}",
        "cut": f"{name}.{mac[:-1]}",
        "of another account": kim.enter().device,
        "made up": f"{'0' * 22}.{'a' * 22}",
        "empty": ".",
    }[spoil]
    fail(made, times=5)
    waits(made, device=spoilt)
    assert made.password("sam", GOOD, device=device).stage == "code"


def test_a_shared_computer_is_known_for_each_of_its_officers(made):
    sam, kim = made.settled("sam"), made.settled("kim")
    device = kim.enter(device=sam.enter().device).device
    for login in ("sam", "kim"):
        fail(made, login, times=5)
        assert made.password(login, GOOD, device=device).stage == "code"
    assert sam.begun.device not in device


def test_a_device_that_was_known_before_the_set_up_stays_known(lone):
    sam = lone.settled("sam")
    device = sam.begun.device
    assert device
    fail(lone, times=5)
    assert lone.password("sam", GOOD, device=device).stage == "code"


def test_a_first_password_lets_in_whatever_anybody_else_tries(made):
    sam = made.settled()
    for _ in range(9):
        fail(made, times=1)
        made.later(minutes=16)
    fail(made, times=1)
    first = made.accounts.reset(sam.officer.officer_id, by=OPERATOR, at=made.now)
    fail(made, times=5)
    waits(made)
    assert made.password("sam", first).stage == "set-up"
    with pytest.raises(TooOften):
        made.password("sam", first[:-1] + ("0" if first[-1] != "0" else "1"))


def test_one_address_cannot_try_one_password_on_everybody(made):
    for number in range(50):
        fail(made, f"officer-{number}", address=ELSEWHERE)
    assert waits(made, "another", address=ELSEWHERE) == timedelta(seconds=30)
    fail(made, "another", address=HERE)


def test_an_address_counts_as_what_one_customer_has(lone):
    for number in range(50):
        fail(lone, f"officer-{number}", address=f"2001:db8:1:2::{number:x}")
    waits(lone, "another", address="2001:db8:1:2:ffff::1")
    fail(lone, "another", address="2001:db8:1:3::1")


def test_the_next_day_an_address_is_not_known_any_more(lone):
    fail(lone, "nobody", address=ELSEWHERE)
    one = {row.of for row in lone.rows(tables.login_failure)}
    lone.later(days=1)
    fail(lone, "nobody", address=ELSEWHERE)
    assert len({row.of for row in lone.rows(tables.login_failure)} - one) == 1


def test_a_day_without_failures_begins_again(made):
    made.settled()
    fail(made, times=4)
    made.later(hours=24)
    fail(made, times=4)
    assert made.password("sam", GOOD).stage == "code"
    made.later(hours=25)
    made.accounts.forget_old(made.now)
    assert made.rows(tables.login_failure) == []


def test_forgetting_old_counts_ends_no_wait(lone):
    lone.settled()
    fail(lone, times=5)
    lone.accounts.forget_old(lone.now)
    waits(lone)


def test_a_clock_that_was_set_back_keeps_nobody_out_for_longer(lone):
    lone.settled()
    fail(lone, times=5)
    lone.later(days=-30)
    assert waits(lone) <= LONGEST_WAIT


@given(st.integers(0, 10**6), st.integers(0, 60))
def test_waits_never_get_shorter_and_never_longer_than_a_quarter_of_an_hour(failures, free):
    wait = wait_after(failures, free)
    assert timedelta(0) <= wait <= wait_after(failures + 1, free) <= LONGEST_WAIT


@pytest.mark.usefixtures("patient")
def test_a_thousand_at_once_are_a_thousand(made):
    made.settled()
    outcomes = []

    def guess():
        try:
            made.password("sam", "not this one at all")
        except Exception as error:
            outcomes.append(type(error))

    threads = [threading.Thread(target=guess) for _ in range(24)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert outcomes.count(WrongPassword) == 5
    assert len(outcomes) == 24


def test_what_is_counted_names_nobody(made):
    made.settled("sam.okonkwo")
    fail(made, "sam.okonkwo", address="198.51.100.77")
    rows = made.rows(tables.login_failure)
    assert len(rows) == 3  # the account, the address, and the device it was set up on
    for row in rows:
        assert len(row.of) == 64
        assert int(row.of, 16)
