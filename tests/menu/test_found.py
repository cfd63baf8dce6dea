"""Every value of a type inside a model is found, though fields that cannot hold one are never looked into."""

from pathlib import Path

import pytest
from pydantic import BaseModel

from ivr.menu import load
from ivr.menu.nodes.menu import Option
from ivr.menu.types import AnswerName, Goto, NodeName, Prompt, found

ROOT = Path(__file__).parents[2]


def everywhere(value, wanted, path=()):
    if isinstance(value, wanted):
        yield path, value
        return
    inside = ()
    if isinstance(value, BaseModel):
        inside = value.__dict__.items()
    elif isinstance(value, dict):
        inside = value.items()
    elif isinstance(value, tuple):
        inside = enumerate(value)
    for name, part in inside:
        yield from everywhere(part, wanted, (*path, name))


@pytest.mark.parametrize("wanted", [Prompt, Goto, AnswerName, NodeName, Option])
def test_what_is_found_is_all_there_is(wanted):
    flow = load(ROOT / "menus.yaml")
    parts = [*flow.nodes.values(), flow.line]
    expected = [list(everywhere(part, wanted)) for part in parts]
    assert [list(found(part, wanted)) for part in parts] == expected
    assert any(expected)
