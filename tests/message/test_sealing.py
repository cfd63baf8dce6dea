"""What is sealed can be opened by whoever it was sealed to, under its own name, whole, and by nobody else."""

import secrets

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st

from ivr.message.sealing import (
    CallSeal,
    CannotOpen,
    NoRecipient,
    NotAKey,
    Recipient,
    Sealed,
    derived,
    new_key,
    read_key,
    reseal,
    seal,
    unseal,
)

SECRET = b"a secret that is long enough for a line"
KEYS = [new_key() for _ in range(3)]
RING = {key.key_id: key for key in KEYS}
OFFICER, RECOVERY, STRANGER = KEYS
NAMES = st.text(min_size=1, max_size=60)


def flipped(data):
    """The same bytes with one bit changed, once for every byte."""
    for place in range(len(data)):
        yield data[:place] + bytes([data[place] ^ 1 << place % 8]) + data[place + 1 :]


@given(NAMES, st.binary(max_size=3000), st.lists(st.sampled_from(KEYS), min_size=1, unique=True))
def test_everybody_it_was_sealed_to_can_open_it_and_nobody_else(name, plain, keys):
    sealed = seal(name, plain, [key.recipient for key in keys])
    for key in KEYS:
        if key in keys:
            assert unseal(name, sealed, {key.key_id: key}) == plain
        else:
            with pytest.raises(CannotOpen):
                unseal(name, sealed, {key.key_id: key})


@given(NAMES, st.binary(min_size=8, max_size=200))
def test_nothing_of_it_shows_and_no_two_are_alike(name, plain):
    first, second = (seal(name, plain, [OFFICER.recipient]) for _ in "12")
    assert plain not in first.ciphertext
    assert first.ciphertext != second.ciphertext
    assert first.keys != second.keys


@given(NAMES, NAMES)
def test_it_cannot_be_passed_off_as_something_else(name, other):
    sealed = seal(name, b"Sam", [OFFICER.recipient])
    if name != other:
        with pytest.raises(CannotOpen):
            unseal(other, sealed, RING)


def test_an_item_with_the_key_of_another_is_refused():
    one, two = (
        seal(name, b"Sam", [OFFICER.recipient]) for name in ("answer/CA1/3/name", "answer/CA2/3/name")
    )
    for mixed in (Sealed(one.ciphertext, two.keys), Sealed(two.ciphertext, one.keys)):
        for name in ("answer/CA1/3/name", "answer/CA2/3/name"):
            with pytest.raises(CannotOpen):
                unseal(name, mixed, RING)


def test_a_change_of_any_byte_is_noticed():
    sealed = seal("recording/RE1", b"0123456789", [OFFICER.recipient])
    for ciphertext in flipped(sealed.ciphertext):
        with pytest.raises(CannotOpen):
            unseal("recording/RE1", Sealed(ciphertext, sealed.keys), RING)
    (sealed_key,) = sealed.keys.values()
    for changed in flipped(sealed_key):
        with pytest.raises(CannotOpen):
            unseal("recording/RE1", Sealed(sealed.ciphertext, {OFFICER.key_id: changed}), RING)


@given(st.data())
def test_a_part_of_it_is_refused(data):
    sealed = seal("recording/RE1", b"0123456789", [OFFICER.recipient])
    part = sealed.ciphertext[: data.draw(st.integers(0, len(sealed.ciphertext) - 1))]
    with pytest.raises(CannotOpen):
        unseal("recording/RE1", Sealed(part, sealed.keys), RING)
    sealed_key = sealed.keys[OFFICER.key_id]
    part = sealed_key[: data.draw(st.integers(0, len(sealed_key) - 1))]
    with pytest.raises(CannotOpen):
        unseal("recording/RE1", Sealed(sealed.ciphertext, {OFFICER.key_id: part}), RING)


@given(NAMES, st.binary(max_size=500))
def test_another_recipient_is_added_without_touching_the_item(name, plain):
    sealed = seal(name, plain, [OFFICER.recipient])
    added = reseal(name, sealed.keys[OFFICER.key_id], OFFICER, STRANGER.recipient)
    assert len(added) == len(sealed.keys[OFFICER.key_id]) == 80
    assert (
        unseal(name, Sealed(sealed.ciphertext, {STRANGER.key_id: added}), {STRANGER.key_id: STRANGER})
        == plain
    )
    with pytest.raises(CannotOpen):
        reseal(name, sealed.keys[OFFICER.key_id], STRANGER, RECOVERY.recipient)
    with pytest.raises(CannotOpen):
        reseal(name + "'", sealed.keys[OFFICER.key_id], OFFICER, RECOVERY.recipient)


def test_there_has_to_be_somebody_to_seal_to():
    with pytest.raises(NoRecipient):
        seal("a", b"Sam", [])
    for public in (b"", bytes(31), bytes(33)):
        with pytest.raises(NotAKey):
            seal("a", b"Sam", [Recipient("a", public)])


def test_a_key_is_kept_in_a_file_and_shown_by_its_name_only():
    key = new_key()
    assert read_key(key.pem()).pem() == key.pem()
    assert read_key(key.pem()).key_id == key.key_id
    assert len(key.key_id) == 16
    assert key.pem().decode().splitlines()[1] not in repr(key)
    assert "PRIVATE" not in repr(key)


def test_the_file_of_another_kind_of_key_is_refused():
    other = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    for content in (
        other,
        b"",
        b"-----BEGIN PRIVATE KEY-----\n",
        secrets.token_bytes(100),
        new_key().pem()[:-40],
    ):
        with pytest.raises(NotAKey):
            read_key(content)


@given(NAMES, st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_a_call_reads_back_what_it_hid(name, text):
    hidden = CallSeal(SECRET, "CA1").hide(name, text)
    assert CallSeal(SECRET, "CA1").show(name, hidden) == text
    for stranger in (CallSeal(SECRET, "CA2"), CallSeal(SECRET + b"!", "CA1")):
        with pytest.raises(CannotOpen):
            stranger.show(name, hidden)
    with pytest.raises(CannotOpen):
        CallSeal(SECRET, "CA1").show(name + "'", hidden)


def test_a_change_of_what_a_call_hid_is_noticed():
    for changed in flipped(CallSeal(SECRET, "CA1").hide("3/number", "07700900123")):
        with pytest.raises(CannotOpen):
            CallSeal(SECRET, "CA1").show("3/number", changed)


@given(NAMES, NAMES)
def test_what_is_derived_for_one_purpose_is_of_no_use_for_another(one, other):
    assert (derived(SECRET, one) == derived(SECRET, other)) == (one == other)
    assert derived(SECRET, one) != derived(SECRET + b"!", one)
    assert len(derived(SECRET, one)) == 32
