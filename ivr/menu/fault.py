"""What a node finds wrong with itself, once the rest of the file is known."""

from collections.abc import Set
from dataclasses import dataclass

from ivr.menu.line import Line


@dataclass(frozen=True, slots=True)
class Around:
    """What a node may look at to say whether it fits: the line, the names of all answers of the file, and of all nodes
    that record; `unsure` are nodes that could not be read."""

    line: Line
    answers: Set[str]
    recorders: Set[str] = frozenset()
    unsure: Set[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that cannot be built, at a path inside a node."""

    rule: str
    path: tuple[str | int, ...]
    message: str
    remedy: str = ""
    at_key: bool = False


def unknown_language(code: str, line: Line, path: tuple[str | int, ...]) -> Fault:
    """Return the fault of naming a language that the line does not have."""
    from ivr.menu.suggest import did_you_mean

    meant = did_you_mean(code, line.languages)
    hint = f"Did you mean “{meant}”?" if meant else "Add it under line: languages: with its name and voice."
    return Fault("unknown-language", path, f"The line has no language “{code[:60]}”.", hint)
