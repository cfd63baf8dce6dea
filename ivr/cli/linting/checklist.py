"""What only a person can decide, as a list to be ticked off: by rule, with the nodes it concerns."""

from collections.abc import Iterator

from ivr.check.catalogue import all_rules
from ivr.check.upkeep import UPKEEP
from ivr.cli.linting.result import Result
from ivr.cli.paint import Paint, wrapped
from ivr.menu.problems import Problem

_NOTHING = "Nothing in this file waits for a person to decide."


def checklist(result: Result, paint: Paint) -> Iterator[str]:
    """Yield the checklist, line by line."""
    by_rule: dict[str, dict[tuple[str, str], list[str]]] = {}
    for problem in result.of("needs-a-person"):
        asked = by_rule.setdefault(problem.rule, {}).setdefault((problem.message, problem.remedy), [])
        where = _where(problem)
        if where not in asked:
            asked.append(where)
    if not by_rule:
        yield _NOTHING
        return
    yield paint.strong("What only a person can decide")
    for rule in sorted(by_rule):
        yield ""
        yield from wrapped(f"{paint.strong(rule)}  {_what(rule)}", "")
        for (message, remedy), places in by_rule[rule].items():
            yield from wrapped(f"{message} {remedy}".strip(), "  [ ] ", "      ")
            if places != [""]:
                yield from wrapped(
                    f"at: {', '.join(place or 'the whole line' for place in places)}", "      "
                )


def _what(rule: str) -> str:
    known = all_rules().get(rule)
    if known:
        return f"{known.what}{f' ({known.number})' if known.number else ''}"
    return UPKEEP[rule].manual.what if rule in UPKEEP else ""


def _where(problem: Problem) -> str:
    """Return the node, and the language where it is about one."""
    language = f" ({problem.language})" if problem.language else ""
    return f"{problem.node or ('the whole line' if language else '')}{language}"
