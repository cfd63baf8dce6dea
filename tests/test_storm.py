"""A short storm over the line, and the judge of storms himself. `scripts/chaos` makes long ones."""

import json
import subprocess
import sys
from email.message import Message
from pathlib import Path

import pytest

from ivr.message.values import MessageView
from ivr.phone.sound import sound
from scripts.storm import judge as judging
from scripts.storm.callers import Kept

ROOT = Path(__file__).parents[1]
CALLS = 8


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_no_message_is_lost_in_a_storm(database):
    storm = subprocess.run(
        [
            *(sys.executable, "-W", "ignore", "-m", "scripts.storm", "--quick", "--json"),
            *("--database", database, "--messages", str(CALLS), "--at-once", "4"),
            *("--between-kills", "1.5", "--least-kills", "3", "--least-faults", "6"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=1500,
        check=False,
    )
    assert storm.returncode == 0, storm.stdout + storm.stderr
    figures = json.loads(storm.stdout[: storm.stdout.index("\n}\n") + 2])
    assert figures["messages"] >= CALLS
    assert figures["processes killed"] >= 3
    assert sum(figures["provider's faults"].values()) > 0


# The judge: whoever judges must be able to find fault.


@pytest.fixture
def case():
    """A call that left what it should: what the caller did, what was said, what is found, what was mailed."""
    call, sid = "CA" + "1" * 32, "RE" + "2" * 32
    audio = sound(sid, 3)
    from datetime import UTC, datetime

    view = MessageView(
        "sent", "12345678", {"safe_number": "07700900123"}, (3,), datetime(2026, 11, 22, tzinfo=UTC)
    )
    mail = Message()
    mail["Subject"], mail["Message-ID"] = "1 new message, reference 12345678", "<one@line.example>"
    mail.set_payload("1 new message")
    return {
        "kept": [Kept(call, "sent", "07700900123", recordings=1, reference="12345678")],
        "spoken": {sid: (call, audio)},
        "found": judging.Found({call: [view]}, {call: [sid]}, {sid: audio}, []),
        "mail": [mail],
        "cut_after": 0,
    }


def test_the_judge_lets_well_alone(case):
    assert judging.judge(**case).faults == []


@pytest.mark.parametrize(
    ("what", "fault"),
    [
        ({"messages": {}}, "there are 0 messages"),
        ({"audio": {}}, "cannot be heard"),
        ({"audio": {"RE" + "2" * 32: sound("RE" + "3" * 32, 3)}}, "not, sample for sample"),
        ({"recordings": {}}, "0 recordings are known"),
        ({"at_provider": ["RE" + "2" * 32]}, "still at the provider"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_the_judge_finds_what_is_missing(case, what, fault):
    from dataclasses import replace

    verdict = judging.judge(**case | {"found": replace(case["found"], **what)})
    assert any(fault in one for one in verdict.faults), verdict.faults


def test_the_judge_finds_a_message_twice_a_wrong_number_and_a_wrong_state(case):
    from dataclasses import replace

    (call,) = case["found"].messages
    (view,) = case["found"].messages[call]
    for views in (
        [view, view],
        [replace(view, answers={"safe_number": "07700900124"})],
        [replace(view, state="draft")],
    ):
        found = replace(case["found"], messages={call: views})
        assert judging.judge(**case | {"found": found}).faults


def test_the_judge_wants_each_message_told_under_one_name(case):
    assert "nobody was told" in str(judging.judge(**case | {"mail": []}).faults)
    other = Message()
    other["Subject"], other["Message-ID"] = "1 new message, reference 12345678", "<two@line.example>"
    other.set_payload("1 new message")
    assert "2 Message-IDs" in str(judging.judge(**case | {"mail": [*case["mail"], other]}).faults)
    assert judging.judge(**case | {"mail": case["mail"] * 2, "cut_after": 1}).faults == []
    assert "told again" in str(judging.judge(**case | {"mail": case["mail"] * 2}).faults)


def test_the_judge_finds_what_lies_in_clear():
    audio = sound("RE" + "2" * 32, 3)
    for leak in (b"..07700900123..", b"+447700900123", audio[1900:2100], b"..the secret.."):
        assert judging.leaks("a file", [b"nothing", leak], [audio], [b"the secret"])
    assert judging.leaks("a file", [b"07700 in all", audio[:500]], [audio], [b"the secret"]) == []
