"""Words in capitals: which of them are short forms, and which of those most callers know and voices say right."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from ivr.check.once import MOST_TEXTS
from ivr.check.words import words_in
from ivr.menu.placeholders import split

KNOWN: Final = words_in(
    "UK GB USA US EU TV NHS GP BBC OK AM PM DVD CD ID PIN BT LGBT LGBTQ LGBTQIA LGBTI MP HIV GPS SOS COVID CCTV MOT DIY"
)
"""Short forms that need no explaining in the United Kingdom, and that voices say right."""

_EMPHASIS: Final = words_in(
    "A I NOT NO YES NOW ALL ONLY DO IF OR AND TO FOR STOP MUST NEVER ANY YOU YOUR WE THE THIS THAT IS ARE IN ON OF OFF "
    "UP OUT PRESS STAR HASH ZERO ONE TWO THREE FOUR FIVE SIX SEVEN EIGHT NINE PLEASE CALL RING DIAL STAY SAFE HELP "
    "TEXT SEND NEW FREE NEXT BACK GO WAIT HERE BEFORE AFTER ALWAYS NIE TAK LUB I NA DO TYLKO PEIDIWCH DIM"
)
"""Plain words that somebody may write in capitals to stress them."""

LONGEST: Final = 6
"""Letters; a longer word in capitals is a word."""

_CAPITALS: Final = re.compile(r"(?<![\w.@/])(?:[^\W\d_]\.){2,}|(?<![\w.@/-])[^\W\d_]{2,}s?(?![\w@/]|\.\w)")


def acronyms(text: str) -> Iterator[str]:
    """Yield the short forms in capitals of a text, each as it is written, without a plural's s.

    Nothing for a text that is written in capitals throughout.

    >>> list(acronyms("Ask the ASB team, or two PCSOs. Do NOT ring HMRC."))
    ['ASB', 'PCSO', 'HMRC']
    """
    yield from _acronyms(text)


@lru_cache(maxsize=MOST_TEXTS)  # many rules ask about the same texts
def _acronyms(text: str) -> tuple[str, ...]:
    words = " ".join(part for part, _ in split(text))
    if not any(letter.islower() for letter in words):
        return ()
    found = []
    for match in _CAPITALS.finditer(words):
        form = match[0].replace(".", "")
        form = form[:-1] if form.endswith("s") and form[:-1].isupper() else form
        if form.isupper() and 2 <= len(form) <= LONGEST and form not in _EMPHASIS:
            found.append(form)
    return tuple(found)


def is_spelled_out(form: str, text: str) -> bool:
    """Whether a text has the words that a short form stands for, in order: their first letters.

    >>> is_spelled_out("BSL", "For British Sign Language, use the BSL app.")
    True
    >>> is_spelled_out("ASB", "Ask the ASB team about anti-social behaviour.")
    True
    """
    small = words_in("of and the for to in a de i y o")
    words = re.findall(r"[^\W\d_]{2,}", text)
    for start in range(len(words)):
        rest = iter(words[start:])
        for letter in form:
            word = next((each for each in rest if each.casefold() not in small or each[0] == letter), "")
            if not word.casefold().startswith(letter.casefold()) or word == form:
                break
        else:
            return True
    return False
