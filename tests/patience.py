"""A store that waits as long as it takes, for tests of several at once that do not try the waiting itself.

A machine may be slow, or stand still, for longer than a caller or an officer would wait for a lock or a connection.
"""

import pytest

from ivr.message import connecting, engines


def be_patient(patch: pytest.MonkeyPatch | None = None) -> None:
    """Let nobody give up waiting for the store until `patch` is undone; without one, as long as the process lasts."""
    patch = patch or pytest.MonkeyPatch()
    patch.setattr(connecting, "PATIENCE_SECONDS", 300.0)
    patch.setitem(connecting.Database._attempt.__kwdefaults__, "tries", 10_000)
    patch.setattr(engines, "BUSY_SECONDS", 60)
