"""One Chromium for all tests of a process, and windows in which nothing may go wrong unseen."""

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.chromium import ARGUMENTS, find
from tests.browser.windows import PATIENCE, Windows

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="package")
def chromium():
    path = find()  # without one this is an error, and says what to do
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS, timeout=PATIENCE)
        yield browser
        browser.close()


@pytest.fixture
def windows(chromium):
    """Opens windows: `windows(end, officer)`. What a page complains of fails the test at its end."""
    opened = Windows(chromium)
    yield opened
    opened.close()
    assert opened.complaints == []


@pytest.fixture(scope="module")
def lasting(chromium):
    opened = Windows(chromium)
    yield opened
    opened.close()
    assert opened.complaints == []


@pytest.fixture
def kept(lasting):
    """Windows that stay open from test to test: `kept(end, officer)`. For tests that leave nothing in them: no route, no time."""
    yield lasting.kept
    complaints = [*lasting.complaints]
    lasting.complaints.clear()
    assert complaints == []
