"""docs/scenarios.md is true: its scenario holds on the menu that ships here, and every word of the format is in it."""

import re
from pathlib import Path

import pytest

from ivr import load
from ivr.phone.scenario.reading import HEADINGS, read
from ivr.phone.scenario.text.steps import ALONE, WITH_MORE
from ivr.phone.scenario.text.words import OUTCOMES
from ivr.web.practice.scenarios import run_scenarios
from ivr.web.settings import Settings

ROOT = Path(__file__).parents[2]
MANUAL = (ROOT / "docs" / "scenarios.md").read_text(encoding="utf-8")
STEPS = re.findall(r"^\| `(- [^`]+)`", MANUAL, re.MULTILINE)
HEADS = re.findall(r"^\| `((?:call|clock|language|number|numbers|faults): [^`]+)`", MANUAL, re.MULTILINE)
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", MANUAL, re.MULTILINE | re.DOTALL)


def test_the_scenario_in_the_manual_holds():
    scenario = read(BLOCKS[0].encode(), "hang-up.yaml")
    (result,) = run_scenarios([scenario], lambda: load(str(ROOT / "menus.yaml")), Settings())
    assert result.outcome.failure is None
    assert f"({result.outcome.presses} presses and silences in" in MANUAL
    assert scenario.title in MANUAL.partition("$ ivr test")[2]


@pytest.mark.parametrize("step", [*STEPS, *BLOCKS[1:]])
def test_each_step_in_the_manual_is_one(step):
    assert len(read(f"call: A call\nsteps:\n{step}\n".encode(), "a.yaml").steps) == 1


@pytest.mark.parametrize("heading", HEADS)
def test_each_heading_in_the_manual_is_one(heading):
    call = "" if heading.startswith("call:") else "call: A call\n"
    assert read(f"{call}{heading}\nsteps: [waits]\n".encode(), "a.yaml").title


@pytest.mark.parametrize("word", [*HEADINGS, *WITH_MORE, *OUTCOMES])
def test_every_word_is_in_the_manual(word):
    assert re.search(rf"{word}\b", MANUAL) or word == "canceled"


@pytest.mark.parametrize("word", ALONE)
def test_every_step_that_stands_alone_is_in_the_manual(word):
    assert f"- {word}`" in MANUAL
