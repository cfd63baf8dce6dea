"""What holds for tests of the inbox that use threads."""

import pytest

from ivr.web.inbox.entering import careful
from ivr.web.inbox.entering.organisation import Organisation
from tests.patience import be_patient


@pytest.fixture
def patient(monkeypatch):
    """Let nothing that is waited for be too slow, a lock, a connection or an organisation's sign-in: the machine may be
    slow, or stand still, for longer than an officer would wait. For tests that do not try the waiting itself."""
    be_patient(monkeypatch)
    monkeypatch.setattr(careful, "_TOTAL_SECONDS", 300)
    monkeypatch.setattr(Organisation.__init__, "__defaults__", (300,))
