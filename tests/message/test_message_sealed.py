"""What is sealed, who can read it, what a call reads back while it lasts, and what is left of that afterwards."""

from pathlib import Path
from typing import Any

import pytest
from message_calls import CANCEL, CONSENT, KEYS, SAFE_NUMBER, SECRET, TEN, Call, after, opened, taped
from sqlalchemy import delete, select, update

from ivr.call.effects import Answered, Confirmed, Discarded, Requested, Sent
from ivr.message import StoreUnavailable, items, tables
from ivr.message.store import Store
from ivr.message.vault import PrivateKeys, Vault

NAME = Answered("name", "Marlowe the kingfisher")
AREA = Answered("area", "dacorum")
PRIVATE = ("07700900123", "7700900999", "Marlowe", "kingfisher", "40506070", "7700900001", "first reason")


def writes_only(url: str, secret: bytes = SECRET) -> Store:
    """A store as a host has it that only answers calls."""
    return Store(url, Vault(secret, None))


def rows(store: Store, table: Any) -> list[Any]:
    return store.database.read(lambda connection: list(connection.execute(select(table)).all()))


def dump(store: Store) -> bytes:
    """Every value of every table of this program, as bytes."""
    values = [value for table in tables.metadata.sorted_tables for row in rows(store, table) for value in row]
    return b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in values)


def ring(store: Store, sid: str) -> Call:
    """A call that says all there is to say."""
    call = Call(store, sid)
    call.do(1, AREA, Answered("reason", "first reason"))
    call.do(3, CONSENT, SAFE_NUMBER)
    call.do(4, NAME, AREA, Confirmed())
    call.tape(5, f"RE{sid}")
    call.do(6, Sent())
    call.do(7, CANCEL)
    call.do(8, Answered("safe_number", "+447700900999"))
    return call


def test_nothing_a_caller_said_is_in_the_database_in_clear_but_their_area(any_ready_url: str) -> None:
    store = opened(any_ready_url)
    folder = Path(any_ready_url.removeprefix("sqlite:///")).parent
    for moment in ("during the call", "after it", "after the sweep"):
        call = ring(store, f"CA{moment.replace(' ', '')}")
        if moment != "during the call":
            call.end(3)
        if moment == "after the sweep":
            store.sweep(after(9))
        written = [dump(store)]
        if any_ready_url.startswith("sqlite"):
            written += [file.read_bytes() for file in folder.iterdir()]
            assert len(written) == 4, "the database, its journal and the journal's index"
        for private in PRIVATE:
            assert not any(private.encode() in each for each in written), f"{private} {moment}"
        assert any(b"dacorum" in each for each in written)
    assert [message.answers for message in store.all_messages(after(9))] == [
        {"safe_number": "07700900123", "name": "Marlowe the kingfisher", "area": "dacorum"}
    ] * 3
    assert {request.reference for request in store.all_requests()} == {"40506070"}
    store.close()


def test_who_only_writes_reads_back_what_belongs_to_the_call_and_nothing_more(any_ready_url: str) -> None:
    opened(any_ready_url).prepare()
    store = writes_only(any_ready_url)
    call = ring(store, "CA1")
    assert store.answers("CA1", 5) == {
        "safe_number": "07700900123",
        "name": "Marlowe the kingfisher",
        "area": "dacorum",
        "reason": "first reason",
    }
    [message] = store.messages("CA1", TEN)
    assert (message.answers, message.recordings) == ({"area": "dacorum"}, (12,))
    [request] = store.all_requests()
    assert (request.kind, request.reference, request.answers) == ("cancel", "", {})
    call.end(3)
    store.sweep(after(9))
    assert store.answers("CA1", 5) == {"area": "dacorum"}
    store.close()


