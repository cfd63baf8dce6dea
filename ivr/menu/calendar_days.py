"""The day in a text: `Friday`, `25 December`, `Christmas Day`, `Easter Monday`, `tomorrow`, `next bank holiday`."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Final

from ivr.menu.feasts import FEASTS, last_weekday
from ivr.menu.opening import DAYS, bank_holidays

FIRST_YEAR: Final = 1970
LAST_YEAR: Final = 2199

_MONTHS: Final = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH: Final = "|".join(f"{name}|{name[:3]}|{name[:4]}" if name != "may" else name for name in _MONTHS)
_WEEKDAY: Final = "|".join([*DAYS, "mon|tues?|wed|thur?s?|fri|sat|sun"])
_YEAR: Final = r"(?: (?P<year>\d{4}))?(?![\d:.])"
_TH: Final = r"(?:st|nd|rd|th)?"


class NoSuchDay(ValueError):
    """Raised when a day is none. The message says what would be right."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day that was said: the days it can mean, in order; `fixed`: the first of them, even if it is over.

    `part` is the part of the day that was said with it, as by `tonight`.
    """

    days: Iterable[date]
    fixed: bool = False
    part: str | None = None


_NAMES: Final = (
    "christmas", "boxing", "easter", "new year's", "bank", "holiday", "today", "tonight", "tomorrow", "working",
)  # fmt: skip


def words_of_days() -> tuple[str, ...]:
    """Return the words that days are said with, for telling what was meant."""
    return (*DAYS, *_MONTHS, *_NAMES)


def day_in(words: str, today: date) -> tuple[Day | None, str]:
    """Return the day that is said in plain words, and what is left of them; None where there is none.

    `today` is the day in London. Raises NoSuchDay.
    """
    day: Day | None = None
    for pattern, read in _READERS:
        if found := pattern.search(words):
            if day is not None:
                raise NoSuchDay("Two days are said. Leave one out.")
            day, words = read(found, today), f"{words[: found.start()]} {words[found.end() :]}"
    found = _A_WEEKDAY.search(words)
    if found is None:
        return day, words
    weekday = next(i for i, name in enumerate(DAYS) if name.startswith(found["weekday"][:3]))
    words = f"{words[: found.start()]} {words[found.end() :]}"
    if day is not None:
        return _on_weekday(day, weekday), words
    first = today + timedelta(days=1) if found["which"] == "next" else today
    return Day([last_weekday(weekday, end.month, end.day)(end.year) for end in _weeks(first)]), words


def _weeks(first: date) -> Iterator[date]:
    """Yield the last days of the weeks that begin with a day."""
    return (first + timedelta(days=7 * week + 6) for week in range(3))


def _on_weekday(day: Day, weekday: int) -> Day:
    """Return the day that was said with its weekday. Raises NoSuchDay where it is another."""
    days = list(islice(day.days, 100))
    right = [one for one in days if one.weekday() == weekday]
    if not days or (days[0].weekday() != weekday and (day.fixed or not isinstance(day.days, _Holidays))):
        raise NoSuchDay(
            f"{days[0].day} {days[0]:%B %Y} is a {DAYS[days[0].weekday()].capitalize()}. Leave the day of the week out."
            if days
            else "No such day is known."
        )
    return Day(right, day.fixed, day.part)


class _Holidays(list[date]):
    """Days of which a weekday chooses one: `bank holiday Monday`."""


def _years(today: date, year: str | None, of: Callable[[int], date]) -> Day:
    """Return a day of each year from now on, or of the year that was said; one that not every year has is skipped."""
    if year is not None:
        return Day([_in(int(year), of)], fixed=True)
    days = []
    for one in range(today.year, min(today.year + 10, LAST_YEAR + 1)):
        try:
            day = of(one)
        except ValueError:
            continue
        if day >= today:
            days.append(day)
    if not days:
        raise NoSuchDay("There is no such day. Write it as 25 December.")
    return Day(days)


def _in(year: int, of: Callable[[int], date]) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NoSuchDay(f"The year is from {FIRST_YEAR} to {LAST_YEAR}.")
    try:
        return of(year)
    except ValueError:
        raise NoSuchDay("There is no such day in that year. Write it as 25 December 2026.") from None


def _feast(of: Callable[[int], date]) -> "_Reader":
    return lambda found, today: _years(today, found["year"], of)


def _dated(found: re.Match[str], today: date) -> Day:
    month, day = found["month"], int(found["day"])
    number = (
        int(month)
        if month.isdigit()
        else next(i for i, name in enumerate(_MONTHS, 1) if name.startswith(month[:3]))
    )
    return _years(today, found["year"], lambda year: date(year, number, day))


def _from_today(found: re.Match[str], today: date) -> Day:
    said = found["day"]
    if said == "tonight":
        return Day([today], fixed=True, part="night")
    if said.startswith("this "):
        return Day([today], fixed=True, part=said.removeprefix("this "))
    ahead = {"today": 0, "tomorrow": 1}.get(said, 2)
    return Day([today + timedelta(days=ahead)], fixed=True)


def _holiday(found: re.Match[str], today: date) -> Day:
    return Day(_Holidays(day for day in bank_holidays("england-and-wales") if day >= today))


def _working(found: re.Match[str], today: date) -> Day:
    first = today + timedelta(days=1) if found["which"] == "next" else today
    holidays = bank_holidays("england-and-wales")
    days = (first + timedelta(days=ahead) for ahead in range(21))
    return Day([day for day in days if day.weekday() < 5 and day not in holidays])


_Reader = Callable[[re.Match[str], date], Day]
_WHICH: Final = r"\b(?:(?P<which>next|this|coming) )?"
_A_WEEKDAY: Final = re.compile(rf"{_WHICH}(?P<weekday>{_WEEKDAY})\b")
_READERS: Final[tuple[tuple[re.Pattern[str], _Reader], ...]] = (
    *((re.compile(rf"{_WHICH}(?:{names})\b{_YEAR}", re.ASCII), _feast(of)) for names, of in FEASTS),
    (re.compile(rf"{_WHICH}bank holiday\b"), _holiday),
    (re.compile(rf"{_WHICH}working day\b"), _working),
    (re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:t|\b)", re.ASCII), _dated),
    (re.compile(r"\b(?P<day>\d{1,2})/(?P<month>\d{1,2})(?:/(?P<year>\d{4}))?(?![\d/])", re.ASCII), _dated),
    (re.compile(r"\b(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})\b", re.ASCII), _dated),
    (re.compile(rf"\b(?P<day>\d{{1,2}}){_TH}(?: of)? (?P<month>{_MONTH})\b{_YEAR}", re.ASCII), _dated),
    (
        re.compile(
            rf"\b(?P<month>{_MONTH}) (?:the )?(?P<day>\d{{1,2}}){_TH}\b(?! ?[ap]m\b){_YEAR}", re.ASCII
        ),
        _dated,
    ),
    (
        re.compile(
            r"\b(?:the )?(?P<day>day after tomorrow|today|tonight|tomorrow|this (?:morning|afternoon|evening))\b"
        ),
        _from_today,
    ),
)
