"""What a password that somebody chooses has to be: long, and not the first that anybody would try.

No signs are asked for, and none is forbidden (NIST SP 800-63B-4, 3.1.1.2; ASVS 5.0 6.2.5).
"""

import unicodedata
from typing import Final

from ivr.message.accounts.passwords import LONGEST, SHORTEST
from ivr.message.accounts.refusals import Refusal

_FEWEST: Final = 5
"""So many different signs it has at least."""
_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "01234567890", "abcdefghijklmnopqrstuvwxyz")
_THIS: Final = ("liaisonline", "liaisonofficer", "password", "hertfordshire", "police")
"""Words of this service, and the word itself."""


def refuse_bad(password: str, login: str, name: str) -> None:
    """Raise Refusal, with words that say what would be better, unless somebody may have this password."""
    chosen = unicodedata.normalize("NFC", password)
    if len(chosen) < SHORTEST:
        raise Refusal(
            f"Choose a password of at least {SHORTEST} letters or other signs. Three or four words are good."
        )
    if len(chosen) > LONGEST:
        raise Refusal(f"Choose a password of at most {LONGEST} letters or other signs.")
    bare = _bare(chosen)
    if len(set(chosen)) < _FEWEST or len(_without(bare, _runs(bare))) < _FEWEST:
        raise Refusal(
            "This password is too easy to guess. Three or four words that do not belong together are good."
        )
    own = [_bare(part) for part in (login, login.partition("@")[0], name, *name.split(), *_THIS)]
    if len(_without(bare, [part for part in own if len(part) > 2])) < _FEWEST:
        raise Refusal(
            "This password is made of your name, your login, or a word of this service. Choose other words."
        )


def _bare(text: str) -> str:
    """Return letters and digits, without capitals and accents, as a guess would begin with them."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if sign.isalnum())


def _without(text: str, parts: list[str]) -> str:
    for part in sorted(parts, key=len, reverse=True):
        text = text.replace(part, "")
    return text


def _runs(text: str) -> list[str]:
    """Return the parts of four signs or more that lie side by side on a keyboard or in the alphabet."""
    found = []
    for row in (*_ROWS, *(row[::-1] for row in _ROWS)):
        for size in range(len(row), 3, -1):
            found += [row[at : at + size] for at in range(len(row) - size + 1) if row[at : at + size] in text]
    return found
