"""Coming in: by a password and a code, by a recovery code, by the organisation's own sign-in."""

import pyotp
import pytest
from accounts_made import BETTER, ELSEWHERE, GOOD, HERE, Made, shown

from ivr.message import tables
from ivr.message.accounts import NoAccount, NotIn, Refusal, TooOften, WrongCode, WrongPassword
from ivr.message.accounts.passwords import Cost
from ivr.message.audit import OPERATOR

ISSUER = "https://sign-in.example"


@pytest.fixture
def made(any_ready_url):
    made = Made(any_ready_url)
    yield made
    made.close()


@pytest.fixture
def lone():
    """Where one kind of database is enough."""
    made = Made()
    yield made
    made.close()


def test_the_first_time_a_password_is_chosen_and_an_app_set_up(made):
    added = made.add()
    half = made.password("sam", added.first_password)
    assert (half.stage, made.session(half.token).stage) == ("set-up", "set-up")
    offered = made.accounts.begin_set_up(half.token, made.now)
    assert offered.needs_password
    assert made.accounts.begin_set_up(half.token, made.now) == offered
    assert pyotp.parse_uri(offered.uri).secret == offered.secret
    assert pyotp.parse_uri(offered.uri).name == "sam"
    code = shown(offered.secret, made.now)
    begun, codes = made.accounts.finish_set_up(half.token, password=GOOD, code=code, at=made.now)
    assert begun.stage == "in"
    assert made.session(begun.token).officer.has_code
    assert len(set(codes)) == 10
    assert made.acts() == ["account-made", "code-set-up", "entered"]


def test_then_password_and_code_let_in(made):
    sam = made.settled()
    half = made.password("Sam ", GOOD)
    assert (half.stage, made.session(half.token).stage) == ("code", "code")
    begun = made.code(half, sam.shows())
    session = made.session(begun.token)
    assert (begun.stage, session.stage, session.officer.officer_id) == ("in", "in", sam.officer.officer_id)
    assert session.officer.name == "Sam Jones"


def test_every_stage_has_a_token_of_its_own(made):
    sam = made.settled()
    half = made.password("sam", GOOD)
    begun = made.code(half, sam.shows())
    assert made.session(half.token) is None
    first = made.accounts.reset(sam.officer.officer_id, by=OPERATOR, at=made.now)
    half = made.password("sam", first)
    offered = made.accounts.begin_set_up(half.token, made.now)
    again, _ = made.accounts.finish_set_up(
        half.token, password=BETTER, code=shown(offered.secret, made.now), at=made.now
    )
    assert made.session(half.token) is None
    assert len({half.token, begun.token, again.token}) == 3
    assert all(len(token) == 43 for token in (half.token, begun.token, again.token))  # 256 bits in base64


def test_nobody_goes_on_with_a_token_of_another_stage(lone):
    sam = lone.settled()
    half = lone.password("sam", GOOD)
    for token in (sam.begun.token, "", "x" * 43):
        with pytest.raises(NotIn):
            lone.accounts.check_code(token, sam.shows(), address=HERE, device="", at=lone.now)
    for token in (sam.begun.token, half.token, ""):
        with pytest.raises(NotIn):
            lone.accounts.begin_set_up(token, lone.now)
        with pytest.raises(NotIn):
            lone.accounts.finish_set_up(token, password=GOOD, code=sam.shows(), at=lone.now)
    for token in (half.token, ""):
        with pytest.raises(NotIn):
            lone.accounts.change_password(token, GOOD, BETTER, at=lone.now)
        with pytest.raises(NotIn):
            lone.accounts.new_recovery_codes(token, sam.shows(), at=lone.now)


@pytest.mark.parametrize("login", ["sam", "nobody", "kim", "gone"])
def test_whatever_is_not_right_gets_the_same_words_after_the_same_work(lone, monkeypatch, login):
    lone.settled()
    lone.add("kim", password=False)
    gone = lone.settled("gone")
    lone.accounts.disable(gone.officer.officer_id, by=OPERATOR, at=lone.now)
    verified = []
    check = lone.accounts._passwords._hasher.verify
    monkeypatch.setattr(
        type(lone.accounts._passwords._hasher),
        "verify",
        lambda self, kept, typed: verified.append(kept) or check(kept, typed),
    )
    before = len(lone.acts())
    with pytest.raises(WrongPassword) as refused:
        lone.password(login, "not this one at all")
    assert str(refused.value) == "The login or the password is not right."
    assert [kept[:27] for kept in verified] == ["$argon2id$v=19$m=8,t=1,p=1$"]
    assert lone.acts()[before:] == ["refused"]
    assert [row.failures for row in lone.rows(tables.login_failure)].count(1) == 2


def test_a_disabled_officer_with_the_right_password_learns_nothing(lone):
    sam = lone.settled()
    lone.accounts.disable(sam.officer.officer_id, by=OPERATOR, at=lone.now)
    with pytest.raises(WrongPassword, match="The login or the password is not right"):
        lone.password("sam", GOOD)
    assert lone.acts()[-2:] == ["account-disabled", "refused"]


