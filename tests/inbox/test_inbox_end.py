"""The inbox that tests work with is the real one: messages are fetched, officers are in, forms are checked."""

import pytest
from inbox_end import PASSWORD, made

from ivr.message import items, tables
from tests import postgresql


@pytest.fixture(params=["sqlite", "postgresql"])
def end(request, tmp_path):
    end = made(tmp_path, postgresql.ready() if request.param == "postgresql" else None)
    yield end
    end.close()


def test_a_message_is_there_with_its_audio(end):
    left = end.message(seconds=(2, 3), nodes=("name",), sent=False)
    (view,) = end.store.messages(left.call_sid, end.clock.now)
    assert (view.reference, view.state, view.recordings) == (left.reference, "unfinished", (2, 3))
    assert view.answers["area"] == "watford"
    wanted = {items.of_recording(sid): audio for sid, audio in left.recordings.items()}
    vault = end.store.vault
    assert end.store.database.read(lambda connection: vault.get_many(connection, wanted)) == wanted
    assert [row.node for row in end.rows(tables.recording)] == ["name", "message"]


def test_a_request_is_there(end):
    left = end.message()
    end.request("change", left.reference, answers={"safe_time": "mornings"})
    (asked,) = end.store.all_requests()
    assert asked.reference == left.reference


def test_two_ends_are_two_hosts_of_one_line(end, tmp_path):
    officer = end.officer("supervisor", ["central"])
    other = made(tmp_path, end.settings.database_url)
    assert other.accounts.get(officer.officer_id) == officer
    token = other.accounts.begin(officer.officer_id, other.clock.now)
    assert end.means.accounts.session(token, end.clock.now).officer == officer
    other.close()


def test_an_officer_with_a_password_can_show_codes(end):
    known = end.with_password("officer", ["watford"])
    assert known.password == PASSWORD
    half = end.accounts.check_password(
        known.login, PASSWORD, address="192.0.2.1", device="", at=end.clock.now
    )
    assert half.stage == "code"
    begun = end.accounts.check_code(
        half.token, known.code(), address="192.0.2.1", device="", at=end.clock.now
    )
    assert end.accounts.session(begun.token, end.clock.now).officer == known.officer


@pytest.mark.parametrize("url", ["http://127.0.0.1:5055", "https://inbox.example"])
def test_a_browser_has_the_cookie_that_the_app_reads(tmp_path, url):
    end = made(tmp_path, inbox_url=url)
    client = end.client(end.officer())
    with client.session_transaction(base_url=client.base) as session:
        assert session["s"] == client.token
    name = "__Host-ivr" if url.startswith("https") else "ivr"
    host = "inbox.example" if url.startswith("https") else "127.0.0.1"
    assert client.get_cookie(name, domain=host) is not None
    end.close()
