"""`ivr time`: how long callers listen."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from ivr.cli.exits import WELL, finish
from ivr.cli.file import menu_file
from ivr.cli.output import say, say_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ivr.check.timing import Longest, Task, Timing

_KINDS: Final = {"person": "reach a person", "message": "leave a message", "end": "come to an end"}
_MOST_WORDS: Final = 60
"""Characters of a prompt that are shown."""


@click.command()
@menu_file
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to tell: for people or for programs.",
)
@click.option(
    "--audio",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of recorded prompts (WAV): measure them instead of estimating.",
)
def command(file: str, form: str, audio: Path | None) -> None:
    """Tell how long callers listen: from answering to each person, message and end, in every language.

    For a caller who rings for the first time and presses each key as soon as it has been said; for one who knows the
    keys; and for one who reads the call through a relay service, typed at 40 words a minute. Also how long the
    opening, the longest menu and the longest prompt last. Seconds are estimated from the words; with --audio they are
    measured.
    """
    from ivr.check.survey import survey_of
    from ivr.check.timing import timing_of
    from ivr.cli.prompt_files import PromptFiles
    from ivr.menu import load

    flow = load(file)
    survey = survey_of(flow)
    files = PromptFiles(audio) if audio else None
    measured = files.seconds if files else None
    timings = [timing_of(survey, language, measured) for language in flow.editions]
    if form == "json":
        say_json({"measured": files is not None, "languages": [_object(timing) for timing in timings]})
    else:
        names = {code: language.name for code, language in flow.line.languages.items()}
        say("\n".join(line for timing in timings for line in _lines(timing, names[timing.language])))
        _how_known(timings, measured=files is not None)
    finish(WELL)


def _lines(timing: "Timing", name: str) -> list[str]:
    lines = [f"{name} ({timing.language})"]
    head = ("", "", "presses", "first call", "knows the keys", "by relay")
    rows = [head, *map(_row, timing.tasks)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    for row in rows:
        left = "  ".join(f"{cell:<{width}}" for cell, width in zip(row[:2], widths[:2], strict=True))
        right = "  ".join(f"{cell:>{width}}" for cell, width in zip(row[2:], widths[2:], strict=True))
        lines.append(f"  {left}  {right}")
    lines.append("")
    if timing.opening is not None:
        lines.append(f"  Until the first key has been said: {timing.opening:.0f} s.")
    if timing.menu:
        lines.append(f"  The longest menu: {timing.menu.node}, {timing.menu.seconds:.0f} s.")
    if timing.prompt:
        words = timing.prompt.words
        shown = words if len(words) <= _MOST_WORDS else f"{words[:_MOST_WORDS].rstrip()}…"
        lines.append(
            f"  The longest words at once: {timing.prompt.node}, {timing.prompt.seconds:.0f} s: “{shown}”"
        )
    return [*lines, ""]


def _row(task: "Task") -> tuple[str, ...]:
    silent = " (by silence)" if task.first.silent else ""
    return (
        _KINDS[task.kind],
        f"{task.node}{silent}",
        str(task.known.presses),
        *(f"{way.seconds:.0f} s" for way in (task.first, task.known, task.relay)),
    )


def _how_known(timings: "Sequence[Timing]", *, measured: bool) -> None:
    lacking = sum(len(timing.unmeasured) for timing in timings)
    if not measured:
        say("Seconds are estimated from the words, rather too many than too few.")
    elif lacking:
        texts = "1 text has" if lacking == 1 else f"{lacking} texts have"
        say(
            f"Seconds are measured; {texts} no file and {'is' if lacking == 1 else 'are'} estimated (--format json)."
        )
    else:
        say("Seconds are measured.")


def _object(timing: "Timing") -> dict[str, Any]:
    from ivr.cli.prompt_files import file_for

    return {
        "language": timing.language,
        "tasks": [
            {
                "task": task.kind,
                "node": task.node,
                "seconds": round(task.first.seconds, 1),
                "presses": task.known.presses,
                "known": round(task.known.seconds, 1),
                "relay": round(task.relay.seconds, 1),
                "silent": task.first.silent,
                "way": list(task.first.nodes),
            }
            for task in timing.tasks
        ],
        "opening": None if timing.opening is None else round(timing.opening, 1),
        "menu": _longest(timing.menu),
        "prompt": _longest(timing.prompt),
        "unmeasured": [{"file": file_for(words), "words": words} for words in timing.unmeasured],
    }


def _longest(longest: "Longest | None") -> dict[str, Any] | None:
    if longest is None:
        return None
    told = {"node": longest.node, "seconds": round(longest.seconds, 1)}
    return told | ({"words": longest.words} if longest.words else {})
