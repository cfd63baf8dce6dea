"""A list of phrases by language, and where a text has one of them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

_BORDER_BEFORE, _BORDER_AFTER = r"(?<![\w])", r"(?![\w])"


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
        pattern = self._patterns.get(primary(language))
        for match in pattern.finditer(" ".join(text.split())) if pattern else ():
            place = int(next(name for name, value in match.groupdict().items() if value is not None)[1:])
            yield match, tuple(self.by_language[primary(language)].values())[place]

    @cached_property
    def _patterns(self) -> Mapping[str, re.Pattern[str]]:
        return {
            language: re.compile(
                _BORDER_BEFORE
                + f"(?:{'|'.join(f'(?P<p{place}>{phrase})' for place, phrase in enumerate(phrases))})"
                + _BORDER_AFTER
                if phrases
                else r"(?!)",
                re.IGNORECASE,
            )
            for language, phrases in self.by_language.items()
        }


def primary(language: str) -> str:
    """Return the first part of a language's code: "en" of "en-GB"."""
    return language.partition("-")[0].casefold()
