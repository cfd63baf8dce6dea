"""What `ivr paths` finds, as scenarios: each problem, and a set that tries everything there is to try."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ivr.call.known import LISTEN, READY, SAMPLE_NUMBER
from ivr.check.coverage import Coverage, coverage
from ivr.check.coverage.covering import Plan, Tour, plan
from ivr.cli.replaying.played import Otherwise, as_far_as_it_goes, played
from ivr.cli.replaying.rung import Lines, rung_in, transfers_of
from ivr.cli.replaying.titles import name_of, title_of, tried_in
from ivr.phone.scenario.limits import too_much
from ivr.phone.scenario.reading import read
from ivr.phone.scenario.values import Does, Leaves, Scenario, Step
from ivr.phone.scenario.writing import write
from ivr.phone.steps import parse
from ivr.web.practice.scenarios import run_scenarios

if TYPE_CHECKING:
    from ivr.call.journal import Entry
    from ivr.menu import Flow
    from ivr.walk.paths import PathProblem, Report
    from ivr.walk.steering import World
    from ivr.web.settings import Settings

MADE: Final = (
    "Made by ivr paths --write, which writes it anew. To change it, take this line out: then it is yours."
)
"""The first line of every file, after a hash sign."""


@dataclass(frozen=True, slots=True)
class File:
    """A scenario's file. `name` ends with `.yaml`."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Written:
    """The files; the problems that no scenario can show and the calls that none can be made of, each with why; how
    much the files try together. A call that was left out is told by what callers can do in it."""

    files: tuple[File, ...]
    not_shown: "tuple[tuple[PathProblem, str], ...]"
    left_out: tuple[tuple[str, str], ...]
    covered: Coverage


def made(flow: "Flow", report: "Report", settings: "Settings") -> Written:
    """Return scenarios of all problems and of everything that can be tried; each was run, and all is as they say."""
    shown: list[File] = []
    not_shown: list[tuple[PathProblem, str]] = []
    tried: list[File] = []
    journals: list[tuple[Entry, ...]] = []
    left_out: list[tuple[str, str]] = []
    with ExitStack() as stack:
        lines = Lines(flow, settings, stack)
        for problem in report.problems:
            try:
                shown.append(_shown(problem, lines))
            except Otherwise as otherwise:
                not_shown.append((problem, str(otherwise)))
        planned = tours(flow)
        for number, tour in enumerate(planned.tours, 1):
            try:
                file, journal = _tried(tour, number, lines)
            except Otherwise as otherwise:
                left_out.append((title_of(tour), str(otherwise)))
                continue
            tried.append(file)
            journals.append(journal)
    files = _apart([*shown, *tried])
    good = _that_run(files, flow, settings)
    kept = [journal for file, journal in zip(files[len(shown) :], journals, strict=True) if file in good]
    return Written(good, tuple(not_shown), tuple(left_out), coverage(flow, kept, planned.items))


def tours(flow: "Flow") -> Plan:
    """Return the calls that try everything on a line that can keep messages and play them back."""
    return plan(flow, _ordinary)


def _ordinary(world: "World") -> bool:
    return all(
        value == "yes" for name, value in world.known.items() if name == READY or name.startswith(LISTEN)
    )


def _tried(tour: Tour, number: int, lines: Lines) -> "tuple[File, tuple[Entry, ...]]":
    """Return a scenario of a call, and what its line told of it. Raises Otherwise where none can be as long."""
    world = tour.world
    steps = tuple(Does(step) for keys in tour.keys for step in parse(keys))
    draft = Scenario(
        "",
        name_of(tour, number),
        title_of(tour),
        clock=(world.at or "").replace("T", " "),
        language=world.language or "",
        number=world.from_ or "",
        numbers=rung_in(world.known),
        steps=steps,
    )
    line = lines.of(draft)
    heard, call_sid, _ = as_far_as_it_goes(draft, line, lines.flow)  # the line knows better than the walk
    _check_length(heard)
    return _file(replace(draft, steps=heard), f"\n{tried_in(tour)}"), line.journal(call_sid)


def _shown(problem: "PathProblem", lines: Lines) -> File:
    """Return a scenario that goes to where a problem shows. Raises Otherwise where none does."""
    if problem.keys is None:
        raise Otherwise(0, "no call leads there")
    steps = [Does(step) for step in parse(problem.keys)]
    if problem.kind == "invalid-twiml":  # what a telephone company refuses, a scenario calls a failure
        raise Otherwise(0, "a scenario ends where a telephone company would refuse to go on")
    draft = Scenario(
        "",
        f"problem-{problem.kind}-{problem.node}" + (f"-{problem.language}" if problem.begins else ""),
        f"Problem at {problem.node}: {problem.message}",
        clock=(problem.at or "").replace("T", " "),
        language=problem.begins or "",
        number=problem.from_ or "",
        steps=tuple(steps),
    )
    comment = f"\nWhat is wrong [{problem.kind}]: {problem.message}.\nWhen it is mended, delete this file."
    everybody = dict.fromkeys(transfers_of(lines.flow), SAMPLE_NUMBER)
    why = Otherwise(0, "no call on a practice line comes there")
    for numbers in ({}, everybody):
        draft = replace(draft, numbers=numbers)
        line = lines.of(draft)
        try:
            heard, call_sid = played(draft, line, lines.flow)
        except Otherwise as otherwise:
            why = otherwise
            continue
        _check_length(heard)
        if _comes_to(problem, line.journal(call_sid)):
            return _file(replace(draft, steps=tuple(s for s in heard if not isinstance(s, Leaves))), comment)
    raise why


def _check_length(steps: Sequence[Step]) -> None:
    """Raise Otherwise where a scenario cannot be so long."""
    if too_much(steps):
        raise Otherwise(0, "a call that leads there is longer than a scenario may be")


def _comes_to(problem: "PathProblem", journal: "tuple[Entry, ...]") -> bool:
    last = [turn for entry in journal for turn in (entry.before, entry.after) if turn][-2:]
    return any(str(turn.node) == problem.node and turn.language == problem.language for turn in last)


def _file(scenario: Scenario, comment: str) -> File:
    text = write(
        scenario.title,
        clock=scenario.clock,
        language=scenario.language,
        number=scenario.number,
        numbers=scenario.numbers,
        steps=scenario.steps,
        comment=MADE + comment,
    )
    return File(f"{scenario.name}.yaml", text)


def _that_run(files: list[File], flow: "Flow", settings: "Settings") -> tuple[File, ...]:
    """Return the files that say what is so when they are read and run."""
    scenarios = [read(file.text.encode(), file.name) for file in files]
    results = run_scenarios(scenarios, lambda: flow, settings)
    return tuple(file for file, result in zip(files, results, strict=True) if result.passed)


def _apart(files: list[File]) -> list[File]:
    """Return the files with names of their own."""
    seen: dict[str, int] = {}
    named = []
    for file in files:
        seen[file.name] = count = seen.get(file.name, 0) + 1
        named.append(
            file if count == 1 else File(f"{file.name.removesuffix('.yaml')}-{count}.yaml", file.text)
        )
    return named
