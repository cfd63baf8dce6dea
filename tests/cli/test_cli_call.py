"""`ivr call`: by steps and by hand, in this process."""

import codecs
import json
import os
import pty
import select
import subprocess

import pytest
from command_line import IVR, SHIPPED, SMALL, ivr, process, surroundings

DOCUMENT = ["node", "url", "heard", "keys", "twiml", "waiting", "seconds"]
A_MESSAGE = "1 1 record:12 1"


def call(*words, **more):
    """The JSON of a call: its documents, and its end."""
    done = ivr("call", *words, "--format", "json", **more)
    told = json.loads(done.stdout)
    return told[:-1], told[-1], done


def test_nothing_pressed_stops_at_the_first_wait(small):
    (document,), end, done = call(small, "--keys", "")
    assert list(document) == DOCUMENT
    assert (document["node"], document["url"], document["waiting"]) == ("main", "/voice", "gather")
    assert document["heard"][-1] == "For opening hours, press 3."
    assert document["keys"]["1"] == "To leave a message"
    assert document["twiml"].startswith("<?xml")
    assert 1 < document["seconds"] < 30
    assert end == {"end": "waiting", "messages": [], "problems": []}
    assert done.exit_code == 0


def test_a_whole_message(small):
    documents, end, done = call(small, "--keys", A_MESSAGE)
    assert [document["node"] for document in documents] == ["main", "agree", "message", "review", "sent"]
    assert all(list(document) == DOCUMENT for document in documents)
    assert [document["waiting"] for document in documents] == [
        *("gather", "gather", "record", "gather", None),
    ]
    (message,) = end["messages"]
    assert list(message) == ["state", "reference", "answers", "recordings"]
    assert (message["state"], message["answers"], message["recordings"]) == ("sent", {}, [12])
    spoken = documents[-1]["heard"][0].replace(" ", "").replace(",", "")
    assert message["reference"] in spoken
    assert (end["end"], end["problems"], done.exit_code) == ("hangup", [], 0)


def test_hanging_up_in_the_message_keeps_it_unfinished(small):
    documents, end, _ = call(small, "--keys", "1 1 record:7+hangup")
    assert documents[-1]["node"] == "message"
    assert end["end"] == "caller-hung-up"
    assert [(m["state"], m["recordings"]) for m in end["messages"]] == [("unfinished", [7])]


def test_digits_are_keyed_in_and_read_back(small):
    documents, end, _ = call(small, "--keys", "2 4711 hash")
    assert documents[-1]["heard"] == ["I heard 4 7 1 1."]
    assert documents[-1]["node"] == "heard-it"
    assert end["end"] == "hangup"


@pytest.mark.parametrize(
    ("at", "node"),
    [
        ("2026-11-27T16:59:59", "open"),
        ("2026-11-27T17:00:00", "closed"),
        ("2026-11-27 08:59:59", "closed"),
        ("2026-07-03T09:00:00", "open"),
        ("2026-07-03T08:59:59+01:00", "closed"),
        ("2026-07-03T08:00:00+00:00", "open"),
    ],
)
def test_the_clock_stands_still_in_london(small, at, node):
    documents, _, _ = call(small, "--keys", "3", "--at", at)
    assert documents[-1]["node"] == node


def test_a_call_begins_in_a_language(small):
    documents, _, _ = call(small, "--keys", "wait", "--language", "pl")
    assert documents[0]["heard"][0] == "Witamy."
    assert 'voice="Polly.Ola-Neural"' in documents[0]["twiml"]
    assert "To leave a message" in documents[1]["keys"].values()  # untranslated words stay the line's own
    assert call(small, "--keys", "", "--language", "en")[0][0]["heard"][0] == "Hello."


def test_a_language_that_the_line_has_not_is_named(small):
    done = ivr("call", small, "--keys", "", "--language", "pll")
    assert done.exit_code == 2
    assert "no language “pll”. Did you mean pl?" in done.stderr


def test_the_number_rung_from_steers_the_call():
    keys = "1 1 1 1 1"
    usable, withheld = (
        call(SHIPPED, "--keys", keys, "--from", number)[0] for number in ("07700 900123", "withheld")
    )
    assert usable[-1]["node"] != withheld[-1]["node"]
    assert "0 7 7 0 0, 9 0 0, 1 2 3" in usable[-1]["heard"][0]


