"""A message as a file: made in memory, for who may take it out, and never unnoticed."""

import io
import json
import zipfile

import pytest
from inbox_end import made
from pages_read import Page


@pytest.fixture(scope="module")
def end(tmp_path_factory):
    end = made(tmp_path_factory.mktemp("line"))
    yield end
    end.close()


def taken(end, left, officer=None):
    client = end.client(officer or end.officer())
    answer = client.send(f"/inbox/messages/{left.reference}/export")
    assert answer.status_code == 200
    return answer, zipfile.ZipFile(io.BytesIO(answer.data))


def test_all_that_belongs_to_it_is_in_the_file(end):
    left = end.message(seconds=(2, 3), nodes=("name",))
    officer = end.officer(name="Sam Okoro")
    end.client(officer).send(f"/inbox/messages/{left.reference}/note", {"note": "A word of an officer."})

    answer, packed = taken(end, left, officer)

    assert packed.testzip() is None
    assert sorted(packed.namelist()) == [
        "log.txt", "message.json", "message.txt", "recording-1.wav", "recording-2.wav",
    ]  # fmt: skip
    recordings = [packed.read(f"recording-{number}.wav") for number in (1, 2)]
    assert recordings == list(left.recordings.values())
    text = packed.read("message.txt").decode()
    assert text.index("Hide your number.") < text.index("Answers")
    assert "A word of an officer." in text
    assert "Sam Okoro" in packed.read("log.txt").decode()
    assert json.loads(packed.read("message.json"))["reference"] == left.reference
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="message-{left.reference}.zip"'
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_number_that_could_not_be_shown_is_not_in_it(end):
    _, packed = taken(end, end.message())

    for name in packed.namelist():
        assert b"07700900123" not in packed.read(name)


def test_taking_it_out_is_logged(end):
    left = end.message()
    taken(end, left)

    assert end.acts(left.reference) == ["exported"]


def test_no_file_is_made_on_the_way(end, monkeypatch):
    left = end.message()

    def no_file(*_, **__):
        raise AssertionError("a temporary file")

    for maker in ("mkstemp", "mkdtemp", "TemporaryFile", "NamedTemporaryFile"):
        monkeypatch.setattr(f"tempfile.{maker}", no_file)
    taken(end, left)


@pytest.mark.parametrize(
    ("role", "areas", "status"),
    [("officer", ["stevenage"], 404), ("manager", [], 403), ("administrator", [], 403)],
)
def test_nobody_else_takes_it_out(end, role, areas, status):
    left = end.message(area="watford")

    answer = end.client(end.officer(role, areas)).send(f"/inbox/messages/{left.reference}/export")

    assert answer.status_code == status
    assert end.acts(left.reference) == (["not-theirs"] if status == 404 else [])


def test_the_page_says_that_nothing_protects_the_file(end):
    page = Page(end.client(end.officer()).get(f"/inbox/messages/{end.message().reference}"))

    assert (
        "Nothing protects it. Keep it only where a case may be kept. Taking it out is logged." in page.words
    )
