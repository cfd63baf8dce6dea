"""Keys are made, replaced, vouched for and destroyed, whatever happens in the middle, and no message is lost by it."""

import itertools
import os

import pytest
from sqlalchemy import delete
from vaults import NOW, SECRET, Killed, Mortal, active, change, content, get, only, put, rows, sealed_to

from ivr.message import keys, tables
from ivr.message.connecting import Database
from ivr.message.keys import KeysRefused, resealing
from ivr.message.private_keys import PrivateKeys, write_private
from ivr.message.sealing import CannotOpen, NoRecipient, NotAKey, new_key
from ivr.message.vault import Vault
from tests import postgresql

ITEMS = [f"answer/CA{call}/{step}/name" for call in range(2) for step in range(3)]
KEYS = tables.public_key


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request):
    database = Database("sqlite://" if request.param == "sqlite" else postgresql.ready())
    yield database
    database.close()


@pytest.fixture(autouse=True)
def small_lots(monkeypatch):
    monkeypatch.setattr(resealing, "AT_ONCE", 2)


@pytest.fixture
def vault():
    return Vault(SECRET, PrivateKeys(None))


@pytest.fixture
def paper(tmp_path):
    """Where the recovery key goes."""
    return tmp_path / "recovery.pem"


@pytest.fixture
def full(database, vault, paper):
    """A database with keys and some items."""
    keys.new(database, vault, paper, NOW)
    put(database, vault, *ITEMS)
    return database


def readable(database, vault, names=ITEMS):
    return all(get(database, vault, name) == content(name) for name in names)


def ciphertexts(database):
    return {row.item_id: row.ciphertext for row in rows(database, tables.item)}


def lifetimes(do):
    """Do something that is killed before its first step, then before its second, until it lives to its end."""
    for turn in range(1, 50):
        try:
            do(turn, "before")
        except Killed:
            continue
        assert turn > 5
        return
    pytest.fail("it never comes to its end")


def test_new_keys_are_put_to_use_and_the_recovery_key_goes_nowhere_else(database, vault, paper):
    inbox, recovery = keys.new(database, vault, paper, NOW)
    assert active(database, "inbox") == [inbox] == list(vault.private_keys)
    assert active(database, "recovery") == [recovery] == [keys.key_in(paper).key_id]
    assert paper.stat().st_mode & 0o777 == 0o600
    put(database, vault, "a")
    assert sealed_to(database) == {"a": {inbox, recovery}}
    with pytest.raises(KeysRefused, match="rotate"):
        keys.new(database, vault, paper.with_name("other.pem"), NOW)
    assert not paper.with_name("other.pem").exists()


def test_making_keys_may_be_killed_and_begun_again(database, paper):
    def do(turn, when):
        vault = Vault(SECRET, PrivateKeys(None))
        database.write(lambda connection: connection.execute(delete(KEYS)))
        try:
            keys.new(Mortal(database, turn, when), vault, paper, NOW)
        except Killed:
            if not rows(database, KEYS):
                keys.new(database, vault, paper, NOW)
            assert active(database, "recovery") == [keys.key_in(paper).key_id]
            assert active(database, "inbox")[0] in vault.private_keys
            raise

    for turn in (1, 2):
        for when in ("before", "after"):
            with pytest.raises(Killed):
                do(turn, when)
    do(3, "before")


def test_a_host_without_private_keys_makes_none(database, paper):
    with pytest.raises(KeysRefused, match="where the inbox runs"):
        keys.new(database, Vault(SECRET, None), paper, NOW)
    assert rows(database, KEYS) == []


def test_no_key_is_put_to_use_whose_private_half_cannot_be_read_again(full, vault, paper):
    class Forgetful(PrivateKeys):
        def add(self, key):
            pass

    broken = Vault(SECRET, Forgetful(None))
    with pytest.raises(KeysRefused, match="not here"):
        keys.rotate(full, broken, NOW)
    with pytest.raises(KeysRefused, match="cannot be read"):
        keys.recover(full, broken, keys.key_in(paper), NOW)
    assert active(full, "inbox") == list(vault.private_keys)


