"""How `ivr lint` tells what it found: as text, JSON or SARIF."""

import os
from collections import Counter
from collections.abc import Sequence
from typing import Any

from ivr.check.finding import Verdict
from ivr.cli.excerpt import excerpt, lines_of
from ivr.cli.output import say, say_json
from ivr.menu.problems import Level, Problem, as_json, as_text

_PLURAL: dict[Level, str] = {"error": "errors", "warning": "warnings", "advice": "pieces of advice"}
_ONE: dict[Level, str] = {"error": "error", "warning": "warning", "advice": "piece of advice"}
_KIND = {"pass": "pass", "needs-a-person": "review", "does-not-apply": "notApplicable", "problem": "fail"}
_LEVELS = {"error": "error", "warning": "warning", "advice": "note"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_NOT_PROOF = "No tool can tell that a line is easy to use: try it with the people who will ring it."


def tell(
    found: Sequence[Verdict],
    file: str,
    form: str,
    *,
    everything: bool,
    text: bytes | None = None,
    nodes: int = 0,
) -> None:
    """Print verdicts. `text` holds the file's bytes, where they are at hand; `nodes` how many it has."""
    shown = [verdict for verdict in found if everything or verdict.outcome == "problem"]
    if form == "json":
        say_json([_object(verdict, everything=everything) for verdict in shown])
    elif form == "sarif":
        say_json(_sarif(shown))
    else:
        _as_text(shown, found, file, text, nodes)


def _object(verdict: Verdict, *, everything: bool) -> dict[str, Any]:
    told = as_json(verdict.problem)
    return told | {"outcome": verdict.outcome} if everything else told


def _as_text(
    shown: Sequence[Verdict], found: Sequence[Verdict], file: str, text: bytes | None, nodes: int
) -> None:
    lines = lines_of(file, text) if shown else []
    blocks = []
    for verdict in shown:
        problem = verdict.problem
        if verdict.outcome == "problem":
            blocks.append("\n".join(_block(problem, lines)))
    if blocks:
        say("\n\n".join(blocks) + "\n")
    others = [verdict for verdict in shown if verdict.outcome != "problem"]
    for verdict in others:
        problem = verdict.problem
        language = f" ({problem.language})" if problem.language else ""
        say(f"{verdict.outcome}: {problem.rule}{language}: {problem.message} {problem.remedy}".rstrip())
    if others:
        say()
    counts = Counter(verdict.problem.level for verdict in found if verdict.outcome == "problem")
    if counts:
        each = [f"{n} {_ONE[level] if n == 1 else _PLURAL[level]}" for level in _ONE if (n := counts[level])]
        say(f"{file}: {', '.join(each)}.")
    else:
        say(f"{file}: no problems found in {nodes} {'node' if nodes == 1 else 'nodes'}. {_NOT_PROOF}")


def _block(problem: Problem, lines: Sequence[str]) -> list[str]:
    """Return a problem with the line it stands in, a caret under the place, and what to do about it."""
    head, _, _ = as_text(problem).partition("\n")
    told = [head]
    told += excerpt(lines, problem.line, problem.column)
    if problem.who:
        told.append(f"    Who is shut out: {'; '.join(problem.who)}.")
    return told


def _sarif(shown: Sequence[Verdict]) -> dict[str, Any]:
    names = sorted({verdict.problem.rule for verdict in shown})
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "ivr lint", "rules": [{"id": name} for name in names]}},
                "columnKind": "unicodeCodePoints",
                "results": [_result(verdict) for verdict in shown],
            }
        ],
    }


def _result(verdict: Verdict) -> dict[str, Any]:
    from pathlib import PurePath
    from urllib.parse import quote

    problem = verdict.problem
    path = PurePath(problem.file)
    place = {
        "artifactLocation": {"uri": path.as_uri() if path.is_absolute() else quote(os.fsencode(path))},
        "region": {"startLine": problem.line, "startColumn": problem.column},
    }
    failed = verdict.outcome == "problem"
    return {
        "ruleId": problem.rule,
        "kind": _KIND[verdict.outcome],
        "level": _LEVELS[problem.level] if failed else "none",
        "message": {"text": f"{problem.message} {problem.remedy}".strip()},
        "locations": [{"physicalLocation": place}],
    }
