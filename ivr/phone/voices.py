"""Which voices there are, what language each speaks, and how many characters each can say at once.

The British voices are known one by one (types of twilio-node); other Polly and Google voices by the pattern of
their names, and a few by their language, to find a voice and a language that do not go together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

BASIC = frozenset({"man", "woman"})

_POLLY_GB = [
    "Amy",
    "Brian",
    "Emma",
    "Amy-Neural",
    "Arthur-Neural",
    "Brian-Neural",
    "Emma-Neural",
    "Amy-Generative",
]
_CHIRP_GB = ["Aoede", "Charon", "Fenrir", "Kore", "Leda", "Orus", "Puck", "Zephyr"]
BRITISH = frozenset(
    [f"Polly.{name}" for name in _POLLY_GB]
    + [f"Google.en-GB-{kind}-{letter}" for kind in ("Standard", "Wavenet", "Neural2") for letter in "ABCDFNO"]
    + [f"Google.en-GB-Chirp3-HD-{name}" for name in _CHIRP_GB]
)

_POLLY_ELSEWHERE: Mapping[str, str] = {
    "en-US": "Joanna Matthew Ivy Joey Justin Kendra Kimberly Salli Kevin Ruth Stephen Danielle Gregory",
    "en-AU": "Nicole Russell Olivia",
    "en-IE": "Niamh",
    "en-IN": "Raveena Kajal",
    "en-GB-WLS": "Geraint",
    "cy-GB": "Gwyneth",
    "pl-PL": "Ewa Maja Jacek Jan Ola",
    "ro-RO": "Carmen",
    "de-DE": "Hans Marlene Vicki Daniel",
    "es-ES": "Conchita Enrique Lucia Sergio",
    "it-IT": "Carla Giorgio Bianca Adriano",
    "fr-FR": "Mathieu Lea Remi",
    "nl-NL": "Lotte Ruben Laura",
    "tr-TR": "Filiz Burcu",
}
_LANGUAGE_OF = {name: locale for locale, names in _POLLY_ELSEWHERE.items() for name in names.split()}
_POLLY = re.compile(r"Polly\.([A-Z][A-Za-zÀ-ÿ]+)(-Neural|-Generative|-Long-Form)?")
_GOOGLE = re.compile(
    r"Google\.([a-z]{2,3}-[A-Z]{2})-(Standard|Wavenet|Neural2|Studio|News|Polyglot|Chirp3-HD)-(\w+)"
)


def complaint(voice: str, language: str | None) -> str | None:
    """What is wrong with this voice for this language (None: not named); None if nothing is."""
    if voice in BASIC:
        return None
    polly, google = _POLLY.fullmatch(voice), _GOOGLE.fullmatch(voice)
    if voice in BRITISH:
        speaks: str | None = "en-GB"
    elif google and google[1] != "en-GB":
        speaks = google[1]
    elif polly and polly[1] in _LANGUAGE_OF:
        speaks = _LANGUAGE_OF[polly[1]]
    elif polly and f"Polly.{polly[1]}" not in BRITISH and f"{polly[0]}-Neural" not in BRITISH:
        speaks = None
    else:
        return f"there is no voice '{voice}'"
    if language is not None and language != speaks and (speaks is not None or language == "en-GB"):
        spoken = f"speaks {speaks}" if speaks else "is not one of the en-GB voices"
        return f"the voice {voice} {spoken}, and the language is {language}; Twilio may not speak at all"
    return None


def language_of(voice: str) -> str:
    """The language that a voice speaks; Twilio's own "en-US" where its name does not say."""
    polly, google = _POLLY.fullmatch(voice), _GOOGLE.fullmatch(voice)
    if voice in BRITISH:
        return "en-GB"
    if google:
        return google[1]
    return _LANGUAGE_OF.get(polly[1], "en-US") if polly else "en-US"


def most_characters(voice: str) -> tuple[int, bool]:
    """How many characters the voice says in one Say, and whether tags count."""
    if voice.startswith("Polly."):
        return 3000, False
    if voice.startswith("Google."):
        return 5000, True
    return 4096, False


def is_made_by_network(voice: str) -> bool:
    """Whether the voice is neural or generative: such voices know neither emphasis nor pitch."""
    return (
        voice.startswith("Polly.") and voice.endswith(("-Neural", "-Generative"))
    ) or "-Chirp3-HD-" in voice
