"""What whoever starts a line is told of the studio, and what the processes that answer are told."""

import os

import pytest

from ivr.cli.server import _studio
from ivr.web.settings import Settings

ADDRESS = "http://127.0.0.1:5055"


@pytest.fixture
def told(monkeypatch):
    """Start a line: give what is said of the studio, and what the setting then is."""
    monkeypatch.setenv("IVR_STUDIO", "before")

    def start(studio="", host="127.0.0.1", workers=1, **how):
        settings = Settings(studio=studio, public_url=ADDRESS)
        return "\n".join(_studio(settings, host, ADDRESS, workers, **how)), os.environ["IVR_STUDIO"]

    return start


def test_a_newcomer_is_told_where_it_is(told):
    words, studio = told()
    assert f"{ADDRESS}/studio/" in words
    assert studio == "here"


def test_where_it_is_not_the_reason_is_said(told):
    words, studio = told(workers=4)
    assert "--workers" in words
    assert studio == "off"
    words, studio = told(host="0.0.0.0")  # nothing listens
    assert "other computers" in words
    assert studio == "off"


def test_who_switched_it_off_knows_that(told):
    assert told("off") == ("", "off")


def test_a_line_whose_jobs_are_done_elsewhere_has_one_only_if_that_was_chosen(told):
    assert told(alone=True) == ("", "off")
    assert told("on", alone=True)[1] == "on"
    words, studio = told("on", alone=True, only="voice")
    assert "--only" in words
    assert studio == "off"
    assert told(alone=True, only="inbox") == ("", "off")