def test_after_a_rotation_the_new_key_opens_everything_and_the_old_one_nothing(full, vault):
    (old,), before = active(full, "inbox"), ciphertexts(full)
    done = keys.rotate(full, vault, NOW)
    assert active(full, "inbox") == [done.inbox] != [old]
    assert done.retired == (old,)
    assert done.resealed == len(ITEMS)
    assert not done.resumed
    assert done.broken == ()
    assert readable(full, only(vault, done.inbox))
    assert all(on == {done.inbox, done.recovery} for on in sealed_to(full).values())
    assert ciphertexts(full) == before
    with pytest.raises(CannotOpen):
        get(full, only(vault, old), ITEMS[0])
    put(full, vault, "new")
    assert sealed_to(full)["new"] == {done.inbox, done.recovery}


def test_a_rotation_may_be_killed_anywhere_and_begun_again(full, vault):
    before = ciphertexts(full)

    def do(turn, when):
        try:
            keys.rotate(Mortal(full, turn, when), vault, NOW)
        except Killed:
            put(full, vault, f"{when} {turn}")  # the line goes on
            assert readable(full, vault)
            assert readable(full, vault, [f"{when} {turn}"])
            keys.rotate(full, vault, NOW)
            (inbox,) = active(full, "inbox")
            assert readable(full, only(vault, inbox), sealed_to(full))
            assert all(on == {inbox, *active(full, "recovery")} for on in sealed_to(full).values())
            full.write(lambda connection: vault.erase(connection, [f"{when} {turn}"]))
            raise

    lifetimes(do)
    assert before.items() <= ciphertexts(full).items()


def test_what_was_killed_is_finished_before_another_key_is_made(full, vault):
    with pytest.raises(Killed):
        keys.rotate(Mortal(full, 5, "after"), vault, NOW)
    (begun,) = active(full, "inbox")
    done = keys.rotate(full, vault, NOW)
    assert done.resumed
    assert done.inbox == begun
    assert 0 < done.resealed < len(ITEMS)
    assert not keys.rotate(full, vault, NOW).resumed


def test_items_come_and_go_while_keys_are_replaced(full, vault):
    came = []

    def meanwhile(done):
        came.append(f"answer/CA{len(came)}/9/name")
        put(full, vault, came[-1])
        full.write(lambda connection: vault.erase(connection, [ITEMS[-1], ITEMS[3]]))

    done = keys.rotate(full, vault, NOW, progress=meanwhile)
    left = [name for name in ITEMS if name not in (ITEMS[-1], ITEMS[3])]
    assert len(came) >= 2
    assert readable(full, only(vault, done.inbox), left + came)
    assert all(on == {done.inbox, done.recovery} for on in sealed_to(full).values())
    assert sealed_to(full).keys() == {*left, *came}


def test_an_item_that_goes_between_reading_and_writing_is_let_go(full, vault):
    class Meanwhile(Database):
        """The first writing puts the new key to use; just before the next, items go that were read already."""

        def __init__(self):
            self.scrub = full.scrub
            self.read = full.read
            self.writings = 0

        def write(self, work):
            self.writings += 1
            if self.writings == 2:
                full.write(lambda connection: vault.erase(connection, ITEMS[:4]))
            return full.write(work)

    done = keys.rotate(Meanwhile(), vault, NOW)
    assert done.resealed == len(ITEMS) - 4
    assert readable(full, only(vault, done.inbox), ITEMS[4:])


def test_nothing_is_sealed_to_a_key_that_was_slipped_in_during_a_rotation(full, vault):
    stranger = new_key().recipient

    def slip_in(done):
        forged = Vault(SECRET + b"?", None)
        full.write(lambda connection: forged.publish(connection, stranger, "recovery", NOW))

    with pytest.raises(NoRecipient):
        keys.rotate(full, vault, NOW, progress=slip_in)
    assert not any(stranger.key_id in on for on in sealed_to(full).values())
    assert readable(full, vault)


