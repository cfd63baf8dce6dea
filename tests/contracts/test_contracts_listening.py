"""`ivr call` and everything that reads a menu know a node that plays callers their own recording."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from ivr import load
from ivr.cli import main
from ivr.show.explain import explain
from ivr.show.mermaid import mermaid
from ivr.show.outline import outline
from ivr.show.plan import plan
from ivr.web import listening

MENUS = Path(__file__).parents[2] / "menus.yaml"
TO_REVIEW = "1 1 wait 1 1 1 1 1 1 1 record:2 record:5"


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """A busy machine is slow, not wrong."""
    monkeypatch.setattr(listening, "ASKING_SECONDS", 60.0)
    monkeypatch.setattr(listening, "FETCHING_SECONDS", 60.0)


def call(keys: str) -> list[dict]:
    done = CliRunner().invoke(main, ["call", str(MENUS), "--format", "json", "--keys", keys])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_a_call_hears_it_and_goes_on_to_the_review():
    *documents, end = call(f"{TO_REVIEW} 2")
    heard, after = documents[-2:]
    assert (heard["node"], heard["waiting"], heard["keys"]) == ("listen", None, {"hash": "To stop it"})
    assert heard["heard"][-1] == "[plays 5 seconds]"
    assert heard["seconds"] > 5
    assert (after["node"], after["waiting"]) == ("review", "gather")
    assert after["keys"]["2"] == "To listen to it"
    assert end["problems"] == []
    assert end["messages"][0]["recordings"] == [2, 5]


def test_adding_and_recording_again_are_heard_too():
    *documents, _ = call(f"{TO_REVIEW} 3 1 record:3 3 2 record:4 2")
    heard = [document for document in documents if document["node"] == "listen"]
    assert [document["heard"][-1] for document in heard] == [
        "[plays 13 seconds]"
    ]  # with half a second between


def test_the_map_and_the_manual_show_it():
    flow = load(MENUS)
    drawn = plan(flow)
    assert "listen (listen) “This plays your message aloud." in outline(drawn)
    assert "This plays your message aloud." in mermaid(drawn)
    told = explain("listen")
    for field in ("prompt", "of", "goto", "unavailable"):
        assert f" {field} " in told
