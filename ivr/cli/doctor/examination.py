"""Looking at everything at once: each check in a thread of its own, so that none keeps the others waiting."""

import importlib
import pkgutil
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from ivr.cli.doctor import checks
from ivr.cli.doctor.finding import Finding, NotLooked, NotYet, advice, problem, well

if TYPE_CHECKING:
    from ivr.cli.doctor.case import Case

SECONDS: Final = 30.0
"""After which a check that has not answered is given up."""


class Check(NamedTuple):
    """One check, as its file has it."""

    name: str
    title: str
    place: int
    look: "Callable[[Case], Iterable[Finding]]"


class Found(NamedTuple):
    """A finding and whose it is."""

    check: Check
    finding: Finding


def every_check() -> list[Check]:
    """Return every check there is: one for each file."""
    found = []
    for module in pkgutil.iter_modules(checks.__path__):
        loaded = importlib.import_module(f"{checks.__name__}.{module.name}")
        found.append(Check(module.name.replace("_", "-"), loaded.TITLE, loaded.PLACE, loaded.check))
    return sorted(found, key=lambda each: (each.place, each.name))


def examine(case: "Case", wanted: Sequence[Check] | None = None, *, seconds: float = SECONDS) -> list[Found]:
    """Return all findings, in the order of the checks. Takes `seconds` at most, whatever hangs. Never raises."""
    each = [(check, _Looking(check, case)) for check in (every_check() if wanted is None else wanted)]
    give_up = time.monotonic() + seconds
    return [
        Found(check, finding)
        for check, looking in each
        for finding in looking.findings(max(0.0, give_up - time.monotonic()), seconds)
    ]


def refused(problems: Sequence[str], environ: Mapping[str, str]) -> list[Found]:
    """Return what there is to find where the settings cannot be used: what is wrong with them, and nothing else."""
    (check,) = (one for one in every_check() if one.name == "settings")
    found = [problem(words, "The line does not start until that is mended.") for words in problems]
    names = ", ".join(sorted(name for name in environ if name.startswith("IVR_") and environ[name].strip()))
    found.append(advice(f"Given here: {names}. Nothing else was looked at; mend the settings first."))
    return [Found(check, finding) for finding in found]


class _Looking:
    """One check under way."""

    def __init__(self, check: Check, case: "Case") -> None:
        self._check, self._case = check, case
        self._done: list[Finding] | None = None
        # A thread that hangs must not keep the command from ending.
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def findings(self, wait: float, of: float) -> list[Finding]:
        self._thread.join(wait)
        if self._done is not None:
            return self._done
        return [
            problem(
                f"This took longer than {of:.0f} seconds.",
                "Something it asks does not answer: the database, the network or another server. Look there.",
            )
        ]

    def _look(self) -> None:
        try:
            self._done = list(self._check.look(self._case))
        except NotYet as why:
            self._done = [well(f"Nothing to look at: {why}.")]
        except NotLooked as why:
            self._done = [advice(f"Not looked at: {why}.")]
        except PermissionError:
            self._done = [
                problem(
                    "This user may not look at it, or at the folder that it lies in.",
                    "Run this as the user that the line runs as.",
                )
            ]
        # Its text could quote what nobody should see.
        except Exception as error:
            self._done = [
                problem(
                    f"This could not be looked at ({type(error).__name__}).",
                    "That is a fault of this command itself, or of something it stands on. Please report it.",
                )
            ]
