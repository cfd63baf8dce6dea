"""How `ivr doctor` tells what it found: plain lines that a screen reader can follow, or JSON."""

from collections.abc import Iterator, Sequence
from typing import Any

from ivr.cli.doctor.examination import Found
from ivr.cli.output import say, say_json


def tell(found: Sequence[Found], form: str) -> None:
    """Print what was found, in `form`: `text` or `json`."""
    if form == "json":
        say_json([_object(one) for one in found])
    else:
        say("\n".join(_lines(found)))


def has_problem(found: Sequence[Found]) -> bool:
    """Say whether anything is wrong."""
    return any(one.finding.outcome == "problem" for one in found)


def _object(one: Found) -> dict[str, Any]:
    finding = one.finding
    return {
        "check": one.check.name,
        "outcome": finding.outcome,
        "message": finding.message,
        "remedy": finding.remedy,
        "details": dict(finding.details),
    }


def _lines(found: Sequence[Found]) -> Iterator[str]:
    for check, finding in found:
        yield f"{finding.outcome}: {check.title}: {finding.message}"
        if finding.remedy:
            yield f"    {finding.remedy}"
        for name, value in finding.details.items():
            yield f"    {name}: {value}"
    yield ""
    problems = _count(found, "problem", "problem", "problems")
    pieces = _count(found, "advice", "piece of advice", "pieces of advice")
    yield f"{problems}, {pieces}.".capitalize()


def _count(found: Sequence[Found], outcome: str, one: str, more: str) -> str:
    count = sum(each.finding.outcome == outcome for each in found)
    return f"{count or 'no'} {one if count == 1 else more}"
