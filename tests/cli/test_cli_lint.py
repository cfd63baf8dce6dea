"""`ivr lint` from end to end."""

import json

import pytest
from command_line import LINE, SHIPPED, ivr

from ivr.check.catalogue import all_rules

KEYS = ["file", "line", "column", "rule", "level", "node", "language", "message", "who", "source", "remedy"]

BROKEN = f"{LINE}nodes:\n  main: {{kind: say, prompt: Hello., goto: persn}}\n  person: {{kind: end, prompt: Bye.}}\n"
UNWISE = (
    f"{LINE}nodes:\n  main: {{kind: end, prompt: Press 1 to go on.}}\n  person: {{kind: end, prompt: Bye.}}\n"
)


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def write(text, name="menus.yaml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return name

    return write


def found(*words):
    return json.loads(ivr("lint", *words, "--format", "json").stdout)


def test_the_shipped_menu_is_well():
    done = ivr("lint", SHIPPED, "--strict")
    assert done.exit_code == 0, done.output
    assert "no problems found" in done.output


def test_a_problem_is_shown_in_its_line(file):
    done = ivr("lint", file(BROKEN))
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "menus.yaml:9:43: error: There is no node “persn”. Did you mean “person”? [unknown-node]",
        "      main: {kind: say, prompt: Hello., goto: persn}",
        "                                              ^",
        "",
        "menus.yaml: 1 error.",
    ]


def test_a_rule_says_who_is_shut_out(file):
    done = ivr("lint", file(UNWISE))
    assert done.exit_code == 1
    assert (
        "menus.yaml:9:29: error: Key 1 is said before what it does: “press 1 to go on”. Say “To go on, press 1.” [option-before-key]"
        in done.stdout
    )
    assert "    Who is shut out: people with little working memory" in done.stdout
    assert done.stdout.rstrip().endswith("menus.yaml: 1 error.")


def test_json_of_a_structural_problem_has_every_key(file):
    (problem,) = found(file(BROKEN))
    assert list(problem) == KEYS
    assert problem == {
        "file": "menus.yaml",
        "line": 9,
        "column": 43,
        "rule": "unknown-node",
        "level": "error",
        "node": "main",
        "language": None,
        "message": "There is no node “persn”.",
        "who": [],
        "source": "",
        "remedy": "Did you mean “person”?",
    }


def test_json_of_a_rule_has_every_key(file):
    (problem,) = found(file(UNWISE))
    rule = all_rules()["option-before-key"]
    assert list(problem) == KEYS
    assert (problem["rule"], problem["node"], problem["language"]) == ("option-before-key", "main", "en")
    assert problem["who"] == list(rule.who)
    assert problem["source"] == rule.source


def test_json_of_nothing_wrong_is_an_empty_list():
    assert found(SHIPPED) == []


def test_json_of_a_file_that_cannot_be_read_is_a_list(file):
    done = ivr("lint", "nowhere.yaml", "--format", "json")
    assert done.exit_code == 2
    (problem,) = json.loads(done.stdout)
    assert (problem["rule"], problem["line"], problem["column"]) == ("unreadable-file", 1, 1)


def test_all_tells_how_every_rule_came_out(file):
    told = found(file(UNWISE), "--all")
    assert all(list(verdict) == [*KEYS, "outcome"] for verdict in told)
    outcomes = {verdict["rule"]: verdict["outcome"] for verdict in told}
    assert outcomes["option-before-key"] == "problem"
    assert outcomes["emergency-first"] == "does-not-apply"
    assert outcomes.keys() == all_rules().keys()
    assert {verdict["outcome"] for verdict in found(SHIPPED, "--all")} == {"pass"}


def test_all_in_text_lists_the_rules_that_are_kept():
    done = ivr("lint", SHIPPED, "--all")
    for name in all_rules():
        assert f"pass: {name}: " in done.stdout


def test_sarif_has_what_its_readers_need(file):
    done = ivr("lint", file(BROKEN), "--format", "sarif")
    log = json.loads(done.stdout)
    assert (done.exit_code, log["version"]) == (1, "2.1.0")
    (run,) = log["runs"]
    assert run["tool"]["driver"]["name"] == "ivr lint"
    (result,) = run["results"]
    assert (result["ruleId"], result["level"], result["kind"]) == ("unknown-node", "error", "fail")
    assert result["message"]["text"] == "There is no node “persn”. Did you mean “person”?"
    place = result["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 9, "startColumn": 43}
    assert place["artifactLocation"]["uri"] == "menus.yaml"


def test_only_strict_lets_a_warning_fail(file, monkeypatch):
    rule = all_rules()["option-before-key"]
    for level, code, strict in (("warning", 0, 1), ("advice", 0, 0), ("error", 1, 1)):
        monkeypatch.setattr(
            "ivr.check.lint.all_rules",
            lambda level=level: {rule.name: type(rule)(rule.name, level, *map(rule.__getattribute__, REST))},
        )
        assert ivr("lint", file(UNWISE)).exit_code == code, level
        assert ivr("lint", file(UNWISE), "--strict").exit_code == strict, level


REST = ("what", "why", "who", "source", "more", "bad", "good", "check")


def test_counts_are_in_words(file):
    words = ivr("lint", file(UNWISE.replace("Bye.", "Press 2 for more."))).stdout
    assert words.rstrip().endswith("menus.yaml: 2 errors.")


def test_the_file_is_menus_yaml_or_the_one_of_the_environment(file):
    file(UNWISE)
    assert ivr("lint").exit_code == 1
    assert ivr("lint", env={"IVR_MENUS": str(SHIPPED)}).exit_code == 0
    assert ivr("lint", "menus.yaml", env={"IVR_MENUS": str(SHIPPED)}).exit_code == 1


@pytest.mark.parametrize(
    "text", [f"# {'x' * 5000}\nbad", f"{'中' * 2000}: 1\nline: {{}}\n", "line: {a\tb: 1}\n"]
)
def test_odd_lines_are_shown_without_harm(file, text):
    done = ivr("lint", file(text))
    assert done.exit_code in (1, 2)
    shown = [line for line in done.stdout.splitlines() if line.startswith("    ")]
    assert shown
    assert all(len(line) < 250 and line.isprintable() for line in shown)


def test_sarif_of_a_name_that_is_no_text():
    log = json.loads(ivr("lint", "\udcff b.yaml", "--format", "sarif").stdout)
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "%FF%20b.yaml"
