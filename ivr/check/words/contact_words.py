"""How a text asks for a way to contact somebody, and whether it asks if that is safe; by language."""

import re
from collections.abc import Mapping
from typing import Final

from ivr.check.words.patterns import Patterns


class ContactWords(Patterns):
    """Patterns. `contact`: contacting somebody. `safe`: safety. `asks`: asking for a number or address, or speaking
    of a call back. `when`: when to call. `name`: what name to use. `nearby`: that others may hear."""

    contact: re.Pattern[str]
    safe: re.Pattern[str]
    asks: re.Pattern[str]
    when: re.Pattern[str]
    name: re.Pattern[str]
    nearby: re.Pattern[str]


CONTACT_WORDS: Final[Mapping[str, ContactWords]] = {
    "en": ContactWords(
        contact=r"\b(?:call|ring|phone|text|e-?mail|contact|reach|speak|message|reply|write|number)\w*\b",
        safe=r"\b(?:safe|safely|safest)\b",
        asks=r"\b(?:your|a|another)\s+(?:\w+\s+){0,2}(?:number|e-?mail|contact\s+details?)\b"
        r"|\b(?:call|ring|phone|get\s+back\s+to|contact)\s+you\b|\bcall[ -]?back\b",
        when=r"\b(?:when|what\s+time|which\s+(?:days?|times?)|mornings?|afternoons?|evenings?)\b",
        name=r"\bname\b",
        nearby=r"\b(?:near|nearby|close\s+(?:by|to\s+you)|next\s+to\s+you|beside\s+you|around\s+you|aloud|out\s+loud|overhear\w*|others?\s+(?:may|might|can)\s+hear|alone|listening|heard)\b",
    ),
    "cy": ContactWords(
        contact=r"\b(?:[fg]?ffoni\w*|galw\w*|alw\w*|thecst\w*|tecst\w*|e-?b?m?ost\w*|[cg]h?ysyllt\w*|neges\w*|rhif\w*|siarad)\b",
        safe=r"\b(?:n?diogel\w*|ddiogel\w*|saff)\b",
        asks=r"\b(?:eich|rhif|cyfeiriad)\s+(?:\w+\s+){0,2}(?:rhif|ffôn|e-?bost|cyswllt)\b|\b(?:eich\s+ffonio|eich\s+galw|cysylltu\s+â\s+chi)\b",
        when=r"\b(?:pryd|bore\w*|prynhawn\w*|nos\w*|amser)\b",
        name=r"\b(?:enw|henw)\b",
        nearby=r"\b(?:gerllaw|agos\w*|clywed|uchel|ger\s+eich)\b",
    ),
    "pl": ContactWords(
        contact=r"\b(?:zadzwoni\w*|dzwoni\w*|oddzwoni\w*|telefon\w*|sms\w*|e-?mail\w*|mail\w*|kontakt\w*|skontakt\w*|wiadomoś\w*|numer\w*)\b",
        safe=r"\bbezpieczn\w*\b",
        asks=r"\b(?:numer|adres|kontakt)\w*\s+(?:\w+\s+){0,2}(?:telefonu|e-?mail\w*|kontaktow\w*)\b|\b(?:oddzwoni\w*|zadzwoni\w*\s+do\s+\w+|skontakt\w*\s+się\s+z)\b",
        when=r"\b(?:kiedy|o\s+której|rano|popołudni\w*|wieczor\w*|dni)\b",
        name=r"\b(?:imię|imienia|imieniem|nazw\w*)\b",
        nearby=r"\b(?:pobliżu|obok|głośno|usłysz\w*|słysz\w*)\b",
    ),
}
"""By the first part of a language's code. Another language is one entry more."""
