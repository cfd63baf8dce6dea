"""YAML text into plain data and, beside it, the place of every part; what YAML would swallow is refused.

The text is parsed once, event by event. Nothing recurses and no alias is ever expanded, so that the worst
file costs bounded time and memory: 40 levels, a million events, a thousand problems.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final, NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from ivr.menu.problems import Problem, Refused, Unreadable
from ivr.menu.text.letters import NOT_TEXT
from ivr.menu.text.swallowed import Swallowed
from ivr.menu.text.syntax import Quoted, diagnose

DEEPEST: Final = 40
"""How many mappings and lists may be inside each other."""
MOST_EVENTS: Final = 1_000_000
"""How many YAML events a file may have: twice those of a menu of ten thousand nodes."""
MOST_PROBLEMS: Final = 1_000
"""After so many problems nobody is helped by more."""

_DIRECTIVE: Final = re.compile(r"(?:^|[\r\n])(%(?:YAML|TAG)\b)")
_INVISIBLE: Final = re.compile("[\xa0\xad\u200b-\u200f\u202a-\u202f\u2060-\u2064]")

_Loader: Any = getattr(
    yaml, "CSafeLoader", yaml.SafeLoader
)  # the pure one reads the same, eight times slower
_BITS: Final = 24  # of a column: a file of 5 MB has no longer line


@dataclass(slots=True, eq=False)
class Spots:
    """Where a mapping or a list stands, its names and its parts; each place is one number, see `place`."""

    at: int
    names: dict[str | int, int] = field(default_factory=dict)
    parts: dict[str | int, int | Spots] = field(default_factory=dict)


def place(spot: int | Spots) -> tuple[int, int]:
    """Return the line and column of a spot, both from 1."""
    at = spot.at if isinstance(spot, Spots) else spot
    return (at >> _BITS) + 1, (at & ((1 << _BITS) - 1)) + 1


def compose(text: str, lines: Sequence[str], file: str) -> tuple[dict[str, Any], Spots]:
    """Return the data of a YAML text and its places; `lines` are its lines, `file` is its name in problems.

    Raises Unreadable where the text is not YAML, holds no mapping or is too large or deep, and Refused with
    everything else that cannot be built.
    """
    return _Composer(text, lines, file).run()


@dataclass(slots=True, eq=False)
class _Open:
    """A mapping or a list that has begun and not ended."""

    data: Any
    spots: Spots
    is_mapping: bool
    in_braces: bool
    key: str | int | None
    """What the next part belongs to: a name, None where a name comes next, in a list a number."""
    name: str | None = None
    """The last name as written, also one that was refused."""


def _at(event: Any) -> int:
    mark = event.start_mark
    return int((mark.line << _BITS) + mark.column)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


class _Composer:
    """One pass over one text."""

    def __init__(self, text: str, lines: Sequence[str], file: str) -> None:
        self.text, self.lines, self.file = text, lines, file
        self.open: list[_Open] = []
        self.root: _Open | None = None
        self.problems: list[Problem] = []
        self.swallowed = Swallowed(text, lines)
        self.scalar: Any = None
        self.quoted: Any = None
        self.count = 0

    def run(self) -> tuple[dict[str, Any], Spots]:
        if found := _DIRECTIVE.search(self.text):  # many of them cost the C parser minutes
            line = len(self.text[: found.end()].splitlines()) - 1
            message = f"A line that begins with {found[1]} instructs YAML, and a menu needs no instructions."
            self.unreadable(line << _BITS, "not-yaml", message, "Remove the line.")
        loader = _Loader(self.text)
        try:
            self.events(loader.get_event)
        except yaml.YAMLError as error:
            raise Unreadable(self.syntax(error)) from None
        except (RecursionError, MemoryError, ValueError):
            self.unreadable(0, "too-complicated", "This file is too complicated to be read.")
        finally:
            loader.dispose()
        if self.root is None:
            self.unreadable(
                0, "empty-file", "There is nothing in this file.", "Begin it with line: and nodes:."
            )
        for lost in islice(self.swallowed.found(), MOST_PROBLEMS):
            self.refuse((lost.line << _BITS) + lost.column, "lost-in-comment", lost.message, lost.remedy)
        if self.problems:
            raise Refused(self.problems)
        return self.root.data, self.root.spots

    def events(self, next_event: Any) -> None:
        while True:
            event = next_event()
            kind = type(event)
            self.count += 1
            if kind is ScalarEvent:
                self.take_scalar(event)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self.open.pop()
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self.take_start(event, kind is MappingStartEvent)
            elif kind is AliasEvent:
                self.take_alias(event)
            elif kind is StreamEndEvent:
                return
            elif kind is DocumentStartEvent and self.root:
                message = "A second document begins here, and only one can be used."
                self.refuse(_at(event), "several-documents", message, "Keep one, and remove this line.")
                return
            if len(self.problems) >= MOST_PROBLEMS:
                message = f"There are more problems than these {MOST_PROBLEMS:,}."
                self.refuse(_at(event), "too-many-problems", message, "Mend these first.")
                return
            if self.count > MOST_EVENTS:
                message = "The file has more pieces than any menu."
                self.unreadable(_at(event), "too-complicated", message, "Check that this is the menu file.")

    def take_scalar(self, event: Any) -> None:
        text, at = event.value, _at(event)
        if not self.open:
            self.no_mapping(event, text)
        here = self.open[-1]
        if event.anchor is not None or event.tag is not None:
            self.refuse_decoration(event, at)
        if self.swallowed.names or self.swallowed.texts:
            self.swallowed.passed(event)
        if not event.implicit[0]:
            self.quoted = event
            if event.style == '"' and (found := NOT_TEXT.search(text)):
                message = (
                    f"A character in this text is not text: number {ord(found[0])}, written with a backslash."
                )
                self.refuse(at, "control-character", message, "Remove it.")
        if here.key is None:
            self.take_name(here, text, at)
        else:
            if not text and here.is_mapping and here.in_braces and event.implicit[0]:
                self.check_colon(event)
            self.put(here, text, at)
        self.scalar = event

    def take_name(self, here: _Open, text: str, at: int) -> None:
        here.name = text
        names = here.spots.names
        if text == "<<":
            remedy = "Write the names out in this place."
            self.refuse(at, "merge-key", "Names cannot be taken from another place with <<.", remedy)
        elif text in names:
            first = place(names[text])[0]
            message = f"“{_short(text)}” stands here twice; the first one is on line {first}."
            self.refuse(at, "repeated-key", message, "Rename one of the two or remove it.")
        else:
            if not text.isascii() and _INVISIBLE.search(text):
                message = f"In the name “{_short(text)}” there is a character that cannot be seen."
                remedy = "Delete the name with the blanks around it, and type it again."
                self.refuse(at, "invisible-character", message, remedy)
            here.key = sys.intern(text)
            names[here.key] = at
            return
        here.key = f"\0{self.count}"  # what a refused name leads to is still looked at, and kept nowhere else

    def put(self, here: _Open, part: Any, spot: int | Spots) -> None:
        key = here.key
        if isinstance(key, int):
            here.data.append(part)
            here.key = key + 1
        elif key is not None:
            here.data[key] = part
            here.key = None
        if key is not None:
            here.spots.parts[key] = spot

    def take_start(self, event: Any, is_mapping: bool) -> None:
        at = _at(event)
        if len(self.open) >= DEEPEST:
            message = f"Things are nested more than {DEEPEST} levels deep here."
            self.unreadable(at, "too-deep", message, "Check the indentation and the brackets.")
        new = _Open(
            {} if is_mapping else [], Spots(at), is_mapping, event.flow_style, None if is_mapping else 0
        )
        if self.open:
            here = self.open[-1]
            if here.key is None:
                message = "Brackets, braces or a list stand where a name belongs."
                remedy = 'If this is text, put the whole of it in quotes, like this: "{reference}".'
                self.refuse(at, "complex-key", message, remedy)
                here.key = f"\0{self.count}"
            else:
                self.put(here, new.data, new.spots)
        elif is_mapping:
            self.root = new
        else:
            self.no_mapping(event, "-")
        self.open.append(new)
        if event.anchor is not None or event.tag is not None:
            self.refuse_decoration(event, at)

    def take_alias(self, event: Any) -> None:
        if not self.open:
            self.no_mapping(event, "*")
        here = self.open[-1]
        remedy = "Write the words out in this place. For the telephone key write star; put text in quotes."
        self.refuse(_at(event), "alias", f"“*{_short(event.anchor)}” is a YAML alias, not text.", remedy)
        if here.key is None:
            here.key = f"\0{self.count}"
        else:
            self.put(here, "", _at(event))

    def refuse_decoration(self, event: Any, at: int) -> None:
        if event.anchor is not None:
            message = f"“&{_short(event.anchor)}” is a YAML anchor, not text."
            self.refuse(
                at, "alias", message, "Remove it. If it is text, put it in quotes or write the word and."
            )
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            message = f"“{_short(tag)}” is a YAML tag, not text."
            self.refuse(at, "tag", message, "Remove it. If it is text, put all of it in quotes.")

    def check_colon(self, event: Any) -> None:
        """Refuse a name in braces without a colon: nearly always text with a comma, or a placeholder."""
        ended, mark = self.scalar.end_mark, event.start_mark
        rest = self.lines[ended.line][ended.column : mark.column if mark.line == ended.line else None]
        if ":" in rest or mark.line > ended.line + 1:
            return
        name = self.scalar.value
        message = f"In braces every name needs a colon, and after “{_short(name)}” there is none."
        if ":" in name:
            remedy = "Put a space after the colon."
        else:
            remedy = "If it is text, put all of it in quotes: text in braces that holds a comma needs them."
        self.refuse(_at(self.scalar), "missing-colon", message, remedy)

    def refuse(self, at: int, rule: str, message: str, remedy: str) -> None:
        self.problems.append(self.problem(at, rule, message, remedy))

    def unreadable(self, at: int, rule: str, message: str, remedy: str = "") -> NoReturn:
        raise Unreadable(self.problem(at, rule, message, remedy))

    def no_mapping(self, event: Any, text: str) -> NoReturn:
        if not text:
            self.unreadable(
                0, "empty-file", "There is nothing in this file.", "Begin it with line: and nodes:."
            )
        remedy = "Begin the file with line: and check that it is the menu file."
        if re.match(r"\w+:\S", text):
            remedy = "Put a space after each colon."
        message = "A menu file is made of names with a colon and a space, such as line: and nodes:."
        self.unreadable(_at(event), "not-a-mapping", message, remedy)

    def syntax(self, error: yaml.YAMLError) -> Problem:
        quoted = self.quoted
        if quoted is not None:
            start, end = quoted.start_mark, quoted.end_mark
            quoted = Quoted(quoted.style, start.line, start.column, end.line, end.column)
        bracket = None
        if self.open and self.open[-1].in_braces:
            line, column = place(self.open[-1].spots)
            bracket = (line - 1, column - 1)
        line, column, message, remedy = diagnose(error, self.lines, quoted, bracket)
        rule = "too-deep" if "nesting" in str(error) else "not-yaml"
        return Problem(self.file, line, column, rule, "error", message, remedy)

    def problem(self, at: int, rule: str, message: str, remedy: str) -> Problem:
        line, column = place(at)
        part = self.open[0].name if self.open else None
        name = self.open[1].name if len(self.open) > 1 else None
        return Problem(
            self.file,
            line,
            column,
            rule,
            "error",
            message,
            remedy,
            node=name if part == "nodes" else None,
            language=name if part == "translations" else None,
        )
