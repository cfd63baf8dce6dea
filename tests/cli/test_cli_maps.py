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


def test_map_draws_a_picture(small):
    done = ivr("map", small, "--format", "svg")
    assert done.exit_code == 0
    assert done.stdout.startswith('<svg xmlns="http://www.w3.org/2000/svg" class="map"')
    assert done.stdout.endswith("</svg>\n")
    assert 'width="297.0mm"' in ivr("map", small, "--format", "svg", "--pages").stdout


@pytest.mark.parametrize("form", ["text", "svg", "mermaid"])
def test_map_shows_problems(form):
    plain, marked = (ivr("map", SHIPPED, "--format", form, *more).stdout for more in ([], ["--problems"]))
    assert "advice: max-depth" not in plain
    assert "advice: max-depth" in marked


def test_map_shows_what_no_scenario_has_tried(small):
    folder = small.parent / "tests" / "calls"
    folder.mkdir(parents=True)
    (folder / "one.yaml").write_text("call: One\nsteps:\n- press: 1\n- hangs up\n", encoding="utf-8")
    done = ivr("map", small, "--coverage")
    assert done.exit_code == 0
    assert "1  to leave a message → agree" in done.stdout
    assert "not tried: " in done.stdout
    assert "(not tried)" in done.stdout
    assert "1 call has tried" in done.stderr
    (folder / "one.yaml").unlink()
    none = ivr("map", small, "--coverage")
    assert none.exit_code == 2
    assert "There is no scenario" in none.stderr


@pytest.mark.parametrize(
    "words", [["--format", "png"], ["--pages"], ["--format", "json", "--problems"]], ids=" ".join
)
def test_map_offers_what_it_can_draw(words):
    done = ivr("map", SHIPPED, *words)
    assert (done.exit_code, done.stdout) == (2, "")


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
