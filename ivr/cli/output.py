"""What a command prints. A reader that has gone, or a terminal that knows few letters, is no error."""

import io
import json
import os
import sys
from typing import Any, TextIO


def prepare() -> None:
    """Let both streams take any text: a letter that the terminal does not know is written as its code."""
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


def _write(stream: TextIO, text: str) -> None:
    try:
        stream.write(f"{text}\n")
        stream.flush()
    except BrokenPipeError:
        # Whoever read this has seen enough. The command goes on, so that its exit code stays true.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
