"""`ivr doctor` and the mail: whether what officers are to be told comes to anybody."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from operated import Line

from ivr.cli.doctor.case import case_of
from ivr.cli.doctor.examination import every_check, examine
from ivr.message import tables
from ivr.message.told.batches import NEVER

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MAIL = {"IVR_MAIL_URL": "smtp://127.0.0.1:1", "IVR_MAIL_FROM": "line@force.example"}


@pytest.fixture
def line(tmp_path, monkeypatch):
    """A line with a message, and an officer who has an address and was to be told of it an hour ago."""
    line = Line(tmp_path, monkeypatch, **MAIL, IVR_MAIL_TO="duty@force.example")
    line.begin()
    line.message()
    officer = {"officer_id": "a", "role": "officer", "hashed_under": "", "notices": "at-once", "made_at": NOW}
    line.insert(tables.officer, **officer, mail=b"hidden")
    notice = {"call_sid": "CA1", "kind": "message", "step": 1, "officer_id": "a"}
    line.insert(tables.notice, **notice, due_at=NOW - timedelta(hours=1))
    return line


def found(line):
    case = case_of(line.settings, os.environ, online=False, now=NOW)
    (wanted,) = [one for one in every_check() if one.name == "mail"]
    return [(each.finding.outcome, each.finding.message) for each in examine(case, [wanted])][1:]


def test_mail_that_waits_is_a_problem_but_not_in_quiet_hours(line):
    assert found(line) == [("problem", "1 mail waits to be sent, since 22 November 11:00 UTC.")]
    for hours in ("10:00-14:00", "10:00-11:45"):
        line.set(IVR_QUIET_HOURS=hours)
        assert found(line) == []
    line.set(IVR_QUIET_HOURS="10:00-11:15")
    assert len(found(line)) == 1
    line.change(tables.notice, sent_at=NOW)
    assert found(line) == []


@pytest.mark.parametrize(
    ("whose", "words"), [("a", "1 officer's address"), ("", "the addresses of the settings")]
)
def test_an_address_that_was_given_up_is_a_problem_while_it_matters(line, whose, words):
    line.change(tables.notice, due_at=NEVER, officer_id=whose)
    [(outcome, message)] = found(line)
    assert (outcome, words in message, "@" in message) == ("problem", True, False)
    line.change(tables.message, heard_at=NOW)
    assert found(line) == []


def test_where_nobody_has_an_address_nobody_is_told(line, monkeypatch):
    settings = line.settings.model_copy(update={"mail_to": ""})
    monkeypatch.setattr(Line, "settings", settings)
    line.empty(tables.notice)
    assert found(line) == []
    line.change(tables.officer, disabled_at=NOW)
    [(outcome, message)] = found(line)
    assert outcome == "advice"  # it is a demonstration
    assert "nobody is told of a new one" in message
