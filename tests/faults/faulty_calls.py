"""Calls to a small line that keeps messages, for faults to be tried on."""

from functools import cache
from pathlib import Path

from ivr import load
from ivr.phone.scenario.values import Does, Leaves, Scenario
from ivr.phone.steps import parse
from ivr.web.settings import Settings

SMALL = Path(__file__).parents[1] / "web" / "small.yaml"
SETTINGS = Settings()
SENT = "1 1 1 record:5 6 1 2"
"""Agrees, takes their own number, speaks, listens, sends, ends the call."""
HUNG_UP = "1 1 2 07700900123# 1 record:4+hangup"
ASKED = "4 12345678# hangup"
DELETED = "1 1 1 record:5 3 hangup"
NOTHING = "2 9 hangup"


@cache
def small():
    return load(SMALL)


def scenario(steps, *expected, **more):
    """A scenario of so many steps, written as for `ivr call --keys`, and then what has to be so."""
    done = tuple(Does(step, line=3) for word in steps.split() for step in parse(word.replace("#", " hash")))
    return Scenario("calls.yaml", "calls", "A call", steps=(*done, *expected), **more)


ONE_SENT = Leaves(1, state="sent", recordings=(5,), line=9)
