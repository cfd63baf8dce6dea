"""`ivr test`: what it runs, how it tells, what it ends with."""

import json
import logging
from xml.etree import ElementTree

import pytest
from command_line import SHIPPED, ivr, process

from ivr.cli.testing.text import summary
from ivr.phone.scenario.running import Outcome
from ivr.phone.scenario.values import Scenario
from ivr.web.practice.faults import FaultResult
from ivr.web.practice.results import Result

GOOD = "call: A caller leaves a message\nsteps:\n- hears: Hello\n- press: 1\n- press: 1\n- at: message\n- hangs up\n"
BAD = "call: A caller is lost\nsteps:\n- press: 3\n- hears: We are never open\n"
BROKEN = "call: A slip\nsteps:\n- pres: 1\n"


@pytest.fixture
def calls(small):
    folder = small.parent / "tests" / "calls"
    folder.mkdir(parents=True)
    (folder / "good.yaml").write_text(GOOD)
    return folder


def run(small, *words):
    return ivr("test", "--menus", small, *words)


def test_scenarios_beside_the_menu_file_are_run(small, calls):
    done = run(small)
    assert done.exit_code == 0, done.output
    heading, line, _, summary = done.stdout.splitlines()
    assert heading.split() == ["result", "length", "call", "file"]
    assert line.split() == ["ok", "0:18", "A", "caller", "leaves", "a", "message", "good.yaml"]
    assert summary.startswith("1 scenario: 1 ok. (3 presses and silences in ")


def test_a_scenario_that_does_not_hold_is_shown_with_its_line_and_what_was_heard(small, calls):
    file = calls / "bad.yaml"
    file.write_text(BAD)
    done = run(small)
    assert done.exit_code == 1
    assert f"{file}:4:3: “We are never open” was not heard." in " ".join(done.stdout.split())
    assert "\n      > 4 | - hears: We are never open\n" in done.stdout
    assert "\n        3 | - press: 3\n" in done.stdout
    assert "Heard instead, at “closed”:\n        “We are closed.”" in done.stdout
    assert "FAILED" in done.stdout
    assert "2 scenarios: 1 ok, 1 failed." in done.stdout


def test_a_file_that_is_no_scenario_is_told_and_the_others_are_run(small, calls):
    file = calls / "broken.yaml"
    file.write_text(BROKEN)
    done = run(small)
    assert done.exit_code == 1
    assert f"{file}:3:3: “pres” is no step. Did you mean “press”?" in " ".join(done.stdout.split())
    assert "    - pres: 1\n          ^\n" in done.stdout
    assert "2 scenarios: 1 ok, 1 cannot be read." in done.stdout
    file.write_bytes(b"\xff\xfe")
    assert run(small).exit_code == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("gone.yaml",), "There is no such file."),
        (("--only", "elephants"), "None of the 1 scenarios has “elephants” in its title or file name."),
        (("--fault", "twise"), "There is no fault “twise”. Did you mean twice?"),
        (("--fault", "x"), "There are: twice, late,"),
        (("--junit", "/dev/null/x"), "/dev/null/x cannot be written"),
        (("--fail-under", "101"), "101"),
    ],
)
def test_what_cannot_be_done_is_told(small, calls, words, said):
    done = run(small, *words)
    assert done.exit_code == 2
    assert said in " ".join(done.output.split())


def test_where_there_is_no_scenario_the_way_to_one_is_told(small):
    done = run(small)
    assert done.exit_code == 2
    assert "There is no scenario in" in done.output
    assert "docs/scenarios.md shows how to write it" in done.output
    assert ivr("test", "--menus", small.parent / "gone.yaml", small).exit_code == 2


def test_files_folders_and_words_choose(small, calls):
    (calls / "bad.yaml").write_text(BAD)
    (calls / "more").mkdir()
    (calls / "more" / "third.yml").write_text("call: A third\nsteps: [hangs up]\n")
    assert run(small, calls / "good.yaml").stdout.splitlines()[-1].startswith("1 scenario: 1 ok.")
    assert (
        run(small, calls / "more", calls / "good.yaml")
        .stdout.splitlines()[-1]
        .startswith("2 scenarios: 2 ok.")
    )
    assert run(small, "--only", "LOST").exit_code == 1
    assert run(small, "--only", "third.y").exit_code == 0
    assert ivr("test", calls / "more", "--menus", small).exit_code == 0


def test_json_tells_everything(small, calls):
    (calls / "bad.yaml").write_text(BAD)
    (calls / "broken.yaml").write_text(BROKEN)
    done = run(small, "--format", "json", "--coverage")
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert told.keys() == {"passed", "scenarios", "problems", "coverage"}
    assert told["passed"] is False
    bad, good = told["scenarios"]
    assert (good["title"], good["passed"], good["failure"], good["faults"]) == (
        "A caller leaves a message",
        True,
        None,
        [],
    )
    assert good["presses"] == 3
    assert bad["file"] == str(calls / "bad.yaml")
    assert bad["failure"] | {"heard": None} == {
        "line": 4,
        "column": 3,
        "message": "“We are never open” was not heard.",
        "hint": "",
        "heard": None,
        "node": "closed",
    }
    assert bad["failure"]["heard"] == ["We are closed."]
    (problem,) = told["problems"]
    assert (problem["line"], problem["column"], problem["level"]) == (3, 3, "error")
    assert told["coverage"]["calls"] == 2


