"""The vault: items are sealed only to keys that were vouched for, stay as they were first, and go whole."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from vaults import NOW, SECRET, active, change, get, put, rows, sealed_to

from ivr.message import tables
from ivr.message.connecting import Database
from ivr.message.keys.making import retire
from ivr.message.sealing import new_key
from ivr.message.vault import CannotOpen, Missing, NoRecipient, PrivateKeys, Vault
from tests import postgresql

KEYS = tables.public_key


@pytest.fixture
def database(any_ready_url):
    database = Database(any_ready_url)
    yield database
    database.close()


@pytest.fixture
def vault(database):
    vault = Vault(SECRET, PrivateKeys(None), invents=True)
    database.write(vault.prepare)
    return vault


def test_what_is_put_there_is_there_and_the_first_stays(database, vault):
    put(database, vault, "answer/CA1/3/name")
    database.write(lambda connection: vault.put(connection, "answer/CA1/3/name", b"later", NOW))
    assert get(database, vault, "answer/CA1/3/name") == b"said in answer/CA1/3/name"
    assert sealed_to(database) == {"answer/CA1/3/name": set(vault.private_keys)}
    assert len(vault.private_keys) == 2


@given(
    item=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1),
    plain=st.binary(),
)
def test_any_item_comes_back(item, plain):
    database, vault = Database("sqlite://"), Vault.throw_away()
    database.write(vault.prepare)
    database.write(lambda connection: vault.put(connection, item, plain, NOW))
    assert get(database, vault, item) == plain
    database.close()


def test_what_is_not_there_is_missing_and_what_cannot_be_opened_is_not(database, vault):
    put(database, vault, "a")
    with pytest.raises(Missing):
        get(database, vault, "b")
    for stranger in (Vault(SECRET, None), Vault(SECRET, PrivateKeys(None))):
        with pytest.raises(CannotOpen):
            get(database, stranger, "a")
        with pytest.raises(Missing):
            get(database, stranger, "b")


def test_many_come_at_once_those_that_can_be_opened(database, vault):
    names = [f"answer/CA1/{step}/name" for step in range(900)]

    def work(connection):
        for name in names:
            vault.put(connection, name, name.encode(), NOW)

    database.write(work)
    change(database, tables.item, tables.item.c.item_id == names[5], ciphertext=b"x" * 60)
    found = database.read(lambda connection: vault.get_many(connection, [*names, names[0], "nothing"]))
    assert found == {name: name.encode() for name in names if name != names[5]}
    assert database.read(lambda connection: Vault(SECRET, None).get_many(connection, names)) == {}
    assert database.read(lambda connection: vault.get_many(connection, [])) == {}


def test_what_is_erased_is_gone_with_its_keys_and_the_rest_stays(database, vault):
    put(database, vault, "a", "b", "c")
    for _ in "12":
        database.write(lambda connection: vault.erase(connection, ["a", "c", "never there"]))
    assert sealed_to(database) == {"b": set(vault.private_keys)}
    assert {row.item_id for row in rows(database, tables.item_key)} == {"b"}
    assert get(database, vault, "b") == b"said in b"


def test_a_side_that_only_writes_can_write_and_not_read(database, vault):
    writer = Vault(SECRET, None, invents=True)
    assert not writer.can_open
    assert vault.can_open
    database.write(writer.prepare)
    put(database, writer, "a")
    assert get(database, vault, "a") == b"said in a"
    with pytest.raises(CannotOpen):
        get(database, writer, "a")


def test_without_keys_nothing_is_sealed(database):
    for vault in (Vault(SECRET, PrivateKeys(None)), Vault(SECRET, None, invents=True)):
        database.write(vault.prepare)
        with pytest.raises(NoRecipient, match="ivr keys new"):
            database.read(vault.recipients)
        with pytest.raises(NoRecipient):
            put(database, vault, "a")
    assert rows(database, tables.item) == []


def slip_in_a_key(row):
    return {"public_key": new_key().recipient.public_key}


def forge(row):
    return {"voucher": Vault(SECRET + b"?", None).voucher(new_key().recipient, row.purpose)}


def other_purpose(row):
    return {"purpose": "recovery" if row.purpose == "inbox" else "inbox"}


def without(row):
    return {"voucher": b""}


@pytest.mark.parametrize("purpose", ["inbox", "recovery"])
@pytest.mark.parametrize("attack", [slip_in_a_key, forge, other_purpose, without])
def test_nothing_is_sealed_while_a_key_has_no_right_voucher(database, vault, purpose, attack):
    (row,) = [row for row in rows(database, KEYS) if row.purpose == purpose]
    change(database, KEYS, KEYS.c.key_id == row.key_id, **attack(row))
    with pytest.raises(NoRecipient) as told:
        put(database, vault, "a")
    assert "voucher" in str(told.value)
    assert row.key_id in str(told.value)
    assert rows(database, tables.item) == []


def test_every_bit_of_a_voucher_counts(database, vault):
    row = rows(database, KEYS)[0]
    for place in range(len(row.voucher)):
        changed = row.voucher[:place] + bytes([row.voucher[place] ^ 1]) + row.voucher[place + 1 :]
        change(database, KEYS, KEYS.c.key_id == row.key_id, voucher=changed)
        with pytest.raises(NoRecipient):
            database.read(vault.recipients)


def test_an_added_key_without_a_voucher_stops_everything_and_a_second_one_with_one_too(database, vault):
    other = new_key().recipient

    def work(connection):
        vault.publish(connection, other, "inbox", NOW)

    database.write(work)
    with pytest.raises(NoRecipient, match="two keys"):
        database.read(vault.recipients)
    change(database, KEYS, KEYS.c.key_id == other.key_id, voucher=bytes(32))
    with pytest.raises(NoRecipient, match="voucher"):
        database.read(vault.recipients)


def test_another_secret_vouches_for_nothing(database, vault):
    with pytest.raises(NoRecipient, match="secret was changed"):
        database.read(Vault(SECRET + b"!", vault.private_keys).recipients)


def test_a_retired_key_is_not_sealed_to_even_if_somebody_calls_it_back(database, vault):
    (inbox,), new = active(database, "inbox"), new_key()

    def work(connection):
        retire(connection, [inbox], NOW)
        vault.publish(connection, new.recipient, "inbox", NOW)

    database.write(work)
    put(database, vault, "a")
    assert sealed_to(database)["a"] == {new.key_id, *active(database, "recovery")}
    change(database, KEYS, KEYS.c.key_id == inbox, retired_at=None)
    with pytest.raises(NoRecipient, match=f"{inbox} has no right voucher"):
        put(database, vault, "b")


PREPARE = """
import os, sys
from pathlib import Path
from ivr.message.connecting import Database
from ivr.message.vault import PrivateKeys, Vault
from tests.patience import be_patient

