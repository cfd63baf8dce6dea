"""What a password that somebody chooses has to be: long, and not among the first that anybody would try.

No signs are asked for, and none is forbidden (NIST SP 800-63B-4, 3.1.1.2; ASVS 5.0 6.2.5). What guessing programs try
first of this length is refused by what it is made of: words that head every list of stolen passwords, the officer's
own names, words of this service, signs that lie side by side, and repetitions. What is left has to be a handful.
"""

import re
import unicodedata
from collections.abc import Iterable
from importlib.resources import files
from itertools import pairwise
from typing import Final

from ivr.message.accounts.breached import is_breached
from ivr.message.accounts.passwords import LONGEST, SHORTEST
from ivr.message.accounts.refusals import Refusal

_FEWEST: Final = 8
"""So many different signs are left of it at least, without all that is easy to guess."""
_KEYBOARD: Final = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_DOWN: Final = ("1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm", "8ik", "9ol", "0p")
_WALKS: Final = (*_KEYBOARD, *_DOWN, "abcdefghijklmnopqrstuvwxyz", "01234567890")
_LEET: Final = str.maketrans("013457", "oleast")
_COMMON: Final = tuple(files(__package__).joinpath("tried_first.txt").read_text(encoding="ascii").split())
"""Words that head the lists of stolen passwords, and words of this service."""
_DIGITS: Final = re.compile(r"\d{3,}")
"""Years, and other numbers: however long one is, it counts as one sign."""


def refuse_bad(password: str, login: str, name: str) -> None:
    """Raise Refusal, with words that say what would be better, unless somebody may have this password."""
    chosen = unicodedata.normalize("NFC", password)
    if len(chosen) < SHORTEST:
        raise Refusal(
            f"Choose a password of at least {SHORTEST} letters or other signs. Three or four words are good."
        )
    if len(chosen) > LONGEST:
        raise Refusal(f"Choose a password of at most {LONGEST} letters or other signs.")
    own = {_bare(part) for part in (*re.split(r"[@._+-]", login), *re.split(r"[\s'-]", name), login, name)}
    bare = _bare(chosen)
    others = {sign for sign in chosen if not sign.isalnum() and not sign.isspace()}
    if is_breached(chosen):
        raise Refusal(
            "This password was stolen somewhere else, and is among those that are tried first. Three or four words "
            "that do not belong together are good."
        )
    easy = min(_left(bare, own), _left(bare.translate(_LEET), own))
    if easy + len(others) < _FEWEST:
        raise Refusal(
            "This password is too easy to guess: it is made of names, of words that are tried first, or of signs in a "
            "row. Three or four words that do not belong together are good."
        )


def _left(bare: str, own: Iterable[str]) -> int:
    """Return how many different signs there are without all that is easy to guess."""
    rest = bare
    words = {word for word in (*own, *_COMMON) if len(word) > 2}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        rest = rest.replace(word, " ")
    parts = [_once(part) for part in _DIGITS.sub(" 0 ", rest).split()]
    return len({sign for part in parts for sign in _turns(part)})


def _once(text: str) -> str:
    """Return what a text is made of that is written more than once, once: `abcabc` is `abc`."""
    return re.sub(r"(.+?)\1+", r"\1", text)


def _turns(part: str) -> str:
    """Return the first sign of each run along a keyboard, an alphabet or one sign.

    Of two runs whose signs are typed in turn, as in `q1w2e3`, those of both.
    """
    straight = _run_starts(part)
    return min(straight, _run_starts(part[::2]) + _run_starts(part[1::2]), key=len)


def _run_starts(part: str) -> str:
    return part[:1] + "".join(after for before, after in pairwise(part) if not _next(before, after))


def _next(one: str, other: str) -> bool:
    """Say whether two signs lie side by side, on a keyboard or in the alphabet, or are the same."""
    return one == other or any(one + other in walk or other + one in walk for walk in _WALKS)


def _bare(text: str) -> str:
    """Return letters and digits, without capitals and accents, as a guess would begin with them."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if sign.isalnum())
