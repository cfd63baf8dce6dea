"""`ivr time` from end to end, and how it measures."""

import json
import struct

import pytest
from command_line import LINE, SHIPPED, SMALL, ivr

from ivr.menu.types import mark_of

RECORDED = (
    f"{LINE}nodes:\n"
    "  main: {kind: say, prompt: {words: Good morning., audio: 'https://example.org/sounds/morning.wav'}, goto: menu}\n"
    "  menu: {kind: menu, prompt: Hello., options: {1: {for: a person, goto: person}}}\n"
    "  person: {kind: transfer, prompt: Please hold., number: person, unavailable: Nobody is here.}\n"
)


def wav(seconds):
    data = bytes(round(8000 * seconds))
    head = struct.pack(
        "<4sI4s4sIHHIIHH", b"RIFF", 36 + len(data), b"WAVE", b"fmt ", 16, 1, 1, 8000, 8000, 1, 8
    )
    return head + struct.pack("<4sI", b"data", len(data)) + data


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def write(text):
        (tmp_path / "menus.yaml").write_text(text, encoding="utf-8")
        return "menus.yaml"

    return write


def told(*words):
    done = ivr("time", *words, "--format", "json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def tasks(timing):
    return {task["node"]: task for task in timing["tasks"]}


def test_each_person_message_and_end_is_timed_in_each_language(file):
    languages = told(file(SMALL))["languages"]
    assert [timing["language"] for timing in languages] == ["en", "pl"]
    for timing in languages:
        kinds = {node: task["task"] for node, task in tasks(timing).items()}
        assert kinds == {
            "message": "message", "sent": "end", "heard-it": "end", "open": "end", "closed": "end", "bye": "end",
            "person": "person",
        }  # fmt: skip


def test_seconds_are_counted_until_the_key_has_been_said(file):
    english = told(file(SMALL))["languages"][0]
    hello, option = 1 / 2.9 + 0.25, 6 / 2.9 + 0.5  # "Hello." and "To leave a message, press 1."
    agree = tasks(english)["message"]
    assert agree["way"] == ["main", "agree", "message"]
    assert agree["presses"] == 2
    assert english["opening"] == pytest.approx(hello + option, abs=1.5)  # pauses between the words included
    assert agree["seconds"] > english["opening"]
    assert agree["known"] == 2.0


def test_a_relay_service_types_slower_than_a_voice_speaks():
    for timing in told(SHIPPED)["languages"]:
        for task in timing["tasks"]:
            assert task["known"] <= task["seconds"] < task["relay"], task["node"]


def test_the_longest_are_named(file):
    english = told(file(SMALL))["languages"][0]
    assert english["menu"]["node"] == "main"
    assert english["prompt"]["node"] == "sent"
    assert english["prompt"]["words"].startswith("Thank you. Your reference is")


def test_a_person_reads_it_as_a_table(file):
    said = ivr("time", file(SMALL)).stdout
    assert said.startswith("English (en)\n")
    assert "\nPolski (pl)\n" in said
    (row,) = [line for line in said.splitlines() if line.split()[:4] == ["leave", "a", "message", "message"]][
        :1
    ]
    assert row.split()[4] == "2"
    assert "Seconds are estimated from the words" in said


def test_recorded_prompts_are_measured(file, tmp_path):
    name, sounds = file(RECORDED), tmp_path / "sounds"
    sounds.mkdir()
    estimated = told(name)["languages"][0]
    (sounds / "morning.wav").write_bytes(wav(30))
    (sounds / f"{mark_of('Hello.')}.wav").write_bytes(wav(7))
    measured = told(name, "--audio", sounds)
    english = measured["languages"][0]
    assert measured["measured"] is True
    first = 30 + 7
    assert english["opening"] > first
    assert english["opening"] - estimated["opening"] == pytest.approx(
        first - (2 / 2.9 + 0.25) - (1 / 2.9 + 0.25), abs=0.15
    )
    lacking = {each["words"]: each["file"] for each in english["unmeasured"]}
    assert "Good morning." not in lacking
    assert "Hello." not in lacking
    assert lacking["Please hold."] == f"{mark_of('Please hold.')}.wav"
    for wanted in lacking.values():
        (sounds / wanted).write_bytes(wav(1))
    assert "Seconds are measured.\n" in ivr("time", name, "--audio", sounds).stdout


def test_what_is_no_sound_is_named(file, tmp_path):
    (tmp_path / f"{mark_of('Hello.')}.wav").write_text("no sound")
    done = ivr("time", file(RECORDED), "--audio", tmp_path)
    assert done.exit_code == 2
    assert "is no WAV file" in done.stderr


def test_a_file_that_cannot_be_used_is_no_time(file):
    assert ivr("time", file("line: {}\n")).exit_code == 1
    assert ivr("time", "nowhere.yaml").exit_code == 2
    assert ivr("time", file(SMALL), "--audio", "nowhere").exit_code == 2
