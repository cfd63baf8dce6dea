"""What a YAML syntax error means, in plain words, with the place where the writer can mend it.

YAML's own messages ("mapping values are not allowed in this context") are right and help nobody who is not a
programmer; and they often point at where the reader gave up, not at what was written wrongly. The recognisers
here look at the line itself. They are tried in order, and the first that knows the fault speaks.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from yaml import MarkedYAMLError, YAMLError

from ivr.menu.text import layout, signs
from ivr.menu.text.fault import Diagnosis, Fault, Quoted, say

_RECOGNISERS: Final[tuple[Callable[[Fault], Diagnosis | None], ...]] = (
    layout.leftover,
    signs.hash_key,
    signs.unclosed_quote,
    signs.escape,
    layout.blanks,
    signs.after_quotes,
    signs.opening,
    layout.colon_without_blank,
    layout.colon_in_text,
    layout.placeholder,
    layout.unclosed_bracket,
    layout.indentation,
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
    fault = Fault(
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
    return say(
        fault.at,
        f"From here on the file cannot be understood (YAML says: {error.problem or error.context}).",
        "Look at this line and the line above: indentation, quotes, and a blank after each colon.",
    )