def test_two_at_once_do_not_make_two_keys(full, vault):
    class Late(Database):
        """By the time this one writes, another has replaced the key."""

        def __init__(self):
            self.read = full.read

        def write(self, work):
            keys.rotate(full, vault, NOW)
            return full.write(work)

    with pytest.raises(KeysRefused, match="Somebody else"):
        keys.rotate(Late(), vault, NOW)
    assert len(active(full, "inbox")) == 1
    assert readable(full, only(vault, *active(full, "inbox")))


def test_the_recovery_key_is_replaced_too_where_that_is_asked(full, vault, paper):
    (old,), second = active(full, "recovery"), paper.with_name("second.pem")
    done = keys.rotate(full, vault, NOW, recovery_file=second)
    assert active(full, "recovery") == [done.recovery] == [keys.key_in(second).key_id] != [old]
    assert all(on == {done.inbox, done.recovery} for on in sealed_to(full).values())
    for key, opens in ((keys.key_in(second), True), (keys.key_in(paper), False)):
        holder = PrivateKeys(None)
        holder.add(key)
        if opens:
            assert readable(full, Vault(SECRET, holder))
        else:
            with pytest.raises(CannotOpen):
                get(full, Vault(SECRET, holder), ITEMS[0])
    for used in (paper, second):
        with pytest.raises(KeysRefused, match="in use"):
            keys.rotate(full, vault, NOW, recovery_file=used)


def test_replacing_both_may_be_killed_anywhere_and_begun_again(full, vault, tmp_path):
    numbers = itertools.count()

    def do(turn, when):
        file = tmp_path / f"{next(numbers)}.pem"
        try:
            keys.rotate(Mortal(full, turn, when), vault, NOW, recovery_file=file)
        except Killed:
            seen = keys.overview(full, vault)
            named = {key.key_id for key in seen.keys}
            if seen.unfinished or not file.exists() or keys.key_in(file).key_id not in named:
                keys.rotate(full, vault, NOW, recovery_file=file)
            assert active(full, "recovery") == [keys.key_in(file).key_id]
            assert readable(full, only(vault, *active(full, "inbox")))
            raise

    lifetimes(do)


def test_a_file_that_holds_something_else_is_left_alone(full, vault, paper):
    letter = paper.with_name("letter.txt")
    letter.write_text("Dear Sam")
    with pytest.raises(NotAKey):
        keys.rotate(full, vault, NOW, recovery_file=letter)
    assert letter.read_text() == "Dear Sam"
    assert len(rows(full, KEYS)) == 2


def test_a_lost_inbox_key_is_replaced_with_the_recovery_key(full, vault, paper):
    (old,) = active(full, "inbox")
    vault.private_keys.destroy(old)
    with pytest.raises(CannotOpen):
        get(full, vault, ITEMS[0])
    with pytest.raises(KeysRefused, match="recover"):
        keys.rotate(full, vault, NOW)
    done = keys.recover(full, vault, keys.key_in(paper), NOW)
    assert done.resealed == len(ITEMS)
    assert done.retired == ()
    assert readable(full, vault)
    assert all(on == {done.inbox, done.recovery} for on in sealed_to(full).values())
    assert keys.key_in(paper).key_id not in vault.private_keys


def test_recovering_may_be_killed_anywhere_and_begun_again(full, vault, paper):
    def do(turn, when):
        for name in active(full, "inbox"):
            vault.private_keys.destroy(name)
        try:
            keys.recover(Mortal(full, turn, when), vault, keys.key_in(paper), NOW)
        except Killed:
            put(full, vault, f"{when} {turn}")
            seen = keys.overview(full, vault)
            if seen.unfinished or not seen.active("inbox")[0].held:
                if seen.lacking and seen.active("inbox")[0].held:
                    with pytest.raises(KeysRefused, match="recover --from"):
                        keys.rotate(full, vault, NOW)  # it cannot, without the recovery key
                keys.recover(full, vault, keys.key_in(paper), NOW)
            assert readable(full, only(vault, *active(full, "inbox")), sealed_to(full))
            full.write(lambda connection: vault.erase(connection, [f"{when} {turn}"]))
            raise

    lifetimes(do)


