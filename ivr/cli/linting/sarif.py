"""What `ivr lint` found, for code review tools: SARIF 2.1.0."""

import os
import re
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from ivr.check.catalogue import Rule, all_rules
from ivr.check.finding import Verdict
from ivr.check.upkeep import UPKEEP
from ivr.menu.problems import STRUCTURAL, StructuralRule

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_KIND = {"pass": "pass", "needs-a-person": "review", "does-not-apply": "notApplicable", "problem": "fail"}
_LEVELS = {"error": "error", "warning": "warning", "advice": "note"}
_ADDRESS = re.compile(r"https?://[^\s<>“”\"]*[^\s<>“”\".,;:)]")


def sarif(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """Return a SARIF log of these verdicts, with the manual of every rule that is named in it."""
    names = sorted({verdict.problem.rule for verdict in verdicts})
    index = {name: place for place, name in enumerate(names)}
    driver = {
        "name": "ivr lint",
        "fullName": "ivr lint, an accessibility checker for phone menus",
        "rules": [_described(name) for name in names],
    }
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": [_result(verdict, index) for verdict in verdicts],
            }
        ],
    }


def _described(name: str) -> dict[str, Any]:
    rule = all_rules().get(name)
    if rule:
        return _of_a_rule(rule)
    if name in UPKEEP:
        return _of_a_manual(UPKEEP[name].manual, _LEVELS[UPKEEP[name].level])
    if name in STRUCTURAL:
        return _of_a_manual(STRUCTURAL[name], "error")
    return {"id": name}


def _of_a_rule(rule: Rule) -> dict[str, Any]:
    who = f"Who is shut out: {'; '.join(rule.who)}."
    source = f"Source: {rule.source}"
    told = {
        "id": rule.name,
        "name": _pascal(rule.name),
        "shortDescription": {"text": rule.what},
        "fullDescription": {"text": f"{rule.what} {rule.why} {who}"},
        "help": {
            "text": "\n\n".join((rule.what, rule.why, who, source, *rule.more)),
            "markdown": _markdown(rule, who, source),
        },
        "defaultConfiguration": {"level": _LEVELS[rule.level], "enabled": not rule.optional},
        "properties": {
            "tags": ["accessibility", *rule.callers],
            "who": list(rule.who),
            "source": rule.source,
            **({"number": rule.number} if rule.number else {}),
        },
    }
    address = _ADDRESS.search(rule.source)
    return told | ({"helpUri": address[0]} if address else {})


def _markdown(rule: Rule, who: str, source: str) -> str:
    examples = [f"{head}:\n\n```yaml\n{text.rstrip()}\n```" for head, text in _examples(rule)]
    return "\n\n".join((f"**{rule.what}**", rule.why, who, source, *rule.more, *examples))


def _examples(rule: Rule) -> Iterable[tuple[str, str]]:
    yield from (("Bad", text) for text in rule.bad)
    yield from (("Good", text) for text in rule.good)


def _of_a_manual(rule: StructuralRule, level: str) -> dict[str, Any]:
    return {
        "id": rule.name,
        "name": _pascal(rule.name),
        "shortDescription": {"text": rule.what},
        "fullDescription": {"text": f"{rule.what} {rule.why}"},
        "help": {"text": f"{rule.what} {rule.why} {rule.remedy}"},
        "defaultConfiguration": {"level": level},
    }


def _pascal(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("-"))


def _result(verdict: Verdict, index: dict[str, int]) -> dict[str, Any]:
    problem = verdict.problem
    path = PurePath(problem.file)
    place = {
        "artifactLocation": {"uri": path.as_uri() if path.is_absolute() else quote(os.fsencode(path))},
        "region": {"startLine": problem.line, "startColumn": problem.column},
    }
    location: dict[str, Any] = {"physicalLocation": place}
    if problem.node:
        location["logicalLocations"] = [{"name": problem.node, "kind": "member"}]
    failed = verdict.outcome == "problem"
    return {
        "ruleId": problem.rule,
        "ruleIndex": index[problem.rule],
        "kind": _KIND[verdict.outcome],
        "level": _LEVELS[problem.level] if failed else "none",
        "message": {"text": f"{problem.message} {problem.remedy}".strip()},
        "locations": [location],
        **({"properties": {"language": problem.language}} if problem.language else {}),
    }
