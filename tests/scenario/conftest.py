"""The small line is taken down when the tests that share it are over."""

import pytest
from scenes import rehearsal

from ivr.web import listening


@pytest.fixture(scope="session", autouse=True)
def taken_down():
    yield
    rehearsal().close()


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """A busy machine is slow, not wrong."""
    monkeypatch.setattr(listening, "ASKING_SECONDS", 60.0)
    monkeypatch.setattr(listening, "FETCHING_SECONDS", 60.0)
