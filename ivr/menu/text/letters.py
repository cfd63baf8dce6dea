"""The bytes of a menu file into letters: which files are text, and what to say about those that are not."""

from __future__ import annotations

import codecs
import re
from typing import Final, NoReturn

from ivr.menu.problems import Problem, Unreadable

LARGEST: Final = 5_000_000
"""The most bytes a menu file may have."""

NOT_TEXT: Final = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
"""A character that is not text; also the line ends no editor counts, and a byte order mark out of place."""
_MARKS: Final = (
    # UTF-32 first: its mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_NOT_TEXT_FILES: Final = (
    (b"PK\x03\x04", "a word processor document, a spreadsheet or a zip archive"),
    (b"\xd0\xcf\x11\xe0", "a word processor document or a spreadsheet"),
    (b"{\\rtf", "a word processor document"),
    (b"%PDF-", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"RIFF", "a recording"),
    (b"ID3", "a recording"),
    (b"\x1f\x8b", "a compressed file"),
    (b"SQLite format 3", "a database"),
)


def text_of(data: bytes, file: str) -> str:
    """Return the text in `data`, without a byte order mark; `file` is its name in problems.

    Raises Unreadable for more than 5 MB, another encoding than UTF-8, and anything that is not text.
    """
    if len(data) > LARGEST:
        too_large(file)
    for mark, name in _MARKS:
        if data.startswith(mark):
            _encoded(file, name)
    for start, what in _NOT_TEXT_FILES:
        if data.startswith(start):
            message = f"This is not a text file; it looks like {what}."
            _unreadable(file, "", "not-utf-8", message, "Name the menu file, or save the menu as plain text.")
    # Without a mark, the zeros around a Latin letter tell.
    match [byte == 0 for byte in data[:4]]:
        case [False, True, False, True] | [True, False, True, False]:
            _encoded(file, "UTF-16")
        case [False, True, True, True] | [True, True, True, False]:
            _encoded(file, "UTF-32")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig")
        message = "From here on the file is not saved as UTF-8."
        if (letter := data[error.start : error.start + 1].decode("cp1252", "replace")) != "\ufffd":
            message = f"This file is not saved as UTF-8: the first wrong letter is here, probably “{letter}”."
        _unreadable(file, before, "not-utf-8", message, "Save the file again with the encoding UTF-8.")
    if found := NOT_TEXT.search(text):
        message = f"There is a character here that is not text (number {ord(found[0])})."
        _unreadable(
            file, text[: found.start()], "control-character", message, "Delete it, and type the line again."
        )
    return text


def too_large(file: str) -> NoReturn:
    """Raise Unreadable: `file` has more bytes than any menu."""
    message = f"This file is over {LARGEST // 1_000_000} MB, which is too large for a menu."
    _unreadable(file, "", "file-too-large", message, "Check that it is the menu file.")


def _encoded(file: str, name: str) -> NoReturn:
    _unreadable(file, "", "not-utf-8", f"This file is {name}.", "Save it again with the encoding UTF-8.")


def _unreadable(file: str, before: str, rule: str, message: str, remedy: str) -> NoReturn:
    """Raise Unreadable for the place that comes after the text `before`."""
    lines = f"{before}.".splitlines()
    raise Unreadable(Problem(file, len(lines), len(lines[-1]), rule, "error", message, remedy)) from None