def test_coverage_and_its_least(small, calls):
    done = run(small, "--coverage")
    assert done.exit_code == 0
    assert "Nobody has tried:" in done.stdout
    assert run(small, "--fail-under", "1").exit_code == 0
    done = run(small, "--fail-under", "99")
    assert done.exit_code == 1
    assert "That is less than the 99 % that --fail-under asks for." in done.stdout


def test_junit_has_a_case_for_each_scenario_and_each_fault(small, calls):
    (calls / "bad.yaml").write_text(BAD)
    (calls / "broken.yaml").write_text(BROKEN)
    xml = small.parent / "junit.xml"
    assert run(small, "--junit", xml, "--fault", "twice").exit_code == 1
    suite, faults = ElementTree.parse(xml).getroot()
    counts = [
        [each.get(name) for name in ("tests", "failures", "errors", "skipped")] for each in (suite, faults)
    ]
    assert counts == [["3", "1", "1", "0"], ["1", "0", "0", "0"]]
    cases = {case.get("name"): case for case in suite}
    assert cases.keys() == {"A caller is lost", "A caller leaves a message", "broken.yaml"}
    (twice,) = faults
    assert twice.get("name") == "A caller leaves a message [twice]"
    assert float(twice.get("time")) > 0
    assert twice.get("time") == faults.get("time")
    assert cases["A caller is lost"].get("line") == "4"
    failure = cases["A caller is lost"].find("failure")
    assert failure.get("message") == "“We are never open” was not heard."
    assert "> 4 | - hears: We are never open" in failure.text
    assert "“pres” is no step." in cases["broken.yaml"].find("error").get("message")


def test_a_fault_is_told_in_a_sentence_and_counted(small, calls):
    done = run(small, "--fault", "twice", "--fault", "unsigned")
    assert done.exit_code == 0, done.output
    assert "ok     twice: Every webhook came twice: the call went the same way" in " ".join(
        done.stdout.split("\n")
    )
    *_, scenarios, _, runs, twice, unsigned = done.stdout.splitlines()
    assert scenarios.startswith("1 scenario: 1 ok. (3 presses and silences in ")
    assert runs.startswith("2 runs with faults: 2 ok. (")
    assert [twice, unsigned] == ["    ok     twice     1 of 1", "    ok     unsigned  1 of 1"]
    assert logging.root.manager.disable == 0


def test_a_fault_that_does_harm_leaves_the_scenario_itself_as_it_was(small):
    fine = Outcome(None, presses=2)
    runs = tuple(FaultResult("late", held, "So it went.", fine, milliseconds=1500) for held in (True, False))
    result = Result(Scenario("a.yaml", "a", "A call"), fine, faults=runs)
    assert list(summary([result], [], 3.4)) == [
        "1 scenario: 1 ok. (2 presses and silences in 0.4 seconds.)",
        "",
        "2 runs with faults: 1 ok, 1 failed. (3.0 seconds.)",
        "    FAILED late  1 of 2",
    ]
    assert not result.passed


def test_the_settings_of_this_computer_change_nothing(small, calls):
    """Neither whom transfers ring here nor a setting that cannot be used."""
    (calls / "person.yaml").write_text("call: A person\nsteps:\n- press: 0\n- hears: Nobody is here\n")
    done = process(
        "test", "--menus", small, env={"IVR_PERSON_NUMBER": "01632 960001", "IVR_DATABASE_URL": "nonsense"}
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_scenarios_that_ship_here_notice_what_callers_would(tmp_path):
    """Each change of the menu would harm somebody, and fails the scenario that knows of it."""
    shipped = SHIPPED.read_text(encoding="utf-8")
    calls = SHIPPED.parent / "tests" / "calls"
    for change, into, noticed in (
        ("Nobody is listening now. If you are in danger", "If you are in danger", "nobody-listens-now"),
        (
            "1: {to: delete it for good, goto: delete-it}",
            "1: {to: delete it for good, goto: kept}",
            "deleted-for-good",
        ),
        ("monday-friday: 09:00-17:00", "monday-friday: 09:00-16:00", "five-to-five-on-friday"),
        ("emergency_number: number-emergency", "", "nine-nine-nine-as-a-number"),
    ):
        assert change in shipped
        menus = tmp_path / "menus.yaml"
        menus.write_text(shipped.replace(change, into), encoding="utf-8")
        done = ivr("test", "--menus", menus, calls / f"{noticed}.yaml")
        assert done.exit_code == 1, (noticed, done.output)