def test_any_host_with_the_secret_answers_the_same_call(any_ready_url: str) -> None:
    opened(any_ready_url).prepare()
    one, other = writes_only(any_ready_url), writes_only(any_ready_url)
    Call(one).do(3, CONSENT, SAFE_NUMBER)
    assert other.answer("CA1", "safe_number", 3) == "07700900123"
    for store in (one, other):
        store.close()


def test_a_host_with_another_secret_says_so_and_writes_nothing(any_ready_url: str) -> None:
    store = opened(any_ready_url)
    Call(store).do(3, CONSENT, SAFE_NUMBER)
    stranger = writes_only(any_ready_url, b"another secret, from a wrong setting")
    health = stranger.health()
    assert (health.store, health.keys, health.room, stranger.healthy()) == (True, False, True, False)
    with pytest.raises(StoreUnavailable, match="cannot be read back") as raised:
        stranger.said_so_far("CA1", 3)
    assert raised.value.__context__ is None
    with pytest.raises(StoreUnavailable, match="voucher"):
        Call(stranger).do(4, NAME)
    assert rows(store, tables.step) == [("CA1", 3)]
    for each in (store, stranger):
        each.close()


def test_without_a_key_to_seal_to_nothing_is_begun(any_ready_url: str) -> None:
    store = writes_only(any_ready_url)
    assert not store.health().keys
    with pytest.raises(StoreUnavailable, match="no inbox key") as raised:
        Call(store).do(3, CONSENT, SAFE_NUMBER)
    assert raised.value.__context__ is None
    assert rows(store, tables.message) == rows(store, tables.call) == []
    Call(store).tape(4)
    assert len(store.all_messages(TEN)) == 1, "a recording is not refused: it is sealed once there is a key"
    store.close()


def test_the_recovery_key_alone_opens_all(any_ready_url: str) -> None:
    store = opened(any_ready_url)
    ring(store, "CA1")
    [recovery] = [row.key_id for row in rows(store, tables.public_key) if row.purpose == "recovery"]
    keys = PrivateKeys(None)
    keys.add(KEYS[recovery])
    recovered = Store(any_ready_url, Vault(b"a secret that somebody made after the fire", keys))
    assert recovered.all_messages(TEN) == store.all_messages(TEN)
    assert recovered.all_requests() == store.all_requests()
    for each in (store, recovered):
        each.close()


def test_an_answer_put_in_the_place_of_another_is_not_shown(store: Store) -> None:
    call = Call(store)
    call.do(3, CONSENT, SAFE_NUMBER)
    call.do(4, Answered("safe_number", "07700900999"))
    first, second = (items.of_answer("CA1", step, "safe_number") for step in (3, 4))
    item, key = tables.item, tables.item_key

    def swap(connection: Any) -> None:
        for table in (key, item):
            connection.execute(delete(table).where(table.c.item_id == second))
        copied = connection.execute(select(item).where(item.c.item_id == first)).one()._mapping
        connection.execute(item.insert().values({**copied, "item_id": second}))
        for row in connection.execute(select(key).where(key.c.item_id == first)).all():
            connection.execute(key.insert().values({**row._mapping, "item_id": second}))

    store.database.write(swap)
    assert call.left() == [("draft", {}, [])]
    hidden = select(tables.answer.c.in_call).where(tables.answer.c.step == 3).scalar_subquery()
    store.database.write(lambda connection: connection.execute(update(tables.answer).values(in_call=hidden)))
    with pytest.raises(StoreUnavailable):
        store.said_so_far("CA1", 4)


def sealed(store: Store) -> set[str]:
    names = {row.item_id for row in rows(store, tables.item)}
    assert {row.item_id for row in rows(store, tables.item_key)} == names, (
        "an item without keys, or keys without one"
    )
    return names


def stored(store: Store, sid: str) -> None:
    """What fetching a recording leaves."""
    vault = store.vault
    store.database.write(lambda connection: vault.put(connection, items.of_recording(sid), b"RIFF", TEN))


