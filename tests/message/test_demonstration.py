"""What a demonstration shows: a few made-up messages, put there once, and nothing among what anybody left."""

from datetime import UTC, datetime
from secrets import randbelow

import postgresql
import pytest
from message_calls import CONSENT, SAFE_NUMBER, Call, opened
from sqlalchemy import select

from ivr.message import demonstration, items, tables
from ivr.message.audio import whole

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request, tmp_path):
    url = f"sqlite:///{tmp_path}/line.db" if request.param == "sqlite" else postgresql.ready()
    with_messages = opened(url)
    yield with_messages
    with_messages.close()


def fill(store):
    return demonstration.fill(store, "0123456789ab", "en", NOW, randbelow)


def test_each_message_is_there_as_its_call_would_have_left_it(store):
    assert fill(store) == len(demonstration.MESSAGES)
    views = store.all_messages(NOW)
    assert [view.state for view in views] == ["sent", "sent", "unfinished", "sent"]
    for view, made_up in zip(views, demonstration.MESSAGES, strict=True):
        assert view.answers == dict(made_up.answers) | dict(made_up.later)
        assert len(view.recordings) == len(made_up.said)
        assert view.opened_at.replace(second=0) == (NOW - made_up.ago).replace(second=0)
        assert view.proof is not None


def test_what_was_said_is_sealed_and_whole(store):
    fill(store)

    def recordings(connection):
        rows = connection.execute(select(tables.recording)).all()
        return [(row, store.vault.get(connection, items.of_recording(row.recording_sid))) for row in rows]

    found = store.database.read(recordings)
    assert len(found) == sum(len(one.said) for one in demonstration.MESSAGES)
    for row, sound in found:
        assert row.state == "stored"
        assert row.deleted_at is not None
        assert whole(sound, row.seconds).rate == 8000


def test_there_is_a_request_about_the_oldest(store):
    fill(store)
    (request,) = store.all_requests()
    assert request.kind == "change"
    assert request.reference == store.all_messages(NOW)[0].reference
    assert request.answers == {"safe_time": "afternoons"}


def test_twice_is_once(store):
    fill(store)
    assert fill(store) == 0
    assert len(store.all_messages(NOW)) == len(demonstration.MESSAGES)


def test_nothing_is_put_among_what_somebody_left(store):
    Call(store).do(1, CONSENT, SAFE_NUMBER)
    assert fill(store) == 0


def test_nobody_is_told_of_it_and_nothing_is_left_to_do(store):
    fill(store)
    calls = store.database.read(lambda connection: connection.execute(select(tables.call)).all())
    messages = store.database.read(lambda connection: connection.execute(select(tables.message)).all())
    assert all(message.notified_at is not None for message in messages)
    with_messages = {message.call_sid for message in messages}
    assert all(call.finished_at is not None for call in calls if call.call_sid in with_messages)


def test_the_numbers_belong_to_nobody():
    numbers = [
        value for one in demonstration.MESSAGES for name, value in one.answers if name == "safe_number"
    ]
    assert len(numbers) == len(demonstration.MESSAGES)
    assert all(number == "none" or number.startswith("07700900") for number in numbers)
