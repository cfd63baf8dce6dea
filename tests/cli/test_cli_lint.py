"""`ivr lint` from end to end."""

import dataclasses
import io
import json
import re
import sys
from pathlib import Path

import pytest
from command_line import LINE, SHIPPED, ivr

from ivr.check.catalogue import all_rules
from ivr.cli.linting.result import result_of
from ivr.cli.linting.text import as_lines
from ivr.cli.linting.watching import watch
from ivr.cli.paint import Paint, paint_for_output

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
    assert not re.search(r": (error|warning): ", done.output)


def test_a_problem_is_shown_in_its_line(file):
    done = ivr("lint", file(BROKEN))
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "main:",
        "menus.yaml:9:43: error: There is no node “persn”. [unknown-node]",
        "      main: {kind: say, prompt: Hello., goto: persn}",
        "                                              ^",
        "    → Did you mean “person”?",
        "",
        "menus.yaml: 1 error.",
    ]


def test_a_rule_says_who_is_shut_out_and_what_to_write(file):
    done = ivr("lint", file(UNWISE))
    assert done.exit_code == 1
    said = done.stdout.splitlines()
    at = said.index(
        "menus.yaml:9:29: error: Key 1 is said before what it does: “press 1 to go on”. [option-before-key]"
    )
    assert said[at + 3] == "    → Say “To go on, press 1.”"
    assert said[at + 4].startswith("    Who is shut out: people with little working memory")
    assert any(line.startswith("    Source: ") for line in said[at:])


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
    (problem,) = [p for p in found(file(UNWISE)) if p["rule"] == "option-before-key"]
    rule = all_rules()["option-before-key"]
    assert list(problem) == KEYS
    assert (problem["rule"], problem["node"], problem["language"]) == ("option-before-key", "main", "en")
    assert problem["who"] == list(rule.who)
    assert problem["source"] == rule.source


def test_json_of_the_shipped_menu_is_advice_at_most():
    assert {problem["level"] for problem in found(SHIPPED)} <= {"advice"}


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
    assert set(outcomes.values()) <= {"problem", "pass", "needs-a-person", "does-not-apply"}
    shipped = [verdict for verdict in found(SHIPPED, "--all") if verdict["outcome"] == "problem"]
    assert {verdict["level"] for verdict in shipped} <= {"advice"}


def test_all_in_text_tells_of_every_rule():
    done = ivr("lint", SHIPPED, "--all")
    for name in all_rules():
        kept = rf"^(pass|needs-a-person|does-not-apply): {name}\b"
        assert re.search(rf"{kept}|: advice: .*\[{name}\]$", done.stdout, re.M), name


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
        changed = {rule.name: dataclasses.replace(rule, level=level)}
        monkeypatch.setattr("ivr.check.lint.all_rules", lambda changed=changed: changed)
        assert ivr("lint", file(UNWISE)).exit_code == code, level
        assert ivr("lint", file(UNWISE), "--strict").exit_code == strict, level


def test_counts_are_in_words(file):
    structural = "nodes:\n  main: {kind: say, prompt: Hello., goto: persn}\n  person: {kind: say, prompt: Bye., goto: mian}\n"
    words = ivr("lint", file(LINE + structural)).stdout
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


def test_sarif_brings_the_manual_of_each_rule(file):
    log = json.loads(ivr("lint", file(UNWISE), "--format", "sarif", "--all").stdout)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert {rule["id"] for rule in rules} == all_rules().keys()
    for rule in rules:
        known = all_rules()[rule["id"]]
        assert rule["shortDescription"]["text"] == known.what
        assert known.why in rule["fullDescription"]["text"]
        assert (
            rule["defaultConfiguration"]["level"]
            == {"error": "error", "warning": "warning", "advice": "note"}[known.level]
        )
        assert rule.get("helpUri", "https://").startswith(("https://", "http://"))
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert (result["level"] == "none") == (result["kind"] != "fail")


def test_sarif_describes_what_cannot_be_built(file):
    log = json.loads(ivr("lint", file(BROKEN), "--format", "sarif").stdout)
    (rule,) = log["runs"][0]["tool"]["driver"]["rules"]
    assert rule["id"] == "unknown-node"
    assert rule["fullDescription"]["text"]


