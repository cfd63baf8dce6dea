"""A menu file into plain data, where every scalar stays text and every path knows its place.

`09:00`, `no`, `0161`, `012` and `~` are the text that was written; a value that is left empty is "". What
cannot be read or is never meant (a repeated name, an alias, an option on `#:`) is refused here, so that whoever
reads the data sees dicts, lists and text and nothing else.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn

from ivr.menu.collector import collector_off
from ivr.menu.problems import Problem, Refused, Unreadable
from ivr.menu.text.compose import compose
from ivr.menu.text.letters import LARGEST, text_of, too_large
from ivr.menu.text.spots import Spots, place

Path = Sequence[str | int]
"""The way to a part of the data: names, and numbers (from 0) in lists. `()` is the whole."""


@dataclass(frozen=True, eq=False)
class Source:
    """A menu file that was read: its name, its bytes, its data and the place of everything in it.

    `data` holds dicts with text for names, lists, and text. Lines and columns count from 1; a column is a
    character. `problems`: what YAML allows and a menu does not; it is left out of the data.
    """

    file: str
    raw: bytes = field(repr=False)
    data: dict[str, Any] = field(repr=False)
    spots: Spots = field(repr=False)
    problems: tuple[Problem, ...] = ()

    def position(self, path: Path) -> tuple[int, int]:
        """Return the line and column where the value at `path` begins, or its nearest parent in the file."""
        return place(self._find(path)[0])

    def key_position(self, path: Path) -> tuple[int, int]:
        """Return the line and column of the name at the end of `path`, or of its nearest parent in the file.

        A part of a list has no name; its place is that of its value.
        """
        return place(self._find(path)[1])

    def plain(self, path: Path) -> Any:
        """Return the data at `path`: a dict, a list or text; None if there is nothing."""
        here: Any = self.data
        for step in path:
            try:
                here = None if isinstance(here, str) else here[step]
            except (LookupError, TypeError):
                return None
        return here

    def with_part(self, name: str, data: Any, spots: Spots) -> Source:
        """Return the same source with other data, at places of its own, under one of its names."""
        places = replace(self.spots, parts={**self.spots.parts, name: spots})
        return replace(self, data={**self.data, name: data}, spots=places)

    def _find(self, path: Path) -> tuple[int | Spots, int | Spots]:
        """Return the spots of the value at `path` and of its name."""
        value: int | Spots = self.spots
        name: int | Spots = self.spots
        for step in path:
            if isinstance(value, int) or step not in value.parts:
                break
            name = value.names.get(step, value.parts[step])
            value = value.parts[step]
        return value, name


def read(data: bytes, file: str = "menus.yaml", *, strict: bool = True) -> Source:
    """Return the source in `data`, the bytes of a menu file; `file` is its name in problems.

    Raises Unreadable if nothing can be known about what is in it: over 5 MB, not UTF-8, not text, not YAML,
    nested more than 40 levels deep. Raises Refused for a file that is empty or no mapping, and, with every
    problem, for what YAML allows and a menu does not: repeated names, aliases, anchors, merge keys, tags,
    names that are not text, several documents, names in braces without a colon, and words that would vanish in
    a comment. Unless `strict`, those are in the source's `problems` instead, so that whoever reads on can tell
    of everything at once.

    >>> source = read(b"line: {name: Night line, wait: 09}")
    >>> source.data
    {'line': {'name': 'Night line', 'wait': '09'}}
    >>> source.position(("line", "wait"))
    (1, 32)
    """
    text = text_of(data, file)
    with collector_off():
        plain, spots, problems = compose(text, text.splitlines(), file)
    if strict and problems:
        raise Refused(problems)
    return Source(file, data, plain, spots, problems)


def read_file(path: str | os.PathLike[str], *, strict: bool = True) -> Source:
    """Return the source in the file at `path`; raises as `read` does, and Unreadable if it cannot be opened.

    Reads ordinary files only, so that a pipe or a device neither blocks nor floods; never more than 5 MB.
    """
    file = os.fspath(path)
    handle = -1
    try:
        # Without O_NONBLOCK, opening a pipe would wait for somebody to write into it.
        handle = os.open(file, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        about = os.fstat(handle)
        if stat.S_ISDIR(about.st_mode):
            _cannot_open(file, "This is a folder.", "Name the file in it, such as menus.yaml.")
        if not stat.S_ISREG(about.st_mode):
            _cannot_open(file, "This is not an ordinary file.", "Name the menu file.")
        if about.st_size > LARGEST:
            too_large(file)
        with os.fdopen(handle, "rb", closefd=False) as stream:
            data = stream.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        _cannot_open(file, *_reason(error))
    finally:
        if handle >= 0:
            os.close(handle)
    return read(data, file, strict=strict)


def _reason(error: OSError | ValueError) -> tuple[str, str]:
    if isinstance(error, FileNotFoundError):
        return "There is no such file.", "Check the name and the folder."
    if isinstance(error, PermissionError):
        return "You are not permitted to read this file.", "Ask whoever looks after this computer."
    why = error.strerror if isinstance(error, OSError) else "this cannot be a file's name"
    return f"This file cannot be opened ({why}).", "Check the name and the folder."


def _cannot_open(file: str, message: str, remedy: str) -> NoReturn:
    raise Unreadable(Problem(file, 1, 1, "unreadable-file", "error", message, remedy)) from None