def test_a_copy_of_the_database_is_read_with_the_recovery_key_alone(full, paper):
    elsewhere = Vault(b"another secret, on another computer", PrivateKeys(None))
    done = keys.recover(full, elsewhere, keys.key_in(paper), NOW)
    assert readable(full, elsewhere)
    put(full, elsewhere, "new")
    assert sealed_to(full)["new"] == {done.inbox, done.recovery}


def test_recovering_is_refused_where_nothing_is_lost_or_with_another_key(full, vault, paper):
    with pytest.raises(KeysRefused, match="nothing is lost"):
        keys.recover(full, vault, keys.key_in(paper), NOW)
    (inbox,) = active(full, "inbox")
    key = vault.private_keys[inbox]
    vault.private_keys.destroy(inbox)
    for other in (new_key(), key):
        with pytest.raises(KeysRefused, match=r"The recovery key of the line is \w{16}"):
            keys.recover(full, vault, other, NOW)
    assert active(full, "inbox") == [inbox]


def test_an_item_that_somebody_changed_is_told_of_and_its_old_key_stays(full, vault):
    (old,) = active(full, "inbox")
    of_item = tables.item_key.c.item_id == ITEMS[4]
    change(full, tables.item_key, of_item, sealed_key=bytes(80))
    done = keys.rotate(full, vault, NOW)
    assert done.broken == (ITEMS[4],)
    assert done.resealed == len(ITEMS) - 1
    assert readable(full, only(vault, done.inbox), [name for name in ITEMS if name != ITEMS[4]])
    assert all(old in on for on in sealed_to(full).values())
    with pytest.raises(KeysRefused, match="items are still sealed"):
        keys.shred(full, vault, old)
    again = keys.rotate(full, vault, NOW)  # it does not stand in the way of another key
    assert again.inbox != done.inbox
    full.write(lambda connection: vault.erase(connection, [ITEMS[4]]))
    assert keys.rotate(full, vault, NOW).broken == ()
    keys.shred(full, vault, old)


def test_a_retired_key_is_destroyed_once_nothing_needs_it(full, vault):
    (old,) = active(full, "inbox")
    with pytest.raises(KeysRefused, match="in use"):
        keys.shred(full, vault, old)
    with pytest.raises(Killed):
        keys.rotate(Mortal(full, 5, "after"), vault, NOW)
    with pytest.raises(KeysRefused, match="still sealed"):
        keys.shred(full, vault, old)
    assert readable(full, vault)
    keys.rotate(full, vault, NOW)
    keys.shred(full, vault, old)
    assert old not in vault.private_keys
    assert readable(full, vault)
    for name in (old, "no such key", *active(full, "recovery")):
        with pytest.raises(KeysRefused, match="no private key"):
            keys.shred(full, vault, name)


def test_no_key_is_destroyed_where_the_one_in_use_is_not(full, vault):
    (old,) = active(full, "inbox")
    keys.rotate(full, vault, NOW)
    half = only(vault, old)
    with pytest.raises(KeysRefused, match="where the inbox runs"):
        keys.shred(full, half, old)
    assert old in half.private_keys


def test_after_another_secret_the_keys_are_vouched_for_by_whoever_has_them(full, vault):
    (inbox,), (recovery,) = active(full, "inbox"), active(full, "recovery")
    other = only(vault, inbox, secret=b"quite another secret, as long")
    with pytest.raises(KeysRefused, match="voucher"):
        keys.rotate(full, other, NOW)
    with pytest.raises(KeysRefused, match="own recovery key"):
        keys.vouch(full, other, [], NOW)
    with pytest.raises(KeysRefused, match="private half of the inbox key"):
        keys.vouch(full, only(vault, secret=b"quite another secret, as long"), [recovery], NOW)
    with pytest.raises(KeysRefused, match="No key in use"):
        keys.vouch(full, other, ["0123456789abcdef"], NOW)
    with pytest.raises(NoRecipient):
        put(full, other, "a")
    fresh, gone = keys.vouch(full, other, [recovery], NOW)
    assert {key.key_id for key in fresh} == {inbox, recovery}
    assert gone == ()
    put(full, other, "a")
    assert keys.vouch(full, other, [], NOW) == ((), ())
    with pytest.raises(NoRecipient):
        put(full, vault, "b")


