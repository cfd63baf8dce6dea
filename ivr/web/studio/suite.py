"""Running every scenario beside the menu file, in a thread of its own, while the page looks on."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ivr.check.coverage import Coverage, coverage
from ivr.menu.flow import Flow
from ivr.menu.problems import MenuError
from ivr.phone.faults import FAULTS
from ivr.phone.scenario.reading import read_file
from ivr.phone.scenario.values import Scenario
from ivr.web.practice.results import Result, failure_as_json
from ivr.web.practice.scenarios import Rehearsal
from ivr.web.settings import Settings

logger = logging.getLogger(__name__)

_ENDINGS: Final = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come: `done` scenarios `of` so many. `results` are JSON objects, one for each scenario and
    one more for each fault that it was run with. `error` says in words why there are no more.
    """

    running: bool = False
    done: int = 0
    of: int = 0
    results: tuple[dict[str, Any], ...] = ()
    error: str = ""


@dataclass(slots=True)
class Suite:
    """The scenarios of a folder. Safe to use from many threads; one run at a time.

    `settings` are those of the line. `covered` is what the last whole run has tried, None before it.
    """

    folder: Path
    settings: Settings
    covered: Coverage | None = None
    _progress: Progress = Progress()
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self, flow: Flow, faults: tuple[str, ...] = ()) -> bool:
        """Begin to run all of them on a menu, each with faults too; say whether that has begun: one run at a time."""
        with self._lock:
            if self._progress.running:
                return False
            self._progress = Progress(running=True)
        threading.Thread(
            target=self._run, args=(flow, faults), name="ivr-studio-scenarios", daemon=True
        ).start()
        return True

    def progress(self) -> Progress:
        """Return how far the run has come, or how the last one ended."""
        return self._progress

    def _run(self, flow: Flow, faults: tuple[str, ...]) -> None:
        told: list[dict[str, Any]] = []
        error = ""
        try:
            with _quiet():
                self._run_all(flow, faults, told)
        except Exception as failed:  # whatever it is, the page must not wait for ever
            logger.error("The scenarios could not be run: %s", type(failed).__name__)
            error = "The scenarios could not all be run. “ivr test” says why."
        self._progress = Progress(False, self._progress.done, self._progress.of, tuple(told), error)

    def _run_all(self, flow: Flow, faults: tuple[str, ...], told: list[dict[str, Any]]) -> None:
        good, broken = self._read()
        told += map(_broken, broken)
        journals = []
        self._progress = Progress(True, len(broken), len(good) + len(broken), tuple(told))
        with Rehearsal(flow, self.settings) as rehearsal:
            for number, scenario in enumerate(good, len(broken) + 1):
                result = rehearsal.run(scenario, faults)
                told += _told(result)
                journals.append(result.journal)
                self._progress = Progress(True, number, len(good) + len(broken), tuple(told))
        self.covered = coverage(flow, journals)

    def _read(self) -> tuple[list[Scenario], list[MenuError]]:
        good: list[Scenario] = []
        broken: list[MenuError] = []
        for file in self._files():
            try:
                good.append(read_file(str(file)))
            except MenuError as error:
                broken.append(error)
        return good, broken

    def _files(self) -> Iterator[Path]:
        if self.folder.is_dir():
            found = (file for file in self.folder.rglob("*") if file.suffix in _ENDINGS and file.is_file())
            yield from sorted(found)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep out of the line's own log what goes wrong on purpose in this thread."""
    here = threading.get_ident()

    def not_here(record: logging.LogRecord) -> bool:
        return record.thread != here

    handlers = list(logging.getLogger().handlers)
    for handler in handlers:
        handler.addFilter(not_here)
    try:
        yield
    finally:
        for handler in handlers:
            handler.removeFilter(not_here)


def faults_named(name: str) -> tuple[str, ...]:
    """Return the faults of a name: none for "", every one for "all". Raises KeyError for a name that is none.

    >>> faults_named("twice"), len(faults_named("all")) == len(FAULTS)
    (('twice',), True)
    """
    if not name:
        return ()
    return tuple(FAULTS) if name == "all" else (FAULTS[name].name,)


def _told(result: Result) -> Iterator[dict[str, Any]]:
    scenario, outcome = result.scenario, result.outcome
    about = {"file": scenario.file, "title": scenario.title, "fault": None, "failure": None}
    yield {
        **about,
        "passed": outcome.passed,
        "failure": failure_as_json(outcome.failure) if outcome.failure else None,
        "presses": outcome.presses,
    }
    for fault in result.faults:
        yield {**about, "passed": fault.held, "fault": fault.fault, "outcome": fault.outcome}


def _broken(error: MenuError) -> dict[str, Any]:
    first = error.problems[0]
    failure = {
        "line": first.line,
        "column": first.column,
        "message": f"{first.message} {first.remedy}".strip(),
    }
    return {
        "file": first.file,
        "title": Path(first.file).name,
        "passed": False,
        "fault": None,
        "failure": {**failure, "hint": "", "heard": [], "node": None},
    }
