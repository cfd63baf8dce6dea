"""Sessions: bound to the account as it stands now, and over when they have to be."""

import hashlib
from datetime import timedelta

import pytest
from accounts_made import GOOD, IDLE, LONGEST, Made
from sqlalchemy import update

from ivr.message import tables
from ivr.message.accounts import UnknownOfficer
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


@pytest.fixture
def sam(made):
    return made.add().officer


def begun(made, officer):
    return made.accounts.begin(officer.officer_id, made.now)


def test_the_database_knows_a_token_only_by_its_hash(made, sam):
    token = begun(made, sam)
    (row,) = made.rows(tables.session)
    assert row.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert made.session(row.token_hash) is None
    assert made.session(token).officer == sam


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "\udc80", "\x00", "é" * 43])
def test_a_token_that_nobody_was_given_is_nobodys(lone, token):
    lone.add()
    assert lone.session(token) is None


def test_whoever_does_nothing_for_too_long_is_out(made, sam):
    token = begun(made, sam)
    for _ in range(10):
        made.now += IDLE - timedelta(minutes=2)
        assert made.session(token) is not None
    made.now += IDLE
    assert made.session(token) is None


def test_what_a_page_asks_for_by_itself_keeps_nobody_in(made, sam):
    token = begun(made, sam)
    for _ in range(29):
        made.later(minutes=1)
        assert made.session(token, touch=False) is not None
    made.later(minutes=1)
    assert made.session(token) is None


def test_a_request_is_written_down_at_most_once_a_minute(lone, monkeypatch):
    token = begun(lone, lone.add().officer)
    lone.later(minutes=5)
    lone.session(token)
    monkeypatch.setattr(lone.database, "write", None)
    lone.later(seconds=50)
    assert lone.session(token) is not None


def test_after_the_longest_time_it_is_over_whatever_was_done(made, sam):
    token, began = begun(made, sam), made.now
    while made.now - began < LONGEST - timedelta(minutes=20):
        made.later(minutes=20)
        assert made.session(token) is not None
    made.now = began + LONGEST
    assert made.session(token) is None


def test_a_disabled_officer_is_out_at_once_and_stays_out_when_enabled(made, sam):
    token = begun(made, sam)
    made.accounts.disable(sam.officer_id, by=OPERATOR, at=made.now)
    assert made.session(token) is None
    assert made.session(begun(made, sam)) is None  # one that begins at the same instant, too
    made.accounts.enable(sam.officer_id, by=OPERATOR, at=made.now)
    assert made.session(token) is None


def test_a_role_that_is_changed_counts_at_once(made, sam):
    token = begun(made, sam)
    made.accounts.change(sam.officer_id, role="manager", areas=["watford"], by=OPERATOR, at=made.now)
    officer = made.session(token).officer
    assert (officer.role, officer.areas) == ("manager", {"watford"})


def test_all_sessions_end_everywhere_but_the_one_that_asks(made, sam):
    mine, other, kims = begun(made, sam), begun(made, sam), begun(made, made.add("kim").officer)
    made.accounts.end_sessions(sam.officer_id, by=sam.officer_id, at=made.now, but=mine)
    assert made.session(mine) is not None
    assert made.session(other) is None
    assert made.session(kims) is not None
    made.accounts.end_sessions(sam.officer_id, by=OPERATOR, at=made.now, but=kims)
    assert made.session(mine) is None
    assert made.session(kims).officer.login == "kim"
    with pytest.raises(UnknownOfficer):
        made.accounts.end_sessions("nobody", by=OPERATOR, at=made.now)


def test_a_session_that_was_beginning_while_all_were_ended_is_over_too(made, sam):
    made.accounts.end_sessions(sam.officer_id, by=OPERATOR, at=made.now)
    token = begun(made, sam)
    before = update(tables.session).values(epoch=0)  # as another host has begun it, a moment before
    made.database.write(lambda connection: connection.execute(before))
    assert made.session(token) is None
    made.database.write(lambda connection: connection.execute(before.values(epoch=1)))
    assert made.session(token) is not None


def test_where_somebody_is_in_is_told_newest_first(made, sam):
    first = begun(made, sam)
    made.later(minutes=10)
    second = begun(made, sam)
    made.accounts.begin(sam.officer_id, made.now, "code")
    told = made.accounts.sessions_of(sam.officer_id, made.now, here=first)
    assert [(one.began_at == made.now, one.here) for one in told] == [(True, False), (False, True)]
    made.later(minutes=25)
    assert made.session(second) is not None
    assert len(made.accounts.sessions_of(sam.officer_id, made.now)) == 1
    assert len(made.accounts.sessions_of(sam.officer_id)) == 2


def test_leaving_ends_one_session_once(made, sam):
    token, other = begun(made, sam), begun(made, sam)
    for _ in range(2):
        made.accounts.leave(token, made.now)
    assert made.session(token) is None
    assert made.session(other) is not None
    assert made.acts() == ["account-made", "left"]


def test_what_is_over_is_erased(made, sam):
    begun(made, sam)
    made.later(minutes=20)
    fresh = begun(made, sam)
    made.later(minutes=15)
    made.accounts.forget_old(made.now)
    assert [row.token_hash for row in made.rows(tables.session)] == [
        hashlib.sha256(fresh.encode()).hexdigest()
    ]
    assert made.session(fresh) is not None


def test_two_hosts_know_the_same_sessions(made):
    sam = made.settled()
    other = Made(made.url, keys=made.keys, now=made.now, database=made.database)
    assert other.session(sam.begun.token).officer.name == "Sam Jones"
    other.accounts.disable(sam.officer.officer_id, by=OPERATOR, at=other.now)
    assert made.session(sam.begun.token) is None


def test_a_host_that_cannot_open_names_still_knows_who_may_what(lone):
    sam = lone.settled()
    blind = Made(database=lone.database, now=lone.now)  # keys of its own
    officer = blind.session(sam.begun.token).officer
    assert (officer.role, officer.name, officer.login) == ("officer", "", "")


def test_no_repr_tells_what_opens_anything(lone):
    added = lone.add()
    half = lone.password("sam", added.first_password)
    offered = lone.accounts.begin_set_up(half.token, lone.now)
    sam = lone.settled("kim")
    for thing in (added, half, offered, sam.begun, lone.session(sam.begun.token), lone.accounts):
        text = f"{thing!r} {thing}"
        secret = (added.first_password, half.token, offered.secret, sam.begun.token, sam.begun.device)
        for one in (*secret, "Sam Jones", "sam", "kim", GOOD):
            assert one not in text
