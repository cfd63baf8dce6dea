"""How many digits, and how much time, a text speaks of, in the languages whose words for it are known."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from ivr.check.words.phrase_list import primary


@dataclass(frozen=True)
class Counting:
    """How a language counts. `numbers`: its words for numbers. `digits`: a pattern of its words for digits.

    `units`: patterns of its words for lengths of time, with their seconds. `half`: a pattern of “and a half”.
    """

    numbers: Mapping[str, float]
    digits: str
    units: Mapping[str, int]
    half: str

    @property
    def number(self) -> str:
        """A pattern of a number, in figures or words."""
        words = "|".join(re.escape(word) for word in sorted(self.numbers, key=len, reverse=True))
        return rf"(?<![\w.,])(?:\d+|{words})(?![\d])"

    @cached_property
    def several_digits(self) -> re.Pattern[str]:
        """A pattern of one or two numbers before the word for digits: “10 or 11 digits”, “eight-digit”."""
        between = r"(?:\s*(?:,|-|–|or|to|and|i|do|lub|neu)\s*)"
        return re.compile(
            rf"(?P<one>{self.number})(?:{between}(?P<two>{self.number}))?(?:[\s-]+\w+)?[\s-]+(?:{self.digits})\b",
            re.IGNORECASE,
        )

    @cached_property
    def length(self) -> re.Pattern[str]:
        """A pattern of a length of time."""
        units = "|".join(rf"(?P<u{place}>{unit})" for place, unit in enumerate(self.units))
        return re.compile(
            rf"(?P<n>{self.number})(?P<half>\s+{self.half})?[\s-]+(?:{units})(?!\w)(?P<later>\s+{self.half})?",
            re.IGNORECASE,
        )

    def value(self, word: str) -> float:
        """Return the number that figures or a word stand for."""
        return float(word) if word.isdigit() else self.numbers[word.casefold()]


def _from(start: int, words: str) -> dict[str, float]:
    return {word: float(number) for number, word in enumerate(words.split(), start)}


_ENGLISH: Final = (
    _from(1, "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen")
    | {"twenty": 20.0, "thirty": 30.0, "forty": 40.0, "forty-five": 45.0, "fifty": 50.0, "sixty": 60.0}
    | {"ninety": 90.0, "a": 1.0, "an": 1.0, "half a": 0.5}
)
_WELSH: Final = (
    _from(1, "un dau tri pedwar pum chwe saith wyth naw deg")
    | {
        "dwy": 2.0,
        "tair": 3.0,
        "pedair": 4.0,
        "pump": 5.0,
        "chwech": 6.0,
        "ddau": 2.0,
        "ddwy": 2.0,
        "dri": 3.0,
    }
    | {"dair": 3.0, "hanner": 0.5, "ugain": 20.0}
)
_POLISH: Final = (
    _from(1, "jedna dwie trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście")
    | {"jedną": 1.0, "jeden": 1.0, "dwóch": 2.0, "dwa": 2.0, "trzech": 3.0, "czterech": 4.0, "pięciu": 5.0}
    | {
        "ośmiu": 8.0,
        "dziesięciu": 10.0,
        "jedenastu": 11.0,
        "piętnaście": 15.0,
        "dwadzieścia": 20.0,
        "pół": 0.5,
    }
    | {"trzydzieści": 30.0, "sześćdziesiąt": 60.0, "dziewięćdziesiąt": 90.0, "sześciu": 6.0}
)

COUNTING: Final[Mapping[str, Counting]] = {
    "en": Counting(
        _ENGLISH,
        r"digits?|numbers|figures?",
        {r"sec(?:ond)?s?": 1, r"min(?:ute)?s?": 60, r"hours?": 3600},
        r"and\s+a\s+half",
    ),
    "cy": Counting(
        _WELSH,
        r"digid(?:au)?|rhif|ffigur",
        {r"eiliad(?:au)?": 1, r"[mf]unud(?:au)?": 60, r"awr": 3600},
        "a hanner",
    ),
    "pl": Counting(
        _POLISH,
        r"cyfr\w*",
        {r"sekund\w*": 1, r"minut\w*": 60, r"godzin\w*": 3600},
        r"i\s+pół",
    ),
}
"""By the first part of a language's code. Another language is one entry more."""

_JOINS: Final = re.compile(r"\s*(?:,|and|i|a)?\s*", re.IGNORECASE)


def counts(language: str) -> bool:
    """Whether it is known how a language counts."""
    return primary(language) in COUNTING


def digit_counts(text: str, language: str) -> tuple[int, ...]:
    """Return how many digits a text speaks of.

    >>> digit_counts("It has 10 or 11 digits. Enter the eight-digit number.", "en")
    (10, 11, 8)
    """
    way = COUNTING[primary(language)]
    named = (word for match in way.several_digits.finditer(text) for word in match.groups() if word)
    return tuple(int(way.value(word)) for word in named)


def lengths_of_time(text: str, language: str) -> Iterator[float]:
    """Yield the lengths of time that a text speaks of, in seconds.

    >>> list(lengths_of_time("Up to three minutes, then 1 minute and 30 seconds, or a minute and a half.", "en"))
    [180.0, 90.0, 90.0]
    """
    way = COUNTING[primary(language)]
    total, end = 0.0, -1
    for match in way.length.finditer(text):
        seconds = _seconds(match, way)
        if end >= 0 and _JOINS.fullmatch(text[end : match.start()]) and seconds < total:
            total += seconds
        else:
            if end >= 0:
                yield total
            total = seconds
        end = match.end()
    if end >= 0:
        yield total


def _seconds(match: re.Match[str], way: Counting) -> float:
    number = way.value(match["n"]) + (0.5 if match["half"] or match["later"] else 0.0)
    unit = next(place for place in range(len(way.units)) if match[f"u{place}"])
    return number * tuple(way.units.values())[unit]
