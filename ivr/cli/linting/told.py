"""Printing what `ivr lint` found, in the form that was asked for."""

from typing import Any, Literal

from ivr.check.finding import Verdict
from ivr.cli.linting.result import Result
from ivr.cli.output import say, say_json
from ivr.menu.problems import as_json

What = Literal["problems", "all", "manual"]
"""What is told: what is wrong; how every rule came out; what only a person can decide."""


def tell(result: Result, form: str, what: What) -> None:
    """Print a result as `text`, `json` or `sarif`."""
    if form == "text":
        _as_text(result, what)
        return
    shown = [verdict for verdict in result.verdicts if _is_shown(verdict, what)]
    if form == "json":
        say_json([_object(verdict, with_outcome=what != "problems") for verdict in shown])
    else:
        from ivr.cli.linting.sarif import sarif

        say_json(sarif(shown))


def _is_shown(verdict: Verdict, what: What) -> bool:
    return what == "all" or verdict.outcome == ("needs-a-person" if what == "manual" else "problem")


def _object(verdict: Verdict, *, with_outcome: bool) -> dict[str, Any]:
    told = as_json(verdict.problem)
    return told | {"outcome": verdict.outcome} if with_outcome else told


def _as_text(result: Result, what: What) -> None:
    from ivr.cli.linting.checklist import checklist
    from ivr.cli.linting.text import as_lines, counted
    from ivr.cli.paint import paint_for_output

    paint = paint_for_output()
    if what == "manual":
        say("\n".join(checklist(result, paint)))
        say(f"\n{result.file}: {counted(result)}.")
    else:
        say("\n".join(as_lines(result, paint, everything=what == "all")))
