"""What a line does by itself while it runs."""

import threading
from datetime import UTC, datetime

import pytest

from ivr.cli.upkeep import kept_up
from ivr.message.store import Store
from ivr.message.values import StoreUnavailable

NOW = datetime(2026, 11, 3, 3, 0, tzinfo=UTC)


class Sweeps:
    """Stands in for the sweep of every store: counts, and fails at the turns it is told to."""

    def __init__(self, *trouble):
        self.trouble = list(trouble)
        self.at = []
        self.enough = threading.Event()

    def __call__(self, store, now):
        self.at.append(now)
        error = self.trouble.pop(0) if self.trouble else None
        if not self.trouble:
            self.enough.set()
        if error:
            raise error


def swept(monkeypatch, sweeps, **more):
    monkeypatch.setattr(Store, "sweep", lambda store, now: sweeps(store, now))
    with kept_up("sqlite://", clock=lambda: NOW, **more):
        assert sweeps.enough.wait(30)
    return sweeps.at


def test_it_sweeps_at_once_and_again_and_ends_with_the_block(monkeypatch):
    before = threading.active_count()
    at = swept(monkeypatch, Sweeps(None, None, None), seconds=0.001)
    assert len(at) >= 3
    assert set(at) == {NOW}
    assert threading.active_count() == before


def test_it_waits_between_one_time_and_the_next(monkeypatch):
    assert len(swept(monkeypatch, Sweeps(None))) == 1


@pytest.mark.parametrize("error", [StoreUnavailable("no"), ZeroDivisionError("07700 900123")])
def test_trouble_is_told_once_for_each_time_it_begins(monkeypatch, capsys, error):
    swept(monkeypatch, Sweeps(error, error, None, error, error, None), seconds=0.001)
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2
    assert type(error).__name__ in told[0]
    assert "07700" not in "".join(told)


def test_it_ends_also_when_the_block_fails(monkeypatch):
    before = threading.active_count()
    monkeypatch.setattr(Store, "sweep", lambda store, now: None)
    with pytest.raises(KeyError), kept_up("sqlite://"):
        raise KeyError
    assert threading.active_count() == before
