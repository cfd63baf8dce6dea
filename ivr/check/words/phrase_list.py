"""A list of phrases by language, and where a text has one of them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Final

from ivr.check.once import MOST_TEXTS

_BORDER_BEFORE, _BORDER_AFTER = r"(?<![\w])", r"(?![\w])"
_LETTERS: Final = re.compile(r"\\.|[^\\]+", re.DOTALL)

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
        plain, small = _evened(text)
        if small is not None:
            hint = self._hint(code)
            if hint is not None and not hint.search(small):
                return
        for match in _matches(self._pattern(code), plain):
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

    def _hint(self, code: str) -> re.Pattern[str] | None:
        """Return a pattern that finds something in a text in small letters wherever `_pattern` does in the text.

        It takes a third of the time, as capitals need not be thought of, and most texts have no phrase. None where
        some phrase tells capitals from small letters.
        """
        if code not in self._hints:
            phrases = "|".join(map(_in_small_letters, self.by_language[code]))
            switches = "(?-i" in phrases or "(?i" in phrases
            self._hints[code] = (
                None if switches else re.compile(f"{_BORDER_BEFORE}(?:{phrases}){_BORDER_AFTER}")
            )
        return self._hints[code]

    @cached_property
    def _compiled(self) -> dict[str, re.Pattern[str]]:
        return {}

    @cached_property
    def _hints(self) -> dict[str, re.Pattern[str] | None]:
        return {}


def _in_small_letters(pattern: str) -> str:
    """Return a pattern with its letters small; those after a backslash mean something else and stay."""
    return _LETTERS.sub(lambda found: found[0] if found[0][0] == "\\" else found[0].lower(), pattern)


@lru_cache(maxsize=MOST_TEXTS)
def _evened(text: str) -> tuple[str, str | None]:
    """Return a text with its blanks evened out, and the same in small letters.

    None in place of those where a letter has more than one small form (“ſ” is an “s”, too), so that small letters do
    not tell all that a pattern finds which takes capitals and small letters for the same.
    """
    plain = " ".join(text.split())
    small = plain.lower()
    return plain, small if len(small) == len(plain) and small.upper().lower() == small else None


@lru_cache(maxsize=MOST_TEXTS)
def _matches(pattern: re.Pattern[str], plain: str) -> tuple[re.Match[str], ...]:
    return tuple(pattern.finditer(plain))


@lru_cache(maxsize=MOST_LANGUAGES)
def primary(language: str) -> str:
    """Return the first part of a language's code: "en" of "en-GB"."""
    return language.partition("-")[0].casefold()
