"""Recordings: told whole or in part to who may hear them, from memory, and kept nowhere."""

from pathlib import Path

import pytest
from inbox_end import made

from ivr.message import tables


@pytest.fixture(scope="module")
def line(tmp_path_factory):
    end = made(tmp_path_factory.mktemp("line"))
    yield end
    end.close()


@pytest.fixture
def end(line):
    return line


@pytest.fixture
def heard(end):
    """A message, its one recording, and the address of it for an officer who is in."""
    left = end.message(seconds=(2,))
    (sound,) = left.recordings.values()
    client = end.client(end.officer())
    return (
        left,
        sound,
        lambda **headers: client.get(
            address(left), headers={k.replace("_", "-"): v for k, v in headers.items()}
        ),
    )


def address(left, number=1):
    return f"/inbox/messages/{left.reference}/recordings/{number}"


def test_the_whole_of_it(heard):
    _, sound, get = heard

    answer = get()

    assert (answer.status_code, answer.data) == (200, sound)
    assert answer.headers["Content-Type"] == "audio/wav"
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"] == 'inline; filename="recording-1.wav"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "ETag" not in answer.headers
    assert "Last-Modified" not in answer.headers


@pytest.mark.parametrize(
    ("asked", "begin", "stop"),
    [
        ("bytes=0-", 0, None),
        ("bytes=0-0", 0, 1),
        ("bytes=100-199", 100, 200),
        ("bytes=1000-", 1000, None),
        ("bytes=-44", -44, None),
        ("bytes=0-99999999", 0, None),
        ("bytes=-99999999", 0, None),
    ],
)
def test_a_part_of_it(heard, asked, begin, stop):
    _, sound, get = heard

    answer = get(Range=asked)

    first = begin if begin >= 0 else len(sound) + begin
    last = (stop or len(sound)) - 1
    assert (answer.status_code, answer.data) == (206, sound[begin:stop])
    assert answer.headers["Content-Range"] == f"bytes {first}-{last}/{len(sound)}"
    assert answer.headers["Content-Length"] == str(len(answer.data))
    assert answer.headers["Cache-Control"] == "no-store"


def test_no_part_of_it(heard):
    _, sound, get = heard

    answer = get(Range=f"bytes={len(sound)}-")

    assert (answer.status_code, answer.data) == (416, b"")
    assert answer.headers["Content-Range"] == f"bytes */{len(sound)}"


@pytest.mark.parametrize(
    "headers",
    [
        {"Range": "bytes=0-1,4-5"},
        {"Range": "lines=0-1"},
        {"Range": "bytes=five-six"},
        {"Range": "bytes=9-1"},
        {"Range": "bytes=0-1", "If_Range": '"something"'},
    ],
)
def test_what_asks_for_no_one_part_gets_the_whole(heard, headers):
    _, sound, get = heard

    answer = get(**headers)

    assert (answer.status_code, answer.data) == (200, sound)


def test_all_parts_together_are_the_whole(heard):
    _, sound, get = heard
    parts = [get(Range=f"bytes={at}-{at + 4095}").data for at in range(0, len(sound), 4096)]

    assert b"".join(parts) == sound


def test_listening_is_logged_once_and_counts_as_heard(end, heard):
    left, _, get = heard

    get(), get(Range="bytes=100-"), get()

    assert end.acts(left.reference) == ["played"]
    (row,) = [row for row in end.rows(tables.message) if row.reference == left.reference]
    assert row.heard_at == end.clock.now


def test_each_recording_is_itself(end):
    left = end.message(seconds=(2, 3), nodes=("name",))
    client = end.client(end.officer())

    assert [client.get(address(left, number)).data for number in (1, 2)] == list(left.recordings.values())


def test_no_file_holds_it_in_clear(end, heard, monkeypatch):
    _, sound, get = heard

    def no_file(*_, **__):
        raise AssertionError("a temporary file")

    for maker in ("mkstemp", "mkdtemp", "TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile"):
        monkeypatch.setattr(f"tempfile.{maker}", no_file)
    assert get().data == sound

    part = sound[len(sound) // 2 :][:64]
    folder = Path(end.settings.database_url.removeprefix("sqlite:///")).parent
    files = [path for path in folder.parent.rglob("*") if path.is_file()]
    assert any(path.suffix == ".sqlite" for path in files)
    assert not [path for path in files if part in path.read_bytes()]


@pytest.mark.parametrize("number", [0, 2, 99999])
def test_there_is_no_such_recording(end, heard, number):
    left = heard[0]

    assert end.client(end.officer()).get(address(left, number)).status_code == 404
    assert end.acts(left.reference) == []


def test_one_that_has_not_come_yet_is_not_there(end):
    left = end.message(fetched=False)

    assert end.client(end.officer()).get(address(left)).status_code == 404
    assert end.acts(left.reference) == []


def test_only_who_may_hear_it_does(end):
    left = end.message(area="stevenage")

    for officer, status in (
        (end.officer("officer", ["watford"]), 404),
        (end.officer("manager"), 403),
        (end.officer("administrator"), 403),
        (None, 303),
        (end.officer("supervisor", []), 200),
    ):
        assert end.client(officer).get(address(left)).status_code == status


def test_a_player_without_a_session_is_told_so_and_not_led_to_a_page(end):
    left = end.message()

    assert end.client().get(address(left), headers={"Sec-Fetch-Dest": "audio"}).status_code == 401
