"""What a text says a key is for: a person, going back, hearing again…"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from ivr.call.keys import Key
from ivr.check.key_phrases import words_of
from ivr.check.once import MOST_TEXTS
from ivr.check.survey.sounding import key_named
from ivr.check.texts import Text
from ivr.check.words.key_purposes import KEY_PURPOSES
from ivr.check.words.person_names import PERSON_NAMES
from ivr.check.words.told_keys import told_phrases
from ivr.menu.types import Prompt


@dataclass(frozen=True, slots=True)
class Named:
    """A key that a text tells somebody to press.

    `purpose`: the words that say what for, in `language`.
    """

    key: Key
    purpose: str
    language: str

    @property
    def meanings(self) -> frozenset[Key]:
        """The keys whose own meaning the purpose tells, of those that mean the same everywhere."""
        return meanings_of(self.purpose, self.language)

    @property
    def explicit(self) -> bool:
        """Whether there are words such as "to …" or "if …", so that some purpose is told, known here or not."""
        words = words_of(self.language)
        return words is not None and _explicit(words.purposes).search(self.purpose) is not None

    def is_said_to_mean(self, key: Key) -> bool:
        """Whether the words tell the meaning of a key, or tell nothing that speaks against it."""
        return key in self.meanings or not (self.meanings or self.explicit)


def knows(language: str) -> bool:
    """Whether the words of a language for keys and their meanings are known."""
    return words_of(language) is not None and language.partition("-")[0] in KEY_PURPOSES


def named_keys(text: str, language: str) -> tuple[Named, ...]:
    """Return every key a text tells somebody to press; none in a language whose words are not known.

    >>> [(n.key, n.purpose, sorted(n.meanings)) for n in named_keys("To go back, press star.", "en")]
    [('star', 'To go back', ['star'])]
    """
    return _named(text, language)


@lru_cache(maxsize=MOST_TEXTS)  # several rules ask about the same texts
def _named(text: str, language: str) -> tuple[Named, ...]:
    words = words_of(language)
    if words is None or not knows(language):
        return ()
    found: list[Named] = []
    for phrase in told_phrases(Text(text, language, (), _NO_PROMPT), words):
        key = key_named(phrase.key, language)
        if key is not None:
            purpose = " ".join(filter(None, (_trimmed(phrase.before), phrase.after)))
            found.append(Named(key, purpose, language))
    return tuple(found)


@lru_cache(maxsize=MOST_TEXTS)  # several rules ask about the same words
def meanings_of(words: str, language: str) -> frozenset[Key]:
    """Return the keys whose own meaning some words tell."""
    patterns = _patterns(language.partition("-")[0])
    return frozenset(key for key, pattern in patterns.items() if pattern.search(words))


def names_somebody(words: str, language: str) -> bool:
    """Whether some words name a person, or say that somebody is spoken to."""
    pattern = _somebody(language.partition("-")[0])
    return pattern is not None and pattern.search(words) is not None


def tells(texts: Iterable[tuple[str, str]], key: Key) -> bool:
    """Whether one of the texts, each with its language, names a key with its own meaning."""
    return any(
        named.key == key and named.is_said_to_mean(key)
        for text, language in texts
        for named in named_keys(text, language)
    )


_NO_PROMPT: Final = Prompt(words="…")
_DANGLING: Final = re.compile(
    r"(?:\b(?:to|and|or|then|please|by|can|you|just)\b|[\s,;:–—-])+$", re.IGNORECASE
)
"""What may stand right before "press" and says nothing: "remember to", "or just"."""


def _trimmed(before: str) -> str:
    return _DANGLING.sub("", before.strip(" ,;:–—-"))


@cache
def _explicit(purposes: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{purposes})\s+\w+", re.IGNORECASE)


@cache
def _somebody(language: str) -> re.Pattern[str] | None:
    persons = PERSON_NAMES.get(language)
    return re.compile(rf"\b(?:{'|'.join(persons)})(?!\w)", re.IGNORECASE) if persons else None


@cache
def _patterns(language: str) -> dict[Key, re.Pattern[str]]:
    return {
        key: re.compile(rf"\b(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)
        for key, patterns in KEY_PURPOSES.get(language, {}).items()
    }
