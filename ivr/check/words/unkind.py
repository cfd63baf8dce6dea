"""Words that put a mistake on the caller, threaten, or hurry, with what to say instead."""

import re
from collections.abc import Iterator
from typing import Final

from ivr.check.words.phrase_list import PhraseList, primary

_NOT_CAUGHT: Final = "Sorry, I did not catch that."
_STILL_HERE: Final = "Take your time. We are still here."
_NIE_ZROZUMIALAM: Final = "Przepraszam, nie udało mi się tego odczytać."
_NI_DDEALLAIS: Final = "Mae’n ddrwg gen i, wnes i ddim deall hynny."

UNKIND: Final = PhraseList(
    {
        "en": {
            r"invalid\w*": _NOT_CAUGHT,
            r"in-?correct(?:ly)?": _NOT_CAUGHT,
            r"(?:is|was|are)(?: not|n['’]t) (?:a )?(?:valid|correct)": _NOT_CAUGHT,
            r"not (?:a )?valid|that['’]s not (?:right|correct|valid)": _NOT_CAUGHT,
            r"you must (?:press|choose|select|enter|answer|respond|reply|make|give|say)": _STILL_HERE,
            r"exceeded (?:the|your) (?:\w+ ){0,3}(?:attempts|tries|time|limit|number)": (
                "I will put you through to a person."
            ),
            r"(?:can(?:not|['’]t)|could(?: not|n['’]t)|do(?: not|n['’]t)) (?:\w+ )?(?:understand|make out) "
            r"(?:you|what you (?:said|say))": "You can use the keypad.",
            r"(?:will|shall|must|going to) (?:now )?(?:disconnect|cut|drop|hang up on) (?:you|your|this|the)": (
                "I will put you through to a person."
            ),
            r"(?:again|please) (?:properly|correctly)|(?:properly|correctly) this time": _NOT_CAUGHT,
            r"(?:not (?:an? )?|un-?)acceptable": _NOT_CAUGHT,
            r"(?<!went )(?<!gone )wrong(?:ly)?(?! with)": _NOT_CAUGHT,
            r"bad (?:entry|entries|input|key|choice|option|number|selection|digits?|request)": _NOT_CAUGHT,
            r"illegal\w*": _NOT_CAUGHT,
            r"(?:not allowed|not permitted|forbidden|prohibited|denied|rejected)": "That key does nothing here.",
            r"out of range": "That key does nothing here.",
            r"you(?:['’]ve| have)? fail(?:ed)?": _NOT_CAUGHT,
            r"failure to \w+": _STILL_HERE,
            r"(?:failed|unsuccessful) (?:\w+ )?(?:attempts?|tries|try|entry|entries)": "You can try once more.",
            r"(?:(?<=[.?!] )|^)error(?= ?[.,:!–—-])": _NOT_CAUGHT,
            r"you(?:['’]ve| have)? made (?:a|an|another|too many) (?:mistakes?|errors?)": _NOT_CAUGHT,
            r"your (?:mistake|error|fault)s?": _NOT_CAUGHT,
            r"too many (?:\w+ )?(?:attempts|tries|errors|mistakes|times)": "I will put you through to a person.",
            r"maximum (?:number of )?(?:\w+ )?(?:attempts|tries|retries)": "I will put you through to a person.",
            r"speak (?:up|louder|more loudly|(?:more )?clearly|more slowly|slower)": "You can use the keypad.",
            r"(?:raise|lift) your voice": "You can use the keypad.",
            r"are you (?:still )?(?:there|on the line)": _STILL_HERE,
            r"is any(?:one|body) there": _STILL_HERE,
            r"you(?:['’]ve| have)? (?:took|taken) too long": _STILL_HERE,
            r"too slow(?:ly)?": _STILL_HERE,
            r"(?:have|has|had|you|session|call) timed out": _STILL_HERE,
            r"pay attention": _STILL_HERE,
            r"(?:as|like) (?:i|we) (?:already )?said": "I will say the choices again.",
            r"(?:i|we)(?:['’]ve| have)? already told you": "I will say the choices again.",
            r"you (?:are|were) (?:not listening|told)": "I will say the choices again.",
            r"(?:will|shall) (?:be|now be) (?:terminated|disconnected|cut off)": "I will put you through to a person.",
            r"terminat(?:e|ed|ing)": "I will put you through to a person.",
        },
        "cy": {
            r"annilys\w*": _NI_DDEALLAIS,
            r"(?:yn )?(?:anghywir|wallus)": _NI_DDEALLAIS,
            r"(?:eich|dy) (?:camgymeriad|gwall|bai)": _NI_DDEALLAIS,
            r"(?:ddim|nid yw(?:['’]n)?) (?:yn )?(?:ddilys|gywir)": _NI_DDEALLAIS,
            r"(?:siaradwch|siarad) (?:yn )?(?:uwch|gliriach|glir|arafach)": "Gallwch ddefnyddio’r bysellbad.",
            r"(?:ydych|wyt) (?:chi|ti) (?:yno|yna)(?: o hyd)?": "Cymerwch eich amser.",
            r"(?:rydych|rydyn|rwyt)(?: chi| ti)? wedi methu": _NI_DDEALLAIS,
            r"gormod o (?:weithiau|ymdrechion|gamgymeriadau)": "Byddaf yn eich cysylltu â pherson.",
        },
        "pl": {
            r"nieprawidłow\w+": _NIE_ZROZUMIALAM,
            r"niepoprawn\w+": _NIE_ZROZUMIALAM,
            r"niewłaściw\w+": _NIE_ZROZUMIALAM,
            r"nieważn\w+": _NIE_ZROZUMIALAM,
            r"błędn\w+": _NIE_ZROZUMIALAM,
            r"zł(?:y|a|e|ego|ą) (?:numer|klawisz|wybór|cyfr\w+|opcj\w+|przycisk|odpowiedź)": _NIE_ZROZUMIALAM,
            r"(?:pan|pani|państwa|twój) błąd": _NIE_ZROZUMIALAM,
            r"(?:popełni\w+|zrobi\w+) (?:pan |pani |państwo )?błąd": _NIE_ZROZUMIALAM,
            r"(?:mów|mówić|proszę mówić) (?:głośniej|wyraźniej|wolniej)": "Można używać klawiatury.",
            r"czy (?:pan |pani |państwo )?(?:jest|jesteś|są)(?: pan| pani| państwo)?(?: jeszcze| nadal)? tam": (
                "Proszę się nie spieszyć."
            ),
            r"zbyt (?:długo|wolno)": "Proszę się nie spieszyć.",
            r"zbyt wiele (?:prób|błędów|razy)": "Połączymy z konsultantem.",
        },
    }
)
"""By the first part of a language's code. Another language is one entry more."""

