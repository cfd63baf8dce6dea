"""A small menu file to try commands on, and accounts that are quickly made."""

import pytest
from command_line import SMALL

from ivr.message.accounts import Accounts
from ivr.message.accounts.passwords import Cost


@pytest.fixture
def small(tmp_path):
    file = tmp_path / "small.yaml"
    file.write_text(SMALL, encoding="utf-8")
    return file


@pytest.fixture
def cheap_passwords(monkeypatch):
    """For tests that do not try what a password's hash costs."""
    monkeypatch.setitem(Accounts.__init__.__kwdefaults__, "cost", Cost(passes=1, memory_kib=8, lanes=1))
