"""What can be wrong with a menu file, as values: problems, the two errors that carry them, the rules by name.

A problem names a place in the file (line and column from 1), says what is wrong in the designer's words, and
says what to do about it. Everything that looks at a file makes problems; only the edge prints them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal

Level = Literal["error", "warning", "advice"]
"""How much a problem matters: an error stops the line, a warning shuts somebody out, advice would help."""

_LEVELS: Final = {"error": 0, "warning": 1, "advice": 2}
_NOT_ON_ONE_LINE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong or unwise at one place of a menu file.

    `line` and `column` count from 1, columns in characters. `rule` is its name for `ivr explain RULE`.
    `message` and `remedy` are whole sentences. `node` is the name of a node and `language` the code of a
    language, where the problem belongs to one. `who` lists the people who are shut out, `source` cites where
    the rule comes from.
    """

    file: str
    line: int
    column: int
    rule: str
    level: Level
    message: str
    remedy: str = ""
    node: str | None = None
    language: str | None = None
    who: tuple[str, ...] = ()
    source: str = ""

    def __post_init__(self) -> None:
        """Raise ValueError if the place or the level cannot be one."""
        if self.line < 1 or self.column < 1:
            raise ValueError(f"lines and columns count from 1, not {self.line}:{self.column}")
        if self.level not in _LEVELS:
            raise ValueError(f"a level is one of {', '.join(_LEVELS)}, not {self.level!r}")


def as_text(problem: Problem) -> str:
    """Return the problem as one line, whatever its words hold.

    >>> as_text(Problem("menus.yaml", 14, 7, "repeated-key", "error", "Key 1 is here twice.", "Remove one."))
    'menus.yaml:14:7: error: Key 1 is here twice. Remove one. [repeated-key]'
    """
    p = problem
    words = f"{p.message} {p.remedy}".strip()
    return _NOT_ON_ONE_LINE.sub(" ", f"{p.file}:{p.line}:{p.column}: {p.level}: {words} [{p.rule}]")


def as_json(problem: Problem) -> dict[str, Any]:
    """Return the problem as a JSON object, with every key that `ivr lint --format json` promises."""
    p = problem
    return {
        "file": p.file,
        "line": p.line,
        "column": p.column,
        "rule": p.rule,
        "level": p.level,
        "node": p.node,
        "language": p.language,
        "message": p.message,
        "who": list(p.who),
        "source": p.source,
        "remedy": p.remedy,
    }


def in_file_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems as a reader of the file meets them, at one place errors first; each only once."""
    return tuple(
        sorted(
            dict.fromkeys(problems),
            key=lambda p: (p.file, p.line, p.column, _LEVELS[p.level], p.rule, p.message),
        )
    )


class MenuError(Exception):
    """A menu file cannot be used: catch this for either reason. `str()` gives all problems, one a line."""

    problems: tuple[Problem, ...]

    def __str__(self) -> str:
        """Return all problems, one a line."""
        return "\n".join(map(as_text, self.problems))


class Unreadable(MenuError):
    """The file cannot be read at all, so nothing is known about what is in it. Commands end with exit code 2.

    Raised for a file that is missing, a directory or no regular file, not permitted, over 5 MB, not UTF-8,
    binary, empty, not YAML, not a mapping, or nested too deep. `problem` is the one reason.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem
        self.problems = (problem,)


