"""Where words name a key: "press 1", in the languages whose words for it are known."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from ivr.check.once import MOST_TEXTS


@dataclass(frozen=True, slots=True)
class Words:
    """How a language speaks of keys.

    `press`: patterns of the verb, with what may stand between it and the key. `names`: names of keys besides
    digits. `purposes`: words that begin what a key is for. `empty`: words that say nothing about what a key does.
    """

    press: str
    names: str
    purposes: str
    empty: frozenset[str]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LANGUAGES: Final[Mapping[str, Words]] = {
    "en": Words(
        r"(?:press|push|hit|touch|tap|punch|dial|choose|select|key(?!\s+\S+\s+(?:ha|i|wa|doe|mean|lead|reache)s\b))(?:\s+or\s+say)?"
        r"(?:\s+(?:the|key|number|button|option))*",
        r"zero|one|two|three|four|five|six|seven|eight|nine|star|asterisk|hash|pound|nought|naught",
        r"for|to|if",
        _words(
            "or and then please you can may could should must just simply now "
            "also next first either else so but"
        ),
    ),
    "cy": Words(
        r"(?:pwyswch|gwasgwch|pwyso)(?:\s+(?:y|botwm|rhif))*",
        r"dim|un|dau|tri|pedwar|pump|chwech|saith|wyth|naw|seren|stwnsh",
        r"i|am|ar\s+gyfer|os",
        _words("neu a ac yna os gwelwch yn dda gallwch nawr hefyd"),
    ),
    "pl": Words(
        r"(?:naciśnij|wciśnij|nacisnąć|wybierz)(?:\s+(?:klawisz|przycisk|cyfrę))*",
        r"zero|jeden|dwa|trzy|cztery|pięć|sześć|siedem|osiem|dziewięć|gwiazdkę|gwiazdka|krzyżyk",
        r"aby|żeby|by|jeśli|jeżeli|dla|w\s+celu",
        _words("lub albo i oraz potem następnie proszę można teraz też"),
    ),
}
"""By the first part of a language's code. Another language is one entry more."""

HASHES: Final = frozenset({"hash", "pound", "#", "krzyżyk", "stwnsh"})
"""Names of the key that ends an entry: "Then press hash" offers no choice."""

ZEROS: Final = frozenset({"nought", "naught"})
"""Other names of 0: callers who know them hear the key named, whatever standard-key-words says of them."""

_SENTENCE_END: Final = re.compile(r"(?<=[.?!;])\s+")
"""A colon ends nothing: “Bins: press 3” says first what the key does."""


@dataclass(frozen=True, slots=True)
class KeyPhrase:
    """A key named in a sentence: the key as written, the words before it since the last key, the words after it up to
    the next comma or key phrase, and where in the whole text it starts."""

    key: str
    before: str
    after: str
    start: int


def words_of(language: str) -> Words | None:
    """Return how a language speaks of keys; None where that is not known."""
    return LANGUAGES.get(language.partition("-")[0])


def key_phrases(text: str, words: Words) -> tuple[KeyPhrase, ...]:
    """Return every single key that a text tells somebody to press. Two keys in a row ("5, 5") are no choice.

    >>> [(p.key, p.before, p.after) for p in key_phrases("For bins, press 3.", LANGUAGES["en"])]
    [('3', 'For bins, ', '')]
    """
    return _kept(text, words)


@lru_cache(maxsize=MOST_TEXTS)  # many rules ask about the same texts
def _kept(text: str, words: Words) -> tuple[KeyPhrase, ...]:
    return tuple(_phrases(text, words))


def _phrases(text: str, words: Words) -> Iterator[KeyPhrase]:
    pattern = _pattern(words)
    start = 0
    for sentence in _SENTENCE_END.split(text):
        start = text.index(sentence, start)
        matches = list(pattern.finditer(sentence))
        for place, match in enumerate(matches):
            before = sentence[matches[place - 1].end() if place else 0 : match.start()]
            end = matches[place + 1].start() if place + 1 < len(matches) else len(sentence)
            after = re.split(r"[,.?!;:]", sentence[match.end() : end])[0]
            if place + 1 < len(matches) and "," not in sentence[match.end() : end]:
                after = ""  # without a comma between them, these words belong to the key that follows
            yield KeyPhrase(match["key"].lower(), before, after.strip(), start + match.start())
        start += len(sentence)


@cache
def _pattern(words: Words) -> re.Pattern[str]:
    key = rf"(?:[0-9*#]|{words.names})"
    return re.compile(
        rf"\b{words.press}\s+(?P<key>{key})(?![\w*#])(?!\s*,?\s*{key}(?![\w*#]))(?!\s+of\b)", re.IGNORECASE
    )


def says_something(before: str, words: Words) -> bool:
    """Whether words before a key could tell what it does: there is one that is not empty of meaning."""
    return any(word.casefold() not in words.empty for word in re.findall(r"\w+|…", before))