def test_somebody_is_put_through_where_a_number_is_set(small):
    documents, _, _ = call(small, "--keys", "0")
    assert [document["node"] for document in documents] == ["main", "person", "main"]
    assert documents[1]["heard"] == ["Nobody is here."]
    numbered = {"env": {"IVR_PERSON_NUMBER": "01632 960001"}}
    documents, end, _ = call(small, "--keys", "0", **numbered)
    assert documents[-1]["waiting"] == "dial"
    documents, end, done = call(small, "--keys", "0 dial:completed", **numbered)
    assert (end["end"], done.exit_code) == ("hangup", 0)
    assert documents[-1]["node"] == "person"  # the goodbye has no place of its own


@pytest.mark.parametrize(
    ("keys", "named"),
    [
        ("1 dial:busy", "dial:busy"),
        ("record:3", "record:3"),
        ("bananas", "bananas"),
        ("record:x", "record:x"),
        ("1 1 record:3 1 1", "1"),
        ("hangup 1", "1"),
        ("dial:maybe", "dial:maybe"),
    ],
)
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_step_that_does_not_fit_is_named(small, keys, named, form):
    done = ivr("call", small, "--keys", keys, "--format", form)
    assert done.exit_code == 2
    assert f"'{named}'" in done.stderr
    assert form == "text" or done.stdout == ""


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--at", "yesterday"), "no time"),
        (("--from", "me"), "no telephone number"),
        (("--from", ""), "no telephone number"),
        (("--line", "http://127.0.0.1:9", "--at", "2026-01-01T00:00:00"), "leave out FILE and --at"),
        (("--line", "ftp://x"), "no address"),
        (("--line", "http://"), "no address"),
    ],
)
def test_what_cannot_be_is_told_in_words(words, why, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = ivr("call", "--keys", "", *words)
    assert done.exit_code == 2
    assert why in done.stderr


def test_settings_that_cannot_be_used_are_told_in_words(small):
    done = ivr("call", small, "--keys", "", env={"IVR_PERSON_NUMBER": "999", "IVR_NONSENSE": "1"})
    assert done.exit_code == 2
    assert "IVR_PERSON_NUMBER" in done.stderr
    assert "IVR_NONSENSE is not a setting" in done.stderr


def test_the_real_lines_settings_are_left_alone(small):
    env = {
        "IVR_TWILIO_AUTH_TOKEN_FILE": "/nowhere",
        "IVR_DATABASE_URL": "sqlite:////nowhere/x.db",
        "IVR_PUBLIC_URL": "https://real.example",
    }
    assert call(small, "--keys", A_MESSAGE, env=env)[1]["end"] == "hangup"


def test_in_text_a_call_reads_like_a_call(small):
    done = ivr("call", small, "--keys", "1 1 record:3 1")
    lines = done.stdout.splitlines()
    assert lines[:2] == ["[main]", "  Hello."]
    assert "> record:3" in lines
    assert "[sent]" in lines
    assert "The line has hung up." in lines
    assert any(line.startswith("Message ") and line.endswith(": sent.") for line in lines)
    assert done.exit_code == 0


def test_what_twilio_would_refuse_ends_with_1(small, monkeypatch):
    monkeypatch.setattr("ivr.walk.pages.document", lambda verbs: b"<Response><Sing/></Response>")
    _, end, done = call(small, "--keys", "")
    assert done.exit_code == 1
    assert any("Sing" in problem for problem in end["problems"])


# By hand ----------------------------------------------------------------------------------------------------------------


def by_hand(*lines, words=(), file=None):
    return ivr("call", file, *words, input="".join(f"{line}\n" for line in lines))


def test_from_a_pipe_each_line_is_what_the_caller_does(small):
    done = by_hand("1", "1", "r 9", "1", file=small)
    lines = done.stdout.splitlines()
    assert [line for line in lines if line.startswith(">")] == ["> 1", "> 1", "> record:9", "> 1"]
    assert "The line has hung up." in lines
    assert "  a recording of 9 seconds" in lines
    assert done.exit_code == 0


def test_an_empty_line_is_silence_and_the_end_hangs_up(small):
    done = by_hand("", file=small)
    lines = done.stdout.splitlines()
    assert "> wait" in lines
    assert lines.count("[main]") == 2
    assert "You have hung up." in lines


@pytest.mark.parametrize("line", ["h", "hangup"])
def test_hanging_up_is_kind(small, line):
    lines = by_hand("1", line, file=small).stdout.splitlines()
    assert "You have hung up." in lines
    assert lines[-1] == "No message was kept."


@pytest.mark.parametrize(
    ("line", "told"),
    [("?", "h: hang up"), ("banana", "is no step"), ("dial:busy", "does not fit"), ("r 3", "does not fit")],
)
def test_what_cannot_be_done_is_told_and_asked_again(small, line, told):
    done = by_hand(line, "2", "123 hash", file=small)
    assert told in done.stdout
    assert "  I heard 1 2 3." in done.stdout.splitlines()
    assert done.exit_code == 0


def test_json_by_hand_keeps_the_questions_apart(small):
    done = ivr("call", small, "--format", "json", input="2\n77#\n")
    assert json.loads(done.stdout)[-1]["end"] == "hangup"
    assert "Your key?" in done.stderr


def test_a_call_put_through_by_hand(small):
    done = ivr("call", small, input="0\n\nb\nh\n", env={"IVR_PERSON_NUMBER": "01632 960001"})
    assert "It rings." in done.stdout
    assert done.exit_code == 0


class Terminal:
    """A command in a real terminal: wait for words, press keys."""

    def __init__(self, *words, folder):
        self.ours, self.theirs = pty.openpty()
        self.heard, self._text = "", codecs.getincrementaldecoder("utf-8")()
        # Who begins a session and opens a terminal is under its control, so that Ctrl-C means something.
        opens = 'terminal=$1; shift; exec "$@" <"$terminal" >"$terminal" 2>&1'
        self.process = subprocess.Popen(
            ["sh", "-c", opens, "sh", os.ttyname(self.theirs), str(IVR), *map(str, words)],
            cwd=folder,
            env=surroundings(TERM="dumb"),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )

    def until(self, words, times=1):
        while self.heard.count(words) < times:
            ready, _, _ = select.select([self.ours], [], [], 240)
            assert ready, self.heard
            try:
                more = os.read(self.ours, 4096)
            except OSError:  # the other end has closed
                more = b""
            assert more, self.heard
            self.heard += self._text.decode(more)
            if self.theirs is not None:  # it has opened the other end itself by now
                os.close(self.theirs)
                self.theirs = None

    def press(self, keys):
        os.write(self.ours, keys.encode())

    def end(self):
        return self.process.wait(240)

    def close(self):
        for end in (self.ours, self.theirs):
            if end is not None:
                os.close(end)
        self.process.kill()
        self.process.wait(60)


@pytest.fixture
def terminal(small, tmp_path):
    opened = Terminal("call", small, folder=tmp_path)
    yield opened
    opened.close()


def test_in_a_terminal_a_key_acts_at_once(terminal):
    terminal.until("Your key?")
    terminal.press("2")
    terminal.until("Your key?", 2)
    assert "Enter it." in terminal.heard
    assert "Nothing is asked here." not in terminal.heard
    terminal.press("4711#")
    terminal.until("Nothing is asked here. Your key?")
    terminal.press("\r")
    terminal.until("The line has hung up.")
    assert "I heard 4 7 1 1." in terminal.heard
    assert terminal.end() == 0


def test_in_a_terminal_speaking_and_silence(terminal):
    terminal.until("Your key?")
    terminal.press("\r")
    terminal.until("Your key?", 2)
    assert "> wait" in terminal.heard
    terminal.press("1")
    terminal.until("Your key?", 3)
    terminal.press("1")
    terminal.until("Speak?")
    terminal.press("r12\r1\r")  # the last Enter listens to the goodbye
    terminal.until("a recording of 12 seconds")
    assert terminal.end() == 0


@pytest.mark.parametrize("keys", ["\x03", "\x04"], ids=["Ctrl-C", "Ctrl-D"])
def test_in_a_terminal_hanging_up_is_kind(terminal, keys):
    terminal.until("Your key?")
    terminal.press("1")
    terminal.until("Your key?", 2)
    terminal.press(keys)
    terminal.until("You have hung up.")
    terminal.until("No message was kept.")
    assert terminal.end() == 0
    assert "Traceback" not in terminal.heard


def test_nothing_is_left_behind(small, tmp_path):
    folder = tmp_path / "temporary"
    folder.mkdir()
    done = process("call", small, "--keys", A_MESSAGE, folder=tmp_path, env={"TMPDIR": str(folder)})
    assert done.returncode == 0
    assert list(folder.iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["small.yaml", "temporary"]
    assert small.read_text(encoding="utf-8") == SMALL
