"""What came of scenarios, as a table that somebody reads who is no programmer."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from os.path import commonpath
from pathlib import PurePath
from typing import Final

from ivr.cli.excerpt import excerpt, lines_of
from ivr.cli.paint import Paint, wrapped
from ivr.menu.problems import MenuError
from ivr.phone.scenario.reporting import report
from ivr.phone.scenario.values import Scenario
from ivr.web.practice.results import Result

OK: Final = "ok"
FAILED: Final = "FAILED"
BROKEN: Final = "BROKEN"
_LONGEST_TITLE: Final = 60
_INDENT: Final = "    "


class Table:
    """One line for each scenario, and under it why it failed. Columns are as wide as the scenarios need."""

    def __init__(self, scenarios: Sequence[Scenario], paint: Paint) -> None:
        self._paint = paint
        self._title = min(max((len(each.title) for each in scenarios), default=0), _LONGEST_TITLE)
        self._folder = _common([each.file for each in scenarios])

    def heading(self) -> str:
        """Return the names of the columns."""
        return self._paint.strong(f"{'result':6}  {'length':>6}  {'call'.ljust(self._title)}  file")

    def lines(self, result: Result) -> Iterator[str]:
        """Yield a result, line by line."""
        scenario, outcome = result.scenario, result.outcome
        title = scenario.title.ljust(self._title)
        length = _length(outcome.seconds).rjust(6)
        file = self._paint.faint(str(PurePath(scenario.file).relative_to(self._folder)))
        yield f"{self._mark(outcome.passed)}  {length}  {title}  {file}"
        if outcome.failure:
            yield ""
            source = lines_of(scenario.file)
            yield from (f"{_INDENT}{line}".rstrip() for line in report(scenario, outcome.failure, source))
            yield ""
        for fault in result.faults:
            mark = OK if fault.held else FAILED
            yield from wrapped(f"{mark:6} {fault.fault}: {fault.outcome}", _INDENT, f"{_INDENT}       ")

    def broken(self, error: MenuError) -> Iterator[str]:
        """Yield what is wrong with a file that holds no scenario, each problem with its place."""
        file = error.problems[0].file
        source = lines_of(file)
        yield f"{self._paint.level('error', BROKEN)}  {PurePath(file).name}"
        yield ""
        for problem in error.problems:
            place = f"{file}:{problem.line}:{problem.column}: "
            yield from wrapped(f"{place}{problem.message} {problem.remedy}".strip(), _INDENT)
            yield from (f"{_INDENT}{line}" for line in excerpt(source, problem.line, problem.column))
            yield ""

    def _mark(self, passed: bool) -> str:
        return f"{OK:6}" if passed else self._paint.level("error", FAILED)


def summary(results: Collection[Result], broken: Collection[MenuError], seconds: float) -> Iterator[str]:
    """Yield what came of it all: of the scenarios, and apart from them of the runs with a fault, each with its time.

    `seconds`: how long all of it took.
    """
    failed = sum(not result.outcome.passed for result in results)
    good = len(results) - failed
    parts = [f"{good} ok"] + ([f"{failed} failed"] if failed else [])
    parts += [f"{len(broken)} cannot be read"] if broken else []
    calls = len(results) + len(broken)
    presses = sum(result.outcome.presses for result in results)
    seconds -= faulty_seconds(results)
    yield (
        f"{calls} {'scenario' if calls == 1 else 'scenarios'}: {', '.join(parts)}. "
        f"({presses:,} presses and silences in {seconds:.1f} seconds.)"
    )
    yield from _faults(results)


def faulty_seconds(results: Iterable[Result]) -> float:
    """Return how long all runs with a fault took."""
    return sum(fault.milliseconds for result in results for fault in result.faults) / 1000


def _faults(results: Collection[Result]) -> Iterator[str]:
    """Yield how many runs with a fault there were, and how often the line held against each fault."""
    held: dict[str, list[bool]] = {}
    for result in results:
        for fault in result.faults:
            held.setdefault(fault.fault, []).append(fault.held)
    if not held:
        return
    yield ""
    runs = [one for each in held.values() for one in each]
    failed = len(runs) - sum(runs)
    parts = [f"{sum(runs)} ok"] + ([f"{failed} failed"] if failed else [])
    what = "1 run with a fault" if len(runs) == 1 else f"{len(runs)} runs with faults"
    yield f"{what}: {', '.join(parts)}. ({faulty_seconds(results):.1f} seconds.)"
    width = max(map(len, held))
    for name, each in held.items():
        mark = OK if all(each) else FAILED
        yield f"{_INDENT}{mark:6} {name:{width}}  {sum(each)} of {len(each)}"


def _length(seconds: float) -> str:
    """Return how long a call took its caller: `4:09`.

    >>> _length(248.6)
    '4:09'
    """
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def _common(files: Sequence[str]) -> str:
    folders = {str(PurePath(file).parent) for file in files}
    try:
        return commonpath(folders) if folders else ""
    except ValueError:  # some are absolute, some are not
        return ""