def test_problems_are_grouped_by_node(file):
    said = ivr("lint", file(UNWISE)).stdout
    groups = [line for line in said.splitlines() if re.fullmatch(r"[a-z-]+:|the whole line:", line)]
    assert "main:" in groups
    assert len(groups) == len(set(groups))
    assert groups.index("the whole line:") == 0 if "the whole line:" in groups else True


LIMITED = UNWISE.replace(
    "prompt: Bye.}", 'prompt: Bye., limits: {max-options-warning: {value: 7, why: "Seven towns."}}}'
)


def test_a_changed_limit_is_told_with_its_reason(file):
    said = ivr("lint", file(LIMITED)).stdout
    assert (
        "Limits changed here:\n  person: The limit “max-options-warning” is 7 options here, not 5: “Seven towns.”"
        in said
    )
    (told,) = [v for v in found(file(LIMITED), "--all") if v["rule"] == "changed-limit"]
    assert (told["outcome"], told["node"]) == ("needs-a-person", "person")
    assert "Seven towns." in told["message"]


def test_what_only_a_person_can_decide_is_a_checklist(file):
    said = ivr("lint", file(LIMITED), "--manual").stdout
    assert re.search(r"^  \[ \] The limit “max-options-warning” is 7", said, re.M)
    assert "      at: person" in said
    told = found(file(LIMITED), "--manual")
    assert told
    assert {verdict["outcome"] for verdict in told} == {"needs-a-person"}
    assert ivr("lint", file(LIMITED), "--manual").exit_code == 1  # for its errors, as without


def test_all_and_manual_are_one_question_too_many(file):
    assert ivr("lint", file(UNWISE), "--all", "--manual").exit_code == 2


def test_only_an_optional_rule_can_be_asked_besides(file):
    done = ivr("lint", file(UNWISE), "--also", "option-before-key")
    assert done.exit_code == 2
    assert "no optional rule" in done.stderr


def test_an_optional_rule_is_asked_on_request(file, monkeypatch):
    rule = dataclasses.replace(all_rules()["option-before-key"], optional=True)
    for place in ("ivr.check.lint.all_rules", "ivr.check.catalogue.all_rules"):
        monkeypatch.setattr(place, lambda: {rule.name: rule})
    assert found(file(UNWISE)) == []
    (told,) = found(file(UNWISE), "--all")
    assert told["outcome"] == "does-not-apply"
    (told,) = found(file(UNWISE), "--also", rule.name)
    assert told["rule"] == rule.name


def test_passing_is_said_to_prove_nothing(file):
    assert "No tool can tell that a line is easy to use" in ivr("lint", SHIPPED).stdout
    assert "No tool can tell" not in ivr("lint", file(BROKEN)).stdout


@pytest.mark.parametrize(
    ("terminal", "environment", "coloured"),
    [
        (True, {}, True),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"TERM": "dumb"}, False),
        (False, {}, False),
        (True, {"NO_COLOR": ""}, True),
    ],
)
def test_colour_is_for_terminals_that_want_it(terminal, environment, coloured, monkeypatch):
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout", io.StringIO())
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal, raising=False)
    paint = paint_for_output()
    assert paint.coloured is coloured
    assert ("\x1b[" in paint.level("error", "error")) is coloured


def test_a_coloured_report_has_the_same_words(file):
    name = file(UNWISE)
    result = result_of(name)
    plain = list(as_lines(result, Paint(False), everything=True))
    coloured = [
        re.sub(r"\x1b\[[0-9;]*m", "", line) for line in as_lines(result, Paint(True), everything=True)
    ]
    assert plain == coloured


def test_a_watched_file_is_looked_at_again_when_it_changes(file):
    name = file(UNWISE)
    seen = []
    steps = iter(
        [lambda: None, lambda: file(BROKEN), lambda: None, lambda: Path(name).unlink(), lambda: file(UNWISE)]
    )

    def wait():
        step = next(steps, None)
        if step is None:
            raise KeyboardInterrupt
        step()

    def look():
        seen.append(result_of(name).code(strict=False))

    with pytest.raises(KeyboardInterrupt):
        watch(name, look, wait)
    assert seen == [1, 1, 2, 1]


def test_watching_ends_with_ctrl_c(file, monkeypatch):
    def interrupt(seconds):
        raise KeyboardInterrupt

    monkeypatch.setattr("ivr.cli.commands.lint.time.sleep", interrupt)
    done = ivr("lint", file(BROKEN), "--watch")
    assert done.exit_code == 130
    assert "There is no node “persn”." in done.stdout
