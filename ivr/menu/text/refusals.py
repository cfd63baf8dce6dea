"""What a YAML text says that a menu never means: collected while it is read, in the words of its writer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final, NoReturn

from yaml import YAMLError

from ivr.menu.problems import Problem, Refused, Unreadable
from ivr.menu.text.fault import Quoted
from ivr.menu.text.letters import NOT_TEXT
from ivr.menu.text.spots import Open, beginning, place
from ivr.menu.text.syntax import diagnose

_INVISIBLE: Final = re.compile("[\xa0\xad\u200b-\u200f\u202a-\u202f\u2060-\u2064]")
_BEGIN: Final = "Begin it with line: and nodes:."


class Refusals:
    """The problems of one text so far. `open` is what is open where the reader is, outermost first."""

    def __init__(self, lines: Sequence[str], file: str) -> None:
        self.lines = lines
        self.file = file
        self.open: list[Open] = []
        self.problems: list[Problem] = []
        self._no_mapping: Problem | None = None

    def refuse(self, at: int, rule: str, message: str, remedy: str) -> None:
        """Note a problem and go on."""
        self.problems.append(self._problem(at, rule, message, remedy))

    def unreadable(self, at: int, rule: str, message: str, remedy: str) -> NoReturn:
        """Give up: raise Unreadable."""
        raise Unreadable(self._problem(at, rule, message, remedy)) from None

    def no_menu(self) -> NoReturn:
        """Give up: the file is YAML, and has nothing in it, or text, a list or an alias. Raises Refused."""
        nothing = self._problem(0, "empty-file", "There is nothing in this file.", _BEGIN)
        raise Refused([self._no_mapping or nothing])

    def no_mapping(self, event: Any, text: str) -> None:
        """Note that the file is text, a list or an alias, and go on: it may not even be YAML."""
        if not text:
            return
        remedy = f"{_BEGIN} Check that it is the menu file."
        if re.match(r"\w+:\S", text):
            remedy = "Put a space after each colon."
        message = "A menu file is made of names with a colon and a space."
        self._no_mapping = self._problem(beginning(event), "not-a-mapping", message, remedy)

    def syntax(self, error: YAMLError, quoted: Any) -> NoReturn:
        """Give up: this is not YAML. `quoted` is the last quoted scalar's event."""
        if quoted is not None:
            start, end = quoted.start_mark, quoted.end_mark
            quoted = Quoted(quoted.style, start.line, start.column, end.line, end.column)
        bracket = None
        if self.open and self.open[-1].in_braces:
            line, column = place(self.open[-1].spots)
            bracket = (line - 1, column - 1)
        line, column, message, remedy = diagnose(error, self.lines, quoted, bracket)
        rule = "too-deep" if "nesting" in str(error) else "not-yaml"
        raise Unreadable(Problem(self.file, line, column, rule, "error", message, remedy)) from None

    def repeated(self, at: int, name: str, first: int) -> None:
        """Refuse a name that is in the same place already; `first` is where."""
        line = place(first)[0]
        names = [opened.name for opened in self.open]
        if len(names) == 4 and names[0] == "nodes" and names[2] == "options":
            message = f"Two options are on key {_short(name)}; the first one is on line {line}."
            self.refuse(at, "key-used-twice", message, "Give one of them another key.")
        else:
            message = f"“{_short(name)}” stands here twice; the first one is on line {line}."
            self.refuse(at, "repeated-key", message, "Rename one of the two or remove it.")

    def check_name(self, at: int, name: str) -> None:
        """Refuse a name with a character in it that nobody can see."""
        if not name.isascii() and _INVISIBLE.search(name):
            message = f"In the name “{_short(name)}” there is a character that cannot be seen."
            remedy = "Delete the name with the blanks around it, and type it again."
            self.refuse(at, "invisible-character", message, remedy)

    def check_escapes(self, at: int, text: str) -> None:
        """Refuse what was written with a backslash in double quotes and is not text."""
        if found := NOT_TEXT.search(text):
            message = (
                f"A character in this text is not text: number {ord(found[0])}, written with a backslash."
            )
            self.refuse(at, "control-character", message, "Remove it.")

    def check_colon(self, ended: Any, event: Any) -> None:
        """Refuse a name in braces without a colon: nearly always text with a comma, or a placeholder.

        `ended` is the name's event, `event` that of its empty value.
        """
        end, mark = ended.end_mark, event.start_mark
        rest = self.lines[end.line][end.column : mark.column if mark.line == end.line else None]
        if ":" in rest or mark.line > end.line + 1:
            return
        message = f"In braces every name needs a colon, and after “{_short(ended.value)}” there is none."
        if ":" in ended.value:
            remedy = "Put a space after the colon."
        else:
            remedy = "If it is text, put all of it in quotes: text in braces that holds a comma needs them."
        self.refuse(beginning(ended), "missing-colon", message, remedy)

    def group_as_name(self, at: int) -> None:
        """Refuse a mapping or a list before a colon."""
        message = "Brackets, braces or a list stand where a name belongs."
        remedy = 'If this is text, put the whole of it in quotes, like this: "{reference}".'
        self.refuse(at, "complex-key", message, remedy)

    def alias(self, at: int, name: str) -> None:
        """Refuse an alias; it is never followed."""
        remedy = "Write the words out in this place. For the telephone key write star; put text in quotes."
        self.refuse(at, "alias", f"“*{_short(name)}” is a YAML alias, not text.", remedy)

    def decoration(self, at: int, anchor: str | None, tag: str | None) -> None:
        """Refuse an anchor and a tag."""
        if anchor is not None:
            message = f"“&{_short(anchor)}” is a YAML anchor, not text."
            self.refuse(
                at, "alias", message, "Remove it. If it is text, put it in quotes or write the word and."
            )
        if tag is not None:
            name = _short(tag.replace("tag:yaml.org,2002:", "!!"))
            remedy = "Remove it. If it is text, put all of it in quotes."
            self.refuse(at, "tag", f"“{name}” is a YAML tag, not text.", remedy)

    def _problem(self, at: int, rule: str, message: str, remedy: str) -> Problem:
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


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
