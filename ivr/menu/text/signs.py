"""Signs that mean something to YAML where the writer meant text: what to do about each.

Each function knows one kind of slip; it returns the diagnosis, or None if the fault is another.
"""

from __future__ import annotations

import re
from typing import Final

from ivr.menu.text.fault import Diagnosis, Fault, say

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


def hash_key(fault: Fault) -> Diagnosis | None:
    """A hash sign as a key in braces, and so a comment."""
    for number in (fault.at[0] - 1, fault.at[0]):
        if found := re.search(r"[{,][ ]*(#) ?:", fault.line(number)):
            return say(
                (number, found.start(1)),
                "YAML takes everything from this hash sign on for a comment.",
                "For the telephone key write the word hash.",
            )
    return None


def unclosed_quote(fault: Fault) -> Diagnosis | None:
    """A quotation mark that is never closed."""
    if "unexpected end of stream" in fault.what or "unexpected document indicator" in fault.what:
        mark = fault.character(fault.began)
        return say(
            fault.began,
            f"The quotation mark {mark} that opens here is never closed.",
            f"Close it with another {mark} where the text ends.",
        )
    return None


def escape(fault: Fault) -> Diagnosis | None:
    """A backslash in double quotes that means nothing."""
    if "escape" in fault.what or "hexdecimal" in fault.what:
        return say(
            fault.at,
            "In double quotes a backslash \\ has a meaning of its own, and this one means nothing.",
            "Write it twice (\\\\), or put the text in single quotes.",
        )
    return None


def after_quotes(fault: Fault) -> Diagnosis | None:
    """Text that goes on behind its closing quotation mark, often an apostrophe."""
    quoted = fault.quoted
    if quoted is None or quoted.end_line != fault.at[0] or "did not find expected" not in fault.what:
        return None
    if fault.line(quoted.end_line)[quoted.end_column : fault.at[1]].strip():
        return None
    if quoted.line != quoted.end_line:
        return say(
            (quoted.line, quoted.column),
            f"The quotation mark {quoted.mark} that opens here is not closed in its line; the next one is on"
            f" line {quoted.end_line + 1}, and there something follows it.",
            f"Close it with another {quoted.mark} where the text ends.",
        )
    if quoted.mark == "'":
        remedy = "If it is an apostrophe, put the whole text in double quotes instead."
    else:
        remedy = "Put the whole text in quotes, or none of it; inside, use single quotation marks."
    return say(fault.at, f"The text ends at the quotation mark {quoted.mark} and then goes on.", remedy)


def opening(fault: Fault) -> Diagnosis | None:
    """A sign that cannot begin a text, such as * or @."""
    if not any(words in fault.what for words in _CANNOT_OPEN):
        return None
    for place in (fault.began, fault.at):
        character = fault.character(place)
        if remedy := _OPENING.get(character):
            if character == "*" and re.match(r"\s*:", fault.line(place[0])[place[1] + 1 :]):
                return say(
                    place,
                    "A star cannot be written as a sign before the colon.",
                    "Write the word star (or hash).",
                )
            return say(place, f"Text cannot begin with {character} unless it is in quotes.", remedy)
    return None
