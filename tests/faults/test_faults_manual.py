"""docs/faults.md is true: it has every fault, and its example is a test that passes, and can fail."""

import re
from pathlib import Path

import pytest

from ivr.phone.faults import FAULTS

MANUAL = (Path(__file__).parents[2] / "docs" / "faults.md").read_text(encoding="utf-8")
EXAMPLE = re.findall(r"^```python\n(.*?)^```", MANUAL, re.DOTALL | re.MULTILINE)[0]


def test_every_fault_is_in_the_manual():
    listed = dict(re.findall(r"^\| `([a-z0-9-]+)` \| (.*) \|$", MANUAL, re.MULTILINE))
    assert list(listed) == list(FAULTS)
    for name, fault in FAULTS.items():
        assert listed[name].startswith(fault.does), name


def test_the_example_passes():
    names = {"__name__": "manual"}
    exec(EXAMPLE, names)
    names["test_a_message_is_kept_once"]()


def test_the_example_fails_without_the_line_that_it_says():
    names = {"__name__": "manual"}
    exec(re.sub(r"if request.*$", "if True:", EXAMPLE, flags=re.MULTILINE), names)
    with pytest.raises(AssertionError):
        names["test_a_message_is_kept_once"]()
