"""A scenario from its file: every word is known or a problem at its line and column, and all are told at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Final

from ivr.menu.problems import Problem, Refused, Unreadable
from ivr.menu.source import Path, Source
from ivr.menu.source import read as read_yaml
from ivr.menu.source import read_file as read_yaml_file
from ivr.phone.scenario.limits import MOST_STEPS, too_much
from ivr.phone.scenario.text.complaints import SCENARIO, Complaints
from ivr.phone.scenario.text.steps import read_step
from ivr.phone.scenario.text.words import NotThis, number_of
from ivr.phone.scenario.values import Scenario, Step

HEADINGS: Final = ("call", "clock", "language", "number", "numbers", "faults", "steps")
"""What a file may have at its top level."""

_ABOUT_SCENARIOS: Final[Mapping[str, tuple[str, str]]] = {
    "empty-file": ("There is nothing in this file.", "Begin it with call: and steps:."),
    "not-a-mapping": ("A scenario begins with call: and steps:.", "Put a space after each colon."),
    "file-too-large": ("This file is over 5 MB, which is too large for a scenario.", "Check that it is one."),
    "unreadable-file": ("", "Check the name and the folder."),
}
"""What the reader of menu files says, for a scenario: message ("" keeps it) and remedy."""


def read(data: bytes, file: str) -> Scenario:
    """Return the scenario in `data`; `file` is its name in problems.

    Raises ivr.menu.problems.Unreadable for what is no YAML text, and Refused, with every problem, for what is and
    is no scenario.

    >>> read(b"call: Nobody speaks\\nsteps: [waits]", "quiet.yaml").steps[0].doing
    Wait()
    """
    return _read(lambda: read_yaml(data, file, strict=False), file)


def read_file(path: str) -> Scenario:
    """Return the scenario in the file at `path`; raises as `read` does, and Unreadable if it cannot be opened."""
    return _read(lambda: read_yaml_file(path, strict=False), path)


def _read(reads: Callable[[], Source], file: str) -> Scenario:
    try:
        text = reads()
    except Unreadable as broken:
        raise Unreadable(_about_scenarios(broken.problem)) from None
    except Refused as broken:
        raise Refused(map(_about_scenarios, broken.problems)) from None
    complaints = Complaints(text)
    complaints.problems += map(_about_scenarios, text.problems)
    scenario = _scenario(text, complaints, file)
    if complaints.problems:
        raise Refused(complaints.problems)
    return scenario


def _scenario(text: Source, complaints: Complaints, file: str) -> Scenario:
    complaints.unknown_names((), text.data, HEADINGS)
    words = {
        name: complaints.text((name,))
        for name in ("call", "clock", "language", "number")
        if name in text.data
    }
    for name in ("call", "steps"):
        if name not in text.data and not text.problems:
            remedy = (
                "Say in one line what happens: call: Somebody hangs up while speaking."
                if name == "call"
                else ("List what happens: steps:, and under it lines that begin with a dash.")
            )
            complaints.add((), f"The file has no “{name}:”.", remedy)
    return Scenario(
        file=file,
        name=PurePath(file).stem,
        title=words.get("call", ""),
        clock=words.get("clock", ""),
        language=words.get("language", ""),
        number=_number(("number",), words.get("number", ""), complaints),
        numbers=_numbers(text, complaints),
        faults=_faults(text, complaints),
        steps=_steps(text, complaints),
        places={name: text.key_position((name,)) for name in HEADINGS if name in text.data},
    )


def _number(path: Path, words: str, complaints: Complaints, *, withheld: bool = True) -> str:
    """Return a number in E.164, or `withheld` where that can be; "" for no words, or wrong ones."""
    try:
        number = number_of(words) if words else ""
    except NotThis as wrong:
        complaints.add(path, str(wrong))
        return ""
    if number == "withheld" and not withheld:
        complaints.add(
            path, "Nobody can be rung on a withheld number.", "Write a number, such as 01632 960001."
        )
    return number


def _numbers(text: Source, complaints: Complaints) -> dict[str, str]:
    there = text.data.get("numbers", {})
    if not isinstance(there, dict):
        complaints.add(("numbers",), "Numbers have names.", "Write them as {person: 01632 960001}.")
        return {}
    paths = {name: ("numbers", name) for name in there}
    return {
        name: _number(path, complaints.text(path), complaints, withheld=False) for name, path in paths.items()
    }


def _faults(text: Source, complaints: Complaints) -> tuple[str, ...]:
    there = text.data.get("faults", [])
    if isinstance(there, str):
        return tuple(there.replace(",", " ").split())
    if not isinstance(there, list):
        complaints.add(("faults",), "Faults are a list of names.", "Write it as [twice, late].")
        return ()
    return tuple(complaints.text(("faults", index)) for index in range(len(there)))


def _steps(text: Source, complaints: Complaints) -> tuple[Step, ...]:
    there = text.data.get("steps", [])
    if not isinstance(there, list) or ("steps" in text.data and not there):
        complaints.add(("steps",), "Steps are a list.", "Begin each with a dash and a blank: - press: 1.")
        return ()
    # Of what is too much the first one is read, so that it can be told where it begins.
    steps = [read_step(text, complaints, index) for index in range(min(len(there), MOST_STEPS + 1))]
    if over := too_much(steps):
        index, why = over
        complaints.add(("steps", index), why, "A scenario is one call of one person. Begin another one here.")
    return tuple(step for step in steps if step is not None)


def _about_scenarios(problem: Problem) -> Problem:
    """Return a problem of the reader in words about a scenario."""
    message, remedy = _ABOUT_SCENARIOS.get(problem.rule, ("", problem.remedy))
    remedy = remedy.replace("the menu file", "a scenario").replace("the menu", "it")
    return replace(problem, message=message or problem.message, remedy=remedy, rule=SCENARIO, node=None)
