"""Opening hours by the clock on a wall in London, and the bank holidays of the United Kingdom."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

LONDON = ZoneInfo("Europe/London")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Division = Literal["england-and-wales", "scotland", "northern-ireland"]
State = Literal["open", "closed", "unsure"]

Span = tuple[int, int]
"""From and to, in minutes of the day; to is not included and is at most 1440."""


@cache
def bank_holidays(division: Division) -> tuple[date, ...]:
    """Return the known bank holidays of a division, in order: GOV.UK's list, as the package carries it."""
    listed = json.loads(files("govuk_bank_holidays").joinpath("bank-holidays.json").read_text("utf-8"))
    return tuple(sorted(date.fromisoformat(event["date"]) for event in listed[division]["events"]))


@dataclass(frozen=True)
class Opening:
    """Opening hours: seven days from Monday, each with its spans, and whose bank holidays count."""

    week: tuple[tuple[Span, ...], ...]
    division: Division | None = None

    def state(self, now: datetime) -> State:
        """Return whether it is open at an instant (an aware time), or whether nobody can be sure."""
        local = now.astimezone(LONDON)
        spans = self.week[local.weekday()]
        if spans and self._is_holiday(local.date()):
            return "unsure"
        minute = local.hour * 60 + local.minute
        if not any(start <= minute < end for start, end in spans):
            return "closed"
        return "open" if self._is_known(local.date()) else "unsure"

    def next_open(self, now: datetime) -> date | None:
        """Return the next day it opens after an instant; None where it does not within a fortnight."""
        local = now.astimezone(LONDON)
        minute = local.hour * 60 + local.minute
        for ahead in range(15):
            day = local.date() + timedelta(days=ahead)
            spans = self.week[day.weekday()]
            if ahead == 0:
                spans = tuple(span for span in spans if span[0] > minute)
            if spans and not self._is_holiday(day):
                return day
        return None

    def sides(self) -> Iterator[datetime]:
        """Yield an instant on every side of every opening hour, on a bank holiday, and past the known ones."""
        monday = date(2026, 6, 1)  # a week without a bank holiday
        for weekday, spans in enumerate(self.week):
            day = monday + timedelta(days=weekday)
            yield _instant(day, 12 * 60)
            for start, end in spans:
                for minute in (start, end):
                    yield _instant(day, minute) - timedelta(seconds=1)
                    yield _instant(day, minute)
                for special in self._special_days(weekday):
                    yield _instant(special, start)

    def _special_days(self, weekday: int) -> Iterator[date]:
        if self.division:
            holidays = bank_holidays(self.division)
            yield from [day for day in holidays if day.weekday() == weekday][-1:]
            past = holidays[-1] + timedelta(days=1)
            yield past + timedelta(days=(weekday - past.weekday()) % 7)

    def _is_holiday(self, day: date) -> bool:
        return self.division is not None and day in bank_holidays(self.division)

    def _is_known(self, day: date) -> bool:
        if self.division is None:
            return True
        known = bank_holidays(self.division)
        return known[0] <= day <= known[-1]


def _instant(day: date, minute: int) -> datetime:
    local = datetime.combine(day, time(), LONDON) + timedelta(minutes=minute)
    return local.astimezone(UTC)


_TIME = re.compile(r"([01]\d|2[0-4]):([0-5]\d)\s*(?:-|–|to)\s*([01]\d|2[0-4]):([0-5]\d)")


def _spans(text: Any, day: str) -> list[Span]:
    spans = []
    for part in [text] if isinstance(text, str) else text if isinstance(text, list) else [None]:
        if part == "closed":
            continue
        match = _TIME.fullmatch(part.strip()) if isinstance(part, str) else None
        start, end = (
            (int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])) if match else (0, 0)
        )
        if not 0 <= start < end <= 1440:
            raise PydanticCustomError(
                "wrong-value",
                "The hours of {day} should be written as 09:00-17:00, from the earlier time to the later one, "
                "up to 24:00; or closed.",
                {"day": day},
            )
        spans.append((start, end))
    spans.sort()
    if any(end > later for (_, end), (later, _) in pairwise(spans)):
        raise PydanticCustomError("wrong-value", "The hours of {day} overlap each other.", {"day": day})
    return spans


def _week(value: Any) -> Any:
    if not isinstance(value, dict) or not value:
        raise PydanticCustomError(
            "wrong-value", "Write days and hours, such as {monday-friday: 09:00-17:00}."
        )
    week: list[tuple[Span, ...] | None] = [None] * 7
    for name, hours in value.items():
        for day in _days(name):
            if week[day] is not None:
                raise PydanticCustomError(
                    "wrong-value", "{day} is here twice.", {"day": DAYS[day].capitalize()}
                )
            week[day] = tuple(_spans(hours, DAYS[day]))
    return tuple(spans or () for spans in week)


def _days(name: str) -> list[int]:
    first, _, last = name.strip().lower().partition("-")
    if first in DAYS and (not last or last in DAYS):
        start, end = DAYS.index(first), DAYS.index(last or first)
        if start <= end:
            return list(range(start, end + 1))
    raise PydanticCustomError(
        "wrong-value",
        "“{name}” is not a day, or days in order. Write monday, or monday-friday.",
        {"name": name[:60]},
    )


Week = Annotated[tuple[tuple[Span, ...], ...], BeforeValidator(_week)]
"""Opening hours as they are written: `{monday-friday: 09:00-17:00, saturday: [09:00-12:00, 13:00-16:00]}`."""
