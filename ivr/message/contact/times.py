"""When it is safe to ring, by the clock in London."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

LONDON: Final = ZoneInfo("Europe/London")

Safe = Literal["yes", "no", "unknown"]
"""`unknown`: they did not say enough, and a person decides."""

_HOURS: Final[Mapping[str, tuple[int, int]]] = {
    "any": (0, 24),
    "mornings": (8, 12),
    "afternoons": (12, 17),
    "evenings": (17, 21),
}
_DAYS: Final[Mapping[str, range]] = {"any": range(7), "monday-friday": range(5), "weekends": range(5, 7)}
_PART: Final = {
    "mornings": "in the morning, 8 to 12",
    "afternoons": "in the afternoon, 12 to 5",
    "evenings": "in the evening, 5 to 9",
}
_ON: Final = {"monday-friday": "Monday to Friday", "weekends": "Saturday and Sunday"}
_NO_TIME: Final = "No safe time is known: judge before you ring."
_NO_TIME_OF_DAY: Final = "No safe time of day is known: judge before you ring."
_NO_DAYS: Final = "No safe days are known: judge before you ring."


def safe_now(answers: Mapping[str, str], now: datetime) -> Safe:
    """Say whether it is safe to ring at this moment.

    `now` is aware. `no` where they ring back themselves, or where what they did say rules it out; `unknown` where they
    did not say enough. A morning begins at 8:00:00 and is over at 12:00:00, and so on. Raises ValueError for a naive
    time: nobody knows when it is.
    """
    if answers.get("contact") == "ring-back":
        return "no"
    here = _here(now)
    hours, days = _HOURS.get(answers.get("safe_time", "")), _DAYS.get(answers.get("safe_days", ""))
    if days is not None and here.weekday() not in days:
        return "no"
    if hours is not None and not hours[0] <= here.hour < hours[1]:
        return "no"
    return "yes" if hours and days and answers.get("contact") == "call" else "unknown"


def next_safe(answers: Mapping[str, str], now: datetime) -> datetime | None:
    """Return the first moment from `now` on at which `safe_now` is not `no`, in London time.

    That is `now` itself where it is not `no` already. None where nobody is to ring. Raises ValueError for a naive time.
    """
    here = _here(now)
    if answers.get("contact") == "ring-back":
        return None
    if safe_now(answers, here) != "no":
        return here
    begins, _ = _HOURS.get(answers.get("safe_time", ""), (0, 24))
    coming = (_at(here.date() + timedelta(days=after), begins) for after in range(8))
    return next(at for at in coming if at > here and safe_now(answers, at) != "no")


def time_sentences(answers: Mapping[str, str]) -> tuple[str, ...]:
    """Return when they may be rung, in plain words: one sentence, or two where they left something open."""
    part, on = answers.get("safe_time", ""), answers.get("safe_days", "")
    if part not in _HOURS:
        return (f"Only {_on(on)}.", _NO_TIME_OF_DAY) if on in _ON else (_NO_TIME,)
    if on not in _DAYS:
        return (f"Only {_PART[part]}.", _NO_DAYS) if part in _PART else ("At any time of day.", _NO_DAYS)
    if part == "any":
        return ("At any time, on any day.",) if on == "any" else (f"Only {_on(on)}, at any time.",)
    return (f"Only {_PART[part]}." if on == "any" else f"Only {_PART[part]}, {_ON[on]}.",)


def _on(days: str) -> str:
    return f"on {_ON[days]}" if days == "weekends" else _ON[days]


def _here(now: datetime) -> datetime:
    if now.tzinfo is None:
        raise ValueError("a time without a zone: nobody knows when it is")
    return now.astimezone(LONDON)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), LONDON)