def prepare():
    database = Database(sys.argv[1])
    vault = Vault(b"a secret that is long enough for a line", PrivateKeys(Path(sys.argv[2])), invents=True)
    os.read(begin, 1)
    database.write(vault.prepare)
    names = sorted(one.key_id for one in database.read(vault.recipients))
    os.write(1, " ".join(names).encode() + b"\\n")
    database.close()

be_patient()
begin, go = os.pipe()
processes = []
for _ in range(4):
    process = os.fork()
    if not process:
        os.close(go)
        prepare()
        os._exit(0)
    processes.append(process)
os.close(go)  # all at once
sys.exit(any([os.waitpid(process, 0)[1] for process in processes]))
"""


def test_several_processes_make_one_inbox_key(any_url, tmp_path):
    folder = tmp_path / "keys"
    command = [sys.executable, "-c", PREPARE, any_url, str(folder)]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, text=True, timeout=240, check=True, cwd=Path(__file__).parents[2]
    )
    told = done.stdout.splitlines()
    assert len(told) == 4
    assert len(set(told)) == 1
    names = told[0].split()
    assert len(names) == 2
    assert sorted(path.name for path in folder.iterdir()) == [f"{name}.pem" for name in names]


def waiting(url):
    """Wait until somebody waits for a lock in a PostgreSQL database."""
    watch, give_up = Database(url), time.monotonic() + 60
    locks = text(
        "select count(*) from pg_locks where not granted and pid in "
        "(select pid from pg_stat_activity where datname = current_database())"
    )
    while not watch.read(lambda connection: connection.execute(locks).scalar_one()):
        assert time.monotonic() < give_up, "nobody waits"
    watch.close()


@pytest.mark.usefixtures("patient")
def test_a_key_is_not_retired_while_somebody_is_sealing_to_it():
    url = postgresql.ready()
    database, vault = Database(url), Vault.throw_away()
    database.write(vault.prepare)
    (old,), new = active(database, "inbox"), new_key()

    def replace(connection):
        retire(connection, [old], NOW)
        vault.publish(connection, new.recipient, "inbox", NOW)

    # Sealing first: whoever replaces the key waits, and then sees the item.
    other = Database(url)
    replacing = threading.Thread(target=other.write, args=(replace,))

    def seal_slowly(connection):
        vault.put(connection, "a", b"Sam", NOW)
        replacing.start()
        waiting(url)

    database.write(seal_slowly)
    replacing.join(60)
    assert active(database, "inbox") == [new.key_id]
    assert old in sealed_to(database)["a"]

    # Replacing first: whoever seals waits, and then seals to the new key.
    newest = new_key()
    sealing = threading.Thread(target=put, args=(other, vault, "b"))

    def replace_slowly(connection):
        retire(connection, [new.key_id], NOW)
        vault.publish(connection, newest.recipient, "inbox", NOW)
        sealing.start()
        waiting(url)

    database.write(replace_slowly)
    sealing.join(60)
    assert sealed_to(database)["b"] == {newest.key_id, *active(database, "recovery")}
    for one in (database, other):
        one.close()


def test_a_caller_is_known_for_a_day_to_whoever_has_the_secret():
    vault = Vault(SECRET, None)
    known = vault.caller_hash("2026-11-22", "+447700900123")
    assert known == Vault(SECRET, None).caller_hash("2026-11-22", "+447700900123")
    assert len(known) == 64
    others = {
        vault.caller_hash("2026-11-23", "+447700900123"),
        vault.caller_hash("2026-11-22", "+447700900124"),
        Vault(SECRET + b"!", None).caller_hash("2026-11-22", "+447700900123"),
    }
    assert known not in others
    assert len(others) == 3


def test_a_call_reads_back_on_any_host_what_it_hid():
    hidden = Vault(SECRET, None).call_seal("CA1").hide("3/number", "07700900123")
    assert Vault(SECRET, PrivateKeys(None)).call_seal("CA1").show("3/number", hidden) == "07700900123"


def test_a_secret_that_can_be_guessed_is_refused():
    for secret in (b"", b"secret"):
        with pytest.raises(ValueError, match="16 bytes"):
            Vault(secret, None)


def test_no_key_and_nothing_said_is_in_the_tables(database, vault):
    put(database, vault, "a")
    private = [key.pem() for key in vault.private_keys.values()]
    stored = repr(
        [
            database.read(lambda connection, t=t: connection.execute(select(t)).all())
            for t in tables.metadata.sorted_tables
        ]
    )
    assert "said in" not in stored
    assert SECRET.decode() not in stored
    assert not any(pem.decode().splitlines()[1] in stored for pem in private)
    assert "PRIVATE" not in repr((vault.private_keys, vault))
