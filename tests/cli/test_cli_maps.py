"""`ivr map`, `ivr paths` and `ivr explain` from end to end."""

import json
import shlex

import pytest
from command_line import SHIPPED, SMALL, ivr

from ivr.walk import paths
from ivr.walk.paths import PathProblem, Report


def test_map_draws_an_outline(small):
    done = ivr("map", small)
    assert done.exit_code == 0
    assert (
        "   main (menu) “Hello.”\n      1  to leave a message → agree (menu) “May we keep it?”" in done.stdout
    )


def test_map_draws_mermaid(small):
    done = ivr("map", small, "--format", "mermaid")
    assert done.stdout.startswith("flowchart TD\n")


def test_map_gives_json(small):
    drawn = json.loads(ivr("map", small, "--format", "json").stdout)
    assert [node["id"] for node in drawn["nodes"]][:3] == ["main", "agree", "message"]
    assert {"from", "to", "how", "means", "words"} == set(drawn["edges"][0])


def test_map_offers_what_it_can_draw():
    assert ivr("map", SHIPPED, "--format", "svg").exit_code == 2


def test_paths_of_a_good_menu(small):
    done = ivr("paths", small, "--format", "json")
    told = json.loads(done.stdout)
    assert list(told) == ["states", "transitions", "problems"]
    assert told["states"] > 10
    assert told["transitions"] > told["states"]
    assert (told["problems"], done.exit_code) == ([], 0)
    assert "no problems." in ivr("paths", small).stdout


def test_paths_of_a_menu_with_an_attic(small):
    text = SMALL.replace("  bye:", "  attic: {kind: end, prompt: Nobody hears this.}\n  bye:")
    small.write_text(text, encoding="utf-8")
    done = ivr("paths", small, "--format", "json")
    (problem,) = json.loads(done.stdout)["problems"]
    assert done.exit_code == 1
    assert list(problem) == ["kind", "node", "language", "at", "from", "keys", "message"]
    assert (problem["kind"], problem["node"], problem["keys"]) == ("unreachable", "attic", None)
    assert "attic: " in ivr("paths", small).stdout


def test_paths_shows_how_to_hear_a_problem(small, monkeypatch):
    problem = PathProblem(
        "dead-end", "closed", "en", "This ends.", "2026-11-27T17:00:00", "withheld", "3 star"
    )
    monkeypatch.setattr(paths, "walk", lambda flow, check: Report(7, 9, (problem,)))
    done = ivr("paths", small)
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert lines[0] == "closed (en): This ends. [dead-end]"
    told = shlex.split(lines[1])
    assert told == [
        *("ivr", "call", str(small), "--keys", "3 star"),
        *("--at", "2026-11-27T17:00:00", "--from", "withheld"),
    ]
    assert lines[-1].endswith("7 states, 9 ways between them, 1 problem.")
    assert json.loads(ivr("paths", small, "--format", "json").stdout)["problems"][0]["from"] == "withheld"


@pytest.mark.parametrize("name", ["menu", "option-before-key", "unknown-node"])
def test_explain_prints_a_manual(name):
    done = ivr("explain", name)
    assert done.exit_code == 0
    assert done.stdout.startswith(f"{name}: ")


def test_explain_lists_all():
    done = ivr("explain")
    assert done.exit_code == 0
    assert "Kinds of node" in done.stdout


def test_explain_asks_back():
    done = ivr("explain", "menuu")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr == "ivr: There is no kind of node and no rule “menuu”. Did you mean “menu”?\n"