def test_after_another_secret_a_new_recovery_key_does_as_well(full, vault, paper):
    other = only(vault, *active(full, "inbox"), secret=b"quite another secret, as long")
    keys.rotate(full, other, NOW, recovery_file=paper.with_name("second.pem"))
    put(full, other, "a")
    assert readable(full, other, [*ITEMS, "a"])


@pytest.mark.parametrize("purpose", ["inbox", "recovery"])
def test_a_key_that_was_slipped_in_is_put_out(full, vault, purpose):
    forged, stranger = Vault(SECRET + b"?", None), new_key().recipient
    full.write(lambda connection: forged.publish(connection, stranger, purpose, NOW))
    fresh, gone = keys.vouch(full, vault, [], NOW)
    assert fresh == ()
    assert [key.key_id for key in gone] == [stranger.key_id]
    put(full, vault, "a")
    assert stranger.key_id not in sealed_to(full)["a"]


@pytest.mark.parametrize("purpose", ["inbox", "recovery"])
def test_of_two_keys_without_a_voucher_the_right_one_is_named(full, vault, purpose):
    (inbox,), (recovery,) = active(full, "inbox"), active(full, "recovery")
    other = only(vault, inbox, secret=b"quite another secret, as long")
    stranger = new_key().recipient
    full.write(lambda connection: vault.publish(connection, stranger, purpose, NOW))
    with pytest.raises(KeysRefused):
        keys.vouch(full, other, [recovery] if purpose == "inbox" else [], NOW)
    with pytest.raises(KeysRefused):
        keys.vouch(full, other, [inbox, recovery, stranger.key_id], NOW)
    _, gone = keys.vouch(full, other, [inbox, recovery], NOW)
    assert [key.key_id for key in gone] == [stranger.key_id]
    put(full, other, "a")
    assert sealed_to(full)["a"] == {inbox, recovery}


def test_the_overview_counts_and_names_and_holds_no_key(full, vault, paper):
    (inbox,), (recovery,) = active(full, "inbox"), active(full, "recovery")
    stranger = new_key()
    vault.private_keys.add(stranger)
    seen = keys.overview(full, vault)
    assert [(key.key_id, key.purpose, key.items, key.held, key.vouched) for key in seen.keys] == [
        (inbox, "inbox", len(ITEMS), True, True),
        (recovery, "recovery", len(ITEMS), False, True),
        (stranger.key_id, "", 0, True, False),
    ]
    assert (seen.items, seen.lacking, seen.unfinished) == (len(ITEMS), 0, False)
    assert keys.key_in(paper).pem().decode().splitlines()[1] not in repr(seen)


def test_a_key_that_another_database_may_need_is_destroyed_only_if_said_so(full, vault):
    stranger = new_key()
    vault.private_keys.add(stranger)
    with pytest.raises(KeysRefused, match="does not know"):
        keys.shred(full, vault, stranger.key_id)
    assert stranger.key_id in vault.private_keys
    keys.shred(full, vault, stranger.key_id, unknown=True)
    assert stranger.key_id not in vault.private_keys
    (inbox,) = active(full, "inbox")
    with pytest.raises(KeysRefused, match="in use"):
        keys.shred(full, vault, inbox, unknown=True)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "line" / "keys"


def test_a_private_key_lies_in_a_file_of_its_owner(folder):
    private_keys, key = PrivateKeys(folder), new_key()
    assert dict(private_keys) == {}
    assert private_keys.exposed() == ()
    private_keys.add(key)
    private_keys.add(key)
    (file,) = folder.iterdir()
    assert file.name == f"{key.key_id}.pem"
    assert file.read_bytes() == key.pem()
    assert file.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert PrivateKeys(folder)[key.key_id].pem() == key.pem()
    assert private_keys.exposed() == ()