@pytest.mark.parametrize("meanwhile", ["disable", "reset"])
def test_whoever_is_disabled_while_the_password_is_checked_does_not_get_in(made, monkeypatch, meanwhile):
    sam = made.settled()
    passwords = made.accounts._passwords
    check = passwords.check

    def slow(kept, typed):
        monkeypatch.setattr(passwords, "check", check)
        getattr(made.accounts, meanwhile)(sam.officer.officer_id, by=OPERATOR, at=made.now)
        return check(kept, typed)

    monkeypatch.setattr(passwords, "check", slow)
    with pytest.raises(WrongPassword):
        made.password("sam", GOOD)
    assert made.rows(tables.session) == []


def test_a_code_is_good_once(made):
    sam = made.settled()
    code = sam.shows()
    made.code(made.password("sam", GOOD), code)
    half = made.password("sam", GOOD)
    with pytest.raises(WrongCode):
        made.code(half, code)
    made.later(seconds=30)
    with pytest.raises(WrongCode):
        made.code(half, code)
    assert made.code(half, sam.shows()).stage == "in"


@pytest.mark.parametrize(("ahead", "good"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_telephone_may_be_half_a_minute_early_or_late(lone, ahead, good):
    sam = lone.settled()
    lone.later(minutes=5)
    half = lone.password("sam", GOOD)
    if good:
        assert lone.code(half, sam.shows(seconds=ahead)).stage == "in"
    else:
        with pytest.raises(WrongCode):
            lone.code(half, sam.shows(seconds=ahead))


def test_an_older_code_is_not_good_after_a_newer_one(lone):
    sam = lone.settled()
    lone.later(minutes=5)
    lone.code(lone.password("sam", GOOD), sam.shows(seconds=30))
    for ahead in (30, 0, -30):
        with pytest.raises(WrongCode):
            lone.code(lone.password("sam", GOOD), sam.shows(seconds=ahead))


@pytest.mark.parametrize(
    "code", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "000000000000", "-", "\x00" * 6]
)
def test_what_is_no_code_is_not_good(lone, code):
    sam = lone.settled()
    half = lone.password("sam", GOOD)
    with pytest.raises(WrongCode):
        lone.code(half, code)
    assert lone.code(half, f" {sam.shows()[:3]} {sam.shows()[3:]}").stage == "in"


def test_a_recovery_code_lets_in_once_however_it_is_typed(made):
    sam = made.settled()
    typed = sam.recovery[3].upper().replace("-", "  ").replace("0", "O").replace("1", "l")
    assert made.code(made.password("sam", GOOD), typed).stage == "in"
    half = made.password("sam", GOOD)
    for code in (typed, sam.recovery[3]):
        with pytest.raises(WrongCode):
            made.code(half, code)
    assert made.code(half, sam.recovery[4]).stage == "in"
    assert len(made.rows(tables.recovery_code)) == 8


def test_recovery_codes_are_long_and_kept_as_hashes(made):
    sam = made.settled()
    for code in sam.recovery:
        assert len(code.replace("-", "")) == 24  # of 32 signs each: 120 bits
    kept = {row.code_hash for row in made.rows(tables.recovery_code)}
    assert len(kept) == 10
    assert all(len(one) == 64 and int(one, 16) for one in kept)


def test_new_recovery_codes_replace_the_old_ones(made):
    sam = made.settled()
    with pytest.raises(WrongCode):
        made.accounts.new_recovery_codes(sam.begun.token, "000000", at=made.now)
    fresh = made.accounts.new_recovery_codes(sam.begun.token, sam.shows(), at=made.now)
    assert not set(fresh) & set(sam.recovery)
    half = made.password("sam", GOOD)
    with pytest.raises(WrongCode):
        made.code(half, sam.recovery[0])
    assert made.code(half, fresh[0]).stage == "in"


def test_codes_of_one_officer_are_worth_nothing_for_another(lone):
    sam, kim = lone.settled("sam"), lone.settled("kim")
    half = lone.password("kim", GOOD)
    for code in (sam.shows(), sam.recovery[0]):
        with pytest.raises(WrongCode):
            lone.code(half, code)
    assert lone.code(half, kim.recovery[0]).stage == "in"


def test_a_first_password_has_to_be_changed_for_a_good_one(lone):
    added = lone.add()
    half = lone.password("sam", added.first_password)
    code = shown(lone.accounts.begin_set_up(half.token, lone.now).secret, lone.now)
    for bad in (None, added.first_password, "too short", "password1234", "Sam Jones 1234"):
        with pytest.raises(Refusal):
            lone.accounts.finish_set_up(half.token, password=bad, code=code, at=lone.now)
    with pytest.raises(WrongCode):
        lone.accounts.finish_set_up(half.token, password=GOOD, code="000000", at=lone.now)
    begun, _ = lone.accounts.finish_set_up(half.token, password=GOOD, code=code, at=lone.now)
    assert begun.stage == "in"
    with pytest.raises(WrongPassword):
        lone.password("sam", added.first_password)


def test_of_two_who_set_up_with_one_first_password_only_the_first_gets_in(made):
    added = made.add()
    mine, theirs = (made.password("sam", added.first_password) for _ in range(2))
    secrets = [made.accounts.begin_set_up(one.token, made.now).secret for one in (mine, theirs)]
    assert secrets[0] != secrets[1]
    code = shown(secrets[0], made.now)
    made.accounts.finish_set_up(mine.token, password=GOOD, code=code, at=made.now)
    with pytest.raises(NotIn):
        made.accounts.finish_set_up(
            theirs.token, password=BETTER, code=shown(secrets[1], made.now), at=made.now
        )


def test_changing_a_password_ends_all_other_sessions(made):
    sam = made.settled()
    other = sam.enter()
    half = made.password("sam", GOOD)
    with pytest.raises(WrongPassword):
        made.accounts.change_password(sam.begun.token, BETTER, BETTER, at=made.now)
    with pytest.raises(Refusal):
        made.accounts.change_password(sam.begun.token, GOOD, "password1234", at=made.now)
    made.accounts.change_password(sam.begun.token, GOOD, BETTER, at=made.now)
    assert made.session(sam.begun.token) is not None
    assert made.session(other.token) is None
    assert made.session(half.token) is None
    with pytest.raises(WrongPassword):
        made.password("sam", GOOD)
    assert made.password("sam", BETTER).stage == "code"


def test_guessing_the_old_password_in_an_open_session_gets_slower_too(lone):
    sam = lone.settled()
    for _ in range(5):
        with pytest.raises(WrongPassword):
            lone.accounts.change_password(sam.begun.token, "wrong", BETTER, at=lone.now)
    with pytest.raises(TooOften):
        lone.accounts.change_password(sam.begun.token, GOOD, BETTER, at=lone.now)


def test_a_password_is_hashed_anew_where_the_cost_has_changed(made):
    made.settled()
    dearer = Made(made.url, database=made.database, keys=made.keys, cost=Cost(2, 16, 1), now=made.now)
    assert "$m=8,t=1,p=1$" in made.rows(tables.officer)[0].password_hash
    with pytest.raises(WrongPassword):
        dearer.password("sam", "wrong")
    assert "$m=8,t=1,p=1$" in made.rows(tables.officer)[0].password_hash
    dearer.password("sam", GOOD)
    assert "$m=16,t=2,p=1$" in made.rows(tables.officer)[0].password_hash
    assert dearer.password("sam", GOOD).stage == "code"


def test_sign_in_binds_an_account_the_first_time(made):
    made.add("Sam@Force.example", password=False)
    begun = made.accounts.enter_by_sign_in(ISSUER, "subject-1", "sam@force.example", at=made.now)
    assert made.session(begun.token).stage == "in"
    again = made.accounts.enter_by_sign_in(ISSUER, "subject-1", "another@force.example", at=made.now)
    assert made.session(again.token).officer == made.session(begun.token).officer
    for issuer, subject in ((ISSUER, "subject-2"), ("https://other.example", "subject-1")):
        with pytest.raises(NoAccount):
            made.accounts.enter_by_sign_in(issuer, subject, "sam@force.example", at=made.now)


def test_sign_in_lets_in_nobody_who_is_disabled_or_unknown(made):
    added = made.add("sam@force.example", password=False)
    made.accounts.enter_by_sign_in(ISSUER, "subject-1", "sam@force.example", at=made.now)
    made.accounts.disable(added.officer.officer_id, by=OPERATOR, at=made.now)
    for subject, claim in (("subject-1", "sam@force.example"), ("subject-3", "kim@force.example"), ("s", "")):
        with pytest.raises(NoAccount):
            made.accounts.enter_by_sign_in(ISSUER, subject, claim, at=made.now)
    assert made.acts()[-3:] == ["refused"] * 3


def test_without_a_password_no_password_is_right(lone):
    lone.add("sam", password=False)
    for password in ("", "nobody's", GOOD):
        with pytest.raises(WrongPassword):
            lone.password("sam", password)


def test_an_account_of_a_demonstration_is_good_only_there():
    shop = Made(demonstration=True)
    added = shop.add("demo", demonstration=True)
    begun = shop.password("demo", added.first_password, address="127.0.0.1")
    assert (begun.stage, shop.session(begun.token).officer.demonstration) == ("in", True)
    assert shop.password("demo", added.first_password, address="::1").stage == "in"
    for address in (ELSEWHERE, "", "unix", "10.0.0.1"):
        with pytest.raises(WrongPassword):
            shop.password("demo", added.first_password, address=address)
    real = Made(database=shop.database, keys=shop.keys)
    with pytest.raises(WrongPassword):
        real.password("demo", added.first_password, address="127.0.0.1")
    assert real.session(begun.token) is None
    with pytest.raises(NoAccount):
        shop.accounts.enter_by_sign_in(ISSUER, "subject", "demo", at=shop.now)
    shop.close()


def test_half_way_there_is_half_an_hour(lone):
    sam = lone.settled()
    half = lone.password("sam", GOOD)
    for _ in range(2):
        lone.later(minutes=14)
        assert lone.session(half.token) is not None
    lone.later(minutes=2)
    assert lone.session(half.token) is None
    with pytest.raises(NotIn):
        lone.code(half, sam.shows())