class Refused(MenuError):
    """The file is YAML and says something that cannot be built. Commands end with exit code 1.

    `problems` holds everything that was found, in file order; there is always at least one.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        ordered = in_file_order(problems)
        if not ordered:
            raise ValueError("a file is refused for at least one problem")
        super().__init__(ordered)
        self.problems = ordered


@dataclass(frozen=True, slots=True)
class StructuralRule:
    """What `ivr explain` says about a rule whose breach stops a file from being built at all.

    `what` is one sentence about the fault, `why` says what would go wrong and for whom, `remedy` what to do.
    """

    name: str
    what: str
    why: str
    remedy: str


_RULES: Final = (
    # The file as a whole: these make it unreadable.
    StructuralRule(
        "unreadable-file",
        "The file is missing, is not an ordinary file, or may not be opened.",
        "Without the file there is no line to ring.",
        "Check the name and the folder, and that you may read the file.",
    ),
    StructuralRule(
        "file-too-large",
        "The file is over 5 MB.",
        "A menu of ten thousand nodes is about 2 MB; a larger file is almost always the wrong file, and"
        " reading it would hold up every caller.",
        "Check that this is the menu file. Keep recordings in files of their own.",
    ),
    StructuralRule(
        "not-utf-8",
        "The file is not saved as UTF-8 text.",
        "Letters such as é or ł and curly quotes would be spoken wrongly or not at all.",
        "In your editor choose Save as, then the encoding UTF-8.",
    ),
    StructuralRule(
        "control-character",
        "The file has a character in it that is not text.",
        "It is usually a sign of a document from a word processor, a picture or a damaged file.",
        "Save the file as plain text, or delete the character.",
    ),
    StructuralRule(
        "not-yaml",
        "The file breaks the rules of YAML, so from this place on nobody can tell what it means.",
        "Guessing could send a caller somewhere you did not intend.",
        "Look at the line, and at the line before it: indentation, quotes, and a space after each colon.",
    ),
    StructuralRule(
        "empty-file",
        "There is nothing in the file except perhaps comments.",
        "A line needs at least `line:` and `nodes:`.",
        "Write the menu, or check that this is the right file.",
    ),
    StructuralRule(
        "not-a-mapping",
        "The file is not made of names with a colon, such as `line:` and `nodes:`.",
        "It is probably another kind of file.",
        "Start the file with `line:` at the beginning of a line.",
    ),
    StructuralRule(
        "too-deep",
        "Things are nested inside each other more than 40 levels deep.",
        "No menu needs more than ten; such a file is damaged or hostile.",
        "Check the indentation, and the brackets.",
    ),
    StructuralRule(
        "too-complicated",
        "The file has more pieces than a menu can have.",
        "Reading it would take so long that callers would wait.",
        "Check that this is the menu file.",
    ),
    # The YAML itself: it parses, and says something that is refused.
    StructuralRule(
        "several-documents",
        "The file holds several documents, divided by a line `---`.",
        "Only the first would count; the rest would be lost without a word.",
        "Keep one document in the file: remove the dividing line.",
    ),
    StructuralRule(
        "repeated-key",
        "The same name stands twice in one place.",
        "Only the last would count: an option you wrote could not be reached by anybody.",
        "Rename one of the two or remove it.",
    ),
    StructuralRule(
        "complex-key",
        "A list or a group stands where a name belongs, before the colon.",
        "A name is plain text; anything else is usually a placeholder in braces without quotes.",
        'Put the text in quotes: "{reference}".',
    ),
    StructuralRule(
        "alias",
        "Part of the file is repeated by a YAML anchor (`&name`) or alias (`*name`).",
        "A reader has to jump about in the file, a problem has no one place, and a small file can become"
        " enormous.",
        "Write the words out in each place. If you meant a telephone key, write star.",
    ),
    StructuralRule(
        "merge-key",
        "A YAML merge key (`<<`) takes names from another place.",
        "What a caller hears would not stand where the option stands.",
        "Write the names out in this place.",
    ),
    StructuralRule(
        "tag",
        "A YAML tag (a word that starts with an exclamation mark) says what type a value has.",
        "Every value here is text until its field reads it; in other programs tags can run code.",
        "Remove the tag. If the text really starts with an exclamation mark, put it in quotes.",
    ),
    StructuralRule(
        "missing-colon",
        "Inside braces a name has no colon after it.",
        "YAML takes each comma in braces for the end of a part, so a caller would hear only half of the text.",
        'Put text that holds a comma in quotes: {to: "hear this, again", goto: main}.',
    ),
    StructuralRule(
        "lost-in-comment",
        "Words stand behind a hash sign, and YAML drops them as a comment.",
        "An option on `#:` would not exist, and `Press # to finish` would be spoken as “Press”.",
        "Write the word hash, or put the text in quotes.",
    ),
    StructuralRule(
        "invisible-character",
        "A name holds a character that cannot be seen, such as a blank that is not a space.",
        "The name looks right and is not known; such characters come from copied web pages.",
        "Delete the name with the blanks around it, and type it again.",
    ),
    StructuralRule(
        "too-many-problems",
        "The file has so many problems that the rest are not shown.",
        "A longer list would help nobody; often one slip early in the file causes the others.",
        "Mend the first ones and look again.",
    ),
    # The shape: names and values.
    StructuralRule(
        "unknown-key",
        "A name is used that does not exist in this place.",
        "It would have no effect, and nobody would notice until a caller did.",
        "Check the spelling; `ivr explain KIND` lists the names each kind of node knows.",
    ),
    StructuralRule(
        "missing-key",
        "Something that is needed here is not given.",
        "The line could not know what to say or where to go, and a caller would be left there.",
        "Add it; `ivr explain KIND` shows an example.",
    ),
    StructuralRule(
        "wrong-value",
        "A value is not of the form that its name needs.",
        "The line could not do what you meant, such as wait for a number of seconds.",
        "Write it in the form that the message shows.",
    ),
    StructuralRule(
        "unknown-kind",
        "A node has a kind that does not exist.",
        "The line would not know what to do there.",
        "Use one of: menu, ask, record, transfer, hours, branch, say, send, discard, end.",
    ),
    StructuralRule(
        "unknown-language",
        "A language is used that `line.languages` does not list.",
        "There is no voice to speak it with.",
        "Add the language, with a name, a voice and a locale, under `line.languages`, or correct its code.",
    ),
    StructuralRule(
        "unknown-rule",
        "`allow:` names a rule that does not exist.",
        "The rule you meant to allow would still be reported.",
        "Check the spelling; the rule's name is in brackets at the end of each message.",
    ),
    # The call: nodes, keys, words.
    StructuralRule(
        "unknown-node",
        "The call is sent to a node that is not in the file.",
        "A caller who came this way would have nowhere to go.",
        "Check the spelling of the node's name, or add the node under `nodes:`.",
    ),
    StructuralRule(
        "key-used-twice",
        "Two options of a menu are on the same key.",
        "A telephone key can lead to only one place, so one of the options could never be chosen.",
        "Give one of them another key: 1, 2, 3, 4, 6 or 8.",
    ),
    StructuralRule(
        "reserved-key",
        "An option is on a key that means the same everywhere on the line: 0, 5, 7, 9, star or hash.",
        "Callers learn once that 0 is a person, 5 emergency help, 7 the pace, 9 again and star back;"
        " somebody in danger must be able to rely on it.",
        "Use 1, 2, 3, 4, 6 or 8, and divide a menu that needs more.",
    ),
    StructuralRule(
        "unknown-placeholder",
        "A text has a placeholder in braces that nothing in the file gives a value.",
        "A caller would hear a gap, or the braces.",
        "Check its spelling against the `answer:` names and the `services:`; or remove the braces.",
    ),
    StructuralRule(
        "unasked-placeholder",
        "A text reads back an answer that on some way there nobody has asked for.",
        "A caller who came that way would hear a gap where the answer should be.",
        "Ask for it first on every way, or use different words on that way.",
    ),
    StructuralRule(
        "unasked-answer",
        "A branch depends on an answer that no node on the way there asks for.",
        "The call would always go the way of `otherwise`.",
        "Ask for it first, or correct its name after `on:`.",
    ),
    StructuralRule(
        "prompt-too-long",
        "A prompt is longer than the voice can speak in one go.",
        "The telephone company would refuse the page and end the call; and nobody can keep so many words in"
        " mind.",
        "Divide it over several nodes, or use fewer words.",
    ),
    StructuralRule(
        "page-too-large",
        "Everything that is said at once in one place is over 64 kB.",
        "The telephone company would refuse the page and end the call.",
        "Divide it over several nodes, or use fewer words.",
    ),
    StructuralRule(
        "endless-loop",
        "Nodes lead round to each other and never wait for the caller.",
        "A caller would hear the same words for ever and could do nothing but hang up.",
        "Lead one of them to a menu, to the person, or to an end.",
    ),
)

STRUCTURAL: Final[dict[str, StructuralRule]] = {rule.name: rule for rule in _RULES}
"""Every rule that makes a file unusable, by name: what reports such a problem takes the rule from here."""
