"""A small line to ring, and scenarios for it, as text."""

from functools import cache
from pathlib import Path

from ivr.menu import load_text
from ivr.phone.scenario.reading import read
from ivr.web.practice.scenarios import Rehearsal
from ivr.web.settings import Settings

SMALL = (Path(__file__).parents[1] / "web" / "small.yaml").read_bytes()


@cache
def rehearsal():
    """The small line, set up once for all tests: scenarios know nothing of each other."""
    return Rehearsal(load_text(SMALL, "small.yaml"), Settings())


def scenario(steps, heading="", file="call.yaml"):
    """A scenario of these steps, as a list or as they are written."""
    written = steps if isinstance(steps, str) else "\n".join(f"- {step}" for step in steps)
    return read(f"call: Somebody rings\n{heading}\nsteps:\n{written}\n".encode(), file)


def rung(steps, heading=""):
    """What came of it on the small line."""
    return rehearsal().run(scenario(steps, heading))


def failure(steps, heading=""):
    """Why it does not hold: the line in the list of steps (from 1), the message, the hint."""
    found = rung(steps, heading).outcome.failure
    assert found is not None, "it holds"
    return found
