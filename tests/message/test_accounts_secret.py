"""What a stolen database gives away, and what a new secret of the server's changes: nothing, and nothing."""

import logging

import pytest
from accounts_made import BETTER, ELSEWHERE, GOOD, Made, shown
from sqlalchemy import select

from ivr.message import tables
from ivr.message.accounts import Refusal, WrongPassword
from ivr.message.accounts.mails import recipients
from ivr.message.audit import OPERATOR
from ivr.message.keys import vouch

OTHER = b"another secret of the same server"
MAIL = "sam.okonkwo@force.example"
ISSUER = "https://sign-in.example"


@pytest.fixture
def made(any_ready_url):
    made = Made(any_ready_url)
    yield made
    made.close()


def with_other_secret(made):
    """The same database and private keys, by another secret: as after IVR_SECRET was changed and vouched for."""
    other = Made(made.url, database=made.database, keys=made.keys, now=made.now, secret=OTHER)
    vouch(made.database, other.vault, [key.key_id for key in made.rows(tables.public_key)], made.now)
    return other


def test_after_a_change_of_the_secret_everybody_still_comes_in(made):
    sam = made.settled(mail=MAIL, areas=["watford"])
    made.add("kim@force.example", password=False)
    made.accounts.enter_by_sign_in(ISSUER, "subject-1", "kim@force.example", at=made.now)
    other = with_other_secret(made)
    with pytest.raises(WrongPassword):
        other.password("sam", GOOD)
    assert other.accounts.prepare() == 2
    assert other.accounts.prepare() == 0
    half = other.password("sam", GOOD)
    assert other.code(half, sam.shows()).stage == "in"
    half = other.password("sam", GOOD)
    assert other.code(half, sam.recovery[0]).stage == "in"
    begun = other.accounts.enter_by_sign_in(ISSUER, "subject-1", "whatever", at=other.now)
    assert other.session(begun.token).officer.login == "kim@force.example"
    assert other.session(sam.begun.token) is not None  # nobody is thrown out by it
    told = other.database.read(lambda connection: recipients(connection, other.vault, "watford"))
    assert [one.mail for one in told] == [MAIL]


def test_without_the_private_key_nothing_is_hashed_anew(made):
    made.settled()
    blind = Made(database=made.database, secret=OTHER)  # keys of its own, which open nothing here
    assert blind.accounts.prepare() == 0
    assert made.accounts.prepare() == 0
    assert made.password("sam", GOOD).stage == "code"


def test_getting_ready_hashes_anew_too(made):
    made.settled()
    other = with_other_secret(made)
    other.accounts.ready()
    assert other.password("sam", GOOD).stage == "code"


def test_a_first_password_made_under_the_secret_before_still_works(made):
    added = made.add()
    other = with_other_secret(made)
    other.accounts.prepare()
    half = other.password("sam", added.first_password)
    offered = other.accounts.begin_set_up(half.token, other.now)
    with pytest.raises(Refusal):  # though this secret does not know it for a first one
        other.accounts.finish_set_up(
            half.token, password=added.first_password, code=shown(offered.secret, other.now), at=other.now
        )
    other.settle(added.officer, "sam", added.first_password)


def everything_in(made):
    """All that the database holds, as text."""
    with made.database.engine.connect() as connection:
        return "\n".join(
            str([bytes(value) if isinstance(value, memoryview) else value for value in row])
            for table in tables.metadata.sorted_tables
            for row in connection.execute(select(table))
        )


def test_a_stolen_database_and_a_stolen_log_give_away_nothing(made, caplog):
    caplog.set_level(logging.DEBUG)
    sam = made.settled("sam.okonkwo", name="Sam Okonkwo", mail=MAIL)
    begun = sam.enter(address="198.51.100.77")
    made.later(seconds=30)
    with pytest.raises(WrongPassword):
        made.password("sam.okonkwo", "guess guess guess", address=ELSEWHERE, device=begun.device)
    made.accounts.new_recovery_codes(begun.token, sam.recovery[0], at=made.now)
    first = made.accounts.reset(sam.officer.officer_id, by=OPERATOR, at=made.now)
    half = made.password("sam.okonkwo", first)
    offered = made.accounts.begin_set_up(half.token, made.now)
    code = shown(offered.secret, made.now)
    again, codes = made.accounts.finish_set_up(half.token, password=BETTER, code=code, at=made.now)
    secrets = {
        "konkwo", "force.example", "198.51.100.77", ELSEWHERE, "guess", GOOD, BETTER, first,
        sam.secret, offered.secret, *sam.recovery, *codes, sam.begun.token, begun.token, half.token, again.token,
        begun.device, again.device,
    }  # fmt: skip
    for place in (everything_in(made), caplog.text):
        for secret in secrets:
            assert secret.casefold() not in place.casefold()
            assert secret.replace("-", "").casefold() not in place.casefold()
