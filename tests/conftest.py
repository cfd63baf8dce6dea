"""What holds for every test: the same surroundings everywhere, no network beyond this machine, no
deadlines."""

import gc
import ipaddress
import os
import signal
import sys

import pytest
from hypothesis import HealthCheck, settings

from tests import compiled_once

# Settings of whoever runs the tests must not steer them.
for name in [name for name in os.environ if name.startswith("IVR_")]:
    del os.environ[name]

# A script that starts the tests in the background makes them, and whatever they start, deaf to Ctrl-C.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

compiled_once.for_all_apps()

# A busy machine is slow, not wrong. In continuous integration each run tries the same examples, so that more of them find
# nothing new: everybody else's runs try others.
settings.register_profile("line", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile(
    "ci", settings.get_profile("line"), derandomize=True, database=None, print_blob=True, max_examples=30
)
settings.register_profile("thorough", settings.get_profile("line"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "line"))


def _only_this_machine(event, arguments):
    """Refuse any connection that leaves the machine: a test that needs one would fail elsewhere."""
    if event == "socket.connect":
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if host in (None, "", "localhost", b"localhost"):
        return
    try:
        local = ipaddress.ip_address(host.decode() if isinstance(host, bytes) else host).is_loopback
    except ValueError:
        local = False
    if not local:
        raise RuntimeError(f"a test tried to reach {host!r}: tests use this machine only")


sys.addaudithook(_only_this_machine)


SLOWEST_FIRST = (
    "test_storm.py",
    "test_browser_pages.py",
    "test_work.py",
    "test_cli_serve.py",
    "test_browser_studio.py",
    "test_faults_line.py",
    "test_browser_work.py",
)
"""Files of few tests that take minutes: begun last, they would keep one process busy while the other has nothing to do."""


@pytest.hookimpl(wrapper=True)
def pytest_collection(session):
    """Collect no garbage while tests are collected, and never look through ten thousand of them for any again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(items):
    """Begin what takes longest; all else stays in its order."""
    items.sort(key=lambda item: item.path.name not in SLOWEST_FIRST)
