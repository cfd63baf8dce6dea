"""A list of phrases by language, and where a text has one of them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Final

_BORDER_BEFORE, _BORDER_AFTER = r"(?<![\w])", r"(?![\w])"

MOST_TEXTS: Final = 4096
"""Texts whose phrases are remembered: menus say many things again and again."""
MOST_LANGUAGES: Final = 256


@dataclass(frozen=True)
class PhraseList:
    """Phrases to be found, each with what to write instead.

    `by_language`: for the first part of each language's code, patterns of whole words, capital or not, with the words
    to use instead.
    """

    by_language: Mapping[str, Mapping[str, str]] = field(repr=False)

    def knows(self, language: str) -> bool:
        """Whether there is a list for a language."""
        return primary(language) in self.by_language

    def found(self, text: str, language: str) -> Iterator[tuple[re.Match[str], str]]:
        """Yield where a text has a phrase, with what to write instead, in the order of the text.

        Blanks are evened out first. Of phrases that overlap only the first is told. Nothing for a language without a
        list.
        """
        code = primary(language)
        phrases = self.by_language.get(code)
        if not phrases:
            return
        for match in _matches(self._pattern(code), text):
            place = int(next(name for name, value in match.groupdict().items() if value is not None)[1:])
            yield match, tuple(phrases.values())[place]

    def _pattern(self, code: str) -> re.Pattern[str]:
        """Return the pattern of all phrases of a language, compiled when the first text in it comes."""
        pattern = self._compiled.get(code)
        if pattern is None:
            phrases = "|".join(f"(?P<p{place}>{each})" for place, each in enumerate(self.by_language[code]))
            pattern = re.compile(f"{_BORDER_BEFORE}(?:{phrases}){_BORDER_AFTER}", re.IGNORECASE)
            self._compiled[code] = pattern
        return pattern

    @cached_property
    def _compiled(self) -> dict[str, re.Pattern[str]]:
        return {}


@lru_cache(maxsize=MOST_TEXTS)
def _matches(pattern: re.Pattern[str], text: str) -> tuple[re.Match[str], ...]:
    return tuple(pattern.finditer(" ".join(text.split())))


@lru_cache(maxsize=MOST_LANGUAGES)
def primary(language: str) -> str:
    """Return the first part of a language's code: "en" of "en-GB"."""
    return language.partition("-")[0].casefold()
