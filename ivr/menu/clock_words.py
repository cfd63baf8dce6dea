"""A moment as people say it, read as the clock in London shows it: `Christmas Day 10:00`, `five to five on Friday`.

Day and time stand in any order, and either may be missing. What is said means the next such moment at or after now, but
a day with its year, `today` and `this morning` mean that day, also when it is over.

- A day without a time is noon; its morning 10:00, its afternoon 15:00, its evening 19:00, its night 22:00.
- Hours without am, pm or part of the day are those of the day: `five to five` is 16:55 and `half past nine` 09:30 (from
  seven in the morning on). Digits with a colon are the 24-hour clock: `4:55` is early.
- `next Friday` is the first one after today. `bank holiday` is one of England and Wales (GOV.UK's list).
- 01:30 in the night in which the clocks go back is the first of the two; where they go forward it is refused.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from ivr.menu.calendar_days import FIRST_YEAR, LAST_YEAR, Day, NoSuchDay, day_in, words_of_days
from ivr.menu.clock_times import Hour, NoSuchTime, hour_in, words_of_times
from ivr.menu.opening import LONDON
from ivr.menu.suggest import did_you_mean

_EXAMPLES: Final = (
    "Christmas Day 10:00",
    "five to five on Friday",
    "tomorrow noon",
    "next bank holiday 11:00",
    "half past nine tonight",
    "25 December 10:00",
)
_FILLERS: Final = frozenset({"at", "on", "the", "of", "in", "and", "by", "a", "about", "it", "is"})
_LONGEST: Final = 80
"""Characters of the longest text that is read at all."""
_NIGHT_ENDS: Final = 6 * 3600
"""Seconds after midnight that still belong to the night before, where somebody says tonight."""
_SPANS: Final = {"minute": 60, "hour": 3600, "day": 86400, "week": 604800}
"""Seconds."""


class NotATime(ValueError):
    """Raised when a text says no moment, or more than one. The message says why and what would be right."""


def clock_examples() -> tuple[str, ...]:
    """Return texts that `read_clock` takes, to show what can be said."""
    return _EXAMPLES


def clock_words(moment: datetime) -> str:
    """Return an aware moment as the clock in London shows it, in words that `read_clock` reads back to the minute.

    >>> clock_words(datetime(2026, 12, 25, 10, tzinfo=UTC))
    'Friday 25 December 2026 10:00'
    """
    local = moment.astimezone(LONDON)
    return f"{local:%A} {local.day} {local:%B %Y %H:%M}" + (f":{local:%S}" if local.second else "")


def read_clock(text: str, now: datetime) -> datetime:
    """Return the moment a text says, by the clock in London; `now` is an aware time.

    An ISO time is taken as it is, with its own zone if it names one. Raises NotATime.

    >>> now = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)  # a Sunday
    >>> read_clock("five to five on Friday", now).isoformat()
    '2026-11-27T16:55:00+00:00'
    >>> read_clock("Easter Monday 9am", now).isoformat()
    '2027-03-29T09:00:00+01:00'
    """
    shown = text.strip()[:_LONGEST]
    if len(text.strip()) > _LONGEST:
        raise NotATime(f"“{shown}…” is too long for a time. {_right()}")
    try:
        return _iso(shown) or _said(shown, now.astimezone(LONDON))
    except (NoSuchDay, NoSuchTime) as wrong:
        raise NotATime(f"“{shown}”: {wrong}") from None
    except OverflowError:
        raise NotATime(f"“{shown}” is further away than any calendar here goes. {_right()}") from None


def _iso(text: str) -> datetime | None:
    """Read an ISO date with a time; None where the text is none. Raises NoSuchTime."""
    if not re.match(r"\d{4}-\d{2}-\d{2}[T ]\d|\d{8}T\d", text, re.ASCII):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None  # such as 2026-12-25 9am: the words say the rest
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise NoSuchDay(f"The year is from {FIRST_YEAR} to {LAST_YEAR}.")
    return moment.astimezone(LONDON) if moment.tzinfo else _there(moment)


def _said(text: str, now: datetime) -> datetime:
    """Read words. Raises NotATime, NoSuchDay, NoSuchTime."""
    words = _plain(text)
    if words in ("now", "today", "right now", "just now"):
        return now
    if span := re.fullmatch(r"in (an?|\d{1,4}) (minute|hour|day|week)s?", words, re.ASCII):
        seconds = _SPANS[span[2]] * (int(span[1]) if span[1].isdigit() else 1)
        return (now.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(LONDON)
    day, words = day_in(words, now.date())
    hour, words = hour_in(words, day.part if day else None)
    left = [word for word in words.split() if word not in _FILLERS]
    if left:
        raise NotATime(_not_understood(text, left[0]))
    if day is None and hour is None:
        raise NotATime(f"“{text}” is no time. {_right()}" if text else f"There is no time here. {_right()}")
    return _next(day, hour, now)


def _plain(text: str) -> str:
    """Return a text in small letters, its words apart by one blank, with no punctuation that means nothing."""
    text = re.sub(r"['’‘`]", "", text.casefold().replace("–", "-"))
    text = re.sub(r"\b([ap])\. ?m\b\.?", r"\1m", text)
    text = re.sub(r"(?<=[a-z])[-.](?=[a-z\s]|$)|[,;?!]|\.$", " ", text)
    return " ".join(text.split())


def _right() -> str:
    return "Write it as 2026-12-25 10:00, Friday 16:55, tomorrow noon or Christmas Day 10:00."


def _not_understood(text: str, word: str) -> str:
    known = (*words_of_days(), *words_of_times(), "now")
    if re.fullmatch(r"\d{1,2}", word, re.ASCII):
        why = f"“{word}” could be a day or an hour. Write a time as 17:00, 5am or 5pm."
    elif word in known or ":" in word:
        why = f"“{word[:30]}” is one too many. {_right()}"
    else:
        meant = did_you_mean(word, known)
        hint = f" Did you mean “{meant}”?" if meant else ""
        why = f"“{word[:30]}” is not understood.{hint} {_right()}"
    return f"“{text}” is no time: {why}"


def _next(day: Day | None, hour: Hour | None, now: datetime) -> datetime:
    """Return the first moment at or after now that is on such a day at such an hour; that of a fixed day anyway."""
    if hour is not None and hour.midnight and day is not None:
        if day.part not in ("night", "evening"):
            raise NoSuchTime(
                "Midnight has two sides. Write 00:00 for where that day begins, 24:00 for its end."
            )
        hour = Hour(24 * 3600)
    seconds = hour.seconds if hour else Hour.usual(day.part if day else None).seconds
    if day is not None and day.part == "night" and day.fixed and seconds < _NIGHT_ENDS:
        seconds += 24 * 3600  # tonight at two is tomorrow by the calendar
    days: Iterable[date] = day.days if day else (now.date() + timedelta(days=ahead) for ahead in range(4))
    for one in days:
        wall = datetime.combine(one, time()) + timedelta(seconds=seconds)
        if day is not None and day.fixed:
            return _there(wall)
        for fold in (0, 1):
            moment = wall.replace(tzinfo=LONDON, fold=fold)
            if _exists(wall) and moment.astimezone(UTC) >= now.astimezone(UTC):
                return moment
    raise NoSuchDay("No such day is known from now on.")


def _there(wall: datetime) -> datetime:
    """Return a moment of London's clock. Raises NoSuchTime for one of the hour that is left out in March."""
    if not _exists(wall):
        raise NoSuchTime(
            f"In London the clocks go forward that night, from 01:00 to 02:00: there is no {wall:%H:%M} on "
            f"{wall.day} {wall:%B %Y}. Write a time before or after it."
        )
    return wall.replace(tzinfo=LONDON)


def _exists(wall: datetime) -> bool:
    there = wall.replace(tzinfo=LONDON)
    return there.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) == wall.replace(fold=0)
