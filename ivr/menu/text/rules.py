"""The rules of the file as a text: what makes it unreadable, and what YAML allows and a menu does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class StructuralRule:
    """What `ivr explain` says about a rule whose breach stops a file from being built at all.

    `what` is one sentence about the fault, `why` says what would go wrong and for whom, `remedy` what to do.
    """

    name: str
    what: str
    why: str
    remedy: str


TEXT_RULES: Final = (
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
)
