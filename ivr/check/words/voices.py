"""Which language each voice speaks: as Amazon Polly and Google name them, in 2025."""

import re
from collections.abc import Mapping
from typing import Final

_POLLY: Final[Mapping[str, str]] = {
    "ar-AE": "Hala Zayd",
    "ar-XA": "Zeina",
    "ca-ES": "Arlet",
    "cs-CZ": "Jitka",
    "cy-GB": "Gwyneth",
    "da-DK": "Naja Mads Sofie",
    "de-AT": "Hannah",
    "de-CH": "Sabrina",
    "de-DE": "Marlene Vicki Hans Daniel",
    "en-AU": "Nicole Russell Olivia",
    "en-GB": "Amy Emma Brian Arthur Geraint",
    "en-IE": "Niamh",
    "en-IN": "Raveena Aditi Kajal",
    "en-NZ": "Aria",
    "en-SG": "Jasmine",
    "en-US": "Joanna Kendra Kimberly Salli Ivy Joey Justin Matthew Kevin Danielle Gregory Ruth Stephen Patrick",
    "en-ZA": "Ayanda",
    "es-ES": "Conchita Lucia Enrique Sergio Alba Raul",
    "es-MX": "Mia Andres",
    "es-US": "Lupe Penelope Miguel Pedro",
    "fi-FI": "Suvi",
    "fr-BE": "Isabelle",
    "fr-CA": "Chantal Gabrielle Liam",
    "fr-FR": "Celine Lea Mathieu Remi",
    "hi-IN": "Aditi Kajal",
    "is-IS": "Dora Karl",
    "it-IT": "Carla Bianca Giorgio Adriano",
    "ja-JP": "Mizuki Takumi Kazuha Tomoko",
    "ko-KR": "Seoyeon Jihye",
    "nb-NO": "Liv Ida",
    "nl-BE": "Lisa",
    "nl-NL": "Lotte Ruben Laura",
    "pl-PL": "Ewa Maja Jacek Jan Ola",
    "pt-BR": "Vitoria Camila Ricardo Thiago",
    "pt-PT": "Ines Cristiano",
    "ro-RO": "Carmen",
    "ru-RU": "Tatyana Maxim",
    "sv-SE": "Astrid Elin",
    "tr-TR": "Filiz Burcu",
    "yue-CN": "Hiujin",
    "zh-CN": "Zhiyu",
}

SAME: Final = {"cmn": "zh", "arb": "ar", "no": "nb", "fil": "tl", "iw": "he"}
"""Codes of languages that go by two."""

FOR_A_LANGUAGE: Final = {"en": "Polly.Amy-Neural", "cy": "Polly.Gwyneth", "pl": "Polly.Ola-Neural"}
"""A voice to name as an example."""


def locales_of(voice: str) -> tuple[str, ...]:
    """Return the locales that a voice speaks, such as ("en-GB",); () for a voice that is not known.

    >>> locales_of("Polly.Amy-Neural"), locales_of("Google.cy-GB-Standard-A"), locales_of("Polly.Nobody")
    (('en-GB',), ('cy-GB',), ())
    """
    maker, _, name = voice.partition(".")
    if maker == "Google":
        match = re.match(r"[a-z]{2,3}-[A-Z]{2}", name)
        return (match[0],) if match else ()
    person = name.partition("-")[0]
    return tuple(locale for locale, people in _POLLY.items() if person in people.split())
