"""YAML text into plain data and, beside it, the place of every part; what YAML would swallow is refused.

The text is parsed once, event by event. Nothing recurses and no alias is ever expanded, so that the worst
file costs bounded time and memory: 40 levels, a million events, a thousand problems.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from itertools import islice
from typing import Any, Final

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

from ivr.menu.problems import MOST_PROBLEMS, Problem
from ivr.menu.text.refusals import Refusals
from ivr.menu.text.spots import Open, Spots, beginning, spot
from ivr.menu.text.swallowed import Swallowed

DEEPEST: Final = 40
"""How many mappings and lists may be inside each other."""
MOST_EVENTS: Final = 1_000_000
"""How many YAML events a file may have: twice those of a menu of ten thousand nodes."""

_DIRECTIVE: Final = re.compile(r"(?:^|[\r\n])(%(?:YAML|TAG)\b)")
_Loader: Any = getattr(
    yaml, "CSafeLoader", yaml.SafeLoader
)  # the pure one reads the same, eight times slower


def compose(text: str, lines: Sequence[str], file: str) -> tuple[dict[str, Any], Spots, tuple[Problem, ...]]:
    """Return the data of a YAML text, its places, and everything in it that is refused.

    `lines` are the text's lines, `file` is its name in problems. What is refused is left out of the data. Raises
    Unreadable where the text is not YAML or is too large or deep, and Refused where it holds no mapping.
    """
    refusals = Refusals(lines, file)
    if found := _DIRECTIVE.search(text):  # many of them cost the C parser minutes
        line = len(text[: found.end()].splitlines()) - 1
        message = f"A line that begins with {found[1]} instructs YAML, and a menu needs no instructions."
        refusals.unreadable(spot(line, 0), "not-yaml", message, "Remove the line.")
    composer = _Composer(refusals, Swallowed(text, lines))
    loader = _Loader(text)
    try:
        composer.read(loader.get_event)
    except yaml.YAMLError as error:
        refusals.syntax(error, composer.quoted)
    except (RecursionError, MemoryError, ValueError):
        message = "This file is too complicated to be read."
        refusals.unreadable(0, "too-complicated", message, "Check that it is the menu file.")
    finally:
        loader.dispose()
    if composer.root is None:
        refusals.no_menu()
    for lost in islice(composer.swallowed.found(), MOST_PROBLEMS):
        refusals.refuse(spot(lost.line, lost.column), "lost-in-comment", lost.message, lost.remedy)
    return composer.root.data, composer.root.spots, tuple(refusals.problems)


class _Composer:
    """One pass over one text."""

    def __init__(self, refusals: Refusals, swallowed: Swallowed) -> None:
        self.refusals = refusals
        self.swallowed = swallowed
        self.open = refusals.open
        self.root: Open | None = None
        self.scalar: Any = None
        self.quoted: Any = None
        self.count = 0
        self.documents = 0

    def read(self, next_event: Any) -> None:
        refusals = self.refusals
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
                return None
            elif kind is DocumentStartEvent and self.documents:
                message = "A second document begins here, and only one can be used."
                remedy = "Keep one, and remove this line."
                return refusals.refuse(beginning(event), "several-documents", message, remedy)
            elif kind is DocumentStartEvent:
                self.documents = 1
            if len(refusals.problems) >= MOST_PROBLEMS:
                message = f"There are more problems than these {MOST_PROBLEMS:,}."
                return refusals.refuse(beginning(event), "too-many-problems", message, "Mend these first.")
            if self.count > MOST_EVENTS:
                message = "The file has more pieces than any menu."
                remedy = "Check that it is the menu file."
                refusals.unreadable(beginning(event), "too-complicated", message, remedy)

    def take_scalar(self, event: Any) -> None:
        text, at = event.value, beginning(event)
        if not self.open:
            return self.refusals.no_mapping(event, text)
        here = self.open[-1]
        if event.anchor is not None or event.tag is not None:
            self.refusals.decoration(at, event.anchor, event.tag)
        if self.swallowed.names or self.swallowed.texts:
            self.swallowed.passed(event)
        if not event.implicit[0]:
            self.quoted = event
            if event.style == '"':
                self.refusals.check_escapes(at, text)
        if here.key is None:
            self.take_name(here, text, at)
        else:
            if not text and here.is_mapping and here.in_braces and event.implicit[0]:
                self.refusals.check_colon(self.scalar, event)
            self.put(here, text, at)
        self.scalar = event
        return None

    def take_name(self, here: Open, text: str, at: int) -> None:
        here.name = text
        here.key = f"\0{self.count}"  # what a refused name leads to is still looked at
        names = here.spots.names
        if text == "<<":
            message = "Names cannot be taken from another place with <<."
            self.refusals.refuse(at, "merge-key", message, "Write the names out in this place.")
        elif text in names:
            self.refusals.repeated(at, text, names[text])
        else:
            self.refusals.check_name(at, text)
            here.key = sys.intern(text)
            names[here.key] = at

    def put(self, here: Open, part: Any, at: int | Spots) -> None:
        key = here.key
        if isinstance(key, int):
            here.data.append(part)
            here.key = key + 1
            here.spots.parts[key] = at
        elif key is not None:
            here.key = None
            if not key.startswith("\0"):  # what a refused name leads to is kept nowhere
                here.data[key] = part
                here.spots.parts[key] = at

    def take_start(self, event: Any, is_mapping: bool) -> None:
        at = beginning(event)
        if len(self.open) >= DEEPEST:
            message = f"Things are nested more than {DEEPEST} levels deep here."
            self.refusals.unreadable(at, "too-deep", message, "Check the indentation and the brackets.")
        data: Any = {} if is_mapping else []
        new = Open(data, Spots(at), is_mapping, event.flow_style, None if is_mapping else 0)
        if self.open:
            here = self.open[-1]
            if here.key is None:
                self.refusals.group_as_name(at)
                here.key = f"\0{self.count}"
            else:
                self.put(here, data, new.spots)
        elif is_mapping:
            self.root = new
        else:
            self.refusals.no_mapping(event, "-")
        self.open.append(new)
        if event.anchor is not None or event.tag is not None:
            self.refusals.decoration(at, event.anchor, event.tag)

    def take_alias(self, event: Any) -> None:
        at = beginning(event)
        if not self.open:
            return self.refusals.no_mapping(event, "*")
        here = self.open[-1]
        self.refusals.alias(at, event.anchor)
        if here.key is None:
            here.key = f"\0{self.count}"
        else:
            self.put(here, "", at)
        return None
