"""The journal of calls as files: what is in them, what never is, who may read them, and for how long they are kept."""

import json
import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio_end import A_WEDNESDAY, SECRET, line_settings

from ivr.call.journal import Did, Entry
from ivr.call.turn import EVENTS, PACES, NodeId, Turn
from ivr.cli.web_process import _journal
from ivr.phone.caller import Caller
from ivr.phone.wsgi import WsgiLine
from ivr.web import create_app
from ivr.web.chores import chores_of
from ivr.web.journal import JournalFiles, files_of, forget_old, journal_of, label_of, read, written

KEY = SECRET.encode()
FROM, KEYED, REFERENCE = "+447700900987", "07700900654", "48213765"
DIDS = st.sampled_from([*Did.__args__])
NODES = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8})?", fullmatch=True).map(NodeId)
TURNS = st.builds(
    Turn,
    version=st.from_regex("[0-9a-f]{12}", fullmatch=True),
    language=st.sampled_from(["en", "pl", "zh-Hant"]),
    pace=st.sampled_from(PACES),
    node=NODES,
    attempt=st.integers(1, 9),
    event=st.sampled_from(EVENTS),
)
ENTRIES = st.builds(
    Entry,
    at=st.integers(0, 2_800_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    step=st.none() | st.integers(0, 999_999),
    before=st.none() | TURNS,
    did=DIDS,
    through=st.lists(NODES, max_size=3).map(tuple),
    after=st.none() | TURNS,
)


class Day:
    """A clock that stands at a time of a day."""

    def __init__(self) -> None:
        self.now = A_WEDNESDAY

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def day():
    return Day()


@pytest.fixture
def files(tmp_path, day):
    journal = JournalFiles(tmp_path / "journal", KEY, 7, day)
    yield journal
    journal.close()


def an_entry(step=1):
    turn = Turn("0" * 12, "en", "normal", NodeId("main"))
    return Entry(A_WEDNESDAY, step, turn, "option", (), turn, key="3")


def whole_call(app):
    """A call in which everything that is private is said, keyed in or sent."""
    caller = Caller(WsgiLine(app).post, from_number=FROM).dial()
    caller.press("4").press(f"{REFERENCE} hash")
    caller.press("1 1 2").press(f"{KEYED} hash").press("2").press(f"{KEYED} hash").press("1")
    caller.record(12).press("2").record(9, then="5").press("star 1")
    caller.hang_up()
    return caller


def test_a_whole_call_leaves_nodes_and_kinds_of_keys_and_nothing_of_the_caller(tmp_path, menus, clock, files):
    app = create_app(line_settings(tmp_path), clock=clock, journal=files)
    caller = whole_call(app)
    app.extensions["store"].close()
    (file,) = files_of(tmp_path / "journal")
    text = file.read_text()
    for private in (KEYED, KEYED[1:], KEYED[-6:], FROM, FROM[-6:], REFERENCE, caller.call_sid, "RE"):
        assert private not in text, private
    steps = [json.loads(line) for line in text.splitlines()]
    assert len(steps) > 12
    assert {name for step in steps for name in step} == {
        "at", "call", "step", "did", "before", "through", "after",
    }  # fmt: skip
    assert {step["call"] for step in steps} == {label_of(KEY, caller.call_sid)}
    assert [steps[0]["did"], steps[-1]["did"]] == ["begins", "over"]
    assert {"option", "entry", "recording"} <= {step["did"] for step in steps}


def test_whose_call_a_label_is_only_the_secret_tells():
    sid = "CA" + "1" * 32
    assert label_of(KEY, sid) == label_of(KEY, sid) != label_of(b"another secret of the line", sid)
    assert label_of(KEY, sid) != label_of(KEY, "CA" + "2" * 32)


def test_nobody_else_may_read_it_and_its_repr_has_no_secret(tmp_path, files):
    files("CA1", an_entry())
    (file,) = files_of(tmp_path / "journal")
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert SECRET not in repr(files)


@given(ENTRIES)
def test_what_is_written_is_read_back_without_the_key(entry):
    label = "0123456789abcdef"
    text = written(label, entry)
    assert "\n" not in text
    assert list(read([text])) == [(label, entry)]


def test_no_key_of_a_menu_is_written():
    assert "key" not in json.loads(written("0" * 16, an_entry()))
    assert '"3"' not in written("0" * 16, an_entry())


@pytest.mark.parametrize(
    "line",
    [
        "", "{", "[]", "1", "null", "{}", '{"at": "2026-11-25T10:00:00Z"}',
        written("0" * 16, an_entry())[:-5],
        written("0" * 16, an_entry()).replace("option", "../../etc"),
        written("0" * 16, an_entry()).replace("main", "<b>"),
        written("0" * 16, an_entry()).replace("T10:00:00Z", "T10:00:00"),
        written("0" * 16, an_entry()).replace('"step": 1', '"step": "1"'),
        written("not a label", an_entry()),
        "[" * 200_000,
        written("0" * 16, an_entry()).replace("2026-11-25T10:00:00Z", "0001-01-01T00:00:00+23:59"),
        written("0" * 16, an_entry()).replace("2026-11-25T10:00:00Z", "9999-12-31T23:59:59-23:59"),
    ],
)  # fmt: skip
def test_a_line_that_is_no_step_is_left_out(line):
    good = written("a" * 16, an_entry())
    assert [label for label, _ in read([good, line, good])] == ["a" * 16] * 2


def test_each_day_has_a_file_and_those_of_more_than_so_many_days_ago_go(tmp_path, files, day):
    for _ in range(10):
        files("CA1", an_entry())
        day.now += timedelta(days=1)
    names = [file.stem for file in files_of(tmp_path / "journal")]
    last = day.now.date() - timedelta(days=1)
    assert names == [(last - timedelta(days=ago)).isoformat() for ago in range(7, -1, -1)]


def test_they_go_where_nobody_rings_too_and_nothing_else_does(tmp_path, menus):
    settings = line_settings(tmp_path, journal_days=2)
    folder = tmp_path / "journal"
    folder.mkdir()
    for name in ("2026-11-20.jsonl", "2026-11-23.jsonl", "2026-11-20.txt", "2026-13-45.jsonl", "notes"):
        (folder / name).touch()
    chores_of(settings, None)["forget old journals of calls"](A_WEDNESDAY)
    assert sorted(file.name for file in folder.iterdir()) == [
        "2026-11-20.txt", "2026-11-23.jsonl", "2026-13-45.jsonl", "notes",
    ]  # fmt: skip


def test_no_folder_is_no_fault(tmp_path):
    forget_old(tmp_path / "none", 7, date(2026, 11, 25))
    assert files_of(tmp_path / "none") == []


@pytest.mark.parametrize("changes", [{"journal_days": 0}, {"database_url": "sqlite://"}])
def test_it_can_be_switched_off_and_a_line_in_memory_has_none(tmp_path, menus, changes):
    assert journal_of(line_settings(tmp_path, **changes)) is None


def test_by_itself_it_is_beside_the_database(tmp_path, menus):
    journal = journal_of(line_settings(tmp_path))
    journal("CA1", an_entry())
    journal.close()
    assert files_of(tmp_path / "journal") != []


def test_many_who_write_at_once_tear_no_line(tmp_path, day):
    """Two journals of one folder are what two processes have."""
    both = [JournalFiles(tmp_path / "journal", KEY, 7, day) for _ in range(2)]

    def write(journal, call):
        for step in range(100):
            journal(call, an_entry(step))

    threads = [threading.Thread(target=write, args=(both[n % 2], f"CA{n}")) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for journal in both:
        journal.close()
    (file,) = files_of(tmp_path / "journal")
    lines = file.read_text().splitlines()
    assert len(lines) == len(list(read(lines))) == 800


def test_a_journal_that_cannot_be_written_fails_no_caller(tmp_path, menus, clock):
    (tmp_path / "journal").write_text("a file where the folder should be")
    journal = JournalFiles(tmp_path / "journal", KEY, 7, clock)
    app = create_app(line_settings(tmp_path), clock=clock, journal=journal)
    caller = whole_call(app)
    app.extensions["store"].close()
    assert caller.problems == []


def test_each_process_that_answers_keeps_it_and_answers_without_it_too(tmp_path, menus, caplog):
    settings = line_settings(tmp_path)
    assert isinstance(_journal(settings), JournalFiles)
    (tmp_path / "server-secret").write_text("too short")
    assert _journal(settings) is None
    assert "No journal of calls is written." in caplog.text
