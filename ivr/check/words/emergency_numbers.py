"""How the emergency numbers are written and spoken, and the words that would turn a caller away from them."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from ivr.check.words.phrase_list import primary

_FIGURES: Final = r"999|112|9[ -]9[ -]9|1[ -]1[ -]2"

_SPOKEN: Final[Mapping[str, str]] = {
    "en": r"nine[ ,-]+nine[ ,-]+nine|one[ ,-]+one[ ,-]+two|triple[ -]nine",
    "cy": r"naw[ ,-]+naw[ ,-]+naw|un[ ,-]+un[ ,-]+dau",
    "pl": r"dziewięć[ ,-]+dziewięć[ ,-]+dziewięć|jeden[ ,-]+jeden[ ,-]+dwa|sto dwanaście",
}
"""By the first part of a language's code. English is understood in all of them; another language is one entry more."""

_TURNED_AWAY: Final[Mapping[str, re.Pattern[str]]] = {
    "en": re.compile(
        r"(?:\bnot|n['’]t|\bnever|\binstead of|\brather than)"
        r"(?:\s+(?:for|to|the|a|an|your|this|on|ring|call|dial|phone|use|be|put|you|through|connected|with|part|of))*\s*$",
        re.IGNORECASE,
    ),
    "cy": re.compile(
        r"\b(?:nid|peidiwch|na|yn lle)(?:\s+(?:â|a|ffonio|deialu|galw|yw|y))*\s*$", re.IGNORECASE
    ),
    "pl": re.compile(
        r"\b(?:nie|zamiast)(?:\s+(?:jest|to|dzwoń|dzwonić|wybieraj|numer|numeru|pod|na))*\s*$", re.IGNORECASE
    ),
}


def emergency_numbers(text: str, language: str) -> Iterator[re.Match[str]]:
    """Yield where a text names an emergency number for callers to ring. “This is not 999” does not.

    >>> [match[0] for match in emergency_numbers("This is not 999. In danger, ring nine nine nine.", "en")]
    ['nine nine nine']
    """
    code = primary(language)
    spoken = "|".join(dict.fromkeys(words for words in (_SPOKEN["en"], _SPOKEN.get(code, "")) if words))
    away = _TURNED_AWAY.get(code, _TURNED_AWAY["en"])
    for match in re.finditer(rf"(?<![\w+])(?:{_FIGURES}|{spoken})(?![\w])", text, re.IGNORECASE):
        if not away.search(text[: match.start()]):
            yield match