def test_what_another_process_adds_or_destroys_is_seen_at_once(folder):
    one, other, key = PrivateKeys(folder), PrivateKeys(folder), new_key()
    other.add(key)
    assert key.key_id in one
    other.destroy(key.key_id)
    assert key.key_id not in one
    write_private(folder / "brought back.pem", key.pem())
    assert one[key.key_id].pem() == key.pem()
    newer = new_key()
    write_private(folder / "draft", newer.pem())
    (folder / "draft").replace(folder / "brought back.pem")
    assert list(one) == [newer.key_id]


def test_a_destroyed_key_is_overwritten_in_every_file_that_holds_it(folder):
    private_keys, key, other = PrivateKeys(folder), new_key(), new_key()
    private_keys.add(key)
    private_keys.add(other)
    write_private(folder / "copy.pem", key.pem())
    with (folder / f"{key.key_id}.pem").open("rb") as first, (folder / "copy.pem").open("rb") as second:
        assert len(private_keys.destroy(key.key_id)) == 2
        assert set(first.read()) == set(second.read()) == {0}
    assert [path.name for path in folder.iterdir()] == [f"{other.key_id}.pem"]


def test_files_that_hold_no_key_are_named_and_do_no_harm(folder):
    private_keys, key = PrivateKeys(folder), new_key()
    private_keys.add(key)
    (folder / "a.pem").write_text("no key")
    (folder / "b.pem").mkdir()
    (folder / "notes.txt").write_text("no key")
    assert list(private_keys) == [key.key_id]
    assert private_keys.unusable() == (folder / "a.pem", folder / "b.pem")


def test_what_others_can_read_is_named(folder):
    private_keys = PrivateKeys(folder)
    private_keys.add(new_key())
    (file,) = folder.iterdir()
    file.chmod(0o640)
    assert private_keys.exposed() == (file,)
    file.chmod(0o600)
    folder.chmod(0o701)
    assert private_keys.exposed() == (folder,)


@pytest.mark.parametrize("links", [True, False])
def test_a_private_file_is_never_written_over_another(folder, monkeypatch, links):
    if not links:

        def no_links(old, new):
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr(os, "link", no_links)
    folder.mkdir(parents=True)
    write_private(folder / "a", b"first")
    with pytest.raises(FileExistsError):
        write_private(folder / "a", b"second")
    assert [(path.name, path.read_bytes()) for path in folder.iterdir()] == [("a", b"first")]
    assert (folder / "a").stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileNotFoundError):
        write_private(folder / "none" / "a", b"first")


@pytest.fixture
def slipped(full):
    """The name of a recovery key that a host which only answers calls was made to put in place of the line's."""
    voice, own = Vault(SECRET, None), new_key()

    def work(connection):
        connection.execute(delete(KEYS).where(KEYS.c.purpose == "recovery"))
        voice.publish(connection, own.recipient, "recovery", NOW)

    full.write(work)
    return own.key_id


@pytest.mark.parametrize("more", [[], ["answer/CA9/1/name"]])
def test_nothing_older_is_sealed_to_a_recovery_key_that_was_slipped_in(full, vault, slipped, more):
    put(full, vault, *more)  # nobody has noticed yet
    with pytest.raises(KeysRefused, match=f"{len(ITEMS)} items .* {slipped}"):
        keys.rotate(full, vault, NOW)
    assert {name for name, to in sealed_to(full).items() if slipped in to} == set(more)


def test_a_recovery_key_that_was_slipped_in_is_replaced_and_gets_nothing_meanwhile(
    full, vault, slipped, tmp_path, monkeypatch
):
    seen, write = set(), full.write

    def watched(work):
        result = write(work)
        seen.update(*sealed_to(full).values())
        return result

    monkeypatch.setattr(full, "write", watched)
    found = keys.rotate(full, vault, NOW, recovery_file=tmp_path / "new.pem")
    assert slipped not in seen
    assert active(full, "recovery") == [found.recovery]
    assert readable(full, vault)
