"""Words that ask somebody to speak, in the languages whose words for it are known."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class SpeakingWords:
    """How a language asks for speech, as patterns.

    `asks`: it asks the caller to say something. `either`: it offers a key or speaking as two ways to choose.
    """

    asks: tuple[str, ...]
    either: tuple[str, ...]


_EN_START: Final = (
    r"(?:^|[,;:–—]\s+|\b(?:please|just|simply|now|or|then|and)\s+)"
    r"(?:(?:please|just|simply|now|or|then)\s+)*"
)

_NOT_BY_VOICE: Final = (
    r"(?![^.?!]*\b(?:in\s+a\s+letter|in\s+writing|by\s+(?:post|letter|e-?mail|text)|online|on\s+(?:our|the)\s+"
    r"(?:\w+\s+)?(?:website|web\s+site|form|app)|at\s+the\s+(?:desk|counter))\b)"
)

SPEAKING: Final[Mapping[str, SpeakingWords]] = {
    "en": SpeakingWords(
        (
            _EN_START
            + r"(?:say|speak|state)\b(?!\s+(?:nothing|as\s+(?:much|little)|hello\s+to|up\b|louder|to\b|with\b))",
            r"^(?!\s*(?:if|when|should)\b).*?" + _EN_START + r"tell\s+(?:me|us)\b" + _NOT_BY_VOICE,
            r"(?<!to\s)(?<!not\s)\bsay\s+[\"“‘'][^\"”’']{1,40}[\"”’']",
            r"\byou\s+can\s+(?:also\s+|just\s+|simply\s+|even\s+)*(?:say|speak\s+your|tell\s+(?:me|us))\b(?!\s+(?:nothing|as\s+(?:much|little)))"
            + _NOT_BY_VOICE,
            r"\bspeak\s+(?:to\s+(?:me|us)\s+)?naturally\b|\b(?:voice|speech)\s+recognition\b",
            r"\b(?:in\s+a\s+few\s+words|after\s+the\s+(?:tone|beep)),?\s+(?:please\s+)?(?:say|speak|tell|state|describe)\b",
        ),
        (
            r"\bpress\s+or\s+(?:say|speak)\b",
            r"\b(?:say|speak)\s+or\s+press\b",
            r"\b(?:press|enter|key\s+in|type)\s+(?:\S+\s+){1,4}or\s+(?:(?:just|simply)\s+)?(?:say|speak)\b",
            r"\b(?:say|speak)\s+(?:\S+\s+){1,6}or\s+(?:press|enter|key\s+in|type)\b",
        ),
    ),
    "cy": SpeakingWords(
        (
            r"(?:^|[,;:–—]\s+|\b(?:neu|yna|nawr|a)\s+)(?:dywedwch|dwedwch|siaradwch)\b(?!\s+(?:dim|wrth\s+eich))",
            r"\b(?:gallwch|gellwch)\s+(?:hefyd\s+)?ddweud\b",
        ),
        (
            r"\b(?:pwyswch|gwasgwch)\s+neu\s+(?:dywedwch|dweud)\b",
            r"\b(?:dywedwch|dwedwch)\s+neu\s+(?:pwyswch|gwasgwch|bwyswch)\b",
            r"\b(?:pwyswch|gwasgwch)\s+(?:\S+\s+){1,4}neu\s+(?:dywedwch|dwedwch)\b",
            r"\b(?:dywedwch|dwedwch)\s+(?:\S+\s+){1,6}neu\s+(?:pwyswch|gwasgwch|bwyswch)\b",
        ),
    ),
    "pl": SpeakingWords(
        (
            r"(?:^|[,;:–—]\s+|\b(?:lub|albo|teraz|potem|i|proszę)\s+)(?:powiedz|powiedzieć|mów|wypowiedz)\b"
            r"(?!\s+nic)",
            r"\bmożesz\s+(?:też\s+)?powiedzieć\b",
        ),
        (
            r"\b(?:naciśnij|wciśnij)\s+(?:lub|albo)\s+powiedz\b",
            r"\bpowiedz\s+(?:lub|albo)\s+(?:naciśnij|wciśnij)\b",
            r"\b(?:naciśnij|wciśnij)\s+(?:\S+\s+){1,4}(?:lub|albo)\s+powiedz\b",
            r"\bpowiedz\s+(?:\S+\s+){1,6}(?:lub|albo)\s+(?:naciśnij|wciśnij)\b",
        ),
    ),
}
"""By the first part of a language's code. Another language is one entry more."""
