"""The small line is taken down when the tests that share it are over."""

import pytest
from scenes import rehearsal


@pytest.fixture(scope="session", autouse=True)
def taken_down():
    yield
    rehearsal().close()