_ABOUT_SOMETHING_ELSE: Final = {
    "en": re.compile(
        r"\b(?:if|whether|when|unless|in case)\b[^.?!]*$"
        r"|\b(?:something|anything|nothing|everything|what)(?:\s+(?:is|was|went|has gone|goes|looks|sounds))?\s*$",
        re.IGNORECASE,
    ),
    "cy": re.compile(r"\b(?:os|pan|rhywbeth|unrhyw beth)\b[^.?!]*$", re.IGNORECASE),
    "pl": re.compile(r"\b(?:jeśli|jeżeli|gdy|czy|coś)\b[^.?!]*$", re.IGNORECASE),
}
"""What stands before a word that then blames nobody: “If that is wrong, press star.”"""

_ABOUT_NUMBERS: Final = re.compile(
    r"(?:in-?correct|wrong|is(?: not|n['’]t)|that['’]s not|anghywir|wallus|ddim|nid|nie|błęd)",
    re.IGNORECASE,
)
"""Words for what is not right, which a condition may use without blame."""


def unkind_words(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield the words of a text that blame, threaten or hurry, each with what to say instead.

    >>> [found for found, _ in unkind_words("If that is wrong, press star. That is an invalid choice.", "en")]
    ['invalid']
    """
    apart = _ABOUT_SOMETHING_ELSE.get(primary(language))
    for match, instead in UNKIND.found(text, language):
        if not (apart and _ABOUT_NUMBERS.match(match[0]) and apart.search(text[: match.start()])):
            yield match[0], instead