def test_the_sweep_erases_what_a_deleted_message_had_sealed_and_leaves_the_others(store: Store) -> None:
    call = ring(store, "CA1")
    stored(store, "RECA1")
    call.do(9, CONSENT, NAME)
    call.do(10, SAFE_NUMBER, taped("RE2"))
    stored(store, "RE2")
    call.do(11, Discarded())
    call.end(3)
    store.sweep(after(9))
    assert sealed(store) == {
        "answer/CA1/3/safe_number",
        "answer/CA1/4/name",
        "answer/CA1/8/safe_number",
        "request/CA1/7",
        "recording/RECA1",
    }
    assert [row.in_call for row in rows(store, tables.answer)] == [None] * 4


def test_what_was_never_kept_leaves_nothing_sealed(store: Store) -> None:
    call = Call(store)
    call.do(1, Answered("reason", "first reason"))
    call.do(3, CONSENT, SAFE_NUMBER)
    call.tape(4, "RE1", 0)
    stored(store, "RE1")
    call.end(3)
    assert len(sealed(store)) == 3
    store.sweep(after(9))
    assert sealed(store) == set()


def test_the_call_reads_back_until_it_is_swept_however_long_it_is_over(store: Store) -> None:
    call = ring(store, "CA1")
    call.end(3)
    store.sweep(after(7))
    assert store.answer("CA1", "name", 5) == NAME.value
    store.sweep(after(8))
    assert store.answer("CA1", "name", 5) is None
    assert store.messages("CA1", after(8))[0].answers["name"] == NAME.value


def test_what_comes_after_the_sweep_is_sealed_and_swept_again(store: Store) -> None:
    call = Call(store)
    call.do(3, CONSENT, Confirmed())
    call.end(3)
    store.sweep(after(9))
    call.do(4, SAFE_NUMBER, at=after(10))
    store.sweep(after(60))
    [answer] = rows(store, tables.answer)
    assert (answer.value, answer.in_call) == (None, None)
    assert call.left(60) == [("unfinished", {"safe_number": "07700900123"}, [])]


def test_a_message_whose_reference_is_erased_is_shown_no_more_and_takes_nothing_of_the_next(
    store: Store,
) -> None:
    """What retention leaves of a message: a row without a reference."""
    call = Call(store)
    call.do(3, CONSENT, SAFE_NUMBER)
    call.do(4, Sent())
    call.do(5, CONSENT, NAME, taped())
    message = tables.message
    erased = update(message).where(message.c.opened_step == 3).values(reference=None)
    store.database.write(lambda connection: connection.execute(erased))
    call.end(3)
    for minutes in (4, 9):
        assert call.left(minutes) == [("unfinished", {"name": NAME.value}, [12])]
        store.sweep(after(9))
    assert "answer/CA1/3/safe_number" not in sealed(store)


def test_an_answer_with_nothing_in_it_is_an_answer(store: Store) -> None:
    call = Call(store)
    call.do(3, CONSENT, Answered("name", ""))
    assert store.answers("CA1", 3) == {"name": ""}
    assert call.left() == [("draft", {"name": ""}, [])]


def test_there_is_room_for_a_message_as_long_as_the_folder_has_it(url: str, store: Store) -> None:
    assert store.health().well, "a database in memory, or on a server, has no folder here"
    full = opened(url, least_free_mb=10**9)
    full.prepare()
    health = full.health()
    assert (health.store, health.keys, health.room, full.healthy()) == (True, True, False, False)
    full.close()


def test_a_store_that_cannot_be_reached_has_no_keys_either(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    health = opened(f"sqlite:///{tmp_path / 'file' / 'messages.sqlite'}").health()
    assert (health.store, health.keys) == (False, False)


def test_a_request_without_a_reference_is_still_a_request(store: Store) -> None:
    Call(store).do(3, Requested("change", ""))
    assert [(request.kind, request.reference) for request in store.all_requests()] == [("change", "")]
