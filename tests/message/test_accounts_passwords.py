"""Passwords: how they are kept, and which may be chosen."""

import unicodedata
from pathlib import Path

import pytest
from accounts_made import BETTER, FAST, GOOD
from hypothesis import given
from hypothesis import strategies as st

from ivr.message.accounts import Refusal, breached
from ivr.message.accounts.choosing import refuse_bad
from ivr.message.accounts.passwords import CAREFUL, LONGEST, SHORTEST, Cost, Passwords

LOGIN, NAME = "sam.okonkwo@force.example", "Sam Okonkwo-Llewellyn"


def refused(password):
    try:
        refuse_bad(password, LOGIN, NAME)
    except Refusal:
        return True
    return False


def test_a_refusal_does_not_repeat_the_password():
    with pytest.raises(Refusal) as told:
        refuse_bad("liverpool1892", LOGIN, NAME)
    assert "liverpool" not in str(told.value)


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        BETTER,
        "correct horse battery staple",
        "K7#pq!2mZx9&",
        "&!#$%8*-=+?/",
        "käse und brot am abend",
        "我们今天去公园散步吃冰淇淋吧",
        "😀🦊🌧🎈🚲🍋🧦🎻🪁🐢🌵🧭",
        "g" * (LONGEST - len(GOOD)) + GOOD,
    ],
)
def test_any_signs_are_good_where_there_are_enough(password):
    assert not refused(password)


@pytest.mark.parametrize(
    "password",
    [
        "",
        "short and ok"[: SHORTEST - 1],
        "x" * LONGEST + GOOD,
        "aaaaaaaaaaaaaaa",
        "passwordpassword",
        "Password1234!",
        "P4ssw0rd2026!!",
        "123456789012",
        "qwertyuiop123",
        "1qaz2wsx3edc",
        "q1w2e3r4t5y6",
        "abcdefghijklm",
        "iloveyou2026",
        "liverpool1892",
        "LiaisonOfficer1",
        "hertfordshire police",
        "sam.okonkwo@force.example",
        "SamOkonkwo2026",
        "okonkwo llewellyn",
        "Ókonkwo-12345",
    ],
)
def test_what_is_tried_first_is_refused(password):
    assert refused(password)


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_choosing_never_fails(password):
    refused(password)


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=LONGEST), st.text(max_size=LONGEST))
def test_only_the_password_itself_is_right(password, other):
    passwords = Passwords(FAST)
    kept = passwords.hash(password)
    assert passwords.check(kept, password)
    if other != password:
        same = unicodedata.normalize("NFC", password) == unicodedata.normalize("NFC", other)
        assert passwords.check(kept, other) is same


def test_two_keyboards_write_one_password():
    passwords = Passwords(FAST)
    assert passwords.check(passwords.hash("caf\u00e9 au lait noir"), "cafe\u0301 au lait noir")


def test_where_there_is_none_nothing_is_right():
    passwords = Passwords(FAST)
    assert not passwords.check(None, "nobody's")
    assert not passwords.check("no hash", GOOD)


def test_a_longer_one_is_not_cut_short_to_fit():
    passwords = Passwords(FAST)
    longest = "a" * LONGEST
    assert not passwords.check(passwords.hash(longest), longest + "b")


def test_it_is_kept_as_rfc_9106_recommends():
    kept = Passwords().hash(GOOD)
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert Cost(passes=3, memory_kib=65_536, lanes=4) == CAREFUL
    assert len(kept.split("$")[4]) >= 22  # 16 bytes of salt, in base64
    assert kept != Passwords().hash(GOOD)
    assert not Passwords().is_dated(kept)
    assert Passwords().is_dated(Passwords(FAST).hash(GOOD))


@pytest.mark.parametrize(
    "password",
    [
        "professional",
        "Supernatural",
        "transformers",
        "devilmaycry4",
        "fktrcfylhjdbx",
        "ghjcnjrdfibyj",
        "Cosmopolitan",
    ],
)
def test_what_was_stolen_elsewhere_is_refused(password):
    """These stand among the three thousand most frequent of at least twelve signs."""
    with pytest.raises(Refusal, match="stolen"):
        refuse_bad(password, LOGIN, NAME)


def test_the_list_of_stolen_passwords_is_whole_and_refuses_little_else():
    packed_ones = (Path(breached.__file__).parent / breached.FILE).read_bytes()
    beginnings = [packed_ones[start : start + 4] for start in range(0, len(packed_ones), 4)]
    assert len(beginnings) > 40_000
    assert beginnings == sorted(set(beginnings))
    invented = (f"nobody has ever chosen this one {number}" for number in range(2_000))
    assert sum(map(breached.is_breached, invented)) <= 2


def test_what_is_too_short_is_not_in_the_list():
    assert breached.packed(["short", "a long password", "A LONG PASSWORD"]) == breached.packed(
        ["a long password"]
    )
    assert len(breached.packed(["short", "a long password"])) == 4
