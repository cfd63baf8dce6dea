"""When somebody is told: at once, with the next full hour, or in the morning; and never in the quiet hours.

>>> from datetime import UTC
>>> evening = datetime(2026, 11, 22, 21, 30, tzinfo=UTC)
>>> due("hourly", evening, None).isoformat(), due("hourly", evening, QuietHours.read("20:00-07:00")).isoformat()
('2026-11-22T22:00:00+00:00', '2026-11-23T07:00:00+00:00')
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final, Self
from zoneinfo import ZoneInfo

from ivr.message.accounts.values import Notices

LONDON: Final = ZoneInfo("Europe/London")
MORNING: Final = time(8)
"""When those are told who want one mail a day, London time."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Hours of each day, London time, in which no mail is sent: from `start` until `end`, perhaps over midnight."""

    start: time
    end: time

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Read them as the setting has them, such as `20:00-07:00`; None of an empty text. Raises ValueError."""
        if not text:
            return None
        start, _, end = text.partition("-")
        return cls(time.fromisoformat(start), time.fromisoformat(end))

    def hold(self, at: datetime) -> bool:
        """Say whether they hold at this moment, as the clock on a wall in London shows it."""
        now = at.astimezone(LONDON).time()
        if self.start < self.end:
            return self.start <= now < self.end
        return now >= self.start or now < self.end

    def over(self, at: datetime) -> datetime:
        """Return this moment, or the end of the quiet hours if they hold then.

        On the day on which the clock leaves their end out, they end as much later.
        """
        if not self.hold(at):
            return at
        return min(end for end in _at(self.end, at) if end > at and not self.hold(end))


def due(notices: Notices, now: datetime, quiet: QuietHours | None) -> datetime:
    """Return when somebody with this preference is told of what is there now. Full hours and mornings are later."""
    at = now
    if notices == "hourly":
        at = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    elif notices == "daily":
        at = min(morning for morning in _at(MORNING, now) if morning > now)
    return quiet.over(at) if quiet else at


def _at(wall: time, about: datetime) -> Iterator[datetime]:
    """Give the moments at which the clock in London shows a time, that day and the next: in October perhaps twice."""
    today = about.astimezone(LONDON).date()
    for day in (today, today + timedelta(days=1)):
        for fold in (0, 1):
            yield datetime.combine(day, wall, LONDON).replace(fold=fold).astimezone(UTC)
