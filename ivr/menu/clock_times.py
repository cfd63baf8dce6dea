"""The time of day in a text: `16:55`, `9am`, `five to five`, `half past nine in the evening`, `noon`."""

import re
from dataclasses import dataclass
from typing import Final

_ONES: Final = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS: Final = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_NUMBERS: Final = (
    {word: value for value, word in enumerate(_ONES, 1)}
    | _TENS
    | {
        f"{tens} {one}": value + unit
        for tens, value in _TENS.items()
        for unit, one in enumerate(_ONES[:9], 1)
    }
)
_NUMBER: Final = (
    r"(?:" + "|".join(sorted(map(re.escape, _NUMBERS), key=len, reverse=True)) + r"|(?<![\d:./-])\d{1,2})"
)
_SIDE: Final = r"(?: ?(?P<side>am|pm)\b)?"
_NOT_MORE: Final = r"(?![\d:./-])"

_DIGITS: Final = re.compile(
    r"(?<![\d:./-])(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::(?P<second>\d{2}))?" + _NOT_MORE + _SIDE,
    re.ASCII,
)
_PAST: Final = re.compile(
    rf"\b(?P<minutes>half|(?:a )?quarter|{_NUMBER}(?: minutes?)?) (?P<way>past|after|to|before) "
    rf"(?P<hour>noon|midday|midnight|{_NUMBER})(?: oclock)?\b" + _NOT_MORE + _SIDE,
    re.ASCII,
)
_HALF: Final = re.compile(rf"\bhalf (?P<hour>{_NUMBER})\b" + _NOT_MORE + _SIDE, re.ASCII)
_NAMED: Final = re.compile(r"\b(?:(?:12|twelve) )?(?P<name>noon|midday|midnight)\b")
_HOUR: Final = re.compile(
    rf"\b(?P<hour>{_NUMBER})(?: oclock| hours)\b{_SIDE}"
    rf"|\b(?P<with_side>{_NUMBER}) ?(?P<its_side>am|pm)\b"
    rf"|\bat (?P<after_at>{_NUMBER})\b{_NOT_MORE}",
    re.ASCII,
)
_WORDS: Final = re.compile(
    rf"\b(?P<hour>{'|'.join(_ONES[:12])})(?: (?P<minute>{'|'.join(sorted(_NUMBERS, key=len, reverse=True))}))?"
    rf"(?: oclock)?\b{_SIDE}"
)
_PART: Final = re.compile(r"\b(?:(?:in the|this|at|by) )?(?P<part>morning|afternoon|evening|night)\b")

_USUAL: Final = {"morning": 10, "afternoon": 15, "evening": 19, "night": 22, None: 12}
"""The hour of a day's part where no time is said."""
_FIRST_OF_DAY: Final = 7
"""An hour without am or pm is that of the day: from seven in the morning until it is seven in the evening."""


class NoSuchTime(ValueError):
    """Raised when a time of day is none. The message says what would be right."""


@dataclass(frozen=True, slots=True)
class Hour:
    """A time of day: `seconds` after its beginning, at most 86400. `midnight`: said by name, so at either end."""

    seconds: int
    midnight: bool = False

    @classmethod
    def usual(cls, part: str | None) -> "Hour":
        """Return the time that stands for a part of the day, or for the day itself."""
        return cls(_USUAL[part] * 3600)


def words_of_times() -> tuple[str, ...]:
    """Return the words that times are said with, for telling what was meant."""
    return (
        *_ONES[:12], "noon", "midday", "midnight", "half", "quarter", "past", "o'clock", "morning", "afternoon",
        "evening", "night",
    )  # fmt: skip


def hour_in(words: str, part: str | None) -> tuple[Hour | None, str]:
    """Return the time of day that is said in plain words, and what is left of them; None where there is none.

    `part` is the part of the day that is known from the day (`tonight`). Raises NoSuchTime.
    """
    if found := _PART.search(words):
        if part is not None and found["part"] != part:
            raise NoSuchTime(f"It is the {part} and the {found['part']} at once. Leave one out.")
        part, words = found["part"], _without(words, found)
    hour: Hour | None = None
    for pattern, read in ((_DIGITS, _digits), (_PAST, _past), (_HALF, _half), (_NAMED, _named), (_WORDS, _word),
                          (_HOUR, _hour)):  # fmt: skip
        found = pattern.search(words)
        if found is None:
            continue
        if hour is not None:
            raise NoSuchTime("Two times of day are said. Leave one out.")
        hour, words = read(found, part), _without(words, found)
    return hour if hour or not part else Hour.usual(part), words


def _without(words: str, found: re.Match[str]) -> str:
    return f"{words[: found.start()]} {words[found.end() :]}"


def _number(word: str) -> int:
    return _NUMBERS[word] if word in _NUMBERS else int(word)


def _digits(found: re.Match[str], part: str | None) -> Hour:
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"] or 0)
    if minute > 59 or second > 59 or hour > 24 or (hour == 24 and (minute or second)):
        raise NoSuchTime("A time is from 00:00 to 24:00.")
    side = found["side"] or part
    return Hour((_of_day(hour, side) if side else hour) * 3600 + minute * 60 + second)


def _past(found: re.Match[str], part: str | None) -> Hour:
    said = found["minutes"].removeprefix("a ").partition(" minute")[0]
    minutes = {"half": 30, "quarter": 15}.get(said) or _number(said)
    if not 0 < minutes < 60:
        raise NoSuchTime("Minutes past or to the hour are from 1 to 59.")
    back = found["way"] in ("to", "before")
    named = {"noon": 12, "midday": 12, "midnight": 24 if back else 0}.get(found["hour"])
    hour = _of_day(_number(found["hour"]), found["side"] or part) if named is None else named
    return Hour((hour * 60 + (-minutes if back else minutes)) % 1440 * 60)


def _half(found: re.Match[str], part: str | None) -> Hour:
    return Hour((_of_day(_number(found["hour"]), found["side"] or part) * 60 + 30) * 60)


def _named(found: re.Match[str], part: str | None) -> Hour:
    return Hour(0, midnight=True) if found["name"] == "midnight" else Hour(12 * 3600)


def _hour(found: re.Match[str], part: str | None) -> Hour:
    said = found["hour"] or found["with_side"] or found["after_at"]
    return Hour(_of_day(_number(said), found["side"] or found["its_side"] or part) * 3600)


def _word(found: re.Match[str], part: str | None) -> Hour:
    minute = _number(found["minute"]) if found["minute"] else 0
    return Hour((_of_day(_number(found["hour"]), found["side"] or part) * 60 + minute) * 60)


def _of_day(hour: int, side: str | None) -> int:
    """Return an hour as of 24: `side` is am, pm or a part of the day; without one it is an hour of the day."""
    if hour > 24:
        raise NoSuchTime("An hour is from 0 to 24.")
    if hour > 12 or hour == 0:
        if side in ("am", "morning") and hour:
            raise NoSuchTime(f"{hour}:00 is not in the morning. Leave one out.")
        return hour
    if side in ("am", "morning"):
        return hour % 12
    if side in ("pm", "afternoon", "evening"):
        return hour % 12 + 12
    if side == "night":
        return hour + 12 if 6 <= hour < 12 else hour % 12
    return hour if hour >= _FIRST_OF_DAY else hour + 12
