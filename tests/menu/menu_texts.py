"""Small menu files for tests, and what is said of those that are wrong."""

from ivr.menu import Flow, Refused, load_text
from ivr.menu.problems import Problem

ENGLISH = "en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}"
POLISH = "pl: {name: Polski, voice: Polly.Ola-Neural, locale: pl-PL}"

PERSON = """\
  person:
    kind: transfer
    number: person
    prompt: We are putting you through.
    unavailable: There is nobody to put you through to.
"""
EMERGENCY = """\
  emergency:
    kind: menu
    prompt: In danger, hang up and ring 999.
    options:
      1: {to: go back, goto: back}
"""
BYE = """\
  bye: {kind: end, prompt: Goodbye.}
"""
COMMON = PERSON + EMERGENCY + BYE


def menu_file(
    nodes: str,
    *,
    start: str,
    line: str = "",
    languages: str = ENGLISH,
    common: str = COMMON,
    more: str = "",
    person: bool = True,
    emergency: bool = True,
) -> bytes:
    """Return a menu file. Its line takes rows 1 and 2 unless there is more of it, so the nodes begin in row 4."""
    ends = ", ".join(
        [*(["person: person"] if person else []), *(["emergency: emergency"] if emergency else [])]
    )
    first = ", ".join(part for part in (f"name: Test, start: {start}", ends, line) if part)
    return f"line: {{{first},\n  languages: {{{languages}}}}}\nnodes:\n{nodes}{common}{more}".encode()


def flow_of(nodes: str, **rest) -> Flow:
    return load_text(menu_file(nodes, **rest))


def problems_of(text: bytes | str) -> tuple[Problem, ...]:
    """Return what is wrong with a file; nothing if it is taken."""
    try:
        load_text(text.encode() if isinstance(text, str) else text)
    except Refused as refused:
        return refused.problems
    return ()


def places(problems: tuple[Problem, ...]) -> list[str]:
    """Return the problems as `ROW:COLUMN RULE`."""
    return [f"{p.line}:{p.column} {p.rule}" for p in problems]


def spoken_of(problems: tuple[Problem, ...]) -> str:
    return "\n".join(f"{p.message} {p.remedy}" for p in problems)
