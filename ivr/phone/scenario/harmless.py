"""What somebody keyed in, without what it says about anybody.

The numbers put in its place are those that Ofcom keeps for drama: they belong to nobody
(https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama).
"""

from __future__ import annotations

import re
from typing import Final

SHORT: Final = 6
"""So many digits in a row are nobody's number: keys of menus, 999, 101, 18001."""

_DRAMA: Final = re.compile(
    r"(?:0|\+44|0044)(?:7700900|1632960|2079460|8081570|9098790|3069990)[0-9]{3}",
)
_DIGITS: Final = re.compile(rf"\+?[0-9]{{{SHORT + 1},}}")
_SPOKEN: Final = re.compile(rf"\+?[0-9](?:[ ,.-]{{0,3}}[0-9]){{{SHORT},}}")
_IN_GROUPS: Final = re.compile(r"(?<![0-9])(?:\+|0)[0-9](?:[ ().-]{0,2}[0-9]){7,}")
_ABROAD: Final = re.compile(r"(\+44|0044)(.*)")
_COUNTED: Final = "1234567890"
_LENGTHS: Final = (9, 10)
"""Digits of a number of the United Kingdom without its 0."""
_FORMS: Final = {"7": "7700900123", "9": "9098790123", "8": "8081570123", "3": "3069990123"}
_ANY: Final = "1632960123"


def harmless(digits: str) -> str:
    """Return what was keyed in with every longer number in it replaced by one that belongs to nobody.

    Up to six digits, and numbers that Ofcom keeps for drama, stay; so do star and hash. The replacement has the same
    form, so that a line takes it, or does not, as it did the real one.

    >>> harmless("1"), harmless("18001"), harmless("07700900456#")
    ('1', '18001', '07700900456#')
    >>> harmless("020" + "71838750"), harmless("+44" + "7" + "0" * 9), harmless("48210937")
    ('01632960123', '+447700900123', '12345678')
    """
    return _DIGITS.sub(lambda found: _replaced(found[0]), digits)


def harmless_title(title: str) -> str:
    """Return a title with every telephone number in it replaced, also one that is written in groups.

    >>> harmless_title("My phone 01632" + " 555 019, at 10:00 on 2026-12-25")
    'My phone 01632960123, at 10:00 on 2026-12-25'
    """
    joined = _IN_GROUPS.sub(lambda found: re.sub(r"[^0-9+]", "", found[0]), title)
    return harmless(joined)


def harmless_words(words: str) -> str:
    """Return words up to the first long number that may be somebody's, however it is spoken.

    >>> harmless_words("The officer would contact you on 0 1 2 3 4, 5 6 7 8 9 0. Is that right?")
    'The officer would contact you on'
    >>> harmless_words("Ring 999. Your number is 0 7 7 0 0, 9 0 0 1 2 3.")
    'Ring 999. Your number is 0 7 7 0 0, 9 0 0 1 2 3.'
    """
    for found in _SPOKEN.finditer(words):
        if not _DRAMA.fullmatch(re.sub(r"[^0-9+]", "", found[0])):
            return words[: found.start()].rstrip(" ,.:;-+")
    return words


def _replaced(digits: str) -> str:
    if _DRAMA.fullmatch(digits):
        return digits
    abroad = _ABROAD.fullmatch(digits)
    prefix, rest = (abroad[1], abroad[2]) if abroad else ("0", digits[1:]) if digits[0] == "0" else ("", "")
    if len(rest) in _LENGTHS:
        return prefix + _FORMS.get(rest[0], _ANY)
    if digits[0] == "+":
        return "+44" + _FORMS["7"]
    return (_COUNTED * (len(digits) // 10 + 1))[: len(digits)]
