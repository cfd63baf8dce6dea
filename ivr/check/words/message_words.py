"""How a text tells somebody to leave a message: what belongs before the beep, by language.

Each pattern is a guess. It is added to as texts are met that say it in other words.
"""

import re
from collections.abc import Mapping
from typing import Final

from ivr.check.words.patterns import Patterns

_WHO_EN: Final = (
    r"(?:officers?|team|staff|nurses?|doctors?|advis[eo]rs?|advocates?|workers?|volunteers?|colleagues?|people|person|"
    r"managers?|reception(?:ists?)?|crew|wardens?|someone|somebody|operators?|agents?|specialists?|we|department|us)"
)


class MessageWords(Patterns):
    """Patterns, each of one thing that is said before a recording.

    `asks`: what to say. `hears`: who hears it. `beep`: the beep. `hangs_up`: hanging up, in a sentence that is not
    about an emergency. `nobody_now`: nobody listens at this moment. `ends`: the end of the recording, in a sentence
    that names its key. `any_key`: any key ends it.
    """

    asks: re.Pattern[str]
    hears: re.Pattern[str]
    beep: re.Pattern[str]
    hangs_up: re.Pattern[str]
    nobody_now: re.Pattern[str]
    ends: re.Pattern[str]
    any_key: re.Pattern[str]


MESSAGE_WORDS: Final[Mapping[str, MessageWords]] = {
    "en": MessageWords(
        asks=r"\b(?:say|tell|leave|speak|talk|describe|add|record|ask|what|which|how|give|state|explain)\b",
        hears=rf"\b(?:{_WHO_EN}\s+(?:\w+\s+){{0,3}}(?:listen|hear|use|get|receive|read|see|reply|contact)\w*"
        rf"|(?:tell|ask)\s+(?:the|our|an?|your|one\s+of)\s+(?:\w+\s+){{0,2}}{_WHO_EN}"
        rf"|(?:for|to|by|with)\s+(?:(?:the|our|an?|your|one\s+of)\s+)?(?:\w+\s+){{0,2}}{_WHO_EN})\b",
        beep=r"\b(?:beep|tone|bleep|signal)\b",
        hangs_up=r"\b(?:hang(?:s|ing)?\s+up|put\s+(?:the\s+|your\s+)?(?:phone|receiver)\s+down|ring\s+off"
        r"|cut\s+off|end\s+the\s+call)\b",
        nobody_now=r"\b(?:nobody|no[ -]one|not)\s+(?:is\s+|are\s+|will\s+be\s+)?(?:\w+\s+){0,2}(?:listen|hear|monitor"
        r"|answer|check)\w*|\b(?:is|are)(?:n['’]t|\s+not)\s+(?:\w+\s+){0,2}(?:listened|listening|monitored|checked|heard)"
        r"|\b(?:listen|listened|hear|heard)\s+(?:\w+\s+){0,3}(?:later|next|working\s+day)",
        ends=r"\b(?:finish\w*|done|end|ends|stop\w*|complete\w*|when\s+you\s+have|afterwards|then)\b",
        any_key=r"\bany\s+(?:key|button|digit|number)\b",
    ),
    "cy": MessageWords(
        asks=r"\b(?:dywed\w*|gadew\w*|siarad\w*|disgrif\w*|ychwaneg\w*|recordi\w*|beth|pa|sut|rhowch|eglur\w*)\b",
        hears=r"\b(?:swyddog\w*|th?îm|staff|nyrs\w*|meddyg\w*|cynghorydd|g?ynghorydd|gwirfoddol\w*|rhywun|ni|bobl)\b",
        beep=r"\b(?:bîp|blîp|tôn|dôn|sain)\b",
        hangs_up=r"\b(?:rho(?:i|wch)\s+(?:y|'r)\s*ffôn\s+i\s+lawr|rhoi'r\s+ffôn\s+i\s+lawr|roi'r\s+ffôn\s+i\s+lawr|gorffen\s+yr\s+alwad)\b",
        nobody_now=r"\b(?:does\s+neb|nid\s+oes\s+neb|neb\s+yn)\b",
        ends=r"\b(?:g?orffen\w*|diwedd\w*|ddiwedd\w*|stopi\w*|yna|wedyn)\b",
        any_key=r"\bunrhyw\s+(?:fotwm|rif|allwedd)\b",
    ),
    "pl": MessageWords(
        asks=r"\b(?:o?powie\w*|mów\w*|zostaw\w*|opis\w*|doda\w*|nagra\w*|proszę|jak\w*|co|podaj\w*|wyjaśn\w*)\b",
        hears=r"\b(?:funkcjonariusz\w*|zespo\w*|zespół|pracowni\w*|pielęgniar\w*|lekarz\w*|doradc\w*|konsultant\w*|wolontariusz\w*|ktoś|ludzie|osob\w*)\b",
        beep=r"\b(?:sygna\w*|dźwięk\w*)\b",
        hangs_up=r"\b(?:rozłącz\w*|odłoż\w*|zakończ\w*\s+(?:rozmow|połączeni)\w*)\b",
        nobody_now=r"\bnikt\s+(?:\w+\s+){0,2}nie\b",
        ends=r"\b(?:zakończ\w*|skończ\w*|koniec|koniecznie|zatrzym\w*|potem|następnie)\b",
        any_key=r"\b(?:dowoln\w+|jakikolwiek)\s+(?:klawisz|przycisk)\w*",
    ),
}
"""By the first part of a language's code. Another language is one entry more."""

EMERGENCY_NUMBER: Final = re.compile(
    r"(?<![\w])(?:999|112|9[\s,]+9[\s,]+9|nine[\s,-]+nine[\s,-]+nine|one[\s,-]+one[\s,-]+two"
    r"|naw[\s,-]+naw[\s,-]+naw|dziewięć[\s,-]+dziewięć[\s,-]+dziewięć|sto\s+dwanaście|jeden[\s,-]+jeden[\s,-]+dwa)(?![\w])",
    re.IGNORECASE,
)
"""An emergency number, as it is written or spoken in these languages."""
