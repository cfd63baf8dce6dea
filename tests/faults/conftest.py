"""A recording that a caller listens to may take as long to come as a busy machine needs."""

import pytest

from ivr.web import listening


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """A busy machine is slow, not wrong."""
    monkeypatch.setattr(listening, "ASKING_SECONDS", 60.0)
    monkeypatch.setattr(listening, "FETCHING_SECONDS", 60.0)
