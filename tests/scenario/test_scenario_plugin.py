"""The pytest plugin, tried in test runs of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

SMALL = (Path(__file__).parents[1] / "web" / "small.yaml").read_text(encoding="utf-8")
GOOD = (
    "call: Somebody asks: are you open?\nclock: Friday 10:00\nsteps:\n- press: 2\n- hears: We are open now\n"
)


def quoted(text):
    return text.replace("call: Somebody asks: are you open?", 'call: "Somebody asks: are you open?"')


def place(pytester, **files):
    folder = pytester.mkdir("tests").joinpath("calls")
    folder.mkdir()
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(quoted(text), encoding="utf-8")


def run(pytester, *words):
    # Whatever lies in the folders above, such as a setup.py in /tmp, is not for these runs.
    here = f"--rootdir={pytester.path}"
    return pytester.runpytest_inprocess("-W", "error", "-p", "no:cacheprovider", here, *words)


def test_each_scenario_is_a_test_of_its_own(pytester):
    (pytester.path / "menus.yaml").write_text(SMALL, encoding="utf-8")
    place(pytester, open=GOOD, other="call: Hangs up\nsteps:\n- hangs up\n- message: none\n")
    result = run(pytester, "-v")
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(
        [
            "*tests/calls/open.yaml::Somebody asks: are you open? PASSED*",
            "*tests/calls/other.yaml::Hangs up PASSED*",
        ]
    )


def test_a_failure_is_told_in_the_scenarios_own_words(pytester):
    (pytester.path / "menus.yaml").write_text(SMALL, encoding="utf-8")
    place(pytester, wrong=GOOD.replace("We are open now", "We are closed now"))
    result = run(pytester)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "tests/calls/wrong.yaml:5:3: “We are closed now” was not heard. The nearest to it is “We are open",
            "now.”",
            "    4 | - press: 2",
            "  > 5 | - hears: We are closed now",
            "  Heard instead, at “main”:",
            "    “We are open now.”",
        ]
    )
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.no_fnmatch_line("*pytest_scenarios.py*")


def test_a_file_that_is_no_scenario_fails_with_all_its_problems(pytester):
    (pytester.path / "menus.yaml").write_text(SMALL, encoding="utf-8")
    place(pytester, slip="call: A slip\nsteps:\n- pres: 1\n- hangs\n", fine="call: Fine\nsteps: [hangs up]\n")
    result = run(pytester)
    result.assert_outcomes(failed=1, passed=1)
    result.stdout.fnmatch_lines(
        [
            "tests/calls/slip.yaml:3:3: “pres” is no step. Did you mean “press”?",
            "tests/calls/slip.yaml:4:3: “hangs” is no step. Did you mean “hangs up”?",
        ]
    )


def test_a_fault_that_there_is_not_is_told(pytester):
    (pytester.path / "menus.yaml").write_text(SMALL, encoding="utf-8")
    place(pytester, faulty="call: Twice\nfaults: [twise]\nsteps: [hangs up]\n")
    result = run(pytester)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*faulty.yaml:2:1: There is no fault “twise”. Did you mean “twice”?"])


def test_other_folders_and_another_menu_can_be_named(pytester):
    pytester.makeini("[pytest]\nivr_scenarios = rung\nivr_menus = lines/small.yaml\n")
    (pytester.mkdir("lines") / "small.yaml").write_text(SMALL, encoding="utf-8")
    (pytester.mkdir("rung") / "open.yml").write_text(quoted(GOOD), encoding="utf-8")
    run(pytester).assert_outcomes(passed=1)


def test_a_menu_that_cannot_be_rung_is_told(pytester):
    (pytester.path / "menus.yaml").write_text("line: {}\n", encoding="utf-8")
    place(pytester, open=GOOD)
    result = run(pytester)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["The menu cannot be rung.", "*menus.yaml:1:*"])


APP = """
    def wsgi(environ, start_response):
        pages = {
            "/voice": "<Response><Gather action='/next' numDigits='1'><Say>For bread, press 1.</Say></Gather></Response>",
            "/next": "<Response><Say>Bread it is.</Say></Response>",
        }
        start_response("200 OK" if environ["PATH_INFO"] in pages else "404 Not Found", [("Content-Type", "text/xml")])
        return [pages.get(environ["PATH_INFO"], "").encode()]

    def factory():
        return wsgi
"""


@pytest.mark.parametrize("app", ["bread:wsgi", "bread:factory()"])
def test_any_app_can_be_rung_instead(pytester, app):
    pytester.makepyfile(bread=APP)
    pytester.makeini(f"[pytest]\nivr_app = {app}\npythonpath = .\n")
    place(
        pytester,
        bread="call: Bread\nsteps:\n- keys: {1: bread}\n- press: 1\n- at: /next\n- hears: bread it is\n- line hangs up\n",
        clock="call: Clock\nclock: Friday\nsteps: [hangs up]\n",
    )
    result = run(pytester)
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        ["tests/calls/clock.yaml:2:1: This app is rung as it is: it takes no “clock:”."]
    )


def test_an_app_that_is_not_there_is_told(pytester):
    pytester.makeini("[pytest]\nivr_app = no_such_module:app\n")
    place(pytester, open=GOOD)
    result = run(pytester)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*ivr_app: there is no no_such_module:app*Write it as package.module:app.*"])


def test_people_without_a_menu_notice_nothing(pytester):
    place(pytester, anything="a: [list, of, things]\n")
    pytester.makepyfile("def test_it(): pass")
    run(pytester).assert_outcomes(passed=1)


def test_the_plugin_imports_nothing_before_there_is_a_scenario():
    script = (
        "import sys, pytest, ivr; before = set(sys.modules); import ivr.pytest_scenarios; "
        "print(sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['ivr.pytest_scenarios']"
