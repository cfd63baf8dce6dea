"""What a YAML syntax error means, in plain words, with the place where the writer can mend it.

YAML's own messages ("mapping values are not allowed in this context") are right and help nobody who is not a
programmer; and they often point at where the reader gave up, not at what was written wrongly. The recognisers
here look at the line itself. They are tried in order, and the first that knows the fault speaks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from yaml import MarkedYAMLError, YAMLError


class Quoted(NamedTuple):
    """The last quoted text before the fault: its quotation mark and the places of its two ends, from 0."""

    mark: str
    line: int
    column: int
    end_line: int
    end_column: int


class Diagnosis(NamedTuple):
    """Where (line and column from 1) the writer should look, what is wrong there and what to do."""

    line: int
    column: int
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class _Fault:
    """What is known about a syntax error. Places are (line, column) from 0."""

    what: str
    at: tuple[int, int]
    began: tuple[int, int]
    lines: Sequence[str]
    quoted: Quoted | None
    bracket: tuple[int, int] | None

    def line(self, number: int) -> str:
        return self.lines[number] if 0 <= number < len(self.lines) else ""

    def character(self, place: tuple[int, int]) -> str:
        return self.line(place[0])[place[1] : place[1] + 1]


def _say(place: tuple[int, int], message: str, remedy: str) -> Diagnosis:
    return Diagnosis(place[0] + 1, place[1] + 1, message, remedy)


def _hash(fault: _Fault) -> Diagnosis | None:
    for number in (fault.at[0] - 1, fault.at[0]):
        if found := re.search(r"[{,][ ]*(#) ?:", fault.line(number)):
            return _say(
                (number, found.start(1)),
                "YAML takes everything from this hash sign on for a comment.",
                "For the telephone key write the word hash.",
            )
    return None


def _leftover(fault: _Fault) -> Diagnosis | None:
    for number in (fault.began[0], fault.at[0]):
        if re.match(r"<<<<<<<|=======|>>>>>>>", fault.line(number)):
            return _say(
                (number, 0),
                "This line is left over from merging two versions of the file.",
                "Decide which of the two versions is right and remove the other, with the marker lines.",
            )
    return None


def _blanks(fault: _Fault) -> Diagnosis | None:
    for number in (fault.at[0], fault.at[0] - 1, fault.began[0]):
        indent = re.match(r"[ \t\xa0\u2000-\u200a\u202f\u3000]*", fault.line(number))
        blanks = indent.group() if indent else ""
        if "\t" in blanks:
            return _say(
                (number, blanks.index("\t")),
                "This line is indented with a tab.",
                "Use spaces instead, two for each level.",
            )
        if odd := blanks.strip(" "):
            return _say(
                (number, blanks.index(odd[0])),
                "This line is indented with blanks that are not ordinary spaces.",
                "Delete them and type spaces, two for each level; they often come from a copied web page.",
            )
    return None


def _unclosed_quote(fault: _Fault) -> Diagnosis | None:
    if "unexpected end of stream" in fault.what or "unexpected document indicator" in fault.what:
        mark = fault.character(fault.began)
        return _say(
            fault.began,
            f"The quotation mark {mark} that opens here is never closed.",
            f"Close it with another {mark} where the text ends.",
        )
    return None


def _escape(fault: _Fault) -> Diagnosis | None:
    if "escape" in fault.what or "hexdecimal" in fault.what:
        return _say(
            fault.at,
            "In double quotes a backslash \\ has a meaning of its own, and this one means nothing.",
            "Write it twice (\\\\), or put the text in single quotes.",
        )
    return None


def _after_quotes(fault: _Fault) -> Diagnosis | None:
    quoted = fault.quoted
    if quoted is None or quoted.end_line != fault.at[0] or "did not find expected" not in fault.what:
        return None
    if fault.line(quoted.end_line)[quoted.end_column : fault.at[1]].strip():
        return None
    if quoted.line != quoted.end_line:
        return _say(
            (quoted.line, quoted.column),
            f"The quotation mark {quoted.mark} that opens here is not closed in its line; the next one is on"
            f" line {quoted.end_line + 1}, and there something follows it.",
            f"Close it with another {quoted.mark} where the text ends.",
        )
    if quoted.mark == "'":
        remedy = "If it is an apostrophe, put the whole text in double quotes instead."
    else:
        remedy = "Put the whole text in quotes, or none of it; inside, use single quotation marks."
    return _say(fault.at, f"The text ends at the quotation mark {quoted.mark} and then goes on.", remedy)


_OPENING: Final = {
    "*": "For the telephone key write the word star (or hash). If this is text, put it in quotes.",
    "@": "Put the text in quotes.",
    "`": "Put the text in quotes.",
    "%": "Put the text in quotes.",
    "&": "Put the text in quotes, or write the word and.",
    "!": "Put the text in quotes.",
    "|": "Put the text in quotes.",
    ">": "Put the text in quotes.",
    "?": "Put the text in quotes.",
    ",": "Put the text in quotes.",
    "]": "Put the text in quotes, or remove the bracket.",
    "}": "Put the text in quotes, or remove the brace.",
    "-": "If this is text, put it in quotes. If it is a list, begin it on a line of its own.",
}
_CANNOT_OPEN: Final = (
    "cannot start any token",
    "alphabetic or numeric character",
    "expected comment or line break",
    "node content",
    "tag",
    "URI",
    "unknown directive",
    "mapping keys are not allowed",
    "block sequence entries are not allowed",
    "while scanning a directive",
    "alphabetical or numeric",
)


def _opening(fault: _Fault) -> Diagnosis | None:
    if not any(words in fault.what for words in _CANNOT_OPEN):
        return None
    for place in (fault.began, fault.at):
        character = fault.character(place)
        if remedy := _OPENING.get(character):
            if character == "*" and re.match(r"\s*:", fault.line(place[0])[place[1] + 1 :]):
                return _say(
                    place,
                    "A star cannot be written as a sign before the colon.",
                    "Write the word star (or hash).",
                )
            return _say(place, f"Text cannot begin with {character} unless it is in quotes.", remedy)
    return None


def _colon_without_blank(fault: _Fault) -> Diagnosis | None:
    if "could not find expected ':'" not in fault.what and "unexpected ':'" not in fault.what:
        return None
    text = fault.line(fault.began[0])
    if found := re.compile(r"[^\s:#'\"{},]+:(?=[^\s:])").match(text, fault.began[1]):
        return _say(
            (fault.began[0], found.end() - 1), "A blank is missing after this colon.", "Put a space after it."
        )
    return _say(
        fault.began,
        "This line is neither a name with a colon nor part of the text above.",
        "If it belongs to the text above, indent it further; otherwise put a colon and a space after it.",
    )


def _colon_in_text(fault: _Fault) -> Diagnosis | None:
    inside = fault.character(fault.at) == ":" and fault.character(fault.began) in "{["
    if "mapping values are not allowed" not in fault.what and not inside:
        return None
    line = fault.line(fault.at[0])
    before = line[: fault.at[1]]
    if inside and fault.at[0] != fault.began[0] and ":" not in before:
        return None
    if re.search(r":\s", before) or inside:
        return _say(
            fault.at,
            "There is a second colon here, so it is not clear what is a name and what is text.",
            'Put the text in quotes, like this: prompt: "Please note: …".',
        )
    return _say(
        (fault.at[0], len(before) - len(before.lstrip())),
        "This line is indented further than the one above, which already has its text.",
        "Indent it like its neighbours. If it belongs to the text above, put the whole text in quotes.",
    )


def _unclosed_bracket(fault: _Fault) -> Diagnosis | None:
    if fault.bracket is None or "did not find expected" not in fault.what:
        return None
    opening = fault.character(fault.bracket)
    name, closing = ("brace", "}") if opening == "{" else ("bracket", "]")
    if fault.at[0] == fault.bracket[0]:
        return _say(
            fault.at,
            f"Here a comma or the closing {name} {closing} was expected.",
            f"Put commas between parts and {closing} at the end; put text that holds , : {{ or }} in quotes.",
        )
    message = f"The {name} {opening} that opens here is never closed."
    return _say(fault.bracket, message, f"Close it with {closing}.")


def _placeholder(fault: _Fault) -> Diagnosis | None:
    line = fault.line(fault.at[0])
    opened = re.match(r"\s*(?:- +)?[^\s:#'\"]+:\s+(\{[^{}]*\}|\[[^\[\]]*\]|\*\w+)", line)
    if opened and opened.end() <= fault.at[1] and "expected key" in fault.what:
        return _say(
            (fault.at[0], opened.start(1)),
            f"Text cannot begin with {opened.group(1)[0]} unless it is in quotes.",
            'Put the whole text in quotes, like this: "{reference} is your reference."',
        )
    return None


def _indentation(fault: _Fault) -> Diagnosis | None:
    at_start = not fault.line(fault.at[0])[: fault.at[1]].strip()
    if "expected '-' indicator" in fault.what:
        return _say(
            fault.at,
            "Here another part of the list was expected, beginning with a dash and a blank.",
            "Begin it with - or check the indentation.",
        )
    if "expected key" in fault.what and fault.line(fault.at[0])[fault.at[1] :].startswith("- "):
        return _say(
            fault.at,
            "A dash begins a part of a list, but here a name with a colon was expected.",
            "Remove the dash, or indent the list under the name it belongs to.",
        )
    if at_start and ("expected key" in fault.what or "document start" in fault.what):
        return _say(
            fault.at,
            "The indentation of this line fits none of the lines above.",
            "Indent it exactly like the lines it belongs with.",
        )
    return None


_RECOGNISERS: Final[tuple[Callable[[_Fault], Diagnosis | None], ...]] = (
    _leftover,
    _hash,
    _unclosed_quote,
    _escape,
    _blanks,
    _after_quotes,
    _opening,
    _colon_without_blank,
    _colon_in_text,
    _placeholder,
    _unclosed_bracket,
    _indentation,
)


def diagnose(
    error: YAMLError,
    lines: Sequence[str],
    quoted: Quoted | None = None,
    bracket: tuple[int, int] | None = None,
) -> Diagnosis:
    """Say in plain words what a YAML error means; never fails, for what it does not know it quotes YAML.

    `lines` are the lines of the file, `quoted` the last quoted text before the error, and `bracket` the place
    (line and column from 0) of the innermost bracket or brace that is open there.
    """
    unknown = Diagnosis(1, 1, "YAML cannot read this file.", "Check that it is a plain text file.")
    if not isinstance(error, MarkedYAMLError):
        return unknown
    last = error.problem_mark or error.context_mark
    first = error.context_mark or error.problem_mark
    if last is None or first is None:
        return unknown
    fault = _Fault(
        what=f"{error.context or ''}: {error.problem or ''}",
        at=(last.line, last.column),
        began=(first.line, first.column),
        lines=lines,
        quoted=quoted,
        bracket=bracket,
    )
    for recognise in _RECOGNISERS:
        if diagnosis := recognise(fault):
            return diagnosis
    return _say(
        fault.at,
        f"From here on the file cannot be understood (YAML says: {error.problem or error.context}).",
        "Look at this line and the line above: indentation, quotes, and a blank after each colon.",
    )
