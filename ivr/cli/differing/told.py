"""Telling what changed between two versions of a menu: for people, for a pull request, for programs."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ivr.check.diff import Diff, Failing, Section
from ivr.cli.differing.rendering import both, bracketed, gathered, plain, struck
from ivr.cli.paint import Paint, wrapped

TITLES: Final[Mapping[Section, str]] = {
    "reach": "What leads where",
    "hours": "Opening hours",
    "time": "How long it takes",
    "words": "What is said",
    "languages": "Languages",
    "steps": "How steps wait, ask and keep",
    "problems": "Problems",
    "names": "Names in the file",
    "unheard": "What callers do not notice",
}
_COUNTED: Final[Mapping[Section, tuple[str, str]]] = {
    "reach": ("change of what leads where", "changes of what leads where"),
    "hours": ("change of opening hours", "changes of opening hours"),
    "words": ("change of what is said", "changes of what is said"),
    "languages": ("change of languages", "changes of languages"),
    "steps": ("other change of a step", "other changes of steps"),
}
_FAILED: Final[Mapping[Failing, str]] = {
    "reach": "something that callers reached is reached no more, or otherwise",
    "time": "something takes longer",
    "problems": "there are problems that were not there",
}
SAME: Final = "The two are the same, byte for byte."
NOTHING: Final = "Callers notice nothing: only comments, or the way it is written, differ."


def as_text(diff: Diff, old: str, new: str, paint: Paint) -> Iterator[str]:
    """Yield what changed, line by line, for a terminal."""
    yield paint.strong(f"What changes for callers, from {old} to {new}")
    yield from wrapped(summary(diff), "")
    for section, changes in diff.sections():
        yield ""
        yield paint.strong(TITLES[section])
        for change in gathered(changes):
            yield from wrapped(change.sentence, "  - ", "    ")
            for label, words in both(change, bracketed):
                yield from wrapped(words, f"      {label}  ", "           ")


def as_markdown(diff: Diff, old: str, new: str) -> Iterator[str]:
    """Yield what changed, line by line, as Markdown for a pull request."""
    yield f"### What changes for callers, from {_code(old)} to {_code(new)}"
    yield ""
    yield summary(diff)
    for section, changes in diff.sections():
        yield ""
        yield f"**{TITLES[section]}**"
        yield ""
        for change in gathered(changes):
            mark = " ⚠" if change.fails else ""
            yield f"- {_emphasised(change.sentence)}{mark}"
            for label, words in both(change, struck):
                yield f"  - {label} {words}"
    if any(change.fails for change in diff.changes):
        yield ""
        yield "⚠: something is reached no more or otherwise, takes longer, or is a new problem."


def as_json(diff: Diff, old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, Any]:
    """Return what changed as a JSON object."""
    return {
        "old": dict(old),
        "new": dict(new),
        "identical": diff.identical,
        "summary": summary(diff),
        "fails": [what for what in _FAILED if diff.failing(what)],
        "changes": [
            {
                "section": change.section,
                "kind": change.kind,
                "sentence": change.sentence,
                "node": change.node,
                "key": change.key,
                "language": change.language,
                "was": change.was,
                "now": change.now,
                "fails": change.fails,
            }
            for change in diff.changes
        ],
    }


def summary(diff: Diff) -> str:
    """Return everything in one sentence or two."""
    if diff.identical:
        return SAME
    parts = [
        f"{len(changes)} {_COUNTED[section][len(changes) > 1]}"
        for section, changes in diff.sections()
        if section in _COUNTED
    ]
    for kind, words in (("longer", "some things take longer"), ("quicker", "some things are quicker")):
        if any(change.section == "time" and change.kind == kind for change in diff.changes):
            parts.append(words)
    for kind, words in (("problem-new", "new"), ("problem-gone", "gone")):
        if number := sum(change.kind == kind for change in diff.changes):
            parts.append(f"{number} {'problem' if number == 1 else 'problems'} {words}")
    if parts:
        whole = parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
        return f"{whole[:1].upper()}{whole[1:]}."
    names = diff.of("names")
    return (
        "Callers notice nothing: only names, notes, or what is written for the checks, differ."
        if names or diff.changes
        else NOTHING
    )


def failed(diff: Diff, asked: tuple[Failing, ...]) -> list[str]:
    """Return why the command ends with 1, a sentence for each thing that was asked about."""
    return [
        f"--fail-on {what}: {_FAILED[what]} ({len(changes)})."
        for what in dict.fromkeys(asked)
        if (changes := diff.failing(what))
    ]


def _emphasised(sentence: str) -> str:
    """Return a sentence with its nodes in italics."""
    return re.sub(r"“([a-z0-9-]+)”", r"*\1*", plain(sentence))


def _code(words: str) -> str:
    return f"`{words.replace('`', '')}`"
