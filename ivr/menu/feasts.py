"""The feasts, and the other days of a year that have a name, by name: `Christmas Day`, `Easter Monday`, `May Day`."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final


def easter(year: int) -> date:
    """Return Easter Sunday of a year (Meeus/Jones/Butcher, Gregorian).

    >>> easter(2027).isoformat()
    '2027-03-28'
    """
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), g = divmod(b, 4), (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    month, day = divmod(h + weekday - 7 * ((a + 11 * h + 22 * weekday) // 451) + 114, 31)
    return date(year, month, day + 1)


def last_weekday(weekday: int, month: int, day: int) -> Callable[[int], date]:
    """Return what gives the last such weekday up to a day of the year."""

    def of(year: int) -> date:
        end = date(year, month, day)
        return end - timedelta(days=(end.weekday() - weekday) % 7)

    return of


def _on(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _after_easter(days: int) -> Callable[[int], date]:
    return lambda year: easter(year) + timedelta(days=days)


FEASTS: Final[tuple[tuple[str, Callable[[int], date]], ...]] = (
    (r"christmas eve", _on(12, 24)),
    (r"christmas(?: day)?|xmas(?: day)?", _on(12, 25)),
    (r"boxing day", _on(12, 26)),
    (r"new years? eve", _on(12, 31)),
    (r"new years?(?: day)?", _on(1, 1)),
    (r"good friday", _after_easter(-2)),
    (r"easter saturday", _after_easter(-1)),
    (r"easter monday", _after_easter(1)),
    (r"easter(?: sunday| day)?", _after_easter(0)),
    (r"(?:early )?may day(?: bank holiday)?|early may bank holiday", last_weekday(0, 5, 7)),
    (r"(?:spring|late may|whitsun) bank holiday", last_weekday(0, 5, 31)),
    (r"(?:late )?(?:summer|august) bank holiday", last_weekday(0, 8, 31)),
    (r"(?:when |the day )?(?:the )?clocks go forward", last_weekday(6, 3, 31)),
    (r"(?:when |the day )?(?:the )?clocks go back", last_weekday(6, 10, 31)),
)
"""What each is called, as a regular expression for plain words, and what gives its day in a year."""
