"""Words that ask for more than one press for one choice, in the languages whose words for keys are known."""

from collections.abc import Mapping
from typing import Final

from ivr.check.words import words_in

SHORT_NUMBERS: Final = words_in("55 101 105 111 112 116 119 123 999 116123 18000 18001")
"""Numbers that people know as such, and two presses that belong to a 999 call."""

_KEY: Final = r"(?:[0-9*#]|star|hash|asterisk|zero|one|two|three|four|five|six|seven|eight|nine)"
_EN: Final = (
    r"\b(?:press|push|hit|select|choose|enter|type|key\s+in)(?:\s+(?:the|key|keys|number|button))*\s+"
)
_KLAWISZ: Final = r"(?:[0-9*#]|gwiazdkę|krzyżyk|jeden|dwa|trzy|cztery|pięć|sześć|siedem|osiem|dziewięć)"
_PL: Final = r"\b(?:naciśnij|wciśnij|wybierz)(?:\s+(?:klawisz|klawisze|przycisk|cyfrę))*\s+"
_BOTWM: Final = r"(?:[0-9*#]|seren|stwnsh|un|dau|tri|pedwar|pump|chwech|saith|wyth|naw)"
_CY: Final = r"\b(?:pwyswch|gwasgwch)(?:\s+(?:y|botwm|rhif))*\s+"

KEY_COMBINATIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "en": (
        _EN + r"(?P<number>\d{2,4})\b(?!\s*(?:-|–|or|to)\s*\d|\s+(?:digit|number|figure|character)s?\b)",
        _EN
        + _KEY
        + r"\b,?\s+(?:and\s+then|then|and|followed\s+by)\s+(?:the\s+)?(?:press\s+)?"
        + _KEY
        + r"(?!\w)",
        _EN + r"(?:star|hash|asterisk)\s+" + _KEY + r"(?!\w)",
        _EN + _KEY + r"(?:\s+key)?\s+(?:twice|(?:two|three|four|\d)\s+times)\b",
        r"\b(?:press|push)\s+and\s+hold\b|\bhold\s+(?:down\s+)?(?:the\s+)?(?:key\s+)?" + _KEY + r"\b",
    ),
    "cy": (
        _CY + r"(?P<number>\d{2,4})\b",
        _CY + _BOTWM + r"\b,?\s+(?:ac\s+yna|yna|a|ac)\s+(?:pwyswch\s+)?" + _BOTWM + r"(?!\w)",
        _CY + _BOTWM + r"\s+(?:ddwywaith|dwywaith|deirgwaith)\b",
        r"\b(?:pwyswch|gwasgwch)\s+a\s+(?:daliwch|dal)\b",
    ),
    "pl": (
        _PL + r"(?P<number>\d{2,4})\b",
        _PL
        + _KLAWISZ
        + r"(?!\w),?\s+(?:a\s+potem|potem|a\s+następnie|następnie|i)\s+(?:naciśnij\s+)?"
        + _KLAWISZ
        + r"(?!\w)",
        _PL + _KLAWISZ + r"(?!\w)\s+(?:dwa\s+razy|dwukrotnie|trzy\s+razy)\b",
        r"\bprzytrzymaj\b",
    ),
}
"""By the first part of a language's code: patterns. What is in the group `number` may be a number people know."""
