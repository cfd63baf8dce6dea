"""What a command prints. A reader that has gone, or a terminal that knows few letters, is no error.

Where nothing more can be written, as on a full disk, the command goes on with what it does, says so, and ends with 2.
"""

import io
import json
import os
import sys
from pathlib import Path
from typing import Any, TextIO

_lost: list[str] = []
"""Why something that was said did not arrive; empty when all of it did."""


def prepare() -> None:
    """Let both streams take any text: a letter that the terminal does not know is written as its code.

    A stream that was closed before the command began, as with `>&-`, becomes one that leads nowhere.
    """
    _lost.clear()
    for name, way in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(way, encoding="utf-8"))  # noqa: SIM115 - for good
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def say(text: str = "") -> None:
    """Print a text and its line end on standard output, at once."""
    _write(sys.stdout, text)


def complain(text: str) -> None:
    """Print a text and its line end on standard error, at once."""
    _write(sys.stderr, text)


def say_json(value: Any) -> None:
    """Print a value as JSON, for programs and for people."""
    # A terminal that is not UTF-8 gets escapes, so that what is printed is JSON everywhere.
    plain = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "") != "utf8"
    say(json.dumps(value, indent=2, ensure_ascii=plain))


def all_written() -> bool:
    """Say whether everything that was said went where it was to go, or to a reader that had seen enough."""
    return not _lost


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(f"{text}\n")
        stream.flush()
    except BrokenPipeError:
        # Whoever read this has seen enough. The command goes on, so that its exit code stays true.
        lead_nowhere(stream)
    except OSError as error:
        lead_nowhere(stream)
        _lost.append(error.strerror or type(error).__name__)
        if stream is not sys.stderr:
            complain(f"ivr: What this command says cannot be written ({_lost[-1]}).")


def lead_nowhere(stream: TextIO) -> None:
    """Let a stream swallow whatever else is written to it, and what still waits in it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
